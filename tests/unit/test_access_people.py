# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of people means in an audit what it means to the onboarding roles: random files against a naive second opinion."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.declared import read_declared
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from ansible_collections.orgkit.cloud.plugins.module_utils._people.file import read_people_file
from ansible_collections.orgkit.cloud.plugins.module_utils._people.wishes import wishes_of
from support.access_worlds import TODAY, Row, group, user, write

Key = tuple[str, str, str, str]
PEOPLE = tuple(f"user{number}@example.com" for number in range(7))
GROUPS = tuple(f"group-{number}" for number in range(5))
FUNCTIONS = {"one": {"tencent": ["group-0", "group-1"], "csp": ["group-3"]}, "two": {"csp": ["group-0"]}}
PAST, FUTURE = "2026-05-31", "2026-06-02"
# from and until of a row, and where it stands.
TIMES = (
    ({}, "now"),
    ({"until": "2026-06-01"}, "now"),
    ({"from": "2026-06-01"}, "now"),
    ({"until": PAST}, "over"),
    ({"from": FUTURE}, "later"),
)


def random_file(rng: Random) -> tuple[dict[str, Any], list[str]]:
    """(the variables about people, where each row stands)."""
    rows, standings = [], []
    for _number in range(rng.randint(0, 9)):
        times, standing = rng.choice(TIMES)
        row: dict[str, Any] = {
            "user": rng.choice(PEOPLE[:6]),
            **times,
            "functions": rng.sample(list(FUNCTIONS), rng.randint(0, 2)),
        }
        row |= {cloud: rng.sample(GROUPS[:4], rng.randint(0, 2)) for cloud in ("tencent", "csp")}
        row["user"] = row["user"].upper() if rng.random() < 0.2 else row["user"]
        rows.append(row)
        standings.append(standing)
    leavers = [name.capitalize() for name in rng.sample(PEOPLE, rng.randint(0, 2))]
    complete = "all" if rng.random() < 0.3 else []
    return {
        "orgkit_people": rows, "orgkit_functions": FUNCTIONS, "orgkit_leavers": leavers, "orgkit_complete_groups": complete
    }, standings  # fmt: skip


def given(row: Row, cloud: str) -> set[str]:
    """The groups of a row, its functions written out."""
    return {*row[cloud], *(name for title in row["functions"] for name in FUNCTIONS[title].get(cloud, ()))}


def expected(declared: dict[str, Any], standings: list[str], cloud: str, members: set[tuple[str, str]]) -> set[Key]:
    """The naive second opinion about an organization that holds everybody, and these (user, group) as members."""
    found: set[Key] = set()
    named = {name for gives in FUNCTIONS.values() for name in gives.get(cloud, ())}
    known: set[str] = {name.lower() for name in declared["orgkit_leavers"]}
    allowed: set[tuple[str, str]] = set()
    gone: set[str] = set()
    for name in PEOPLE:
        mine = [
            (row, standing)
            for row, standing in zip(declared["orgkit_people"], standings)
            if row["user"].lower() == name
        ]
        stands = {standing for _row, standing in mine}
        groups = {
            one: set().union(*(given(row, cloud) for row, other in mine if other == one)) for one in ("now", "later")
        }
        named |= {one for row, _standing in mine for one in given(row, cloud)}
        leaver = name in known
        over = "over" in stands and "now" not in stands
        known |= {name} if over or any(given(row, cloud) for row, _standing in mine) else set()
        if leaver or over:
            gone.add(name)
            if leaver and not over and groups["now"] | groups["later"]:
                found.add(("conflict", "user", name, ""))
            continue
        allowed |= {(name, one) for one in groups["now"] | groups["later"]}
        found |= {("missing", "membership", name, one) for one in groups["now"] if (name, one) not in members}
    for name, one in members:
        if name in gone:
            found.add(("expired_person", "membership", name, one))
        elif (name, one) not in allowed and one in named:
            found.add(("unmanaged", "membership", name, one))
    found |= {("unmanaged", "group", one, "") for one in GROUPS if one not in named}
    return found | {("unmanaged", "user", name, "") for name in PEOPLE if name not in known}


@pytest.mark.parametrize("cloud", ["tencent", "csp"])
@pytest.mark.parametrize("seed", range(80))
def test_people_are_compared_as_the_file_says(tmp_path: Path, seed: int, cloud: str) -> None:
    rng = Random(seed)
    declared, standings = random_file(rng)
    users = [user(name, str(number)) for number, name in enumerate(PEOPLE)]
    groups = [group(name, str(number)) for number, name in enumerate(GROUPS)]
    there = [(one, other) for one in users for other in groups if rng.random() < 0.3]
    write(tmp_path / "x.jsonl", [*users, *groups, *(kinds.membership(*pair) for pair in there)], cloud)
    made = make_report([read_snapshot(str(tmp_path / "x.jsonl"))], [], declared=declared, today=TODAY, created="")
    told = {
        (one.name, one.kind, one.subject.name, one.target.name if one.target else "")
        for one in made.findings
        if one.cloud == cloud
    }
    assert told == expected(declared, standings, cloud, {(one["name"], other["name"]) for one, other in there})


@pytest.mark.parametrize("seed", range(20))
def test_the_audit_wants_what_the_roles_want(seed: int) -> None:
    rng = Random(seed)
    declared, _standings = random_file(rng)
    entries = [
        {"group": rng.choice(GROUPS), "users": rng.sample(PEOPLE, 2), "state": rng.choice(["present", "absent"])}
    ]
    values = {name.replace("orgkit_", ""): value for name, value in declared.items()}
    for cloud in ("tencent", "csp"):
        wished = wishes_of(read_people_file(values, TODAY), cloud, entries)
        audited = read_declared({**declared, f"{cloud}_onboarding_memberships": entries}, cloud, TODAY)
        assert set(audited.gone) == set(wished.leavers)
        for state in ("present", "absent"):
            wanted = {
                (entry["group"], name)
                for entry in wished.memberships
                if entry.get("state", "present") == state
                for name in entry["users"]
            }
            assert {(one.group, name) for one in audited.groups for name in getattr(one, state)} == wanted


def test_a_leaver_who_is_listed_as_user_is_not_wanted() -> None:
    users = [{"name": "alice@example.com"}, {"name": "bob@example.com"}]
    declared = {"orgkit_leavers": ["Alice@example.com"], "tencent_onboarding_users": users}
    assert [wish.name for wish in read_declared(declared, "tencent", TODAY).things] == ["bob@example.com"]


def test_today_of_the_file_decides_as_it_does_for_the_roles() -> None:
    people = [{"user": "alice@example.com", "tencent": ["a"], "until": "2026-06-30"}]
    assert read_declared({"orgkit_people": people}, "tencent", TODAY).gone == {}
    late = read_declared({"orgkit_people": people, "orgkit_today": "2026-07-01"}, "tencent", TODAY)
    assert late.gone == {"alice@example.com": "is past the last day"}


def test_lists_of_a_survey_are_texts() -> None:
    declared = {"orgkit_leavers": "a@example.com, b@example.com", "tencent_onboarding_leavers": ""}
    declared["tencent_onboarding_memberships"] = '[{"group": "x", "users": "c@example.com,d@example.com"}]'
    wishes = read_declared(declared, "tencent", TODAY)
    assert set(wishes.gone) == {"a@example.com", "b@example.com"}
    assert [(one.group, tuple(one.present)) for one in wishes.groups] == [("x", ("c@example.com", "d@example.com"))]
