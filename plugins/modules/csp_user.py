#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_user
short_description: Invite users into an organization of VMware Cloud Services and remove them
version_added: 1.0.0
description:
  - Invites people into an organization of the VMware / Broadcom Cloud Services Platform, removes users from it, and revokes open
    invitations; one or many in one task.
  - Lists all users once, plans, shows the plan in check mode, writes in batches of 20, and looks again. Invitations are read only
    when somebody is named who is not in the organization.
  - Somebody who is in the organization already, or has an open invitation, is left as is. An invitation that was sent is V(pending)
    until it is accepted; an account that the service knows becomes active at once.
  - The last owner, by role or by group, and the user who runs the task are not removed. That is refused before anything is written.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The user name, the login name or the e-mail address. Case does not matter. Only an e-mail address can be invited.
    type: str
  user_id:
    description:
      - The id of the user, or of the invitation. Nobody is invited then.
    type: str
  organization_roles:
    description:
      - The organization roles that an invitation gives, V([org_member]) by default.
      - Not compared for somebody who is in the organization or has an open invitation.
    type: list
    elements: str
  groups:
    description:
      - The custom groups that an invitation leads to, by name or id; at most 15.
      - Not compared for somebody who is in the organization or has an open invitation. M(orgkit.cloud.csp_group_users) manages members.
    type: list
    elements: str
  notify_users:
    description:
      - Whether the service sends its mails, to those who are invited and to those who are removed.
    type: bool
    default: true
  invited_by:
    description:
      - User name that the mail shows as the inviter.
    type: str
  renew_invitations:
    description:
      - Whether somebody whose invitation has expired is invited again. Without it that is a warning, so that a task that runs every
        night does not send a mail every week.
    type: bool
    default: false
  allow_self_removal:
    description:
      - Whether the user who runs the task may be removed.
    type: bool
    default: false
  users:
    description:
      - Many users in one task. Excludes O(name) and O(user_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The user name, the login name or the e-mail address.
        type: str
      user_id:
        description: The id of the user, or of the invitation.
        type: str
      organization_roles:
        description: The organization roles that an invitation gives.
        type: list
        elements: str
      groups:
        description: The custom groups that an invitation leads to.
        type: list
        elements: str
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the user may be invited.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: As the option of the task. Nothing has to be taken away before a user is removed.
        type: bool
  assume_present:
    description:
      - What an earlier task of the same play creates. Read in check mode only, where it does not exist yet.
    type: dict
    suboptions:
      groups:
        description: Names of groups.
        type: list
        elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.objects
  - orgkit.cloud.plan
  - orgkit.cloud.csp
  - orgkit.cloud.transport
notes:
  - >-
    Rights: V(org_owner) or V(org_admin). Check mode needs them only when somebody is named who is not in the organization. An
    application may remove users, but may neither invite them nor see invitations.
  - O(max_deletions) counts revoked invitations too.
  - That the service takes a revocation by user name is not documented. The module looks at the invitation afterwards; one that is
    still open is a failure that says where to revoke it by hand.
seealso:
  - module: orgkit.cloud.csp_user_info
  - module: orgkit.cloud.csp_group_users
  - name: POST invitations
    description: The API page of the request that invites users and revokes invitations.
    link: >-
      https://developer.broadcom.com/xapis/identity-and-access-management-cloud-services-platform/v1.0/csp/gateway/am/api/orgs/orgId/invitations/post/
"""

EXAMPLES = r"""
- name: Two people are in the organization, or invited into it
  orgkit.cloud.csp_user:
    groups: [auditors]
    users:
      - name: alice@example.com
      - name: olivia@example.com

- name: Nobody waits for this person any more
  orgkit.cloud.csp_user:
    name: nina@example.com
    state: absent

- name: This person leaves the organization
  orgkit.cloud.csp_user:
    name: ivan@example.com
    state: absent
    notify_users: false
    max_deletions: 1

# Three tasks of one play. assume_present tells check mode what the tasks before would make.
- name: A new group
  orgkit.cloud.csp_group:
    name: report-readers
    organization_roles: [org_member]

- name: Somebody new, invited into it
  orgkit.cloud.csp_user:
    name: peggy@example.com
    groups: [report-readers]
    assume_present:
      groups: [report-readers]

- name: The members of the group
  orgkit.cloud.csp_group_users:
    group: report-readers
    users:
      - alice@example.com
      - peggy@example.com
    assume_present:
      groups: [report-readers]
      invitations:
        - name: peggy@example.com
          groups: [report-readers]
"""

RETURN = r"""
users:
  description: The users that shall be present, as M(orgkit.cloud.csp_user_info) gives them; in check mode as they would be.
  type: list
  elements: dict
  returned: unless options or credentials were refused
  sample:
    - id: "vmwareid:11111111-2222-3333-4444-555555555555"
      name: alice@example.com
      email: alice@example.com
      display_name: Alice Abbott
      domain: vmwareid
      organization_roles: [org_member]
      invitation:
      status: accessible
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
      description: V(invite) or V(delete), which removes a user from the organization or revokes an invitation.
      type: str
      returned: always
      sample: create
    kind:
      description: V(user).
      type: str
      returned: always
      sample: user
    subject:
      description: The user, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: "vmwareid:11111111-2222-3333-4444-555555555555", name: olivia@example.com}
    target:
      description: The user itself.
      type: dict
      returned: always
      sample: {id: "vmwareid:11111111-2222-3333-4444-555555555555", name: olivia@example.com}
    before:
      description: The fields that change, as they were. Null for what was not there.
      type: dict
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {name: olivia@example.com, organization_roles: [org_member]}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: invite user olivia@example.com
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
    - From O(org_id) or the token.
  returned: unless options or credentials were refused
  type: dict
  sample: {id: 99999999-8888-7777-6666-555555555555, name: null}
api:
  description: The requests of the task. C(calls) by action, C(writes), C(retries) and C(throttled_seconds).
  returned: unless options or credentials were refused
  type: dict
  sample:
    calls: {list_users: 1, token: 1}
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

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import invalid_input
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import names, text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.user import UserKind
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.user_options import (
    FORM,
    UserOptions,
    clean_field,
    with_member_role,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {
        "notify_users": {"type": "bool", "default": True},
        "invited_by": {"type": "str"},
        "renew_invitations": {"type": "bool", "default": False},
        "allow_self_removal": {"type": "bool", "default": False},
        "assume_present": {"type": "dict", "options": {"groups": {"type": "list", "elements": "str"}}},
    }
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the users that the task names into the wished state. Raises OrgkitError or Failure."""
    options = with_member_role(read_options(task.params, FORM, clean=clean_field))
    own = UserOptions(
        notify=task.params["notify_users"],
        invited_by=text_option(task.params, "invited_by"),
        renew_invitations=task.params["renew_invitations"],
        allow_self_removal=task.params["allow_self_removal"],
        assumed_groups=_assumed(task),
    )
    kind = UserKind(connect(task), clock=task.clock, warn=task.warnings.append, wishes=options.wishes, own=own)
    return run(Objects(kind, options), task)


def _assumed(task: Task) -> frozenset[str]:
    """The groups that an earlier task creates; none outside check mode. Raises invalid_input."""
    problems: list[str] = []
    given = names((task.params.get("assume_present") or {}).get("groups"), "assume_present.groups", problems) or ()
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return frozenset(given) if task.check_mode else frozenset()


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
