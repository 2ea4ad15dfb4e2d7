# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which path means which operation, and who may call it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from .calls import Answer, ApiError, Call
from .handlers import group, group_role, group_user, invitation, login, user
from .tokens import SERVICE_ACCOUNT
from .world import CspWorld

if TYPE_CHECKING:
    from .app import CspSimulator

API = "/csp/gateway/am/api"
WRITES = frozenset(
    {
        "add_group_users",
        "remove_group_users",
        "create_group",
        "update_group",
        "delete_groups",
        "update_group_roles",
        "remove_users",
        "create_invitations",
    }
)
HUMAN_MANAGERS = ("org_owner", "org_admin")
MANAGERS = (*HUMAN_MANAGERS, SERVICE_ACCOUNT)
HUMANS = (*HUMAN_MANAGERS, "org_member")
EVERYBODY = (*MANAGERS, "org_member")


@dataclass(frozen=True)
class Route:
    """One operation: its verb, the pattern of its path, its name, its handler, the roles that may call it."""

    method: str
    pattern: re.Pattern[str]
    action: str
    handler: Callable[[CspWorld, Call], Answer]
    roles: tuple[str, ...]

    @property
    def writes(self) -> bool:
        """Say whether the operation changes anything."""
        return self.action in WRITES


def _route(
    method: str, path: str, handler: Callable[[CspWorld, Call], Answer], roles: tuple[str, ...] = MANAGERS
) -> Route:
    pattern = re.compile(API + re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", path))
    return Route(method, pattern, handler.__name__, handler, roles)


_ORG = "/orgs/{orgId}"
_GROUPS = f"{_ORG}/groups"
_MEMBERS = f"{_GROUPS}/{{groupId}}/users"
_INVITATIONS = f"{_ORG}/invitations"

ROUTES = (
    _route("GET", _GROUPS, group.list_groups),
    _route("POST", _GROUPS, group.create_group),
    _route("DELETE", _GROUPS, group.delete_groups),
    _route("GET", f"{_ORG}/groups-search", group.search_groups, EVERYBODY),
    _route("GET", f"{_GROUPS}/{{groupId}}", group.get_group),
    _route("PATCH", f"{_GROUPS}/{{groupId}}", group.update_group),
    _route("GET", f"{_GROUPS}/{{groupId}}/roles", group_role.get_group_roles),
    _route("PATCH", f"{_GROUPS}/{{groupId}}/roles", group_role.update_group_roles),
    _route("GET", _MEMBERS, group_user.list_group_users),
    _route("POST", _MEMBERS, group_user.add_group_users),
    _route("DELETE", _MEMBERS, group_user.remove_group_users),
    _route("GET", f"{_GROUPS}/{{groupId}}/groups", group.list_nested_groups),
    _route("GET", "/v2/users/{userId}/orgs/{orgId}/groups", group.groups_of_user),
    _route("GET", "/users/{userId}/orgs/{orgId}/groups", group.groups_of_user),
    _route("GET", "/v2/orgs/{orgId}/users", user.list_users, EVERYBODY),
    _route("DELETE", "/v2/orgs/{orgId}/users", user.remove_users),
    _route("GET", f"{_ORG}/users/search", user.search_users, EVERYBODY),
    _route("POST", _INVITATIONS, invitation.create_invitations, HUMAN_MANAGERS),
    _route("GET", _INVITATIONS, invitation.list_invitations, HUMAN_MANAGERS),
    _route("GET", f"{_INVITATIONS}/{{invitationId}}", invitation.get_invitation, HUMAN_MANAGERS),
    _route("GET", _ORG, user.get_organization, EVERYBODY),
    _route("GET", "/loggedin/user", user.logged_in_user, HUMANS),
)

LOGINS: dict[str, Callable[[CspSimulator, Call], Answer]] = {
    f"{API}/auth/api-tokens/authorize": login.by_api_token,
    f"{API}/auth/authorize": login.by_client_credentials,
    f"{API}/auth/token": login.by_client_credentials,
}


def find_route(call: Call) -> Route:
    """Give the operation of a call and note the variables of its path; 404 or 405 when there is none."""
    known = False
    for route in ROUTES:
        match = route.pattern.fullmatch(call.path)
        known = known or match is not None
        if match is not None and route.method == call.method:
            call.variables = {name: unquote(value) for name, value in match.groupdict().items()}
            return route
    if known:
        raise ApiError(405, "method_not_allowed", "this path does not know this method")
    raise ApiError(404, "not_found", "this path does not exist")
