# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How users and groups look in answers."""

from __future__ import annotations

from datetime import datetime, timezone
from typing import Any

from .calls import Call
from .records import AD_GROUP, SHARED_GROUP, Group, User
from .world import CspWorld


def timestamp(seconds: float | None) -> str | None:
    """Give seconds since the epoch as an ISO text in UTC."""
    if seconds is None:
        return None
    return datetime.fromtimestamp(seconds, timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def user_row(user: User, expand: bool = False) -> dict[str, Any]:
    """Give a user as member lists show it; the profile only when it is expanded."""
    row: dict[str, Any] = {
        "userId": user.id,
        "username": user.username,
        "acct": user.acct,
        "email": user.email,
        "domain": user.domain,
        "idpId": f"idp-{user.domain}",
        "firstName": user.first_name,
        "lastName": user.last_name,
        "accessible": user.accessible,
    }
    if expand:
        row["userProfile"] = {"locale": "en-US", "language": "en", "alternativeEmail": None}
    return row


def role_row(world: CspWorld, name: str, **more: Any) -> dict[str, Any]:
    """Give a role of the organization."""
    return {"name": name, "displayName": name, "resource": f"/csp/gateway/am/api/orgs/{world.org_id}", **more}


def service_role_rows(world: CspWorld, roles: dict[str, list[str]], **more: Any) -> list[dict[str, Any]]:
    """Give the roles of services that somebody or something holds, one row for each service."""
    return [
        {
            "serviceDefinitionId": service,
            "serviceRoleNames": list(names),
            "serviceRoles": [{"name": name, "displayName": name, "resource": f"service/{service}"} for name in names],
            **more,
        }
        for service, names in roles.items()
        if names
    ]


def org_user_row(world: CspWorld, user: User, call: Call) -> dict[str, Any]:
    """Give a user as the list of the organization shows it; the options count by their mere presence."""
    row: dict[str, Any] = {"user": user_row(user, call.has("expandProfile")), "orgId": world.org_id}
    if call.has("excludeRoles"):
        return row
    roles = [role_row(world, name) for name in user.roles]
    services = service_role_rows(world, user.service_roles)
    for group in world.visible_groups():
        if (group.roles or group.service_roles) and user.id in world.everybody_in(group):
            more: dict[str, Any] = {"membershipType": "NESTED"}
            if call.has("includeGroupIdsInRoles"):
                more["groupIds"] = [group.id]
            roles += [role_row(world, name, **more) for name in group.roles]
            services += service_role_rows(world, group.service_roles, **more)
    return {**row, "organizationRoles": roles, "serviceRoles": services, "customRoles": []}


def group_row(world: CspWorld, group: Group, roles: bool = True) -> dict[str, Any]:
    """Give a group; roles=False gives the short form without the three lists of roles."""
    count = len(group.direct) + (len(world.inherited(group)) if world.count_nested else 0)
    row: dict[str, Any] = {
        "id": group.id,
        "displayName": group.name,
        "description": None if group.enterprise else group.description,
        "domain": "corp.example.com" if group.type == AD_GROUP else None,
        "groupType": group.type,
        "ownerOrgId": group.owner_org_id,
        "sharedOrgIds": [world.org_id] if group.type == SHARED_GROUP else [],
        "usersCount": count,
    }
    return {**row, **group_roles(world, group)} if roles else row


def group_roles(world: CspWorld, group: Group) -> dict[str, Any]:
    """Give the three lists of roles that a group holds."""
    return {
        "organizationRoles": [role_row(world, name) for name in group.roles],
        "serviceRoles": service_role_rows(world, group.service_roles),
        "customRoles": [],
    }


def matches(term: str | None, *texts: str) -> bool:
    """Say whether a "contains" filter lets one of the texts through; no filter lets everything through."""
    return term is None or any(term.casefold() in text.casefold() for text in texts)
