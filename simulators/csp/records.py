# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The things that a CSP organization is made of."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

USER_GROUP = "USER_GROUP"
AD_GROUP = "AD_GROUP"
SHARED_GROUP = "SHARED_GROUP"
DOMAIN_GROUP = "DOMAIN_GROUP"
GROUP_TYPES = (USER_GROUP, AD_GROUP, SHARED_GROUP, DOMAIN_GROUP)
OWNER = "org_owner"
ORGANIZATION_ROLES = (OWNER, "org_admin", "org_member", "developer", "support_user")


@dataclass
class User:
    """An account, whether it belongs to the organization or not; its roles are those given to it directly."""

    id: str
    username: str
    email: str
    acct: str
    domain: str
    first_name: str
    last_name: str
    accessible: bool
    roles: list[str]
    in_org: bool
    service_roles: dict[str, list[str]] = field(default_factory=dict)

    def posted_names(self) -> set[str]:
        """Give the case-folded names by which a request may mean this account: user name, user name @ domain."""
        return {self.username.casefold(), f"{self.username}@{self.domain}".casefold()}


@dataclass
class Group:
    """A group; `direct` holds user ids and `nested` group ids, both in the order of joining."""

    id: str
    name: str
    type: str
    description: str
    owner_org_id: str
    roles: list[str]
    direct: list[str] = field(default_factory=list)
    nested: list[str] = field(default_factory=list)
    service_roles: dict[str, list[str]] = field(default_factory=dict)

    @property
    def enterprise(self) -> bool:
        """Say whether the group comes from a directory, so that nobody can edit it here."""
        return self.type in (AD_GROUP, DOMAIN_GROUP)


@dataclass
class Invitation:
    """An invitation; times are seconds since the epoch."""

    id: str
    username: str
    group_ids: list[str]
    roles: list[str]
    generated_at: float
    generated_by: str | None
    expires_at: float
    redeemed_at: float | None = None
    revoked_at: float | None = None
    revoked_by: str | None = None
    hidden_reads: int = 0

    def status(self, now: float) -> str:
        """Give PENDING, REDEEMED, REVOKED or EXPIRED."""
        if self.redeemed_at is not None:
            return "REDEEMED"
        if self.revoked_at is not None:
            return "REVOKED"
        return "EXPIRED" if now >= self.expires_at else "PENDING"


@dataclass
class StaleView:
    """What a read showed before a write, and still shows to the next few reads."""

    rows: Any
    reads_left: int
