# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The unmodified official SDK works against the simulator: what keeps the simulator honest."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.official_sdk import call, code, connect


def test_wrong_keys(server: Server, simulator: TencentSimulator) -> None:
    wrong_key = connect(server, simulator.secret_id, "ANOTHEREXAMPLEKEY")
    unknown_id = connect(server, "AKIDUNKNOWNEXAMPLE", simulator.secret_key)
    assert code(wrong_key, "DescribeOrganization") == "AuthFailure.SignatureFailure"
    assert code(unknown_id, "DescribeOrganization") == "AuthFailure.SecretIdNotFound"


def test_non_ascii_text_survives(client: Any, simulator: TencentSimulator) -> None:
    zone = simulator.world.zone_id
    call(client, "CreateUser", ZoneId=zone, UserName="zoe", DisplayName="Zo\u00eb \u6d4b\u8bd5")
    [user] = call(client, "ListUsers", ZoneId=zone, MaxResults=100).Users
    assert user.DisplayName == "Zo\u00eb \u6d4b\u8bd5"


def test_group_members_come_in_pages(client: Any, simulator: TencentSimulator) -> None:
    world = simulator.world
    users = [world.add_user(f"user-{number:03}") for number in range(25)]
    group = world.add_group("everyone")
    world.join(group, *users)
    seen: list[str] = []
    token = None
    while True:
        arguments = {"ZoneId": world.zone_id, "GroupId": group, "MaxResults": 10, "NextToken": token}
        page = call(client, "ListGroupMembers", **arguments)
        seen += [member.UserId for member in page.GroupMembers]
        assert page.TotalCounts == 25
        token = page.NextToken
        if not page.IsTruncated:
            break
    assert token is None
    assert sorted(seen) == sorted(users)


def test_all_answers_fit_the_models(client: Any, simulator: TencentSimulator, recwarn: pytest.WarningsRecorder) -> None:
    """The SDK warns of fields that its models do not know."""
    world = simulator.world
    node = world.add_node("engineering")
    world.add_member("lake", node, permissions=(1, 2, 7), pay_uin=str(world.host_uin), tags={"team": "data"})
    world.join(world.add_group("admins"), world.add_user("alice", "alice@example.com"))
    zone, alice, admins = world.zone_id, world.user("alice").id, world.group("admins").id
    page = {"Offset": 0, "Limit": 50}
    call(client, "DescribeOrganization")
    call(client, "DescribeOrganizationNodes", **page)
    call(client, "DescribeOrganizationMembers", **page)
    call(client, "ListOrganizationIdentity", **page)
    call(client, "DescribeIdentityCenter")
    call(client, "GetZoneStatistics", ZoneId=zone)
    call(client, "ListUsers", ZoneId=zone, FilterGroups=[admins])
    call(client, "ListGroups", ZoneId=zone, FilterUsers=[alice])
    call(client, "ListGroupMembers", ZoneId=zone, GroupId=admins)
    call(client, "UpdateGroup", ZoneId=zone, GroupId=admins, NewDescription="x")
    call(client, "UpdateUser", ZoneId=zone, UserId=alice, NewDescription="x")
    call(client, "UpdateUserStatus", ZoneId=zone, UserId=alice, NewUserStatus="Disabled")
    assert [str(warning.message) for warning in recwarn if "are useless" in str(warning.message)] == []
