# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Requests that have to wait, tokens that expire in the middle, and no secret in any result."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.calls import Answer
from support.csp_faults import ADD, READS, REMOVE, SWAP, WRITES, agrees, writes
from support.fault_kinds import SPOILING
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))


@pytest.mark.parametrize("seconds", [0, 7, "date", None])
@pytest.mark.parametrize("action", [*WRITES, *READS])
@pytest.mark.usefixtures("invitations")
def test_a_throttled_request_waits_as_long_as_it_was_told(
    simulator: CspSimulator, group_users: Road, action: str, seconds: float | str | None
) -> None:
    simulator.faults.add("throttled", action, seconds=seconds)
    result = group_users(**WRITES[action][0] if action in WRITES else READS[action])
    assert not result["failed"], result["msg"]
    assert (simulator.faults.injected, result["api"]["retries"]) == (1, 1)
    waited = result["api"]["throttled_seconds"]
    # The longer one of the two waits: theirs, and half a second with jitter.
    if seconds == "date":
        assert 0.2 <= waited <= 1
    elif not seconds:
        assert 0.2 <= waited <= 0.5
    else:
        assert waited == seconds


@pytest.mark.parametrize("action", ["list_groups", "list_group_users", "list_users", ADD, REMOVE])
def test_tokens_that_expire_in_the_middle_are_renewed_once(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    expired: list[str] = []
    real = simulator._execute

    def execute(call: Any, route: Any) -> Any:
        if route is not None and route.action == action and not expired:
            expired.append(action)
            simulator.expire_tokens()
        return real(call, route)

    monkeypatch.setattr(simulator, "_execute", execute)
    result = group_users(**SWAP)
    assert not result["failed"], result["msg"]
    assert expired == [action]
    assert simulator.log.calls()["token"] == result["api"]["calls"]["token"] == 2
    agrees(result, world)
    assert world.members_of("viewers") == {ALICE, BOB, CAROL, DAVE}


@pytest.mark.parametrize("credential", ["access_token", "api_token", "api_token, answered without a token"])
def test_nothing_more_is_sent_when_no_new_token_can_be_had(
    world: CspWorld, simulator: CspSimulator, group_users: Road, credential: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = simulator._execute

    def execute(call: Any, route: Any) -> Any:
        if route is not None and route.writes:
            simulator.expire_tokens()
            simulator.api_token_expired = True
        if route is None and simulator.api_token_expired and "," in credential:
            return Answer({})
        return real(call, route)

    monkeypatch.setattr(simulator, "_execute", execute)
    login: Params = {"access_token": simulator.access_token()} if credential == "access_token" else {}
    entries = [{"group": group, "users": [DAVE]} for group in ("auditors", "mixed", "operators")]
    result = group_users(memberships=entries, max_connections=1, **login)
    assert [row["status"] for row in result["changes"]] == ["failed", "not_tried", "not_tried"]
    assert (result["failed"], result["changed"], writes(simulator)) == (True, False, [ADD])
    assert simulator.log.calls().get("token", 0) == (0 if login else 2)
    assert not any(DAVE in world.members_of(group) for group in ("auditors", "mixed", "operators"))


def test_no_secret_stands_in_any_result_or_address(simulator: CspSimulator, group_users: Road) -> None:
    results = []
    for kind in (*SPOILING, "unauthorized"):
        for action in ("token", "list_groups", ADD):
            simulator.faults.add(kind, action)
            results.append(group_users(group="operators", users=[CAROL], retry_timeout=0))
            simulator.faults.clear()
            simulator.world.group("operators").direct.clear()
    text = json.dumps(results)
    assert "eyJ" not in text
    assert simulator.api_token not in text
    assert not any("eyJ" in entry["url"] or simulator.api_token in entry["url"] for entry in simulator.log.entries)
