# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The Identity Center of an organization: its zone, whether SCIM delivers into it, and how much fits in.

API pages: DescribeIdentityCenter, GetZoneStatistics.
"""

from __future__ import annotations

from typing import Any

from .._core import rows
from .._core.errors import NOT_EDITABLE, REFUSED, OrgkitError
from .._core.plan import Problem, item
from .client import TencentClient

DESCRIBE = "DescribeIdentityCenter"
STATISTICS = "GetZoneStatistics"
SYNCHRONIZED = "Synchronized"


class Zone:
    """One Identity Center space: that of the task, else the only one of the organization."""

    def __init__(self, client: TencentClient, zone_id: str | None) -> None:
        self._client = client
        self._id = zone_id
        self._description: dict[str, Any] | None = None
        self._statistics: dict[str, Any] | None = None

    @property
    def id(self) -> str:
        """The id of the zone; asked for once when the task does not give it. Raises OrgkitError when it is switched off."""
        if self._id is None:
            self._id = rows.identity(self._describe(), "ZoneId", DESCRIBE)
        # It tells two plans apart.
        self._client.zone_id = self._id
        return self._id

    def is_synchronized(self) -> bool:
        """Whether SCIM synchronization is on; read once. Raises OrgkitError."""
        return rows.text(self._describe(), "ScimSyncStatus", DESCRIBE) == "Enabled"

    def statistics(self) -> dict[str, Any]:
        """Quotas and counts, such as UserQuota and UserCount; read once. Raises OrgkitError."""
        if self._statistics is None:
            found = self._client.call(STATISTICS, {"ZoneId": self.id}).get("ZoneStatistics")
            if not isinstance(found, dict):
                raise rows.bad_response(STATISTICS, "it has no ZoneStatistics")
            self._statistics = found
        return self._statistics

    def refused_creations(self, names: list[str], word: str, what: str) -> list[Problem]:
        """Why things cannot be created: there is no room. what is User, Group or RoleConfiguration. Raises OrgkitError."""
        if not names:
            return []
        found = self.statistics()
        quota, count = (rows.number(found, what + end, STATISTICS) for end in ("Quota", "Count"))
        if quota is None or count is None or count + len(names) <= quota:
            return []
        called = word.replace("_", " ")
        message = (
            f"{len(names)} {called}{'s' * (len(names) != 1)} cannot be created: the quota of the Identity Center is {quota} "
            f"{called}s, and there are {count}. Delete some in a task before, or ask for a higher quota."
        )
        return [Problem(REFUSED, message, tuple(item(name, word) for name in names))]

    def system_policy_quota(self) -> int | None:
        """How many system policies a role configuration holds; None when it is not told. Raises OrgkitError."""
        return rows.number(self.statistics(), "SystemPolicyPerRoleConfigurationQuota", STATISTICS)

    def refused_changes(self, names: list[str], word: str) -> list[Problem]:
        """Why synchronized things cannot be changed: SCIM delivers them. names are the synchronized ones. Raises OrgkitError."""
        if not names or not self.is_synchronized():
            return []
        told = ", ".join(f'"{name}"' for name in names)
        message = (
            f"SCIM delivers these {word}s, and synchronization is on: {told}. "
            "Change them in the identity provider, or switch synchronization off."
        )
        return [Problem(NOT_EDITABLE, message, tuple(item(name, word) for name in names))]

    def _describe(self) -> dict[str, Any]:
        if self._description is None:
            found = self._client.call(DESCRIBE)
            if found.get("ServiceStatus") == "Disabled" or not found.get("ZoneId"):
                raise OrgkitError(
                    NOT_EDITABLE,
                    "Identity Center is switched off for this organization.",
                    hint="Switch it on in the console of the management account.",
                )
            self._description = found
        return self._description
