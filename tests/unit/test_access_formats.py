# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every format takes every name for text, says the same, and is what readers of the format expect."""

from __future__ import annotations

import csv
import io
import json
import os
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.findings import CLASSES
from ansible_collections.orgkit.cloud.plugins.module_utils._access.format_html import policy
from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import FORMATS, write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
from ansible_collections.orgkit.cloud.plugins.module_utils._access.page_script import SCRIPT
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import shown
from support.access_worlds import TODAY, group, user, write
from support.hostile import HOSTILE, hostile_report
from support.schema import matches

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "report.schema.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Path]:
    folder = tmp_path_factory.mktemp("report")
    report = hostile_report(folder)
    write_report(report, str(folder / "out"), FORMATS, Places([]))
    return report, folder / "out"


def text_of(made: tuple[Report, Path], name: str) -> str:
    return (made[1] / name).read_bytes().decode("utf-8")


def test_there_is_enough_that_is_hostile(made: tuple[Report, Path]) -> None:
    assert len(set(HOSTILE)) == len(HOSTILE) >= 60
    assert len(made[0].findings) > 5 * len(HOSTILE)
    assert {"excepted", "unmanaged", "unreadable", "pending"} <= {one.name for one in made[0].findings}


def test_files_are_private(made: tuple[Report, Path]) -> None:
    assert {path.stat().st_mode & 0o777 for path in made[1].iterdir()} == {0o600}
    assert made[1].stat().st_mode & 0o777 == 0o700


def test_json_is_what_its_schema_says(made: tuple[Report, Path]) -> None:
    document = json.loads(text_of(made, "report.json"))
    assert matches(SCHEMA, SCHEMA, document)
    assert len(document["findings"]) == len(made[0].findings)
    assert len(document["differences"]) == len(made[0].differences)
    assert SCHEMA["$defs"]["class"]["enum"] == list(CLASSES)
    assert not matches(SCHEMA, SCHEMA, {**document, "more": 1})


@pytest.mark.parametrize("name", ["access", "users", "findings", "differences"])
def test_csv_holds_no_formula_and_no_broken_row(made: tuple[Report, Path], name: str) -> None:
    text = text_of(made, f"{name}.csv")
    rows = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in rows} == {len(rows[0])}
    assert len(rows) == text.count("\r\n") + 0 == len(text.split("\r\n")) - 1
    assert len(rows) > len(HOSTILE)
    for row in rows[1:]:
        assert not [cell for cell in row if cell.strip().startswith(("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff20"))]
        assert not [cell for cell in row if re.search("[\x00-\x1f\x7f-\x9f\u2028\u2029\u202e]", cell)]
    assert len({row[rows[0].index("text" if "text" in rows[0] else "user")] for row in rows[1:]}) >= len(HOSTILE)


def test_junit_has_a_case_for_every_group_and_account(made: tuple[Report, Path]) -> None:
    root = ElementTree.fromstring(text_of(made, "junit.xml"))
    cases = list(root.iter("testcase"))
    for kind in ("group", "account"):
        # And one for the account that is missing.
        number = len(HOSTILE) + (kind == "account")
        assert sum(case.get("classname") == f"tencent.{kind}" for case in cases) == number
    for suite in root:
        for outcome, number in (("failure", "failures"), ("error", "errors"), ("skipped", "skipped")):
            assert len(list(suite.iter(outcome))) == int(suite.get(number) or "")
        assert len(list(suite.iter("testcase"))) == int(suite.get("tests") or "")
    assert {element.tag for element in root.iter()} <= {
        *("testsuites", "testsuite", "testcase", "failure", "error", "skipped", "system-out"),
    }


def test_sarif_names_its_rules_and_suppresses_what_is_accepted(made: tuple[Report, Path]) -> None:
    (run,) = json.loads(text_of(made, "report.sarif"))["runs"]
    rules = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert rules == list(CLASSES)
    for result, one in zip(run["results"], made[0].findings):
        assert rules[result["ruleIndex"]] == result["ruleId"] == one.name
        assert ("suppressions" in result) is (one.name == "excepted")
        assert result["message"]["text"] == one.text
    assert run["invocations"][0]["executionSuccessful"] is False
    prints = [tuple(result["partialFingerprints"].values()) for result in run["results"]]
    assert len(set(prints)) == len(prints)


def test_markdown_shows_foreign_text_as_code_only(made: tuple[Report, Path]) -> None:
    text = text_of(made, "report.md")
    assert len(text) < 40_000
    for line in text.splitlines():
        rest = re.sub(r"(`+)(?!`).+?(?<!`)\1(?!`)", "", line)
        assert not re.search(r"evil|onerror|script|@everyone|\[x\]", rest), line
        assert not re.search("[\x00-\x1f\x7f-\x9f\u2028\u202e]", line)


class Page(HTMLParser):
    """The elements of a page, and what stands in its scripts."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.scripts: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        if tag == "script":
            self.scripts.append("")

    def handle_data(self, data: str) -> None:
        if self.lasttag == "script" and len(self.scripts) < 3:
            self.scripts[-1] += data


def test_the_page_holds_its_own_elements_and_nothing_else(made: tuple[Report, Path]) -> None:
    text = text_of(made, "report.html")
    page = Page(text)
    assert page.tags.count("script") == 2
    assert set(page.tags).isdisjoint({"img", "iframe", "base", "link", "object", "embed", "form", "b", "x"})
    assert not [name for name, _value in page.attributes if name.startswith("on") or name in ("src", "srcdoc", "style")]
    links = [str(value) for name, value in page.attributes if name == "href"]
    assert all(link.startswith("#") for link in links)
    assert page.scripts[1].strip() == SCRIPT.strip()
    data: Any = json.loads(page.scripts[0])
    assert {user["name"] for user in data["users"]} == {shown(name) for name in HOSTILE}
    assert all(user["entitlements"] for user in data["users"])
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202e]", text)


def test_the_policy_allows_this_script_and_style_only(made: tuple[Report, Path]) -> None:
    text = text_of(made, "report.html")
    (content,) = re.findall(r'Content-Security-Policy" content="([^"]+)"', text)
    assert content == policy()
    assert "unsafe" not in content
    assert content.startswith("default-src 'none'; script-src 'sha256-")
    assert not re.search(
        r"innerHTML|outerHTML|insertAdjacent|document\.write|\beval\b|new Function|fetch\(|XMLHttp", SCRIPT
    )


def test_nothing_is_left_behind_when_a_file_cannot_be_written(tmp_path: Path) -> None:
    report = hostile_report(tmp_path, ("a", "b"))
    out = tmp_path / "out"
    (out / "report.md").mkdir(parents=True)
    with pytest.raises(OrgkitError, match="cannot be written"):
        write_report(report, str(out), FORMATS, Places([]))
    assert os.listdir(out) == ["report.md"]
    with pytest.raises(OrgkitError, match="cannot be made"):
        write_report(report, str(tmp_path / "old.jsonl" / "x"), FORMATS, Places([]))


def test_a_finding_points_to_the_line_where_its_thing_is_declared(tmp_path: Path) -> None:
    lines = [
        "orgkit:", "tencent_onboarding_memberships:", "  - group: viewers", "    users: [alice@example.com, bob@example.com]",
        "  - group: operators", "    users:", "      - !unsafe \"alice@example.com\"  # on call", "      - carol@example.com",
    ]  # fmt: skip
    alice, dan, operators = user("alice@example.com", "1"), user("dan@example.com", "4"), group("operators", "1")
    rows = [alice, dan, operators, group("viewers", "2"), kinds.membership(dan, operators)]
    write(tmp_path / "one.jsonl", rows)
    memberships = [
        {"group": "viewers", "users": ["alice@example.com", "bob@example.com"]},
        {"group": "operators", "users": ["alice@example.com", "carol@example.com"]},
    ]
    declared = {"tencent_onboarding_memberships": memberships}
    snapshots = [read_snapshot(str(tmp_path / "one.jsonl"))]
    report = make_report(snapshots, [], declared=declared, today=TODAY, created="2026-06-01T00:00:00Z")
    places = Places([("./data/people file.yml", "\n".join(lines))])
    write_report(report, str(tmp_path), ["sarif"], places)
    (run,) = json.loads((tmp_path / "report.sarif").read_text(encoding="utf-8"))["runs"]
    found = {}
    for one, result in zip(report.findings, run["results"]):
        place = result["locations"][0].get("physicalLocation")
        if place:
            assert place["artifactLocation"]["uri"] == "data/people%20file.yml"
        found[one.subject.name, one.target.name if one.target else ""] = place and place["region"]["startLine"]
    assert found == {
        ("alice@example.com", "operators"): 7,
        ("alice@example.com", "viewers"): 4,
        ("bob@example.com", "viewers"): 4,
        ("carol@example.com", "operators"): 8,
        ("dan@example.com", "operators"): 5,
        ("dan@example.com", ""): None,
    }
