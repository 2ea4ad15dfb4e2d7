# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The modules as ansible-playbook runs them. Every run costs more than a second, so one run holds many tasks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.documented import COLLECTION, left_blank
from support.playbook import passed, play
from support.stage import disagreements

Task = dict[str, Any]


def bare(result: dict[str, Any]) -> dict[str, Any]:
    """What two results of the same changes share."""
    return {name: result[name] for name in ("changed", "diff", "summary") if name in result}


TASKS: list[Task] = [
    {
        "orgkit.cloud.tencent_org_member": {
            "name": "new-account", "node": "/Engineering/Platform", "permissions": [1, 2], "allow_quit": True,
        }
    },
    {"orgkit.cloud.tencent_org_member": {"name": "data-lake", "department": "Finance", "remark": ""}},
    {"orgkit.cloud.tencent_org_member": {"name": "partner", "state": "absent"}},
    {
        "orgkit.cloud.tencent_cic_group_user": {
            "memberships": [
                {"group": "viewers", "users": ["alice@example.com", "bob@example.com"], "max_removals": 3},
                {"group": "auditors", "users": ["Frank"]},
            ],
            "exclusive": True,
        }
    },
    {"orgkit.cloud.tencent_cic_group_user": {"all_groups": True, "users": ["alice@example.com"], "state": "absent", "group": ""}},
]  # fmt: skip


def test_a_check_run_sends_no_write_and_equals_the_real_run(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    checked = passed(play(TASKS[:4], tmp_path, environment, "--check", "--diff"), 4)
    assert simulator.log.entries
    assert simulator.log.writes() == []
    run = play(TASKS[:4], tmp_path, environment, "--diff")
    for wished, done in zip(checked, passed(run, 4)):
        assert wished["changed"]
        assert not disagreements(wished, done)
        assert bare(done) == bare(wished)
    assert len(simulator.log.writes()) == 2 + 2 + 1 + 5
    for line in ("-remark: Warehouse", "+node: /Finance", "-viewers: carol@example.com", "+auditors: frank"):
        assert line in run.output
    simulator.log.clear()
    for again in passed(play(TASKS[:4], tmp_path, environment, "--diff"), 4):
        assert (again["changed"], again["changes"]) == (False, [])
        assert (again["diff"]["before"], again["diff"]["after"]) == ("", "")
    assert simulator.log.writes() == []


def test_module_defaults_of_the_action_group_reach_all_modules(
    simulator: TencentSimulator, server: Server, tmp_path: Path
) -> None:
    defaults = {
        "secret_id": simulator.secret_id,
        "secret_key": simulator.secret_key,
        "endpoint": server.url,
        "org_id": "10001",
        "region": "",
        "token": None,
        "proxy": "",
    }
    tasks: list[Task] = [
        {"orgkit.cloud.tencent_org_member_info": None},
        {"orgkit.cloud.tencent_cic_group_user_info": {"groups": ["viewers"]}},
        {"orgkit.cloud.tencent_org_member": {"name": "data-lake"}},
        {"orgkit.cloud.tencent_cic_group_user": {"group": "viewers", "users": []}},
    ]
    # Blank variables count as not given: AWX injects them.
    blank = {"TENCENTCLOUD_SECRET_ID": "", "TENCENTCLOUD_ENDPOINT": " ", "TENCENTCLOUD_SITE": "", "ORGKIT_TIMEOUT": ""}
    options = {"module_defaults": {"group/orgkit.cloud.tencent": defaults}}
    for result in passed(play(tasks, tmp_path, blank, play_options=options), 4):
        assert result["auth"] == {"source": "options", "endpoint": server.url}
        assert result["api"]["calls"]["DescribeOrganization"] == 1
        assert not result["changed"]


def test_null_and_blank_options_are_not_given(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    wishes: dict[str, dict[str, Any]] = {
        "tencent_org_member_info": {},
        "tencent_cic_group_user_info": {},
        "tencent_org_member": {"name": "data-lake"},
        "tencent_cic_group_user": {
            "memberships": '[{"group": "viewers", "users": [], "state": "", "exclusive": null}]'
        },
    }
    tasks = [
        {COLLECTION + name: {**left_blank(name, nothing), **wish}}
        for name, wish in wishes.items()
        for nothing in (None, "")
    ]
    for result in passed(play(tasks, tmp_path, environment), len(tasks)):
        assert not result["changed"]
        assert result["api"]["calls"]
    assert simulator.log.writes() == []


WRONG: dict[str, tuple[Task, str]] = {
    "unknown option": ({"orgkit.cloud.tencent_org_member": {"nmae": "x"}}, "Unsupported parameters"),
    "bad choice": ({"orgkit.cloud.tencent_cic_group_user": {"group": "a", "users": [], "state": "gone"}}, "must be one of"),
    "bad option of an entry": (
        {"orgkit.cloud.tencent_cic_group_user": {"memberships": [{"group": "a", "user": ["b"]}]}}, "Unsupported parameters",
    ),
    "blank group": (TASKS[4], "all_groups excludes group"),
    "missing users": ({"orgkit.cloud.tencent_cic_group_user": {"group": "viewers"}}, "users is missing"),
    "unknown group": ({"orgkit.cloud.tencent_cic_group_user": {"group": "viewer", "users": ["frank"]}}, "(near: viewers)"),
    "unknown member": ({"orgkit.cloud.tencent_org_member": {"name": "data_lake"}}, "differs only in case"),
    "unknown department": ({"orgkit.cloud.tencent_org_member_info": {"node": "Finanse"}}, "(near: Finance)"),
    "unknown user": ({"orgkit.cloud.tencent_cic_group_user_info": {"users": ["frankk"]}}, "(near: frank)"),
    "no credentials": ({"orgkit.cloud.tencent_org_member_info": {"profile": "nobody"}}, 'The profile "nobody" was not found'),
    "closed port": (
        {"orgkit.cloud.tencent_org_member_info": {"endpoint": "http://127.0.0.1:9", "retry_timeout": 0}}, "No connection to",
    ),
}  # fmt: skip


def test_errors_are_sentences_and_never_tracebacks(
    simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    run = play([{**task, "ignore_errors": True} for task, _words in WRONG.values()], tmp_path, environment)
    for (name, (_task, words)), result in zip(WRONG.items(), passed(run, len(WRONG))):
        assert result["failed"], name
        assert words in result["msg"], name
        assert "exception" not in result or "Traceback" not in str(result["exception"]), name
    assert simulator.log.writes() == []


def test_a_failed_playbook_says_why_and_keeps_what_was_done(
    world: World, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    world.group_size_quota = 3
    task: Task = {
        "orgkit.cloud.tencent_cic_group_user": {
            "group": "platform-admins",
            "users": ["carol@example.com", "dave@example.com"],
            "max_connections": 1,
        }
    }
    run = play([task], tmp_path, environment)
    assert run.code == 2
    assert "Traceback" not in run.output
    (result,) = run.results
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, True, "partial_failure")
    assert "The group is full" in result["msg"]
    assert [row["status"] for row in result["changes"]] == ["done", "failed"]
    assert len(simulator.log.writes()) == 2


def test_a_timeout_of_the_task_stops_the_writes(
    world: World, simulator: TencentSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    simulator.latency = 0.1
    users = [f"user-{number:03}" for number in range(100)]
    for name in users:
        world.add_user(name)
    options = {"group": "auditors", "users": users, "max_connections": 1}
    tasks: list[Task] = [
        {"orgkit.cloud.tencent_cic_group_user": options, "timeout": 2, "ignore_errors": True},
        # Were the module still alive, it would write a few users meanwhile.
        {"ansible.builtin.wait_for": {"timeout": 1}},
        {"orgkit.cloud.tencent_cic_group_user_info": {"groups": ["auditors"]}},
    ]
    failed, _waited, info = passed(play(tasks, tmp_path, environment), 3)
    assert "Timed out" in failed["msg"] or "expected time frame" in failed["msg"]
    assert info["groups"][0]["members_count"] == len(world.members_of("auditors")) < len(users)
    times = [entry["time"] for entry in simulator.log.entries]
    assert max(later - earlier for earlier, later in zip(times, times[1:])) > 0.9
