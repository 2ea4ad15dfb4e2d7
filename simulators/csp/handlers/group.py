# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on groups: list, search, get, create, update, delete, nested groups, groups of a user."""

from __future__ import annotations

import re
from typing import Any

from ..calls import Answer, ApiError, Call
from ..paging import page
from ..records import OWNER, SHARED_GROUP, USER_GROUP, Group
from ..rows import group_row, matches
from ..world import GROUPS, CspWorld

SEARCH_LIMIT = 20
_NAME = re.compile(r"[^@]+")


def find_group(world: CspWorld, call: Call) -> Group:
    """Give the group of the path: 404 when there is none, 400 when it belongs to another organization."""
    group = world.groups.get(call.variables["groupId"])
    if group is None:
        raise ApiError(404, "group_not_found", "the group was not found")
    if not world.visible(group):
        raise ApiError(400, "group_not_in_org", "the group is not part of the organization")
    return group


def editable_group(world: CspWorld, call: Call) -> Group:
    """Give the group of the path when it may be changed here: 400 for an enterprise, 403 for a shared group."""
    group = find_group(world, call)
    if group.enterprise:
        raise ApiError(400, "enterprise_group", "an enterprise group cannot be changed")
    if group.type == SHARED_GROUP or group.owner_org_id != world.org_id:
        raise ApiError(403, "shared_group", "a shared group can be changed by its owning organization only")
    return group


def manageable_group(world: CspWorld, call: Call) -> Group:
    """Give the group of the path when the caller may manage it: a group that holds org_owner is an owner's business."""
    group = editable_group(world, call)
    if of_owners(group, call):
        raise ApiError(403, "owner_group", "only an owner can change a group that holds org_owner")
    return group


def of_owners(group: Group, call: Call) -> bool:
    """Say whether only an owner may touch the group, and the caller is none."""
    return OWNER in group.roles and call.by_admin


def list_groups(world: CspWorld, call: Call) -> Answer:
    """Give a page of the groups, or of those whose ids are asked for."""
    wanted = call.query.get("groupId")
    shown = world.shown(GROUPS, world.visible_groups())
    groups = [group for group in shown if wanted is None or group.id in wanted]
    body = page(world, call, groups)
    body["results"] = [group_row(world, group) for group in body["results"]]
    return Answer(body)


def search_groups(world: CspWorld, call: Call) -> Answer:
    """Give the first 20 groups whose name contains a term; a mere member sees no roles."""
    term = call.arg("groupSearchTerm")
    if not term:
        raise ApiError(400, "missing_parameter", "groupSearchTerm is required")
    hits = [group for group in world.visible_groups() if matches(term, group.name)]
    roles = call.caller is not None and call.caller.role != "org_member"
    rows = [group_row(world, group, roles) for group in hits[:SEARCH_LIMIT]]
    return Answer({"results": rows, "totalResults": len(rows)} if world.totals else {"results": rows})


def get_group(world: CspWorld, call: Call) -> Answer:
    """Give one group."""
    return Answer(group_row(world, find_group(world, call)))


def create_group(world: CspWorld, call: Call) -> Answer:
    """Make a custom group and give its id."""
    name = _free_name(world, call, None)
    return Answer({"id": world.add_group(name, description=call.text("description") or "")})


def update_group(world: CspWorld, call: Call) -> Answer:
    """Change name and description of a custom group; the answer has no body."""
    group = manageable_group(world, call)
    group.name = _free_name(world, call, group)
    description = call.text("description")
    if description is not None:
        group.description = description
    return Answer()


def delete_groups(world: CspWorld, call: Call) -> Answer:
    """Delete custom groups for good; says per id what happened."""
    ids = call.texts("ids")
    notify = call.flag("notifyUsersInGroups", world.notify_default)
    if not any(group_id in world.groups for group_id in ids):
        raise ApiError(404, "group_not_found", "none of the groups was found")
    body: dict[str, list[Any]] = {"succeeded": [], "failed": [], "failures": []}
    for group_id in ids:
        reason = _refusal(world, call, group_id)
        if reason is None:
            _delete(world, world.groups[group_id], notify)
            body["succeeded"].append(group_id)
        else:
            body["failed"].append(group_id)
            body["failures"].append({"id": group_id, "errorCode": reason[0], "message": reason[1]})
    return Answer(body)


def list_nested_groups(world: CspWorld, call: Call) -> Answer:
    """Give a page of the enterprise groups inside a group."""
    rows = [group_row(world, world.groups[inner], roles=False) for inner in find_group(world, call).nested]
    return Answer(page(world, call, rows))


def groups_of_user(world: CspWorld, call: Call) -> Answer:
    """Give all groups that a user is in, directly or through a nested group; found by user id or by acct."""
    wanted = call.variables["userId"]
    by_acct = not call.path.startswith("/csp/gateway/am/api/v2/")
    users = [user for user in world.users.values() if wanted == (user.acct if by_acct else user.id)]
    ids = {user.id for user in users}
    groups = [
        group
        for group in world.visible_groups()
        if not ids.isdisjoint(group.direct) or not ids.isdisjoint(world.inherited(group))
    ]
    if not groups and not any(user.in_org for user in users):
        raise ApiError(404, "user_not_found", "the user was not found")
    return Answer({"groups": [group_row(world, group, roles=False) for group in groups]})


def _free_name(world: CspWorld, call: Call, own: Group | None) -> str:
    name = call.text("name")
    if name is None or not _NAME.fullmatch(name):
        raise ApiError(400, "invalid_name", "name is required and must not contain @")
    taken = (group for group in world.visible_groups() if group.type == USER_GROUP and group is not own)
    if any(group.name == name for group in taken):
        raise ApiError(409, "duplicate_name", "a group with this name exists")
    return name


def _refusal(world: CspWorld, call: Call, group_id: str) -> tuple[str, str] | None:
    group = world.groups.get(group_id)
    if group is None or not world.visible(group):
        return "group_not_found", "the group was not found"
    if group.enterprise:
        return "enterprise_group", "an enterprise group cannot be deleted"
    if group.type == SHARED_GROUP:
        return "shared_group", "a shared group can be deleted by its owning organization only"
    if of_owners(group, call):
        return "owner_group", "only an owner can delete a group that holds org_owner"
    return None


def _delete(world: CspWorld, group: Group, notify: bool) -> None:
    del world.groups[group.id]
    for other in world.groups.values():
        if group.id in other.nested:
            other.nested.remove(group.id)
    if notify:
        for user_id in group.direct:
            world.mail("group_deleted", world.users[user_id].username, group)
