# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_cic_group_user refuses before writing, what it only tells, and what it cannot take away."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.memberships import Rows, entry, removed, rows, statuses
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
MALLORY, NIAJ = "mallory@example.com", "niaj@example.com"
BOTH_OF_BOB = [*removed("platform-admins", BOB), *removed("viewers", BOB)]
REFUSED: dict[str, tuple[Params, str, str, Rows]] = {
    "unknown group": (entry("viewer", ALICE), "unresolved_names", '"viewer" (near: viewers)', []),
    "unknown user": (
        entry("platform-admins", "carrol@example.com", DAVE),
        "unresolved_names", f'"carrol@example.com" (near: {CAROL})', [("add", DAVE, "platform-admins")],
    ),
    "protected": (
        entry("viewers", BOB, state="absent", protected_users=["BOB@example.com"]), "protected", BOB, removed("viewers", BOB),
    ),
    "protected, is no member": (
        entry("viewers", ALICE, state="absent", protected_users=[ALICE]), "protected", ALICE, [],
    ),
    "present and absent": (
        {"memberships": [entry("viewers", ALICE), entry("viewers", "Alice@Example.com", state="absent")]},
        "invalid_input", ALICE, [("add", ALICE, "viewers")],
    ),
    "two entries, one exclusive": (
        {"memberships": [entry("viewers", ALICE), entry("VIEWERS", BOB, exclusive=True)]}, "invalid_input", "viewers", [],
    ),
    "too many removals": (
        entry("viewers", BOB, CAROL, ALICE, exclusive=True),
        "removal_limit", "2 of 4 members would be removed, max_removals (25%) allows 1",
        [("add", ALICE, "viewers"), *removed("viewers", DAVE, ERIN)],
    ),
    "too many removals in all": (
        {"max_total_removals": 1, "state": "absent", "memberships": [entry("viewers", BOB), entry("platform-admins", BOB)]},
        "removal_limit", "max_total_removals (1)", BOTH_OF_BOB,
    ),
    "too many removals in all, exclusive": (
        {"max_total_removals": 0, **entry("viewers", BOB, CAROL, DAVE, exclusive=True)},
        "removal_limit", "1 membership", removed("viewers", ERIN),
    ),
    "too many removals in all, leavers": (
        {"max_total_removals": 1, "state": "absent", "all_groups": True, "users": [BOB]},
        "removal_limit", "2 memberships", BOTH_OF_BOB,
    ),
    "empty list": (
        entry("platform-admins", exclusive=True, max_removals="100%"),
        "empty_refused", "platform-admins", removed("platform-admins", ALICE, BOB),
    ),
    "empty list of blanks": (entry("auditors", " ", exclusive=True), "empty_refused", "auditors", []),
    "into the synchronized group": (
        entry("directory", ALICE), "not_editable", "directory", [("add", ALICE, "directory")],
    ),
    "out of the synchronized group": (
        entry("directory", MALLORY, state="absent"), "not_editable", "SCIM", removed("directory", MALLORY),
    ),
    "a synchronized user": (entry("viewers", NIAJ), "not_editable", NIAJ, [("add", NIAJ, "viewers")]),
    "unknown leaver": (
        {"all_groups": True, "users": ["bobb@example.com", ALICE], "state": "absent", "unknown_users": "fail"},
        "unresolved_names", f'"bobb@example.com" (near: {BOB})', removed("platform-admins", ALICE),
    ),
    "unknown unwanted user": (
        entry("viewers", "nobody@example.com", DAVE, state="absent", unknown_users="fail"),
        "unresolved_names", "nobody@example.com", removed("viewers", DAVE),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("params", "code", "words", "expected"), REFUSED.values(), ids=REFUSED)
def test_a_refusal_writes_nothing_keeps_the_plan_and_is_the_same_in_check_mode(
    simulator: TencentSimulator,
    group_user: Road,
    params: Params,
    code: str,
    words: str,
    expected: Rows,
) -> None:
    real, checked = group_user(**params), group_user(check_mode=True, **params)
    assert real == {**checked, "api": real["api"], "collected_at": real["collected_at"]}
    assert (real["failed"], real["changed"], real["error"]["code"]) == (True, False, code)
    assert words in real["msg"]
    assert rows(real) == expected
    assert statuses(real) <= {"planned"}
    assert simulator.log.writes() == []


def test_all_unresolved_names_of_all_groups_stand_in_one_error(simulator: TencentSimulator, group_user: Road) -> None:
    result = group_user(
        memberships=[
            entry("platform-admin", ALICE),
            entry("viewer", ALICE),
            entry("auditors", "alize@example.com", ALICE),
            entry("viewers", "bob", "zzz"),
        ]
    )
    assert result["error"]["code"] == "unresolved_names"
    found = {item["name"]: [near["name"] for near in item["candidates"]][:1] for item in result["error"]["items"]}
    assert found == {
        "platform-admin": ["platform-admins"],
        "viewer": ["viewers"],
        "alize@example.com": [ALICE],
        "bob": [BOB],
        "zzz": [],
    }
    assert {item["group"] for item in result["error"]["items"]} == {None, "auditors", "viewers"}
    assert rows(result) == [("add", ALICE, "auditors")]
    assert simulator.log.writes() == []


def test_a_leaver_is_removed_where_possible_and_the_rest_fails_at_the_end(world: World, group_user: Road) -> None:
    world.join("viewers", MALLORY)
    world.join("directory", BOB)
    checked = group_user(check_mode=True, all_groups=True, users=[BOB], state="absent")
    result = group_user(all_groups=True, users=[BOB], state="absent")
    assert rows(result) == rows(checked) == BOTH_OF_BOB
    assert (checked["failed"], result["failed"]) == (True, True)
    assert result["error"]["code"] == checked["error"]["code"] == "not_removable"
    assert (result["changed"], statuses(result)) == (True, {"done"})
    (row,) = result["not_removable"]
    assert (row["group"]["name"], row["user"]["name"]) == ("directory", BOB)
    assert "SCIM" in row["reason"]
    assert row["reason"] in result["msg"]
    assert world.groups_of(BOB) == {"directory"}
    world.scim_enabled = False
    assert not group_user(all_groups=True, users=[BOB], state="absent")["failed"]
    assert world.groups_of(BOB) == set()


@pytest.mark.parametrize(("policy", "failed", "warned"), [("fail", True, 0), ("warn", False, 1), ("ignore", False, 0)])
@pytest.mark.parametrize("scope", [{"group": "viewers"}, {"all_groups": True}], ids=["one group", "all groups"])
def test_unknown_unwanted_users_are_listed_whatever_the_policy(
    world: World, group_user: Road, scope: Params, policy: str, failed: bool, warned: int
) -> None:
    result = group_user(**scope, users=["nobody", DAVE], state="absent", unknown_users=policy)
    assert result["failed"] is failed
    assert (result["unknown_users"], result["summary"]["unknown_users"]) == (["nobody"], 1)
    assert len([text for text in result["warnings"] if "nobody" in text]) == warned
    assert (DAVE in world.members_of("viewers")) is failed


@pytest.mark.parametrize("scim_enabled", [True, False])
@pytest.mark.parametrize(("group", "user"), [("viewers", MALLORY), ("directory", ALICE)])
def test_types_that_do_not_match_are_always_refused_before_writing(
    world: World, simulator: TencentSimulator, group_user: Road, scim_enabled: bool, group: str, user: str
) -> None:
    world.scim_enabled = scim_enabled
    result = group_user(group=group, users=[user, CAROL])
    assert result["error"]["code"] == "not_editable"
    assert "do not match" in result["msg"]
    assert simulator.log.writes() == []
