#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: tencent_org_node
short_description: Manage departments of Tencent Cloud Organization
version_added: 1.0.0
description:
  - Creates, renames and deletes departments (organization nodes) and sets their remarks, one or many in one task.
  - Lists all departments once, plans, shows the plan in check mode, writes parents before what stands in them, and looks again.
  - No account is moved, created or taken out; M(orgkit.cloud.tencent_org_member) does that.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  path:
    description:
      - The department as a path from below the root, such as V(/engineering/data). At most five levels.
      - The name of a department is unique in the organization; a name that stands under another parent is refused with its path.
    type: str
  node_id:
    description:
      - The id of the department. It is never created then.
      - Together with a O(path) whose last part differs, and with O(rename=true), the department is renamed. The API moves no department.
    type: str
  remark:
    description:
      - A free text. Blank clears it.
    type: str
  tags:
    description:
      - Tags of the department. They are set when it is created; the API cannot change them later, so a missing tag on an existing
        department is an error. Other tags are left alone.
    type: dict
  rename:
    description:
      - Whether the department with O(node_id) may get the name of O(path).
    type: bool
    default: false
  create_parents:
    description:
      - Whether missing departments above are created too. Without it they are an error.
    type: bool
    default: false
  nodes:
    description:
      - Many departments in one task. Excludes O(path) and O(node_id). What an entry does not give it takes from the task's options.
      - The order does not matter.
    type: list
    elements: dict
    suboptions:
      path:
        description: The path of the department.
        type: str
      node_id:
        description: The id of the department.
        type: str
      remark:
        description: A free text. Blank clears it.
        type: str
      tags:
        description: Tags, for the creation.
        type: dict
      state:
        description: V(present) or V(absent).
        type: str
      allow_create:
        description: Whether the department may be created.
        type: bool
      allow_similar:
        description: Whether a name may be near to an existing one.
        type: bool
      force:
        description: As the option of the task. Nothing that stands in a department is taken away by this module.
        type: bool
      rename:
        description: Whether the department may be renamed.
        type: bool
  assume_present:
    description:
      - What an earlier task of the same play creates. Read in check mode only, where it does not exist yet.
    type: dict
    suboptions:
      nodes:
        description: Paths of departments.
        type: list
        elements: str
extends_documentation_fragment:
  - orgkit.cloud.attributes
  - orgkit.cloud.attributes.actiongroup_tencent
  - orgkit.cloud.objects
  - orgkit.cloud.plan
  - orgkit.cloud.tencent
  - orgkit.cloud.transport
seealso:
  - module: orgkit.cloud.tencent_org_node_info
  - module: orgkit.cloud.tencent_org_member
  - name: AddOrganizationNode
    description: The API page of the action that creates a department.
    link: https://www.tencentcloud.com/document/product/1031/49183
"""

EXAMPLES = r"""
- name: There is a department for machine learning, and one inside it
  orgkit.cloud.tencent_org_node:
    path: /engineering/learning/vision
    remark: Computer vision
    create_parents: true

- name: Two departments, and one that is empty goes
  orgkit.cloud.tencent_org_node:
    nodes:
      - path: /research
      - path: /research/papers
        remark: Publications
      - path: /engineering/learning/vision
        state: absent
    max_deletions: 1
"""

RETURN = r"""
nodes:
  description: The departments that shall be present, as M(orgkit.cloud.tencent_org_node_info) gives them; in check mode as they would be.
  type: list
  elements: dict
  returned: always
  sample:
    - id: "1000007"
      name: vision
      path: /research/vision
      remark: Computer vision
      tags: {}
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
"""

from collections.abc import Iterable
from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import names
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import run
from ansible_collections.orgkit.cloud.plugins.module_utils._object.objects import Objects
from ansible_collections.orgkit.cloud.plugins.module_utils._object.options import read_options
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.login import CONNECTION_SPEC, connect, site_of
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.node import (
    FORM,
    NodeKind,
    clean_field,
    with_parents,
)


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    assumed = {"type": "dict", "options": {"nodes": {"type": "list", "elements": "str"}}}
    own = {"create_parents": {"type": "bool", "default": False}, "assume_present": assumed}
    return {"argument_spec": {**CONNECTION_SPEC, **FORM.spec(), **own}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring the departments that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, FORM, clean=clean_field)
    if task.params["create_parents"]:
        options = with_parents(options)
    kind = NodeKind(connect(task), site=site_of(task.params, task.environment), assumed=_assumed(task))
    return run(Objects(kind, options), task)


def _assumed(task: Task) -> Iterable[str]:
    given = (task.params.get("assume_present") or {}).get("nodes")
    return (names(given, "assume_present.nodes", []) or ()) if task.check_mode else ()


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
