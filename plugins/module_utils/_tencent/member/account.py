# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A member account of Tencent Cloud Organization: row of the API, view for the result. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..._core import rows
from ..departments import Department, tags_from

LIST = "DescribeOrganizationMembers"

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
    """A row of DescribeOrganizationMembers. Raises bad_response for one that cannot be right."""
    payer = rows.text(row, "PayUin", LIST)
    return Member(
        id=rows.identity(row, "MemberUin", LIST),
        name=rows.given_text(row, "Name", LIST),
        node_id=rows.identity(row, "NodeId", LIST),
        node_name=rows.text(row, "NodeName", LIST),
        permissions=frozenset(_number(part, "Id") for part in rows.list_in(row, "OrgPermission", LIST)),
        permission_status=rows.text(row, "PermissionStatus", LIST),
        policy_type=rows.text(row, "OrgPolicyType", LIST),
        remark=rows.text(row, "Remark", LIST),
        pay_uin="" if payer == "0" else payer,
        member_type=rows.text(row, "MemberType", LIST),
        bind_status=rows.text(row, "BindStatus", LIST),
        allow_quit=rows.text(row, "IsAllowQuit", LIST).casefold() == "allow",
        tags=tags_from(row, LIST),
        identities={
            _number(part, "IdentityId"): rows.text(part, "IdentityAliasName", LIST)
            for part in rows.list_in(row, "OrgIdentity", LIST)
        },
        create_time=rows.text(row, "CreateTime", LIST),
        update_time=rows.text(row, "UpdateTime", LIST),
    )


def _number(row: dict[str, Any], key: str) -> int:
    number = rows.number(row, key, LIST)
    if number is None:
        raise rows.bad_response(LIST, f"a row has no {key}")
    return number


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
            row["permissions"] = _permission_rows(PERMISSIONS.get(text) or int(text) for text in value)
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
