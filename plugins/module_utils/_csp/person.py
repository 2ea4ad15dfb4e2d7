# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""User rows of the Cloud Services Platform, read without trust.

API pages: GET /v2/orgs/{orgId}/users, GET /orgs/{orgId}/groups/{groupId}/users.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from .._core import rows

OWNER = "org_owner"


@dataclass(frozen=True)
class Person:
    """A user of the organization. roles are those of the organization, inherited ones too; None where the answer does not say."""

    id: str
    name: str
    acct: str
    email: str
    domain: str
    display_name: str
    accessible: bool
    # The API adds by user name: without one nobody can be added to a group.
    has_user_name: bool
    roles: frozenset[str] | None = None

    @property
    def names(self) -> tuple[str, ...]:
        """All names by which somebody may mean this user, the user name first."""
        with_domain = self.name if "@" in self.name or not self.domain else f"{self.name}@{self.domain}"
        return tuple(dict.fromkeys(name for name in (self.name, self.acct, self.email, with_domain, self.id) if name))

    def is_meant_by(self, claims: Mapping[str, Any]) -> bool:
        """Whether an access token with these claims is the token of this user."""
        return is_meant(claims, self.id, self.names)


def is_meant(claims: Mapping[str, Any], user_id: str | None, names: Iterable[str]) -> bool:
    """Whether an access token with these claims is the token of the user with this id, or one of these names."""
    return not _told(claims).isdisjoint({_bare(user_id), *(name.casefold() for name in names)})


def tells_user(claims: Mapping[str, Any]) -> bool:
    """Whether the claims of an access token say whose it is."""
    return bool(_told(claims))


def _told(claims: Mapping[str, Any]) -> set[str]:
    """All that a token tells of its user: the id without a domain, and names, case-folded."""
    texts = {name: claim for name, claim in claims.items() if isinstance(claim, str)}
    names = {texts.get(name, "").strip().casefold() for name in ("username", "acct", "email")}
    return {_bare(texts.get("sub")), *names} - {""}


def person(row: Mapping[str, Any], where: str) -> Person:
    """The user of a row, also when it is wrapped as {"user": {...}}. Raises bad_response."""
    inner = _inner(row)

    def text(name: str) -> str:
        return rows.text(inner, name, where)

    user_id = rows.identity(inner, "userId", where)
    given = rows.list_in(row, "organizationRoles", where) if "organizationRoles" in row else None
    return Person(
        id=user_id,
        name=text("username") or text("acct") or text("email") or user_id,
        acct=text("acct"),
        email=text("email"),
        domain=text("domain"),
        display_name=" ".join(filter(None, (text("firstName"), text("lastName")))),
        accessible=inner.get("accessible") is not False,
        has_user_name=bool(text("username") or text("acct")),
        roles=None if given is None else frozenset(rows.name(role, "name", where) for role in given),
    )


def person_id(row: dict[str, Any]) -> Any:
    """What tells two user rows apart."""
    return _inner(row).get("userId")


def _inner(row: Mapping[str, Any]) -> Mapping[str, Any]:
    inner = row.get("user")
    return inner if isinstance(inner, dict) else row


def _bare(user_id: str | None) -> str:
    """A user id without the domain that some places put before it, case-folded; an empty text for none."""
    return (user_id or "").rpartition(":")[2].strip().casefold()
