# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot is whole or it is an error: written at once, privately, and verified when it is read."""

from __future__ import annotations

import hashlib
import json
import os
import tracemalloc
from pathlib import Path
from typing import Callable

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot, read_snapshots
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from support.access_worlds import account, department, group, invitation, role_configuration, user, write
from support.schema import matches

ROOT = Path(__file__).parents[2]
SCHEMA = json.loads((ROOT / "docs" / "schemas" / "snapshot.schema.json").read_text(encoding="utf-8"))
ALICE, OPERATORS = user("alice@example.com", "1"), group("operators", "1")
BILLING, ADMIN = account("billing", "1"), role_configuration("admin", "1")
ROWS = [
    ALICE,
    OPERATORS,
    BILLING,
    ADMIN,
    kinds.membership(ALICE, OPERATORS),
    kinds.membership(ALICE, OPERATORS, inherited=True),
    kinds.assignment(OPERATORS, "group", ADMIN, BILLING),
    kinds.role(ALICE, "user", "org_owner"),
    kinds.role(OPERATORS, "group", "viewer", {"id": "s-1", "name": "billing service"}),
    department("/engineering", "1"),
    invitation("bob@example.com", "1", [OPERATORS]),
]


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def refusal(path: Path) -> str:
    with pytest.raises(OrgkitError) as caught:
        read_snapshot(str(path))
    assert caught.value.code == "invalid_input"
    return caught.value.message


def test_what_was_written_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tencent.jsonl"
    written = write(path, ROWS)
    snapshot = read_snapshot(str(path))
    assert [row for found in snapshot.rows.values() for row in found.values()] == sorted(
        ROWS, key=lambda row: list(dict.fromkeys(one["row"] for one in ROWS)).index(row["row"])
    )
    assert snapshot.sha256 == written.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    assert snapshot.trailer["counts"] == written.counts
    assert snapshot.complete
    assert snapshot.place == ("tencent", "10001", "z-1")


def test_it_belongs_to_its_owner_and_appears_only_when_it_is_whole(tmp_path: Path) -> None:
    path = tmp_path / "tencent.jsonl"
    write(path, ROWS)
    assert path.stat().st_mode & 0o777 == 0o600
    before = path.read_bytes()
    with pytest.raises(ZeroDivisionError):
        write(path, (user(f"user{1 / n}@example.com", "1") for n in (1, 0)))
    assert path.read_bytes() == before
    assert os.listdir(tmp_path) == [path.name]


def test_a_group_that_could_not_be_read_makes_it_incomplete(tmp_path: Path) -> None:
    path = tmp_path / "tencent.jsonl"
    assert not write(path, [*ROWS, kinds.unreadable("membership", OPERATORS, "Forbidden")]).complete
    assert not read_snapshot(str(path)).complete


@pytest.mark.parametrize("cut", range(1, 60, 7))
def test_a_file_that_was_cut_is_refused(tmp_path: Path, cut: int) -> None:
    path = tmp_path / "tencent.jsonl"
    write(path, ROWS)
    path.write_bytes(path.read_bytes()[:-cut])
    assert "was cut" in refusal(path)


def drop_row(lines: list[bytes]) -> list[bytes]:
    return [*lines[:3], *lines[4:]]


def rename(lines: list[bytes]) -> list[bytes]:
    return [line.replace(b"alice@example.com", b"mallory@example.com") for line in lines]


def double(lines: list[bytes]) -> list[bytes]:
    return [*lines[:2], lines[1], *lines[2:]]


def exchange(lines: list[bytes]) -> list[bytes]:
    return [lines[0], lines[2], lines[1], *lines[3:]]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (drop_row, "rows were lost or added"),
        (rename, "it was changed"),
        (exchange, "it was changed"),
        (double, "stands there twice"),
        (lambda lines: lines[:-1], "trailer is missing"),
        (lambda lines: [*lines, lines[1]], "behind the trailer"),
        (lambda lines: lines[1:], "does not begin with the header"),
        (lambda lines: [], "is empty"),
        (lambda lines: [lines[0], b"[]\n", *lines[1:]], "line 2 is no JSON object"),
        (lambda lines: [lines[0], b"\xff{\n", *lines[1:]], "line 2 is no JSON object"),
        (lambda lines: [lines[0], b'{"row":"secret","id":"1","name":""}\n', *lines[1:]], "no kind of row"),
        (lambda lines: [lines[0].replace(b'"schema":1', b'"schema":2'), *lines[1:]], "its schema is 2"),
        (lambda lines: [lines[0].replace(b'"tencent"', b'"moon"'), *lines[1:]], "does not tell the cloud"),
        (lambda lines: [lines[0].replace(b'"started"', b'"began"'), *lines[1:]], "its header has no started"),
        (lambda lines: [*lines[:-1], lines[-1].replace(b'"ended"', b'"end"')], "does not tell when it ended"),
        (lambda lines: [*lines[:-1], lines[-1].replace(b"true", b"false")], "disagree"),
    ],
)
def test_a_file_that_was_changed_is_refused_and_told_why(
    tmp_path: Path, change: Callable[[list[bytes]], list[bytes]], words: str
) -> None:
    path = tmp_path / "tencent.jsonl"
    write(path, ROWS)
    path.write_bytes(b"".join(change(lines_of(path))))
    assert words in refusal(path)


@pytest.mark.parametrize("field", ["id", "user", "group", "inherited"])
def test_neither_writer_nor_reader_takes_a_row_that_lacks_something(tmp_path: Path, field: str) -> None:
    row = {name: value for name, value in kinds.membership(ALICE, OPERATORS).items() if name != field}
    with pytest.raises(ValueError, match=field):
        write(tmp_path / "tencent.jsonl", [row])
    assert os.listdir(tmp_path) == []


def test_a_path_that_cannot_be_written_or_read_is_told(tmp_path: Path) -> None:
    with pytest.raises(OrgkitError, match="cannot be written"):
        write(tmp_path / "missing" / "x.jsonl", ROWS)
    with pytest.raises(OrgkitError, match="cannot be written"):
        write(tmp_path, ROWS)
    assert "cannot be read" in refusal(tmp_path / "missing.jsonl")


def test_memory_does_not_grow_with_the_cloud(tmp_path: Path) -> None:
    def peak(number: int) -> int:
        tracemalloc.start()
        write(tmp_path / "x.jsonl", (user(f"user{n}@example.com", str(n)) for n in range(number)))
        _now, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    peak(10)
    assert peak(5000) < peak(50) + 300_000


def test_the_schema_in_the_documentation_says_what_the_code_says(tmp_path: Path) -> None:
    path = tmp_path / "tencent.jsonl"
    write(path, [*ROWS, kinds.unreadable("membership", None, "Forbidden")])
    for line in lines_of(path):
        row = json.loads(line)
        assert matches(SCHEMA, SCHEMA["$defs"][row["row"]], row), row
        assert not matches(SCHEMA, SCHEMA["$defs"][row["row"]], {**row, "row": "other"})
    for kind, fields in kinds.FIELDS.items():
        assert SCHEMA["$defs"][kind]["required"] == ["row", "id", "name", *fields], kind
        for name, told in fields.items():
            assert matches(SCHEMA, SCHEMA["$defs"][kind]["properties"][name], None) is told.endswith("?"), (kind, name)


def test_an_older_snapshot_takes_little_memory_beside_the_new_one(tmp_path: Path) -> None:
    people = [user(f"user{number}@example.com", str(number)) for number in range(300)]
    teams = [group(f"team {number}", str(number)) for number in range(10)]
    rows = [*people, *teams, *(kinds.membership(one, team) for one in people for team in teams)]
    paths = [str(tmp_path / name) for name in ("old", "new")]
    write(tmp_path / "new", rows)
    write(tmp_path / "old", rows[:-5])
    tracemalloc.start()
    new = read_snapshots(paths[1:])
    first, _peak = tracemalloc.get_traced_memory()
    old = read_snapshots(paths[:1], like=new)
    both, _peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert first < len(rows) * 900
    assert both - first < first / 3
    assert [row for found in old[0].rows.values() for row in found.values()] == rows[:-5]
