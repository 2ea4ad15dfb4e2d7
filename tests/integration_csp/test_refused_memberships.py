# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users refuses before the first write, and what of a leaver it cannot take away."""

from __future__ import annotations

from typing import Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.memberships import entry, refused, rows
from support.road import Road

Params = dict[str, Any]
Settled = Callable[..., dict[str, Any]]
ADMIN, ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("admin", "alice", "bob", "carol", "dave"))


@pytest.mark.parametrize(
    ("group", "reason"),
    [("directory", "enterprise group"), ("shared", "shared by another organization"), ("everybody", "domain group")],
)
@pytest.mark.parametrize("state", ["present", "absent"])
def test_a_group_that_is_no_custom_group_is_refused_with_the_reason(
    group_users: Road, simulator: CspSimulator, world: CspWorld, group: str, reason: str, state: str
) -> None:
    user = {"directory": "mallory"}.get(group, ALICE) if state == "absent" else BOB
    memberships = [entry(group, user), entry("operators", CAROL, state="present")]
    result = refused(group_users, simulator, "not_editable", memberships=memberships, state=state)
    assert reason in result["msg"]
    assert [item["group"] for item in result["error"]["items"]] == [group]
    assert ("add", CAROL, "operators") in rows(result)


def test_leavers_leave_every_group_and_what_cannot_be_removed_is_told(
    group_users: Road, world: CspWorld, simulator: CspSimulator
) -> None:
    world.join("operators", "mallory")
    result = group_users(all_groups=True, users=[ALICE, "Mallory", "nobody@example.com"], state="absent")
    expected = [("remove", ALICE, "mixed"), ("remove", ALICE, "operators"), ("remove", "mallory", "operators")]
    assert rows(result) == expected
    assert {row["status"] for row in result["changes"]} == {"done"}
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "not_removable")
    told = {(row["group"]["name"], row["user"]["name"]): row["reason"] for row in result["not_removable"]}
    assert told.keys() == {
        ("directory", "mallory"),
        ("mixed", "mallory"),
        ("shared", ALICE),
        ("everybody", ALICE),
    }
    assert "inherited" in told["mixed", "mallory"]
    assert "enterprise" in told["directory", "mallory"]
    assert result["unknown_users"] == ["nobody@example.com"]
    assert world.members_of("operators") == {BOB}
    # Whoever accepts an invitation comes back.
    assert simulator.log.calls()["list_invitations"] == 1


@pytest.mark.parametrize(
    ("params", "code", "said"),
    [
        (entry("viewers", BOB, exclusive=True), "removal_limit", "3 of 4 members"),
        (entry("operators", exclusive=True), "empty_refused", "allow_empty"),
        (entry("viewers", BOB, DAVE, state="absent", max_total_removals=1), "removal_limit", "max_total_removals"),
        (entry("viewers", BOB, state="absent", protected_users=[BOB.upper()]), "protected", "is protected"),
        (entry("operatros", BOB), "unresolved_names", "operators"),
        (entry("operators", "carl@example.com"), "unresolved_names", CAROL),
        (
            {"memberships": [entry("operators", ALICE), entry("operators", ALICE, state="absent")]},
            "invalid_input",
            "present and absent",
        ),
    ],
)
def test_what_is_refused_is_refused_before_the_first_write(
    group_users: Road, simulator: CspSimulator, params: Params, code: str, said: str
) -> None:
    assert said in refused(group_users, simulator, code, **params)["msg"]


@pytest.mark.parametrize("mode", ["fail", "warn", "ignore"])
def test_a_name_that_nobody_has_under_absent_is_always_listed(
    group_users: Road, simulator: CspSimulator, mode: str
) -> None:
    result = group_users(**entry("viewers", BOB, "gone@example.com", state="absent"), unknown_users=mode)
    assert result["unknown_users"] == result["memberships"][0]["unknown_users"] == ["gone@example.com"]
    assert result["failed"] is (mode == "fail")
    assert len(result["warnings"]) == (mode == "warn")
    assert len(simulator.log.writes()) == (mode != "fail")


def test_assumed_names_count_in_check_mode_only(group_users: Road, simulator: CspSimulator) -> None:
    params = {**entry("new-group", "new@example.com", ALICE, exclusive=True), "assume_present": {}}
    params["assume_present"] = {"users": ["new@example.com"], "groups": ["new-group"]}
    planned = group_users(check_mode=True, **params)
    assert not planned["failed"], planned["msg"]
    assert rows(planned) == [("add", ALICE, "new-group"), ("add", "new@example.com", "new-group")]
    assert planned["changes"][1]["subject"]["id"] is planned["changes"][1]["target"]["id"] is None
    assert group_users(**params)["error"]["code"] == "unresolved_names"
    assert simulator.log.writes() == []


def test_the_caller_is_kept_unless_the_task_says_otherwise(
    group_users: Road, settled: Settled, simulator: CspSimulator, world: CspWorld
) -> None:
    world.join("operators", ADMIN)
    done = settled(**entry("operators", ALICE, exclusive=True, max_removals="2"))
    assert rows(done) == [("remove", BOB, "operators")]
    assert done["memberships"][0]["kept"] == [ADMIN]
    simulator.log.clear()
    result = refused(group_users, simulator, "protected", **entry("operators", ADMIN, state="absent"))
    assert "allow_self_removal" in result["msg"]
    refused(group_users, simulator, "protected", all_groups=True, users=[ADMIN], state="absent")
    settled(**entry("operators", ALICE, exclusive=True, max_removals="2"), allow_self_removal=True)
    assert world.members_of("operators") == {ALICE}


def test_exclusive_converges_with_nested_members_and_a_refused_id_is_told_not_looped(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    world.ignore_only_direct = True
    result = group_users(**entry("mixed", ALICE, exclusive=True, max_removals="100%"))
    assert len(simulator.log.writes()) == 1
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "partial_failure")
    assert (result["memberships"][0]["removed"], result["memberships"][0]["failed"]) == ([BOB], ["mallory", "niaj"])
    assert world.members_of("mixed") == {ALICE}
