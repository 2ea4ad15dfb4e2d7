# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the page of a report says about findings and checks."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.findings import CLASSES
from ansible_collections.orgkit.cloud.plugins.module_utils._access.page_summary import moment
from ansible_collections.orgkit.cloud.plugins.module_utils._access.page_words import GROUPS, checked
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from support.access_worlds import TODAY, write


def test_every_class_of_findings_has_one_group() -> None:
    assert Counter(name for _words, classes in GROUPS.values() for name in classes) == Counter(CLASSES)


@pytest.mark.parametrize(
    ("rules", "sentences"),
    [
        ({}, ["No rule was given."]),
        ({"disabled_members": False}, ["No rule was given."]),
        (
            {
                "never_together": [{"name": "four eyes", "groups": ["a", "b"]}, {"groups": ["c", "d"]}],
                "administrators": [{"role_configurations": ["admin"], "roles": ["owner"], "allowed": []}],
                "disabled_members": True,
                "stale_invitations_days": 0,
            },
            [
                "Rule: nobody is in two of a, b (four eyes).",
                "Rule: nobody is in two of c, d.",
                "Rule: nobody has admin, owner.",
                "Rule: nobody who is disabled has access.",
                "Rule: no invitation is open for more than 0 days.",
            ],
        ),
    ],
)
def test_what_was_checked_is_said_and_silence_is_not_taken_for_order(
    tmp_path: Path, rules: dict[str, Any], sentences: list[str]
) -> None:
    write(tmp_path / "new.jsonl", [])
    snapshots = [read_snapshot(str(tmp_path / "new.jsonl"))]
    report = make_report(snapshots, [], rules=rules, today=TODAY, created="2026-06-01T00:00:00Z")
    assert [one for one in checked(report) if "declared" not in one and "exception" not in one] == sentences
    assert next(checked(report)) == "Nothing was declared, so nothing was compared with it."


@pytest.mark.parametrize(
    ("value", "words"),
    [("2026-06-01T10:20:30Z", "2026-06-01 10:20:30 UTC"), ("Two <b>Times", "Two &lt;b&gt;Times"), (None, "")],
)
def test_a_moment_is_read_by_people(value: str | None, words: str) -> None:
    assert moment(value) == words
