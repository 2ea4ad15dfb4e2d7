#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: csp_group_info
short_description: Read groups of VMware Cloud Services and the roles that they give
version_added: 1.0.0
description:
  - Gives the groups of an organization of the VMware / Broadcom Cloud Services Platform with their descriptions and roles, and the
    same as input for M(orgkit.cloud.csp_group).
  - Enterprise, shared and domain groups are given too; RV(groups[].type) tells them apart.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  groups:
    description:
      - Names or ids of the wished groups. All of them by default.
    type: list
    elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_csp
  - orgkit.cloud.csp
  - orgkit.cloud.transport
notes:
  - >-
    Rights: V(org_owner) or V(org_admin). An application may do it too.
seealso:
  - module: orgkit.cloud.csp_group
  - module: orgkit.cloud.csp_group_users_info
"""

EXAMPLES = r"""
- name: Read all groups
  orgkit.cloud.csp_group_info:
  register: current

- name: The same groups change nothing
  orgkit.cloud.csp_group:
    groups: "{{ current.as_input.groups }}"

- name: Read one group
  orgkit.cloud.csp_group_info:
    groups: [auditors]
"""

RETURN = r"""
groups:
  description: The groups, sorted by name.
  type: list
  elements: dict
  returned: success
  contains:
    id:
      description: The id.
      type: str
      returned: always
    name:
      description: The name.
      type: str
      returned: always
    description:
      description: A free text.
      type: str
      returned: always
    organization_roles:
      description: The organization roles that the group gives.
      type: list
      elements: str
      returned: always
    service_roles:
      description: The service roles that the group gives, with C(service) and C(roles).
      type: list
      elements: dict
      returned: always
    type:
      description: V(USER_GROUP) for a custom group, V(AD_GROUP) for an enterprise group, V(SHARED_GROUP) or V(DOMAIN_GROUP).
      type: str
      returned: always
      sample: USER_GROUP
    users_count:
      description: The number of members as the service counts them. Null where it does not say.
      type: int
      returned: always
as_input:
  description: What M(orgkit.cloud.csp_group) takes to find these groups unchanged.
  type: dict
  returned: success
  sample:
    groups:
      - name: auditors
        description: Read everything, change nothing
        organization_roles: []
        service_roles: []
counts:
  description: How many groups were read, and how many there are.
  type: dict
  returned: success
  sample:
    groups: 1
    all: 5
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
    calls: {list_groups: 1, token: 1}
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
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.group import FORM, GroupKind, is_valid_name
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._object.info import info_spec, object_info, read_wanted


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {"argument_spec": {**CONNECTION_SPEC, **info_spec(FORM)}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Read groups. Raises OrgkitError or Failure."""
    wanted = read_wanted(task.params, FORM)
    kind = GroupKind(connect(task))
    return read_only(kind.client, task, lambda: object_info(kind, FORM, wanted, is_valid_name=is_valid_name))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
