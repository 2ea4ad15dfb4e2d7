# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One file of people through the onboarding playbook: planned, approved, done, found unchanged."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import MEMBERSHIP_SPEC
from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world
from support.playbook import Run, play

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


class Clouds:
    """Both simulated clouds, and the onboarding playbook on them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        self.environment: dict[str, str] = {}

    def onboard(self, data: str | dict[str, Any], *arguments: str) -> Run:
        path = self.folder / "people.yml"
        path.write_text(data if isinstance(data, str) else json.dumps(data), encoding="utf-8")
        return play([], self.folder, self.environment, "orgkit.cloud.onboard", "-e", f"@{path}", *arguments)

    def writes(self) -> list[str]:
        return sorted(entry["action"] for cloud in (self.tencent, self.csp) for entry in cloud.log.writes())

    def plan(self) -> dict[str, Any]:
        content: dict[str, Any] = json.loads((self.folder / "plan.json").read_text(encoding="utf-8"))
        return content


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[Clouds]:
    found = Clouds(tmp_path)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        found.environment = {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url)}
        yield found


def texts(plan: dict[str, Any]) -> list[str]:
    return sorted(row["text"] for row in plan["changes"])


def test_a_joiner_is_planned_approved_done_and_found_unchanged(clouds: Clouds) -> None:
    to_file = ("-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    planned = clouds.onboard(PEOPLE, "--check", *to_file)
    assert planned.code == 0, planned.output
    plan = clouds.plan()
    assert texts(plan) == [
        "add judy@example.com to data-engineers",
        "add judy@example.com to platform-developers",
        "add judy@example.com to platform-operators",
    ]
    assert [(row["who"], row["access"]) for row in plan["access"]] == [("judy@example.com", "auditor in data-lake")]
    assert "- + `judy@example.com` gains `auditor in data-lake`" in (clouds.folder / "plan.md").read_text(
        encoding="utf-8"
    )
    assert clouds.writes() == []

    other = clouds.onboard(PEOPLE, "-e", "orgkit_expect_plan=0123456789abcdef")
    assert other.code == 2
    assert f"The plan is {plan['plan_id']} now, not 0123456789abcdef as approved." in other.output
    assert clouds.writes() == []

    done = clouds.onboard(PEOPLE, "-e", f"orgkit_expect_plan={plan['plan_id']}", *to_file)
    assert done.code == 0, done.output
    assert clouds.plan()["plan_id"] == plan["plan_id"]
    written = clouds.writes()
    assert len(written) == 3
    assert "judy@example.com" in clouds.tencent.world.members_of("data-engineers")

    again = clouds.onboard(PEOPLE, "-e", f"orgkit_expect_plan={plan['plan_id']}", *to_file)
    assert again.code == 0, again.output
    assert (clouds.plan()["changes"], clouds.writes()) == ([], written)


def test_the_whole_chain_is_planned_as_it_is_done(clouds: Clouds) -> None:
    clouds.csp.world.stranger_mode = "invite"
    to_file = ("-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    planned = clouds.onboard(ROOM, "--check", *to_file)
    assert planned.code == 0, planned.output
    plan = clouds.plan()
    assert clouds.writes() == []
    done = clouds.onboard(ROOM, *to_file)
    assert done.code == 0, done.output
    assert texts(clouds.plan()) == texts(plan)
    members = {"trent@example.com", "walter@example.com", "alice@example.com"}
    assert clouds.tencent.world.members_of("ml-engineers") == members
    assert {"create user walter@example.com", "create department /engineering/ml"} <= set(texts(plan))
    written = clouds.writes()
    assert {"CreateRoleAssignment", "CreateRoleConfiguration", "CreateOrganizationMember"} <= set(written)
    again = clouds.onboard(ROOM, *to_file)
    assert again.code == 0, again.output
    assert (clouds.plan()["changes"], clouds.writes()) == ([], written)


def test_one_cloud_fails_and_the_other_is_done(clouds: Clouds) -> None:
    wrong = PEOPLE.replace("tencent: [data-engineers,", "tencent: [data-enginers,")
    run = clouds.onboard(wrong, "-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")
    assert run.code == 2
    assert 'Unknown group: "data-enginers" (near: data-engineers)' in str(run.results[-1]["msg"])
    plan = clouds.plan()
    assert [row["code"] for row in plan["refusals"]] == ["unresolved_names"]
    assert [row["text"] for row in plan["changes"] if not row["refused"]] == [
        "add judy@example.com to platform-operators"
    ]
    assert clouds.writes() == ["add_group_users"]


@pytest.mark.parametrize(
    ("data", "words"),
    [({}, "there is nothing to do"), ({"orgkit_poeple": []}, "orgkit_poeple (near: orgkit_people)")],
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


@pytest.mark.skipif("leavers" not in MEMBERSHIP_SPEC, reason="the membership modules have no option leavers yet")
def test_a_leaver_is_out_of_everything_and_stays_out(clouds: Clouds) -> None:
    data = PEOPLE + "orgkit_leavers: [bob@example.com, grace@example.com]\n"
    assert clouds.onboard(data).code == 0
    groups = [group.name for group in clouds.tencent.world.groups.values()]
    assert not {"bob@example.com", "grace@example.com"} & {
        user for group in groups for user in clouds.tencent.world.members_of(group)
    }
    written = clouds.writes()
    assert clouds.onboard(data).code == 0
    assert clouds.writes() == written
