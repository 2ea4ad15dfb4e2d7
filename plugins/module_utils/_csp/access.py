# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has access in an organization of the Cloud Services Platform, as rows of a snapshot.

API pages: GET /v2/orgs/{orgId}/users, GET /orgs/{orgId}/groups, GET /orgs/{orgId}/groups/{groupId}/users and .../roles,
GET /orgs/{orgId}/invitations.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Callable

from .._access.kinds import OF_CLOUD, membership, ref, role
from .._access.record import Record
from .._core import rows
from .._object.kind import Thing
from .client import CspClient
from .group import CUSTOM, GroupKind, service_role_names
from .invitations import EXPIRED, OVER, read_invitations
from .person import Person, person, person_id

KINDS = OF_CLOUD["csp"]
USERS, MEMBERS = "list_users", "list_group_users"
Row = dict[str, Any]


class CspReader:
    """Reads the organization of a client. clock gives Unix seconds."""

    def __init__(self, client: CspClient, clock: Callable[[], float]) -> None:
        self.client = client
        self._clock = clock
        self._groups = GroupKind(client)

    def identify(self) -> dict[str, str | None] | None:
        """As Reader says: whoever the access token is of."""
        claims = self.client.claims()
        told = [claims.get(key) for key in ("sub", "username")]
        user_id, name = (value if isinstance(value, str) else None for value in told)
        return {"id": user_id, "name": name} if user_id or name else None

    def scope(self) -> str:
        """As Reader says: the organization is one."""
        return self.client.scope()

    def read(self, record: Record) -> None:
        """As Reader says."""
        if record.wants("user", "role"):
            record.attempt("user", None, lambda: self._users(record), also=("role",))
        groups: list[Thing] = []
        if record.wants("group", "membership", "role", "invitation"):
            groups = record.attempt("group", None, self._groups.things, also=("membership", "role")) or []
        for group in groups:
            record.add(_group_row(group))
        if record.wants("role"):
            self.client.http.map(lambda group: self._roles(group, record), groups)
        if record.wants("membership"):
            self.client.http.map(lambda group: self._memberships(group, record), groups)
        if record.wants("invitation"):
            record.attempt("invitation", None, lambda: self._invitations(groups, record))

    def _users(self, record: Record) -> None:
        # A flag that counts by its presence: without it roles that come from a group look like others.
        for listed in self.client.pages(USERS, person_id, {"includeGroupIdsInRoles": "true"}):
            user = _user_row(person(listed, USERS))
            record.add(user)
            for found in _direct_roles(listed, user):
                record.add(found)

    def _roles(self, group: Thing, record: Record) -> None:
        subject = _ref(group)
        found = record.attempt("role", subject, lambda: self._groups.detailed([group]))
        for detailed in found or ():
            for name in detailed.fields["organization_roles"]:
                record.add(role(subject, "group", name))
            for entry in detailed.fields["service_roles"]:
                service = {"id": entry["service"], "name": entry["service"]}
                for name in entry["roles"]:
                    record.add(role(subject, "group", name, service))

    def _memberships(self, group: Thing, record: Record) -> None:
        subject = _ref(group)
        for user, inherited in record.attempt("membership", subject, lambda: self._members(group)) or ():
            record.add(membership({"id": user.id, "name": user.name}, subject, inherited=inherited))

    def _members(self, group: Thing) -> list[tuple[Person, bool]]:
        """The members, and whether each is one by a nested group; those are asked for only where the numbers differ."""
        direct = self._people(group, {"onlyDirectUsers": "true"})
        if group.more["users_count"] == len(direct):
            return [(user, False) for user in direct]
        own = {user.id for user in direct}
        nested = [user for user in self._people(group, {}) if user.id not in own]
        return [*((user, False) for user in direct), *((user, True) for user in nested)]

    def _people(self, group: Thing, filters: dict[str, str]) -> list[Person]:
        return [person(row, MEMBERS) for row in self.client.pages(MEMBERS, person_id, filters, group=str(group.id))]

    def _invitations(self, groups: list[Thing], record: Record) -> None:
        names = {group.id: group.name for group in groups}

        def hidden(number: str, reason: str) -> None:
            record.miss("invitation", {"id": number, "name": number} if number else None, reason)

        for invitation in read_invitations(self.client, self._clock(), hidden):
            if invitation.status != OVER:
                listed = [{"id": group, "name": names.get(group, group)} for group in invitation.groups]
                record.add(
                    {
                        "row": "invitation",
                        "id": invitation.id,
                        "name": invitation.name,
                        "groups": listed,
                        "roles": list(invitation.roles),
                        "created": None,
                        "expires": invitation.expires_text,
                        "expired": invitation.status == EXPIRED,
                    }
                )


def _user_row(user: Person) -> Row:
    return {
        "row": "user",
        "id": user.id,
        "name": user.name,
        "email": user.email or None,
        "display_name": user.display_name or None,
        "aliases": sorted(set(user.names) - {user.name, user.id, user.email}),
        "type": user.domain or None,
        "enabled": user.accessible,
    }


def _group_row(group: Thing) -> Row:
    return {
        "row": "group",
        "id": str(group.id),
        "name": group.name,
        "type": group.more["type"],
        "description": group.fields["description"] or None,
        "editable": group.more["type"] == CUSTOM,
        "members_count": group.more["users_count"],
    }


def _direct_roles(listed: Mapping[str, Any], user: Row) -> Iterator[Row]:
    """The roles that a user has directly; those of a group name it."""
    entries = rows.list_in(listed, "organizationRoles", USERS)
    for name in sorted({rows.name(entry, "name", USERS) for entry in entries if not _is_inherited(entry)}):
        yield role(ref(user), "user", name)
    direct: dict[str, set[str]] = {}
    for service_roles in rows.list_in(listed, "serviceRoles", USERS):
        if not _is_inherited(service_roles):
            service = rows.identity(service_roles, "serviceDefinitionId", USERS)
            held = service_role_names(service_roles, USERS, lambda entry: not _is_inherited(entry))
            direct.setdefault(service, set()).update(held)
    for service, names in sorted(direct.items()):
        for name in sorted(names):
            yield role(ref(user), "user", name, {"id": service, "name": service})


def _is_inherited(entry: Mapping[str, Any]) -> bool:
    return bool(entry.get("groupIds") or entry.get("groups") or entry.get("membershipType") == "NESTED")


def _ref(group: Thing) -> dict[str, str]:
    return {"id": str(group.id), "name": group.name}
