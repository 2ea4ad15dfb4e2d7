# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What runs is what was approved: the clouds may change at any moment after the plan."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from support.random_files import CSP_GROUPS, TENCENT_GROUPS, RandomFile
from support.role_stage import RoleStage
from support.role_tasks import Played

JUDY, HEIDI, FRANK = (f"{name}@example.com" for name in ("judy", "heidi", "frank"))
FILE: dict[str, Any] = {
    "tencent_onboarding_users": [{"name": "new@example.com"}],
    "tencent_onboarding_memberships": [
        {"group": "data-engineers", "users": [FRANK, JUDY], "exclusive": True, "max_removals": 3}
    ],
    "tencent_onboarding_role_assignments": [
        {"role_configuration": "auditor", "accounts": ["sandbox-shared"], "groups": ["data-engineers"]}
    ],
    "csp_onboarding_memberships": [{"group": "auditors", "users": [JUDY]}],
}


@pytest.fixture(scope="module")
def stage() -> Iterator[RoleStage]:
    with RoleStage() as one:
        yield one


def done(run: Played) -> set[tuple[str, str]]:
    """The changes that came to be."""
    rows = [row for row in run.plan["changes"] if not row["refused"]]
    return {(row["cloud"], row["text"]) for row in rows if row["status"] in ("done", "pending", "outcome_unknown")}


def test_a_step_that_finds_another_plan_is_refused_and_the_other_cloud_goes_on(stage: RoleStage) -> None:
    stage.demo()
    world = stage.tencent.world
    planned = stage.onboard(FILE, check_mode=True)
    stage.tencent_door.meanwhile("CreateUser", lambda: world.join("data-engineers", HEIDI))
    run = stage.onboard(FILE, approved=planned.results)
    assert done(run) == {("tencent", "create user new@example.com"), ("csp", f"add {JUDY} to auditors")}
    assert [row["code"] for row in run.plan["refusals"]] == ["plan_changed"]
    assert HEIDI in world.members_of("data-engineers")
    assert f"remove {HEIDI} from data-engineers" in run.texts, "the present plan is told"
    assert "CreateRoleAssignment" not in stage.writes(), "a step that needs the one before it is not done"


def test_a_step_that_was_not_planned_does_nothing(stage: RoleStage) -> None:
    """The plan was refused at a group that did not exist; what came after it was not planned, and is not done when it exists."""
    stage.demo()
    file = {**FILE, "tencent_onboarding_memberships": [{"group": "missing", "users": [JUDY]}]}
    planned = stage.onboard(file, check_mode=True)
    assert [row["code"] for row in planned.plan["refusals"]] == ["unresolved_names"]
    stage.tencent.world.add_group("missing")
    run = stage.onboard(file, approved=planned.results)
    assert done(run) == {("tencent", "create user new@example.com"), ("csp", f"add {JUDY} to auditors")}


def test_an_approved_plan_can_be_started_again(stage: RoleStage) -> None:
    stage.demo()
    planned = stage.onboard(FILE, check_mode=True)
    assert done(stage.onboard(FILE, approved=planned.results)) == {
        (row["cloud"], row["text"]) for row in planned.plan["changes"]
    }
    again = stage.onboard(FILE, approved=planned.results)
    assert (again.texts, again.failed) == ([], [])


@pytest.mark.parametrize("seed", range(12))
def test_nothing_is_done_that_was_not_approved_whoever_else_writes(stage: RoleStage, seed: int) -> None:
    rng, file = Random(seed), RandomFile(seed)
    stage.empty(*file.known)
    planned = stage.onboard(file.data, check_mode=True)
    approved = {(row["cloud"], row["text"]) for row in planned.plan["changes"]}
    actions = ("CreateUser", "CreateGroup", "AddUserToGroup", "CreateRoleConfiguration", "ListUsers")

    def somebody_else() -> None:
        tencent, csp = stage.tencent.world, stage.csp.world
        tencent.add_user("stranger@example.com")
        csp.add_user("stranger@example.com")
        for world, groups in ((tencent, TENCENT_GROUPS), (csp, CSP_GROUPS)):
            known = [group.name for group in world.groups.values()]
            for name in groups:
                if name not in known and rng.random() < 0.5:
                    world.add_group(name)
            for group in world.groups.values():
                world.join(group.id, "stranger@example.com")

    stage.tencent_door.meanwhile(rng.choice(actions), somebody_else)
    run = stage.onboard(file.data, approved=planned.results)
    assert done(run) <= approved
    for row in run.plan["changes"]:
        assert not (row["action"] == "remove" and row["status"] == "done"), row["text"]
