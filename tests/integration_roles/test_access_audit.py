# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The audit of both clouds: evidence on disk, one number that fails, and no silence when a cloud cannot be read."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from support.declared import everything
from support.playbook import Run, play
from support.role_runs import Clouds

ROLE = "orgkit.cloud.access_audit"


def audited(clouds: Clouds, declared: dict[str, Any], *arguments: str, **options: Any) -> Run:
    """Run the playbook with the data in a file, from a folder of its own."""
    data = clouds.folder / "people.json"
    given = {"access_audit_dest": str(clouds.folder / "access"), **options}
    data.write_text(json.dumps({**declared, **given}), encoding="utf-8")
    # The play before it has no tasks.
    return play([], clouds.folder, clouds.environment, "orgkit.cloud.audit", "-e", f"@{data}", *arguments)


def report(folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((folder / "access" / "report" / "report.json").read_text(encoding="utf-8"))
    return found


@pytest.fixture
def quiet(clouds: Clouds) -> Clouds:
    """Both demo organizations without open invitations, which nobody can declare."""
    clouds.csp.world.invitations.clear()
    return clouds


@pytest.mark.parametrize("arguments", [(), ("--check",)])
def test_what_is_declared_completely_has_no_finding(quiet: Clouds, arguments: tuple[str, ...]) -> None:
    run = audited(quiet, everything(quiet.environment), *arguments)
    assert run.code == 0, run.output
    assert quiet.writes() == []
    assert sum(number for row in report(quiet.folder)["counts"].values() for number in row.values()) == 0
    assert {path.name for path in (quiet.folder / "access").iterdir()} == {"tencent.jsonl", "csp.jsonl", "report"}


def test_who_nobody_declared_is_found_and_fails_the_audit(quiet: Clouds) -> None:
    declared = everything(quiet.environment)
    quiet.tencent.world.join("break-glass", "bob@example.com")
    run = audited(quiet, declared)
    assert run.code != 0
    assert "bob@example.com" in run.output
    assert report(quiet.folder)["counts"]["unmanaged"] == {"tencent": 1, "csp": 0}
    assert audited(quiet, declared, access_audit_fail_on=[]).code == 0, "only what is named fails"


def test_one_cloud_that_cannot_be_read_is_a_finding_and_the_other_is_told(quiet: Clouds) -> None:
    declared = everything(quiet.environment)
    quiet.environment["CSP_API_TOKEN"] = "EXAMPLE"
    run = audited(quiet, declared)
    assert run.code != 0
    counts = report(quiet.folder)["counts"]
    assert counts["unreadable"] == {"tencent": 0, "csp": 1}
    assert not (quiet.folder / "access" / "csp.jsonl").exists()
    assert audited(quiet, declared, access_audit_clouds=["tencent"]).code == 0


def test_an_audit_of_no_cloud_is_an_error(quiet: Clouds) -> None:
    assert audited(quiet, {}, access_audit_clouds=[]).code != 0
    assert audited(quiet, {}, access_audit_clouds=["azure"]).code != 0
