# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on the members of a group: list, add by user name, remove by user id."""

from __future__ import annotations

from ..calls import Answer, ApiError, Call
from ..paging import page
from ..records import Group, User
from ..rows import matches, user_row
from ..world import CspWorld
from .group import editable_group, find_group, manageable_group
from .invitation import can_be_invited, invite, refuse_conflict


def list_group_users(world: CspWorld, call: Call) -> Answer:
    """Give a page of the members; those of nested groups too unless onlyDirectUsers=true."""
    group = find_group(world, call)
    ids = list(world.shown(group.id, group.direct))
    if world.ignore_only_direct or (call.arg("onlyDirectUsers") or "").lower() != "true":
        ids += [user_id for user_id in world.inherited(group) if user_id not in ids]
    users = [world.users[user_id] for user_id in ids]
    body = page(world, call, [user for user in users if _wanted(user, call)])
    body["results"] = [user_row(user, call.has("expandProfile")) for user in body["results"]]
    return Answer(body)


def add_group_users(world: CspWorld, call: Call) -> Answer:
    """Add users by name, at most 20 in one request; says per name what happened, without a reason."""
    group = manageable_group(world, call)
    names = call.texts("usernamesToAdd")
    if len(names) > world.add_limit:
        raise ApiError(400, "too_many_usernames", f"usernamesToAdd must have at most {world.add_limit} items")
    inviter = call.text("invitedBy") or (call.caller.username if call.caller else None)
    notify = call.flag("notifyUsers", world.notify_default)
    present = [name for name in names if _is_member(world, group, name)]
    if present and world.duplicate_mode == "conflict":
        raise ApiError(409, "conflict", "a user is a member of the group already")
    may_invite = call.caller is None or call.caller.username is not None  # service accounts may not invite
    if world.stranger_mode == "invite" and may_invite:
        refuse_conflict(world, [name for name in names if not _is_known(world, name)])
    body: dict[str, list[str]] = {"failed": [], "succeeded": []}
    for name in names:
        added = _add(world, group, name, inviter, may_invite=may_invite, notify=notify)
        body["succeeded" if added else "failed"].append(_spelled(world, name))
    return Answer(body)


def remove_group_users(world: CspWorld, call: Call) -> Answer:
    """Remove direct members by user id; anything else in `ids` ends up in `failed`."""
    group = editable_group(world, call)
    ids = call.texts("ids")
    notify = call.flag("notifyUsers", world.notify_default)
    body: dict[str, list[str]] = {"failed": [], "succeeded": []}
    for user_id in ids:
        if user_id not in group.direct:
            body["failed"].append(user_id)
            continue
        group.direct.remove(user_id)
        body["succeeded"].append(user_id)
        if notify:
            world.mail("removed_from_group", world.users[user_id].username, group)
    return Answer(body)


def _wanted(user: User, call: Call) -> bool:
    filters = (("firstName", user.first_name), ("lastName", user.last_name), ("email", user.email))
    return all(matches(call.arg(name), text) for name, text in filters)


def _is_known(world: CspWorld, name: str) -> bool:
    user = world.account(name)
    return user is not None and user.in_org


def _is_member(world: CspWorld, group: Group, name: str) -> bool:
    user = world.account(name)
    return user is not None and user.id in group.direct


def _spelled(world: CspWorld, name: str) -> str:
    user = world.account(name)
    return user.username if user is not None and world.spelling == "directory" else name


def _add(world: CspWorld, group: Group, name: str, inviter: str | None, *, may_invite: bool, notify: bool) -> bool:
    user = world.account(name)
    if user is None or not user.in_org:
        if not can_be_invited(world, name):
            return False
        if world.stranger_mode == "invite":
            if may_invite:
                invite(world, name, [group.id], [], inviter, notify, group)
            return may_invite
        if world.stranger_mode != "add":
            return False
        user = user or world.users[world.add_user(name)]
        user.in_org = True
    if user.id not in group.direct:
        group.direct.append(user.id)
        if notify:
            world.mail("added_to_group", user.username, group, inviter)
    return True
