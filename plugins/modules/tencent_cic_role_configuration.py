#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_role_configuration
short_description: Manage Identity Center role configurations of Tencent Cloud
version_added: 1.0.0
description:
  - Creates, changes and deletes role configurations (permission configurations) of the Identity Center with their policies, one or
    many in one task, and brings what is deployed of them up to date.
  - A role configuration says what may be done. Who may do it in which account is an assignment; the first assignment in an account
    deploys the configuration there.
  - The API does not push later changes of policies, session or first page into the accounts. With O(provision) this module does,
    for every account that needs it, also when it needs it for a reason outside of the task.
  - Policies that are added, removed or changed, and accounts that are provisioned, are changes of their own in the plan.
  - Quotas are read when something is to be created or a system policy added; what cannot fit is refused before anything is written.
  - With O(force) a deletion first removes the assignments, then dismantles the configuration in each account, then removes the
    policies. People lose the access that it gave them.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The name, at most 128 letters, digits and C(-). It cannot be changed.
    type: str
  role_configuration_id:
    description:
      - The id of the role configuration. It is never created then.
    type: str
  description:
    description:
      - A free text, at most 1024 characters. Blank clears it.
    type: str
  session_duration:
    description:
      - How long a session lasts at most, in seconds, from 900 to 43200. A new role configuration has 3600 when nothing is given.
    type: int
  relay_state:
    description:
      - The first page of the console after the login, an C(https) URL. Blank clears it.
    type: str
  policies:
    description:
      - The system policies, by exact name, or by id as a number. This is the complete list; others are removed.
      - A name that is not attached yet is looked up in access management (CAM action C(ListPolicies)), an id with C(GetPolicy).
    type: list
    elements: str
  custom_policies:
    description:
      - The custom policies, a document for each name. This is the complete set; others are removed.
      - A name has at most 32 characters, a document at most 4096. A document is a dictionary, or its JSON as text.
      - Documents are compared by what they say, not by how they are written. In YAML write C(version) with quotes.
    type: dict
  provision:
    description:
      - Whether accounts in which something else is deployed than the role configuration says are provisioned again.
      - That is every account whose deployment status is C(DeployedRequired) or C(DeployFailed), and every account when the task changes
        policies, session or first page.
    type: bool
    default: true
  role_configurations:
    description:
      - Many role configurations in one task. Excludes O(name) and O(role_configuration_id). What an entry does not give it takes from
        the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name.
        type: str
      role_configuration_id:
        description: The id of the role configuration.
        type: str
      description:
        description: A free text. Blank clears it.
        type: str
      session_duration:
        description: How long a session lasts at most, in seconds.
        type: int
      relay_state:
        description: The first page of the console after the login. Blank clears it.
        type: str
      policies:
        description: The system policies, by name or id; the complete list.
        type: list
        elements: str
      custom_policies:
        description: The custom policies, a document for each name; the complete set.
        type: dict
      provision:
        description: Whether accounts are provisioned again that need it.
        type: bool
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the role configuration may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether V(absent) first takes away what stands in the way.
        type: bool
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
  task_timeout:
    description:
      - Seconds to wait for each asynchronous task. Provisioning that is not over by then is told as pending and goes on; what takes an
        assignment or a deployment away is told with an unknown outcome.
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
    Rights: every task needs C(organization:DescribeIdentityCenter), C(organization:ListRoleConfigurations),
    C(organization:ListPermissionPoliciesInRoleConfiguration) and C(organization:ListRoleConfigurationProvisionings). To create
    C(organization:GetZoneStatistics) and C(organization:CreateRoleConfiguration); to change
    C(organization:UpdateRoleConfiguration); for O(policies) C(organization:GetZoneStatistics),
    C(organization:AddPermissionPolicyToRoleConfiguration) and C(organization:RemovePermissionPolicyFromRoleConfiguration), with
    names C(cam:ListPolicies), with ids C(cam:GetPolicy); for O(custom_policies)
    C(organization:AddPermissionPolicyToRoleConfiguration), C(organization:RemovePermissionPolicyFromRoleConfiguration) and
    C(organization:UpdateCustomPolicyForRoleConfiguration); for O(provision) C(organization:ProvisionRoleConfiguration) and
    C(organization:GetTaskStatus); for O(state=absent) C(organization:ListRoleAssignments) and
    C(organization:DeleteRoleConfiguration), and with O(force) C(organization:DeleteRoleAssignment),
    C(organization:DismantleRoleConfiguration), C(organization:GetTaskStatus) and C(organization:ListTasks) too.
  - System policies are looked up in access management, a second service (C(cam), version 2019-01-16). Policies that are
    attached already are not looked up.
  - With O(endpoint) both services are asked there. Otherwise access management is asked at C(cam.intl.tencentcloudapi.com), or on the
    mainland site at C(cam.tencentcloudapi.com).
seealso:
  - module: orgkit.cloud.tencent_cic_role_configuration_info
  - module: orgkit.cloud.tencent_cic_group
  - name: CreateRoleConfiguration
    description: The API page of the action that creates a role configuration.
    link: https://www.tencentcloud.com/document/product/1031/63602
  - name: Provisioning
    description: What the vendor says about changes that are not pushed into accounts.
    link: https://www.tencentcloud.com/document/product/1031/61839
"""

EXAMPLES = r"""
- name: There is a role configuration for operators of the platform
  orgkit.cloud.tencent_cic_role_configuration:
    name: platform-operator
    description: Runs the clusters
    session_duration: 7200
    policies:
      - QcloudTKEFullAccess
      - QcloudCVMReadOnlyAccess
    custom_policies:
      no-deletion:
        version: "2.0"
        statement:
          - effect: deny
            action: ["cvm:Terminate*", "cbs:Delete*"]
            resource: ["*"]

- name: Two at once, and every account gets what they say
  orgkit.cloud.tencent_cic_role_configuration:
    role_configurations:
      - name: auditor
        policies: [ReadOnlyAccess, QcloudFinanceReadOnlyAccess]
      - name: storage-reader
        policies: [QcloudCOSReadOnlyAccess]

- name: One goes with everything that depends on it
  orgkit.cloud.tencent_cic_role_configuration:
    name: auditor
    state: absent
    force: true
    max_deletions: 1
"""

RETURN = r"""
role_configurations:
  description:
    - The role configurations that shall be present, as M(orgkit.cloud.tencent_cic_role_configuration_info) gives them; in check mode as
      they would be.
  type: list
  elements: dict
  returned: unless options or credentials were refused
  sample:
    - id: rc-2c9qkx81m0aa
      name: platform-operator
      description: Runs the clusters
      session_duration: 7200
      relay_state: ""
      policies:
        - id: "295"
          name: QcloudCVMReadOnlyAccess
      custom_policies:
        no-deletion: {version: "2.0", statement: [{effect: deny, action: ["cvm:Terminate*"], resource: ["*"]}]}
      deployments:
        - account: {id: "200030000001", name: platform-prod}
          target_type: MemberUin
          status: Deployed
          create_time: "2026-01-01 00:00:00"
          update_time: "2026-01-01 00:00:00"
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
      description: V(create), V(update) or V(delete); V(add), V(remove) or V(update) for a policy; V(update) for an account that is
        provisioned again; V(remove) for what O(force) takes away first.
      type: str
      returned: always
      sample: create
    kind:
      description: V(role_configuration), V(policy), V(custom_policy), V(deployment) or V(assignment).
      type: str
      returned: always
      sample: role_configuration
    subject:
      description: The role configuration, the policy, the account of a deployment, or the user or group of an assignment, by C(id)
        and C(name).
      type: dict
      returned: always
      sample: {id: rc-aaaabbbbcccc, name: platform-operator}
    target:
      description: The role configuration.
      type: dict
      returned: always
      sample: {id: rc-aaaabbbbcccc, name: platform-operator}
    before:
      description: The fields that change, as they were. Null for what was not there.
        V(present) for a policy, and the text of a custom policy.
      type: raw
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
        V(present) for a policy, and the text of a custom policy.
      type: raw
      returned: always
      sample: {session_duration: 7200}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: add the policy QcloudCOSReadOnlyAccess to platform-operator
    status:
      description:
        - V(planned) in check mode or when the task was refused, else V(done), V(pending), V(failed), V(outcome_unknown) or V(not_tried).
        - V(pending) means that provisioning goes on. V(outcome_unknown) means that the answer was lost and the change does not show.
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
    calls: {DescribeIdentityCenter: 1, ListRoleConfigurations: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.role_configuration import (
    FORM,
    RoleConfigurationKind,
    clean_field,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **TASK_SPEC, **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the role configurations that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM, clean=clean_field)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    zone = Zone(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: zone.id, client.http.sleep, task.clock, timeout)
    kind = RoleConfigurationKind(client, zone, polls=polls)
    return run(Objects(kind, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
