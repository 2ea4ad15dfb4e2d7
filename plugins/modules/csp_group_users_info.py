#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_group_users_info
short_description: List who is in which group of VMware Cloud Services
version_added: 1.0.0
description:
  - Lists groups of an organization of the VMware / Broadcom Cloud Services Platform with all their members, and gives them as
    input for M(orgkit.cloud.csp_group_users).
author:
  - orgkit.cloud contributors (@orgkit)
options:
  groups:
    description: Names or ids of the groups. All groups when it is not given.
    type: list
    elements: str
  users:
    description: User names, e-mail addresses or ids. Only their memberships are listed.
    type: list
    elements: str
  include_inherited:
    description: Whether the members that come from nested groups are listed too, apart from the direct ones.
    type: bool
    default: false
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.csp
  - orgkit.cloud.transport
notes:
  - >-
    Rights: V(org_owner) or V(org_admin). An application may do it too.
seealso:
  - module: orgkit.cloud.csp_group_users
"""

EXAMPLES = r"""
- name: All groups with their members
  orgkit.cloud.csp_group_users_info:
  register: current

- name: The same lists change nothing
  orgkit.cloud.csp_group_users:
    memberships: "{{ current.as_input.memberships }}"

- name: One group with the members of nested groups
  orgkit.cloud.csp_group_users_info:
    groups:
      - platform-operators
    include_inherited: true
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
      sample: 66666666-7777-8888-9999-000000000000
    name:
      description: Name of the group.
      type: str
      returned: always
      sample: platform-operators
    type:
      description: V(USER_GROUP) for a custom group, V(AD_GROUP), V(SHARED_GROUP) or V(DOMAIN_GROUP).
      type: str
      returned: always
      sample: USER_GROUP
    description:
      description: Description of the group.
      type: str
      returned: always
    members_count:
      description: Number of rows in C(members).
      type: int
      returned: always
    members:
      description: The direct members, or those of them that O(users) names.
      type: list
      elements: dict
      returned: always
      sample:
        - id: "vmwareid:11111111-2222-3333-4444-555555555555"
          name: alice@example.com
          email: alice@example.com
          display_name: Alice
          type: vmwareid
          status: accessible
          joined: null
    inherited_members:
      description: The members that the group has from nested groups, with the same keys.
      type: list
      elements: dict
      returned: when O(include_inherited=true)
as_input:
  description:
    - C(memberships) with which M(orgkit.cloud.csp_group_users) finds nothing to change.
    - The entries are exclusive when whole groups were listed.
  returned: success
  type: dict
  sample: {memberships: [{group: platform-operators, users: [alice@example.com], exclusive: true}]}
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
      sample: {id: 66666666-7777-8888-9999-000000000000, name: platform-operators}
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
    - From O(org_id) or the token.
  returned: unless options or credentials were refused
  type: dict
  sample: {id: 99999999-8888-7777-6666-555555555555, name: null}
api:
  description: The requests of the task. C(calls) by action, C(writes), C(retries) and C(throttled_seconds).
  returned: unless options or credentials were refused
  type: dict
  sample:
    calls: {list_group_users: 1, list_groups: 1, token: 1}
    writes: 0
    retries: 0
    throttled_seconds: 0.0
auth:
  description: C(source) of the credentials and C(endpoint).
  returned: unless options or credentials were refused
  type: dict
  sample: {source: "environment: API token", endpoint: "https://console.cloud.vmware.com"}
error:
  description:
    - Why the task failed. C(code) is the code of the API or C(http_) with the status, or one of
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
    message: 'Unknown group: "platfrom-operators" (near: platform-operators).'
    hint: Nothing was written.
    request_id:
    http_status:
    items:
      - name: platfrom-operators
        kind: group
        group: null
        candidates: [{id: 66666666-7777-8888-9999-000000000000, name: platform-operators}]
"""

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.info import (
    INFO_SPEC,
    membership_info,
    read_filters,
)


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **INFO_SPEC, "include_inherited": {"type": "bool", "default": False}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read groups and their members. Raises OrgkitError or Failure."""
    groups, users = read_filters(task.params)
    client = connect(task)
    directory = CspDirectory(client, CspOptions())
    inherited = directory.inherited_members if task.params["include_inherited"] else None
    return read_only(client, task, lambda: membership_info(directory, groups, users, inherited))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
