#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: people_file
short_description: Turn a file of people into what the modules of one cloud take
version_added: 1.0.0
description:
  - Reads job functions, people and leavers, and gives the memberships, leavers and users of one cloud. The onboarding roles use it.
  - Sends nothing. Everything that is wrong comes in one error.
  - Rows of the same person are taken together. A name in another case, or with letters composed in another way, is the same person.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  cloud:
    description:
      - Whose memberships, leavers and users are given.
      - Without it only O(variables) are looked at.
    type: str
    choices: [tencent, csp]
  functions:
    description: Job functions. Under each name C(tencent) and C(csp), the groups that a person in it gets.
    type: dict
  people:
    description:
      - One row for each person, or several. C(user) is the name or e-mail address, C(functions) lists names of O(functions),
        C(tencent) and C(csp) list further groups.
      - C(from) and C(until) are the first and the last day, as YYYY-MM-DD. Before the first day a person is put into no group, but no
        complete list removes the person. After the last day the person is a leaver.
      - When one row is over and another is not, the person leaves only the groups of the row that is over. Between two rows the
        person is a leaver.
      - C(first_name), C(last_name), C(display_name) and C(email) are for new users.
      - Give a variable as C({{ orgkit_people | to_json }}). Before ansible-core 2.19 a template spoils the dates of YAML otherwise.
    type: list
    elements: dict
  leavers:
    description: Users who shall be in no group. They win over every list.
    type: list
    elements: str
  complete_groups:
    description:
      - Groups that hold nobody but the people of the file. Their entries become C(exclusive).
      - V(all) alone means every group that O(functions) and O(people) name.
    type: list
    elements: str
  max_leavers:
    description:
      - How many leavers may still have something, as a number or as a percentage of the people of the file, rounded up.
      - Without it V(10%), and at least 3.
    type: str
  today:
    description: The day to go by, as YYYY-MM-DD. The day in UTC when nothing is given.
    type: str
  memberships:
    description:
      - Entries that stand beside the file, as the option O(orgkit.cloud.tencent_cic_group_user#module:memberships).
      - People of the file are added to the entry of their group, leavers are taken out.
    type: list
    elements: dict
  users:
    description:
      - Rows of users that stand beside the file, as the option O(orgkit.cloud.tencent_cic_user#module:users).
      - Leavers are taken out, so that nobody invites or enables them again. A row with C(state=absent) stays.
    type: list
    elements: dict
  variables:
    description:
      - All variables of the play whose names begin like those of the roles. One whose name is near a known name is an error, another
        unknown one a warning.
      - When none of them says who or what shall be where, that is an error, since mostly the data file was not found.
    type: dict
extends_documentation_fragment:
  - orgkit.cloud.attributes.info
seealso:
  - plugin: orgkit.cloud.people
    plugin_type: filter
  - module: orgkit.cloud.plan_file
"""

EXAMPLES = r"""
- name: Read the file of people for Identity Center
  orgkit.cloud.people_file:
    cloud: tencent
    functions:
      data-engineer:
        tencent: [data-engineers]
        csp: [platform-operators]
    people:
      - user: judy@example.com
        functions: [data-engineer]
        until: 2027-02-28
    leavers: [grace@example.com]
    today: "2026-12-01"
  register: wishes

- name: Show who shall be where
  ansible.builtin.debug:
    var: wishes.memberships
"""

RETURN = r"""
memberships:
  description: Entries for the option C(memberships) of the membership module of the cloud.
  type: list
  elements: dict
  returned: when O(cloud) is given
  sample:
    - group: data-engineers
      users: [judy@example.com]
leavers:
  description: The leavers and everybody whose last day is over, for the option C(leavers).
  type: list
  elements: str
  returned: when O(cloud) is given
  sample: [grace@example.com]
max_leavers:
  description: How many of them may still have something, for the option C(max_leavers).
  type: int
  returned: when O(cloud) is given
  sample: 3
users:
  description: Everybody who shall be in a group of the cloud now, with the fields for a new user.
  type: list
  elements: dict
  returned: when O(cloud) is given
  sample:
    - name: judy@example.com
      first_name: Judy
listed_users:
  description: The rows of O(users) without the leavers.
  type: list
  elements: dict
  returned: when O(cloud) is given
  sample: []
counts:
  description: How many people the file has, by where they stand today. C(leavers) counts the list and those whose last day is over.
  type: dict
  returned: when O(cloud) is given
  sample: {people: 1, active: 1, upcoming: 0, leavers: 1}
clouds:
  description: The clouds that O(variables) speak of, by lists of the cloud or by groups of people. Both when they speak of none.
  type: list
  elements: str
  returned: when O(cloud) is not given
  sample: [tencent]
# From tools/returned: error
error:
  description:
    - Why the task failed. C(code) is C(invalid_input) when the file is wrong, or one of
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

import datetime
from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._people.file import read_people_file
from ansible_collections.orgkit.cloud.plugins.module_utils._people.people import ACTIVE, UPCOMING
from ansible_collections.orgkit.cloud.plugins.module_utils._people.variables import check_variables, clouds_in_use
from ansible_collections.orgkit.cloud.plugins.module_utils._people.wishes import wishes_of


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    names = {"type": "list", "elements": "str"}
    rows = {"type": "list", "elements": "dict"}
    return {
        "argument_spec": {
            "cloud": {"type": "str", "choices": ["tencent", "csp"]},
            "functions": {"type": "dict"},
            "people": rows,
            "leavers": names,
            "complete_groups": names,
            "max_leavers": {"type": "str"},
            "today": {"type": "str"},
            "memberships": rows,
            "users": rows,
            "variables": {"type": "dict"},
        },
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read the file. Raises OrgkitError."""
    params = task.params
    warnings = check_variables(params["variables"]) if params["variables"] is not None else []
    if params["cloud"] is None:
        clouds = clouds_in_use(params["variables"] or {})
        return {
            "changed": False,
            "msg": f"The file is about {' and '.join(clouds)}.",
            "clouds": clouds,
            "warnings": warnings,
        }
    file = read_people_file(params, datetime.datetime.fromtimestamp(task.clock(), datetime.timezone.utc).date())
    wishes = wishes_of(file, params["cloud"], params["memberships"] or (), params["users"] or ())
    counts = {
        "people": len(file.people),
        "active": len(file.staying(ACTIVE)),
        "upcoming": len(file.staying(UPCOMING)),
        "leavers": len(file.out),
    }
    told = ", ".join(f"{number} {word}" for word, number in counts.items())
    return {
        "changed": False,
        "msg": f"{told}.",
        "counts": counts,
        "memberships": wishes.memberships,
        "leavers": wishes.leavers,
        "max_leavers": wishes.max_leavers,
        "users": wishes.users,
        "listed_users": wishes.listed_users,
        "warnings": warnings + wishes.warnings,
    }


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
