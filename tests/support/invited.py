# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small organization of Cloud Services with open invitations, and a task that is planned and then done."""

from __future__ import annotations

from typing import Any

from simulators.csp import CspWorld
from support.returned import mistakes
from support.stage import Stage, disagreements

MODULE = "csp_group_users"
ADMIN, ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("admin", "alice", "bob", "carol"))
GONE, OTHER = "gone@example.org", "other@example.org"
LEAVERS: dict[str, Any] = {"leavers": [GONE]}
# The log knows a revocation by its operation, which invitations have too.
REVOKE = "create_invitations"
GET = "get_invitation"


def world() -> CspWorld:
    made = CspWorld()
    made.stranger_mode = "invite"
    made.add_user(ADMIN, role="org_owner")
    for name in (ALICE, CAROL):
        made.add_user(name)
    made.add_user(BOB, email="robert@example.org", acct="bobby")
    for group in ("operators", "viewers"):
        made.add_group(group)
        made.join(group, ALICE, BOB)
    return made


def invited(*names: str, groups: tuple[str, ...] = ("viewers", "operators")) -> CspWorld:
    made = world()
    for name in names:
        made.invite(name, groups)
    return made


def open_names(made: CspWorld) -> list[str]:
    return sorted(one.username for one in made.invitations.values() if one.status(made.clock()) == "PENDING")


def planned_and_done(one: Stage, **params: Any) -> dict[str, Any]:
    """The result of the real run, after a check run that must have said the same and written nothing."""
    plan = one.run(params, check_mode=True)
    assert one.writes() == {}
    real = one.run(params)
    assert not disagreements(plan, real)
    for key in ("failed", "changed", "plan_id", "diff", "unknown_users", "summary", "warnings"):
        assert plan[key] == real[key], key
    assert not mistakes(MODULE, plan, params) + mistakes(MODULE, real, params)
    return real
