# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on the users of the organization and on the organization itself."""

from __future__ import annotations

from ..calls import Answer, ApiError, Call
from ..paging import page
from ..rows import matches, org_user_row, user_row
from ..world import USERS, CspWorld

SEARCH_LIMIT = 20
TERM_LENGTH = 120
REMOVE_LIMIT = 20


def list_users(world: CspWorld, call: Call) -> Answer:
    """Give a page of the users of the organization, or of those who hold a role of a service, directly or by a group."""
    service = call.arg("serviceDefinitionId")
    users = world.shown(USERS, world.org_users())
    body = page(world, call, [user for user in users if service is None or world.holds_role_of(service, user)])
    body["results"] = [org_user_row(world, user, call) for user in body["results"]]
    return Answer(body)


def search_users(world: CspWorld, call: Call) -> Answer:
    """Give the first 20 users whose user name, first or last name or e-mail address contains a term."""
    term = call.arg("userSearchTerm")
    if not term or len(term) > TERM_LENGTH:
        raise ApiError(400, "invalid_parameter", f"userSearchTerm is required, at most {TERM_LENGTH} characters")
    hits = [
        user for user in world.org_users() if matches(term, user.username, user.first_name, user.last_name, user.email)
    ]
    rows = [org_user_row(world, user, call) for user in hits[:SEARCH_LIMIT]]
    return Answer({"results": rows, "totalResults": len(rows)} if world.totals else {"results": rows})


def remove_users(world: CspWorld, call: Call) -> Answer:
    """Take users out of the organization; 400 over 20 ids or for the last owner, 404 when ids are unknown."""
    ids = call.texts("ids")
    notify = call.flag("notifyUsers", world.notify_default)
    members = {user.id: user for user in world.org_users()}
    if len(ids) > REMOVE_LIMIT:
        raise ApiError(400, "too_many_ids", f"ids must have at most {REMOVE_LIMIT} items")
    unknown = [user_id for user_id in ids if user_id not in members]
    if unknown:
        raise ApiError(404, "user_not_found", f"users were not found: {', '.join(unknown)}")
    owners = world.owners()
    if owners and owners <= set(ids):
        raise ApiError(400, "last_owner", "the last owner cannot be removed")
    body: dict[str, list[str]] = {"failed": [], "succeeded": []}
    for user_id in dict.fromkeys(ids):
        if user_id in world.unremovable:
            body["failed"].append(user_id)
            continue
        world.remove_from_org(members[user_id])
        body["succeeded"].append(user_id)
        if notify:
            world.mail("removed_from_organization", members[user_id].username)
    return Answer(body)


def get_organization(world: CspWorld, call: Call) -> Answer:
    """Give the organization."""
    path = f"/csp/gateway/am/api/orgs/{world.org_id}"
    return Answer({"id": world.org_id, "displayName": world.org_name, "refLink": path, "metadata": {}})


def logged_in_user(world: CspWorld, call: Call) -> Answer:
    """Give the user to whom the access token belongs."""
    user = world.users.get(call.caller.subject) if call.caller else None
    if user is None:
        raise ApiError(404, "user_not_found", "the user was not found")
    return Answer(user_row(user, expand=True))
