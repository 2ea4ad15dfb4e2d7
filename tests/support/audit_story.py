# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pages of both demo organizations, all made by the modules: a quiet day, a day after changes by hand, one cloud out of reach."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from simulators.tencent.demo import demo_world as tencent_world
from support.declared import everything
from support.road import Road

RULES: dict[str, Any] = {
    "never_together": [{"name": "who operates does not pay", "groups": ["platform-admins", "billing-viewers"]}],
    "disabled_members": True,
    "stale_invitations_days": 7,
}
EXCEPTION = {
    "class": "unmanaged",
    "kind": "membership",
    "subject": "carol@example.com",
    "target": "break-glass",
    "owner": "alice@example.com",
    "reason": "On call until the migration is done",
    "expires": "2099-12-31",
}


def audit_pages(folder: Path) -> dict[str, Path]:
    """The pages `quiet`, `busy` and `unreachable`."""
    tencent, csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
    # Nobody can declare an open invitation, and nobody declares that a disabled person has access.
    invitations, csp.world.invitations = csp.world.invitations, {}
    tencent.world.user("ivan@example.com").status = "Enabled"
    pages = {}
    with Server(tencent.app) as one, Server(csp.app) as other:
        environment = {**tencent.environment(one.url), **csp.environment(other.url)}
        declared = everything(environment)
        before = _snapshots(folder / "before", environment)
        pages["quiet"] = _page(folder / "quiet", environment, before, declared=declared, rules=RULES)
        changes_by_hand(tencent.world, csp.world)
        csp.world.invitations.update(invitations)
        after = _snapshots(folder / "after", environment)
    declared["orgkit_leavers"] = ["frank@example.com"]
    compared: dict[str, Any] = {"declared": declared, "rules": RULES, "exceptions": [EXCEPTION]}
    pages["busy"] = _page(folder / "busy", environment, after, baseline=before, **compared)
    failed = [{"cloud": "csp", "reason": "The API of Cloud Services did not answer for 60 seconds."}]
    compared |= {"baseline": before[:1], "failed_snapshots": failed}
    pages["unreachable"] = _page(folder / "unreachable", environment, after[:1], **compared)
    return pages


def changes_by_hand(tencent: World, csp: CspWorld) -> None:
    """What people do in consoles in a week."""
    tencent.join("break-glass", "carol@example.com", "dave@example.com")
    tencent.join("platform-admins", "judy@example.com")
    tencent.leave("data-engineers", "grace@example.com")
    tencent.user("ivan@example.com").status = "Disabled"
    tencent.add_member("shadow-analytics", "sandbox", remark="Only for a week")
    tencent.member("data-lake").remark = "Old warehouse"
    tencent.assign("platform-operator", "platform-prod", "erin@example.com")
    tencent.add_group("contractors-2024")
    tencent.join("contractors-2024", "dave@example.com", "heidi@example.com")
    csp.join("organization-owners", "judy@example.com")
    csp.join("auditors", "ivan@example.com")
    csp.join("billing-viewers", "judy@example.com")
    csp.leave("platform-operators", "carol@example.com")


def _snapshots(folder: Path, environment: dict[str, str]) -> list[str]:
    folder.mkdir(parents=True)
    paths = []
    for cloud in ("tencent", "csp"):
        paths.append(str(folder / f"{cloud}.jsonl"))
        _done(Road(f"{cloud}_access_snapshot", environment)(dest=paths[-1]))
    return paths


def _page(folder: Path, environment: dict[str, str], snapshots: list[str], **options: Any) -> Path:
    report = Road("access_report", environment)
    _done(report(snapshots=snapshots, dest=str(folder), formats=["html"], **options))
    return folder / "report.html"


def _done(result: dict[str, Any]) -> None:
    assert not result.get("failed"), result["msg"]
