# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The membership options: what a task may say, and what it means before and while names are resolved."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Change
from ansible_collections.orgkit.cloud.plugins.module_utils._core.write import Reply
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.directory import Directory
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.memberships import Memberships, State
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import (
    MEMBERSHIP_SPEC,
    MembershipOptions,
    Wish,
    read_options,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group, Named, User
from support.road import validated


def read(check_mode: bool = False, **params: Any) -> MembershipOptions:
    """Options as the module reads them: through the argument spec."""
    return read_options(validated({"argument_spec": MEMBERSHIP_SPEC}, params), check_mode=check_mode)


def refused(**params: Any) -> str:
    """The message of the one error that the options get."""
    with pytest.raises(OrgkitError) as caught:
        read(**params)
    assert caught.value.code == "invalid_input"
    assert caught.value.hint == "Nothing was sent."
    return caught.value.message


@dataclass
class Http:
    """Calls in order, without threads."""

    def map(self, function: Callable[[Any], Any], rows: Iterable[Any]) -> list[Any]:
        return [function(row) for row in rows]


@dataclass
class Client:
    http: Http = field(default_factory=Http)


@dataclass
class Cloud(Directory):
    """A directory in memory that notes what is read."""

    people: list[User]
    joined: dict[str, list[User]]
    client: Any = field(default_factory=Client)
    reads: list[str] = field(default_factory=list)

    def groups(self) -> list[Group]:
        return [Group("g-" + name, name) for name in self.joined]

    def members(self, group: Group) -> list[User]:
        self.reads.append(f"members {group.name}")
        return self.joined[group.name]

    def users(self) -> list[User]:
        self.reads.append("users")
        return self.people

    def groups_of(self, user: User) -> list[str]:
        return ["g-" + name for name, members in self.joined.items() if user in members]

    def write(self, action: str, changes: Sequence[Change]) -> Reply:
        raise NotImplementedError


ANN, BOB, CAT = (User(f"u-{name}", name, f"{name}@example.com") for name in ("ann", "bob", "cat"))


def observe(check_mode: bool = False, **params: Any) -> tuple[State, Cloud]:
    """What the task finds in a small cloud."""
    cloud = Cloud([ANN, BOB, CAT], {"admins": [ANN], "viewers": [ANN, BOB]})
    return Memberships(cloud, read(check_mode, **params)).observe(), cloud


def test_group_and_users_are_the_short_form_of_one_entry() -> None:
    short = read(group="admins", users=["ann"], exclusive=True, max_removals="2", protected_users=["bob"])
    long = read(
        memberships=[{"group": "admins", "users": ["ann"]}], exclusive=True, max_removals="2", protected_users=["bob"]
    )
    assert short == long
    assert short.wishes == (Wish("admins", ("ann",), "present", True, "2", False, ("bob",)),)


def test_the_defaults_are_present_not_exclusive_and_a_quarter() -> None:
    (wish,) = read(group="admins", users=["ann"]).wishes
    assert wish == Wish("admins", ("ann",), "present", False, "25%", False, ())
    assert read(group="admins", users=["ann"]).unknown_unwanted == "warn"


ENTRY = {"group": "admins", "users": ["ann"]}


@pytest.mark.parametrize(
    ("option", "of_task", "of_entry"),
    [
        ("state", "absent", "present"),
        ("exclusive", True, False),
        ("max_removals", "5", "50%"),
        ("allow_empty", True, False),
        ("protected_users", ("bob",), ("cat",)),
        ("protected_users", ("bob",), ()),
    ],
)
def test_an_entry_takes_from_the_task_what_it_does_not_give(option: str, of_task: Any, of_entry: Any) -> None:
    def plain(value: Any) -> Any:
        return list(value) if isinstance(value, tuple) else value

    params = validated({"argument_spec": MEMBERSHIP_SPEC}, {option: plain(of_task)})
    entries = [ENTRY, {**ENTRY, option: None}, {**ENTRY, option: plain(of_entry)}]
    wishes = read_options({**params, "memberships": entries}, check_mode=False).wishes
    assert [getattr(wish, option) for wish in wishes] == [of_task, of_task, of_entry]


def test_surrounding_blanks_and_blank_elements_are_dropped() -> None:
    options = read(group=" admins ", users=[" ann ", "", "  ", "bob", "ann"], protected_users=["", " cat "])
    assert options.wishes[0].group == "admins"
    assert options.wishes[0].users == ("ann", "bob")
    assert options.wishes[0].protected_users == ("cat",)


@pytest.mark.parametrize("users", [[], [""], ["  ", ""]])
def test_an_empty_list_and_a_list_of_blanks_are_both_an_empty_list(users: list[str]) -> None:
    (wish,) = read(group="admins", users=users, exclusive=True).wishes
    assert (wish.users, wish.allow_empty) == ((), False), "allow_empty decides later"


@pytest.mark.parametrize(
    ("params", "fragment"),
    [
        ({}, "Say what to manage"),
        ({"users": ["ann"]}, "group is missing or blank"),
        ({"group": "", "users": ["ann"]}, "group is missing or blank"),
        ({"group": "  ", "users": ["ann"]}, "group is missing or blank"),
        ({"group": "admins"}, "users is missing; an empty list is written as []"),
        ({"group": "admins", "users": None}, "users is missing"),
        ({"memberships": [{"group": "admins"}]}, "memberships[0]: users is missing"),
        ({"memberships": [{"users": ["ann"]}]}, "memberships[0]: group is missing or blank"),
        ({"memberships": [ENTRY, {"group": " ", "users": []}]}, "memberships[1]: group is missing or blank"),
        ({"memberships": [ENTRY], "group": "admins"}, "memberships excludes group"),
        ({"memberships": [ENTRY], "users": []}, "memberships excludes users"),
        ({"group": "{{ group }}", "users": ["ann"]}, "'{{ group }}' is not a name"),
        ({"group": "admins", "users": ["{'name': 'ann'}"]}, "users: \"{'name': 'ann'}\" is not a name"),
        ({"group": "admins", "users": [], "protected_users": ["{}"]}, "protected_users: '{}' is not a name"),
        ({"group": "admins", "users": [], "exclusive": True, "state": "absent"}, "exclusive goes with state present"),
        ({"memberships": [{**ENTRY, "state": "absent"}], "exclusive": True}, "memberships[0]: exclusive goes with"),
        ({"group": "admins", "users": [], "max_removals": "a few"}, "max_removals must be a number or a percentage"),
        ({"memberships": [{**ENTRY, "max_removals": "200%"}]}, "memberships[0]: max_removals must be"),
        ({"group": "admins", "users": [], "max_total_removals": -1}, "max_total_removals must not be negative"),
        ({"all_groups": True, "users": ["ann"]}, "all_groups goes with state absent only"),
        ({"all_groups": True, "state": "absent"}, "all_groups needs users"),
        ({"all_groups": True, "state": "absent", "users": ["ann"], "group": "admins"}, "all_groups excludes group"),
        ({"all_groups": True, "state": "absent", "users": ["a"], "memberships": []}, "all_groups excludes memberships"),
        ({"all_groups": True, "state": "absent", "users": ["a"], "exclusive": True}, "all_groups excludes exclusive"),
        ({"all_groups": True, "state": "absent", "users": ["{a}"]}, "users: '{a}' is not a name"),
    ],
)
def test_bad_options_get_a_sentence_that_names_the_place(params: dict[str, Any], fragment: str) -> None:
    assert fragment in refused(**params)


def test_all_problems_are_told_in_one_error() -> None:
    message = refused(
        memberships=[{"group": "", "users": ["{a"]}, {"group": "admins", "max_removals": "x"}], max_total_removals=-5
    )
    for fragment in ("[0]: group is", "[0]: users: '{a'", "[1]: users is missing", "[1]: max_removals", "negative"):
        assert fragment in message


def test_no_memberships_at_all_are_nothing_to_do() -> None:
    assert read(memberships=[]).wishes == ()


def test_all_groups_takes_the_users_as_leavers() -> None:
    options = read(all_groups=True, state="absent", users=[" ann ", "", "bob"], protected_users=["cat"])
    assert (options.leavers, options.wishes, options.protected_users) == (("ann", "bob"), (), ("cat",))


def test_what_is_assumed_counts_in_check_mode_only() -> None:
    params: dict[str, Any] = {
        "group": "new",
        "users": ["zoe"],
        "assume_present": {"users": ["zoe", " "], "groups": [" new "]},
    }
    assert read(True, **params).assumed == {"users": ("zoe",), "groups": ("new",)}
    assert read(False, **params).assumed == {"users": (), "groups": ()}


@pytest.mark.parametrize("what", ["users", "groups"])
def test_what_is_assumed_must_be_names(what: str) -> None:
    with pytest.raises(OrgkitError, match=f"assume_present.{what}: '{{x' is not a name"):
        read(True, group="admins", users=[], assume_present={what: ["{x"]})


def test_what_is_assumed_is_planned_as_if_it_existed() -> None:
    state, cloud = observe(True, group="new", users=["zoe"], assume_present={"users": ["zoe"], "groups": ["new"]})
    assert state.problems == []
    assert [(wish.group, wish.present) for wish in state.wishes] == [(Group(None, "new"), [User(None, "zoe")])]
    assert "members new" not in cloud.reads


def test_entries_for_one_group_by_name_and_by_id_are_merged() -> None:
    entries = [
        {"group": "admins", "users": ["bob"]},
        {"group": "g-admins", "users": ["cat"], "protected_users": ["ann"]},
        {"group": "ADMINS", "users": ["ann"], "state": "absent"},
    ]
    state, cloud = observe(memberships=entries)
    (wish,) = state.wishes
    assert (wish.present, wish.absent, wish.protected) == ([BOB, CAT], [ANN], frozenset([ANN.key]))
    assert cloud.reads.count("members admins") == 1


@pytest.mark.parametrize("second", ["admins", "g-admins", "Admins"])
def test_one_group_twice_is_an_error_when_one_entry_is_exclusive(second: str) -> None:
    entries = [{"group": "admins", "users": ["ann"]}, {"group": second, "users": ["bob"], "exclusive": True}]
    with pytest.raises(OrgkitError, match=r"Group admins stands in 2 entries, and at least one is exclusive"):
        observe(memberships=entries)


def test_a_group_that_stands_twice_is_told_together_with_unknown_groups() -> None:
    entries = [{**ENTRY, "exclusive": True}, ENTRY, {"group": "nowhere", "users": ["ann"]}]
    told: list[str] = []
    try:
        told.extend(problem.message for problem in observe(memberships=entries)[0].problems)
    except OrgkitError as error:
        told.append(error.message)
    assert "stands in 2 entries" in " ".join(told)
    assert '"nowhere"' in " ".join(told)


def test_a_direct_member_is_found_without_reading_all_users() -> None:
    for name in ("u-ann", "ann"):
        state, cloud = observe(group="admins", users=[name])
        assert state.wishes[0].present == [ANN]
        assert cloud.reads == ["members admins"]
    # Somebody else may have exactly this name.
    for name in ("ANN", "Ann@Example.COM"):
        state, cloud = observe(group="admins", users=[name])
        assert (state.wishes[0].present, cloud.reads) == ([ANN], ["members admins", "users"])


def test_all_users_are_read_once_for_the_whole_task() -> None:
    entries = [{"group": "admins", "users": ["bob", "cat"]}, {"group": "viewers", "users": ["cat", "zed"]}]
    assert observe(memberships=entries, state="absent")[1].reads == ["members admins", "members viewers", "users"]


def test_unknown_wanted_users_of_a_group_are_one_problem_with_near_names() -> None:
    state, _cloud = observe(group="admins", users=["bobb", "nobody-like-this", "cat"])
    (problem,) = state.problems
    assert problem.code == "unresolved_names"
    assert [row["name"] for row in problem.items] == ["bobb", "nobody-like-this"]
    assert problem.items[0]["candidates"] == [{"id": "u-bob", "name": "bob"}]
    assert state.wishes[0].present == [CAT], "what could be resolved is still planned"


def test_all_unknown_groups_are_one_problem() -> None:
    entries = [{"group": "admnis", "users": []}, {"group": "elsewhere", "users": []}, ENTRY]
    state, _cloud = observe(memberships=entries)
    (problem,) = state.problems
    assert problem.message == 'Unknown groups: "admnis" (near: admins), "elsewhere".'


@pytest.mark.parametrize("mode", ["fail", "warn", "ignore"])
def test_unknown_unwanted_users_fail_warn_or_are_ignored_and_are_always_listed(mode: str) -> None:
    state, _cloud = observe(group="admins", users=["zed"], state="absent", unknown_users=mode)
    assert state.unknown == {Named("user", "zed")}
    assert state.wishes[0].unknown == [Named("user", "zed")]
    assert [problem.code for problem in state.problems] == (["unresolved_names"] if mode == "fail" else [])
    assert len(state.warnings) == (1 if mode == "warn" else 0)


def test_a_protected_name_that_is_in_none_of_the_groups_gives_a_warning() -> None:
    entries = [{"group": "admins", "users": ["ann"]}, {"group": "viewers", "users": ["ann"]}]
    state, _cloud = observe(memberships=entries, protected_users=["bob", "carol"])
    assert state.warnings == ['Protected users who are in none of the groups: "carol".']


def test_a_leaver_is_unwanted_in_every_group_that_the_leaver_is_in() -> None:
    state, _cloud = observe(all_groups=True, users=["ann", "bob"], state="absent")
    assert {wish.group.name: wish.absent for wish in state.wishes} == {"admins": [ANN], "viewers": [ANN, BOB]}
