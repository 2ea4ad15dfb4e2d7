# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Departments by name and by path."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Problem
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import (
    Department,
    Departments,
    NodeRow,
    unknown_department_id,
)


def node(number: int, name: str, parent: int = 0) -> dict[str, Any]:
    """A row of DescribeOrganizationNodes."""
    return {"NodeId": number, "Name": name, "ParentNodeId": parent}


# Children stand before their parents: the API promises no order.
ROWS = [
    node(5, "Data", 3),
    node(6, "Data", 4),
    node(3, "Platform", 2),
    node(4, "Finance", 1),
    node(2, "Engineering", 1),
    node(1, "Root"),
]
TREE = Departments(ROWS)


def problem(departments: Departments, text: str) -> Problem:
    found = departments.resolve(text)
    assert isinstance(found, Problem)
    return found


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Platform", Department("3", "Platform", "/Engineering/Platform")),
        ("/Engineering/Platform", Department("3", "Platform", "/Engineering/Platform")),
        ("/Engineering/Platform/", Department("3", "Platform", "/Engineering/Platform")),
        ("platform", Department("3", "Platform", "/Engineering/Platform")),
        ("/engineering/PLATFORM", Department("3", "Platform", "/Engineering/Platform")),
        ("/Finance", Department("4", "Finance", "/Finance")),
        ("/Finance/Data", Department("6", "Data", "/Finance/Data")),
        ("/", Department("1", "Root", "/")),
        ("Root", Department("1", "Root", "/")),
    ],
)
def test_a_department_is_found_by_name_and_by_path(text: str, expected: Department) -> None:
    assert TREE.resolve(text) == expected


@pytest.mark.parametrize("text", ["/Root/Finance", "/Platform", "Engineering/Platform", "/Engineering//Platform"])
def test_the_root_is_no_part_of_a_path_and_a_path_is_complete(text: str) -> None:
    assert problem(TREE, text).code == "unresolved_names"


def test_a_name_that_two_departments_have_needs_the_path() -> None:
    found = problem(TREE, "Data")
    assert found.code == "ambiguous_name"
    assert "Data (5)" in found.message
    assert "Data (6)" in found.message
    assert [row["id"] for row in found.items[0]["candidates"]] == ["5", "6"]


def test_an_exact_name_wins_over_one_that_differs_in_case() -> None:
    departments = Departments([node(1, "Root"), node(2, "data", 1), node(3, "Data", 1)])
    assert departments.resolve("data") == Department("2", "data", "/data")
    assert departments.resolve("/Data") == Department("3", "Data", "/Data")
    assert problem(departments, "DATA").code == "ambiguous_name"


def test_a_number_is_a_name_and_never_an_id() -> None:
    departments = Departments([node(1, "Root"), node(2, "3", 1), node(3, "Finance", 1)])
    assert departments.resolve("3") == Department("2", "3", "/3")


@pytest.mark.parametrize(
    ("text", "near"),
    [("Platfrom", "Platform"), ("/Engineering/Platfrom", "/Engineering/Platform"), ("Finanze", "Finance")],
)
def test_an_unknown_department_is_told_with_the_near_names(text: str, near: str) -> None:
    found = problem(TREE, text)
    assert f'Unknown department: "{text}" (near: {near}' in found.message
    assert found.items[0]["candidates"]


def test_a_path_below_the_wrong_parent_offers_the_department_of_that_name() -> None:
    assert "Finance" in problem(TREE, "/Somewhere/Else/Entirely/Finance").message


def test_an_unknown_id_is_told() -> None:
    assert TREE.get("3") == Department("3", "Platform", "/Engineering/Platform")
    assert TREE.get("99") is None
    assert unknown_department_id("99").message == "Unknown department: node_id 99."


@pytest.mark.parametrize("text", ["/Engineering/New", "/engineering/new/", "New", "NEW"])
def test_an_assumed_department_is_the_same_however_it_is_called(text: str) -> None:
    # Else check mode would plan "NEW" where the real run finds /Engineering/New.
    departments = Departments(ROWS, ["/Engineering/New"])
    assert departments.resolve(text) == Department(None, "New", "/Engineering/New")


def test_an_assumed_name_has_no_path() -> None:
    departments = Departments(ROWS, ["Other"])
    assert departments.resolve("Other") == Department(None, "Other", None)
    assert problem(departments, "/Other").code == "unresolved_names"


def test_a_department_that_exists_wins_over_an_assumed_one() -> None:
    departments = Departments(ROWS, ["/Finance", "Platform", "/Legal/Finance"])
    assert departments.resolve("/Finance") == Department("4", "Finance", "/Finance")
    assert departments.resolve("Platform") == Department("3", "Platform", "/Engineering/Platform")
    assert departments.resolve("Finance") == Department("4", "Finance", "/Finance")


def test_parents_that_go_in_a_circle_do_not_hang() -> None:
    departments = Departments([node(1, "a", 2), node(2, "b", 1)])
    found = departments.get("1")
    assert found is not None
    assert found.path == "/b/a"


def test_the_rows_tell_place_and_fields_of_every_department() -> None:
    rows = [
        {"NodeId": 3, "Name": "Data", "ParentNodeId": "2", "Remark": None, "Tags": [{"TagKey": "a", "TagValue": "b"}]},
        {"NodeId": "2", "Name": "Platform", "ParentNodeId": 1, "Remark": "x"},
        {"NodeId": 1, "Name": "Root", "ParentNodeId": 0},
    ]
    assert Departments(rows).rows == [
        NodeRow("3", "2", "Data", "", {"a": "b"}, "/Platform/Data", 2),
        NodeRow("2", "1", "Platform", "x", {}, "/Platform", 1),
        NodeRow("1", "0", "Root", "", {}, "/", 0),
    ]


@pytest.mark.parametrize(
    "row",
    [
        {"Name": "a"},
        {"NodeId": None, "Name": "a"},
        {"NodeId": 2},
        {"NodeId": 2, "Name": None},
        {"NodeId": 2, "Name": ["a"]},
        {"NodeId": 2, "Name": "a", "Tags": "x"},
        {"NodeId": 2, "Name": "a", "ParentNodeId": {}},
    ],
)
def test_a_row_that_cannot_be_right_is_no_department(row: dict[str, Any]) -> None:
    with pytest.raises(OrgkitError) as caught:
        Departments([node(1, "Root"), row])
    assert caught.value.code == "bad_response"


def test_a_department_whose_parent_is_not_in_the_list_is_no_second_root() -> None:
    departments = Departments([node(1, "Root"), node(5, "Lost", 77), node(6, "Below", 5), node(2, "Seen", 1)])
    assert departments.resolve("/") == Department("1", "Root", "/")
    assert departments.resolve("Below") == Department("6", "Below", None)
    assert problem(departments, "/Below").code == "unresolved_names"
    assert departments.resolve("/Seen") == Department("2", "Seen", "/Seen")
