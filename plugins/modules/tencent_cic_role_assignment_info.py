#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_role_assignment_info
short_description: List who has which role in which account of Tencent Cloud
version_added: 1.0.0
description:
  - Lists the role assignments of Tencent Cloud Identity Center, and gives them as input for
    M(orgkit.cloud.tencent_cic_role_assignment).
  - With O(effective) it also tells every user who has a role in an account, and through which groups.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
  role_configurations:
    description: Names or ids of role configurations. All of them when it is not given.
    type: list
    elements: str
  accounts:
    description: Names or uins of accounts, the management account too. All of them when it is not given.
    type: list
    elements: str
  users:
    description:
      - User names, e-mail addresses or ids. Only their assignments are listed, and with O(effective) also what they have through
        groups. Costs one listing of all users.
    type: list
    elements: str
  groups:
    description: Names or ids of groups. Only their assignments are listed. Costs one listing of all groups.
    type: list
    elements: str
  effective:
    description: Whether RV(assignments[].effective) tells who has the role in the account. Costs the members of every assigned group.
    type: bool
    default: false
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: every task needs C(organization:DescribeIdentityCenter), C(organization:ListRoleConfigurations),
    C(organization:ListRoleAssignments) and C(organization:DescribeOrganizationMembers). For O(users) C(organization:ListUsers); for
    O(groups) C(organization:ListGroups); for O(effective) C(organization:ListGroupMembers); for an account that the list of
    accounts lacks C(organization:DescribeOrganization).
seealso:
  - module: orgkit.cloud.tencent_cic_role_assignment
"""

EXAMPLES = r"""
- name: All role assignments
  orgkit.cloud.tencent_cic_role_assignment_info:
  register: current

- name: The same assignments change nothing
  orgkit.cloud.tencent_cic_role_assignment:
    assignments: "{{ current.as_input.assignments }}"

- name: Who can do what in the production account, and why
  orgkit.cloud.tencent_cic_role_assignment_info:
    accounts:
      - platform-prod
    effective: true

- name: Everything that a user has
  orgkit.cloud.tencent_cic_role_assignment_info:
    users:
      - bob@example.com
    effective: true
"""

RETURN = r"""
assignments:
  description: The pairs of role configuration and account that have assignments, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    role_configuration:
      description: The role configuration, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: rc-aaaabbbbcccc, name: platform-operator}
    account:
      description: The account, by C(id) (the uin) and C(name).
      type: dict
      returned: always
      sample: {id: "200030000001", name: platform-prod}
    members_count:
      description: Number of rows in C(members).
      type: int
      returned: always
    members:
      description: The users and groups with this assignment, or those of them that O(users) and O(groups) name.
      type: list
      elements: dict
      returned: always
      sample:
        - id: g-aaaabbbbcccc
          name: platform-admins
          type: group
          create_time: "2026-01-02 03:04:05"
          update_time: "2026-01-02 03:04:05"
    effective:
      description:
        - Every user who has the role in the account. C(direct) tells whether by an assignment of its own, C(groups) through which groups.
      type: list
      elements: dict
      returned: when O(effective=true)
      sample:
        - id: u-aaaabbbbcccc
          name: alice@example.com
          direct: false
          groups: [{id: g-aaaabbbbcccc, name: platform-admins}]
as_input:
  description:
    - C(assignments) with which M(orgkit.cloud.tencent_cic_role_assignment) finds nothing to change.
    - The entries are exclusive unless O(users) or O(groups) chose some assignments.
  returned: success
  type: dict
  sample:
    assignments:
      - role_configuration: platform-operator
        accounts: [platform-prod]
        users: []
        groups: [platform-admins]
        exclusive: true
unreadable:
  description: Groups whose members could not be read for O(effective), with the reason.
  returned: success
  type: list
  elements: dict
  contains:
    group:
      description: The group, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: g-aaaabbbbcccc, name: platform-admins}
    reason:
      description: Why.
      type: str
      returned: always
zone_id:
  description: The Identity Center space.
  returned: success
  type: str
  sample: z-aaaabbbbcccc
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
    calls: {DescribeIdentityCenter: 1, DescribeOrganizationMembers: 1, ListRoleAssignments: 1, ListRoleConfigurations: 1}
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

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.identity_center import IdentityCenter
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.role_assignment import RoleAssignments
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.role_assignment_info import (
    INFO_SPEC,
    assignment_info,
    read_filters,
)


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **INFO_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read the role assignments. Raises OrgkitError or Failure."""
    filters = read_filters(task.params)
    effective = task.params["effective"]
    client = connect(task)
    center = IdentityCenter(client, text_option(task.params, "zone_id"))
    directory = RoleAssignments(center)
    return read_only(
        client, task, lambda: {**assignment_info(directory, filters, effective=effective), "zone_id": center.zone_id}
    )


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
