# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names that others chose in a cloud run nothing: exported, loaded, planned, done and audited."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.playbook import Run, play
from support.role_runs import changed

RUN = "{{ lookup('pipe','touch $M') }}"
NAMES = [
    f"a {RUN}",
    "b {% set x=lookup('pipe','touch $M') %}",
    "c {# gone #} d",
    "!vault | x",
    "!unsafe x",
    "$ANSIBLE_VAULT;1.1;AES256",
    "e: f # g",
    "- h",
    'it\'s "so"',
    "back\\slash",
    "Jürgen 李 😀",
    "*alias",
    "&anchor",
    "1.5",
    "yes",
    "null",
    "2026-01-01",
    "<<",
    "line\u2028break",
]

REMARKS = [RUN, *NAMES[1:4], "{'a': 1}", "['a']", "yes", "1.50"]


class Clouds:
    """Both clouds with hostile names, the folder of the playbooks, and whether any of the names ran."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        tencent, csp = World(), CspWorld()
        csp.add_user("admin@example.com", role="org_owner")
        for number, name in enumerate(NAMES):
            tencent.add_group(name)
            tencent.join(name, tencent.add_user(f"{name}@example.com" if number % 2 else name))
            csp.add_group(name)
            csp.join(name, csp.add_user(f"{name}@example.org"))
        for number, remark in enumerate(REMARKS):
            tencent.add_member(f"account-{number}", remark=remark, tags={RUN: RUN, NAMES[number]: "x"})
        self.tencent, self.csp = TencentSimulator(tencent), CspSimulator(csp)
        self.environment = {"M": str(folder / "marker")}

    def writes(self) -> list[str]:
        return sorted(entry["action"] for cloud in (self.tencent, self.csp) for entry in cloud.log.writes())

    def export(self) -> Run:
        """Save what is there into people.yml."""
        file = f"orgkit_export_file={self.folder / 'people.yml'}"
        return self.ran(play([], self.folder, self.environment, "orgkit.cloud.export", "-e", file))

    def audit(self) -> Run:
        """Compare what is there with people.yml."""
        people = f"@{self.folder / 'people.yml'}"
        given = ["-e", people, "-e", f"access_audit_dest={self.folder / 'access'}", "-v"]
        return self.ran(play([], self.folder, self.environment, "orgkit.cloud.audit", *given))

    def onboard(self, *arguments: str) -> Run:
        people = f"@{self.folder / 'people.yml'}"
        return self.ran(play([], self.folder, self.environment, "orgkit.cloud.onboard", "-e", people, *arguments))

    def ran(self, run: Run) -> Run:
        """Whatever the run said, none of the names ran in it."""
        assert not Path(self.environment["M"]).exists(), f"A name was run: {run.output}"
        return run


@pytest.fixture
def clouds(tmp_path: Path) -> Iterator[Clouds]:
    found = Clouds(tmp_path)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        found.environment |= {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url)}
        yield found


def test_what_was_saved_changes_nothing_and_runs_nothing(clouds: Clouds) -> None:
    assert changed(clouds.export()) == 1
    assert changed(clouds.onboard("--check", "--diff")) == 0
    assert changed(clouds.onboard("--diff", "-v")) == 0
    assert clouds.writes() == []
    assert changed(clouds.audit()) == 0


def test_hostile_names_run_nothing_while_they_are_changed(clouds: Clouds) -> None:
    assert changed(clouds.export()) == 1
    for name in NAMES:
        clouds.csp.world.leave(name, *clouds.csp.world.members_of(name))
        clouds.tencent.world.leave(name, *clouds.tencent.world.members_of(name))
    for number in range(len(REMARKS)):
        clouds.tencent.world.member(f"account-{number}").remark = "else"
    planned = clouds.onboard("--check", "--diff", "-v")
    assert changed(planned) == 3
    assert clouds.writes() == []
    compared = clouds.audit()
    assert compared.code == 2
    assert "touch" in (clouds.folder / "access" / "report" / "report.md").read_text(encoding="utf-8")
    assert changed(clouds.onboard("--diff", "-v")) == 3
    assert len([action for action in clouds.writes() if action == "AddUserToGroup"]) == len(NAMES)
    assert {clouds.tencent.world.member(f"account-{number}").remark for number in range(len(REMARKS))} == set(REMARKS)
    assert changed(clouds.onboard()) == 0


def test_the_recipe_before_would_have_run_them(clouds: Clouds) -> None:
    """The test can tell: the same names in a file that was written as plain YAML do run."""
    data: dict[str, Any] = {"csp_onboarding_memberships": [{"group": NAMES[0], "users": []}]}
    (clouds.folder / "people.yml").write_text(yaml.safe_dump(data), encoding="utf-8")
    with pytest.raises(AssertionError, match="A name was run"):
        clouds.onboard("--check")
