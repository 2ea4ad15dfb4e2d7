# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What both modules of memberships have in common: random tasks, what their changes mean, and the rows of their results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Callable

from support.campaign_module import CampaignModule, Params, Row, State
from support.worlds import chance, some

LIMITS = ("25%", "50%", "100%", "100%", "0", "1", "2", "3")


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
    """What a task about memberships can name: people and groups of the organization, people outside, and what arrives later.

    plain: only ids and exact user names.
    """

    people: list[Person]
    teams: list[Team]
    outside: list[str]
    plain: bool
    arrivals: dict[str, list[str]] = field(default_factory=lambda: {"users": [], "groups": []})


class Memberships(CampaignModule):
    """Who is in which group."""

    same_parts = (*CampaignModule.same_parts, "not_removable", "unknown_users")

    def foreseen(self, row: Row, world: Any, before: State, params: Params) -> State:
        """One membership, or one invitation into a group."""
        name = row["subject"]["name"]
        group = row["target"]["id"] or _id(world.group, row["target"]["name"])
        if row["action"] == "invite":
            return {("guest", group, name.casefold()): True}
        user = row["subject"]["id"] or _id(world.user, name)
        return {("in", group, user): True if row["action"] == "add" else None}

    def unmet(self, params: Params, world: Any) -> Iterator[str]:
        """A leaver is in a group that the task can change."""
        for name in leavers_of(params):
            user = world.users.get(name)
            places = [group.name for group in world.groups.values() if user and user.id in _members(group)]
            yield from (f"{name} is still in {place}" for place in places)

    def carry_out(self, world: Any, row: Row) -> object:
        """The membership begins or ends."""
        group, user = row["target"]["id"], row["subject"]["id"]
        if row["action"] not in ("add", "remove") or group not in world.groups or user not in world.users:
            return None
        joined = world.users[user].username if hasattr(world.users[user], "username") else world.users[user].name
        if (joined in world.members_of(group)) == (row["action"] == "add"):
            return None
        return world.join(group, user) if row["action"] == "add" else world.leave(group, user)

    def contradictions(self, result: Row) -> Iterator[str]:
        """The rows of memberships say what the changes say."""
        for group in result.get("memberships", ()):
            own = [row for row in result["changes"] if row["target"] == group["group"]]
            for part, status, actions in (
                ("added", "done", ("add", "invite")),
                ("removed", "done", ("remove",)),
                ("failed", "failed", ("add", "invite", "remove")),
                ("not_tried", "not_tried", ("add", "invite", "remove")),
                ("outcome_unknown", "outcome_unknown", ("add", "invite", "remove")),
            ):
                told = sorted(
                    row["subject"]["name"] for row in own if row["status"] == status and row["action"] in actions
                )
                if told != sorted(group[part]):
                    yield f"memberships.{part} of {group['group']['name']} is {group[part]}, the changes say {told}"

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """The rows of memberships and the summary; whom the service took at once was planned as invited."""
        joined = [
            row["subject"]["name"] for row in done["changes"] if (row["action"], row["status"]) == ("invite", "done")
        ]
        for group, other in zip(planned["memberships"], done["memberships"]):
            if _comparable(group, joined) != _comparable(other, joined):
                yield f"memberships: planned {group}, done {other}"
        if not joined and planned["summary"] != done["summary"]:
            yield f"summary: planned {planned['summary']}, done {done['summary']}"

    def unplanned(self, planned: Row, done: Row) -> Iterator[str]:
        """Memberships that are none of the plan."""
        for group, other in zip(planned["memberships"], done["memberships"]):
            for name in ("added", "removed"):
                more = set(other[name]) - set(group[name]) - set(group["pending"])
                if more:
                    yield f"memberships.{name} of {group['group']['name']} has what was not planned: {more}"


def leavers_of(params: Params) -> list[str]:
    """The names of those who leave everything."""
    everywhere = params.get("users") or params.get("usernames") if params.get("all_groups") else None
    return [str(name).strip() for name in params.get("leavers") or everywhere or ()]


def _members(group: Any) -> Any:
    return group.direct if hasattr(group, "direct") else group.joined


def _id(find: Callable[[str], Any], name: str) -> str:
    """The id of what has this name; the name itself while nothing has it."""
    try:
        return str(find(name).id)
    except KeyError:
        return name


def _comparable(group: Row, joined: list[str]) -> Row:
    """A row of memberships in which people whom the service took at once still count as pending."""
    taken = [name for name in group["added"] if name in joined]
    row = {**group, "group": group["group"]["name"], "pending": sorted([*group["pending"], *taken])}
    row["added"] = [name for name in group["added"] if name not in joined]
    row["members_count"] -= len(taken)
    if "members" in row:
        row["members"] = [name for name in row["members"] if name not in joined]
    return row


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
        return {**params, **_entry(rng, facts, removal_policy(rng))}
    # What an entry does not give it takes from the task.
    params.update(removal_policy(rng))
    entries = [
        _entry(rng, facts, removal_policy(rng) if chance(rng, 0.4) else {}, params) for _n in range(rng.randint(1, 5))
    ]
    return {**params, "memberships": entries if chance(rng, 0.1) else list({e["group"]: e for e in entries}.values())}


def removal_policy(rng: Random) -> Params:
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


def add_leavers(params: Params, facts: Facts, key: str) -> Params:
    """The task with leavers beside its lists, in one of five worlds; drawn apart, so that the task of a seed stays what it was."""
    rng = Random(key + "/leavers")
    if params.get("all_groups") or not chance(rng, 0.2):
        return params
    people = [_called(rng, person, facts) for person in some(rng, facts.people, 2)]
    leavers = people + some(rng, [*facts.outside, "nobody@example.com"], 2)
    limit = {"max_leavers": rng.choice(("0", "1", "50%", "100%"))} if chance(rng, 0.3) else {}
    return {**params, "leavers": leavers, **limit}


def _called(rng: Random, person: Person, facts: Facts) -> str:
    if facts.plain:
        return rng.choice(person.names[:2])
    name = rng.choice(person.names + person.names[1:2] * 3)
    if name != person.names[0] and chance(rng, 0.1):
        return rng.choice((name.upper(), name.swapcase(), f" {name} "))
    return name


def _unknown_names(rng: Random, facts: Facts) -> list[str]:
    if facts.outside and chance(rng, 0.2):
        return some(rng, facts.outside, 2)
    return ["nobody@example.com"] if chance(rng, 0.06) else []


def _assume(rng: Random, facts: Facts, params: Params) -> None:
    """Users and groups that an earlier task of the play creates."""
    facts.arrivals["users"] = some(rng, ("joiner-one", "joiner-two@example.com"), 2)
    facts.arrivals["groups"] = some(rng, ("new-team",), 1)
    params["assume_present"] = dict(facts.arrivals)


def arrival(facts: Facts) -> Callable[[Any], object]:
    """What makes the users and groups that a task assumes to be present."""

    def arrive(world: Any) -> None:
        for name in facts.arrivals["users"]:
            world.add_user(name)
        for name in facts.arrivals["groups"]:
            world.add_group(name)

    return arrive
