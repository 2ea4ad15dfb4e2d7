# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_users makes of every fault that a network or the service can have."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.calls import Answer
from simulators.csp.spoiling import CSP_KINDS
from simulators.faults import EXECUTED, GENTLE, KINDS, OF_LISTS
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
PARTNER = "partner@example.org"
ADD, REMOVE = "add_group_users", "remove_group_users"
ALL_KINDS = sorted({*KINDS, *CSP_KINDS})
SPOILING = sorted(set(KINDS) - GENTLE - OF_LISTS)
# Executed, and the caller cannot see it.
LOST = sorted(EXECUTED.intersection(SPOILING))
# Not executed, and the caller cannot see that either.
UNCLEAR = sorted(set(SPOILING) - set(LOST) - {"throttled"})
REPEATED = {"throttled", "unauthorized"}
SWAP: Params = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
WRITES: dict[str, tuple[Params, str, bool]] = {
    ADD: ({"group": "operators", "users": [CAROL]}, "operators", True),
    REMOVE: ({"group": "operators", "users": [BOB], "state": "absent"}, "operators", False),
}
INVITE: Params = {"group": "operators", "users": [PARTNER, CAROL], "invite_unknown": True}
READS: dict[str, Params] = {
    "token": SWAP,
    "list_groups": SWAP,
    "list_group_users": SWAP,
    "list_users": SWAP,
    "groups_of_user": {"all_groups": True, "users": [BOB], "state": "absent"},
    "list_invitations": INVITE,
    "get_invitation": INVITE,
}

LASTING = [
    *((action, kind) for action in READS for kind in (*SPOILING, "unauthorized")),
    *(
        (action, kind)
        for action in ("list_groups", "list_group_users", "list_users")
        for kind in ("list_errors", "no_list", "null_rows")
    ),
]


@pytest.fixture
def invitations(world: CspWorld) -> None:
    """The service invites strangers, and there is an older invitation."""
    world.stranger_mode = "invite"
    world.invite("somebody@example.org", ["viewers"])


def agrees(result: dict[str, Any], world: CspWorld) -> None:
    """What is reported done is in the world, and what is in the world is reported; only "unknown" may be either."""
    for row in result["changes"]:
        if row["status"] == "outcome_unknown":
            continue
        name, group = row["subject"]["name"], world.group(row["target"]["name"])
        is_member = name in world.members_of(group.id)
        if row["action"] == "invite" and not is_member:
            assert row["status"] != "done", row
            assert (row["status"] == "pending") == (world.pending_for(name, group.id) is not None), row
        else:
            assert (row["status"] == "done") == (is_member != (row["action"] == "remove")), row
    for row in result.get("memberships", ()):
        members = world.members_of(row["group"]["id"])
        assert members.issuperset(row["added"]), row
        assert not members.intersection(row["removed"]), row


def converges(road: Road, world: CspWorld, **params: Any) -> None:
    """Without faults a second run brings the wished state, a third one changes nothing."""
    second = road(**params)
    assert not second["failed"], second["msg"]
    agrees(second, world)
    third = road(**params)
    assert (third["failed"], third["changed"], third["changes"]) == (False, False, [])


def writes(simulator: CspSimulator) -> list[str]:
    return [entry["action"] for entry in simulator.log.writes()]


def is_fulfilled(world: CspWorld, action: str) -> bool:
    params, group, member = WRITES[action]
    return (params["users"][0] in world.members_of(group)) is member


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_meets_a_fault_is_reported_as_it_is(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    params = WRITES[action][0]
    simulator.faults.add(kind, action)
    result = group_users(**params)
    assert simulator.faults.injected == 1
    assert writes(simulator) == [action] * (2 if kind in REPEATED else 1)
    assert result["api"]["writes"] == len(writes(simulator))
    agrees(result, world)
    (row,) = result["changes"]
    if kind in UNCLEAR:
        assert (result["failed"], row["status"], result["error"]["code"]) == (
            True,
            "outcome_unknown",
            "outcome_unknown",
        )
        assert result["changed"]
    else:
        assert (result["failed"], row["status"], result["changed"]) == (False, "done", True), result["msg"]
        assert is_fulfilled(world, action)
        assert "error" not in row
    converges(group_users, world, **params)


@pytest.mark.parametrize("kind", [*LOST, "neither_list"])
@pytest.mark.parametrize("action", WRITES)
def test_a_write_that_took_effect_is_found_although_reads_lag_behind(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.stale_reads = 3
    simulator.faults.add(kind, action)
    result = group_users(**WRITES[action][0], requests_per_second=1000)
    assert not result["failed"], result["msg"]
    assert (result["changes"][0]["status"], result["warnings"]) == ("done", [])
    assert writes(simulator) == [action]
    assert sum(group_users.slept) == 1 + 2 + 4


@pytest.mark.parametrize("kind", [*SPOILING, "unauthorized"])
@pytest.mark.parametrize("action", WRITES)
def test_a_fault_that_lasts_leads_to_one_write_and_one_sentence(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action, times=1000)
    result = group_users(**WRITES[action][0], retry_timeout=0)
    assert len(writes(simulator)) == (2 if kind == "unauthorized" else 1)
    assert result["failed"] is (kind not in LOST)
    assert is_fulfilled(world, action) is (kind in LOST)
    agrees(result, world)
    assert "Traceback" not in result["msg"]
    if kind in ("throttled", "unauthorized"):
        assert (result["changed"], result["changes"][0]["status"]) == (False, "failed")
        assert result["error"]["http_status"] == (401 if kind == "unauthorized" else 429)
        assert result["error"]["hint"]
        assert result["error"]["request_id"]


@pytest.mark.parametrize("kind", [*UNCLEAR, "throttled"])
def test_the_removals_of_a_group_wait_for_its_additions(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, ADD)
    result = group_users(**SWAP, retry_timeout=0)
    statuses = [(row["action"], row["status"]) for row in result["changes"]]
    assert statuses == [("add", "failed" if kind == "throttled" else "outcome_unknown"), ("remove", "not_tried")]
    assert (writes(simulator), ERIN in world.members_of("viewers")) == ([ADD], True)
    assert result["memberships"][0]["not_tried"] == [ERIN]
    converges(group_users, world, **SWAP)


@pytest.mark.parametrize("kind", [*LOST, "neither_list"])
def test_additions_that_took_effect_let_the_removals_go_on(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, ADD)
    result = group_users(**SWAP)
    assert not result["failed"], result["msg"]
    assert writes(simulator) == [ADD, REMOVE]
    assert world.members_of("viewers") == {ALICE, BOB, CAROL, DAVE}


@pytest.mark.parametrize("kind", ALL_KINDS)
@pytest.mark.parametrize("action", READS)
@pytest.mark.usefixtures("invitations")
def test_a_read_that_meets_a_fault_once_changes_nothing_about_the_outcome(
    world: CspWorld, simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action)
    result = group_users(**READS[action])
    assert simulator.faults.injected == 1
    agrees(result, world)
    if (action, kind) == ("token", "unauthorized"):
        assert (result["failed"], result["error"]["http_status"], writes(simulator)) == (True, 401, [])
        return
    assert not result["failed"], result["msg"]
    assert result["changes"]
    assert len(writes(simulator)) == len(
        {(row["target"]["id"], row["action"] == "remove") for row in result["changes"]}
    )
    assert result["api"]["calls"] == simulator.log.calls()
    again = group_users(**READS[action])
    assert (again["failed"], again["changed"]) == (False, False)


@pytest.mark.parametrize(("action", "kind"), LASTING)
@pytest.mark.usefixtures("invitations")
def test_a_read_that_stays_faulty_fails_the_task_before_any_write(
    simulator: CspSimulator, group_users: Road, action: str, kind: str
) -> None:
    simulator.faults.add(kind, action, times=1000)
    params = dict(READS[action])
    if action in ("list_invitations", "get_invitation"):
        # With invite_unknown the invitations are of interest after the write too.
        params["invite_unknown"] = False
    result = group_users(**params, retry_timeout=3)
    assert (result["failed"], result["changed"], result["changes"], writes(simulator)) == (True, False, [], [])
    assert result["error"]["message"]
    if kind == "list_errors":
        assert simulator.log.calls()[action] <= 3
        assert "partial list" in result["msg"]
    if kind == "unauthorized" and action != "token":
        assert simulator.log.calls()["token"] == 2


@pytest.mark.parametrize("kind", [*SPOILING, "unauthorized", "list_errors"])
@pytest.mark.parametrize("times", [1, 1000])
def test_the_second_look_survives_a_fault(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str, times: int
) -> None:
    simulator.faults.add(kind, "list_group_users", position=2, times=times)
    result = group_users(**SWAP, retry_timeout=3)
    assert not result["failed"], result["msg"]
    agrees(result, world)
    assert writes(simulator) == [ADD, REMOVE]
    assert len(result["warnings"]) == (times > 1)
    assert all("looked at again" in warning for warning in result["warnings"])


@pytest.mark.parametrize("kind", ["http_503", "cut_after"])
@pytest.mark.usefixtures("invitations")
def test_an_invitation_is_not_called_an_addition_when_invitations_cannot_be_read(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    simulator.faults.add(kind, "list_invitations", position=2, times=1000)
    result = group_users(**INVITE, retry_timeout=3)
    assert PARTNER not in result["memberships"][0]["added"]
    assert {row["subject"]["name"]: row["status"] for row in result["changes"]}[CAROL] == "done"


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


def test_a_cut_connection_among_many_batches_costs_no_second_write(
    world: CspWorld, simulator: CspSimulator, group_users: Road
) -> None:
    many = [f"user{number:02}@example.com" for number in range(45)]
    for name in many:
        world.add_user(name)
    simulator.faults.add("cut_after", ADD, position=2)
    result = group_users(group="auditors", users=many)
    assert not result["failed"], result["msg"]
    assert writes(simulator) == [ADD] * 3
    assert world.members_of("auditors") == set(many)


@pytest.mark.parametrize("kind", UNCLEAR)
def test_a_batch_that_got_lost_does_not_stop_the_others(
    world: CspWorld, simulator: CspSimulator, group_users: Road, kind: str
) -> None:
    many = [f"user{number:02}@example.com" for number in range(45)]
    for name in many:
        world.add_user(name)
    simulator.faults.add(kind, ADD, position=2)
    result = group_users(group="auditors", users=many, max_connections=1)
    assert (result["failed"], result["error"]["code"]) == (True, "outcome_unknown")
    assert world.members_of("auditors") == {*many[:20], *many[40:]}
    assert result["memberships"][0]["outcome_unknown"] == many[20:40]
    agrees(result, world)
    converges(group_users, world, group="auditors", users=many)


@pytest.mark.parametrize("reads", [1, 3, 100])
def test_reads_that_lag_behind_a_write_are_waited_for(
    world: CspWorld, simulator: CspSimulator, group_users: Road, reads: int
) -> None:
    simulator.stale_reads = reads
    result = group_users(**SWAP, requests_per_second=1000)
    assert not result["failed"], result["msg"]
    assert [row["status"] for row in result["changes"]] == ["done", "done"]
    assert world.members_of("viewers") == {ALICE, BOB, CAROL, DAVE}
    assert sum(group_users.slept) <= 1 + 2 + 4 + 8
    assert bool(result["warnings"]) is (reads == 100)
    assert len(writes(simulator)) == 2


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
