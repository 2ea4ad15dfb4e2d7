#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_org_member
short_description: Manage member accounts of a Tencent Cloud Organization
version_added: 1.0.0
description:
  - Opens member accounts, keeps name, remark, permissions, payer and department as wished, and takes members out of the
    organization.
  - Reads first, plans, shows the plan in check mode, writes, and looks again.
  - A creation opens a paying account, so it is sent at most once in a run. When its answer is lost, the members are read for
    up to a minute, and the task fails if the account is still not to be seen. An account that somebody else opened at the
    same moment counts only when all that was planned is so; otherwise the task fails and names what differs.
  - V(absent) takes a member out of the organization. It never closes an account.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - Name of the member, at most 25 letters, digits and C(+@&._[]-:,). The mainland site takes Chinese letters too.
      - Without O(uin) the member is found by exactly this name; several members of this name are an error. A member whose name
        differs only in case, blanks, C(-) or C(_) refuses the creation.
    type: str
  uin:
    description:
      - Account id of the member. It never falls back to the name and never creates a member.
      - With another O(name), the member is renamed only with O(rename=true).
    type: str
  account_name:
    description: Display name of a new account, O(name) when it is not given. Creation only; the API cannot show or change it.
    type: str
  node:
    description:
      - Department of the member, by name or by path as V(/Platform/Data). V(/) is the root, which is not part of a path.
      - Needed for a creation, unless O(node_id) is given. An existing member is moved.
    type: str
    aliases: [department]
  node_id:
    description: Department of the member, by id.
    type: str
  permissions:
    description:
      - >-
        Financial: the complete set of the permissions that the management account has over the money of the member, by name or number.
      - >-
        Choices: V(view_bills) (1), V(view_balance) (2), V(transfer_funds) (3), V(consolidate_bills) (4), V(invoice) (5),
        V(inherit_offers) (6), V(pay_on_behalf) (7), V(cost_explorer) (8), V(budgets) (9), V(credit_limit) (10). Another name is refused.
      - V(view_bills) and V(view_balance) are always needed. V(pay_on_behalf) needs O(pay_uin); the international site documents
        it as needed for a creation. V(transfer_funds) and V(credit_limit) must be enabled by the vendor's sales.
      - Needed for a creation. A change that waits for the consent of the member is pending, not a difference.
      - A number that is not listed here is accepted when the member has it already.
    type: list
    elements: str
    aliases: [permission_ids]
  policy_type:
    description:
      - >-
        Financial: kind of the relationship. The API knows one.
    type: str
    choices: [Financial]
    default: Financial
  remark:
    description: Remark, at most 40 characters to be written. An empty text clears it.
    type: str
  pay_uin:
    description:
      - >-
        Financial: account that pays for the member, needed for V(pay_on_behalf) in O(permissions).
    type: str
  identity_role_ids:
    description:
      - Access identities that the member must have. An existing member that lacks one is an error, since the module cannot add it.
    type: list
    elements: int
  auth_relation_id:
    description: Relation to another verified legal entity. Creation only.
    type: int
  record_id:
    description: Record of a creation that failed, to resume it. Creation only.
    type: int
  tags:
    description:
      - Tags that the member must have, at most 10 for a creation.
      - An existing member that lacks one is an error, since the API cannot add it.
    type: dict
  allow_quit:
    description: Whether the member may leave by itself. Excludes V(pay_on_behalf).
    type: bool
  sync_nickname:
    description: Whether a rename changes the nickname of the account too.
    type: bool
    default: false
  allow_create:
    description: Whether a member that does not exist may be created. Otherwise it is an error.
    type: bool
    default: true
  rename:
    description: Whether the member with O(uin) may be renamed to O(name).
    type: bool
    default: false
  assume_present:
    description: What an earlier task of the same play creates. In check mode it is planned with as if it existed.
    type: dict
    suboptions:
      nodes:
        description: Names or paths of departments.
        type: list
        elements: str
  state:
    description:
      - V(present) means that the member exists and is as wished.
      - V(absent) means that it is not in the organization. A created account can leave only when e-mail and phone are bound to it.
    type: str
    choices: [present, absent]
    default: present
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
  - orgkit.cloud.plan
notes:
  - >-
    Rights: every task needs C(organization:DescribeOrganizationMembers). For O(node), or a new O(node_id),
    C(organization:DescribeOrganizationNodes); to create C(organization:CreateOrganizationMember); to change or rename, and for
    O(allow_quit), C(organization:UpdateOrganizationMember); to move C(organization:MoveOrganizationNodeMembers); for
    O(state=absent) C(organization:DescribeOrganization) and C(organization:DeleteOrganizationMembers).
seealso:
  - module: orgkit.cloud.tencent_org_member_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: CreateOrganizationMember
    description: The API page of the action that opens an account.
    link: https://www.tencentcloud.com/document/product/1031/52065
"""

EXAMPLES = r"""
- name: A member account exists in a department
  orgkit.cloud.tencent_org_member:
    name: data-platform
    node: /engineering/platform
    permissions:
      - view_bills
      - view_balance
      - pay_on_behalf
    pay_uin: "200010000001"
    remark: Owned by the data team

- name: Change the remark of an existing member, never create one
  orgkit.cloud.tencent_org_member:
    name: data-platform
    remark: Owned by the analytics team
    allow_create: false

- name: Move a member to another department
  orgkit.cloud.tencent_org_member:
    name: data-platform
    node: /finance

- name: Take a member out of the organization
  orgkit.cloud.tencent_org_member:
    name: legacy-shop
    state: absent
"""

RETURN = r"""
member:
  description:
    - The member after the task. In check mode as it would be, with the same keys.
    - Null when there is none.
  returned: unless options or credentials were refused
  type: dict
  contains:
    uin:
      description: Account id. Null for an account that does not exist yet.
      type: str
      returned: always
      sample: "200000000042"
    name:
      description: Name of the member.
      type: str
      returned: always
      sample: data-platform
    node:
      description: Department, by C(id), C(name) and C(path). The path is null when the departments were not read.
      type: dict
      returned: always
      sample: {id: "2003721", name: Platform, path: /Engineering/Platform}
    permissions:
      description: Financial permissions, by C(id) and C(name).
      type: list
      elements: dict
      returned: always
      sample: [{id: 1, name: view_bills}, {id: 2, name: view_balance}]
    permission_status:
      description: V(Confirmed), or V(UnConfirmed) while a change waits for the consent of the member.
      type: str
      returned: always
      sample: Confirmed
    policy_type:
      description: Kind of the relationship.
      type: str
      returned: always
      sample: Financial
    remark:
      description: Remark.
      type: str
      returned: always
    pay_uin:
      description: Account that pays.
      type: str
      returned: always
    member_type:
      description: V(Create) or V(Invite).
      type: str
      returned: always
      sample: Create
    bind_status:
      description: Whether e-mail and phone are bound. V(Success) when they are.
      type: str
      returned: always
      sample: Unbound
    allow_quit:
      description: Whether the member may leave by itself.
      type: bool
      returned: always
    tags:
      description: Tags.
      type: dict
      returned: always
    identities:
      description: Access identities, by C(id) and C(name).
      type: list
      elements: dict
      returned: always
    create_time:
      description: When the member joined, as the API says it, without a time zone.
      type: str
      returned: always
    update_time:
      description: When the member changed last.
      type: str
      returned: always
summary:
  description: Counts of what was done or is planned.
  returned: unless options or credentials were refused
  type: dict
  sample: {created: 1, updated: 0, renamed: 0, moved: 0, left: 0, pending: 0, failed: 0, not_tried: 0, outcome_unknown: 0}
# From tools/returned: object_changes, plan, about
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
      description: V(create), V(update), V(rename), V(move) or V(leave).
      type: str
      returned: always
      sample: create
    kind:
      description: V(member).
      type: str
      returned: always
      sample: member
    subject:
      description: The member, by C(id) (the uin) and C(name).
      type: dict
      returned: always
      sample: {id: "200000000042", name: data-platform}
    target:
      description: The department, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: "2003721", name: Platform}
    before:
      description: The fields that change, as they were. Null for what was not there.
      type: dict
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {remark: Owned by the analytics team}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: create member data-platform in /Engineering/Platform
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
    calls: {DescribeOrganizationMembers: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import PLAN_SPEC
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect, site_of
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.options import (
    MEMBER_SPEC,
    read_member_options,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.resource import MemberResource


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {"argument_spec": {**CONNECTION_SPEC, **PLAN_SPEC, **MEMBER_SPEC}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring one member account into the wished state. Raises OrgkitError or Failure."""
    wish = read_member_options(task.params, site=site_of(task.params, task.environment), check_mode=task.check_mode)
    return run(MemberResource(connect(task), wish), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
