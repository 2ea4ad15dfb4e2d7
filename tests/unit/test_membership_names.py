# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the names in membership options mean in a cloud: found, merged, unknown, protected, leaving."""

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
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group, Named, User
from support.membership_options import read


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


ENTRY = {"group": "admins", "users": ["ann"]}


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
    assert {wish.group.name: wish.leaving for wish in state.wishes} == {"admins": [ANN], "viewers": [ANN, BOB]}
