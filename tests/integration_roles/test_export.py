# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is exported is found unchanged, whatever is in the clouds and whatever others called it."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

import pytest

from simulators.csp import CspSimulator
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.playbook import Run, play
from support.role_runs import Clouds, changed
from support.state import state_of
from support.worlds import csp_world, tencent_world

HOSTILE = (
    "{{ lookup('pipe', 'touch ran') }}",
    "yes",
    "1.5",
    "a: b # c",
    "- x",
    "<<",
    "!vault x",
    'it\'s "so"',
    "\u2028",
)


def run(clouds: Clouds, *arguments: str) -> Run:
    """Play a playbook of the collection."""
    return play([], clouds.folder, clouds.environment, *arguments)


def exported_and_checked(clouds: Clouds) -> Run:
    """Export both clouds, then check the file against them."""
    file = clouds.folder / "organization.yml"
    saved = run(clouds, "orgkit.cloud.export", "-e", f"orgkit_export_file={file}")
    assert saved.code == 0, saved.output
    assert file.stat().st_mode & 0o777 == 0o600
    return run(clouds, "orgkit.cloud.onboard", "-e", f"@{file}", "--check", "--diff")


def test_what_is_exported_is_found_unchanged(clouds: Clouds) -> None:
    before = state_of(clouds.tencent.world), state_of(clouds.csp.world)
    assert changed(exported_and_checked(clouds)) == 0
    assert clouds.writes() == []
    assert (state_of(clouds.tencent.world), state_of(clouds.csp.world)) == before


@pytest.mark.parametrize("seed", range(4))
def test_random_organizations_with_hostile_names_are_found_unchanged(seed: int, tmp_path: Path) -> None:
    rng = Random(seed)
    found = Clouds(tmp_path)
    found.tencent, found.csp = TencentSimulator(tencent_world(rng)), CspSimulator(csp_world(rng))
    for name in rng.sample(HOSTILE, 4):
        found.tencent.world.add_group(name, description=name)
        found.tencent.world.join(name, found.tencent.world.add_user(f"{name}@example.com"))
        found.csp.world.add_group(name, description=name)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        found.environment = {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url)}
        assert changed(exported_and_checked(found)) == 0
    assert found.writes() == []
    assert not list(tmp_path.rglob("ran"))


def test_one_cloud_is_exported_without_keys_of_the_other(clouds: Clouds) -> None:
    for name in [name for name in clouds.environment if name.startswith("CSP_")]:
        del clouds.environment[name]
    file = clouds.folder / "organization.yml"
    data = json.dumps({"orgkit_export_clouds": ["tencent"], "orgkit_export_file": str(file)})
    assert run(clouds, "orgkit.cloud.export", "-e", data).code == 0
    assert "csp_onboarding" not in file.read_text(encoding="utf-8")


def test_the_file_is_written_into_the_current_folder(clouds: Clouds) -> None:
    clouds.environment["PWD"] = str(clouds.folder)
    assert run(clouds, "orgkit.cloud.export", "--check").code == 0
    assert (clouds.folder / "organization.yml").exists()


def test_an_export_of_no_cloud_is_an_error(clouds: Clouds) -> None:
    assert run(clouds, "orgkit.cloud.export", "-e", '{"orgkit_export_clouds": ["azure"]}').code != 0


def test_an_export_into_a_folder_is_an_error_before_anything_is_read(clouds: Clouds) -> None:
    folder = clouds.folder / "exports"
    folder.mkdir()
    assert run(clouds, "orgkit.cloud.export", "-e", f"orgkit_export_file={folder}").code != 0
    assert list(folder.iterdir()) == []
    assert not clouds.tencent.log.calls()
