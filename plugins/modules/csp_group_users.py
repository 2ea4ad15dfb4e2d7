#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_group_users
short_description: Manage who is in which custom group of VMware Cloud Services
version_added: 1.0.0
description:
  - Adds users to custom groups of an organization of the VMware / Broadcom Cloud Services Platform and removes them, for one
    group or many in one task.
  - Reads once, plans, shows the plan in check mode, writes in batches of 20 at the rate limit, and looks again.
  - Only direct members count. Enterprise, shared and domain groups are refused before anything is written.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  users:
    description:
      - User names, e-mail addresses or ids. An id wins over an exact user name, and that over a match that ignores case.
      - A name that means exactly one member of the group is that member. To remove somebody who is named by e-mail address or in
        another case, and for names that mean no member, all users of the organization are read.
      - Blank elements are dropped. V([]) is an empty list.
    type: list
    elements: str
    aliases: [usernames]
  invited_by:
    description: User name that the mail to new members shows as the inviter.
    type: str
  notify_users:
    description: Whether the platform sends mails to users who are added or removed.
    type: bool
    default: false
  invite_unknown:
    description:
      - Whether users who are not in the organization are added all the same. They are invited, and RV(memberships[].pending) lists
        them until they accept.
      - Otherwise such a user is an error. An application (O(client_id)) may not invite.
      - Whoever has an open invitation that leads into the group already is V(pending). One that leads into another group only does not
        count, and another invitation is asked for; what the platform makes of two is not documented.
    type: bool
    default: false
  assume_present:
    description: What an earlier task of the same play creates. In check mode it is planned with as if it existed.
    type: dict
    suboptions:
      users:
        description: Names of users who are in the organization then.
        type: list
        elements: str
      groups:
        description: Names of groups.
        type: list
        elements: str
      invitations:
        description:
          - The entries that an earlier task with M(orgkit.cloud.csp_user) has in O(orgkit.cloud.csp_user#module:users); C(name) and
            C(groups) count. These people are V(pending) in the groups of their invitation, as in the real run.
          - Somebody who has an open invitation already is taken as is.
        type: list
        elements: dict
  allow_self_removal:
    description:
      - Whether the user who owns the token may be removed. Otherwise O(exclusive) keeps this user, and naming it is an error, also
        among O(leavers).
    type: bool
    default: false
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.membership
  - orgkit.cloud.csp
  - orgkit.cloud.transport
  - orgkit.cloud.plan
notes:
  - >-
    Rights: V(org_owner), or V(org_admin) for groups that do not hold V(org_owner); check mode needs the same. An application may do
    it too, but may not invite.
  - O(exclusive) never revokes invitations.
  - Open invitations of O(leavers) are revoked, whatever they lead into, since whoever accepts one comes back. O(max_leavers) and
    O(max_total_removals) count them. An invitation means a leaver when its user name would, as for a removal; one that may be that
    of somebody else stays, with a warning. All open invitations of a user name are revoked by one request, and each is looked at
    afterwards; one that stays open fails the task.
  - An application sees no invitations. It warns that those of leavers would stay.
  - With O(leavers) or O(all_groups) all invitations are read once, one request for the list and one for each.
seealso:
  - module: orgkit.cloud.csp_group_users_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: "POST groups/{groupId}/users"
    description: The API page of the request that adds users to a custom group.
    link: >-
      https://developer.broadcom.com/xapis/identity-and-access-management-cloud-services-platform/v1.0/csp/gateway/am/api/orgs/orgId/groups/groupId/users/post/
"""

EXAMPLES = r"""
- name: Two users are in a group
  orgkit.cloud.csp_group_users:
    group: platform-operators
    users:
      - alice@example.com
      - bob@example.com

- name: A user is not in a group
  orgkit.cloud.csp_group_users:
    group: platform-operators
    users:
      - carol@example.com
    state: absent

- name: The complete lists of two groups, with a guard against mass removals
  orgkit.cloud.csp_group_users:
    memberships:
      - group: platform-operators
        users:
          - alice@example.com
          - bob@example.com
      - group: billing-viewers
        users:
          - dave@example.com
          - erin@example.com
    exclusive: true
    max_removals: 50%

- name: Somebody from outside is invited to a group
  orgkit.cloud.csp_group_users:
    group: platform-operators
    users:
      - partner@example.org
    invite_unknown: true
    notify_users: true

- name: A leaver is taken out of all groups, and an open invitation is revoked
  orgkit.cloud.csp_group_users:
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
    - And one for every open invitation of a leaver. Its C(text) says which groups it leads into.
    - Check mode and real run agree on everything but RV(changes[].status), RV(changes[].error), RV(changes[].request_id),
      and RV(changes[].time).
  returned: unless options or credentials were refused
  type: list
  elements: dict
  contains:
    action:
      description: V(add), V(remove), V(invite), or V(revoke) for the open invitation of a leaver.
      type: str
      returned: always
      sample: add
    kind:
      description: V(membership), or V(invitation) where one is revoked.
      type: str
      returned: always
      sample: membership
    subject:
      description: The user, or the invitation that is revoked, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: "vmwareid:11111111-2222-3333-4444-555555555555", name: alice@example.com}
    target:
      description: The group, or the invitation that is revoked, by C(id) and C(name).
      type: dict
      returned: always
      sample: {id: 66666666-7777-8888-9999-000000000000, name: platform-operators}
    before:
      description: V(member), V(invited) where an invitation is revoked, or null for somebody who was not.
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
      sample: add alice@example.com to platform-operators
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
      description: Who is invited to this group and has not accepted yet.
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
      description: Names that the organization does not know.
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
  description: Names that the organization does not know, over all groups.
  returned: unless options or credentials were refused
  type: list
  elements: str
summary:
  description: Counts over all groups. C(revoked) are open invitations of leavers.
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

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import invalid_input
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import PLAN_SPEC, names, text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.directory import Invited
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.memberships import Memberships
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import MEMBERSHIP_SPEC, read_options

# The entries are those of csp_user, whose options are its own.
INVITATIONS: dict[str, dict[str, Any]] = {"invitations": {"type": "list", "elements": "dict"}}


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {
            **CONNECTION_SPEC,
            **PLAN_SPEC,
            **MEMBERSHIP_SPEC,
            "users": {**MEMBERSHIP_SPEC["users"], "aliases": ["usernames"]},
            "invited_by": {"type": "str"},
            "notify_users": {"type": "bool", "default": False},
            "invite_unknown": {"type": "bool", "default": False},
            "allow_self_removal": {"type": "bool", "default": False},
            "assume_present": {
                "type": "dict",
                "options": {**MEMBERSHIP_SPEC["assume_present"]["options"], **INVITATIONS},
            },
        },
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Bring the memberships that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, check_mode=task.check_mode)
    own = CspOptions(
        invited_by=text_option(task.params, "invited_by"),
        notify_users=task.params["notify_users"],
        invite_unknown=task.params["invite_unknown"],
        allow_self_removal=task.params["allow_self_removal"],
        assumed_invitations=_assumed(task),
    )
    return run(Memberships(CspDirectory(connect(task), own), options), task)


def _assumed(task: Task) -> tuple[Invited, ...]:
    """The invitations that an earlier task sends; none outside check mode. Raises invalid_input."""
    problems: list[str] = []
    assumed = []
    for number, entry in enumerate((task.params.get("assume_present") or {}).get("invitations") or ()):
        where = f"assume_present.invitations[{number}]"
        name = text_option(entry or {}, "name")
        given = (entry or {}).get("groups")
        # As Ansible does it where it knows that an option is a list.
        groups = names(given.split(",") if isinstance(given, str) else given, f"{where}.groups", problems) or ()
        if name is None:
            problems.append(f"{where}: name is missing.")
        elif entry.get("state") != "absent":
            assumed.append(Invited(None, name, groups))
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return tuple(assumed) if task.check_mode else ()


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
