# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chains of Cloud Services from an organization with nothing but the caller: groups with roles, people, memberships."""

from __future__ import annotations

import time
from collections.abc import Sequence
from random import Random
from typing import Any

from simulators.csp import CspWorld

from .chain import Task

OWNER = "admin@example.com"
SERVICES = {"cluster-service": ("cluster-admin", "cluster-viewer"), "cost-service": ("cost-viewer",)}
ROLES = ("org_member", "org_admin", "developer", "support_user")
NOW = time.time()


def empty_organization(*known: str) -> CspWorld:
    """Nobody but the caller. known are accounts of the platform that are not in the organization: they become active at once."""
    world = CspWorld("Empty Organization")
    # Invitations of two worlds expire at the same moment.
    world.clock = lambda: NOW
    world.stranger_mode = "invite"
    world.invitation_duplicates = "conflict"
    for service, roles in SERVICES.items():
        world.add_service(service, *roles)
    world.add_user(OWNER, role="org_owner")
    for name in known:
        world.add_user(name, in_org=False)
    return world


def chain_of(
    groups: list[dict[str, Any]],
    people: list[dict[str, Any]],
    memberships: list[dict[str, Any]],
    known: Sequence[str] = (),
) -> list[Task]:
    """The three tasks that a playbook would hold, with what check mode needs to know of the earlier ones.

    known are the people who become active at once, as far as somebody knows that.
    """
    names = [group["name"] for group in groups]
    assumed = {"groups": names, "users": list(known), "invitations": people}
    return [
        ("csp_group", {"groups": groups}),
        ("csp_user", {"users": people, "assume_present": {"groups": names}}),
        ("csp_group_users", {"memberships": memberships, "assume_present": assumed}),
    ]


class RandomChain:
    """A random small chain; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        addresses = [f"person{number}@example.com" for number in range(self._rng.randint(1, 6))]
        # Accounts that the platform knows are in the organization as soon as they are invited.
        self.known = [name for name in addresses if self._rng.random() < 0.4]
        self._groups = [self._group(number) for number in range(self._rng.randint(1, 4))]
        self._people = [self._person(name) for name in addresses]
        memberships = [self._members(group["name"]) for group in self._groups]
        self.tasks = chain_of(self._groups, self._people, memberships, self.known)

    def world(self) -> CspWorld:
        """The organization that the chain begins in."""
        return empty_organization(*self.known)

    def _some(self, rows: Any) -> list[Any]:
        return self._rng.sample(list(rows), self._rng.randint(0, len(rows)))

    def _case(self, name: str) -> str:
        return name.upper() if self._rng.random() < 0.2 else name

    def _group(self, number: int) -> dict[str, Any]:
        group: dict[str, Any] = {"name": f"group-{number}x"}
        if self._rng.random() < 0.5:
            group["description"] = self._rng.choice(("", "Some text"))
        if self._rng.random() < 0.7:
            group["organization_roles"] = self._some(ROLES)
        if self._rng.random() < 0.5:
            services = self._some(SERVICES)
            group["service_roles"] = [{"service": name, "roles": self._some(SERVICES[name])} for name in services]
        return group

    def _person(self, name: str) -> dict[str, Any]:
        person: dict[str, Any] = {"name": name, "groups": self._some([group["name"] for group in self._groups])}
        if self._rng.random() < 0.5:
            person["organization_roles"] = ["org_member", *self._some(ROLES[1:])]
        return person

    def _members(self, group: str) -> dict[str, Any]:
        """Those who are active by then, those whom their invitation leads into the group, and the caller."""
        fitting = [one["name"] for one in self._people if group in one["groups"] or one["name"] in self.known]
        entry: dict[str, Any] = {"group": group, "users": [self._case(name) for name in [*self._some(fitting), OWNER]]}
        if self._rng.random() < 0.5:
            entry.update(users=[*map(self._case, fitting), OWNER], exclusive=True)
        return entry
