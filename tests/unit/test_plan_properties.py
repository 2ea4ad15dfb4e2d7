# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What holds for every membership plan, whatever the groups, users and wishes are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import allowed_by
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Plan
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import (
    Group,
    GroupWish,
    User,
    plan_memberships,
)

PROFILE = settings(derandomize=True, max_examples=80, deadline=None)
PEOPLE = [User(f"u-{number}", f"user{number}") for number in range(12)]
GROUPS = [Group("g-1", "admins"), Group("g-2", "viewers"), Group("g-3", "admins")]


@dataclass
class Case:
    """Some wishes, each for another group, and the guard of the whole task."""

    wishes: list[GroupWish]
    max_total_removals: int | None = None


def some_people(smallest: int = 0) -> st.SearchStrategy[list[User]]:
    return st.lists(st.sampled_from(PEOPLE), unique_by=lambda user: user.key, min_size=smallest)


@st.composite
def group_wishes(draw: st.DrawFn, group: Group) -> GroupWish:
    present = draw(some_people())
    wish = GroupWish(
        group,
        draw(some_people()),
        present=present,
        protected=frozenset(user.key for user in draw(some_people())),
        exclusive=draw(st.booleans()),
        max_removals=draw(st.sampled_from(["0", "1", "3", "25%", "50%", "100%"])),
        allow_empty=draw(st.booleans()),
    )
    if not wish.exclusive:
        wish.absent = [user for user in draw(some_people()) if user not in present]
    return wish


@st.composite
def cases(draw: st.DrawFn) -> Case:
    groups = draw(st.lists(st.sampled_from(GROUPS), unique=True, min_size=1))
    limit = draw(st.one_of(st.none(), st.integers(min_value=0, max_value=8)))
    return Case([draw(group_wishes(group)) for group in groups], limit)


def planned(case: Case) -> Plan:
    return plan_memberships(case.wishes, max_total_removals=case.max_total_removals)


def keys(users: Iterable[User]) -> set[str]:
    return {user.key for user in users}


def applied(wish: GroupWish, plan: Plan) -> list[User]:
    """The members of the group after the plan."""
    mine = [change for change in plan.changes if change.target.id == wish.group.id]
    removed = {change.subject.id for change in mine if change.action == "remove"}
    added = [User(change.subject.id, change.subject.name) for change in mine if change.action == "add"]
    return [user for user in wish.members if user.id not in removed] + added


@PROFILE
@given(cases())
def test_applying_the_plan_gives_the_wished_state(case: Case) -> None:
    plan = planned(case)
    for wish in case.wishes:
        members = keys(applied(wish, plan))
        assert keys(wish.present) <= members
        assert not keys(wish.absent) & members
        if wish.exclusive:
            assert members == keys(wish.present) | (keys(wish.members) & wish.protected)


@PROFILE
@given(cases())
def test_a_second_plan_is_empty(case: Case) -> None:
    plan = planned(case)
    after = [replace(wish, members=applied(wish, plan)) for wish in case.wishes]
    assert plan_memberships(after).changes == []


@PROFILE
@given(cases())
def test_nobody_is_added_or_removed_twice(case: Case) -> None:
    changes = planned(case).changes
    assert len({(change.subject.id, change.target.id) for change in changes}) == len(changes)


@PROFILE
@given(cases(), st.randoms(use_true_random=False))
def test_the_order_of_the_input_does_not_matter(case: Case, random: Random) -> None:
    def shuffled(users: list[User]) -> list[User]:
        return random.sample(users, len(users))

    def refusal(action: str, group: Group, user: User) -> str:
        return f"reason {int(user.name[4:]) % 3} against {action}"

    mixed = [
        replace(wish, members=shuffled(wish.members), present=shuffled(wish.present), absent=shuffled(wish.absent))
        for wish in random.sample(case.wishes, len(case.wishes))
    ]
    one, other = (
        plan_memberships(wishes, max_total_removals=case.max_total_removals, refusal=refusal)
        for wishes in (case.wishes, mixed)
    )
    assert [change.row() for change in one.changes] == [change.row() for change in other.changes]
    assert [(row.group, row.unchanged_count, row.kept) for row in one.groups] == [
        (row.group, row.unchanged_count, row.kept) for row in other.groups
    ]
    assert one.problems == other.problems


@PROFILE
@given(cases())
def test_without_exclusive_nobody_is_removed_who_was_not_named(case: Case) -> None:
    plan = planned(case)
    for wish in case.wishes:
        if not wish.exclusive:
            lost = keys(wish.members) - keys(applied(wish, plan))
            assert lost <= keys(wish.absent)


@PROFILE
@given(cases())
def test_protected_users_stay_unless_the_plan_is_refused(case: Case) -> None:
    plan = planned(case)
    for wish in case.wishes:
        lost = keys(wish.members) - keys(applied(wish, plan))
        if wish.exclusive:
            assert not lost & wish.protected
        elif lost & wish.protected:
            assert "protected" in [problem.code for problem in plan.problems]


@PROFILE
@given(cases())
def test_without_a_problem_no_more_than_the_allowed_number_is_removed(case: Case) -> None:
    plan = planned(case)
    if plan.problems:
        return
    removals = [change for change in plan.changes if change.action == "remove"]
    assert case.max_total_removals is None or len(removals) <= case.max_total_removals
    for wish in case.wishes:
        mine = [change for change in removals if change.target.id == wish.group.id]
        if wish.exclusive:
            assert len(mine) <= allowed_by(wish.max_removals, len(wish.members))
            assert wish.present or wish.allow_empty


@PROFILE
@given(cases())
def test_every_group_is_told_about_with_all_its_members_accounted_for(case: Case) -> None:
    for group_plan in planned(case).groups:
        wish = next(wish for wish in case.wishes if wish.group == group_plan.group)
        named = len(wish.present) + len(wish.absent)
        removed_by_name = [
            change
            for change in group_plan.changes
            if change.action == "remove" and change.subject.id in {user.id for user in wish.absent}
        ]
        added = [change for change in group_plan.changes if change.action == "add"]
        assert group_plan.unchanged_count == named - len(added) - len(removed_by_name)


@PROFILE
@given(st.integers(0, 5000), st.integers(0, 100))
def test_a_percentage_never_allows_less_than_the_exact_share_nor_a_whole_person_more(
    members: int, percent: int
) -> None:
    allowed = allowed_by(f"{percent}%", members)
    assert allowed * 100 >= members * percent
    assert (allowed - 1) * 100 < members * percent
