# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random data files on empty organizations: check mode of the whole file says what the real run does, and a second run finds nothing.

In process, without Ansible; test_random_files.py of tests/integration_roles shows that the playbook does the same.
"""

from __future__ import annotations

import pytest

from support.chain import told_otherwise
from support.random_files import RandomFile
from support.role_stage import RoleStage

FILES = 200
PARTS = 4


@pytest.mark.parametrize("part", range(PARTS))
def test_check_mode_of_a_file_equals_its_real_run(part: int) -> None:
    told = []
    with RoleStage() as stage:
        for seed in range(part, FILES, PARTS):
            told += [f"seed {seed}: {text}" for text in faults(stage, RandomFile(seed), twice=seed % 8 < PARTS)]
    assert not told, f"{len(told)} faults\n" + "\n".join(told[:12])


def faults(stage: RoleStage, file: RandomFile, *, twice: bool = True) -> list[str]:
    """Where the plan of a file and what is done differ, and what a second run still finds."""
    stage.empty(*file.known)
    before = stage.state()
    planned = stage.onboard(file.data, check_mode=True)
    told = [] if (stage.writes(), stage.state()) == ([], before) else [f"the check run wrote {stage.writes()}"]
    done = stage.onboard(file.data)
    for cloud, plans in planned.results.items():
        reals = done.results[cloud]
        told += [] if list(plans) == list(reals) else [f"{cloud}: planned {list(plans)}, done {list(reals)}"]
        told += told_otherwise(list(plans.values()), list(reals.values()))
    if planned.plan["plan_id"] != done.plan["plan_id"]:
        told.append(f"planned as {planned.plan['plan_id']}, done as {done.plan['plan_id']}")
    if bool(done.failed) != file.vanished:
        told.append(f"failed with {done.failed}")
    if not twice:
        return told
    settled = stage.state()
    again = stage.onboard(file.data)
    if again.texts or again.failed != done.failed or stage.state() != settled:
        told.append(f"the second run: {again.texts} {again.failed}")
    return told
