# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the file of people means, case by case."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._people.file import PeopleFile, read_people_file
from ansible_collections.orgkit.cloud.plugins.module_utils._people.variables import (
    DATA,
    KNOWN,
    check_variables,
    clouds_in_use,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._people.wishes import Wishes, wishes_of

ROOT = Path(__file__).parents[2]
TODAY = datetime.date(2026, 12, 15)
FUNCTIONS = {
    "data-engineer": {"tencent": ["data-engineers", "developers"], "csp": ["operators"]},
    "auditor": {"tencent": ["auditors"]},
}


def read(people: Any = (), **values: Any) -> PeopleFile:
    return read_people_file({"functions": FUNCTIONS, "people": list(people), **values}, TODAY)


def tencent(people: Any = (), memberships: Any = (), **values: Any) -> Wishes:
    return wishes_of(read(people, **values), "tencent", list(memberships))


def refused(people: Any = (), **values: Any) -> str:
    with pytest.raises(OrgkitError) as caught:
        read(people, **values)
    assert caught.value.code == "invalid_input"
    return caught.value.message


def entry(group: str, *users: str, **more: Any) -> dict[str, Any]:
    return {"group": group, "users": list(users), **more}


def test_a_joiner_gets_the_groups_of_the_function_and_further_ones() -> None:
    judy = {"user": "judy@example.com", "functions": ["data-engineer"], "tencent": ["finance"], "first_name": "Judy"}
    assert tencent([judy]) == Wishes(
        memberships=[entry(group, "judy@example.com") for group in ("data-engineers", "developers", "finance")],
        leavers=[],
        max_leavers=3,
        users=[{"name": "judy@example.com", "first_name": "Judy"}],
        listed_users=[],
        warnings=[],
    )
    assert wishes_of(read([judy]), "csp").memberships == [entry("operators", "judy@example.com")]


def test_who_has_nothing_in_a_cloud_is_no_user_of_it() -> None:
    file = read([{"user": "erin@example.com", "functions": "auditor"}])
    assert (wishes_of(file, "tencent").users, wishes_of(file, "csp").users) == ([{"name": "erin@example.com"}], [])


def test_people_merge_into_entries_beside_them() -> None:
    people = [{"user": user, "tencent": ["auditors"]} for user in ("bob@example.com", "ALICE@example.com")]
    beside = [
        entry("auditors", "alice@example.com", exclusive=True, max_removals="1"),
        entry("others", "carol@example.com", state="absent"),
    ]
    assert tencent(people, beside).memberships == [
        entry("auditors", "alice@example.com", "bob@example.com", exclusive=True, max_removals="1"),
        entry("others", "carol@example.com", state="absent"),
    ]


def test_a_leaver_wins_over_every_list_and_it_is_told() -> None:
    people = [{"user": "Grace@example.com", "functions": ["auditor"]}]
    beside = [entry("finance", "grace@example.com", "heidi@example.com", exclusive=True)]
    wishes = tencent(people, beside, leavers=["grace@example.com"])
    assert wishes.memberships == [entry("finance", "heidi@example.com", exclusive=True)]
    assert (wishes.leavers, wishes.users) == (["grace@example.com"], [])
    assert wishes.warnings == ['Both leaver and wanted, the leaver wins: "grace@example.com".']


def test_a_leaver_is_also_found_by_the_address_of_the_row() -> None:
    people = [{"user": "grace", "email": "grace@example.com", "functions": ["auditor"]}]
    wishes = tencent(people, leavers=["GRACE@example.com"])
    assert (wishes.memberships, wishes.users) == ([], [])


@pytest.mark.parametrize(
    ("dates", "groups", "leavers"),
    [
        ({"until": "2026-12-15"}, ["auditors"], []),
        ({"until": "2026-12-14"}, [], ["judy@example.com"]),
        ({"until": datetime.date(2026, 12, 14)}, [], ["judy@example.com"]),
        ({"from": "2026-12-15"}, ["auditors"], []),
        ({"from": "2026-12-16", "until": " 2027-01-31 "}, [], []),
        ({"from": None, "until": ""}, ["auditors"], []),
    ],
)
def test_first_and_last_day_belong_to_the_time(dates: dict[str, Any], groups: list[str], leavers: list[str]) -> None:
    wishes = tencent([{"user": "judy@example.com", "functions": ["auditor"], **dates}])
    assert [one["group"] for one in wishes.memberships] == groups
    assert wishes.leavers == leavers


@pytest.mark.parametrize(
    "value",
    ["31.12.2026", "2026-2-1", "2026-02-30", "20261231", 20261231, True, datetime.datetime(2026, 12, 1), "soon"],
)
def test_everything_else_is_no_date(value: Any) -> None:
    people = [{"user": name, "until": value} for name in ("judy@example.com", "ivan@example.com")]
    message = refused(people)
    assert message.count("This is not a date; write YYYY-MM-DD") == 1
    assert "judy@example.com" in message
    assert "ivan@example.com" in message


def test_a_mover_leaves_the_groups_of_the_row_that_is_over() -> None:
    rows = [
        {"user": "judy@example.com", "functions": ["data-engineer"], "until": "2026-12-14"},
        {"user": "Judy@example.com", "functions": ["auditor"], "tencent": ["Developers"], "from": "2026-12-15"},
    ]
    wishes = tencent(rows)
    assert wishes.leavers == []
    assert wishes.memberships == [
        entry("Developers", "judy@example.com"),
        entry("auditors", "judy@example.com"),
        entry("data-engineers", "judy@example.com", state="absent"),
    ]


def test_between_two_contracts_a_person_is_out() -> None:
    rows = [
        {"user": "judy@example.com", "functions": ["auditor"], "until": "2026-11-30"},
        {"user": "judy@example.com", "functions": ["auditor"], "from": "2027-02-01"},
    ]
    wishes = tencent(rows, complete_groups=["auditors"])
    assert wishes.leavers == ["judy@example.com"]
    assert wishes.memberships == [entry("auditors", exclusive=True, allow_empty=True)]


def test_a_complete_list_does_not_remove_who_begins_later() -> None:
    people = [
        {"user": "judy@example.com", "tencent": ["auditors"], "from": "2027-01-01"},
        {"user": "erin@example.com", "tencent": ["auditors"]},
    ]
    (one,) = tencent(people, complete_groups=["auditors"]).memberships
    assert one == entry("auditors", "erin@example.com", exclusive=True, tolerated_users=["judy@example.com"])
    beside = [entry("finance", "bob@example.com", exclusive="yes", tolerated_users=["dave@example.com"])]
    assert tencent(people[:1], beside).memberships[0]["tolerated_users"] == ["dave@example.com", "judy@example.com"]


def test_an_empty_complete_list_is_left_for_the_module_to_refuse() -> None:
    assert tencent([], complete_groups=["auditors"]).memberships == [entry("auditors", exclusive=True)]
    every = ["auditors", "data-engineers", "developers"]
    assert tencent([], complete_groups="all").memberships == [entry(group, exclusive=True) for group in every]


def test_several_entries_of_a_complete_group_become_one() -> None:
    beside = [entry("auditors", "bob@example.com"), entry("auditors", "dave@example.com")]
    people = [{"user": "erin@example.com", "functions": ["auditor"]}]
    users = ["bob@example.com", "dave@example.com", "erin@example.com"]
    assert tencent(people, beside, complete_groups=["auditors"]).memberships == [
        entry("auditors", *users, exclusive=True)
    ]


def test_a_complete_group_whose_entry_says_no_is_an_error() -> None:
    with pytest.raises(OrgkitError, match="exclusive: false"):
        tencent([], [entry("auditors", exclusive=False)], complete_groups=["auditors"])


def test_everything_that_is_wrong_comes_in_one_error() -> None:
    message = refused(
        [
            {"user": "judy@example.com", "functions": ["data-enginer", "auditors"]},
            {"user": "ivan@example.com", "functoins": ["auditor"], "from": "2026-12-02", "until": "2026-12-01"},
            {"functions": ["auditor"]},
            "erin@example.com",
            {"user": "{{ lookup('pipe', 'id') }}", "tencent": {"a": "b"}},
            {"user": "oscar@example.com", "email": "o@example.com"},
            {"user": "Oscar@example.com", "email": "oscar@example.org"},
            {"user": "trent", "email": "JUDY@example.com"},
        ],
        complete_groups=["auditor"],
        max_leavers="many",
    )
    for words in (
        'people[0] (judy@example.com): "data-enginer" (near: data-engineer); people[0] (judy@example.com): "auditors" (near: auditor)',
        '"functoins" (near: functions)',
        "until is before from: people[1] (ivan@example.com)",
        "has no user: people[2]",
        "must be a dictionary with user: people[3]",
        "not a name: people[4].user",
        "not a list of names: people[4] ().tencent",
        'do not agree: oscar@example.com: email is "o@example.com", "oscar@example.org"',
        "judy@example.com and trent (judy@example.com)",
        '"auditor" (near: auditors)',
        "max_leavers: 'many'",
    ):
        assert words in message


@pytest.mark.parametrize(
    ("limit", "people", "allowed"),
    [(None, 0, 3), ("", 100, 10), (None, 31, 4), ("5%", 10, 1), (0, 50, 0), ("0%", 50, 0), ("7", 1, 7), ("100%", 8, 8)],
)
def test_how_many_may_leave(limit: Any, people: int, allowed: int) -> None:
    rows = [{"user": f"user{number}@example.com"} for number in range(people)]
    assert read(rows, max_leavers=limit).max_leavers == allowed


@pytest.mark.parametrize("limit", ["-1", "101%", "1.5", True, [3]])
def test_what_is_no_limit_is_refused(limit: Any) -> None:
    assert "max_leavers" in refused(max_leavers=limit)


def test_a_misspelt_variable_is_an_error_with_the_name_that_was_meant() -> None:
    with pytest.raises(OrgkitError) as caught:
        check_variables({"orgkit_poeple": [], "csp_onboarding_members": [], "orgkit_Leavers": []})
    assert caught.value.message == (
        "Unknown variables: csp_onboarding_members (near: csp_onboarding_memberships), "
        "orgkit_Leavers (near: orgkit_leavers), orgkit_poeple (near: orgkit_people)."
    )


def test_another_unknown_variable_is_a_warning() -> None:
    given = {"orgkit_people": [], "orgkit_cloud_in_process": True, "orgkit_colour": "red", "other": 1}
    assert check_variables(given) == ["Unknown variables are not looked at: orgkit_colour."]


@pytest.mark.parametrize(
    "variables", [{}, {"orgkit_people": None}, {"orgkit_leavers": " "}, {"orgkit_today": "2026-12-01"}]
)
def test_a_run_without_data_is_an_error(variables: dict[str, Any]) -> None:
    with pytest.raises(OrgkitError, match="there is nothing to do"):
        check_variables(variables)


@pytest.mark.parametrize(
    ("variables", "clouds"),
    [
        ({"orgkit_leavers": ["grace@example.com"]}, ["tencent", "csp"]),
        ({"orgkit_people": [{"user": "judy", "tencent": ["a"], "csp": []}], "orgkit_leavers": ["grace"]}, ["tencent"]),
        ({"orgkit_functions": {"engineer": {"csp": ["a"]}}, "orgkit_people": [{"user": "judy"}]}, ["csp"]),
        ({"csp_onboarding_groups": [], "orgkit_people": '[{"user": "judy", "tencent": ["a"]}]'}, ["tencent", "csp"]),
        ({"tencent_onboarding_members": [{"name": "data-prod"}], "csp_onboarding_memberships": None}, ["tencent"]),
    ],
)
def test_only_the_clouds_that_the_file_speaks_of_are_asked(variables: dict[str, Any], clouds: list[str]) -> None:
    assert clouds_in_use(variables) == clouds


def test_an_empty_list_is_given() -> None:
    assert check_variables({"orgkit_people": []}) == []


@pytest.mark.skipif(not (ROOT / "roles").is_dir(), reason="needs the checkout")
def test_every_variable_of_a_role_is_known() -> None:
    for path in (ROOT / "roles").glob("*/meta/argument_specs.yml"):
        prefix = f"{path.parents[1].name}_"
        options = yaml.safe_load(path.read_text(encoding="utf-8"))["argument_specs"]["main"]["options"]
        assert {name[len(prefix) :] for name in options} <= KNOWN[prefix]


def test_what_is_wished_is_plain_data() -> None:
    wishes = tencent([{"user": "judy@example.com", "functions": ["auditor"]}])
    assert json.loads(json.dumps(vars(wishes))) == vars(wishes)
    assert not re.search("frozenset|date", repr(wishes))
    assert set(DATA) <= set(KNOWN)


@pytest.mark.parametrize("spelling", ["judy@example.com", "JUDY@example.com", " judy@example.com"])
def test_no_list_of_users_brings_a_leaver_back(spelling: str) -> None:
    """Neither as an invitation nor as an enabled user; a row that deletes the leaver stays."""
    gone = {"name": "judy@example.com", "state": "absent"}
    rows = [{"name": spelling}, {"name": "j.judd", "email": "judy@example.com"}, {"name": "erin@example.com"}, gone]
    file = read_people_file({"leavers": ["Judy@example.com"]}, TODAY)
    found = wishes_of(file, "tencent", users=rows)
    assert found.listed_users == [rows[2], gone]
    assert found.warnings == [f'Both leaver and wanted, the leaver wins: "j.judd", "{spelling.strip()}".']
