# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The calls that a task may make (section 2.5 of the design), counted by the module and by the simulator."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
PARTNER = "partner@example.org"
# What every task costs that names one small group.
STEADY = {"token": 1, "list_groups": 1, "list_group_users": 1}
FAST: Params = {"requests_per_second": 1000.0}


def counted(road: Road, simulator: CspSimulator, **params: Any) -> dict[str, int]:
    """The calls of a task; the module and the simulator agree on them."""
    simulator.log.clear()
    result = road(**FAST, **params)
    calls = simulator.log.calls()
    assert result["api"]["calls"] == calls
    assert result["api"]["writes"] == len(simulator.log.writes())
    assert result["api"]["retries"] == 0
    return calls


def people(world: CspWorld, group: str, count: int, mark: str = "user") -> list[str]:
    """So many new members of a group."""
    names = [f"{mark}{number:04}@example.com" for number in range(count)]
    world.join(group, *(world.add_user(name) for name in names))
    return names


TASKS: dict[str, tuple[Params, dict[str, int]]] = {
    "steady state": ({"group": "operators", "users": [ALICE, BOB], "exclusive": True}, {}),
    # Whoever has exactly this name comes before a member who has it in another case.
    "steady state by any name": ({"group": "operators", "users": [ALICE.upper()]}, {"list_users": 1}),
    "empty group, nobody wanted": ({"group": "auditors", "users": [], "exclusive": True, "allow_empty": True}, {}),
    "members to remove": (
        {"group": "viewers", "users": [BOB, CAROL], "state": "absent"},
        {"remove_group_users": 1, "list_group_users": 2},
    ),
    "unwanted, is no member": ({"group": "operators", "users": [CAROL], "state": "absent"}, {"list_users": 1}),
    "unwanted, nobody": ({"group": "operators", "users": ["x@example.com"], "state": "absent"}, {"list_users": 1}),
    "one addition": (
        {"group": "operators", "users": [CAROL]},
        {"list_users": 1, "add_group_users": 1, "list_group_users": 2},
    ),
    "a swap": (
        {"group": "operators", "users": [CAROL, DAVE], "exclusive": True, "max_removals": "100%"},
        {"list_users": 1, "add_group_users": 1, "remove_group_users": 1, "list_group_users": 2},
    ),
    "wanted, nobody": ({"group": "operators", "users": [PARTNER]}, {"list_users": 1, "list_invitations": 1}),
    "leaver": (
        {"all_groups": True, "users": [BOB], "state": "absent"},
        {"list_users": 1, "groups_of_user": 1, "list_group_users": 6, "remove_group_users": 3, "list_invitations": 1},
    ),
    "leaver who is in no group": (
        {"all_groups": True, "users": ["judy@example.com"], "state": "absent"},
        {"list_users": 1, "groups_of_user": 1, "list_group_users": 0, "list_invitations": 1},
    ),
    "name of an unknown group": ({"group": "nothing", "users": [ALICE]}, {"list_group_users": 0, "list_users": 1}),
}


@pytest.mark.parametrize("name", TASKS)
def test_a_task_makes_exactly_the_calls_that_it_needs(group_users: Road, simulator: CspSimulator, name: str) -> None:
    params, more = TASKS[name]
    expected = {action: count for action, count in {**STEADY, **more}.items() if count}
    assert counted(group_users, simulator, **params) == expected


@pytest.mark.parametrize("name", TASKS)
def test_check_mode_reads_what_the_real_run_reads(group_users: Road, simulator: CspSimulator, name: str) -> None:
    params, more = TASKS[name]
    calls = counted(group_users, simulator, check_mode=True, **params)
    assert not calls.keys() & {"add_group_users", "remove_group_users"}
    changed = sum(count for action, count in more.items() if action.endswith("_group_users") and action[0] in "ar")
    assert calls.get("list_group_users", 0) == {**STEADY, **more}["list_group_users"] - _second_reads(name, changed)


def _second_reads(name: str, writes: int) -> int:
    """How often the real run looks again: once for each changed group."""
    return 3 if name == "leaver" else min(writes, 1)


def test_an_access_token_costs_no_login(group_users: Road, simulator: CspSimulator) -> None:
    calls = counted(group_users, simulator, group="operators", users=[ALICE], access_token=simulator.access_token())
    assert calls == {"list_groups": 1, "list_group_users": 1}


@pytest.mark.parametrize(("count", "pages"), [(199, 1), (200, 1), (201, 2), (450, 3)])
def test_lists_are_read_by_200(
    group_users: Road, simulator: CspSimulator, world: CspWorld, count: int, pages: int
) -> None:
    names = people(world, "auditors", count)
    for number in range(count - len(world.visible_groups())):
        world.add_group(f"group{number}")
    calls = counted(group_users, simulator, group="auditors", users=names, exclusive=True)
    assert calls == {"token": 1, "list_groups": pages, "list_group_users": pages}
    users = -(-len(world.org_users()) // 200)
    calls = counted(group_users, simulator, group="auditors", users=["x@example.com"], state="absent")
    assert calls == {"token": 1, "list_groups": pages, "list_group_users": pages, "list_users": users}


@pytest.mark.parametrize(("totals", "links", "more"), [(True, False, 0), (True, True, 0), (False, False, 1)])
def test_only_lists_without_total_and_link_cost_a_call_more(
    group_users: Road, simulator: CspSimulator, world: CspWorld, totals: bool, links: bool, more: int
) -> None:
    world.totals, world.links = totals, links
    calls = counted(group_users, simulator, group="operators", users=[ALICE])
    assert calls == {"token": 1, "list_groups": 1 + more, "list_group_users": 1 + more}


def test_many_groups_share_what_is_read_once(group_users: Road, simulator: CspSimulator, world: CspWorld) -> None:
    memberships = [{"group": group, "users": [CAROL, DAVE, PARTNER]} for group in ("operators", "auditors", "mixed")]
    for group in ("viewers", "mixed"):
        world.invite(PARTNER, [group])
    calls = counted(group_users, simulator, memberships=memberships)
    assert calls == {
        "token": 1,
        "list_groups": 1,
        "list_group_users": 3,
        "list_users": 1,
        "list_invitations": 1,
        "get_invitation": 2,
    }


def test_invitations_are_read_only_for_wanted_names_that_are_not_among_the_users(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    for number in range(3):
        world.invite(f"guest{number}@example.org", ["operators"])
    found = {"group": "operators", "users": [ALICE, CAROL], "invite_unknown": True}
    unwanted = {"group": "operators", "users": [PARTNER], "state": "absent"}
    for params in (found, unwanted):
        assert not counted(group_users, simulator, **params).keys() & {"list_invitations", "get_invitation"}
    invited = counted(group_users, simulator, group="operators", users=["guest1@example.org"])
    assert invited == {**STEADY, "list_users": 1, "list_invitations": 1, "get_invitation": 3}


@pytest.mark.parametrize(("additions", "removals"), [(1, 1), (20, 20), (21, 40), (45, 41)])
def test_writes_go_in_batches_of_20_for_each_group(
    group_users: Road, simulator: CspSimulator, world: CspWorld, additions: int, removals: int
) -> None:
    for group in ("auditors", "mixed"):
        world.group(group).direct.clear()
        people(world, group, removals, f"old-{group}")
    new = [f"new{number}@example.com" for number in range(additions)]
    for name in new:
        world.add_user(name)
    entries = [{"group": group, "users": new} for group in ("auditors", "mixed")]
    calls = counted(group_users, simulator, memberships=entries, exclusive=True, max_removals="100%")
    assert calls == {
        "token": 1,
        "list_groups": 1,
        "list_group_users": 2 + 2,
        "list_users": 1,
        "add_group_users": 2 * -(-additions // 20),
        "remove_group_users": 2 * -(-removals // 20),
    }


def test_the_second_look_reads_only_the_changed_groups(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    people(world, "auditors", 250)
    entries = [{"group": group, "users": [BOB, CAROL]} for group in ("auditors", "operators", "viewers")]
    calls = counted(group_users, simulator, memberships=entries)
    # First look: 2 pages and 1 for each small group; second look: auditors and operators.
    assert calls["list_group_users"] == (2 + 1 + 1) + (2 + 1)
    simulator.stale_reads = 2 * 2
    calls = counted(group_users, simulator, group="auditors", users=[DAVE])
    assert calls["list_group_users"] == 2 + 3 * 2


def test_the_info_module_reads_every_list_once(
    group_users_info: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    groups = len(world.visible_groups())
    assert counted(group_users_info, simulator) == {"token": 1, "list_groups": 1, "list_group_users": groups}
    one = counted(group_users_info, simulator, groups=["operators"])
    assert one == STEADY
    some = counted(group_users_info, simulator, users=[ALICE])
    assert some == {"token": 1, "list_groups": 1, "list_users": 1, "groups_of_user": 1, "list_group_users": 4}


def test_the_result_of_60_groups_with_1000_members_stays_below_200_kb(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    ids = [world.add_user(f"some.person.{number:04}@long-name.example.com") for number in range(1000)]
    for number in range(60):
        world.group(world.add_group(f"a-group-with-a-name-{number}")).direct = list(ids)
    names = [world.users[user_id].username for user_id in ids]
    entries: list[Params] = [{"group": f"a-group-with-a-name-{number}", "users": names} for number in range(60)]
    entries[7]["users"] = [*names, ALICE]
    simulator.log.clear()
    result = group_users(**FAST, memberships=entries, exclusive=True)
    assert not result["failed"], result["msg"]
    assert len(json.dumps(result)) < 200_000
    assert result["msg"] == "1 added in 1 of 60 groups; 59 unchanged."
    assert simulator.log.calls()["list_group_users"] == 60 * 5 + 6
