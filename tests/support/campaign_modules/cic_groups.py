# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of Identity Center: tencent_cic_group; and what groups and users of a zone are bound to."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.tencent import TencentSimulator, World
from support.campaign_module import OF_TENCENT, OVERTAKEN, Params, Row, Scenario, State
from support.campaign_modules.objects import Facts, Fields, Objects, label_of, object_task
from support.worlds import CIC, chance, some, tencent_world

NAME = "tencent_cic_group"
NEW = ("warehouse", "data-engineers", "Platform-Admins", "night-shifts", "release", "billing")


class BoundObjects(Objects):
    """Users or groups of a zone; with force their grants, synchronizations and memberships go first."""

    faults = (*OF_TENCENT, *OVERTAKEN)
    # A task that fails, and an action that the key may not use.
    unforeseen = frozenset(("refused", "AuthFailure.UnauthorizedOperation"))

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some of them."""

        def world_of() -> World:
            return bound_world(Random(key), big)

        world = world_of()
        params = object_task(rng, self.facts(world, rng))
        if plain:
            # A text that an answer leaves out looks like one that is empty.
            params = without_blanks(params)
        if chance(rng, 0.3):
            params["zone_id"] = world.zone_id
        if chance(rng, 0.1):
            params["org_id"] = str(world.org_id)
        return Scenario(self.name, seed, params, lambda: TencentSimulator(world_of()))

    def facts(self, world: World, rng: Random) -> Facts:
        """What a task can name."""
        raise NotImplementedError

    def foreseen_of_more(self, row: Row, world: World, before: State) -> State:
        """Grant, synchronization or membership of the thing is gone."""
        subject, thing = row["subject"], row["target"]["id"]
        if row["kind"] == "membership":
            user, group = (subject["id"], thing) if self.collection == "groups" else (thing, subject["id"])
            return {("groups", group, "joined", user): None}
        if row["kind"] == "assignment":
            key = ("assignments", label_of(subject["id"], row["before"]["uin"], thing))
        else:
            key = ("synchronizations", subject["id"])
        return dict.fromkeys([one for one in before if one[:2] == key], None)

    def carry_out(self, world: World, row: Row) -> object:
        """What keeps a thing goes, or the thing itself comes, goes or changes."""
        if row["kind"] != self.word:
            return self._unbind(world, row)
        found = self.find(world, {self.id_option: row["subject"]["id"], "name": row["subject"]["name"]})
        things: dict[str, Any] = getattr(world, self.collection)
        if row["action"] == "create" and not found:
            return self.add(world, row["after"])
        if row["action"] == "delete" and found and not self._is_bound(world, found[0].id):
            return things.pop(found[0].id)
        if row["action"] == "rename" and found and not self.find(world, {"name": row["after"]["name"]}):
            found[0].name = row["after"]["name"]
        if row["action"] == "update" and found:
            for (field,), value in self.fields(row["after"]).items():
                setattr(found[0], field, value)
        return None

    def add(self, world: World, after: Params) -> object:
        """The thing of a creation."""
        raise NotImplementedError

    def holds(self, thing: Any, option: str, value: Any) -> bool:
        """The fields are so."""
        wished = self.fields({option: value}) if value is not None else {}
        return all(getattr(thing, field) == text for (field,), text in wished.items() if field != "need_reset")

    def _unbind(self, world: World, row: Row) -> object:
        subject, thing = row["subject"]["id"], row["target"]["id"]
        if row["kind"] == "membership":
            user, group = (subject, thing) if self.collection == "groups" else (thing, subject)
            return world.groups[group].joined.pop(user, None) if group in world.groups else None
        if row["kind"] == "assignment":
            return world.assignments.pop((subject, int(row["before"]["uin"]), thing), None)
        return world.synchronizations.pop(subject, None)

    def _is_bound(self, world: World, thing: str) -> bool:
        grants: list[Any] = [*world.assignments.values(), *world.synchronizations.values()]
        joined = [
            group for group in world.groups.values() if thing in group.joined or (group.id == thing and group.joined)
        ]
        return bool(joined) or any(one.principal == thing for one in grants)


class CicGroups(BoundObjects):
    """Names differ from each other by more than case, - and _."""

    name = NAME
    word, plural, collection = "group", "groups", "groups"
    id_option = "group_id"

    def facts(self, world: World, rng: Random) -> Facts:
        """The groups of the zone."""
        things = [(group.id, group.name) for group in world.groups.values()]
        return Facts(things, NEW, _wish, "group_id", "groups")

    def blank(self, row: Row, world: World, before: State) -> Fields:
        """A group that nobody is in."""
        return {("name",): row["subject"]["name"], ("description",): "", ("group_type",): "Manual"}

    def fields(self, after: Params) -> Fields:
        """The description."""
        return {("description",): after["description"]} if "description" in after else {}

    def add(self, world: World, after: Params) -> object:
        """A group with its description."""
        return world.add_group(after["name"], description=after.get("description", ""))


def without_blanks(params: Params) -> Params:
    """The task without the wish that a text be empty."""
    return {
        name: [without_blanks(entry) if isinstance(entry, dict) else entry for entry in value]
        if isinstance(value, list)
        else value
        for name, value in params.items()
        if value != ""
    }


def bound_world(rng: Random, big: bool) -> World:
    """A world in which some users and groups have grants and synchronizations."""
    world = tencent_world(rng, CIC if big else "")
    world.task_looks = rng.choice((0, 1, 1, 3))
    world.tasks_end_at_once = chance(rng, 0.2)
    for group in world.groups.values():
        group.description = rng.choice(("", "Operations", "Old"))
    for user in world.users.values():
        user.first_name, user.last_name = rng.choice(("", "Alice")), rng.choice(("", "Example"))
        user.description, user.status = rng.choice(("", "Engineer")), rng.choice(("Enabled", "Enabled", "Disabled"))
    for name in ("reader", "operator")[: rng.randint(0, 2)]:
        world.add_role_configuration(name, ["ReadOnlyAccess"])
    principals = [*world.users, *world.groups]
    for configuration in world.role_configurations:
        for account in some(rng, world.members, 3):
            world.assign(configuration, account, *some(rng, principals, 4))
    for account in some(rng, world.members, 3):
        for principal in some(rng, principals, 2):
            world.add_synchronization(principal, account)
    # Users and groups that nothing keeps.
    for name in rng.sample(("retired", "former", "guest-one", "guest-two"), 3):
        world.add_user(name, f"{name}@example.com", status=rng.choice(("Enabled", "Disabled")))
        world.add_group(name)
    if chance(rng, 0.1):
        world.task_failures["DeleteRoleAssignment"] = "The account refuses."
    if chance(rng, 0.06):
        world.user_quota, world.group_quota = (
            len(world.users) + rng.randint(0, 2),
            len(world.groups) + rng.randint(0, 2),
        )
    return world


def _wish(rng: Random) -> Params:
    return {"description": rng.choice(("", "Operations", "Fresh", None))} if chance(rng, 0.7) else {}
