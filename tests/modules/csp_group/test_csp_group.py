# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is special about groups of Cloud Services: which roles are sent, and what is read where a listing says little."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from support.cases import cases_of
from support.stage import Stage, stage

ROLES = {"organization_roles": ["org_member"], "service_roles": [{"service": "costs", "roles": ["reader"]}]}


@pytest.fixture
def one() -> Iterator[Stage]:
    """The world of the cases."""
    with stage("csp_group", cases_of("csp_group").world()) as made:
        yield made


def bodies(one: Stage) -> list[Any]:
    """The bodies of the writing requests of the last run."""
    return [entry["body"] for entry in one.simulator.log.writes()]


def test_only_the_difference_of_the_roles_is_sent(one: Stage) -> None:
    one.run({"name": "operators", **ROLES})
    assert bodies(one) == [
        {
            "organizationRoles": {"roleNamesToAdd": [], "roleNamesToRemove": ["developer"]},
            "serviceRoles": [
                {"serviceDefinitionId": "clusters", "roleNamesToAdd": [], "roleNamesToRemove": ["reader"]},
                {"serviceDefinitionId": "costs", "roleNamesToAdd": ["reader"], "roleNamesToRemove": []},
            ],
            "notifyUsersInGroups": False,
        }
    ]
    group = one.world.group("operators")
    assert (group.roles, group.service_roles) == (["org_member"], {"clusters": [], "costs": ["reader"]})


def test_roles_that_are_not_managed_are_not_sent(one: Stage) -> None:
    one.run({"name": "operators", "organization_roles": ["org_member"]})
    assert "serviceRoles" not in bodies(one)[0]


def test_a_description_is_sent_with_the_name_and_a_name_with_the_description(one: Stage) -> None:
    empty = one.world.group("empty").id
    one.run({"group_id": empty, "name": "full", "rename": True})
    assert bodies(one) == [{"name": "full", "description": "nobody"}]
    one.run({"group_id": empty, "description": "somebody"})
    assert bodies(one) == [{"name": "full", "description": "somebody"}]


@pytest.mark.parametrize("notify", [False, True])
def test_who_is_told_is_always_said(one: Stage, notify: bool) -> None:
    one.run({"name": "operators", "state": "absent", "force": True, "notify_users": notify})
    assert bodies(one)[0]["notifyUsersInGroups"] is notify
    assert bool(one.world.mails) is notify


def test_the_change_of_a_deletion_names_who_loses_access(one: Stage) -> None:
    result = one.run({"name": "operators", "state": "absent", "force": True}, check_mode=True)
    (change,) = result["changes"]
    assert change["before"]["members"] == ["alice@example.com", "bob@example.com"]
    assert "operators: members: alice@example.com, bob@example.com" in result["diff"]["before"]


def test_an_unknown_role_is_the_failure_of_its_group_alone(one: Stage) -> None:
    groups = [{"name": "a", "organization_roles": ["emperor"]}, {"name": "b", "organization_roles": ["developer"]}]
    result = one.run({"groups": groups})
    assert result["failed"]
    told = [(row["action"], row["target"]["name"], row["status"]) for row in result["changes"]]
    assert told == [
        ("create", "a", "done"),
        ("update", "a", "failed"),
        ("create", "b", "done"),
        ("update", "b", "done"),
    ]
    assert one.world.group("b").roles == ["developer"]


def test_a_deletion_that_the_service_refuses_is_told_with_its_reason(one: Stage) -> None:
    one.simulator.caller_role = "org_admin"
    one.world.add_group("owners", roles=["org_owner"])
    result = one.run({"name": "owners", "state": "absent"})
    assert result["failed"]
    assert "only an owner can delete a group that holds org_owner" in result["msg"]


def test_roles_that_the_listing_leaves_out_are_read_from_the_group(one: Stage) -> None:
    one.simulator.faults.add("missing_fields", "list_groups", times=2)
    result = one.run({"name": "operators", "organization_roles": ["org_member", "developer"]})
    assert (result["failed"], result["changed"]) == (False, False)
    assert one.calls()["get_group_roles"] == 1


def test_what_is_listed_is_found_unchanged() -> None:
    with stage("csp_group_info", cases_of("csp_group").world()) as read:
        read.world.add_group("Operators")
        read.world.add_group("operators@corp.example.com", "AD_GROUP")
        groups = read.run({})["as_input"]["groups"]
        with stage("csp_group", read.world) as one:
            result = one.run({"groups": groups})
    assert (result["failed"], result["changes"]) == (False, []), result["msg"]
