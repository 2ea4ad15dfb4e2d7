# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""When Ansible itself is gone, nobody reads what a task does, and nobody can stop it: it must stop writing by itself."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

from simulators.tencent import TencentSimulator, World
from support.playbook import play, prepared

USERS = [f"user-{number:03}" for number in range(150)]
WISH: dict[str, Any] = {
    "orgkit.cloud.tencent_cic_group_user": {"group": "auditors", "users": USERS, "max_connections": 1}
}


@pytest.fixture
def slow(world: World, simulator: TencentSimulator) -> TencentSimulator:
    """A simulator that needs fifteen seconds to add all users."""
    simulator.latency = 0.1
    for name in USERS:
        world.add_user(name)
    return simulator


def wait_until(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("in_controller", ["true", "false"])
def test_a_killed_controller_ends_the_writes_of_its_task(
    slow: TencentSimulator, environment: dict[str, str], tmp_path: Path, in_controller: str
) -> None:
    command, variables = prepared([WISH], tmp_path, environment, "-e", f"orgkit_cloud_in_process={in_controller}")
    controller = subprocess.Popen(
        command,
        env=variables,
        cwd=tmp_path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        wait_until(lambda: len(slow.log.writes()) > 3)
        controller.kill()
        # Before anybody has asked for its exit code: a dead process that is still listed counts as gone.
        written = len(slow.log.writes())
        wait_until(lambda: time.monotonic() - slow.log.entries[-1]["time"] > 1.5)
        assert written <= len(slow.log.writes()) <= written + 2 < len(USERS)
    finally:
        # Workers of core 2.16 wait for ever for somebody to read their result.
        with suppress(ProcessLookupError):
            os.killpg(controller.pid, signal.SIGKILL)
        controller.wait()


def test_an_async_task_outlives_the_play(slow: TencentSimulator, environment: dict[str, str], tmp_path: Path) -> None:
    few = {"orgkit.cloud.tencent_cic_group_user": {"group": "auditors", "users": USERS[:20], "max_connections": 1}}
    environment = {**environment, "ANSIBLE_ASYNC_DIR": str(tmp_path / "jobs")}
    run = play([{**few, "async": 60, "poll": 0}], tmp_path, environment)
    assert run.code == 0, run.output
    wait_until(lambda: len(slow.log.writes()) == 20)
