#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_group_user
short_description: Manage who is in which Identity Center group of Tencent Cloud
version_added: 1.0.0
description:
  - Adds users to groups of Tencent Cloud Identity Center and removes them, for one group or many in one task.
  - Reads once, plans, shows the plan in check mode, writes in parallel at the rate limit of the API, and looks again.
  - Groups and users that SCIM delivers are refused before anything is written, while synchronization is on.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.membership
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
  - orgkit.cloud.plan
notes:
  - >-
    Rights: every task needs C(organization:DescribeIdentityCenter), C(organization:ListGroups), C(organization:ListGroupMembers)
    and C(organization:ListUsers). To add C(organization:AddUserToGroup); to remove C(organization:RemoveUserFromGroup); for
    O(all_groups) and O(leavers) C(organization:ListJoinedGroupsForUser).
seealso:
  - module: orgkit.cloud.tencent_cic_group_user_info
  - module: orgkit.cloud.tencent_org_member
  - name: AddUserToGroup
    description: The API page of the action that adds a user to a group.
    link: https://www.tencentcloud.com/document/product/1031/63573
"""

EXAMPLES = r"""
- name: Two users are in a group
  orgkit.cloud.tencent_cic_group_user:
    group: platform-admins
    users:
      - alice@example.com
      - bob@example.com

- name: A user is not in a group
  orgkit.cloud.tencent_cic_group_user:
    group: platform-admins
    users:
      - carol@example.com
    state: absent

- name: The complete lists of two groups, with a guard against mass removals
  orgkit.cloud.tencent_cic_group_user:
    memberships:
      - group: platform-admins
        users:
          - alice@example.com
          - bob@example.com
      - group: finance-viewers
        users:
          - heidi@example.com
          - dave@example.com
    exclusive: true
    max_removals: 50%
    protected_users:
      - bob@example.com

- name: A leaver is taken out of all groups
  orgkit.cloud.tencent_cic_group_user:
    all_groups: true
    users:
      - grace@example.com
    state: absent
"""

RETURN = r"""
# From tools/returned: membership_changes, memberships, plan, about
changes:
  description:
    - One row for every membership that changes, sorted by group and user.
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
      description: V(membership).
      type: str
      returned: always
      sample: membership
    subject:
      description: The user, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: u-aaaabbbbcccc, name: alice@example.com}
    target:
      description: The group, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: g-aaaabbbbcccc, name: platform-admins}
    before:
      description: V(member), or null for somebody who was not.
      type: str
      returned: always
    after:
      description: V(member), or null for somebody who is not any more.
      type: str
      returned: always
      sample: member
    text:
      description: The change in words.
      type: str
      returned: always
      sample: add alice@example.com to platform-admins
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
memberships:
  description: What happens in each group, by user names.
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    group:
      description: The group, by C(id) and C(name).
      type: dict
      returned: always
    members_count:
      description: Number of direct members after the changes that were done or are planned.
      type: int
      returned: always
    unchanged_count:
      description: How many of the named users are already where they should be.
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
      description: Protected users who are not listed and stay.
      type: list
      elements: str
      returned: always
    pending:
      description: Who waits for consent. Always empty here.
      type: list
      elements: str
      returned: always
    failed:
      description: For whom the change was refused.
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
      description: Names that Identity Center does not know.
      type: list
      elements: str
      returned: always
    members:
      description: Names of all direct members after the changes.
      type: list
      elements: str
      returned: when O(return_members=true)
not_removable:
  description: Memberships of leavers that cannot be removed, with C(group), C(user) and C(reason).
  returned: unless options or credentials were refused
  type: list
  elements: dict
unknown_users:
  description: Names that Identity Center does not know, over all groups.
  returned: unless options or credentials were refused
  type: list
  elements: str
summary:
  description: Counts over all groups. C(revoked) are open invitations of leavers; always 0 here.
  returned: unless options or credentials were refused
  type: dict
  sample:
    groups: 60
    groups_changed: 2
    added: 3
    removed: 1
    revoked: 0
    kept: 0
    pending: 0
    failed: 0
    not_tried: 0
    outcome_unknown: 0
    not_removable: 0
    unknown_users: 0
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
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import PLAN_SPEC, text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.memberships import Memberships
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import MEMBERSHIP_SPEC, read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.identity_center import IdentityCenter
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **PLAN_SPEC, **MEMBERSHIP_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Bring the memberships that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, check_mode=task.check_mode)
    directory = IdentityCenter(connect(task), text_option(task.params, "zone_id"))
    return run(Memberships(directory, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
