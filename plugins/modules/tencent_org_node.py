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
notes:
  - >-
    Rights: every task needs C(organization:DescribeOrganizationNodes). To create C(organization:AddOrganizationNode); to change or
    rename C(organization:UpdateOrganizationNode); for O(state=absent) C(organization:DescribeOrganizationMembers) and
    C(organization:DeleteOrganizationNodes).
seealso:
  - module: orgkit.cloud.tencent_org_node_info
  - module: orgkit.cloud.tencent_org_member
  - name: AddOrganizationNode
    description: The API page of the action that creates a department.
    link: https://www.tencentcloud.com/document/product/1031/52066
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
  returned: unless options or credentials were refused
  sample:
    - id: "1000007"
      name: vision
      path: /research/vision
      remark: Computer vision
      tags: {}
      create_time: "2026-01-01 00:00:00"
      update_time: "2026-01-01 00:00:00"
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
      description: V(create), V(update), V(rename) or V(delete).
      type: str
      returned: always
      sample: create
    kind:
      description: V(department).
      type: str
      returned: always
      sample: department
    subject:
      description: The department, by C(id) and C(name) (the path).
      type: dict
      returned: always
      sample: {id: "2003721", name: /engineering/platform}
    target:
      description: The department itself.
      type: dict
      returned: always
      sample: {id: "2003721", name: /engineering/platform}
    before:
      description: The fields that change, as they were. Null for what was not there.
      type: dict
      returned: always
    after:
      description: The fields that change, as they shall be. Null for what is not there any more.
      type: dict
      returned: always
      sample: {remark: Data platform}
    text:
      description: The change in words.
      type: str
      returned: always
      sample: create department /engineering/platform
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
    - Known when O(org_id) is given or the task had to ask; the API gives no name.
  returned: unless options or credentials were refused
  type: dict
  sample: {id: "10001", name: null}
api:
  description: The requests of the task. C(calls) by action, C(writes), C(retries) and C(throttled_seconds).
  returned: unless options or credentials were refused
  type: dict
  sample:
    calls: {DescribeOrganizationNodes: 1}
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
    assumed = _assumed(task)
    if task.params["create_parents"]:
        options = with_parents(options, assumed)
    kind = NodeKind(connect(task), site=site_of(task.params, task.environment), assumed=assumed)
    return run(Objects(kind, options), task)


def _assumed(task: Task) -> list[str]:
    given = (task.params.get("assume_present") or {}).get("nodes")
    paths = (names(given, "assume_present.nodes", []) or ()) if task.check_mode else ()
    return [clean_field("path", path, []) for path in paths]


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
