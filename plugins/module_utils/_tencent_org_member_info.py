# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module tencent_org_member_info: argument spec and road.

API pages: DescribeOrganizationMembers, DescribeOrganizationNodes.
"""

from __future__ import annotations

from typing import Any

from ._core.errors import OrgkitError, invalid_input
from ._membership.options import fault_of_name
from ._membership.plan import Problem
from ._core.run import Task, read_only
from ._transport.settings import text_option
from ._tencent.client import TencentClient
from ._tencent.departments import Departments, unknown_department_id
from ._tencent.login import CONNECTION_SPEC, connect
from ._tencent.member.account import Member, member_from, permission_names, view
from ._tencent.member.options import ALWAYS_NEEDED

_FILTERS = ("uin", "name", "node", "node_id")


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {
            **CONNECTION_SPEC,
            "uin": {"type": "str"},
            "name": {"type": "str"},
            "node": {"type": "str", "aliases": ["department"]},
            "node_id": {"type": "str"},
        },
        "mutually_exclusive": [["node", "node_id"]],
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read the members that the filters choose, all of them without a filter. Raises OrgkitError or Failure."""
    filters = {name: text_option(task.params, name) for name in _FILTERS}
    problems = [
        f"{name} must be a number, not {value!r}."
        for name in ("uin", "node_id")
        if (value := filters[name]) and not value.isdecimal()
    ]
    problems.extend(f"{name}: {fault}" for name in ("name", "node") if (fault := fault_of_name(filters[name] or "")))
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    client = connect(task)
    return read_only(client, lambda: _members(client, filters))


def _members(client: TencentClient, filters: dict[str, str | None]) -> dict[str, Any]:
    departments = Departments(client.pages("DescribeOrganizationNodes"))
    node_id = _node_id(departments, filters)
    body: dict[str, Any] = {}
    if node_id is not None:
        body["NodeId"] = int(node_id)
    # A search may overlook a member, so names and uins are compared here.
    members = [
        member
        for member in map(member_from, client.pages("DescribeOrganizationMembers", body))
        if filters["uin"] in (None, member.id) and filters["name"] in (None, member.name)
        if node_id in (None, member.node_id)
    ]
    members.sort(key=lambda member: (member.name, member.id))
    rows = [view(member, departments.get(member.node_id)) for member in members]
    return {
        "members": rows,
        "as_input": [_as_input(member, row["node"]["path"]) for member, row in zip(members, rows)],
        "msg": f"{len(rows)} members.",
    }


def _node_id(departments: Departments, filters: dict[str, str | None]) -> str | None:
    if filters["node_id"]:
        found = departments.get(filters["node_id"]) or unknown_department_id(filters["node_id"])
    elif filters["node"]:
        found = departments.resolve(filters["node"])
    else:
        return None
    if isinstance(found, Problem):
        raise OrgkitError(found.code, found.message, items=found.items)
    return found.id


def _as_input(member: Member, path: str | None) -> dict[str, Any]:
    """What tencent_org_member takes to find this member unchanged."""
    row: dict[str, Any] = {
        "uin": member.id,
        "name": member.name,
        "allow_quit": member.allow_quit,
        "remark": member.remark,
    }
    if path:
        row["node"] = path
    if member.permissions >= ALWAYS_NEEDED:
        row["permissions"] = permission_names(member.permissions)
    if member.pay_uin:
        row["pay_uin"] = member.pay_uin
    if member.tags:
        row["tags"] = dict(member.tags)
    return row
