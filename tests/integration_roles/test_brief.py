# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a person sees of a run with the callback brief, who has never heard of -v."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world
from simulators.serving import Server
from support.playbook import play

TASKS: list[dict[str, Any]] = [
    {"name": "Prepare", "ansible.builtin.set_fact": {"x": 1}},
    {
        "name": "Keep the auditors",
        "orgkit.cloud.csp_group_users": {
            "memberships": [
                {"group": "auditors", "users": ["judy@example.com", "partner@example.org"]},
                {"group": "billing-viewers", "users": ["erin@example.com"], "exclusive": True, "max_removals": "100%"},
            ],
            "invite_unknown": True,
        },
    },
    {"name": "Say it", "ansible.builtin.debug": {"msg": "done"}},
    {
        "name": "Skip somebody",
        "orgkit.cloud.csp_group_users": {
            "group": "auditors",
            "users": ["carol@example.com", "vanished@example.com"],
            "unknown_users": "skip",
        },
        "failed_when": False,
    },
    {"name": "Misspell", "orgkit.cloud.csp_group_users": {"group": "auditor", "users": []}},
]


@pytest.fixture
def environment() -> Iterator[dict[str, str]]:
    world = demo_world()
    world.stranger_mode = "invite"
    cloud = CspSimulator(world)
    with Server(cloud.app) as server:
        yield {
            **cloud.environment(server.url),
            "ANSIBLE_STDOUT_CALLBACK": "orgkit.cloud.brief",
            "ORGKIT_BRIEF_WIDTH": "300",
        }


def lines(output: str) -> list[str]:
    return [" ".join(line.split()) for line in output.splitlines() if line.startswith("   ")]


def test_counts_names_and_invitations_show_without_v(environment: dict[str, str], tmp_path: Path) -> None:
    run = play(TASKS, tmp_path, environment, json_results=False)
    shown = lines(run.output)
    assert run.code == 2
    assert shown[0] == "Keep the auditors"
    assert shown[1].startswith("changed: 1 added, ")
    assert "+ add judy@example.com to auditors" in shown
    assert [line for line in shown if line.startswith("+ invite partner@example.org to auditors (invitation)")]
    assert "- remove frank@example.com from billing-viewers" in shown
    assert shown[shown.index("Say it") + 1] == "ok: done"
    assert shown[shown.index("Misspell") + 1].startswith('failed: Unknown group: "auditor" (near: auditors).')
    assert shown[shown.index("Skip somebody") + 1].startswith(
        'in part: Unknown users were left out: "vanished@example.com"'
    )
    assert "+ add carol@example.com to auditors" in shown
    assert shown[-1] == "recap: 2 changed, 1 failed"
    assert "Prepare" not in run.output


def test_check_mode_with_a_diff_shows_each_change_once(environment: dict[str, str], tmp_path: Path) -> None:
    run = play(TASKS[:2], tmp_path, environment, "--check", "--diff", json_results=False)
    shown = lines(run.output)
    assert run.code == 0, run.output
    assert shown[1].startswith("changed: 1 to add, ")
    assert "+ auditors: partner@example.org (invitation)" in shown
    assert "- billing-viewers: frank@example.com" in shown
    assert run.output.count("frank@example.com") == 1
