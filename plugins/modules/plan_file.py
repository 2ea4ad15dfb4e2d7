#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: plan_file
short_description: Write the plan of a play to a file, for an approval
version_added: 1.0.0
description:
  - Puts the results of several tasks together, of both clouds, and writes them as JSON, and as Markdown for a pull request beside it.
  - Sends nothing. Both files have the mode 0600, and a reader sees the old file or the new one, never a part.
  - The files are written in check mode too, since a plan is made there. C(changed) is always false, because nothing of the
    organization changes.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  path:
    description:
      - The JSON file. The name must end in C(.json); the Markdown file has the same name with C(.md).
      - Nothing is written when it is not given.
    type: path
  results:
    description:
      - Results of writing modules under C(tencent) and C(csp), each a list. Failed ones too, which tell what is refused.
      - Results of tasks that were skipped are left out. The result of a loop stands for those of its items.
      - Required.
    type: dict
  assignments:
    description:
      - What groups of Identity Center give, as entries with C(role_configuration), C(accounts) and C(groups). By it the plan tells who
        gains and loses which access.
    type: list
    elements: dict
  csp_groups:
    description: What groups of Cloud Services give, as RV(orgkit.cloud.csp_group_info#module:groups).
    type: list
    elements: dict
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
seealso:
  - module: orgkit.cloud.people_file
"""

EXAMPLES = r"""
- name: Plan the memberships
  orgkit.cloud.tencent_cic_group_user:
    group: data-engineers
    users: [judy@example.com]
  check_mode: true
  register: memberships

- name: Write the plan for a pull request
  orgkit.cloud.plan_file:
    path: plan.json
    results:
      tencent:
        - "{{ memberships }}"
  check_mode: false
  register: plan
"""

RETURN = r"""
plan_id:
  description: Names the plan of all results together.
  type: str
  returned: success
  sample: 3f786850e387550f
plan:
  description:
    - What was written, with C(schema), C(plan_id), C(clouds), C(changes), C(access), C(refusals) and C(counts).
    - In C(changes), C(refused) says that a task was refused as a whole, so that nothing of it is done.
  type: dict
  returned: success
files:
  description: The files that were written.
  type: list
  elements: str
  returned: success
  sample: [plan.json, plan.md]
# From tools/returned: error
error:
  description:
    - Why the task failed. C(code) is C(invalid_input) when the file cannot be written, or one of
      V(unresolved_names), V(ambiguous_name), V(removal_limit), V(empty_refused), V(protected), V(not_editable),
      V(not_removable), V(credentials), V(organization_mismatch), V(outcome_unknown), V(partial_failure),
      V(invalid_input), V(refused), V(connection_failed), V(bad_response), V(missing_library), V(plan_changed),
      V(unexpected), V(blocked), V(conflict).
    - C(message) and C(hint) are sentences, C(request_id) and C(http_status) come from the API, C(items) lists the names
      that the error is about, with C(kind), C(group) and C(candidates).
    - In a template write C(result.error['items']). What stands behind C(result.error.items) is a function of Jinja's dictionaries.
  returned: failure
  type: dict
"""

import json
from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import invalid_input
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import text_option
from ansible_collections.orgkit.cloud.plugins.module_utils._core.private_file import write_private
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._people.people import CLOUDS
from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan import (
    grants_of_assignments,
    grants_of_groups,
    plan_of,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan_page import page_of

ENDING = ".json"


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    rows = {"type": "list", "elements": "dict"}
    return {
        "argument_spec": {
            "path": {"type": "path"},
            "results": {"type": "dict"},
            "assignments": rows,
            "csp_groups": rows,
        },
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Put the plan together and write it. Raises OrgkitError."""
    path = text_option(task.params, "path")
    if task.params["results"] is None:
        raise invalid_input(["results is missing."], hint="Nothing was written.")
    results = _results(task.params["results"])
    if path and not path.endswith(ENDING):
        raise invalid_input([f"path must end in {ENDING}, not be {path!r}."], hint="Nothing was written.")
    grants = {
        "tencent": grants_of_assignments(task.params["assignments"] or ()),
        "csp": grants_of_groups(task.params["csp_groups"] or ()),
    }
    plan = plan_of(results, grants)
    files = [path, path[: -len(ENDING)] + ".md"] if path else []
    for name, text in zip(files, (json.dumps(plan, indent=2, ensure_ascii=False) + "\n", page_of(plan))):
        write_private(name, text)
    changes, refusals = (plan["counts"][name] for name in ("changes", "refusals"))
    msg = f"Plan {plan['plan_id']}: {changes} change{'s' * (changes != 1)}, {refusals} refusal{'s' * (refusals != 1)}."
    return {"changed": False, "msg": msg, "plan_id": plan["plan_id"], "plan": plan, "files": files}


def _results(given: Any) -> dict[str, list[dict[str, Any]]]:
    """Results by cloud, without those of skipped tasks. Raises invalid_input."""
    wrong = [str(cloud) for cloud in given if cloud not in CLOUDS]
    wrong += [
        str(cloud)
        for cloud, rows in given.items()
        if rows is not None and not (isinstance(rows, list) and all(isinstance(row, dict) for row in rows))
    ]
    if wrong:
        raise invalid_input(
            [f"results must hold lists of results under tencent and csp; this is something else: {', '.join(wrong)}."],
            hint="Nothing was written.",
        )
    return {cloud: [one for row in rows or () for one in _of_task(row)] for cloud, rows in given.items()}


def _of_task(result: dict[str, Any]) -> list[dict[str, Any]]:
    """The results of a task: none when it was skipped, one for each item of a loop."""
    items = result.get("results")
    several = items if isinstance(items, list) else [result]
    return [one for one in several if not one.get("skipped")]


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
