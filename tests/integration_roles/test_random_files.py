# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The playbook does what the roles without Ansible do, which hundreds of files are played with; and it is bound to what was approved."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from support.playbook import Run, play
from support.random_files import VANISHED, RandomFile
from support.role_stage import RoleStage

JUDY, HEIDI, FRANK = (f"{name}@example.com" for name in ("judy", "heidi", "frank"))


@pytest.fixture
def stage() -> Iterator[RoleStage]:
    with RoleStage() as one:
        yield one


def onboard(stage: RoleStage, folder: Path, data: dict[str, Any], *arguments: str) -> Run:
    """Run the playbook with the data in a file; the plan goes to plan.json."""
    (folder / "people.json").write_text(json.dumps(data), encoding="utf-8")
    given = ("-e", f"@{folder / 'people.json'}", "-e", f"orgkit_plan_file={folder / 'plan.json'}", *arguments)
    return play([], folder, stage.environment, "orgkit.cloud.onboard", *given)


def plan_in(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return found


def test_the_playbook_does_what_the_roles_without_ansible_do(stage: RoleStage, tmp_path: Path) -> None:
    files = map(RandomFile, range(100))
    file = next(file for file in files if file.vanished and file.data["tencent_onboarding_role_assignments"])
    stage.empty(*file.known)
    done, wanted = stage.onboard(file.data), stage.state()
    stage.empty(*file.known)
    run = onboard(stage, tmp_path, file.data)
    plan = plan_in(tmp_path)
    assert (plan["plan_id"], [row["text"] for row in plan["changes"]]) == (done.plan["plan_id"], done.texts)
    assert plan["clouds"]["tencent"]["plan_ids"] == done.plan["clouds"]["tencent"]["plan_ids"], "step by step"
    assert stage.state() == wanted
    assert run.code == 2, run.output
    assert VANISHED in str(run.results[-1]["msg"])


def test_a_step_with_another_plan_than_its_approved_one_is_refused(stage: RoleStage, tmp_path: Path) -> None:
    """The whole plan was as approved, and somebody else writes before its second step."""
    data = {
        "tencent_onboarding_users": [{"name": "new@example.com"}],
        "tencent_onboarding_members": [{"name": "mobile-backend", "remark": "Apps"}],
        "tencent_onboarding_memberships": [
            {"group": "data-engineers", "users": [FRANK, JUDY], "exclusive": True, "max_removals": 3}
        ],
        "csp_onboarding_memberships": [{"group": "auditors", "users": [JUDY]}],
    }
    stage.demo()
    approved = stage.onboard(data, check_mode=True).plan["plan_id"]
    world = stage.tencent.world
    stage.tencent_door.meanwhile("CreateUser", lambda: world.join("data-engineers", HEIDI))
    run = onboard(stage, tmp_path, data, "-e", json.dumps({"orgkit_expect_plan": {"localhost": approved}}))
    assert run.code == 2
    message = str(run.results[-1]["msg"])
    assert message.startswith("Of the approved plan 3 changes are done. The plan is ")
    assert sorted(stage.writes()) == ["CreateUser", "UpdateOrganizationMember", "add_group_users"]
    assert HEIDI in world.members_of("data-engineers")
    (refused,) = [row for row in plan_in(tmp_path)["changes"] if row["action"] == "remove" and HEIDI in row["text"]]
    assert refused["refused"]
