# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random tasks of the three writing modules in random worlds. The same seed gives the same again."""

from __future__ import annotations

from dataclasses import dataclass, field
from random import Random
from typing import Any, Callable, Union

from simulators.csp import CspSimulator, CspWorld
from simulators.tencent import TencentSimulator, World
from support.worlds import ACCOUNTS, CIC, CSP, MEMBER, chance, csp_world, some, tencent_world

Params = dict[str, Any]
Simulator = Union[TencentSimulator, CspSimulator]
RIGHTS: tuple[list[Any], ...] = ([1, 2], [1, 2, 4], ["view_bills", "view_balance", "invoice"], ["1", "2", "8", "9"])
PAID_RIGHTS: tuple[list[Any], ...] = ([1, 2, 7], ["view_bills", "view_balance", "pay_on_behalf", "budgets"])
LIMITS = ("25%", "50%", "100%", "100%", "0", "1", "2", "3")


@dataclass
class Scenario:
    """A world, a task in it, and what an earlier task of the same play creates there (assume_present).

    simulator gives a new simulator around the same world each time. login is how a task logs in to CSP.
    """

    module: str
    seed: int
    params: Params
    simulator: Callable[[], Simulator]
    arrive: Callable[[Any], object] = lambda world: None
    assumes: bool = False
    login: str = "api_token"


@dataclass
class Person:
    """Somebody in a directory; names are the id, the user name, and all others that a task may use."""

    names: list[str]
    type: str = ""


@dataclass
class Team:
    """A group of a directory."""

    id: str
    name: str
    type: str
    members: list[Person]


@dataclass
class Facts:
    """What a task about memberships can name. plain: only ids and exact user names."""

    people: list[Person]
    teams: list[Team]
    strangers: list[str]
    plain: bool
    arrivals: dict[str, list[str]] = field(default_factory=lambda: {"users": [], "groups": []})


def scenario(module: str, seed: int, *, plain: bool = False, big: bool = False) -> Scenario:
    """The world and the task of a seed. plain avoids names that optional fields tell; big fills several pages."""
    key = f"{module}/{seed}/{plain}/{big}"
    rng = Random(key + "/task")
    if module == CSP:
        return _csp_scenario(seed, rng, lambda: csp_world(Random(key), big), plain)
    if module == CIC:
        return _cic_scenario(seed, rng, lambda: tencent_world(Random(key), module if big else ""), plain)
    return _member_scenario(seed, rng, lambda: tencent_world(Random(key), module if big else ""))


# Tasks about memberships


def membership_task(rng: Random, facts: Facts) -> Params:
    """A task with the options that both membership modules have."""
    params: Params = {"max_connections": rng.choice((1, 1, 1, 8))}
    if chance(rng, 0.2):
        params["unknown_users"] = rng.choice(("fail", "warn", "ignore"))
    if chance(rng, 0.2):
        params["max_total_removals"] = rng.randint(0, 6)
    if chance(rng, 0.3):
        params["return_members"] = True
    if chance(rng, 0.2):
        params["protected_users"] = [_called(rng, person, facts) for person in some(rng, facts.people, 3)]
    if chance(rng, 0.2):
        _assume(rng, facts, params)
    kind = rng.random()
    if kind < 0.15:
        leavers = [_called(rng, person, facts) for person in some(rng, facts.people, 3)]
        return {**params, "all_groups": True, "state": "absent", "users": leavers + _unknown_names(rng, facts)}
    if kind < 0.5:
        return {**params, **_entry(rng, facts, _policy(rng))}
    # What an entry does not give it takes from the task.
    params.update(_policy(rng))
    entries = [_entry(rng, facts, _policy(rng) if chance(rng, 0.4) else {}, params) for _n in range(rng.randint(1, 5))]
    return {**params, "memberships": entries if chance(rng, 0.1) else list({e["group"]: e for e in entries}.values())}


def _policy(rng: Random) -> Params:
    """state, exclusive and the guard rails."""
    leaving, complete = {"state": "absent", "exclusive": False}, {"state": "present", "exclusive": True}
    chosen: Params = rng.choice(({}, leaving, complete, complete))
    guards = {"max_removals": rng.choice(LIMITS), "allow_empty": chance(rng, 0.5)}
    policy = {**chosen, **{name: value for name, value in guards.items() if chance(rng, 0.8)}}
    return {name: value for name, value in policy.items() if chance(rng, 0.97)}


def _entry(rng: Random, facts: Facts, policy: Params, inherited: Params | None = None) -> Params:
    """Group and users that go with a policy."""
    custom = [team for team in facts.teams if team.type in ("Manual", "USER_GROUP")]
    team = rng.choice(custom if custom and chance(rng, 0.85) else facts.teams)
    rules = {**(inherited or {}), **policy}
    fitting = [one for one in facts.people if one.type == team.type or team.type not in ("Manual", "Synchronized")]
    outside = [one for one in (fitting if chance(rng, 0.95) else facts.people) if one not in team.members]
    if rules.get("state") == "absent":
        users = some(rng, team.members, 3) + some(rng, outside, 1)
    else:
        share = rng.choice((1.0, 1.0, 0.8, 0.5, 0.0)) if rules.get("exclusive") else 0.3
        users = [one for one in team.members if chance(rng, share)] + some(rng, outside, 3)
        if chance(rng, 0.05):
            users += some(rng, outside, 45)
    group = team.name if chance(rng, 0.7) else team.id
    if facts.arrivals["groups"] and chance(rng, 0.3):
        group = facts.arrivals["groups"][0]
        users = some(rng, outside, 3)
    names = [_called(rng, person, facts) for person in users] + _unknown_names(rng, facts)
    if facts.arrivals["users"] and chance(rng, 0.5):
        names += facts.arrivals["users"]
    if chance(rng, 0.05):
        names += ["", "  "]
    rng.shuffle(names)
    return {**policy, "group": group, "users": names}


def _called(rng: Random, person: Person, facts: Facts) -> str:
    if facts.plain:
        return rng.choice(person.names[:2])
    name = rng.choice(person.names + person.names[1:2] * 3)
    if name != person.names[0] and chance(rng, 0.1):
        return rng.choice((name.upper(), name.swapcase(), f" {name} "))
    return name


def _unknown_names(rng: Random, facts: Facts) -> list[str]:
    if facts.strangers and chance(rng, 0.2):
        return some(rng, facts.strangers, 2)
    return ["nobody@example.com"] if chance(rng, 0.06) else []


def _assume(rng: Random, facts: Facts, params: Params) -> None:
    """Users and groups that an earlier task of the play creates."""
    facts.arrivals["users"] = some(rng, ("joiner-one", "joiner-two@example.com"), 2)
    facts.arrivals["groups"] = some(rng, ("new-team",), 1)
    params["assume_present"] = dict(facts.arrivals)


def _cic_scenario(seed: int, rng: Random, world_of: Callable[[], World], plain: bool) -> Scenario:
    world = world_of()
    people = {
        user.id: Person([user.id, user.name, *filter(None, [user.email])], user.user_type)
        for user in world.users.values()
    }
    teams = [
        Team(group.id, group.name, group.group_type, [people[one] for one in group.joined])
        for group in world.groups.values()
    ]
    facts = Facts(list(people.values()), teams, [], plain)
    params = membership_task(rng, facts)
    if chance(rng, 0.3):
        params["zone_id"] = world.zone_id
    if chance(rng, 0.1):
        params["org_id"] = str(world.org_id) if chance(rng, 0.9) else "99999"
    arrive = _arrive(facts)
    return Scenario(CIC, seed, params, lambda: TencentSimulator(world_of()), arrive, "assume_present" in params)


def _csp_scenario(seed: int, rng: Random, world_of: Callable[[], CspWorld], plain: bool) -> Scenario:
    world = world_of()
    people = {
        user.id: Person(list(dict.fromkeys((user.id, user.username, user.email, user.acct, *_with_domain(user)))))
        for user in world.org_users()
    }
    teams = [
        Team(group.id, group.name, group.type, [people[one] for one in group.direct])
        for group in world.visible_groups()
    ]
    facts = Facts(list(people.values()), teams, ["partner@example.org", "guest@example.org"], plain)
    params = membership_task(rng, facts)
    if chance(rng, 0.4):
        params["invite_unknown"] = chance(rng, 0.8)
    if chance(rng, 0.3):
        params["allow_self_removal"] = chance(rng, 0.7)
    if chance(rng, 0.2):
        params["invited_by"] = "admin@example.com"
    if chance(rng, 0.3):
        params["notify_users"] = chance(rng, 0.5)
    if "users" in params and chance(rng, 0.2):
        params["usernames"] = params.pop("users")
    login = rng.choice(("api_token",) * 4 + ("access_token", "client"))
    arrive = _arrive(facts)
    return Scenario(CSP, seed, params, lambda: CspSimulator(world_of()), arrive, "assume_present" in params, login)


def _with_domain(user: Any) -> list[str]:
    return [] if "@" in user.username else [f"{user.username}@{user.domain}"]


def _arrive(facts: Facts) -> Callable[[Any], object]:
    def arrive(world: Any) -> None:
        for name in facts.arrivals["users"]:
            world.add_user(name)
        for name in facts.arrivals["groups"]:
            world.add_group(name)

    return arrive


# Tasks about one member account


def _member_scenario(seed: int, rng: Random, world_of: Callable[[], World]) -> Scenario:
    world = world_of()
    members = [member for member in world.members.values() if member.uin != world.host_uin or chance(rng, 0.1)]
    arrivals: list[str] = []
    if members and chance(rng, 0.65):
        params = _task_for_a_member(rng, world, rng.choice(members))
    else:
        params = _creation(rng, world)
        if chance(rng, 0.1):
            arrivals = ["Incubator"]
            params.pop("node_id", None)
            params.update(node=rng.choice(("Incubator", "/Incubator")), assume_present={"nodes": ["/Incubator"]})
    if chance(rng, 0.1):
        params["org_id"] = str(world.org_id)

    def arrive(world: World) -> None:
        for name in arrivals:
            world.add_node(name)

    return Scenario(MEMBER, seed, params, lambda: TencentSimulator(world_of()), arrive, bool(arrivals))


def _task_for_a_member(rng: Random, world: World, member: Any) -> Params:
    by_uin = chance(rng, 0.4)
    params: Params = {"uin": str(member.uin)} if by_uin else {"name": member.name}
    if chance(rng, 0.15):
        return {**params, "state": "absent"}
    if by_uin and chance(rng, 0.5):
        params["name"] = rng.choice((member.name, "renamed-account", rng.choice(ACCOUNTS)))
        params["rename"] = chance(rng, 0.8)
    wishes = _wishes(rng, world)
    params.update({name: value for name, value in wishes.items() if chance(rng, 0.35)})
    if chance(rng, 0.2):
        params["tags"] = dict(some(rng, member.tags.items(), 2)) or None
    if chance(rng, 0.04):
        params["tags"] = {"stage": "retired"}
    if chance(rng, 0.15):
        params["identity_role_ids"] = some(rng, member.identities if chance(rng, 0.8) else (1, 2), 2)
    params["sync_nickname"] = chance(rng, 0.3)
    return params


def _creation(rng: Random, world: World) -> Params:
    params: Params = {"name": rng.choice(("new-account", "new-account", "Web-Shop", "data_lake", "sandbox"))}
    if chance(rng, 0.03):
        params = {"uin": "200099999999", "name": "new-account"}
    params.update({name: value for name, value in _wishes(rng, world).items() if chance(rng, 0.9)})
    params["permissions"] = params.get("permissions") or rng.choice(RIGHTS)
    for name, value in (("identity_role_ids", [1, 2]), ("auth_relation_id", 71), ("record_id", 81), ("tags", {"a": 1})):
        if chance(rng, 0.2):
            params[name] = value
    if chance(rng, 0.05):
        params[rng.choice(("auth_relation_id", "record_id", "pay_uin"))] = 82
    if chance(rng, 0.1):
        params["account_name"] = rng.choice(("new-account-2", "sandbox"))
    if chance(rng, 0.05):
        params["allow_create"] = False
    if chance(rng, 0.03):
        params["state"] = "absent"
    return params


def _wishes(rng: Random, world: World) -> Params:
    """Values for the options that a creation and an update both have."""
    node = rng.choice(list(world.nodes.values()))
    path, above = node.name, node
    while above.parent:
        above = world.node(above.parent)
        path = f"{above.name}/{path}" if above.parent else "/" + path
    places: list[Params] = [{"node": node.name}, {"node": path if node.parent else "/"}, {"node_id": str(node.id)}]
    if chance(rng, 0.04):
        places = [{"node": "Enginering"}, {"node_id": "77"}]
    paid = chance(rng, 0.35)
    wishes: Params = {
        **rng.choice(places),
        "permissions": rng.choice(PAID_RIGHTS if paid else RIGHTS),
        "remark": rng.choice(("", "", "Warehouse", "Fresh", None)),
        "allow_quit": rng.choice((True, False, False, None)) if not paid else rng.choice((False, None)),
    }
    if paid or chance(rng, 0.05):
        wishes["pay_uin"] = str(world.host_uin) if chance(rng, 0.9) else "200099999998"
    return wishes
