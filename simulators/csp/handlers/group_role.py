# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on the roles that a group gives to its members: list them, and add and remove some."""

from __future__ import annotations

from typing import Any

from ..calls import Answer, ApiError, Call
from ..records import OWNER, Group
from ..rows import group_roles
from ..world import ROLES, CspWorld
from .group import find_group, manageable_group

# Beyond this size of a group nobody gets a mail.
MAIL_LIMIT = 500
CHANGES = ("roleNamesToAdd", "roleNamesToRemove")


def get_group_roles(world: CspWorld, call: Call) -> Answer:
    """Give the roles of a group."""
    group = find_group(world, call)
    return Answer(group_roles(world, world.shown(ROLES + group.id, group)))


def update_group_roles(world: CspWorld, call: Call) -> Answer:
    """Add roles to a group and remove roles from it, all or none; the answer has no body."""
    group = manageable_group(world, call)
    body = call.json()
    call.refuse_others("organizationRoles", "serviceRoles", "notifyUsersInGroups")
    added, removed = _names(world, body.get("organizationRoles") or {}, None)
    if OWNER in added and call.by_admin:
        raise ApiError(403, "owner_role", "only an owner can give org_owner to a group")
    services = [(str(entry.get("serviceDefinitionId")), *_service_names(world, entry)) for entry in _service_rows(body)]
    notify = call.flag("notifyUsersInGroups", world.notify_default)
    _change(group.roles, added, removed)
    for service, more, fewer in services:
        _change(group.service_roles.setdefault(service, []), more, fewer)
    _tell(world, group, notify)
    return Answer()


def _service_rows(body: dict[str, Any]) -> list[dict[str, Any]]:
    rows = body.get("serviceRoles") or []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ApiError(400, "invalid_body", "serviceRoles must be a list of objects")
    return rows


def _service_names(world: CspWorld, row: dict[str, Any]) -> tuple[list[str], list[str]]:
    service = row.get("serviceDefinitionId")
    if service not in world.services:
        raise ApiError(400, "unknown_service", "serviceRoles names a service that the organization does not have")
    return _names(world, row, service)


def _names(world: CspWorld, part: Any, service: str | None) -> tuple[list[str], list[str]]:
    if not isinstance(part, dict):
        raise ApiError(400, "invalid_body", "the roles to add and remove must be an object")
    if set(part) - {"serviceDefinitionId", *CHANGES}:
        raise ApiError(400, "unsupported_field", f"the simulator carries out {' and '.join(CHANGES)} only")
    lists: list[Any] = [part.get(key) or [] for key in CHANGES]
    if not all(isinstance(names, list) and all(isinstance(name, str) for name in names) for names in lists):
        raise ApiError(400, "invalid_body", "roleNamesToAdd and roleNamesToRemove must be lists of strings")
    unknown = [name for names in lists for name in names if not world.known_role(name, service)]
    if unknown:
        raise ApiError(400, "unknown_role", f"there is no such role: {', '.join(unknown)}")
    return lists[0], lists[1]


def _change(held: list[str], added: list[str], removed: list[str]) -> None:
    held[:] = [name for name in dict.fromkeys([*held, *added]) if name not in removed]


def _tell(world: CspWorld, group: Group, notify: bool) -> None:
    everybody = world.everybody_in(group)
    if notify and len(everybody) <= MAIL_LIMIT:
        for user_id in everybody:
            world.mail("group_roles_changed", world.users[user_id].username, group)
