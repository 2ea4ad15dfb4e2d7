# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random data files of both clouds, for organizations in which nothing is yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from random import Random
from typing import Any

TODAY = date(2026, 12, 15)
NAMES = ("alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy")
TENCENT_GROUPS, CSP_GROUPS = ("admins-t", "viewers-t", "data-t", "ops-t"), ("admins-c", "viewers-c", "data-c")
FUNCTIONS = ("engineer", "analyst", "auditor")
POLICIES = ("QcloudCVMReadOnlyAccess", "QcloudTKEFullAccess", "ReadOnlyAccess")
ROLES = ("org_member", "org_admin", "developer")
# Nobody has this name in either cloud, and no task makes it.
VANISHED = "vanished@example.com"


def _groups_in(rows: Iterable[dict[str, Any]]) -> set[str]:
    return {group for row in rows for cloud in ("tencent", "csp") for group in row.get(cloud, ())}


class RandomFile:
    """A random data file as the variables of a play; everything follows from the seed.

    known are the people whom Cloud Services knows outside the organization. vanished: somebody in a list does not exist.
    """

    def __init__(self, seed: int) -> None:
        self._rng = rng = Random(seed)
        self.names = [f"{name}@example.com" for name in rng.sample(NAMES, rng.randint(2, len(NAMES)))]
        self.known = self._some(self.names)
        self.data: dict[str, Any] = {
            "orgkit_today": str(TODAY),
            "orgkit_functions": {one: self._groups() for one in FUNCTIONS},
            "orgkit_people": [self._person(name) for name in [*self.names, *self._some(self.names)]],
            "orgkit_leavers": [self._spelled(name) for name in [*self._some(self.names)[:2], "gone@example.com"]],
            **self._tencent(),
            **self._csp(),
        }
        held, named = self._groups_of_people(), _groups_in(self.data["orgkit_functions"].values())
        if rng.random() < 0.7 and held:
            # A complete list that names nobody at all would be refused.
            self.data["orgkit_complete_groups"] = "all" if named <= held else self._some(sorted(held))

    def _groups_of_people(self) -> set[str]:
        rows = self.data["orgkit_people"]
        gives = self.data["orgkit_functions"]
        return _groups_in([*rows, *(gives[title] for row in rows for title in row["functions"])])

    def _some(self, rows: Any, least: int = 0) -> list[Any]:
        return self._rng.sample(list(rows), self._rng.randint(least, len(rows)))

    def _spelled(self, name: str) -> str:
        return self._rng.choice((name, name, name.upper(), f" {name}"))

    def _groups(self) -> dict[str, Any]:
        return {"tencent": self._some(TENCENT_GROUPS)[:2], "csp": self._some(CSP_GROUPS)[:2]}

    def _person(self, name: str) -> dict[str, Any]:
        row: dict[str, Any] = {"user": self._spelled(name), "functions": self._some(FUNCTIONS)[:2]}
        if self._rng.random() < 0.4:
            row.update(self._groups())
        first = TODAY + timedelta(days=self._rng.randint(-40, 20))
        if self._rng.random() < 0.3:
            row["from"] = str(first)
        if self._rng.random() < 0.3:
            row["until"] = str(first + timedelta(days=self._rng.randint(0, 60)))
        return row

    def _tencent(self) -> dict[str, Any]:
        departments = [f"/department-{number}" for number in range(self._rng.randint(0, 2))]
        accounts = [f"account-{number}" for number in range(self._rng.randint(0, 2))]
        configurations = [f"role-{number}x" for number in range(self._rng.randint(1, 2))]
        beside = ["trent@example.com", "walter@example.com"]
        groups = self._some(TENCENT_GROUPS)[:2]
        self.vanished = bool(groups) and self._rng.random() < 0.25
        wanted = [*self._some(beside), *([VANISHED] if self.vanished else [])]
        member = {"permissions": ["view_bills", "view_balance"]}
        return {
            "tencent_onboarding_departments": [{"path": path} for path in departments],
            "tencent_onboarding_allow_create": True,
            "tencent_onboarding_members": [
                {"name": name, "node": self._rng.choice([*departments, "/"]), **member} for name in accounts
            ],
            "tencent_onboarding_create_people": True,
            "tencent_onboarding_users": [{"name": name, "email": name} for name in beside],
            "tencent_onboarding_groups": [{"name": name} for name in TENCENT_GROUPS],
            "tencent_onboarding_memberships": [
                {"group": group, "users": wanted, **self._rng.choice(({}, {"exclusive": True}))}
                for group in (groups if wanted else ())
            ],
            "tencent_onboarding_role_configurations": [
                {"name": name, "policies": self._some(POLICIES)} for name in configurations
            ],
            "tencent_onboarding_role_assignments": [
                {
                    "role_configuration": name,
                    "accounts": accounts,
                    "groups": self._some(TENCENT_GROUPS, 1),
                    "users": beside,
                }
                for name in (configurations if accounts else ())
            ],
        }

    def _csp(self) -> dict[str, Any]:
        guests = {f"guest{number}@example.org": self._some(CSP_GROUPS, 1) for number in range(self._rng.randint(0, 2))}
        return {
            "csp_onboarding_groups": [{"name": name, "organization_roles": self._some(ROLES)} for name in CSP_GROUPS],
            "csp_onboarding_users": [{"name": name, "groups": groups} for name, groups in guests.items()],
            "csp_onboarding_invite_unknown": True,
            "csp_onboarding_memberships": [
                {"group": group, "users": [name for name, groups in guests.items() if group in groups]}
                for group in self._some(CSP_GROUPS)
            ],
        }
