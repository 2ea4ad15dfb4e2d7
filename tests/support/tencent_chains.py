# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Chains of Tencent Cloud from an empty organization: departments, accounts, people, groups, roles, and who may do what where."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.tencent import World

from .chain import Task

POLICIES = ("QcloudCVMReadOnlyAccess", "QcloudTKEFullAccess", "ReadOnlyAccess")
DOCUMENT = {"version": "2.0", "statement": [{"effect": "deny", "action": ["cvm:Terminate*"], "resource": ["*"]}]}


def empty_organization() -> World:
    """Nothing but the root department, the management account and the system policies of the platform."""
    return World()


def chain_of(
    *,
    departments: list[str],
    accounts: list[dict[str, Any]],
    users: list[str],
    groups: list[str],
    memberships: list[dict[str, Any]],
    configurations: list[dict[str, Any]],
    assignments: list[dict[str, Any]],
) -> list[Task]:
    """The tasks that a playbook would hold, with what check mode needs to know of the earlier ones."""
    assumed = {
        "users": users,
        "groups": groups,
        "accounts": [account["name"] for account in accounts],
        "role_configurations": [configuration["name"] for configuration in configurations],
    }
    accounts_task: list[Task] = [
        (
            "tencent_org_member",
            {**account, "permissions": ["view_bills", "view_balance"], "assume_present": {"nodes": departments}},
        )
        for account in accounts
    ]
    return [
        ("tencent_org_node", {"nodes": [{"path": path} for path in departments], "create_parents": True}),
        *accounts_task,
        ("tencent_cic_user", {"users": [{"name": name, "email": name} for name in users]}),
        ("tencent_cic_group", {"groups": [{"name": name} for name in groups]}),
        (
            "tencent_cic_group_user",
            {"memberships": memberships, "assume_present": {"users": users, "groups": groups}},
        ),
        ("tencent_cic_role_configuration", {"role_configurations": configurations}),
        ("tencent_cic_role_assignment", {"assignments": assignments, "assume_present": assumed}),
    ]


class RandomChain:
    """A random small chain; everything follows from the seed."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)
        departments = self._departments()
        accounts = [
            {"name": f"account-{number}", "node": self._rng.choice([*departments, "/"])}
            for number in range(self._rng.randint(0, 3))
        ]
        users = [f"user{number}@example.com" for number in range(self._rng.randint(1, 6))]
        groups = [f"group-{number}x" for number in range(self._rng.randint(1, 4))]
        configurations = [self._configuration(number) for number in range(self._rng.randint(1, 3))]
        self.tasks = chain_of(
            departments=departments,
            accounts=accounts,
            users=users,
            groups=groups,
            memberships=[self._membership(group, users) for group in groups],
            configurations=configurations,
            assignments=[
                self._assignment(configuration["name"], [account["name"] for account in accounts], users, groups)
                for configuration in configurations
                if accounts
            ],
        )

    def _some(self, rows: Any, least: int = 0) -> list[Any]:
        return self._rng.sample(list(rows), self._rng.randint(least, len(rows)))

    def _departments(self) -> list[str]:
        tops = [f"/department-{number}" for number in range(self._rng.randint(1, 3))]
        return [*tops, *(f"{top}/team-{number}" for number, top in enumerate(self._some(tops)))]

    def _membership(self, group: str, users: list[str]) -> dict[str, Any]:
        entry: dict[str, Any] = {"group": group, "users": self._some(users, 1)}
        return {**entry, "exclusive": True} if self._rng.random() < 0.5 else entry

    def _configuration(self, number: int) -> dict[str, Any]:
        made: dict[str, Any] = {"name": f"role-{number}x"}
        if self._rng.random() < 0.5:
            made.update(description="Some text", session_duration=7200)
        if self._rng.random() < 0.8:
            made["policies"] = self._some(POLICIES)
        if self._rng.random() < 0.4:
            made["custom_policies"] = {"no-deletion": DOCUMENT}
        return made

    def _assignment(
        self, configuration: str, accounts: list[str], users: list[str], groups: list[str]
    ) -> dict[str, Any]:
        made: dict[str, Any] = {
            "role_configuration": configuration,
            "accounts": self._some(accounts, 1),
            "users": self._some(users),
            "groups": self._some(groups, 1),
        }
        return {**made, "exclusive": True} if self._rng.random() < 0.5 else made
