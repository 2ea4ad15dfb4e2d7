#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_role_assignment
short_description: Manage who has which role in which account of Tencent Cloud
version_added: 1.0.0
description:
  - Assigns role configurations of Tencent Cloud Identity Center to users and groups in accounts of the organization, and ends such
    assignments, for one role configuration or many in one task.
  - Reads once, plans, shows the plan in check mode, writes, waits for the tasks of the cloud, and looks again.
  - New assignments are sent in requests of 50. A request that is refused as a whole is sent again in halves, so that one bad entry
    does not stop the others.
  - Before it writes, it reads once which tasks of the cloud are under way. What an earlier run has begun, an addition or a removal, is
    waited for and not sent again.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  role_configuration:
    description: Name or id of the role configuration. Goes with O(accounts); the short form of one entry of O(assignments).
    type: str
  accounts:
    description:
      - Names or uins of the accounts, the management account too. Where several accounts have a name, only the uin will do.
      - V([]) is an empty list.
    type: list
    elements: str
  users:
    description:
      - User names, e-mail addresses or ids. An id wins over an exact user name, and that over a match that ignores case.
      - A name that means exactly one user who has the role in the account is that user. To end the assignment of somebody who is named by
        e-mail address or in another case, and for names that mean nobody there, all users are read.
      - Blank elements are dropped. V([]) is an empty list.
    type: list
    elements: str
  groups:
    description: Names or ids of groups of Identity Center; likewise.
    type: list
    elements: str
  assignments:
    description:
      - Many role configurations and accounts in one task. This is much faster than a loop.
      - What an entry does not give is taken from the option of the task with the same name.
      - The same role configuration in the same account may stand in several entries when none of them is exclusive.
    type: list
    elements: dict
    suboptions:
      role_configuration:
        description: Name or id of the role configuration. Required.
        type: str
      accounts:
        description: Names or uins of the accounts. Required; V([]) is an empty list.
        type: list
        elements: str
      users:
        description: User names, e-mail addresses or ids. Here or in C(groups) something is required; V([]) is an empty list.
        type: list
        elements: str
      groups:
        description: Names or ids of groups.
        type: list
        elements: str
      state:
        description: As O(state), V(present) or V(absent).
        type: str
      exclusive:
        description: As O(exclusive).
        type: bool
      max_removals:
        description: As O(max_removals).
        type: str
      allow_empty:
        description: As O(allow_empty).
        type: bool
      protected_users:
        description: As O(protected_users).
        type: list
        elements: str
      protected_groups:
        description: As O(protected_groups).
        type: list
        elements: str
      tolerated_users:
        description:
          - Users whose assignments O(exclusive) leaves as they are, although the list does not name them. A name that has none does not
            matter.
        type: list
        elements: str
      tolerated_groups:
        description: Groups, likewise.
        type: list
        elements: str
  all_assignments:
    description:
      - With O(state=absent) and O(users) only. Ends every assignment that the users have themselves, in all accounts.
      - What they have through groups stays; M(orgkit.cloud.tencent_cic_group_user) takes them out of groups.
    type: bool
    default: false
  state:
    description: Whether the users and groups shall have the role in the accounts or not.
    type: str
    choices: [present, absent]
    default: present
  exclusive:
    description:
      - With O(state=present), O(users) and O(groups) together are the complete list for this role configuration in these accounts. All
        other users and groups lose it there. When one of the two lists is not given, it counts as empty.
    type: bool
    default: false
  max_removals:
    description:
      - How many assignments O(exclusive) may end for a role configuration in an account, as a number or as a percentage of the
        present ones, rounded up.
      - Beyond it nothing is written at all. The refusal is the same in check mode and tells the full plan.
    type: str
    default: 25%
  max_total_removals:
    description: How many assignments the whole task may end, for both states. Beyond it nothing is written at all.
    type: int
  leavers:
    description:
      - Users who lose every assignment of their own in the same plan as everything else, wherever it is. They are taken out of every list
        of the task, so that lists and leaving cannot disagree. They may be all that the task is about.
      - Only O(max_leavers), O(max_total_removals) and the protected users hold them back. When O(exclusive) asks for more than its
        guards allow, leavers leave all the same, everything else is not tried, and the task fails at the end.
      - A list that names nobody but leavers counts as an empty one that was meant.
      - A leaver whom the cloud does not know is only listed in RV(unknown_users), so that old names may stay in the list. Assignments
        that carry the exact name, or the id, of a leaver end also when the list of all users lacks that user.
      - All users are read.
    type: list
    elements: str
  max_leavers:
    description: How many leavers may lose something, as a number or as a percentage of all users. Beyond it nothing is written at all.
    type: str
  allow_empty:
    description: O(exclusive) with empty lists is refused unless this is V(true).
    type: bool
    default: false
  protected_users:
    description:
      - Users whose assignments O(exclusive) never ends. To name one of them with O(state=absent) is an error.
      - A name that has none of the assignments gives a warning.
    type: list
    elements: str
  protected_groups:
    description: Groups whose assignments O(exclusive) never ends; likewise.
    type: list
    elements: str
  unknown_users:
    description:
      - What the task does with names of users and groups that the cloud does not know. They always stand in RV(unknown_users) and
        RV(unknown_groups). There is no default, since it depends on the state of each entry.
      - With O(state=present), V(fail) (used when nothing is given) writes nothing. V(skip) leaves such names out, does the rest and
        fails the task at the end; nothing is ended in an account for which a name was left out.
      - With O(state=absent), V(warn) (used when nothing is given) and V(ignore) go on, V(fail) writes nothing.
      - In a task with both, the value counts for the state that it fits.
    type: str
    choices: [fail, skip, warn, ignore]
  assume_present:
    description: What an earlier task of the same play creates. In check mode it is planned with as if it existed.
    type: dict
    suboptions:
      users:
        description: Names of users.
        type: list
        elements: str
      groups:
        description: Names of groups.
        type: list
        elements: str
      role_configurations:
        description: Names of role configurations.
        type: list
        elements: str
      accounts:
        description: Names of accounts.
        type: list
        elements: str
  deprovision:
    description:
      - Whether a role configuration is taken out of an account with its last assignment there, with the CAM role and the identity provider
        that belong to it.
    type: bool
    default: false
  task_timeout:
    description:
      - Seconds to wait for the tasks of the cloud, for all additions together and then for all removals together. What is not over by
        then is V(pending).
    type: int
    default: 300
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.plan
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: every task needs C(organization:DescribeIdentityCenter), C(organization:ListRoleConfigurations),
    C(organization:ListRoleAssignments), C(organization:DescribeOrganizationMembers), C(organization:ListUsers) and
    C(organization:ListGroups). To add C(organization:DescribeOrganization), C(organization:ListTasks),
    C(organization:CreateRoleAssignment) and C(organization:GetTaskStatus); to end C(organization:ListTasks),
    C(organization:DeleteRoleAssignment) and C(organization:GetTaskStatus).
  - Names are resolved completely before the first write. When a name cannot be resolved or a guard rail refuses, nothing is
    written, all problems are told in one error, and RV(changes) still holds what could be planned.
  - Assignments for a role configuration in an account are ended only when all additions there are done.
seealso:
  - module: orgkit.cloud.tencent_cic_role_assignment_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: CreateRoleAssignment
    description: The API page of the action that assigns a role configuration.
    link: https://www.tencentcloud.com/document/product/1031/63611
"""

EXAMPLES = r"""
- name: The data engineers may read the sandbox
  orgkit.cloud.tencent_cic_role_assignment:
    role_configuration: auditor
    accounts:
      - sandbox-shared
    groups:
      - data-engineers

- name: Judy runs both platform accounts
  orgkit.cloud.tencent_cic_role_assignment:
    role_configuration: platform-operator
    accounts:
      - platform-prod
      - platform-test
    users:
      - judy@example.com

- name: The developers do not run the test account any more
  orgkit.cloud.tencent_cic_role_assignment:
    role_configuration: platform-operator
    accounts:
      - platform-test
    groups:
      - platform-developers
    state: absent

- name: The complete lists of two accounts, with a guard against mass removals
  orgkit.cloud.tencent_cic_role_assignment:
    assignments:
      - role_configuration: auditor
        accounts:
          - finance-reports
        groups:
          - finance-viewers
        users:
          - carol@example.com
      - role_configuration: platform-operator
        accounts:
          - platform-prod
        users: []
        groups:
          - platform-admins
    exclusive: true
    max_removals: 50%
    protected_groups:
      - platform-admins

- name: A leaver loses every role that was assigned to the person
  orgkit.cloud.tencent_cic_role_assignment:
    all_assignments: true
    users:
      - judy@example.com
    state: absent
"""

RETURN = r"""
# From tools/returned: assignment_changes, assignments, plan, about
changes:
  description:
    - One row for every assignment that changes, sorted by role configuration, account and principal.
    - Check mode and real run agree on everything but RV(changes[].status), RV(changes[].error), RV(changes[].request_id),
      and RV(changes[].time).
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    action:
      description: V(add) or V(remove).
      type: str
      returned: always
      sample: add
    kind:
      description: V(assignment).
      type: str
      returned: always
      sample: assignment
    subject:
      description: The user or group, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: g-aaaabbbbcccc, name: platform-admins}
    target:
      description:
        - The role configuration in the account. C(id) is the id of the one, a slash and the uin of the other; C(name) holds both names,
          and the uin when several accounts have the name.
      type: dict
      returned: always
      sample: {id: rc-aaaabbbbcccc/200030000001, name: platform-operator in platform-prod}
    before:
      description: V(user) or V(group), which of the two has the role, or null.
      type: str
      returned: always
    after:
      description: V(user) or V(group), which of the two has the role afterwards, or null.
      type: str
      returned: always
      sample: group
    text:
      description: The change in words.
      type: str
      returned: always
      sample: add group platform-admins to platform-operator in platform-prod
    status:
      description:
        - V(planned) in check mode or when the task was refused, else V(done), V(pending), V(failed), V(outcome_unknown) or V(not_tried).
        - V(pending) means that the task of the cloud was not over within O(task_timeout). The next run waits for it and does not send
          the addition again. V(outcome_unknown) means that the answer was lost and the change does not show.
      type: str
      returned: always
      sample: done
    error:
      description: Why the change failed, with the keys of RV(error); a task that failed tells its reason.
      type: dict
      returned: when the change failed or its outcome is unknown
    request_id:
      description: Id of the request, for the support of the vendor.
      type: str
      returned: when the answer brought one
    time:
      description: When the change was sent, in UTC. Missing for a change that an earlier run has sent.
      type: str
      returned: when this run sent the change
      sample: "2026-01-02T03:04:05Z"
assignments:
  description:
    - What happens in each pair of role configuration and account. Users stand in the lists by name, groups by the word C(group), a blank
      and their name.
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    role_configuration:
      description: The role configuration, by C(id) and C(name).
      type: dict
      returned: always
    account:
      description: The account, by C(id) (the uin) and C(name).
      type: dict
      returned: always
    members_count:
      description: Number of users and groups with this assignment after the changes that were done or are planned.
      type: int
      returned: always
    unchanged_count:
      description: How many of the named users and groups are already as they should be.
      type: int
      returned: always
    added:
      description: Who was added, or would be.
      type: list
      elements: str
      returned: always
    removed:
      description: Who was removed, or would be.
      type: list
      elements: str
      returned: always
    kept:
      description: Protected users and groups that are not listed and stay.
      type: list
      elements: str
      returned: always
    pending:
      description: Whose task was not over within O(task_timeout).
      type: list
      elements: str
      returned: always
    failed:
      description: For whom the change was refused, or its task failed.
      type: list
      elements: str
      returned: always
    not_tried:
      description: For whom nothing was sent, because of an earlier failure.
      type: list
      elements: str
      returned: always
    outcome_unknown:
      description: For whom the answer was lost and the change does not show.
      type: list
      elements: str
      returned: always
    unknown_users:
      description: Names of users that Identity Center does not know.
      type: list
      elements: str
      returned: always
    unknown_groups:
      description: Names of groups that Identity Center does not know.
      type: list
      elements: str
      returned: always
not_removable:
  description: Assignments of leavers that cannot be removed, with C(role_configuration), C(account), C(user) and C(reason).
  returned: unless options or credentials were refused
  type: list
  elements: dict
unknown_users:
  description: Names of users that Identity Center does not know, over all pairs.
  returned: unless options or credentials were refused
  type: list
  elements: str
unknown_groups:
  description: Names of groups that Identity Center does not know, over all pairs.
  returned: unless options or credentials were refused
  type: list
  elements: str
summary:
  description: Counts over all pairs of role configuration and account.
  returned: unless options or credentials were refused
  type: dict
  sample:
    pairs: 60
    pairs_changed: 2
    added: 3
    removed: 1
    kept: 0
    pending: 0
    failed: 0
    not_tried: 0
    outcome_unknown: 0
    not_removable: 0
    unknown_users: 0
    unknown_groups: 0
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
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import PLAN_SPEC, text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.memberships import Memberships
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.identity_center import IdentityCenter
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.role_assignment import ASSIGNMENTS, RoleAssignments
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}, "deprovision": {"type": "bool", "default": False}}
    return {
        "argument_spec": {**CONNECTION_SPEC, **PLAN_SPEC, **ASSIGNMENTS.spec(), **TASK_SPEC, **own},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Bring the assignments that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, check_mode=task.check_mode, form=ASSIGNMENTS)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    center = IdentityCenter(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: center.zone_id, client.http.sleep, task.clock, timeout)
    directory = RoleAssignments(center, polls, deprovision=task.params["deprovision"])
    return run(Memberships(directory, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
