# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody leaves both clouds by the offboarding playbook."""

from __future__ import annotations

from typing import Any

from support.playbook import Run, play
from support.role_runs import Clouds

OFFBOARD = "orgkit.cloud.offboard"


def offboard(clouds: Clouds, *arguments: str) -> Run:
    return play([], clouds.folder, clouds.environment, OFFBOARD, *arguments)


def left(run: Run) -> list[str]:
    """The changes that the role tells."""
    facts: list[dict[str, Any]] = [
        result["ansible_facts"]["offboarding_result"]
        for result in run.results
        if "offboarding_result" in result.get("ansible_facts", {})
    ]
    return sorted(row["text"] for row in facts[-1]["changes"])


def failure(run: Run) -> str:
    """Why the last task that failed did so."""
    return str([result["msg"] for result in run.results if result["failed"]][-1])


def is_anywhere(clouds: Clouds, user: str) -> bool:
    tencent, csp = clouds.tencent.world, clouds.csp.world
    return any(user in tencent.members_of(group) for group in tencent.groups) or any(
        csp.users[member].username == user for group in csp.groups.values() for member in group.direct
    )


def test_a_leaver_is_planned_disabled_taken_out_and_found_gone(clouds: Clouds) -> None:
    planned = offboard(clouds, "-e", "leaver=bob@example.com", "--check")
    assert planned.code == 0, planned.output
    assert clouds.writes() == []
    done = offboard(clouds, "-e", "leaver=bob@example.com")
    assert done.code == 0, done.output
    assert left(done) == left(planned)
    assert len(left(done)) == 4
    assert not is_anywhere(clouds, "bob@example.com")
    assert clouds.tencent.world.user("bob@example.com").status == "Disabled"
    written = clouds.writes()
    again = offboard(clouds, "-e", "leaver=bob@example.com")
    assert again.code == 0, again.output
    assert (left(again), clouds.writes()) == ([], written)


def test_leavers_are_deleted_when_that_is_asked_for(clouds: Clouds) -> None:
    """As text, as a survey gives it. Check mode tells the same, although it still sees what earlier steps take away."""
    world = clouds.tencent.world
    world.assign("auditor", "data-lake", "bob@example.com")
    delete = ("-e", "leaver=bob@example.com", "-e", "offboarding_delete=yes", "-e", "offboarding_disable=no")
    planned = offboard(clouds, *delete, "--check")
    assert planned.code == 0, planned.output
    assert clouds.writes() == []
    done = offboard(clouds, *delete)
    assert done.code == 0, done.output
    assert left(done) == left(planned)
    assert "delete user bob@example.com" in left(done)
    assert not [user for user in world.users.values() if user.name == "bob@example.com"]
    assert "bob@example.com" not in [user.username for user in clouds.csp.world.org_users()]


def test_nobody_is_deleted_after_a_failure_and_the_other_cloud_goes_on(clouds: Clouds) -> None:
    clouds.tencent.world.denied_actions = {"RemoveUserFromGroup"}
    run = offboard(clouds, "-e", "leaver=bob@example.com", "-e", "offboarding_delete=true")
    assert run.code == 2
    assert clouds.tencent.world.user("bob@example.com").status == "Disabled"
    assert "bob@example.com" not in [user.username for user in clouds.csp.world.org_users()]


def test_a_name_that_no_cloud_knows_is_an_error_and_the_others_leave(clouds: Clouds) -> None:
    run = offboard(clouds, "-e", "offboarding_leavers=bbo@example.com,bob@example.com", "-e", "offboarding_disable=")
    assert run.code == 2
    assert failure(run) == "No cloud knows bbo@example.com. Correct the names."
    assert not is_anywhere(clouds, "bob@example.com")


def test_one_step_or_cloud_that_fails_does_not_keep_the_others(clouds: Clouds) -> None:
    clouds.environment["TENCENTCLOUD_SECRET_KEY"] = "EXAMPLEWRONGKEYEXAMPLEWRONGKEY00"
    run = offboard(clouds, "-e", "leaver=bob@example.com")
    assert run.code == 2
    assert "AuthFailure" in str(run.results) or "signature" in failure(run).lower()
    assert [entry["action"] for entry in clouds.csp.log.writes()] == ["remove_group_users"]


def test_nobody_is_no_leaver_and_one_cloud_is_enough(clouds: Clouds) -> None:
    nobody = offboard(clouds)
    assert nobody.code == 2
    assert "Nobody was named" in failure(nobody)
    none = offboard(clouds, "-e", "leaver=bob@example.com", "-e", "offboarding_clouds=cps")
    assert "offboarding_clouds must name" in failure(none)
    more = '{"orgkit_leavers": ["bob@example.com"], "offboarding_clouds": "csp", "offboarding_max_leavers": 1}'
    one = offboard(clouds, "-e", more)
    assert one.code == 0, one.output
    assert clouds.tencent.log.entries == []
