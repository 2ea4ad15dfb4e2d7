# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of both clouds as people read it, and what no name can do to it."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan import (
    combined_id,
    grants_of_assignments,
    grants_of_groups,
    plan_of,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan_page import MOST_LINES, code, page_of
from support.road import Road

ASSIGNMENTS = [
    {
        "role_configuration": "ReadOnly",
        "accounts": ["data-prod", "data-test"],
        "users": [],
        "groups": ["data-engineers"],
    }
]
CSP_GROUPS = [
    {
        "name": "operators",
        "organization_roles": ["org_member"],
        "service_roles": [{"service": "clusters", "roles": ["admin"]}],
    }
]
GRANTS = {"tencent": grants_of_assignments(ASSIGNMENTS), "csp": grants_of_groups(CSP_GROUPS)}
PAGE = """\
# Plan `%s`

2 to add, 1 to create, 1 to remove. 1 refused.

## What changes, by person

- `alice@example.com`
  - + `Audit in data-prod` at Tencent Cloud
- `grace@example.com`
  - - `operators` at Cloud Services
- `judy@example.com`
  - + `data-engineers` at Tencent Cloud

## What changes, by group

- `Audit in data-prod`
  - + `alice@example.com` at Tencent Cloud
- `data-engineers`
  - + `judy@example.com` at Tencent Cloud
- `operators`
  - - `grace@example.com` at Cloud Services

## What else changes

- + `create user judy@example.com` at Tencent Cloud

## Who gains and loses which access

- - `grace@example.com` loses `admin in service clusters`, through `operators` at Cloud Services
- - `grace@example.com` loses `org_member in the organization`, through `operators` at Cloud Services
- + `alice@example.com` gains `Audit in data-prod` at Tencent Cloud
- + `judy@example.com` gains `ReadOnly in data-prod`, through `data-engineers` at Tencent Cloud
- + `judy@example.com` gains `ReadOnly in data-test`, through `data-engineers` at Tencent Cloud

## Refused: nothing of this is done

- Cloud Services: `Group auditors: 3 of 4 members would be removed.` `Nothing was written.`
  - - `remove bob@example.com from auditors` at Cloud Services
"""


def change(action: str, subject: str, target: str, kind: str = "membership", **more: Any) -> dict[str, Any]:
    words = f"{action} {kind} {subject}" if kind == "user" else f"{action} {subject} from {target}"
    sides = {"before": None, "after": "member"} if action in ("add", "invite") else {"before": "member", "after": None}
    return {
        "action": action, "kind": kind, "subject": {"id": None, "name": subject}, "target": {"id": "g-1", "name": target},
        **sides, "text": words, "status": "planned", **more,
    }  # fmt: skip


def result(plan_id: str | None, *changes: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {"changed": bool(changes), "plan_id": plan_id, "changes": list(changes), "organization": None, **more}


def results() -> dict[str, list[dict[str, Any]]]:
    refusal = {
        "code": "removal_limit", "message": "Group auditors: 3 of 4 members would be removed.",
        "hint": "Nothing was written.", "items": [],
    }  # fmt: skip
    return {
        "tencent": [
            result("a" * 16, change("create", "judy@example.com", "judy@example.com", "user")),
            result("b" * 16, change("add", "judy@example.com", "data-engineers"), organization={"id": "10001"}),
            result("c" * 16, change("add", "alice@example.com", "Audit in data-prod", "assignment", after="user")),
            result("d" * 16),
        ],
        "csp": [
            result("e" * 16, change("remove", "grace@example.com", "operators")),
            result(
                "f" * 16, change("remove", "bob@example.com", "auditors"), failed=True, changed=False, error=refusal
            ),
        ],
    }


def test_the_page_is_for_a_person_who_approves() -> None:
    plan = plan_of(results(), GRANTS)
    assert page_of(plan) == PAGE % plan["plan_id"]


def test_the_plan_is_for_programs() -> None:
    plan = json.loads(json.dumps(plan_of(results(), GRANTS)))
    assert list(plan) == ["schema", "plan_id", "clouds", "changes", "access", "refusals", "counts"]
    assert plan["clouds"]["tencent"] == {
        "organization": {"id": "10001"}, "plan_ids": ["a" * 16, "b" * 16, "c" * 16], "collected_at": None,
    }  # fmt: skip
    assert [row["refused"] for row in plan["changes"]] == [False, True, False, False, False]
    assert plan["counts"] == {
        "changes": 4, "refused_changes": 1, "refusals": 1, "by_action": {"add": 2, "create": 1, "remove": 1},
    }  # fmt: skip


def test_a_group_whose_roles_change_gains_and_loses_access() -> None:
    roles = [{"organization_roles": [role], "service_roles": []} for role in ("org_owner", "org_member")]
    row = change("update", "operators", "operators", "group", before=roles[0], after=roles[1])
    access = plan_of({"csp": [result("a", row)]}, {})["access"]
    assert [(one["kind"], one["effect"], one["access"]) for one in access] == [
        ("group", "gains", "org_member in the organization"),
        ("group", "loses", "org_owner in the organization"),
    ]


def test_the_plan_id_is_that_of_what_changes_and_of_nothing_else() -> None:
    first = results()
    again = {"csp": first["csp"], "tencent": [*reversed(first["tencent"]), result("0" * 16)]}
    assert combined_id(first) == combined_id(again)
    again["tencent"][0] = result("9" * 16, change("add", "judy@example.com", "admins"))
    assert combined_id(first) != combined_id(again)
    assert combined_id({"tencent": [], "csp": []}) == combined_id({"tencent": [result("1" * 16)]})


def test_a_failure_without_a_plan_is_told() -> None:
    plan = plan_of({"csp": [{"failed": True, "msg": "No httpx."}], "tencent": []}, {})
    assert plan["refusals"] == [{"cloud": "csp", "code": None, "message": "No httpx.", "hint": None, "items": None}]
    assert "- Cloud Services: `No httpx.`" in page_of(plan)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("@team/owners", "`@team/owners`"),
        ("a`b``c", "```a`b``c```"),
        ("`", "`` ` ``"),
        ("", "`(no name)`"),
        ("<img src=x onerror=alert(1)>", "`<img src=x onerror=alert(1)>`"),
        ("x\n## Approved", "`x\\n## Approved`"),
        ("\u202e\x1b[2J", "`\\u202e\\x1b[2J`"),
    ],
)
def test_a_hostile_name_is_only_text(name: str, shown: str) -> None:
    assert code(name) == shown


@given(st.text(max_size=30))
def test_no_name_leaves_its_code_span_or_its_line(name: str) -> None:
    spoiled = results()
    for row in (row for rows in spoiled.values() for one in rows for row in one["changes"]):
        row["subject"]["name"] = row["target"]["name"] = row["text"] = name
    page = page_of(plan_of(spoiled, GRANTS))
    assert all(line.startswith(("#", "- ", "  - ", "2 to add")) or not line for line in page.splitlines())
    assert page.count(code(name)) >= 6


def test_a_long_plan_says_that_it_is_cut() -> None:
    rows = [change("add", f"user{number}@example.com", "all") for number in range(MOST_LINES)]
    page = page_of(plan_of({"csp": [result("a", *rows)]}, {}))
    assert f"and {2 * MOST_LINES - MOST_LINES} more lines, in the JSON file" in page
    assert len(page) < 60_000


def test_the_module_writes_both_files_for_their_owner_only(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text("old", encoding="utf-8")
    told = Road("plan_file", {})(
        path=str(path), results=results(), assignments=ASSIGNMENTS, csp_groups=CSP_GROUPS, check_mode=True
    )
    assert told["files"] == [str(path), str(tmp_path / "plan.md")]
    assert (told["failed"], told["changed"]) == (False, False)
    assert json.loads(path.read_text(encoding="utf-8")) == told["plan"]
    assert (tmp_path / "plan.md").read_text(encoding="utf-8") == PAGE % told["plan_id"]
    assert {stat.S_IMODE(one.stat().st_mode) for one in tmp_path.iterdir()} == {0o600}
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"path": "plan.yml"}, "must end in .json"),
        ({"path": "no-such-folder/plan.json"}, "cannot be written"),
        ({"results": None}, "results is missing"),
        ({"results": {"aws": []}}, "something else: aws"),
        ({"results": {"csp": ["x"]}}, "something else: csp"),
    ],
)
def test_what_cannot_be_written_is_told(options: dict[str, Any], words: str) -> None:
    told = Road("plan_file", {})(**{"results": {}, **options})
    assert (told["failed"], told["error"]["code"]) == (True, "invalid_input")
    assert words in told["msg"]


def test_results_of_loops_and_of_skipped_tasks() -> None:
    loop = {"changed": True, "results": [*results()["tencent"], {"skipped": True}]}
    told = Road("plan_file", {})(results={"tencent": [loop, {"skipped": True, "changed": False}]})
    assert told["plan"]["counts"]["changes"] == 3
