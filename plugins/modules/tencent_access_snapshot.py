#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_access_snapshot
short_description: Write down who has access in Tencent Cloud Organization
version_added: 1.0.0
description:
  - Writes one file with everything that gives access in an organization of Tencent Cloud, as evidence for an audit and as input for
    M(orgkit.cloud.access_report).
  - The file has one JSON object in each line. The first line tells what was read, by whom and when, the last one counts the rows and proves
    that the file is whole. C(docs/schemas/snapshot.schema.json) describes every row.
  - It appears under its name only when it is complete, and only its owner may read it.
  - Nothing is written to the cloud. The file is written in check mode too, and RV(ignore:changed) is always false.
  - What the caller may not see is a row C(unreadable) with the reason, a warning, and RV(complete) is false then.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  dest:
    description:
      - Path of the file. Its folder must exist. An older file of this name is replaced.
    type: path
    required: true
  include:
    description:
      - 'Kinds of rows that are wanted, of these: V(account), V(department), V(user), V(group), V(membership), V(role_configuration),
        V(policy), V(assignment), V(deployment), V(synchronization).'
      - All of them by default.
    type: list
    elements: str
  zone_id:
    description:
      - Id of the Identity Center space. The only one of the organization by default.
    type: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: the whole file needs C(organization:DescribeOrganization), C(organization:DescribeOrganizationMembers),
    C(organization:DescribeOrganizationNodes), C(organization:DescribeIdentityCenter), C(organization:ListUsers),
    C(organization:ListGroups), C(organization:ListGroupMembers), C(organization:ListJoinedGroupsForUser),
    C(organization:ListRoleConfigurations), C(organization:ListPermissionPoliciesInRoleConfiguration),
    C(organization:ListRoleConfigurationProvisionings), C(organization:ListRoleAssignments) and
    C(organization:ListUserSyncProvisionings).
  - Memberships are read by group or by user, whichever takes fewer requests. Where the group tells another number, it is read again. If
    its number and its list disagree to the end, the group is a row C(unreadable).
seealso:
  - module: orgkit.cloud.access_report
"""

EXAMPLES = r"""
- name: Write down who has access today
  orgkit.cloud.tencent_access_snapshot:
    dest: ./access-tencent.jsonl
  register: snapshot

- name: Fail when something could not be read
  ansible.builtin.assert:
    that: snapshot.complete

- name: People and groups only
  orgkit.cloud.tencent_access_snapshot:
    dest: ./groups-tencent.jsonl
    include: [user, group, membership]
"""

RETURN = r"""
path:
  description: The absolute path of the file.
  type: str
  returned: success
  sample: /srv/access/tencent.jsonl
sha256:
  description: The SHA-256 of the file, in hexadecimal.
  type: str
  returned: success
  sample: e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
counts:
  description: How many rows of each kind were written.
  type: dict
  returned: success
  sample:
    account: 5
    assignment: 6
    department: 4
    deployment: 4
    group: 4
    membership: 9
    policy: 3
    role_configuration: 2
    synchronization: 0
    unreadable: 0
    user: 8
complete:
  description: Whether everything that was wanted could be read.
  type: bool
  returned: success
  sample: true
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
    calls: {ListGroups: 1, ListUsers: 1}
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

from ansible_collections.orgkit.cloud.plugins.module_utils._access.record import (
    SNAPSHOT_SPEC,
    read_include,
    take_snapshot,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.access import KINDS, TencentReader
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **SNAPSHOT_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Write the snapshot. Raises OrgkitError or Failure."""
    include = read_include(task, KINDS)
    reader = TencentReader(connect(task), text_option(task.params, "zone_id"))
    return read_only(reader.client, task, lambda: take_snapshot(reader, task, include, KINDS))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
