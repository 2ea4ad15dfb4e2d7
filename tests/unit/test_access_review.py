# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The population list of an access review: one row for every identity and entitlement, what is new, and room for a decision."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.effective import effective
from ansible_collections.orgkit.cloud.plugins.module_utils._access.format_csv import access_csv
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import Snapshot, read_snapshot
from support.access_worlds import TODAY, Row, group, random_rows, user, write

DECISION = ("decision", "reviewer", "reason", "date")
ALICE, OPERATORS, VIEWERS = user("alice@example.com", "1"), group("operators", "1"), group("viewers", "2")


def taken(path: Path, rows: Iterable[Row], **header: object) -> Snapshot:
    write(path, rows, **header)
    return read_snapshot(str(path))


def review(new: Snapshot, *old: Snapshot) -> list[dict[str, str]]:
    made = make_report([new], list(old), today=TODAY, created="")
    return list(csv.DictReader(io.StringIO("".join(access_csv(made)), newline="")))


@pytest.mark.parametrize("seed", range(10))
def test_every_access_is_one_row_and_what_came_since_the_last_review_is_new(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    rows = random_rows(rng)
    left_out = [row for row in rows if row["row"] in ("membership", "assignment") and rng.random() < 0.3]
    new = taken(tmp_path / "new", rows)
    old = taken(tmp_path / "old", [row for row in rows if row not in left_out])
    before = {one.key for one in effective(old)}
    expected = [(one.user.id, "no" if one.key in before else "yes") for one in effective(new)]
    found = review(new, old)
    assert [(row["user_id"], row["new"]) for row in found] == expected
    assert all(row[name] == "" for row in found for name in DECISION)
    assert {row["new"] for row in review(new)} <= {""}


def test_nothing_is_called_new_that_the_last_review_could_not_read(tmp_path: Path) -> None:
    rows = [ALICE, OPERATORS, VIEWERS, kinds.membership(ALICE, OPERATORS)]
    new = taken(tmp_path / "new", [*rows, kinds.membership(ALICE, VIEWERS)])
    blind = taken(tmp_path / "blind", [*rows, kinds.unreadable("membership", VIEWERS, "Forbidden")])
    assert [(row["group"], row["new"]) for row in review(new, blind)] == [("operators", "no"), ("viewers", "unknown")]
    part = taken(tmp_path / "part", [ALICE, OPERATORS, VIEWERS], include=("user", "group"))
    assert {row["new"] for row in review(new, part)} == {"unknown"}


def test_a_new_name_is_no_new_access(tmp_path: Path) -> None:
    old = taken(tmp_path / "old", [ALICE, OPERATORS, kinds.membership(ALICE, OPERATORS)])
    renamed = group("platform-operators", "1")
    (row,) = review(taken(tmp_path / "new", [ALICE, renamed, kinds.membership(ALICE, renamed)]), old)
    assert (row["group"], row["new"]) == ("platform-operators", "no")
