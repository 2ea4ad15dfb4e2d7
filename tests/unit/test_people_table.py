# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of a CSV file as rows of people."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import pytest
from ansible.errors import AnsibleFilterError
from hypothesis import given
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.filter.people import people
from support.playbook import play

CSV = """\
\ufeffUser,Functions,CSP,First name,Cost centre,until\r
judy@example.com,data-engineer; auditor,,Judy,4711,2027-02-28\r
,,,,,\r
"ivan@example.com",,"operators;a, b;",,,\r
"""
NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=";\ufeff"), min_size=1, max_size=9)


def test_a_file_as_a_spreadsheet_writes_it() -> None:
    assert people(CSV) == [
        {"user": "judy@example.com", "functions": ["data-engineer", "auditor"], "until": "2027-02-28", "first_name": "Judy"},
        {"user": "ivan@example.com", "csp": ["operators", "a, b"]},
    ]  # fmt: skip


def test_rows_that_are_read_already() -> None:
    rows = [{"user": "judy@example.com", "tencent": ["a;b"], "from": None}, {"USER": " "}]
    assert people(rows[:1]) == [{"user": "judy@example.com", "tencent": ["a;b"]}]
    assert people([]) == people("") == people("user\n") == []


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ("user,functoins\na@example.com,x", 'Unknown columns: "functoins" (near: functions)'),
        ("name,functions\na@example.com,x", "There is no column user"),
        ("user;functions\na@example.com;x", "There is no column user"),
        ("user,csp\na@example.com\nb@example.com,x,y\n", "the 2 columns of the first line: line 2; line 3"),
        ("user,User\na@example.com,x\n", "Several columns mean the same: user"),
        ("\x1b[2J,functions\na,b\n", "\\x1b[2J"),
        ({"user": "a"}, "a list of rows"),
        (["a"], "a list of rows"),
    ],
)
def test_what_is_no_table_of_people_is_refused(table: Any, words: str) -> None:
    with pytest.raises(AnsibleFilterError) as caught:
        people(table)
    assert words in str(caught.value)


@given(st.lists(st.tuples(NAMES, st.lists(NAMES)), min_size=1))
def test_every_name_comes_back(rows: list[tuple[str, list[str]]]) -> None:
    text = io.StringIO(newline="")
    csv.writer(text).writerows([("user", "tencent"), *((user, ";".join(groups)) for user, groups in rows)])
    expected = [
        {
            **({"user": user.strip()} if user.strip() else {}),
            **({"tencent": [group.strip() for group in groups if group.strip()]} if "".join(groups).strip() else {}),
        }
        for user, groups in rows
    ]
    assert people(text.getvalue()) == [row for row in expected if row]


def test_no_cell_is_a_template(tmp_path: Path) -> None:
    cell = "a {{ lookup('pipe', 'touch marker') }}"
    (tmp_path / "people.csv").write_text(f'user,tencent\njudy@example.com,"{cell}"\n', encoding="utf-8")
    tasks: list[dict[str, Any]] = [
        {"ansible.builtin.set_fact": {"rows": "{{ lookup('file', 'people.csv') | orgkit.cloud.people }}"}},
        {"orgkit.cloud.people_file": {"cloud": "tencent", "people": "{{ rows }}"}, "register": "wishes"},
        {"ansible.builtin.debug": {"msg": "{{ wishes.memberships }}"}},
    ]
    run = play(tasks, tmp_path, {})
    assert run.code == 0, run.output
    assert run.results[-1]["msg"] == [{"group": cell, "users": ["judy@example.com"]}]
    assert not (tmp_path / "marker").exists()
