#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_group
short_description: Manage Identity Center groups of Tencent Cloud
version_added: 1.0.0
description:
  - Creates, renames, describes and deletes groups of the Identity Center, one or many in one task.
  - Lists all groups once, plans, shows the plan in check mode, writes in parallel at the rate limit of the API, and looks again.
  - Who is in a group is the matter of M(orgkit.cloud.tencent_cic_group_user).
  - Groups that SCIM delivers are refused before anything is written, while synchronization is on.
  - The quota of the Identity Center is read when something is to be created; what cannot fit is refused before anything is written.
  - With O(force) a deletion first removes role assignments, then CAM synchronizations, then memberships; a synchronization that
    was made with the deletion strategy C(Delete) takes the CAM users with it.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The name, at most 128 letters, digits and C(-).
    type: str
  group_id:
    description:
      - The id of the group. It is never created then.
      - Together with another O(name), and with O(rename=true), the group is renamed.
    type: str
  description:
    description:
      - A free text, at most 1024 characters. Blank clears it.
    type: str
  groups:
    description:
      - Many groups in one task. Excludes O(name) and O(group_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name.
        type: str
      group_id:
        description: The id of the group.
        type: str
      description:
        description: A free text. Blank clears it.
        type: str
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the group may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether V(absent) first takes away what stands in the way.
        type: bool
      rename:
        description: Whether the group may be renamed.
        type: bool
  rename:
    description:
      - Whether the group with O(group_id) may get the name of O(name).
    type: bool
    default: false
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
  task_timeout:
    description:
      - Seconds to wait for each asynchronous task that takes an assignment or a synchronization away. What is not over by then is
        told with an unknown outcome.
    type: int
    default: 300
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.objects
  - orgkit.cloud.plan
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: every task needs C(organization:DescribeIdentityCenter) and C(organization:ListGroups). To create
    C(organization:GetZoneStatistics) and C(organization:CreateGroup); to change or rename C(organization:UpdateGroup); for
    O(state=absent) C(organization:ListRoleAssignments), C(organization:ListUserSyncProvisionings), C(organization:ListGroupMembers)
    and C(organization:DeleteGroup), and with O(force) C(organization:DeleteRoleAssignment), C(organization:GetTaskStatus),
    C(organization:DeleteUserSyncProvisioning), C(organization:GetProvisioningTaskStatus) and C(organization:RemoveUserFromGroup)
    too.
seealso:
  - module: orgkit.cloud.tencent_cic_group_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: CreateGroup
    description: The API page of the action that creates a group.
    link: https://www.tencentcloud.com/document/product/1031/63572
"""

EXAMPLES = r"""
- name: There is a group for the analysts
  orgkit.cloud.tencent_cic_group:
    name: data-analysts
    description: Reads the warehouse

- name: Two groups, and one goes with its members
  orgkit.cloud.tencent_cic_group:
    groups:
      - name: data-stewards
      - name: data-engineers
        description: Pipelines and warehouse
      - name: break-glass
        state: absent
        force: true
    max_deletions: 1
"""

RETURN = r"""
groups:
  description:
    - The groups that shall be present, as M(orgkit.cloud.tencent_cic_group_info) gives them; in check mode as they would be.
  type: list
  elements: dict
  returned: unless options or credentials were refused
  sample:
    - id: g-2c9qkx81m0aa
      name: data-analysts
      description: Reads the warehouse
      type: Manual
      member_count: 0
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
# From tools/returned: object_changes, object_summary, plan, about
changes:
  description:
    - The writes that are planned or were tried, in the order in which they are sent.
    - Check mode and real run agree on everything but RV(changes[].status), RV(changes[].error), RV(changes[].request_id),
      RV(changes[].time), and ids that do not exist yet.
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    action:
      description: V(create), V(update), V(rename) or V(delete), and V(remove) for what O(force) takes away first.
      type: str
      returned: always
      sample: create
    kind:
      description: V(group), and V(assignment), V(synchronization) or V(membership) for what O(force) takes away first.
      type: str
      returned: always
      sample: group
    subject:
      description: The group, by C(id) and C(name); for what O(force) takes away the thing that goes.
      type: dict
      returned: always
      sample: {id: g-aaaabbbbcccc, name: data-engineers}
    target:
      description: The group itself.
      type: dict
      returned: always
      sample: {id: g-aaaabbbbcccc, name: data-engineers}
    before:
      description: The fields that change, as they were. Null for what was not there. V(present) for a membership that O(force) takes away.
      type: raw
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {description: Data platform}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: create group data-engineers
    status:
      description:
        - V(planned) in check mode or when the task was refused, else V(done), V(pending), V(failed), V(outcome_unknown) or V(not_tried).
        - V(pending) means that somebody else has to agree. V(outcome_unknown) means that the answer was lost and the change does not show.
      type: str
      returned: always
      sample: done
    error:
      description: Why the change failed, with the keys of RV(error).
      type: dict
      returned: when the change failed or its outcome is unknown
    request_id:
      description: Id of the request, for the support of the vendor.
      type: str
      returned: when the answer brought one
    time:
      description: When the change was sent, in UTC.
      type: str
      returned: when the change was sent
      sample: "2026-01-02T03:04:05Z"
summary:
  description: Counts of what was done or is planned.
  returned: unless options or credentials were refused
  type: dict
  sample:
    created: 1
    updated: 0
    renamed: 0
    deleted: 0
    unchanged: 0
    pending: 0
    failed: 0
    not_tried: 0
    outcome_unknown: 0
diff:
  description: What changes, C(before) and C(after), one line each.
  returned: in diff mode
  type: dict
plan_id:
  description:
    - Names the plan. The same in check mode and in the real run as long as the same changes are due.
    - Give it to O(expect_plan) to do what was approved and nothing else. Null when the task failed before it could plan.
  returned: unless options or credentials were refused
  type: str
  sample: 3f786850e387550f
collected_at:
  description: When the cloud was read, in UTC. Null when it could not be read.
  returned: unless options or credentials were refused
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
    calls: {DescribeIdentityCenter: 1, ListGroups: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.group import FORM, GroupKind
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **TASK_SPEC, **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the groups that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    zone = Zone(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: zone.id, client.http.sleep, task.clock, timeout)
    kind = GroupKind(client, zone, polls=polls)
    return run(Objects(kind, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
