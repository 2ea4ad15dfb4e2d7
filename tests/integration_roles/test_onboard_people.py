# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file of people through the onboarding playbook: the whole chain, failures, and what is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
import yaml

from support.role_runs import Clouds

PEOPLE = """
orgkit_today: 2026-12-15
orgkit_functions:
  data-engineer:
    tencent: [data-engineers, platform-developers]
    csp: [platform-operators]
orgkit_people:
  - user: judy@example.com
    functions: [data-engineer]
    from: 2026-12-15
    until: 2026-12-31
  - user: heidi@example.com
    csp: [auditors]
    from: 2027-01-01
tencent_onboarding_role_assignments:
  - role_configuration: auditor
    accounts: [data-lake]
    groups: [data-engineers]
"""
ROOM: dict[str, Any] = {
    "tencent_onboarding_departments": [
        {"path": "/engineering/ml"},
        {"path": "/operations/sandbox/x", "state": "absent"},
    ],
    "tencent_onboarding_allow_create": True,
    "tencent_onboarding_members": [{"name": "ml-prod", "node": "/engineering/ml", "permissions": ["view_bills", 2]}],
    "tencent_onboarding_users": [{"name": "trent@example.com", "email": "trent@example.com"}],
    "tencent_onboarding_groups": [{"name": "ml-engineers"}, {"name": "no-such-group", "state": "absent"}],
    "tencent_onboarding_create_people": True,
    "tencent_onboarding_people": [
        {"user": "walter@example.com", "first_name": "Walter", "tencent": ["ml-engineers"]},
        {"user": "alice@example.com", "functions": ["ml"], "until": "2026-12-31"},
    ],
    "tencent_onboarding_functions": {"ml": {"tencent": ["ml-engineers"]}},
    "tencent_onboarding_today": "2026-12-15",
    "tencent_onboarding_memberships": [{"group": "ml-engineers", "users": ["trent@example.com"]}],
    "tencent_onboarding_complete_groups": ["ml-engineers"],
    "tencent_onboarding_role_configurations": [{"name": "ml", "policies": ["ReadOnlyAccess"]}],
    "tencent_onboarding_role_assignments": [
        {
            "role_configuration": "ml",
            "accounts": ["ml-prod"],
            "groups": ["ml-engineers"],
            "users": ["trent@example.com"],
        }
    ],
    "csp_onboarding_groups": [{"name": "ml-readers", "description": "read"}, {"name": "gone", "state": "absent"}],
    "csp_onboarding_users": [{"name": "walter@example.org", "groups": ["ml-readers"]}],
    "csp_onboarding_people": [{"user": "judy@example.com", "csp": ["ml-readers"]}],
}


def plan_of(clouds: Clouds) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((clouds.folder / "plan.json").read_text(encoding="utf-8"))
    return content


def texts(plan: dict[str, Any]) -> list[str]:
    return sorted(row["text"] for row in plan["changes"])


def test_the_whole_chain_is_planned_as_it_is_done(clouds: Clouds) -> None:
    clouds.csp.world.stranger_mode = "invite"
    to_file = ("-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    planned = clouds.onboard(ROOM, "--check", *to_file)
    assert planned.code == 0, planned.output
    plan = plan_of(clouds)
    assert clouds.writes() == []
    done = clouds.onboard(ROOM, *to_file)
    assert done.code == 0, done.output
    assert texts(plan_of(clouds)) == texts(plan)
    members = {"trent@example.com", "walter@example.com", "alice@example.com"}
    assert clouds.tencent.world.members_of("ml-engineers") == members
    assert {"create user walter@example.com", "create department /engineering/ml"} <= set(texts(plan))
    written = clouds.writes()
    assert {"CreateRoleAssignment", "CreateRoleConfiguration", "CreateOrganizationMember"} <= set(written)
    again = clouds.onboard(ROOM, *to_file)
    assert again.code == 0, again.output
    assert (plan_of(clouds)["changes"], clouds.writes()) == ([], written)


def test_one_vanished_person_does_not_keep_the_others(clouds: Clouds) -> None:
    """He is in a list and in an assignment; everybody else is done, and the play fails at its end with his name."""
    data = yaml.safe_load(PEOPLE)
    data["orgkit_people"].append({"user": "vanished@example.com", "functions": ["data-engineer"]})
    data["orgkit_complete_groups"] = ["data-engineers"]
    data["tencent_onboarding_role_assignments"].append(
        {
            "role_configuration": "auditor",
            "accounts": ["sandbox-shared"],
            "users": ["vanished@example.com", "bob@example.com"],
        }
    )
    data.update(tencent_onboarding_unknown_users=" ", csp_onboarding_unknown_users="skip")
    to_file = ("-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    run = clouds.onboard(json.loads(json.dumps(data, default=str)), *to_file)
    assert run.code == 2
    assert str(run.results[-1]["msg"]).count("vanished@example.com") == 3
    plan = plan_of(clouds)
    done = [row["text"] for row in plan["changes"] if row["status"] == "done"]
    assert "add judy@example.com to data-engineers" in done
    assert "add judy@example.com to platform-operators" in done
    assert "CreateRoleAssignment" in clouds.writes(), "the steps after the memberships are done too"
    members = clouds.tencent.world.members_of("data-engineers")
    assert {"frank@example.com", "grace@example.com"} <= members, (
        "nobody is removed from a list with a name that is left out"
    )

    data["tencent_onboarding_unknown_users"] = data["csp_onboarding_unknown_users"] = "fail"
    written = clouds.writes()
    strict = clouds.onboard(json.loads(json.dumps(data, default=str)), *to_file)
    assert (strict.code, clouds.writes()) == (2, written)


def test_one_cloud_fails_and_the_other_is_done(clouds: Clouds) -> None:
    wrong = PEOPLE.replace("tencent: [data-engineers,", "tencent: [data-enginers,")
    run = clouds.onboard(wrong, "-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    assert run.code == 2
    assert 'Unknown group: "data-enginers" (near: data-engineers)' in str(run.results[-1]["msg"])
    plan = plan_of(clouds)
    assert [row["code"] for row in plan["refusals"]] == ["unresolved_names"]
    assert [row["text"] for row in plan["changes"] if not row["refused"]] == [
        "add judy@example.com to platform-operators"
    ]
    assert clouds.writes() == ["add_group_users"]


def test_a_step_that_is_done_in_part_does_not_keep_the_later_ones(clouds: Clouds) -> None:
    """One addition is lost; the role assignments that come later are made, and the play fails with the reason."""
    clouds.tencent.faults.add("cut_before", "AddUserToGroup")
    data = PEOPLE.replace("accounts: [data-lake]", "accounts: [sandbox-shared]")
    run = clouds.onboard(data, "-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    assert run.code == 2
    assert str(run.results[-1]["msg"]).startswith("1 of 2 changes have an unknown outcome")
    assert [row["code"] for row in plan_of(clouds)["refusals"]] == ["outcome_unknown"]
    assert {"CreateRoleAssignment", "add_group_users"} <= set(clouds.writes())
    again = clouds.onboard(data)
    assert again.code == 0, again.output


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({}, "there is nothing to do"),
        ({"orgkit_poeple": []}, "orgkit_poeple (near: orgkit_people)"),
        ({"orgkit_people": [], "orgkit_expect_plan": " "}, "orgkit_expect_plan is blank"),
    ],
)
def test_a_file_that_gives_nothing_is_an_error(clouds: Clouds, data: dict[str, Any], words: str) -> None:
    run = clouds.onboard(data)
    assert run.code == 2
    assert words in str(run.results[-1]["msg"])
    assert clouds.tencent.log.entries == clouds.csp.log.entries == []


def test_faults_of_the_file_are_told_and_nothing_is_asked(clouds: Clouds) -> None:
    run = clouds.onboard(PEOPLE.replace("functions: [data-engineer]", "functions: [engineer]"))
    assert run.code == 2
    assert "people[0] (judy@example.com)" in str(run.results[-1]["msg"])
    assert clouds.tencent.log.entries == clouds.csp.log.entries == []


def test_a_wrong_clock_does_not_remove_everybody(clouds: Clouds) -> None:
    people = [
        {"user": f"{name}@example.com", "tencent": ["platform-developers"], "until": "2026-12-31"}
        for name in ("bob", "carol", "dave", "erin")
    ]
    run = clouds.onboard({"orgkit_people": people, "orgkit_today": "2062-01-01"})
    assert run.code == 2
    assert "max_leavers" in str(run.results[-1]["msg"])
    assert clouds.writes() == []


def test_a_complete_list_keeps_who_begins_later_and_need_not_know_them(clouds: Clouds) -> None:
    people = [
        {"user": "frank@example.com", "tencent": ["data-engineers"]},
        {"user": "grace@example.com", "tencent": ["data-engineers"], "from": "2027-01-01"},
        {"user": "newcomer@example.com", "tencent": ["data-engineers"], "from": "2027-01-01"},
    ]
    clouds.tencent.world.join("data-engineers", "heidi@example.com")
    data = {"orgkit_people": people, "orgkit_complete_groups": ["data-engineers"], "orgkit_today": "2026-12-15",
            "tencent_onboarding_max_removals": 1}  # fmt: skip
    run = clouds.onboard(data)
    assert run.code == 0, run.output
    assert clouds.tencent.world.members_of("data-engineers") == {"frank@example.com", "grace@example.com"}
