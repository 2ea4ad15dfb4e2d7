#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_cic_group
short_description: Manage Identity Center groups of Tencent Cloud
version_added: 1.0.0
description:
  - Creates, renames, describes and deletes groups of the Identity Center, one or many in one task.
  - Lists all groups once, plans, shows the plan in check mode, writes in parallel at the rate limit of the API, and looks again.
  - Who is in a group is the matter of M(orgkit.cloud.tencent_cic_group_user).
  - Groups that SCIM delivers are refused before anything is written, while synchronization is on.
  - The quota of the Identity Center is read when something is to be created; what cannot fit is refused before anything is written.
  - With O(force) a deletion first removes role assignments, then CAM synchronizations, then memberships; a synchronization that
    was made with the deletion strategy C(Delete) takes the CAM users with it.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  name:
    description:
      - The name, at most 128 letters, digits and C(-).
    type: str
  group_id:
    description:
      - The id of the group. It is never created then.
      - Together with another O(name), and with O(rename=true), the group is renamed.
    type: str
  description:
    description:
      - A free text, at most 1024 characters. Blank clears it.
    type: str
  groups:
    description:
      - Many groups in one task. Excludes O(name) and O(group_id). What an entry does not give it takes from the task's options.
    type: list
    elements: dict
    suboptions:
      name:
        description: The name.
        type: str
      group_id:
        description: The id of the group.
        type: str
      description:
        description: A free text. Blank clears it.
        type: str
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the group may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: Whether V(absent) first takes away what stands in the way.
        type: bool
      rename:
        description: Whether the group may be renamed.
        type: bool
  rename:
    description:
      - Whether the group with O(group_id) may get the name of O(name).
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
seealso:
  - module: orgkit.cloud.tencent_cic_group_info
  - module: orgkit.cloud.tencent_cic_group_user
  - name: DeleteGroup
    description: The API page of the action that deletes a group, with what must be gone before.
    link: https://www.tencentcloud.com/document/product/1031/61835
"""

EXAMPLES = r"""
- name: There is a group for the analysts
  orgkit.cloud.tencent_cic_group:
    name: data-analysts
    description: Reads the warehouse

- name: Two groups, and one goes with its members
  orgkit.cloud.tencent_cic_group:
    groups:
      - name: data-stewards
      - name: data-engineers
        description: Pipelines and warehouse
      - name: break-glass
        state: absent
        force: true
    max_deletions: 1
"""

RETURN = r"""
groups:
  description:
    - The groups that shall be present, as M(orgkit.cloud.tencent_cic_group_info) gives them; in check mode as they would be.
  type: list
  elements: dict
  returned: always
  sample:
    - id: g-2c9qkx81m0aa
      name: data-analysts
      description: Reads the warehouse
      type: Manual
      member_count: 0
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
"""

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.group import FORM, GroupKind
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.tasks import TASK_SPEC, TaskPolls, read_task_timeout
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.zone import Zone


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    own = {"zone_id": {"type": "str"}}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **TASK_SPEC, **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the groups that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM)
    timeout = read_task_timeout(task.params["task_timeout"])
    client = connect(task)
    zone = Zone(client, text_option(task.params, "zone_id"))
    polls = TaskPolls(client, lambda: zone.id, client.http.sleep, task.clock, timeout)
    kind = GroupKind(client, zone, polls=polls)
    return run(Objects(kind, options), task)


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
