#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_org_member_info
short_description: List member accounts of a Tencent Cloud Organization
version_added: 1.0.0
description:
  - Lists the members of the organization completely, and gives them as input for M(orgkit.cloud.tencent_org_member).
author:
  - orgkit.cloud contributors (@orgkit)
options:
  uin:
    description: Only the member with this account id.
    type: str
  name:
    description: Only the member with exactly this name.
    type: str
  node:
    description: Only members of this department, by name or by path as V(/Platform/Data). V(/) is the root.
    type: str
    aliases: [department]
  node_id:
    description: Only members of the department with this id.
    type: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: C(organization:DescribeOrganizationMembers) and C(organization:DescribeOrganizationNodes).
seealso:
  - module: orgkit.cloud.tencent_org_member
  - name: DescribeOrganizationMembers
    description: The API page of the action that lists the members.
    link: https://www.tencentcloud.com/document/product/1031/52062
"""

EXAMPLES = r"""
- name: All members
  orgkit.cloud.tencent_org_member_info:
  register: current

- name: The members of one department
  orgkit.cloud.tencent_org_member_info:
    node: /Engineering/Platform
"""

RETURN = r"""
members:
  description: The members, sorted by name. The keys are those of C(member) of M(orgkit.cloud.tencent_org_member).
  returned: success
  type: list
  elements: dict
  sample:
    - uin: "200000000042"
      name: data-platform
      node: {id: "2003721", name: Platform, path: /Engineering/Platform}
      permissions: [{id: 1, name: view_bills}, {id: 2, name: view_balance}]
      permission_status: Confirmed
      policy_type: Financial
      remark: ""
      pay_uin: ""
      member_type: Create
      bind_status: Unbound
      allow_quit: false
      tags: {}
      identities: [{id: 1, name: admin}]
      create_time: "2026-01-02 03:04:05"
      update_time: "2026-01-02 03:04:05"
as_input:
  description:
    - For every member the options with which M(orgkit.cloud.tencent_org_member) finds nothing to change.
    - C(name) is left out and C(node_id) stands for C(node) where the text could not be given as an option, or would mean
      another one.
  returned: success
  type: list
  elements: dict
  sample:
    - uin: "200000000042"
      name: data-platform
      node: /Engineering/Platform
      permissions: [view_bills, view_balance]
      remark: ""
      allow_quit: false
# From tools/returned: collected, about
collected_at:
  description: When the cloud was read, in UTC.
  returned: success
  type: str
  sample: "2026-01-02T03:04:05Z"
organization:
  description:
    - C(id) and C(name) of the organization, as far as they are known without a further request.
    - Known when O(org_id) is given or the task had to ask; the API gives no name.
  returned: unless options or credentials were refused
  type: dict
  sample: {id: "10001", name: null}
api:
  description: The requests of the task. C(calls) by action, C(writes), C(retries) and C(throttled_seconds).
  returned: unless options or credentials were refused
  type: dict
  sample:
    calls: {DescribeOrganizationMembers: 1, DescribeOrganizationNodes: 1}
    writes: 0
    retries: 0
    throttled_seconds: 0.0
auth:
  description: C(source) of the credentials and C(endpoint).
  returned: unless options or credentials were refused
  type: dict
  sample: {source: environment, endpoint: "https://organization.intl.tencentcloudapi.com"}
error:
  description:
    - Why the task failed. C(code) is the code of the API, or one of
      V(unresolved_names), V(ambiguous_name), V(removal_limit), V(empty_refused), V(protected), V(not_editable),
      V(not_removable), V(credentials), V(organization_mismatch), V(outcome_unknown), V(partial_failure),
      V(invalid_input), V(refused), V(connection_failed), V(bad_response), V(missing_library), V(plan_changed),
      V(unexpected), V(blocked), V(conflict).
    - C(message) and C(hint) are sentences, C(request_id) and C(http_status) come from the API, C(items) lists the names
      that the error is about, with C(kind), C(group) and C(candidates).
    - In a template write C(result.error['items']). What stands behind C(result.error.items) is a function of Jinja's dictionaries.
  returned: failure
  type: dict
  sample:
    code: unresolved_names
    message: 'Unknown group: "platfrom-admins" (near: platform-admins).'
    hint: Nothing was written.
    request_id:
    http_status:
    items:
      - name: platfrom-admins
        kind: group
        group: null
        candidates: [{id: g-aaaabbbbcccc, name: platform-admins}]
"""

from typing import Any

_FILTERS = ("uin", "name", "node", "node_id")

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError, invalid_input
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import fault_of_name, text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Problem
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import TencentClient
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import (
    Departments,
    unknown_department_id,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.account import (
    Member,
    permission_names,
    view,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.listing import (
    list_departments,
    list_members,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.options import (
    ALWAYS_NEEDED,
    is_number,
    survives,
)


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
        if (value := filters[name]) and not is_number(value)
    ]
    problems.extend(f"{name}: {fault}" for name in ("name", "node") if (fault := fault_of_name(filters[name] or "")))
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    client = connect(task)
    return read_only(client, task, lambda: _members(client, filters))


def _members(client: TencentClient, filters: dict[str, str | None]) -> dict[str, Any]:
    departments = list_departments(client)
    # A search may overlook a member, so names and uins are compared here.
    members = [
        member
        for member in list_members(client, _node_id(departments, filters))
        if filters["uin"] in (None, member.id) and filters["name"] in (None, member.name)
    ]
    rows = [view(member, departments.get(member.node_id)) for member in members]
    return {
        "members": rows,
        "as_input": [_as_input(member, departments) for member in members],
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


def _as_input(member: Member, departments: Departments) -> dict[str, Any]:
    """What tencent_org_member takes to find this member unchanged: ids where a name would mean something else."""
    row: dict[str, Any] = {"uin": member.id, "allow_quit": member.allow_quit, "remark": member.remark}
    if survives(member.name):
        row["name"] = member.name
    department = departments.get(member.node_id)
    if (
        department
        and department.path
        and survives(department.path)
        and departments.resolve(department.path) == department
    ):
        row["node"] = department.path
    else:
        row["node_id"] = member.node_id
    if member.permissions >= ALWAYS_NEEDED:
        row["permissions"] = permission_names(member.permissions)
    if is_number(member.pay_uin):
        row["pay_uin"] = member.pay_uin
    tags = {key: value for key, value in member.tags.items() if key.strip()}
    if tags:
        row["tags"] = tags
    return row


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
