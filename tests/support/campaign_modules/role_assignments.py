# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users and groups with roles in accounts: tencent_cic_role_assignment."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from simulators.tencent import World
from simulators.tencent.tasks import GRANT, REVOKE
from support.campaign_module import OF_TENCENT, OVERTAKEN, CampaignModule, Params, Row, Scenario, State, UnderWay
from support.campaign_modules.role_assignment_tasks import NAME, assignment_scenario, named, principals_named
from support.state import ids_of

PARTS = {"done": ("added", "removed"), **{one: (one,) * 2 for one in ("failed", "not_tried", "outcome_unknown")}}
ACTIONS = ("add", "remove")


class RoleAssignments(CampaignModule):
    """Who has which role where. A task of the service that is not over counts as under way."""

    name = NAME
    faults = (*OF_TENCENT, *OVERTAKEN)
    unforeseen = frozenset(("refused", "FailedOperation.RoleConfigurationAuthorizationOverLimit"))
    same_parts = (*CampaignModule.same_parts, "not_removable", "unknown_users", "unknown_groups")

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some role configurations in some accounts."""
        return assignment_scenario(seed, key, rng, plain=plain, big=big)

    def known(self, world: World) -> frozenset[str]:
        """All ids."""
        return ids_of(world)

    def state(self, world: World, known: frozenset[str]) -> State:
        """The assignments, and what else there is."""
        state: State = {
            ("users",): sorted(world.users),
            ("groups",): sorted(world.groups),
            ("members",): sorted(world.members),
            ("role_configurations",): sorted(world.role_configurations),
        }
        state.update({_key(*ids): True for ids in world.assignments})
        for task in world.tasks.values():
            key = _key(task.configuration, task.target, task.principal)
            if task.status == "InProgress" and task.kind in (GRANT, REVOKE) and (task.kind == REVOKE) == (key in state):
                state[key] = UnderWay((True if task.kind == GRANT else None,))
        return state

    def later(self, world: World) -> None:
        """All tasks end."""
        world.finish_tasks()

    def foreseen(self, row: Row, world: World, before: State, params: Params) -> State:
        """One assignment."""
        return {_key(*_ids(row, world)): True if row["action"] == "add" else None}

    def carry_out(self, world: World, row: Row) -> object:
        """The assignment begins or ends."""
        configuration, uin, principal = _ids(row, world)
        key = (configuration, int(uin), principal)
        if (key in world.assignments) == (row["action"] == "add"):
            return None
        if row["action"] == "add":
            world.assign(*key)
        else:
            del world.assignments[key]
        return None

    def unmet(self, params: Params, world: World) -> Iterator[str]:
        """Whoever is named has the role or has it no longer; with exclusive nobody else has it."""
        state = self.state(world, frozenset())
        having = {key[1:] for key, value in state.items() if key[0] == "in" and value in (True, UnderWay((True,)))}
        if params.get("all_assignments"):
            gone = {found[1] for found in principals_named(world, params) if found}
            yield from (f"{one} is still there" for one in having if one[2] in gone)
            return
        leavers = {found[1] for found in principals_named(world, {"users": params.get("leavers")}) if found}
        yield from (f"the leaver {one} is still there" for one in having if one[2] in leavers)
        entries = [params] if params.get("assignments") is None else params["assignments"]
        for entry in entries:
            wish = {**params, **{name: value for name, value in entry.items() if value is not None}}
            principals = [found for found in principals_named(world, entry) if not found or found[1] not in leavers]
            configuration = named(world.role_configurations, entry["role_configuration"])
            for account in entry["accounts"]:
                uin = named(world.members, account)
                if not configuration or not uin:
                    continue
                there = {one[2] for one in having if one[:2] == (configuration, uin)}
                yield from _unmet_of(wish, principals, there, f"{configuration} in {uin}")

    def contradictions(self, result: Row) -> Iterator[str]:
        """The rows of assignments say what the changes say."""
        for pair in result.get("assignments", ()):
            place = f"{pair['role_configuration']['id']}/{pair['account']['id']}"
            own = [row for row in result["changes"] if row["target"]["id"] == place]
            for status, parts in PARTS.items():
                for part in dict.fromkeys(parts):
                    actions = [action for action, one in zip(ACTIONS, parts) if one == part]
                    told = sorted(_title(row) for row in own if row["status"] == status and row["action"] in actions)
                    if told != sorted(pair[part]):
                        yield f"assignments.{part} of {place} is {pair[part]}, the changes say {told}"

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """The rows of assignments and the summary."""
        if any(row["status"] == "pending" for row in done["changes"]):
            return
        if list(map(_by_names, planned["assignments"])) != list(map(_by_names, done["assignments"])):
            yield f"assignments: planned {planned['assignments']}, done {done['assignments']}"
        if planned["summary"] != done["summary"]:
            yield f"summary: planned {planned['summary']}, done {done['summary']}"

    def unplanned(self, planned: Row, done: Row) -> Iterator[str]:
        """Assignments that are none of the plan."""
        for pair, other in zip(planned["assignments"], done["assignments"]):
            for name in ("added", "removed"):
                more = set(other[name]) - set(pair[name])
                if more:
                    yield f"assignments.{name} of {_by_names(pair)} has what was not planned: {more}"


def _key(configuration: str, uin: str | int, principal: str) -> tuple[str, ...]:
    return ("in", configuration, str(uin), principal)


def _ids(row: Row, world: World) -> tuple[str, str, str]:
    """Role configuration, account and principal; by name what the plan did not know yet."""
    place = row["target"]["id"]
    if place is None:
        configuration, _in, account = row["target"]["name"].partition(" in ")
        place = "/".join((named(world.role_configurations, configuration), named(world.members, account)))
    configuration, _slash, uin = place.rpartition("/")
    kind, subject = row["after"] or row["before"], row["subject"]
    principal = subject["id"] or named(world.users if kind == "user" else world.groups, subject["name"])
    return configuration, uin, principal


def _title(row: Row) -> str:
    """How a row of a pair calls the principal of a change."""
    kind = row["after"] or row["before"]
    return ("group " if kind == "group" else "") + str(row["subject"]["name"])


def _by_names(pair: Row) -> Row:
    """A row without ids, which the plan may not know yet."""
    return {**pair, "role_configuration": pair["role_configuration"]["name"], "account": pair["account"]["name"]}


def _unmet_of(wish: Params, principals: list[Any], there: set[str], place: str) -> Iterator[str]:
    """What is not as wished in one pair; names that are not plain are left alone."""
    wanted = {found[1] for found in principals if found}
    if wish.get("state") == "absent":
        yield from (f"{one} still has {place}" for one in wanted & there)
        return
    yield from (f"{one} has no {place}" for one in wanted - there)
    guarded = wish.get("protected_users") or wish.get("protected_groups")
    if wish.get("exclusive") and all(principals) and not guarded:
        yield from (f"{one} has {place} too" for one in there - wanted)
