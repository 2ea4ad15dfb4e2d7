#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_group_info
short_description: Read the Identity Center groups of Tencent Cloud
version_added: 1.0.0
description:
  - Gives the groups of the Identity Center with all their fields, and the same as input for
    M(orgkit.cloud.tencent_cic_group).
author:
  - orgkit.cloud contributors (@orgkit)
options:
  groups:
    description:
      - Names or ids of the wished groups. All of them by default.
    type: list
    elements: str
  zone_id:
    description:
      - Id of the Identity Center space. Without it the only space of the organization is used, which costs one request.
    type: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
notes:
  - >-
    Rights: C(organization:DescribeIdentityCenter) and C(organization:ListGroups).
seealso:
  - module: orgkit.cloud.tencent_cic_group
  - module: orgkit.cloud.tencent_cic_group_user_info
"""

EXAMPLES = r"""
- name: Read all groups
  orgkit.cloud.tencent_cic_group_info:
  register: groups

- name: Read one group
  orgkit.cloud.tencent_cic_group_info:
    groups: [data-engineers]
"""

RETURN = r"""
groups:
  description: The groups, sorted by name.
  type: list
  elements: dict
  returned: success
  sample:
    - id: g-2c9qkx81m0aa
      name: data-analysts
      description: Reads the warehouse
      type: Manual
      member_count: 0
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
as_input:
  description: What M(orgkit.cloud.tencent_cic_group) takes to find these groups unchanged.
  type: dict
  returned: success
  sample:
    groups:
      - name: data-analysts
        description: Reads the warehouse
counts:
  description: How many groups were read, and how many there are.
  type: dict
  returned: success
  sample:
    groups: 1
    all: 6
# From tools/returned: collected, about
collected_at:
  description: When the cloud was read, in UTC.
  returned: success
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
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._object.info import info_spec, object_info, read_wanted
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.group import FORM, GroupKind
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}}
    return {"argument_spec": {**CONNECTION_SPEC, **info_spec(FORM), **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Read groups. Raises OrgkitError or Failure."""
    wanted = read_wanted(task.params, FORM)
    client = connect(task)
    kind = GroupKind(client, Zone(client, text_option(task.params, "zone_id")))
    return read_only(client, task, lambda: object_info(kind, FORM, wanted))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
