# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The membership planner and its guard rails."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.options import allowed_by
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Change, Plan, Ref, item
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import (
    Group,
    GroupWish,
    User,
    plan_memberships,
)

ADMINS = Group("g-admins", "admins")
VIEWERS = Group("g-viewers", "viewers")
ANN, BOB, CAT, DAN = (User(f"u-{name}", name) for name in ("ann", "bob", "cat", "dan"))


def texts(plan: Plan) -> list[str]:
    return [change.text for change in plan.changes]


def codes(plan: Plan) -> list[str]:
    return [problem.code for problem in plan.problems]


def crowd(count: int) -> list[User]:
    return [User(f"u-{number:02}", f"user{number:02}") for number in range(count)]


def test_only_who_is_missing_is_added_and_only_a_member_is_removed() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [ANN, BOB], present=[ANN, CAT], absent=[BOB, DAN])])
    assert texts(plan) == ["add cat to admins", "remove bob from admins"]
    assert plan.problems == []
    (group_plan,) = plan.groups
    assert group_plan.unchanged_count == 2, "ann is in already, dan is out already"


def test_the_row_of_a_change_has_what_the_documentation_promises() -> None:
    add, remove = plan_memberships([GroupWish(ADMINS, [BOB], present=[CAT], absent=[BOB])]).changes
    assert add.row() == {
        "action": "add",
        "kind": "membership",
        "subject": {"id": "u-cat", "name": "cat"},
        "target": {"id": "g-admins", "name": "admins"},
        "before": None,
        "after": "member",
        "text": "add cat to admins",
        "status": "planned",
    }
    assert (remove.before, remove.after) == ("member", None)


def test_a_change_shows_error_request_id_and_time_only_when_it_has_them() -> None:
    change = Change("add", "membership", Ref("u", "u"), Ref("g", "g"), None, "member", "add u to g")
    assert not {"error", "request_id", "time"} & set(change.row())
    change.error, change.request_id, change.time = {"code": "x", "message": "no"}, "r-1", "2026-01-02T03:04:05Z"
    assert {"error", "request_id", "time"} <= set(change.row())


def test_without_exclusive_unlisted_members_stay() -> None:
    assert texts(plan_memberships([GroupWish(ADMINS, [ANN, BOB], present=[ANN])])) == []


def test_exclusive_removes_everybody_who_is_not_listed() -> None:
    wish = GroupWish(ADMINS, [ANN, BOB, CAT], present=[ANN], exclusive=True, max_removals="100%")
    assert texts(plan_memberships([wish])) == ["remove bob from admins", "remove cat from admins"]


def test_a_user_named_twice_is_added_once() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [], present=[ANN, ANN])])
    assert texts(plan) == ["add ann to admins"]
    assert plan.groups[0].unchanged_count == 0


def test_a_group_and_a_user_that_do_not_exist_yet_are_planned_without_ids() -> None:
    (change,) = plan_memberships([GroupWish(Group(None, "new"), [], present=[User(None, "New.User")])]).changes
    assert (change.subject, change.target) == (Ref(None, "New.User"), Ref(None, "new"))


def test_somebody_from_outside_is_invited_and_who_has_an_invitation_is_pending() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [], to_invite=["new@example.com"], invited=["asked@example.com"])])
    assert texts(plan) == ["invite new@example.com to admins"]
    assert plan.groups[0].pending == ["asked@example.com"]


@pytest.mark.parametrize("again", ["new@example.com", "New@Example.com"])
def test_somebody_from_outside_whom_two_entries_name_is_invited_once(again: str) -> None:
    plan = plan_memberships([GroupWish(ADMINS, [], to_invite=["new@example.com", again])])
    assert len(plan.changes) == 1


def test_changes_are_sorted_by_group_action_and_user() -> None:
    wishes = [
        GroupWish(VIEWERS, [DAN], present=[BOB], absent=[DAN]),
        GroupWish(ADMINS, [], present=[CAT, ANN]),
    ]
    assert texts(plan_memberships(wishes)) == [
        "add ann to admins",
        "add cat to admins",
        "add bob to viewers",
        "remove dan from viewers",
    ]


@pytest.mark.parametrize(
    ("limit", "members", "allowed"),
    [
        ("0", 10, 0),
        ("3", 10, 3),
        (" 3 ", 10, 3),
        ("12", 10, 12),
        ("0%", 10, 0),
        ("25%", 4, 1),
        ("25%", 5, 2),
        ("25%", 1, 1),
        ("25%", 0, 0),
        ("25%", 1000, 250),
        ("25 %", 8, 2),
        ("12.5%", 8, 1),
        ("0.1%", 1000, 1),
        ("0.1%", 1001, 2),
        ("7%", 100, 7),
        ("29%", 100, 29),
        ("57%", 100, 57),
        ("100%", 7, 7),
    ],
)
def test_allowed_removals_are_a_number_or_a_percentage_rounded_up(limit: str, members: int, allowed: int) -> None:
    assert allowed_by(limit, members) == allowed


@pytest.mark.parametrize(
    "limit", ["", " ", "%", "some", "-1", "1.5", "0.25", "101%", "-1%", "nan%", "inf%", "5%%", "%25"]
)
def test_a_limit_that_is_neither_number_nor_percentage_is_refused(limit: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011
        allowed_by(limit, 10)


def test_beyond_max_removals_the_plan_is_refused_but_kept_complete() -> None:
    members = crowd(8)
    plan = plan_memberships([GroupWish(ADMINS, members, present=[*members[:5], ANN], exclusive=True)])
    (problem,) = plan.problems
    assert problem.code == "removal_limit"
    assert problem.message == "Group admins: 3 of 8 members would be removed, max_removals (25%) allows 2."
    assert problem.items == (item("admins", "group", "admins"),)
    assert [change.action for change in plan.changes] == ["add", "remove", "remove", "remove"]


def test_exactly_max_removals_is_allowed() -> None:
    members = crowd(8)
    assert codes(plan_memberships([GroupWish(ADMINS, members, present=members[:6], exclusive=True)])) == []


def test_additions_do_not_raise_the_percentage_of_removals() -> None:
    members = crowd(4)
    wish = GroupWish(ADMINS, members, present=[members[0], members[1], ANN, BOB, CAT, DAN], exclusive=True)
    assert codes(plan_memberships([wish])) == ["removal_limit"]


def test_max_removals_counts_for_each_group_by_itself() -> None:
    members = crowd(4)
    wishes = [GroupWish(group, members, present=members[:3], exclusive=True) for group in (ADMINS, VIEWERS)]
    plan = plan_memberships(wishes)
    assert (codes(plan), len(plan.changes)) == ([], 2)


def test_max_removals_does_not_guard_users_who_are_named_absent() -> None:
    members = crowd(4)
    assert codes(plan_memberships([GroupWish(ADMINS, members, absent=members, max_removals="0")])) == []


@pytest.mark.parametrize("state", ["present", "absent"])
@pytest.mark.parametrize(("limit", "expected"), [(None, []), (2, []), (1, ["removal_limit"]), (0, ["removal_limit"])])
def test_max_total_removals_guards_the_whole_task_in_both_states(
    state: str, limit: int | None, expected: list[str]
) -> None:
    def wish(group: Group) -> GroupWish:
        if state == "absent":
            return GroupWish(group, [ANN, BOB], absent=[BOB])
        return GroupWish(group, [ANN, BOB], present=[ANN], exclusive=True, max_removals="100%")

    plan = plan_memberships([wish(ADMINS), wish(VIEWERS)], max_total_removals=limit)
    assert codes(plan) == expected
    assert len(plan.changes) == 2


def test_an_empty_complete_list_is_refused_even_for_an_empty_group() -> None:
    for members in ([], [ANN]):
        plan = plan_memberships([GroupWish(ADMINS, members, exclusive=True, max_removals="100%")])
        assert codes(plan) == ["empty_refused"]
        assert "allow_empty" in plan.problems[0].message


@pytest.mark.parametrize(
    "wish",
    [
        GroupWish(ADMINS, [ANN], exclusive=True, max_removals="100%", allow_empty=True),
        GroupWish(ADMINS, [], exclusive=True, invited=["asked@example.com"]),
        GroupWish(ADMINS, [], exclusive=True, to_invite=["new@example.com"]),
        GroupWish(ADMINS, [ANN], exclusive=True, invited=["asked@example.com"], protected=frozenset([ANN.key])),
        GroupWish(ADMINS, [ANN], present=[]),
    ],
)
def test_a_list_that_is_allowed_to_be_empty_or_is_not_empty_is_not_refused(wish: GroupWish) -> None:
    assert codes(plan_memberships([wish])) == []


@pytest.mark.parametrize("who", ["invited", "to_invite"])
def test_who_is_only_invited_does_not_make_room_for_the_removal_of_the_last_member(who: str) -> None:
    wish = GroupWish(ADMINS, [ANN], exclusive=True, max_removals="100%", **{who: ["asked@example.com"]})
    assert codes(plan_memberships([wish])) == ["empty_refused"]


def test_exclusive_keeps_protected_users_and_does_not_count_them_as_removals() -> None:
    wish = GroupWish(
        ADMINS, [ANN, BOB, CAT], present=[ANN], exclusive=True, protected=frozenset([BOB.key]), max_removals="1"
    )
    plan = plan_memberships([wish])
    assert (texts(plan), plan.groups[0].kept, plan.problems) == (["remove cat from admins"], ["bob"], [])


@pytest.mark.parametrize("members", [[BOB], []])
def test_naming_a_protected_user_under_absent_is_an_error_even_for_no_member(members: list[User]) -> None:
    plan = plan_memberships([GroupWish(ADMINS, members, absent=[BOB], protected=frozenset([BOB.key]))])
    assert codes(plan) == ["protected"]
    assert plan.problems[0].items == (item("bob", "user", "admins"),)


def test_one_user_wanted_both_present_and_absent_is_an_error() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [ANN], present=[BOB, ANN], absent=[ANN, BOB])])
    assert codes(plan) == ["invalid_input"]
    assert plan.problems[0].message == "Group admins: ann, bob is wanted both present and absent."


def test_exclusive_keeps_the_user_who_runs_the_task() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [ANN, BOB], present=[BOB], exclusive=True, caller=ANN.key)])
    assert (texts(plan), plan.groups[0].kept, codes(plan)) == ([], ["ann"], [])


def test_to_take_oneself_out_of_a_group_is_refused_by_name() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [ANN], absent=[ANN], caller=ANN.key)])
    assert codes(plan) == ["protected"]
    assert "allow_self_removal" in plan.problems[0].message
    assert codes(plan_memberships([GroupWish(ADMINS, [BOB], absent=[ANN], caller=ANN.key)])) == []


def test_nobody_counts_as_unlisted_while_a_name_could_not_be_resolved() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [ANN, BOB], present=[CAT], exclusive=True, incomplete=True)])
    assert (texts(plan), codes(plan)) == (["add cat to admins"], [])


def test_a_list_whose_only_name_could_not_be_resolved_is_not_called_empty() -> None:
    assert codes(plan_memberships([GroupWish(ADMINS, [ANN], exclusive=True, incomplete=True)])) == []


def test_all_problems_of_all_groups_are_told() -> None:
    wishes = [
        GroupWish(VIEWERS, [ANN, BOB], exclusive=True),
        GroupWish(ADMINS, [ANN], absent=[ANN], protected=frozenset([ANN.key])),
    ]
    plan = plan_memberships(wishes, max_total_removals=0)
    assert codes(plan) == ["protected", "empty_refused", "removal_limit", "removal_limit"]


def test_what_the_cloud_would_refuse_is_told_once_for_each_reason() -> None:
    def refusal(action: str, group: Group, user: User) -> str:
        return "it is delivered by SCIM." if action == "add" or user is CAT else ""

    wish = GroupWish(ADMINS, [CAT, DAN], present=[BOB, ANN], absent=[CAT, DAN])
    plan = plan_memberships([wish], refusal=refusal)
    assert [problem.message for problem in plan.problems] == [
        "ann, bob cannot be added to group admins: it is delivered by SCIM.",
        "cat cannot be removed from group admins: it is delivered by SCIM.",
    ]
    assert codes(plan) == ["not_editable", "not_editable"]


def test_a_withdrawn_change_is_gone_everywhere_and_leaves_a_warning() -> None:
    plan = plan_memberships([GroupWish(ADMINS, [], present=[ANN, BOB])])
    plan.withdraw(plan.changes[0])
    assert texts(plan) == ["add bob to admins"]
    assert [change.text for change in plan.groups[0].changes] == ["add bob to admins"]
    assert "add ann to admins" in plan.warnings[0]


def test_a_row_of_items_names_the_candidates_with_their_ids() -> None:
    row: dict[str, Any] = item("an", "user", "admins", [ANN, BOB])
    assert row["candidates"] == [{"id": "u-ann", "name": "ann"}, {"id": "u-bob", "name": "bob"}]
