# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom groups of the Cloud Services Platform: csp_group."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from support.campaign_module import OF_CSP, OVERTAKEN, Params, Row, Scenario, State
from support.campaign_modules.objects import Facts, Fields, Objects, object_task
from support.worlds import chance, csp_world, some

NAME = "csp_group"
MANY = 205
NEW = ("warehouse", "data engineers", "Platform-Admins", "night-shifts", "release", "billing", "bad@name")
ROLES = ("org_owner", "org_admin", "org_member", "developer", "support_user")
SERVICES = {"service-one": ("reader", "writer", "owner"), "service-two": ("viewer", "editor")}


class CspGroups(Objects):
    """Custom groups can be managed, all others are only there."""

    name = NAME
    faults = (*OF_CSP, *OVERTAKEN)
    unforeseen = frozenset(("csp.540.unknown_role",))
    word, plural, collection = "group", "groups", "groups"
    id_option = "group_id"

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some groups."""

        def world_of() -> CspWorld:
            return _world(Random(key), big)

        world = world_of()
        things = [(group.id, group.name) for group in world.visible_groups()]
        custom = [(group.id, group.name) for group in world.visible_groups() if group.type == "USER_GROUP"]
        facts = Facts(custom if chance(rng, 0.8) else things, NEW, _wish, "group_id", "groups")
        params = object_task(rng, facts)
        if chance(rng, 0.3):
            params["notify_users"] = chance(rng, 0.5)
        login = rng.choice(("api_token",) * 4 + ("access_token",))
        return Scenario(NAME, seed, params, lambda: CspSimulator(world_of()), login=login)

    def blank(self, row: Row, world: CspWorld, before: State) -> Fields:
        """A custom group of this organization that gives nothing."""
        return {
            ("name",): row["subject"]["name"],
            ("type",): "USER_GROUP",
            ("description",): "",
            ("owner_org_id",): world.org_id,
        }

    def fields(self, after: Params) -> Fields:
        """The description, and the roles one by one."""
        values: Fields = {("description",): after["description"]} if "description" in after else {}
        values.update({("roles", role): True for role in after.get("organization_roles") or ()})
        for entry in after.get("service_roles") or ():
            values.update({("service_roles", entry["service"], role): True for role in entry["roles"]})
        return values

    def holds(self, thing: Any, option: str, value: Any) -> bool:
        """Description and complete sets of roles."""
        if value is None or option not in ("description", "organization_roles", "service_roles"):
            return True
        if option == "description":
            return bool(thing.description == value)
        if option == "organization_roles":
            return set(thing.roles) == set(value)
        wished = {entry["service"]: set(entry["roles"]) for entry in value if entry["roles"]}
        return {service: set(roles) for service, roles in thing.service_roles.items() if roles} == wished

    def carry_out(self, world: CspWorld, row: Row) -> object:
        """The group comes, goes or changes."""
        found = self.find(world, {"group_id": row["subject"]["id"], "name": row["subject"]["name"]})
        after = row["after"] or {}
        if row["action"] == "create" and not found:
            return world.add_group(after["name"], description=after.get("description", ""))
        if not found:
            return None
        if row["action"] == "delete":
            return world.groups.pop(found[0].id)
        if row["action"] == "rename" and not self.find(world, {"name": after["name"]}):
            found[0].name = after["name"]
        if row["action"] == "update" and "description" in after:
            found[0].description = after["description"]
        if row["action"] == "update" and "organization_roles" in after:
            found[0].roles = list(after["organization_roles"])
        return None


def _wish(rng: Random) -> Params:
    wish: Params = {
        "description": rng.choice(("", "Operations", "Fresh", None)),
        "organization_roles": some(rng, ROLES, 3),
        "service_roles": [
            {"service": service, "roles": some(rng, roles, 2)} for service, roles in some(rng, SERVICES.items(), 2)
        ],
    }
    if chance(rng, 0.04):
        wish["organization_roles"] = ["no_such_role"]
    return {name: value for name, value in wish.items() if chance(rng, 0.4)}


def _world(rng: Random, big: bool) -> CspWorld:
    world = csp_world(rng)
    for service, roles in SERVICES.items():
        world.add_service(service, *roles)
    for group in world.groups.values():
        group.description = rng.choice(("", "Operations", "Old"))
        if group.type != "USER_GROUP":
            continue
        world.grant(group.id, *some(rng, ROLES, 2))
        for service, roles in SERVICES.items():
            world.grant(group.id, *some(rng, roles, 2), service=service)
    # Groups that nobody is in.
    for name in rng.sample(("retired", "former", "empty", "old-shift"), 3):
        world.add_group(name)
    for number in range(MANY if big else 0):
        world.add_group(f"team-{number:03}")
    return world
