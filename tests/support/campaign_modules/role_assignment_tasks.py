# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random worlds with role assignments, and random tasks of tencent_cic_role_assignment in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random
from typing import Any, Callable

from simulators.tencent import TencentSimulator, World
from simulators.tencent.records import Task
from simulators.tencent.tasks import GRANT, REVOKE
from support.campaign_module import Params, Scenario
from support.campaign_modules.memberships import removal_policy
from support.worlds import CIC, chance, some, tencent_world

NAME = "tencent_cic_role_assignment"
ROLES = ("reader", "operator", "auditor", "Owner")
KINDS = ("users", "groups")
# More than one request takes.
MANY = 60


@dataclass
class Facts:
    """What a task can name, and what arrives before the real run. plain: only ids and exact names."""

    world: World
    plain: bool
    big: bool
    arrivals: dict[str, list[str]] = field(default_factory=dict)


def assignment_scenario(seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
    """A task, and some of what it wishes that an earlier run has begun."""
    world = assignment_world(Random(key), big)
    facts = Facts(world, plain, big)
    params = _with_leavers(Random(key + "/leavers"), _task(rng, facts), world)
    if chance(rng, 0.3):
        params["zone_id"] = world.zone_id
    if chance(rng, 0.1):
        params["org_id"] = str(world.org_id)
    begun = _begun(rng, world, params) if chance(rng, 0.2) else []
    looks = rng.randint(1, 3)
    ending = _ending(Random(key + "/ending"), world, params)

    def simulator() -> TencentSimulator:
        again = assignment_world(Random(key), big)
        for what, several in ((GRANT, begun), (REVOKE, ending)):
            for configuration, uin, kind, principal in several:
                name = again.role_configurations[configuration].name
                task = Task(again.new_id("t"), what, uin, configuration, name, kind, principal, looks_left=looks)
                again.tasks[task.id] = task
        return TencentSimulator(again)

    def arrive(world: World) -> None:
        add: dict[str, Callable[[str], object]] = {
            "users": world.add_user,
            "groups": world.add_group,
            "role_configurations": world.add_role_configuration,
            "accounts": world.add_member,
        }
        for kind, names in facts.arrivals.items():
            for name in names:
                add[kind](name)

    return Scenario(NAME, seed, params, simulator, arrive, bool(facts.arrivals))


def assignment_world(rng: Random, big: bool) -> World:
    """A world in which users and groups have roles in accounts, the management account too."""
    world = tencent_world(rng, CIC if big else "")
    world.task_looks = rng.choice((0, 1, 1, 3))
    world.tasks_end_at_once = chance(rng, 0.25)
    world.assignment_batches = rng.choice(("atomic", "atomic", "partial", "task"))
    principals = [*world.users, *world.groups]
    for name in rng.sample(ROLES, rng.randint(2, 4)):
        world.add_role_configuration(name, ["ReadOnlyAccess"])
    for configuration in list(world.role_configurations):
        for account in some(rng, world.members, 4):
            world.assign(configuration, account, *some(rng, principals, 6))
    if big:
        world.assign(next(iter(world.role_configurations)), world.host_uin, *principals[:MANY])
    if chance(rng, 0.12):
        marks: list[str | int] = [GRANT, REVOKE, rng.choice(principals), rng.choice(list(world.members))]
        world.task_failures[rng.choice(marks)] = "The account refuses."
    if chance(rng, 0.04):
        world.assignment_quota = len(world.assignments) + rng.randint(0, 2)
    return world


def named(things: Mapping[Any, Any], name: str) -> str:
    """The id of what has this id or name; the name itself while nothing has it, empty for several."""
    for key in things:
        if str(key) == name:
            return name
    found = [str(key) for key, thing in things.items() if thing.name == name]
    return found[0] if len(found) == 1 else "" if found else name


def principals_named(world: World, entry: Params) -> list[tuple[str, str] | None]:
    """Kind and id of the users and groups of an entry; None for a name that is no id and nobody's exact name."""
    found: list[tuple[str, str] | None] = []
    for kind in KINDS:
        things = getattr(world, kind)
        for name in entry.get(kind) or ():
            principal = named(things, name)
            found.append((kind, principal) if principal in things else None)
    return found


def _begun(rng: Random, world: World, params: Params) -> list[tuple[str, int, str, str]]:
    """Some assignments that a task wishes for and that are not there yet."""
    wished: dict[tuple[str, int, str], str] = {}
    for entry in [params] if params.get("assignments") is None else params["assignments"]:
        if entry.get("state", params.get("state")) == "absent":
            continue
        configuration = named(world.role_configurations, entry["role_configuration"])
        for account in entry["accounts"]:
            uin = named(world.members, account)
            for found in principals_named(world, entry):
                if found and configuration in world.role_configurations and uin.isdigit() and int(uin) in world.members:
                    wished[configuration, int(uin), found[1]] = found[0].capitalize()[:-1]
    missing = [key for key in wished if key not in world.assignments]
    return [(*key[:2], wished[key], key[2]) for key in some(rng, missing, 3)]


def _with_leavers(rng: Random, params: Params, world: World) -> Params:
    """In one of five worlds with leavers; drawn apart, so that the task of a seed stays what it was."""
    if params.get("all_assignments") or not chance(rng, 0.2):
        return params
    users = [rng.choice((number, world.users[number].name)) for number in some(rng, world.users, 2)]
    return {**params, "leavers": [*users, *some(rng, ["nobody@example.com"], 1)]}


def _ending(rng: Random, world: World, params: Params) -> list[tuple[str, int, str, str]]:
    """Some assignments of leavers that an earlier run has begun to end."""
    gone = {found[1] for found in principals_named(world, {"users": params.get("leavers")}) if found}
    keys = [key for key in world.assignments if key[2] in gone]
    return [(*key[:2], "User", key[2]) for key in some(rng, keys, 2)] if chance(rng, 0.5) else []


def _task(rng: Random, facts: Facts) -> Params:
    params: Params = {"max_connections": rng.choice((1, 1, 1, 8)), "deprovision": chance(rng, 0.3)}
    if chance(rng, 0.2):
        params["unknown_users"] = rng.choice(("fail", "warn", "ignore"))
    if chance(rng, 0.15):
        params["max_total_removals"] = rng.randint(0, 6)
    for kind in KINDS:
        if chance(rng, 0.15):
            params[f"protected_{kind}"] = _called(rng, facts, kind, some(rng, getattr(facts.world, kind), 2))
    if chance(rng, 0.15):
        new = {"users": "joiner-one", "groups": "new-team", "role_configurations": "new-role", "accounts": "new-shop"}
        facts.arrivals = {kind: [new[kind]] for kind in rng.sample(list(new), rng.randint(1, 3))}
        params["assume_present"] = dict(facts.arrivals)
    draw = rng.random()
    if draw < 0.12:
        leavers = _called(rng, facts, "users", some(rng, facts.world.users, 3))
        return {**params, "all_assignments": True, "state": "absent", "users": leavers}
    if draw < 0.5:
        return {**params, **_entry(rng, facts, removal_policy(rng)), **_patience(rng, facts, params)}
    params.update(removal_policy(rng))
    entries = [
        _entry(rng, facts, removal_policy(rng) if chance(rng, 0.3) else {}, params) for _n in range(rng.randint(1, 4))
    ]
    if chance(rng, 0.9):
        entries = list({entry["role_configuration"]: entry for entry in entries}.values())
    return {**params, "assignments": entries}


def _patience(rng: Random, facts: Facts, params: Params) -> Params:
    """Sometimes nobody waits for the tasks. Tasks that fail meanwhile would be begun again and again."""
    return {"task_timeout": 0, "exclusive": False} if chance(rng, 0.15) and not facts.world.task_failures else {}


def _entry(rng: Random, facts: Facts, policy: Params, inherited: Params | None = None) -> Params:
    """Role configuration, accounts, users and groups that go with a policy."""
    world = facts.world
    rules = {**(inherited or {}), **policy}
    pairs = sorted({key[:2] for key in world.assignments})
    configuration, uin = rng.choice(pairs) if pairs else (rng.choice(list(world.role_configurations)), world.host_uin)
    if chance(rng, 0.3):
        uin = rng.choice(list(world.members))
    uins = list(dict.fromkeys([uin, *some(rng, world.members, 2 if chance(rng, 0.3) else 0)]))
    role = world.role_configurations[configuration].name if chance(rng, 0.7) else configuration
    accounts = [world.members[one].name if chance(rng, 0.6) else str(one) for one in uins]
    entry: Params = {**policy, "role_configuration": role, "accounts": accounts}
    for kind in KINDS:
        things = getattr(world, kind)
        if chance(rng, 0.85):
            present = [key[2] for key in world.assignments if key[:2] == (configuration, uin) and key[2] in things]
            entry[kind] = _called(rng, facts, kind, _chosen(rng, present, list(things), rules, facts.big))
            if facts.arrivals.get(kind) and rules.get("state") != "absent":
                entry[kind] += facts.arrivals[kind]
    if not any(kind in entry for kind in KINDS):
        entry["users"] = []
    if chance(rng, 0.5):
        entry["role_configuration"] = facts.arrivals.get("role_configurations", [entry["role_configuration"]])[0]
        entry["accounts"] += facts.arrivals.get("accounts", [])
    if chance(rng, 0.04):
        entry.update(rng.choice(({"role_configuration": "raeder"}, {"accounts": ["dta-lake"]}, {"users": ["nobody"]})))
    return entry


def _chosen(rng: Random, present: list[str], everybody: list[str], rules: Params, big: bool) -> list[str]:
    """The ids of those whom an entry names; present have the role in its first account."""
    outside = [one for one in everybody if one not in present]
    if rules.get("state") == "absent":
        return some(rng, present, 3) + some(rng, outside, 1)
    share = rng.choice((1.0, 1.0, 0.8, 0.5, 0.0)) if rules.get("exclusive") else 0.3
    most = MANY if big and chance(rng, 0.7) else 3
    return [one for one in present if chance(rng, share)] + some(rng, outside, most)


def _called(rng: Random, facts: Facts, kind: str, ids: list[str]) -> list[str]:
    """Names for users or groups."""
    found = []
    for one in ids:
        thing = getattr(facts.world, kind)[one]
        name = rng.choice((one, thing.name, thing.name, thing.name, getattr(thing, "email", "") or thing.name))
        if facts.plain:
            name = rng.choice((one, thing.name))
        elif chance(rng, 0.05):
            name = rng.choice((name.upper(), f" {name} "))
        found.append(name)
    return found
