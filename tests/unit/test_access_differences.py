# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Two snapshots around a known change show exactly this change; effective access against a naive second opinion."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Callable

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.differences import differences
from ansible_collections.orgkit.cloud.plugins.module_utils._access.effective import effective
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import Snapshot, read_snapshot
from support.access_worlds import (
    Row,
    account,
    department,
    group,
    invitation,
    random_rows,
    role_configuration,
    user,
    write,
)

Told = tuple[str, str, str, str]
ALICE, BOB = user("alice@example.com", "1"), user("bob@example.com", "2")
OPERATORS, VIEWERS = group("operators", "1", members_count=1), group("viewers", "2")
ENGINEERING = department("/engineering", "1")
BILLING = account("billing", "1", "/engineering", department={"id": "d1", "name": "engineering"})
ADMIN = role_configuration("admin", "1")
ROWS: list[Row] = [
    *(ALICE, BOB, OPERATORS, VIEWERS, ENGINEERING, BILLING, ADMIN),
    kinds.membership(ALICE, OPERATORS),
    kinds.assignment(OPERATORS, "group", ADMIN, BILLING),
    invitation("carol@example.com", "1", [VIEWERS]),
]


def snapshot(folder: Path, name: str, rows: Iterable[Row], **header: object) -> Snapshot:
    write(folder / name, rows, **header)
    return read_snapshot(str(folder / name))


def told(old: Snapshot, new: Snapshot) -> list[Told]:
    return [
        (one.action, one.kind, one.subject.name, one.target.name if one.target else "") for one in differences(old, new)
    ]


def rename(rows: list[Row], old: str, new: str) -> list[Row]:
    """The same rows after a thing has got another name: it is named by others too."""

    def renamed(value: object) -> object:
        if isinstance(value, dict):
            return {key: renamed(inner) for key, inner in value.items()}
        if isinstance(value, list):
            return [renamed(inner) for inner in value]
        return value.replace(old, new) if isinstance(value, str) else value

    return [row for row in (renamed(one) for one in rows) if isinstance(row, dict)]


def with_fields(rows: list[Row], key: str, **fields: object) -> list[Row]:
    return [{**row, **fields} if row["id"] == key else row for row in rows]


CHANGES: list[tuple[Callable[[list[Row]], list[Row]], list[Told]]] = [
    (lambda rows: rows, []),
    (lambda rows: rows[::-1], []),
    (
        lambda rows: with_fields([*rows, kinds.membership(BOB, OPERATORS)], "g-1", members_count=2),
        [("added", "membership", "bob@example.com", "operators")],
    ),
    (
        lambda rows: [row for row in rows if row["id"] != "g-1/u-1"],
        [("removed", "membership", "alice@example.com", "operators")],
    ),
    (lambda rows: rename(rows, "operators", "platform-operators"), [("changed", "group", "platform-operators", "")]),
    (lambda rows: rename(rows, "engineering", "science"), [("changed", "department", "/science", "")]),
    (lambda rows: with_fields(rows, "u-1", enabled=False), [("changed", "user", "alice@example.com", "")]),
    (lambda rows: with_fields(rows, "20001", remark="x"), [("changed", "account", "billing", "")]),
    (lambda rows: with_fields(rows, "u-2", aliases=[]), []),
    (
        lambda rows: [row for row in rows if row["row"] != "assignment"],
        [("removed", "assignment", "operators", "admin in billing")],
    ),
    (
        lambda rows: [*rows, kinds.assignment(BOB, "user", ADMIN, BILLING)],
        [("added", "assignment", "bob@example.com", "admin in billing")],
    ),
    (lambda rows: [*rows, kinds.role(BOB, "user", "org_owner")], [("added", "role", "bob@example.com", "org_owner")]),
    (
        lambda rows: [row for row in rows if row["row"] != "invitation"],
        [("removed", "invitation", "carol@example.com", "")],
    ),
]


@pytest.mark.parametrize(("change", "expected"), CHANGES)
def test_a_known_change_is_shown_and_nothing_else(
    tmp_path: Path, change: Callable[[list[Row]], list[Row]], expected: list[Told]
) -> None:
    old, new = snapshot(tmp_path, "old", ROWS), snapshot(tmp_path, "new", change(copy.deepcopy(ROWS)))
    assert told(old, new) == expected


def test_a_difference_says_what_changed(tmp_path: Path) -> None:
    old = snapshot(tmp_path, "old", ROWS)
    (one,) = differences(old, snapshot(tmp_path, "new", with_fields(ROWS, "20001", remark="x")))
    assert (one.before, one.after) == ({"remark": None}, {"remark": "x"})
    assert one.text == "changed: account billing: remark nothing -> x"


def test_what_one_of_both_could_not_read_has_not_come_or_gone(tmp_path: Path) -> None:
    rest = [row for row in ROWS if row["row"] != "membership"]
    whole = snapshot(tmp_path, "whole", ROWS)
    blind = snapshot(tmp_path, "blind", [*rest, kinds.unreadable("membership", OPERATORS, "Forbidden")])
    for before, after in ((whole, blind), (blind, whole)):
        assert told(before, after) == []
    partial = snapshot(tmp_path, "partial", rest, include=("user", "group"))
    assert told(whole, partial) == []


@pytest.mark.parametrize("seed", range(30))
def test_random_worlds_differ_by_exactly_the_rows_that_were_taken_out(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    rows = random_rows(rng)
    left = [row for row in rows if row["row"] not in ("membership", "assignment") or rng.random() > 0.3]
    gone = sorted(str(row["id"]) for row in rows if row not in left)
    old, new = snapshot(tmp_path, "old", rows), snapshot(tmp_path, "new", left)
    found = differences(old, new)
    assert sorted(str(one.before["id"]) for one in found if one.before) == gone
    assert {one.action for one in found} <= {"removed"}


@pytest.mark.parametrize("seed", range(30))
def test_effective_access_is_what_a_naive_look_finds(tmp_path: Path, seed: int) -> None:
    rows = random_rows(Random(seed))
    grants = [row for row in rows if row["row"] == "assignment"]
    expected = {
        (row["principal"]["name"], None, row["role_configuration"]["name"], row["account"]["name"])
        for row in grants
        if row["principal_type"] == "user"
    }
    for row in rows:
        if row["row"] == "membership":
            through = [grant for grant in grants if grant["principal"]["id"] == row["group"]["id"]]
            for grant in through:
                place = (grant["role_configuration"]["name"], grant["account"]["name"])
                expected.add((row["user"]["name"], row["group"]["name"], *place))
            if not through:
                expected.add((row["user"]["name"], row["group"]["name"], None, None))
    found = [
        (one.user.name, one.group and one.group.name, one.role and one.role.name, one.place and one.place.name)
        for one in effective(snapshot(tmp_path, "new", rows))
    ]
    assert set(found) == expected
    assert len(found) == len(expected)
    assert [one[0] for one in found] == sorted(one[0] for one in found)
