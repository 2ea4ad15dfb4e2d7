# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has a role through which group, and as_input that is found unchanged whatever the things are called."""

from __future__ import annotations

from random import Random

import pytest

from simulators.tencent import World
from support.cases import cases_of
from support.stage import Stage, stage

MODULE = "tencent_cic_role_assignment_info"
ALICE, BOB, CAROL, DAVE, ERIN = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave", "erin"))
NAMES = (
    "plain", "Plain", "PLAIN", "two words", " padded ", "{{ lookup('pipe', 'false') }}", "{brace", "a,b", "- dash", "zo\u00eb",
    "zoe\u0308", "tab\there", "line\nbreak", "\x1b[31mred", "\u202egnp", "null", "true", "0", "#hash", "\u6570\u636e", "x" * 60, "slash/y",
)  # fmt: skip


def hostile_world(seed: int) -> World:
    """Accounts, role configurations, users and groups with names that no rule would allow, some of them twice."""
    rng = Random(seed)
    world = World(seed + 1)
    world.list_management_account = rng.random() < 0.7
    accounts = [world.host_uin, *(world.add_member(rng.choice(NAMES)) for _number in range(4))]
    # An account that is called like another one's uin.
    accounts.append(world.add_member(str(accounts[1])))
    configurations = [world.add_role_configuration(name) for name in rng.sample(NAMES, 4)]
    names = rng.sample(NAMES, 8)
    # Users and groups of one name.
    principals = [world.add_user(name, rng.choice(["", "shared@example.com"])) for name in names]
    principals += [world.add_group(name) for name in [*rng.sample(names, 4), "viewers"]]
    for configuration in configurations:
        for account in rng.sample(accounts, 4):
            world.assign(configuration, account, *rng.sample(principals, rng.randint(1, 6)))
    return world


def settle(one: Stage, given: dict[str, object]) -> dict[str, object]:
    """The result of the writing module for what the info module gave."""
    one.road = type(one.road)(MODULE.replace("_info", ""), one.environment)
    return one.run(given)


@pytest.mark.parametrize("seed", range(25))
def test_assignments_as_they_are_change_nothing(seed: int) -> None:
    with stage(MODULE, hostile_world(seed)) as one:
        read = one.run({})
        assert not read["failed"], read["msg"]
        assert sum(row["members_count"] for row in read["assignments"]) == len(one.world.assignments)
        result = settle(one, read["as_input"])
        assert not result["failed"], result["msg"]
        assert (result["changes"], one.writes()) == ([], {})


@pytest.mark.parametrize("seed", range(10))
def test_some_assignments_as_they_are_change_nothing(seed: int) -> None:
    world = hostile_world(seed)
    with stage(MODULE, world) as one:
        read = one.run({"users": list(world.users)[:2], "groups": list(world.groups)[:1]})
        assert not read["failed"], read["msg"]
        result = settle(one, read["as_input"])
        assert not result["failed"], result["msg"]
        assert (result["changes"], one.writes()) == ([], {})


def test_effective_tells_who_has_it_directly_and_through_which_groups() -> None:
    world = cases_of(MODULE).world()
    world.assign("operator", "data-lake", "platform-admins")
    with stage(MODULE, world) as one:
        result = one.run({"role_configurations": ["operator"], "accounts": ["data-lake"], "effective": True})
        (row,) = result["assignments"]
        told = {
            user["name"]: (user["direct"], [group["name"] for group in user["groups"]]) for user in row["effective"]
        }
        assert told == {
            ALICE: (True, ["platform-admins"]),
            BOB: (True, ["platform-admins", "viewers"]),
            CAROL: (False, ["viewers"]),
            DAVE: (False, ["viewers"]),
            ERIN: (False, ["viewers"]),
        }
        assert [(member["type"], member["name"]) for member in row["members"]] == [
            ("group", "platform-admins"),
            ("group", "viewers"),
            ("user", ALICE),
            ("user", BOB),
        ]


def test_what_a_user_has_through_groups_only_is_told_and_is_no_input() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"users": [DAVE], "effective": True})
        (row,) = result["assignments"]
        assert (row["role_configuration"]["name"], row["account"]["name"]) == ("operator", "data-lake")
        assert (row["members"], [user["name"] for user in row["effective"]]) == ([], [DAVE])
        assert result["as_input"] == {"assignments": []}


def test_a_group_that_is_gone_meanwhile_is_told_and_the_rest_is_read() -> None:
    world = cases_of(MODULE).world()
    with stage(MODULE, world) as one:
        one.world.groups.pop(world.group("viewers").id)
        result = one.run({"effective": True})
        assert not result["failed"], result["msg"]
        assert [row["group"]["id"] for row in result["unreadable"]]
        assert any("cannot be read" in text for text in result["warnings"])
