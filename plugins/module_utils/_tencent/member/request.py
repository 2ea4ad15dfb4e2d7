# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The one request that writes a change of a member account. Pure."""

from __future__ import annotations

from typing import Any

from ..._core.plan import Change
from .account import PAY_ON_BEHALF, Member
from .options import MemberWish

_CREATION_FIELDS = (
    ("remark", "Remark"),
    ("record_id", "RecordId"),
    ("identity_role_ids", "IdentityRoleID"),
    ("auth_relation_id", "AuthRelationId"),
)


def request_of(change: Change, member: Member | None, wish: MemberWish) -> tuple[str, dict[str, Any]]:
    """Action and body. member is the account before the change, None for one that is created."""
    if change.action == "create":
        return "CreateOrganizationMember", _creation(change, wish)
    uin = int(str(change.subject.id))
    if change.action == "leave":
        return "DeleteOrganizationMembers", {"MemberUin": [uin]}
    if change.action == "move":
        return "MoveOrganizationNodeMembers", {"NodeId": int(str(change.target.id)), "MemberUin": [uin]}
    return "UpdateOrganizationMember", {"MemberUin": uin, **_fields(change, member, wish)}


def _fields(change: Change, member: Member | None, wish: MemberWish) -> dict[str, Any]:
    after, fields = change.after, {}
    if change.action == "rename":
        fields["Name"] = after["name"]
        if wish.sync_nickname:
            fields["IsModifyNickName"] = 1
    if "remark" in after:
        fields["Remark"] = after["remark"]
    if "allow_quit" in after:
        fields["IsAllowQuit"] = "Allow" if after["allow_quit"] else "Denied"
    if "permissions" in after or "pay_uin" in after:
        fields.update(_payment(member, wish))
    return fields


def _payment(member: Member | None, wish: MemberWish) -> dict[str, Any]:
    """Policy, permissions and payer: the API wants them together."""
    permissions = wish.permissions if wish.permissions is not None else member.permissions if member else ()
    pay_uin = wish.pay_uin or (member.pay_uin if member and PAY_ON_BEHALF in permissions else "")
    fields: dict[str, Any] = {"PolicyType": wish.policy_type, "PermissionIds": sorted(permissions)}
    if pay_uin:
        fields["PayUin"] = pay_uin
    return fields


def _creation(change: Change, wish: MemberWish) -> dict[str, Any]:
    after = change.after
    body: dict[str, Any] = {
        "Name": after["name"],
        "AccountName": after["account_name"],
        "NodeId": int(str(change.target.id)),
        **_payment(None, wish),
        **{field: after[name] for name, field in _CREATION_FIELDS if name in after},
    }
    if "tags" in after:
        body["Tags"] = [{"TagKey": key, "TagValue": value} for key, value in sorted(after["tags"].items())]
    return body
