#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_user
short_description: Manage Identity Center users of Tencent Cloud
version_added: 1.0.0
description:
  - Creates, changes, enables, disables and deletes users of the Identity Center, one or many in one task.
  - Lists all users once, plans, shows the plan in check mode, writes in parallel at the rate limit of the API, and looks again.
  - Users that SCIM delivers are refused before anything is written, while synchronization is on.
  - The quota of the Identity Center is read when something is to be created; what cannot fit is refused before anything is written.
  - With O(force) a deletion first removes role assignments, then CAM synchronizations, then memberships; a synchronization that
    was made with the deletion strategy C(Delete) takes the CAM users with it.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The user name, at most 64 letters, digits and C(+ = , . @ _ -). The API cannot change it.
    type: str
  user_id:
    description:
      - The id of the user. It is never created then.
    type: str
  first_name:
    description:
      - The first name, at most 64 characters. Blank clears it.
    type: str
  last_name:
    description:
      - The last name, at most 64 characters. Blank clears it.
    type: str
  display_name:
    description:
      - The name that is shown, at most 256 characters. Blank clears it.
    type: str
  description:
    description:
      - A free text, at most 1024 characters. Blank clears it.
    type: str
  email:
    description:
      - The e-mail address. No other user of the space may have it. Blank clears it.
    type: str
  status:
    description:
      - Whether the user can log in, V(enabled) or V(disabled). A new user is enabled.
    type: str
  need_reset_password:
    description:
      - Whether a new user has to change the initial password. For the creation only; it is not compared.
    type: bool
  users:
    description:
      - Many users in one task. Excludes O(name) and O(user_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The user name.
        type: str
      user_id:
        description: The id of the user.
        type: str
      first_name:
        description: The first name, at most 64 characters. Blank clears it.
        type: str
      last_name:
        description: The last name, at most 64 characters. Blank clears it.
        type: str
      display_name:
        description: The name that is shown, at most 256 characters. Blank clears it.
        type: str
      description:
        description: A free text, at most 1024 characters. Blank clears it.
        type: str
      email:
        description: The e-mail address. No other user of the space may have it. Blank clears it.
        type: str
      status:
        description: Whether the user can log in, V(enabled) or V(disabled). A new user is enabled.
        type: str
      need_reset_password:
        description: Whether a new user has to change the initial password. For the creation only; it is not compared.
        type: bool
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the user may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether V(absent) first takes away what stands in the way.
        type: bool
  return_password:
    description:
      - Whether the generated initial password of a user that this run creates stands under C(password) in its row. It is
        told only once and cannot be read later. Set C(no_log=true) on the task, and hand the result on to a secret store.
      - Without it the password is masked and kept nowhere; an administrator sets another one in the console.
      - When the answer of the creation is lost on the way, the password is lost too, and C(password) is missing.
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
    Rights: every task needs C(organization:DescribeIdentityCenter) and C(organization:ListUsers). To create
    C(organization:GetZoneStatistics) and C(organization:CreateUser); to change C(organization:UpdateUser), for O(status)
    C(organization:UpdateUserStatus); for O(state=absent) C(organization:ListRoleAssignments),
    C(organization:ListUserSyncProvisionings), C(organization:ListJoinedGroupsForUser) and C(organization:DeleteUser), and with
    O(force) C(organization:DeleteRoleAssignment), C(organization:GetTaskStatus), C(organization:DeleteUserSyncProvisioning),
    C(organization:GetProvisioningTaskStatus) and C(organization:RemoveUserFromGroup) too.
seealso:
  - module: orgkit.cloud.tencent_cic_user_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: CreateUser
    description: The API page of the action that creates a user.
    link: https://www.tencentcloud.com/document/product/1031/63563
"""

EXAMPLES = r"""
- name: Kim joins
  orgkit.cloud.tencent_cic_user:
    name: kim@example.com
    first_name: Kim
    last_name: Example
    display_name: Kim Example
    email: kim@example.com
    need_reset_password: true

- name: One is disabled, and one leaves with all that was granted
  orgkit.cloud.tencent_cic_user:
    users:
      - name: heidi@example.com
        status: disabled
      - name: judy@example.com
        state: absent
        force: true
    max_deletions: 1
"""

RETURN = r"""
users:
  description:
    - The users that shall be present, as M(orgkit.cloud.tencent_cic_user_info) gives them; in check mode as they would be.
    - With O(return_password) C(password) stands in the rows of the users that this run created.
  type: list
  elements: dict
  returned: unless options or credentials were refused
  sample:
    - id: u-4f0ttq3cq8d1
      name: kim@example.com
      first_name: Kim
      last_name: Example
      display_name: Kim Example
      description: ""
      email: kim@example.com
      status: enabled
      type: Manual
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
      description: V(create), V(update) or V(delete), and V(remove) for what O(force) takes away first.
      type: str
      returned: always
      sample: create
    kind:
      description: V(user), and V(assignment), V(synchronization) or V(membership) for what O(force) takes away first.
      type: str
      returned: always
      sample: user
    subject:
      description: The user, by C(id) and C(name); for what O(force) takes away the thing that goes.
      type: dict
      returned: always
      sample: {id: u-aaaabbbbcccc, name: carol@example.com}
    target:
      description: The user itself.
      type: dict
      returned: always
      sample: {id: u-aaaabbbbcccc, name: carol@example.com}
    before:
      description: The fields that change, as they were. Null for what was not there. V(present) for a membership that O(force) takes away.
      type: raw
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {display_name: Carol Example}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: create user carol@example.com
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
    calls: {DescribeIdentityCenter: 1, ListUsers: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.user import FORM, UserKind, clean_field
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}, "return_password": {"type": "bool", "default": False, "no_log": False}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **TASK_SPEC, **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the users that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM, clean=clean_field)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    zone = Zone(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: zone.id, client.http.sleep, task.clock, timeout)
    kind = UserKind(
        client,
        zone,
        polls=polls,
        secrets=task.secrets,
        return_password=task.params["return_password"],
    )
    return run(Objects(kind, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
