# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who leaves never comes back, in whatever order and with whatever file the playbooks run."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

import pytest

from simulators.csp import CspWorld
from simulators.tencent import World
from support.road import Road
from support.role_stage import RoleStage

BOB, OTHERS = "bob@example.com", [f"{name}@example.com" for name in ("alice", "carol", "dave", "erin")]
SPELLINGS = (BOB, BOB.upper(), f" {BOB}")
# Bob stands in every list that a file may have.
FILE: dict[str, Any] = {
    "orgkit_functions": {"engineer": {"tencent": ["developers"], "csp": ["operators"]}},
    "orgkit_people": [{"user": user, "functions": ["engineer"]} for user in (BOB, *OTHERS)],
    "tencent_onboarding_users": [{"name": BOB, "status": "enabled"}],
    "tencent_onboarding_create_people": True,
    "tencent_onboarding_memberships": [{"group": "admins", "users": [BOB, OTHERS[0]], "exclusive": True}],
    "tencent_onboarding_role_assignments": [
        {"role_configuration": "auditor", "accounts": ["data-lake"], "users": [BOB], "groups": ["developers"]}
    ],
    "csp_onboarding_users": [{"name": BOB, "groups": ["auditors"]}],
    "csp_onboarding_memberships": [{"group": "auditors", "users": [BOB, OTHERS[1]]}],
    "csp_onboarding_invite_unknown": True,
}
# An older list may be shorter than what is there by now.
WIDE = {"tencent_onboarding_max_removals": "100%", "csp_onboarding_max_removals": "100%"}
EXPORT = {
    "tencent_onboarding_users": ("tencent_cic_user_info", "users"),
    "tencent_onboarding_memberships": ("tencent_cic_group_user_info", "memberships"),
    "tencent_onboarding_role_assignments": ("tencent_cic_role_assignment_info", "assignments"),
    "csp_onboarding_users": ("csp_user_info", "users"),
    "csp_onboarding_memberships": ("csp_group_users_info", "memberships"),
}


@pytest.fixture(scope="module")
def stage() -> Iterator[RoleStage]:
    with RoleStage() as one:
        yield one


def organizations() -> tuple[World, CspWorld]:
    """Bob is in some groups of both clouds, and has a role of his own."""
    tencent, csp = World(), CspWorld()
    tencent.add_member("data-lake")
    tencent.add_role_configuration("auditor")
    csp.add_user("admin@example.com", role="org_owner")
    for user in (BOB, *OTHERS):
        tencent.add_user(user, user)
        csp.add_user(user)
    for group in ("developers", "admins", "elsewhere"):
        tencent.add_group(group)
        tencent.join(group, BOB, *OTHERS[:2])
    tencent.assign("auditor", "data-lake", BOB)
    for group in ("operators", "auditors", "elsewhere"):
        csp.add_group(group)
        csp.join(group, BOB, *OTHERS[:2])
    return tencent, csp


def exported(stage: RoleStage) -> dict[str, Any]:
    """The present state as a data file, as the playbook export saves it."""
    return {name: Road(module, stage.environment)()["as_input"][key] for name, (module, key) in EXPORT.items()}


def places(stage: RoleStage) -> list[str]:
    """Where Bob is in, or invited to, and what he has."""
    tencent, csp = stage.tencent.world, stage.csp.world
    found = [f"tencent {group.name}" for group in tencent.groups.values() if BOB in tencent.members_of(group.id)]
    found += [one.configuration for one in tencent.assignments.values() if one.principal == tencent.user(BOB).id]
    found += [f"csp {group.name}" for group in csp.groups.values() if BOB in csp.members_of(group.id)]
    invitation = csp.pending_for(BOB)
    return [*found, invitation.id] if invitation else found


@pytest.mark.parametrize("seed", range(6))
def test_a_leaver_never_comes_back_in_any_order_of_runs(stage: RoleStage, seed: int) -> None:
    """From the moment that the file in use names him, or that he is offboarded, and until an older file is used again."""
    rng = Random(seed)
    stage.open(*organizations())
    old, is_disabled = exported(stage), False
    order = rng.sample(["before", "leaver", "offboard", "exported then", "exported now"], 5)
    for step in [*order, "leaver", "leaver"]:
        leaving = {"orgkit_leavers": [rng.choice(SPELLINGS), "nobody@example.com"]}
        if step == "offboard":
            assert not any(result["failed"] for result in stage.offboard(BOB))
        else:
            file = {"before": FILE, "leaver": FILE, "exported then": old}.get(step) or exported(stage)
            run = stage.onboard({**file, **WIDE, **({} if step == "before" else leaving)})
            assert not run.failed, (order, step, run.failed)
        is_disabled = step == "offboard" or (is_disabled and step != "before")
        assert (places(stage) == []) == (step != "before"), (order, step)
        assert (stage.tencent.world.user(BOB).status == "Disabled") == is_disabled, (order, step)
    assert run.texts == [], "the second run finds nothing to do"
    for group in ("developers", "admins"):
        assert OTHERS[0] in stage.tencent.world.members_of(group), "nobody else leaves"
