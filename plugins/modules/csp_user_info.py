#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_user_info
short_description: Read the users of an organization of VMware Cloud Services, and who is invited
version_added: 1.0.0
description:
  - Gives the users of an organization of the VMware / Broadcom Cloud Services Platform and those who are invited, and the same as
    input for M(orgkit.cloud.csp_user).
  - An invitation that was revoked, or that this caller may not see, is left out. An application cannot see any.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  users:
    description:
      - Names or ids of the wished users. All of them by default.
    type: list
    elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.csp
  - orgkit.cloud.transport
notes:
  - >-
    Rights: V(org_owner) or V(org_admin), since invitations are read. An application sees the users only.
seealso:
  - module: orgkit.cloud.csp_user
"""

EXAMPLES = r"""
- name: Read all users and invitations
  orgkit.cloud.csp_user_info:
  register: current

- name: The same users change nothing
  orgkit.cloud.csp_user:
    users: "{{ current.as_input.users }}"

- name: Read one user
  orgkit.cloud.csp_user_info:
    users: [alice@example.com]
"""

RETURN = r"""
users:
  description: The users and the invited, sorted by name.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id of the user; of somebody who is invited the id of the invitation.
      type: str
      returned: always
    name:
      description: The user name.
      type: str
      returned: always
    email:
      description: The e-mail address. Null for somebody who is invited.
      type: str
      returned: always
    display_name:
      description: First and last name. Null for somebody who is invited.
      type: str
      returned: always
    domain:
      description: The domain of the account. Null for somebody who is invited.
      type: str
      returned: always
    organization_roles:
      description:
        - The organization roles, those of groups too; of somebody who is invited those of the invitation. Null where they are not told.
      type: list
      elements: str
      returned: always
    invitation:
      description: The C(id), the C(expires) time and the ids of the C(groups) of an invitation. Null for a user.
      type: dict
      returned: always
    status:
      description:
        - V(accessible) or V(inaccessible) for a user, V(invited) for an open invitation, V(expired) for one that has run out.
      type: str
      returned: always
      sample: accessible
as_input:
  description: What M(orgkit.cloud.csp_user) takes to find these users unchanged.
  type: dict
  returned: success
  sample:
    users:
      - name: alice@example.com
counts:
  description: How many users were read, and how many there are.
  type: dict
  returned: success
  sample:
    users: 1
    all: 14
# From tools/returned: collected, about
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
    calls: {list_invitations: 1, list_users: 1, token: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.user import UserKind
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.user_options import FORM
from ansible_collections.orgkit.cloud.plugins.module_utils._object.info import info_spec, object_info, read_wanted


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {"argument_spec": {**CONNECTION_SPEC, **info_spec(FORM)}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Read users and invitations. Raises OrgkitError or Failure."""
    wanted = read_wanted(task.params, FORM)
    kind = UserKind(connect(task), clock=task.clock, warn=task.warnings.append)
    return read_only(kind.client, task, lambda: object_info(kind, FORM, wanted))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
