# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A member account of Tencent Cloud Organization: row of the API, view for the result. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..departments import Department

PERMISSIONS = {
    "view_bills": 1,
    "view_balance": 2,
    "transfer_funds": 3,
    "consolidate_bills": 4,
    "invoice": 5,
    "inherit_offers": 6,
    "pay_on_behalf": 7,
    "cost_explorer": 8,
    "budgets": 9,
    "credit_limit": 10,
}
PERMISSION_NAMES = {number: name for name, number in PERMISSIONS.items()}
PAY_ON_BEHALF = PERMISSIONS["pay_on_behalf"]
POLICY_TYPE = "Financial"
WAITS_FOR_CONSENT = "UnConfirmed"
CREATED = "Create"


@dataclass(frozen=True)
class Member:
    """A member account as DescribeOrganizationMembers shows it; permissions and identities are numbers."""

    id: str
    name: str
    node_id: str
    node_name: str
    permissions: frozenset[int]
    permission_status: str
    policy_type: str
    remark: str
    pay_uin: str
    member_type: str
    bind_status: str
    allow_quit: bool
    tags: Mapping[str, str]
    identities: Mapping[int, str]
    create_time: str
    update_time: str


def member_from(row: dict[str, Any]) -> Member:
    """A row of DescribeOrganizationMembers."""
    return Member(
        id=str(row["MemberUin"]),
        name=row.get("Name") or "",
        node_id=str(row.get("NodeId") or ""),
        node_name=row.get("NodeName") or "",
        permissions=frozenset(permission["Id"] for permission in row.get("OrgPermission") or ()),
        permission_status=row.get("PermissionStatus") or "",
        policy_type=row.get("OrgPolicyType") or "",
        remark=row.get("Remark") or "",
        pay_uin=row.get("PayUin") or "",
        member_type=row.get("MemberType") or "",
        bind_status=row.get("BindStatus") or "",
        allow_quit=row.get("IsAllowQuit") == "Allow",
        tags={tag["TagKey"]: tag.get("TagValue") or "" for tag in row.get("Tags") or ()},
        identities={row["IdentityId"]: row.get("IdentityAliasName") or "" for row in row.get("OrgIdentity") or ()},
        create_time=row.get("CreateTime") or "",
        update_time=row.get("UpdateTime") or "",
    )


def permission_names(numbers: Iterable[int]) -> list[str]:
    """Names of permissions in the order of their numbers."""
    return [PERMISSION_NAMES.get(number, str(number)) for number in sorted(numbers)]


def view(member: Member, department: Department | None) -> dict[str, Any]:
    """The member as it stands in a result. Without the department its path is not known."""
    return {
        "uin": member.id,
        "name": member.name,
        "node": {"id": member.node_id, "name": member.node_name, "path": department.path if department else None},
        "permissions": _permission_rows(member.permissions),
        "permission_status": member.permission_status,
        "policy_type": member.policy_type,
        "remark": member.remark,
        "pay_uin": member.pay_uin,
        "member_type": member.member_type,
        "bind_status": member.bind_status,
        "allow_quit": member.allow_quit,
        "tags": dict(member.tags),
        "identities": [{"id": number, "name": name} for number, name in sorted(member.identities.items())],
        "create_time": member.create_time,
        "update_time": member.update_time,
    }


def planned_view(
    before: dict[str, Any] | None, after: Mapping[str, Any], department: Department | None
) -> dict[str, Any]:
    """The member as it will look after planned changes; after has the changed fields by their names in a change."""
    row = dict(before) if before is not None else _blank_view()
    for name, value in after.items():
        if name == "permissions":
            row["permissions"] = _permission_rows(PERMISSIONS.get(text, 0) for text in value)
        elif name == "identity_role_ids":
            row["identities"] = [{"id": number, "name": None} for number in value]
        elif name == "node":
            row["node"] = department._asdict() if department else row["node"]
        elif name in row:
            row[name] = value
    return row


def _blank_view() -> dict[str, Any]:
    """A member that does not exist yet: the same keys, and null for what only the API can say."""
    return {
        "uin": None,
        "name": None,
        "node": None,
        "permissions": [],
        "permission_status": None,
        "policy_type": POLICY_TYPE,
        "remark": "",
        "pay_uin": "",
        "member_type": CREATED,
        "bind_status": None,
        "allow_quit": False,
        "tags": {},
        "identities": [],
        "create_time": None,
        "update_time": None,
    }


def _permission_rows(numbers: Iterable[int]) -> list[dict[str, Any]]:
    return [{"id": number, "name": PERMISSION_NAMES.get(number, str(number))} for number in sorted(numbers)]
