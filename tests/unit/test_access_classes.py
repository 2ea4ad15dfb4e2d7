# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every class of findings has what produces it and stands in the documentation; what was not read is never called order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any
from xml.etree import ElementTree

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.findings import CLASSES
from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import FORMATS, write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Failed, Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from ansible_collections.orgkit.cloud.plugins.module_utils._access.summary import CLEAN, state, verdict
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from support.access_worlds import TODAY, Row, group, invitation, random_rows, user, write

ROOT = Path(__file__).parents[2]
ALICE, BOB = user("alice@example.com", "1"), user("bob@example.com", "2", enabled=False)
TEAM = group("team", "1")
ROWS: list[Row] = [ALICE, BOB, TEAM, kinds.membership(ALICE, TEAM)]
EXCEPTION = {"class": "unmanaged", "kind": "user", "subject": "bob@example.com", "owner": "alice@example.com"}
EXCEPTION |= {"reason": "leaves next week", "expires": "2026-06-01"}


def declared(*users: str, **more: Any) -> dict[str, Any]:
    memberships = [{"group": "team", "users": list(users or ("alice@example.com",))}]
    found: dict[str, Any] = {
        "csp_onboarding_memberships": memberships,
        "csp_onboarding_users": [{"name": "bob@example.com"}],
    }
    return {**found, **more}


# class -> what is there, what is asked.
CASES: dict[str, tuple[list[Row], dict[str, Any]]] = {
    "unreadable": ([*ROWS, kinds.unreadable("role", TEAM, "Forbidden")], {"declared": declared()}),
    "conflict": (ROWS, {"declared": declared(orgkit_leavers=["carol@example.com"], csp_onboarding_groups=[
        {"name": "team"}, {"name": "TEAM", "state": "absent"}])}),
    "expired_person": ([*ROWS, invitation("carol@example.com", "1")], {"declared": declared(orgkit_leavers=["carol@example.com"])}),
    "disabled_member": ([*ROWS, kinds.role(BOB, "user", "org_member")], {"rules": {"disabled_members": True}}),
    "unmanaged": (ROWS, {"declared": declared(csp_onboarding_users=[])}),
    "expired_exception": (ROWS, {"declared": declared(csp_onboarding_users=[]), "exceptions": [{**EXCEPTION, "expires": "2026-05-31"}]}),
    "missing": (ROWS, {"declared": declared("alice@example.com", "bob@example.com")}),
    "changed": (ROWS, {"declared": declared(csp_onboarding_groups=[{"name": "team", "description": "x"}])}),
    "unresolved": (ROWS, {"declared": declared("alice@example.com", "nobody@example.com")}),
    "pending": ([*ROWS, invitation("carol@example.com", "1", [TEAM])], {"declared": declared("alice@example.com", "carol@example.com")}),
    "excepted": (ROWS, {"declared": declared(csp_onboarding_users=[]), "exceptions": [EXCEPTION]}),
}  # fmt: skip


def report(folder: Path, rows: Iterable[Row], cloud: str = "csp", header: Row | None = None, **options: Any) -> Report:
    write(folder / "new.jsonl", rows, cloud, **(header or {}))
    return make_report(
        [read_snapshot(str(folder / "new.jsonl"))], [], today=TODAY, created="2026-06-01T00:00:00Z", **options
    )


@pytest.mark.parametrize("name", CLASSES)
def test_every_class_is_found(tmp_path: Path, name: str) -> None:
    assert state(report(tmp_path, ROWS, declared=declared())) == CLEAN
    rows, options = CASES[name]
    with_it = {"unmanaged"} if name == "expired_exception" else set()
    assert {one.name for one in report(tmp_path, rows, **options).findings} == {name} | with_it


def test_the_documentation_says_what_every_class_means() -> None:
    text = (ROOT / "docs" / "audits.md").read_text(encoding="utf-8")
    section = text.partition("## What a finding means")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \| .+ \| .+ \|$", section, re.MULTILINE) == list(CLASSES)


@pytest.mark.parametrize("seed", range(12))
def test_what_could_not_be_read_is_never_called_order(tmp_path: Path, seed: int) -> None:
    """Whatever is missing of whatever world, and whatever is declared of it."""
    rng = Random(seed)
    rows = random_rows(rng)
    kind = rng.choice([kind for kind in kinds.OF_CLOUD["tencent"] if kind != "unreadable"])
    about = rng.choice([None, *(row for row in rows if row["row"] in ("group", "role_configuration"))])
    hidden = [row for row in rows if row["row"] != kind]
    given: dict[str, Any] = {"tencent_onboarding_groups": [{"name": "group-0"}]} if seed % 2 else {}
    made = report(tmp_path, [*hidden, kinds.unreadable(kind, about, "Forbidden")], "tencent", declared=given)
    _check_told(made, tmp_path)


def test_a_cloud_without_snapshot_is_never_called_order(tmp_path: Path) -> None:
    _check_told(report(tmp_path, ROWS, declared=declared(), failed=[Failed("tencent", "no answer")]), tmp_path)


def _check_told(made: Report, folder: Path) -> None:
    assert (made.complete, state(made), bool(made.counts["unreadable"])) == (False, "incomplete", True)
    write_report(made, str(folder / "out"), FORMATS, Places([]))
    texts = {path.name: path.read_text(encoding="utf-8") for path in (folder / "out").iterdir()}
    for name in ("report.json", "report.md", "report.html"):
        assert "Not everything could be read." in texts[name]
    assert '"executionSuccessful": false' in texts["report.sarif"]
    assert list(ElementTree.fromstring(texts["junit.xml"]).iter("error"))
    assert "unreadable" in texts["findings.csv"]


def test_what_a_snapshot_was_taken_without_is_named_and_its_rules_are_not_kept(tmp_path: Path) -> None:
    rows, header = [ALICE, BOB, TEAM], {"include": ("user", "group")}
    made = report(tmp_path, rows, header=header, declared={"csp_onboarding_groups": [{"name": "team"}], "csp_onboarding_users": [
        {"name": "alice@example.com"}, {"name": "bob@example.com"}]})  # fmt: skip
    assert verdict(made) == (
        "Everything that was read is as declared. Not looked at: membership, role, invitation of Cloud Services."
    )
    rules = {
        "never_together": [{"name": "four eyes", "groups": ["team", "other"]}],
        "disabled_members": True,
        "stale_invitations_days": 7,
    }
    made = report(tmp_path, rows, header=header, rules=rules)
    assert {one.subject.name for one in made.findings if one.name == "unreadable"} == set(rules)


def test_an_empty_organization_is_read_as_one(tmp_path: Path) -> None:
    assert report(tmp_path, [], declared=declared(csp_onboarding_users=[])).counts["unresolved"] == {"csp": 1}


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"exceptions": [{**EXCEPTION, "subject": "*"}]}, "there are no wildcards"),
        ({"exceptions": [{**EXCEPTION, "kind": "usr"}]}, "kind 'usr' is none of"),
        ({"exceptions": [{**EXCEPTION, "cloud": "tencnt"}]}, "cloud 'tencnt' is none of"),
        ({"exceptions": [{**EXCEPTION, "expires": "2026-13-01"}]}, "This is not a date"),
        ({"rules": {"never_together": [{"groups": ["team"]}]}}, "fewer than two groups"),
        ({"rules": {"administrators": [{"allowed": ["alice@example.com"]}]}}, "neither role_configurations nor roles"),
    ],
)
def test_what_can_mean_nothing_is_refused(tmp_path: Path, options: dict[str, Any], words: str) -> None:
    with pytest.raises(OrgkitError, match=words):
        report(tmp_path, ROWS, **options)


def test_a_rule_about_a_role_that_nobody_knows_is_told(tmp_path: Path) -> None:
    made = report(tmp_path, ROWS, "tencent", rules={"administrators": [{"role_configurations": ["admn"]}]})
    assert [(one.name, one.kind, one.subject.name) for one in made.findings] == [("unresolved", "rule", "admn")]
