# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a name that a person writes finds a row: id, exact name, then without regard to case."""

from __future__ import annotations

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.names import (
    Index,
    did_you_mean,
    quoted,
    told_apart,
    user_index,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group, User

ANN = User("u-1", "ann", "ann.lee@example.com", aliases=("corp\\ann",))
BOB = User("u-2", "Bob", "bob@example.com")
USERS = user_index([ANN, BOB])


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("u-1", ANN),
        ("ann", ANN),
        ("ANN", ANN),
        ("ann.lee@example.com", ANN),
        ("Ann.Lee@Example.COM", ANN),
        ("CORP\\Ann", ANN),
        ("bob", BOB),
    ],
)
def test_a_user_is_found_by_id_name_email_and_alias(name: str, found: User) -> None:
    assert USERS.find(name) == [found]


@pytest.mark.parametrize("name", ["U-1", "an", "ann ", "ann.lee", "", "example.com"])
def test_ids_count_exactly_and_parts_of_names_not_at_all(name: str) -> None:
    assert USERS.find(name) == []


def test_an_id_wins_over_a_name_that_looks_the_same() -> None:
    by_id, by_name = User("x-1", "first"), User("x-2", "x-1")
    assert user_index([by_name, by_id]).find("x-1") == [by_id]


def test_an_exact_name_wins_over_one_that_differs_in_case_and_over_an_email() -> None:
    exact, upper, mail = User("1", "ann"), User("2", "ANN"), User("3", "other", "ann")
    index = user_index([upper, mail, exact])
    assert index.find("ann") == [exact]
    assert index.find("ANN") == [upper]


def test_several_hits_of_one_tier_are_all_given() -> None:
    one, two = User("1", "Ann"), User("2", "aNN")
    assert user_index([one, two]).find("ann") == [one, two]
    shared = [User("1", "a", "team@example.com"), User("2", "b", "Team@example.com")]
    assert user_index(shared).find("team@example.com") == shared


def test_a_user_whose_name_is_the_email_address_is_one_hit() -> None:
    user = User("1", "ann@example.com", "Ann@example.com", aliases=("ANN@example.com", ""))
    assert user_index([user]).find("ANN@EXAMPLE.COM") == [user]


def test_letters_are_folded_beyond_lower_case() -> None:
    user = User("1", "Stra\u00dfe")
    assert user_index([user]).find("STRASSE") == [user]


def test_rows_without_an_id_are_found_by_name_only() -> None:
    assumed = Group(None, "new")
    assert Index([assumed]).find("NEW") == [assumed]
    assert Index([assumed]).find("None") == []


def test_an_index_without_ids_never_takes_a_name_for_an_id() -> None:
    assert Index([Group("12", "Finance")], by_id=False).find("12") == []


def test_near_names_come_closest_first_and_are_at_most_three() -> None:
    names = ["platform-admins", "platform-admin", "platform", "platforms", "finance"]
    near = Index([Group("g-" + name, name) for name in names]).near("platfrom-admins")
    assert [group.name for group in near][:2] == ["platform-admins", "platform-admin"]
    assert len(near) <= 3
    assert "finance" not in [group.name for group in near]


def test_a_common_mail_domain_does_not_make_addresses_near() -> None:
    users = user_index([User(str(n), name, f"{name}@example.com") for n, name in enumerate(("alice", "wolfgang"))])
    assert [user.name for user in users.near("allice@example.com")] == ["alice"]
    assert users.near("zzz@example.com") == []


def test_a_wrong_mail_domain_is_near() -> None:
    assert [user.name for user in USERS.near("ann.lee@exmaple.org")] == ["ann"]


def test_a_row_is_near_only_once() -> None:
    assert USERS.near("bobb") == [BOB]


def test_sentences_quote_names_offer_near_ones_and_tell_candidates_apart() -> None:
    assert quoted(["a", "b"]) == '"a", "b"'
    assert did_you_mean([ANN, BOB]) == " (near: ann, Bob)"
    assert did_you_mean([]) == ""
    assert told_apart([ANN, BOB]) == "ann (u-1), Bob (u-2)"
