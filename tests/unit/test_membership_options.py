# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The membership options: what a task may say, and what is refused before anything is sent."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import (
    MEMBERSHIP_SPEC,
    Wish,
    read_options,
)
from support.membership_options import read
from support.road import validated


def refused(**params: Any) -> str:
    """The message of the one error that the options get."""
    with pytest.raises(OrgkitError) as caught:
        read(**params)
    assert caught.value.code == "invalid_input"
    assert caught.value.hint == "Nothing was sent."
    return caught.value.message


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
