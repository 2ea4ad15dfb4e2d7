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
