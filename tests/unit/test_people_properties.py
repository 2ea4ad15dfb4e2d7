# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every file of people, on every day."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.names import same_letters
from ansible_collections.orgkit.cloud.plugins.module_utils._people.file import read_people_file
from ansible_collections.orgkit.cloud.plugins.module_utils._people.wishes import Wishes, wishes_of

PROFILE = settings(derandomize=True, max_examples=150, deadline=None)
TODAY = datetime.date(2026, 12, 15)
USERS = ["alice@example.com", "bob@example.com", "jürgen@example.com", "dave@example.com", "zoé@example.com"]
GROUPS = ["admins", "viewers", "auditors", "developers"]
TITLES = ["engineer", "analyst"]
CLOUDS = ["tencent", "csp"]


@dataclass
class World:
    """A file and what stands beside it."""

    values: dict[str, Any]
    memberships: list[dict[str, Any]]

    def wishes(self, cloud: str) -> Wishes:
        return wishes_of(read_people_file(self.values, TODAY), cloud, self.memberships)


def spellings(user: str) -> list[str]:
    """The same person, written differently."""
    return [user, user.upper(), f" {user}", unicodedata.normalize("NFD", user)]


some_groups = st.lists(st.sampled_from(GROUPS), unique=True)
a_user = st.sampled_from(USERS).flatmap(lambda user: st.sampled_from(spellings(user)))
a_day = st.none() | st.integers(-20, 20).map(lambda days: str(TODAY + datetime.timedelta(days=days)))


@st.composite
def rows(draw: st.DrawFn) -> dict[str, Any]:
    days = sorted(day for day in (draw(a_day), draw(a_day)) if day)
    row: dict[str, Any] = {"user": draw(a_user), "functions": draw(st.lists(st.sampled_from(TITLES), unique=True))}
    row.update({cloud: draw(some_groups) for cloud in CLOUDS})
    if len(days) == 2:
        row["from"] = days[0]
    if days:
        row[draw(st.sampled_from(["until", "from"])) if len(days) == 1 else "until"] = days[-1]
    return row


@st.composite
def entries(draw: st.DrawFn) -> dict[str, Any]:
    entry: dict[str, Any] = {"group": draw(st.sampled_from(GROUPS)), "users": draw(st.lists(a_user, max_size=3))}
    entry.update(draw(st.sampled_from([{}, {"exclusive": True}, {"state": "absent"}])))
    return entry


@st.composite
def worlds(draw: st.DrawFn) -> World:
    functions = {title: {cloud: draw(some_groups) for cloud in CLOUDS} for title in TITLES}
    people = draw(st.lists(rows(), max_size=6))
    named = {group for gives in functions.values() for groups in gives.values() for group in groups}
    complete = draw(st.sampled_from([None, "all", sorted(named)[:1] or None]))
    values = {
        "functions": functions, "people": people, "leavers": draw(st.lists(a_user, max_size=2)), "complete_groups": complete,
    }  # fmt: skip
    # One entry for a group: several with one exclusive among them are the fault of who wrote them.
    beside = draw(st.lists(entries(), max_size=3, unique_by=lambda entry: entry["group"]))
    return World(values, beside)


def wanted(wishes: Wishes) -> set[tuple[str, str]]:
    """Who is wanted where."""
    return {
        (entry["group"], same_letters(user))
        for entry in wishes.memberships
        if entry.get("state") != "absent"
        for user in entry["users"]
    }


def rows_of(world: World, key: str) -> list[dict[str, Any]]:
    return [row for row in world.values["people"] if same_letters(row["user"]) == key]


def over(row: dict[str, Any]) -> bool:
    return bool(row.get("until")) and row["until"] < str(TODAY)


def active(row: dict[str, Any]) -> bool:
    return not over(row) and not (row.get("from") or "") > str(TODAY)


def given_by(world: World, cloud: str, row: dict[str, Any]) -> set[str]:
    functions = world.values["functions"]
    return {*row[cloud], *(group for title in row["functions"] for group in functions[title][cloud])}


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_a_leaver_is_in_no_wish(world: World, cloud: str) -> None:
    wishes = world.wishes(cloud)
    out = {same_letters(name) for name in wishes.leavers}
    assert {same_letters(name) for name in world.values["leavers"]} <= out
    named = {same_letters(user) for entry in wishes.memberships for user in entry["users"]}
    assert not out & (named | {same_letters(row["name"]) for row in wishes.users})


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_who_has_only_rows_that_are_over_is_out_and_who_has_a_present_one_is_not(world: World, cloud: str) -> None:
    wishes = world.wishes(cloud)
    out = {same_letters(name) for name in wishes.leavers}
    listed = {same_letters(name) for name in world.values["leavers"]}
    for key in {same_letters(row["user"]) for row in world.values["people"]}:
        same = rows_of(world, key)
        is_over = any(over(row) for row in same) and not any(active(row) for row in same)
        assert (key in out) == (is_over or key in listed)
        if key not in out:
            beside = {entry["group"] for entry in world.memberships if entry.get("state") != "absent"}
            for group in {group for name, group in ((k, g) for g, k in wanted(wishes)) if name == key} - beside:
                assert any(active(row) and group in given_by(world, cloud, row) for row in same)


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_every_present_row_is_wished_and_nothing_else(world: World, cloud: str) -> None:
    wishes = world.wishes(cloud)
    out = {same_letters(name) for name in wishes.leavers}
    expected = {
        (group, same_letters(row["user"]))
        for row in world.values["people"]
        if active(row)
        for group in given_by(world, cloud, row)
    }
    expected |= {
        (entry["group"], same_letters(user))
        for entry in world.memberships
        if entry.get("state") != "absent"
        for user in entry["users"]
    }
    assert wanted(wishes) == {(group, user) for group, user in expected if user not in out}


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_nobody_is_removed_whom_the_file_does_not_end(world: World, cloud: str) -> None:
    """Beside leavers: absent entries for rows that are over, and exclusive lists that somebody asked for."""
    wishes = world.wishes(cloud)
    asked = [entry for entry in world.memberships if entry.get("state") == "absent"]
    for entry in wishes.memberships:
        if entry.get("state") == "absent" and not any(entry["group"] == one["group"] for one in asked):
            for user in entry["users"]:
                ended = [row for row in rows_of(world, same_letters(user)) if over(row)]
                assert any(entry["group"] in given_by(world, cloud, row) for row in ended)
                assert (entry["group"], same_letters(user)) not in wanted(wishes)
        if entry.get("exclusive"):
            beside = [one for one in world.memberships if one["group"] == entry["group"] and one.get("exclusive")]
            assert beside or world.values["complete_groups"]
            later = [row for row in world.values["people"] if not over(row) and not active(row)]
            kept = {same_letters(name) for name in [*entry["users"], *entry.get("tolerated_users", ())]}
            out = {same_letters(name) for name in wishes.leavers}
            staying = {same_letters(row["user"]) for row in later} - out
            staying -= {key for key in staying if any(active(row) for row in rows_of(world, key))}
            assert staying <= kept


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_a_group_stands_in_one_entry_of_each_state(world: World, cloud: str) -> None:
    """So that the rule about exclusive groups with several entries meets nobody who did not write several."""
    entries_of = [(entry["group"], entry.get("state", "present")) for entry in world.wishes(cloud).memberships]
    assert len({entry for entry in entries_of if entry[1] == "present"}) == len(
        [entry for entry in entries_of if entry[1] == "present"]
    )


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS), st.randoms(use_true_random=False))
def test_order_does_not_matter(world: World, cloud: str, random: Random) -> None:
    first = world.wishes(cloud)
    for name in ("people", "leavers"):
        random.shuffle(world.values[name])
    titles = list(world.values["functions"].items())
    world.values["functions"] = dict(reversed(titles))
    assert world.wishes(cloud) == first


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS), st.randoms(use_true_random=False))
def test_another_spelling_is_the_same_person(world: World, cloud: str, random: Random) -> None:
    first = world.wishes(cloud)
    world.values["people"] = [
        {**row, "user": random.choice(spellings(row["user"].strip()))} for row in world.values["people"]
    ]
    again = world.wishes(cloud)
    assert wanted(again) == wanted(first)
    assert [same_letters(name) for name in again.leavers] == [same_letters(name) for name in first.leavers]


@PROFILE
@given(worlds(), st.sampled_from(CLOUDS))
def test_two_rows_of_a_person_are_one_row_with_the_groups_of_both(world: World, cloud: str) -> None:
    plain = [{**row, "from": None, "until": None} for row in world.values["people"]]
    apart = World({**world.values, "people": plain}, world.memberships).wishes(cloud)
    joined: dict[str, dict[str, Any]] = {}
    for row in plain:
        one = joined.setdefault(same_letters(row["user"]), {**row, "functions": [], "tencent": [], "csp": []})
        for field in ("functions", "tencent", "csp"):
            one[field] = [*one[field], *row[field]]
    together = World({**world.values, "people": list(joined.values())}, world.memberships).wishes(cloud)
    assert wanted(together) == wanted(apart)
    assert len(together.users) == len(apart.users)
