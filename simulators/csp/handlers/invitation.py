# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Operations on invitations: create, revoke, list, get."""

from __future__ import annotations

from typing import Any

from ..calls import Answer, ApiError, Call
from ..records import OWNER, USER_GROUP, Group, Invitation
from ..rows import role_row, timestamp
from ..world import INVITATIONS, CspWorld
from .group import of_owners

GROUP_LIMIT = 15
FIELDS = ("usernames", "organizationRoles", "customGroupsIds", "skipNotify", "skipNotifyRegistration", "invitedBy")


def create_invitations(world: CspWorld, call: Call) -> Answer:
    """Invite users, or revoke with ?action=revoke; 202 and no body either way."""
    if call.arg("action") == "revoke":
        return _revoke(world, call)
    call.refuse_others(*FIELDS)
    names = _names(call)
    bad = [name for name in names if not can_be_invited(world, name)]
    if bad:
        raise ApiError(400, "invalid_username", f"usernames must be e-mail addresses: {', '.join(bad)}")
    roles = _role_names(world, call)
    if OWNER in roles and call.by_admin:
        raise ApiError(403, "owner_role", "only an owner can invite somebody with org_owner")
    group_ids = call.texts("customGroupsIds", required=False)
    if len(group_ids) > GROUP_LIMIT:
        raise ApiError(400, "too_many_groups", f"customGroupsIds must have at most {GROUP_LIMIT} items")
    for group_id in group_ids:
        group = world.groups.get(group_id)
        if group is None or group.type != USER_GROUP or not world.visible(group):
            raise ApiError(400, "invalid_group", "customGroupsIds must name custom groups of the organization")
        if of_owners(group, call):
            raise ApiError(403, "owner_group", "only an owner can invite somebody into a group that holds org_owner")
    inviter = call.text("invitedBy") or (call.caller.username if call.caller else None)
    notify = not call.flag("skipNotify", False)
    refuse_conflict(world, names)
    for name in names:
        invite(world, name, group_ids, roles, inviter, notify)
    return Answer(status=202)


def list_invitations(world: CspWorld, call: Call) -> Answer:
    """Give links to all invitations and nothing else; a new one may be some reads late."""
    links = []
    for invitation in world.shown(INVITATIONS, list(world.invitations.values())):
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
    return Answer(_row(world, world.shown(invitation.id, invitation)))


def can_be_invited(world: CspWorld, name: str) -> bool:
    """Say whether a name means an account, or at least looks like an e-mail address."""
    return world.account(name) is not None or "@" in name.strip().strip("@")


def refuse_conflict(world: CspWorld, names: list[str]) -> None:
    """Answer 409 when somebody is invited already and this world does not take that."""
    if world.invitation_duplicates == "conflict" and any(world.pending_for(name) for name in names):
        raise ApiError(409, "conflict", "a user is invited already")


def invite(
    world: CspWorld,
    name: str,
    group_ids: list[str],
    roles: list[str],
    inviter: str | None,
    notify: bool,
    group: Group | None = None,
) -> None:
    """Invite somebody, by whichever path; group is the one whose members path it was."""
    if world.invitation_duplicates == "keep" and world.pending_for(name):
        return
    invitation_id = world.invite(name, group_ids, roles, inviter)
    world.invitations[invitation_id].hidden_reads = world.invitation_delay
    if world.account(name) is not None:
        world.redeem(invitation_id)  # an account that exists becomes active at once
    if notify:
        world.mail("invitation", name, group, inviter)


def _revoke(world: CspWorld, call: Call) -> Answer:
    # How a revocation names its invitations is not documented: it takes the body of an invitation, in any case of the names.
    wanted = {name.casefold() for name in _names(call)}
    for invitation in world.invitations.values() if world.revocations else ():
        if invitation.username.casefold() in wanted:
            world.revoke(invitation, call.caller.username if call.caller else None)
    return Answer(status=202)


def _names(call: Call) -> list[str]:
    names = call.texts("usernames")
    if not names or not all(name.strip() for name in names):
        raise ApiError(400, "invalid_body", "usernames must name somebody, and must not be blank")
    return names


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
