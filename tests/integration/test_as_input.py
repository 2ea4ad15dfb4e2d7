# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is read can be given back as input."""

from __future__ import annotations

from simulators.tencent import TencentSimulator, World
from support.documented import returned as documentation
from support.road import Road

HOST = "200010000001"


def test_the_rows_of_members_are_the_same_in_both_modules(org_member: Road, org_member_info: Road) -> None:
    (row,) = org_member_info(name="data-lake")["members"]
    assert org_member(name="data-lake", node="Platform")["member"] == row
    assert set(documentation("tencent_org_member")["member"]["contains"]) == set(row)


def test_memberships_as_they_are_change_nothing(world: World, group_user: Road, group_user_info: Road) -> None:
    world.add_group("VIEWERS")
    world.join("VIEWERS", "alice@example.com")
    # One user is called as another one's e-mail address.
    world.join("platform-admins", world.add_user("frank.f@example.com"), "frank")
    info = group_user_info()
    assert {row["name"]: row["members_count"] for row in info["groups"]} == {
        "VIEWERS": 1, "auditors": 0, "directory": 2, "platform-admins": 4, "viewers": 4,
    }  # fmt: skip
    for check_mode in (True, False):
        result = group_user(check_mode=check_mode, memberships=info["as_input"]["memberships"], max_removals="0")
        assert (result["failed"], result["changed"], result["warnings"]) == (False, False, []), result["msg"]
        assert result["summary"]["groups"] == 5
    assert world.members_of("viewers") == {f"{name}@example.com" for name in ("bob", "carol", "dave", "erin")}


def test_the_memberships_of_one_user_as_they_are_change_nothing(group_user: Road, group_user_info: Road) -> None:
    info = group_user_info(users=["BOB@example.com"])
    assert [row["name"] for row in info["groups"]] == ["platform-admins", "viewers"]
    assert {row["members_count"] for row in info["groups"]} == {1}
    result = group_user(memberships=info["as_input"]["memberships"])
    assert (result["failed"], result["changed"]) == (False, False)


def test_members_as_they_are_change_nothing(
    world: World, simulator: TencentSimulator, org_member: Road, org_member_info: Road
) -> None:
    world.consent_needed = True
    org_member(name="data-lake", permissions=[1, 2, 9])
    world.add_member("free", "Finance", allow_quit="Allow", member_type="Invite", identities=(), remark="May go")
    world.add_member("few", permissions=(1,), uin=int(HOST) + 7)
    world.add_node("platform", "Finance")
    world.add_member("twin", "platform")
    simulator.log.clear()
    info = org_member_info()
    assert [row["name"] for row in info["members"]] == [
        "data-lake", "example-management", "few", "free", "partner", "twin", "web-shop",
    ]  # fmt: skip
    for row in info["as_input"]:
        result = org_member(**row)
        assert (result["failed"], result["changed"], result["changes"]) == (False, False, []), f"{row}: {result['msg']}"
    assert simulator.log.writes() == []
    (management,) = [row for row in info["as_input"] if row["name"] == "example-management"]
    assert (management["uin"], management["node"]) == (HOST, "/")
