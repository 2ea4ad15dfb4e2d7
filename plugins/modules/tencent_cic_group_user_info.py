#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_group_user_info
short_description: List who is in which Identity Center group of Tencent Cloud
version_added: 1.0.0
description:
  - Lists groups of Tencent Cloud Identity Center with all their members, and gives them as input for
    M(orgkit.cloud.tencent_cic_group_user).
author:
  - orgkit.cloud contributors (@orgkit)
options:
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
  groups:
    description: Names or ids of the groups. All groups when it is not given.
    type: list
    elements: str
  users:
    description: User names, e-mail addresses or ids. Only their memberships are listed.
    type: list
    elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: every task needs C(organization:DescribeIdentityCenter), C(organization:ListGroups) and
    C(organization:ListGroupMembers). For O(users), and for all groups where it takes fewer requests, C(organization:ListUsers) and
    C(organization:ListJoinedGroupsForUser).
seealso:
  - module: orgkit.cloud.tencent_cic_group_user
"""

EXAMPLES = r"""
- name: All groups with their members
  orgkit.cloud.tencent_cic_group_user_info:
  register: current

- name: The same lists change nothing
  orgkit.cloud.tencent_cic_group_user:
    memberships: "{{ current.as_input.memberships }}"

- name: The groups of one user
  orgkit.cloud.tencent_cic_group_user_info:
    users:
      - alice@example.com
"""

RETURN = r"""
groups:
  description: The groups with their members, sorted by name.
  returned: success
  type: list
  elements: dict
  contains:
    id:
      description: Id of the group.
      type: str
      returned: always
      sample: g-aaaabbbbcccc
    name:
      description: Name of the group.
      type: str
      returned: always
      sample: platform-admins
    type:
      description: V(Manual), or V(Synchronized) for a group that SCIM delivers.
      type: str
      returned: always
      sample: Manual
    description:
      description: Description of the group.
      type: str
      returned: always
    members_count:
      description: Number of rows in C(members).
      type: int
      returned: always
    members:
      description: The members, or those of them that O(users) names.
      type: list
      elements: dict
      returned: always
      sample:
        - id: u-aaaabbbbcccc
          name: alice@example.com
          email: alice@example.com
          display_name: Alice
          type: Manual
          status: Enabled
          joined: "2026-01-02 03:04:05"
as_input:
  description:
    - C(memberships) with which M(orgkit.cloud.tencent_cic_group_user) finds nothing to change.
    - The entries are exclusive when whole groups were listed.
  returned: success
  type: dict
  sample: {memberships: [{group: platform-admins, users: [alice@example.com], exclusive: true}]}
zone_id:
  description: The Identity Center space.
  returned: success
  type: str
  sample: z-aaaabbbbcccc
# From tools/returned: unreadable, collected, about
unreadable:
  description: Groups whose members could not be read, with the reason. They stand neither in RV(groups) nor in RV(as_input).
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
    calls: {DescribeIdentityCenter: 1, ListGroupMembers: 1, ListGroups: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.info import (
    INFO_SPEC,
    membership_info,
    read_filters,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.whole_center import WholeCenter


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **INFO_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read groups and their members. Raises OrgkitError or Failure."""
    groups, users = read_filters(task.params)
    client = connect(task)
    directory = WholeCenter(client, text_option(task.params, "zone_id"))
    return read_only(client, task, lambda: {**membership_info(directory, groups, users), "zone_id": directory.zone_id})


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
