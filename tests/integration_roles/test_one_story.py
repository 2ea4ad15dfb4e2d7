# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The whole story in both clouds: the demo, one person more, a plan that is approved and done, a leaver, and nothing left to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.role_runs import Clouds, changed

DEMO = Path(__file__).parents[2] / "demo" / "people.yml"
pytestmark = pytest.mark.skipif(not DEMO.is_file(), reason="needs the checkout")
JOINER: dict[str, Any] = {
    "orgkit_today": "2026-12-15",
    "orgkit_functions": {
        "data-engineer": {"tencent": ["data-engineers", "platform-developers"], "csp": ["platform-operators"]}
    },
    "orgkit_people": [
        {"user": "erin@example.com", "functions": ["data-engineer"], "from": "2026-12-15", "until": "2026-12-31"},
        {"user": "ivan@example.com", "csp": ["auditors"], "from": "2027-01-01"},
    ],
    "tencent_onboarding_role_assignments": [
        {"role_configuration": "auditor", "accounts": ["data-lake"], "groups": ["data-engineers"]}
    ],
}
LEAVERS = {"orgkit_leavers": ["BOB@example.com", "grace@example.com", "nobody@example.com"]}
JOINS = {
    ("tencent", "add erin@example.com to data-engineers"),
    ("csp", "add erin@example.com to platform-operators"),
}


def plan_of(clouds: Clouds) -> dict[str, Any]:
    content: dict[str, Any] = json.loads((clouds.folder / "plan.json").read_text(encoding="utf-8"))
    return content


def memberships(clouds: Clouds, user: str) -> set[str]:
    """The groups of a person in both clouds."""
    worlds = clouds.tencent.world, clouds.csp.world
    return {group.name for world in worlds for group in world.groups.values() if user in world.members_of(group.id)}


def test_from_the_demo_to_a_leaver(clouds: Clouds) -> None:
    demo = yaml.safe_load(DEMO.read_text(encoding="utf-8"))
    to_file = ("-e", f"orgkit_plan_file={clouds.folder / 'plan.json'}")

    assert changed(clouds.onboard(demo)) == 3
    assert clouds.tencent.world.members_of("finance-viewers") == {"heidi@example.com", "dave@example.com"}
    assert clouds.csp.world.members_of("billing-viewers") == {"erin@example.com", "heidi@example.com"}
    written = clouds.writes()
    wanted = {
        "CreateOrganizationMember": 1,
        "UpdateOrganizationMember": 1,
        "AddUserToGroup": 2,
        "RemoveUserFromGroup": 1,
    }
    assert {action: written.count(action) for action in wanted} == wanted
    assert "analytics-prod" in {member.name for member in clouds.tencent.world.members.values()}

    joined = {**demo, **JOINER}
    planned = clouds.onboard(joined, "--check", *to_file)
    assert planned.code == 0, planned.output
    plan = plan_of(clouds)
    assert {(row["cloud"], row["text"]) for row in plan["changes"]} == JOINS
    assert [(row["who"], row["access"]) for row in plan["access"]] == [("erin@example.com", "auditor in data-lake")]
    page = (clouds.folder / "plan.md").read_text(encoding="utf-8")
    assert "- + `erin@example.com` gains `auditor in data-lake`" in page
    assert clouds.writes() == written

    other = clouds.onboard(joined, "-e", "orgkit_expect_plan=0123456789abcdef")
    assert other.code == 2
    assert f"The plan is {plan['plan_id']} now, not 0123456789abcdef as approved." in other.output
    assert clouds.writes() == written

    approved = ("-e", f"orgkit_expect_plan={plan['plan_id']}")
    assert clouds.onboard(joined, *approved, *to_file).code == 0
    assert plan_of(clouds)["plan_id"] == plan["plan_id"]
    assert len(clouds.writes()) == len(written) + len(JOINS)
    assert "data-engineers" in memberships(clouds, "erin@example.com")

    left = clouds.onboard({**joined, **LEAVERS})
    assert left.code == 0, left.output
    assert "No cloud knows these leavers: nobody@example.com." in [result.get("msg") for result in left.results]
    assert memberships(clouds, "bob@example.com") == memberships(clouds, "grace@example.com") == set()

    written = clouds.writes()
    again = clouds.onboard({**joined, **LEAVERS}, *approved, *to_file)
    assert again.code == 0, again.output
    assert (plan_of(clouds)["changes"], clouds.writes()) == ([], written), "also with an approval of long ago"
