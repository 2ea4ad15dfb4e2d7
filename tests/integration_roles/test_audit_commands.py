# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The commands of docs/audits.md run as they stand there."""

from __future__ import annotations

import json
import os
import re
import subprocess
from pathlib import Path

import pytest

from support.declared import everything
from support.playbook import prepared
from support.role_runs import Clouds

PAGE = Path(__file__).parents[2] / "docs" / "audits.md"
pytestmark = pytest.mark.skipif(not PAGE.is_file(), reason="needs the checkout")


def block(start: str) -> str:
    """The shell block of the page that begins with this text."""
    (found,) = [
        one
        for one in re.findall(r"```shell\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
        if one.startswith(start)
    ]
    return str(found)


def run(clouds: Clouds, command: str) -> tuple[int, str]:
    played, variables = prepared([], clouds.folder, clouds.environment)
    variables |= {"PATH": f"{Path(played[0]).parent}:{os.environ['PATH']}", "PWD": str(clouds.folder)}
    done = subprocess.run(
        ["sh", "-c", command], env=variables, cwd=clouds.folder, capture_output=True, text=True, check=False
    )
    return done.returncode, done.stdout + done.stderr


def test_the_script_of_cron_is_silent_until_somebody_is_needed(clouds: Clouds) -> None:
    clouds.csp.world.invitations.clear()
    (clouds.folder / "people.yml").write_text(json.dumps(everything(clouds.environment)), encoding="utf-8")
    script = clouds.folder / "audit.sh"
    script.write_text(block("#!/bin/sh"), encoding="utf-8")
    assert run(clouds, f"sh {script}") == (0, "")
    clouds.tencent.world.join("break-glass", "bob@example.com")
    # The last night's snapshot of a cloud that is down tonight hinders nothing.
    clouds.environment["CSP_API_TOKEN"] = "EXAMPLE"
    # Two nights within a second have different names.
    (first,) = (path for path in (clouds.folder / "nights").iterdir() if path.is_dir())
    first.rename(first.with_name("2026-01-01T021500"))
    code, told = run(clouds, f"sh {script}")
    assert code == 1
    assert "Not everything could be read." in told
    assert "bob@example.com is in group break-glass, and nobody declared it." in told
    assert "added: membership bob@example.com, break-glass" in told


def test_the_command_of_the_access_review_gives_the_list(clouds: Clouds) -> None:
    (clouds.folder / "people.yml").write_text("orgkit_people: []", encoding="utf-8")
    code, told = run(
        clouds, block("ansible-playbook orgkit.cloud.audit -e @people.yml -e access_audit_dest").partition(" \\\n")[0]
    )
    assert code == 0, told
    lines = (clouds.folder / "review-2026-04" / "report" / "access.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0].endswith('"new","decision","reviewer","reason","date"')
    assert len(lines) > 10
    code, told = run(clouds, "ansible-playbook orgkit.cloud.audit -i a,b, -e orgkit_hosts=a,b -e access_audit_dest=x")
    assert code != 0
    assert "one audit would overwrite the other" in " ".join(told.split())
