#!/usr/bin/python
# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = r"""
module: access_report
short_description: Report who has access, who should not, and what changed
version_added: 1.0.0
description:
  - Compares snapshots of the clouds with what is declared, with rules, and with older snapshots, and writes the result for people
    and for tools.
  - Reads files only. It asks no cloud, so it needs no credentials.
  - A snapshot that was cut or changed is refused. What a snapshot could not read is a finding, and nothing is concluded from it.
  - Everything in a cloud that is not declared is found. Groups that a directory delivers, memberships that come from nested groups,
    synchronizations and direct roles of people cannot be declared. They stand in the tables of access.
author:
  - orgkit.cloud contributors (@orgkit)
options:
  snapshots:
    description: The snapshots to report on, one of each organization.
    type: list
    elements: path
    required: true
  baseline:
    description:
      - Older snapshots of the same organizations. The report shows what is different since then. C(access.csv) says which access is new.
      - One of a cloud that O(failed_snapshots) names is left out with a warning.
    type: list
    elements: path
  failed_snapshots:
    description:
      - Clouds of which no snapshot could be taken. Each is a finding of class V(unreadable), so that silence is not taken for order.
    type: list
    elements: dict
    suboptions:
      cloud:
        description: The cloud.
        type: str
        choices: [tencent, csp]
        required: true
      reason:
        description: Why no snapshot could be taken.
        type: str
        required: true
  declared:
    description:
      - The variables of the roles P(orgkit.cloud.tencent_onboarding#role) and P(orgkit.cloud.csp_onboarding#role), such as
        C(tencent_onboarding_memberships), and C(orgkit_people) and its neighbours.
      - When it is given, everything in the snapshots is compared with it. Without it only rules and differences are checked.
      - People are read as the roles read them. First and last days, leavers, functions and C(orgkit_today) mean the same in both.
    type: dict
  declared_files:
    description: The files in which they stand. Findings in SARIF point to their lines, and relative paths stay relative.
    type: list
    elements: path
  exceptions:
    description:
      - Findings that somebody has accepted until a day. A list, or the path of a JSON file with one.
      - Each has C(class), C(kind), C(subject), C(owner), C(reason) and C(expires), the last day, as C(2026-12-31).
        It may have C(target) and C(cloud); without them it holds for all targets and clouds.
      - C(subject) and C(target) are the names or ids that stand in findings.csv. There are no wildcards.
    type: raw
  rules:
    description:
      - What shall hold whatever is declared.
      - A group or role configuration that no snapshot knows is a finding, as is a rule about what a snapshot was taken without.
    type: dict
    suboptions:
      never_together:
        description: Groups that nobody may be in at once. They may be in different clouds; people are told apart by their e-mail address.
        type: list
        elements: dict
        suboptions:
          name:
            description: How findings call the rule.
            type: str
          groups:
            description: Names or ids of groups, two or more.
            type: list
            elements: str
      disabled_members:
        description: Whether disabled people who still have something are found.
        type: bool
      stale_invitations_days:
        description: For how many days an invitation may be open.
        type: int
      administrators:
        description: Who may have a role, directly or through a group.
        type: list
        elements: dict
        suboptions:
          role_configurations:
            description: Names or ids of role configurations.
            type: list
            elements: str
          roles:
            description: Names of roles of an organization or a service in Cloud Services.
            type: list
            elements: str
          allowed:
            description: User names, e-mail addresses or ids.
            type: list
            elements: str
  dest:
    description:
      - The folder for the files of the report. It is made with mode C(0700) when it is missing.
      - The files are C(report.json), C(access.csv), C(users.csv), C(findings.csv), C(differences.csv), C(report.html),
        C(report.sarif), C(junit.xml) and C(report.md). Each has mode C(0600) and replaces an older one at once.
    type: path
    required: true
  formats:
    description: What to write.
    type: list
    elements: str
    choices: [json, csv, html, sarif, junit, markdown]
    default: [json, csv, html, sarif, junit, markdown]
  fail_on:
    description: Classes of findings that fail the task at the end, after everything is written. None when it is not given.
    type: list
    elements: str
    choices:
      - unreadable
      - conflict
      - expired_person
      - disabled_member
      - unmanaged
      - expired_exception
      - missing
      - changed
      - unresolved
      - pending
      - excepted
attributes:
  check_mode:
    description: Reads and plans, sends no writing request, and predicts the changes of the real run.
    support: full
    details: The files of the report are written in check mode too, and RV(ignore:changed) is always false. They are no change of a cloud.
  diff_mode:
    description: Tells what changes, before and after.
    support: N/A
    details: Nothing changes.
  idempotent:
    description: A second run with the same arguments changes nothing, unless the cloud was changed in between.
    support: full
    details: The report tells when it was made.
"""

EXAMPLES = r"""
- name: Report who has access
  orgkit.cloud.access_report:
    snapshots:
      - access/tencent.jsonl
    baseline:
      - access/last/tencent.jsonl
    declared:
      tencent_onboarding_memberships:
        - group: data-engineers
          users:
            - frank@example.com
            - judy@example.com
    rules:
      never_together:
        - name: four eyes
          groups:
            - payment-creators
            - payment-approvers
      disabled_members: true
      stale_invitations_days: 7
    exceptions:
      - class: unmanaged
        kind: group
        subject: break-glass
        owner: alice@example.com
        reason: For emergencies, kept by hand
        expires: 2026-12-31
    dest: access/report
  register: report

- name: Say what was found
  ansible.builtin.debug:
    var: report.counts
"""

RETURN = r"""
counts:
  description: Number of findings by class and cloud.
  returned: when a report was written
  type: dict
  sample:
    unreadable: {tencent: 0, csp: 0}
    conflict: {tencent: 0, csp: 0}
    expired_person: {tencent: 0, csp: 1}
    disabled_member: {tencent: 0, csp: 0}
    unmanaged: {tencent: 1, csp: 0}
    expired_exception: {tencent: 0, csp: 0}
    missing: {tencent: 0, csp: 0}
    changed: {tencent: 0, csp: 0}
    unresolved: {tencent: 0, csp: 0}
    pending: {tencent: 0, csp: 0}
    excepted: {tencent: 1, csp: 0}
open:
  description: Number of findings that nobody has accepted.
  returned: when a report was written
  type: int
  sample: 2
findings:
  description: What was found in words, the most urgent first, at most 50. The files hold all.
  returned: when a report was written
  type: list
  elements: str
  sample:
    - 'unmanaged: The group old-admins is there, and nobody declared it. It has 3 direct members.'
complete:
  description: Whether everything could be read.
  returned: when a report was written
  type: bool
  sample: true
differences_count:
  description: Number of differences to O(baseline).
  returned: when a report was written
  type: int
  sample: 4
files:
  description: The files that were written.
  returned: when a report was written
  type: list
  elements: dict
  contains:
    path:
      description: Absolute path of the file.
      type: str
      returned: always
      sample: /runner/access/report/report.html
    format:
      description: One of O(formats).
      type: str
      returned: always
      sample: html
    sha256:
      description: SHA-256 of the file, in hexadecimal.
      type: str
      returned: always
# From tools/returned: error
error:
  description:
    - Why the task failed. C(code) is C(refused) when O(fail_on) names a class that has findings, or one of
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

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._access.dates import day_at
from ansible_collections.orgkit.cloud.plugins.module_utils._access.exceptions import load_exceptions
from ansible_collections.orgkit.cloud.plugins.module_utils._access.findings import CLASSES
from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import FORMATS, write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.kinds import CLOUDS
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import read_places
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Failed, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.result import gate, result_of
from ansible_collections.orgkit.cloud.plugins.module_utils._access.rules import RULES_SPEC
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshots
from ansible_collections.orgkit.cloud.plugins.module_utils._core.module import run_module
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import time_text


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    failed = {
        "cloud": {"type": "str", "choices": list(CLOUDS), "required": True},
        "reason": {"type": "str", "required": True},
    }
    return {
        "argument_spec": {
            "snapshots": {"type": "list", "elements": "path", "required": True},
            "baseline": {"type": "list", "elements": "path"},
            "failed_snapshots": {"type": "list", "elements": "dict", "options": failed},
            "declared": {"type": "dict"},
            "declared_files": {"type": "list", "elements": "path"},
            "exceptions": {"type": "raw"},
            "rules": {"type": "dict", "options": RULES_SPEC},
            "dest": {"type": "path", "required": True},
            "formats": {"type": "list", "elements": "str", "choices": list(FORMATS), "default": list(FORMATS)},
            "fail_on": {"type": "list", "elements": "str", "choices": list(CLASSES)},
        },
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read the files, make the report and write it. Raises OrgkitError, and Failure for findings that shall fail the task."""
    params = task.params
    now = task.clock()
    places = read_places(params["declared_files"] or ())
    snapshots = read_snapshots(params["snapshots"])
    report = make_report(
        snapshots,
        read_snapshots(params["baseline"] or (), like=snapshots),
        failed=[Failed(row["cloud"], row["reason"]) for row in params["failed_snapshots"] or ()],
        declared=params["declared"],
        rules=params["rules"],
        exceptions=load_exceptions(params["exceptions"]),
        today=day_at(now),
        created=time_text(now),
    )
    files = write_report(report, params["dest"], params["formats"], places)
    result = result_of(report, params["dest"], files)
    gate(report, params["fail_on"] or (), result)
    return result


def main() -> None:
    run_module(spec(), run_task)


if __name__ == "__main__":
    main()
