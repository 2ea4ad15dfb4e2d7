# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The road inside the controller and the road of the module process give the same, whatever a task uses of Ansible."""

from __future__ import annotations

import asyncio
import json
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator
from support.playbook import Run, play
from support.road_tasks import (
    ALICE,
    BOB,
    CAROL,
    CIC,
    CIC_INFO,
    CSP_INFO,
    DAVE,
    HELD_BACK,
    IN_CONTROLLER,
    IN_PROCESS,
    MEMBER_INFO,
    PARTS,
    SECRETS,
    SHOWN,
    VAULTED,
    Task,
)
from support.two_clouds import Clouds, tencent_world


class Road(NamedTuple):
    """A run of some scenarios on one road, and the clouds that it changed."""

    run: Run
    clouds: Clouds

    def modules(self) -> int:
        """How many modules of the collection ran in a process of their own."""
        return len(re.findall(r"Using module file \S*/plugins/modules/", self.run.output))


def vaulted_variables(folder: Path) -> None:
    """A file of variables with one vaulted value, and the password beside it."""
    from ansible.parsing.vault import VaultLib, VaultSecret

    text = VaultLib([("default", VaultSecret(b"example-password"))]).encrypt(VAULTED).decode()
    indented = "".join(f"  {line}\n" for line in text.splitlines())
    (folder / "vaulted.yml").write_text(f"vaulted: !vault |\n{indented}", encoding="utf-8")
    (folder / "password").write_text("example-password", encoding="utf-8")


def walk(folder: Path, in_controller: str, scenarios: dict[str, Task]) -> Road:
    """Play scenarios on one road, in clouds of its own."""
    folder.mkdir()
    vaulted_variables(folder)
    tasks: list[Task] = [{"name": "register", CIC_INFO: {"groups": ["viewers"]}, "register": "registered"}]
    tasks += [{"name": name, "ignore_errors": True, **task} for name, task in scenarios.items()]
    options = {
        "module_defaults": {
            "group/orgkit.cloud.tencent": {"org_id": "10001", "region": "", "max_connections": 1},
            "group/orgkit.cloud.csp": {"requests_per_second": 50, "max_connections": 1},
        },
        "vars_files": ["vaulted.yml"],
    }
    switches = ["-e", f"orgkit_cloud_in_process={in_controller}", "--vault-password-file", "password", "-vvv"]
    with Clouds() as clouds:
        environment = {**clouds.environment(), **HELD_BACK, "ANSIBLE_ASYNC_DIR": str(folder / "jobs")}
        environment |= {"ANSIBLE_PIPELINING": "1", "ANSIBLE_INJECT_INVOCATION": "1"}
        return Road(play(tasks, folder, environment, *switches, play_options=options), clouds)


@pytest.mark.parametrize("part", PARTS)
def test_both_roads_give_and_do_the_same(tmp_path: Path, part: str) -> None:
    scenarios = PARTS[part]
    with ThreadPoolExecutor() as pool:
        walks = [pool.submit(walk, tmp_path / road, road, scenarios) for road in (IN_CONTROLLER, IN_PROCESS)]
        here, there = (one.result() for one in walks)
    # The task before the first scenario only reads.
    results = dict(zip(["", *scenarios], zip(here.run.results, there.run.results)))
    assert len(results) == 1 + len(scenarios), here.run.output
    assert {name for name, (one, _other) in results.items() if one["failed"]} == {
        name for name in scenarios if name.endswith("!")
    }
    for name, (one, other) in results.items():
        assert here.clouds.comparable(one) == there.clouds.comparable(other), name
        assert SHOWN.get(name, "") in json.dumps(one), name
    assert here.clouds.requests() == there.clouds.requests()
    assert here.clouds.writes() == there.clouds.writes() != [[], []]
    # Only an async task leaves the controller.
    assert here.modules() == sum("async" in task for task in scenarios.values())
    assert there.modules() > len(scenarios) - 2
    for road in (here, there):
        # The command line of a module process holds the task's environment, whatever a collection does.
        lines = [line for line in road.run.output.splitlines() if road is here or " EXEC /bin/sh " not in line]
        text = "\n".join(lines) + json.dumps(road.run.results)
        assert "module_args" in text
        assert [secret for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("in_controller", [IN_CONTROLLER, IN_PROCESS])
def test_the_log_of_ansible_does_not_tell_what_a_task_without_log_asked_for(tmp_path: Path, in_controller: str) -> None:
    log = tmp_path / "ansible.log"
    tasks: list[Task] = [{CSP_INFO: {"groups": ["auditors"]}, "no_log": True}]
    with Clouds() as clouds:
        environment = {**clouds.environment(), "ANSIBLE_LOG_PATH": str(log)}
        run = play(tasks, tmp_path, environment, "-e", f"orgkit_cloud_in_process={in_controller}")
    assert run.code == 0, run.output
    assert "PLAY RECAP" in log.read_text(encoding="utf-8")
    assert "HTTP" not in log.read_text(encoding="utf-8")


def test_a_task_timeout_stops_at_once_and_hands_out_no_more_writes(tmp_path: Path) -> None:
    simulator = TencentSimulator(tencent_world())
    arrivals: list[tuple[str, float]] = []

    async def slow_writes(scope: Any, receive: Any, send: Any) -> None:
        action = dict(scope["headers"])[b"x-tc-action"].decode()
        arrivals.append((action, time.monotonic()))
        if action == "AddUserToGroup":
            await asyncio.sleep(3)
        await simulator.app(scope, receive, send)

    wish = {"group": "auditors", "users": [ALICE, BOB, CAROL, DAVE, "frank"], "max_connections": 2}
    tasks: list[Task] = [{CIC: wish, "timeout": 2, "ignore_errors": True}, {MEMBER_INFO: None}]
    tasks.append({"ansible.builtin.pause": {"seconds": 1}})
    with Server(slow_writes) as server:
        environment = simulator.environment(server.url)
        run = play(tasks, tmp_path, environment, "-e", f"orgkit_cloud_in_process={IN_CONTROLLER}")
    assert run.code == 0, run.output
    assert (run.results[0]["failed"], "api" in run.results[0]) == (True, False)
    sent = [moment for action, moment in arrivals if action == "AddUserToGroup"]
    next_task = next(moment for action, moment in arrivals if action == "DescribeOrganizationMembers")
    assert len(sent) == 2
    # The worker of the only host waits for what is on its way.
    assert next_task - arrivals[0][1] < 6
