#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_org_node_info
short_description: Read the departments of Tencent Cloud Organization
version_added: 1.0.0
description:
  - Gives the departments (organization nodes) with their paths, remarks and tags, and the same as input for
    M(orgkit.cloud.tencent_org_node).
author:
  - orgkit.cloud contributors (@orgkit)
options:
  nodes:
    description:
      - Paths or ids of the wished departments. All of them by default.
    type: list
    elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
seealso:
  - module: orgkit.cloud.tencent_org_node
"""

EXAMPLES = r"""
- name: Read all departments
  orgkit.cloud.tencent_org_node_info:
  register: departments

- name: Read one department
  orgkit.cloud.tencent_org_node_info:
    nodes: [/engineering]
"""

RETURN = r"""
nodes:
  description: The departments, sorted by path.
  type: list
  elements: dict
  returned: success
  sample:
    - id: "1000002"
      name: engineering
      path: /engineering
      remark: ""
      tags: {}
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
as_input:
  description: What M(orgkit.cloud.tencent_org_node) takes to find these departments unchanged.
  type: dict
  returned: success
  sample:
    nodes:
      - path: /engineering
        remark: ""
        tags: {}
counts:
  description: How many departments were read, and how many there are.
  type: dict
  returned: success
  sample:
    nodes: 1
    all: 4
"""

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import read_only
from ansible_collections.orgkit.cloud.plugins.module_utils._object.info import info_spec, object_info, read_wanted
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect, site_of
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.node import FORM, NodeKind


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {"argument_spec": {**CONNECTION_SPEC, **info_spec(FORM)}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Read departments. Raises OrgkitError or Failure."""
    wanted = read_wanted(task.params, FORM)
    kind = NodeKind(connect(task), site=site_of(task.params, task.environment))
    return read_only(kind.client, task, lambda: object_info(kind, FORM, wanted))


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
