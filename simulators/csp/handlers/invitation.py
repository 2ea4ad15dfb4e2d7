# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on invitations: create, revoke, list, get."""

from __future__ import annotations

from typing import Any

from ..calls import Answer, ApiError, Call
from ..records import USER_GROUP, Invitation
from ..rows import role_row, timestamp
from ..world import CspWorld

GROUP_LIMIT = 15


def create_invitations(world: CspWorld, call: Call) -> Answer:
    """Invite users, or revoke with ?action=revoke; 202 and no body either way."""
    if call.arg("action") == "revoke":
        return _revoke(world, call)
    names = call.texts("usernames")
    roles = _role_names(world, call)
    group_ids = call.texts("customGroupsIds", required=False)
    if len(group_ids) > GROUP_LIMIT:
        raise ApiError(400, "too_many_groups", f"customGroupsIds must have at most {GROUP_LIMIT} items")
    for group_id in group_ids:
        group = world.groups.get(group_id)
        if group is None or group.type != USER_GROUP or not world.visible(group):
            raise ApiError(400, "invalid_group", "customGroupsIds must name custom groups of the organization")
    inviter = call.text("invitedBy") or (call.caller.username if call.caller else None)
    silent = call.flag("skipNotify", False)
    if world.invitation_duplicates == "conflict" and any(world.pending_for(name) for name in names):
        raise ApiError(409, "conflict", "a user is invited already")
    for name in names:
        _invite(world, name, group_ids, roles, inviter, silent)
    return Answer(status=202)


def list_invitations(world: CspWorld, call: Call) -> Answer:
    """Give links to all invitations and nothing else; a new one may be some reads late."""
    links = []
    for invitation in world.invitations.values():
        if invitation.hidden_reads > 0:
            invitation.hidden_reads -= 1
        else:
            links.append({"refLink": _link(world, invitation)})
    return Answer(links)


def get_invitation(world: CspWorld, call: Call) -> Answer:
    """Give one invitation; some of those that the list shows may be refused."""
    invitation = world.invitations.get(call.variables["invitationId"])
    refused = world.unreadable_invitations.get(call.variables["invitationId"])
    if refused == 403:
        raise ApiError(403, "forbidden", "the invitation may not be read")
    if invitation is None or invitation.hidden_reads > 0 or refused:
        raise ApiError(404, "invitation_not_found", "the invitation was not found")
    return Answer(_row(world, invitation))


def _invite(
    world: CspWorld, name: str, group_ids: list[str], roles: list[str], inviter: str | None, silent: bool
) -> None:
    if world.invitation_duplicates == "keep" and world.pending_for(name):
        return
    invitation_id = world.invite(name, group_ids, roles, inviter)
    world.invitations[invitation_id].hidden_reads = world.invitation_delay
    if world.account(name) is not None:
        world.redeem(invitation_id)  # an account that exists becomes active at once
    if not silent:
        world.mail("invitation", name, None, inviter)


def _revoke(world: CspWorld, call: Call) -> Answer:
    # How a revocation names its invitations is not documented, so ids, links and user names are all taken.
    wanted = {text for name in ("ids", "refLinks", "usernames") for text in call.texts(name, required=False)}
    for invitation in world.invitations.values() if world.revocations else ():
        if wanted & {invitation.id, _link(world, invitation), invitation.username}:
            world.revoke(invitation, call.caller.username if call.caller else None)
    return Answer(status=202)


def _role_names(world: CspWorld, call: Call) -> list[str]:
    roles = call.json().get("organizationRoles") or []
    if not isinstance(roles, list) or not all(isinstance(role, dict) and role.get("name") for role in roles):
        raise ApiError(400, "invalid_body", "organizationRoles must be a list of objects with a name")
    names = [role["name"] for role in roles]
    if not all(world.known_role(name) for name in names):
        raise ApiError(400, "unknown_role", "organizationRoles names a role that the organization does not have")
    return names


def _link(world: CspWorld, invitation: Invitation) -> str:
    return f"/csp/gateway/am/api/orgs/{world.org_id}/invitations/{invitation.id}"


def _row(world: CspWorld, invitation: Invitation) -> dict[str, Any]:
    groups = [world.groups[group_id] for group_id in invitation.group_ids if group_id in world.groups]
    return {
        "id": invitation.id,
        "refLink": _link(world, invitation),
        "username": invitation.username,
        "status": invitation.status(world.clock()),
        "generatedAt": timestamp(invitation.generated_at),
        "generatedBy": invitation.generated_by,
        "expirationTime": timestamp(invitation.expires_at),
        "redeemedAt": timestamp(invitation.redeemed_at),
        "redeemedBy": invitation.username if invitation.redeemed_at is not None else None,
        "revokedAt": timestamp(invitation.revoked_at),
        "revokedBy": invitation.revoked_by,
        "orgRoleNames": invitation.roles,
        "organizationRoles": [role_row(world, name) for name in invitation.roles],
        "customGroupsIds": invitation.group_ids,
        "customGroups": [{"id": group.id, "displayName": group.name} for group in groups],
    }
