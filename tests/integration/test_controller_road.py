# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The road inside the controller and the road of the module process give the same, whatever a task uses of Ansible."""

from __future__ import annotations

import asyncio
import json
import re
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from simulators.tencent.signature import SecretKey
from support.playbook import PLAYBOOK, Run, play, tree

Task = dict[str, Any]
IN_CONTROLLER, IN_PROCESS = "true", "false"
CIC, CIC_INFO = "orgkit.cloud.tencent_cic_group_user", "orgkit.cloud.tencent_cic_group_user_info"
MEMBER, MEMBER_INFO = "orgkit.cloud.tencent_org_member", "orgkit.cloud.tencent_org_member_info"
CSP, CSP_INFO = "orgkit.cloud.csp_group_users", "orgkit.cloud.csp_group_users_info"
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
# Keys that only some tasks use; fictional like all others.
OTHER_ID, OTHER_KEY = "AKIDEXAMPLEOFTHEOTHERTEAM", "EXAMPLEKEYOFTHEOTHERTEAM"
VAULTED = "EXAMPLEKEYOUTOFTHEVAULT"
# What a secret could look like; it must not turn other values of the result into stars.
ODD_KEY = "EXAMPLEKEYWITH\\'quotes\" and spaces"
SECRETS = (
    OTHER_ID, OTHER_KEY, VAULTED, ODD_KEY[:14], TencentSimulator.secret_id, TencentSimulator.secret_key,
    "fictional-api-token", "example-proxy-secret", "TC3-HMAC-SHA256", "Bearer ",
)  # fmt: skip


HELD_BACK = {
    "OTHER_ID": OTHER_ID, "OTHER_KEY": OTHER_KEY, "ODD_KEY": ODD_KEY,
    "PROXY": "http://example-user:example-proxy-secret@127.0.0.1:9",
}  # fmt: skip


def lookup(name: str) -> str:
    """An option that is read from the controller's environment, so that the playbook holds no secret."""
    return f"{{{{ lookup('ansible.builtin.env', '{name}') }}}}"


ADD = {"group": "auditors", "users": [ALICE, "frank"]}
SWAP = {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True}
ACCOUNT = {"name": "new-account", "node": "/Engineering/Platform", "permissions": [1, 2], "tags": {"stage": "test"}}
CSP_ADD = {"group": "auditors", "usernames": [ALICE, CAROL]}
KEYS = {"secret_id": lookup("OTHER_ID"), "secret_key": lookup("OTHER_KEY")}
CHECK = {"check_mode": True, "diff": True}

# Name -> task. The simulators keep what a task changed, so the order matters. "!" at the end: the task fails.
MEMBERSHIPS: dict[str, Task] = {
    "check": {CIC: SWAP, **CHECK},
    "real": {CIC: SWAP, "diff": True},
    "many": {CIC: {"memberships": [ADD, {"group": "viewers", "users": [ALICE], "state": "absent"}], "return_members": True}},
    "leaver": {CIC: {"all_groups": True, "users": [BOB], "state": "absent"}, "diff": True},
    "warnings": {CIC: {**ADD, "state": "absent", "users": ["nobody"], "protected_users": ["niemand"]}},
    "assumed": {CIC: {"group": "later", "users": ["new"], "assume_present": {"users": ["new"], "groups": ["later"]}}, **CHECK},
    "unknown group!": {CIC: {**ADD, "group": "auditor"}, "diff": True},
    "removal limit!": {CIC: {**SWAP, "users": [ALICE]}, "diff": True},
    "unknown option!": {CIC: {**ADD, "usres": ["x"], "grop": "y"}},
    "wrong type!": {CIC: {**ADD, "max_connections": "many"}},
    "no_log": {CIC_INFO: {"groups": ["viewers"], **KEYS}, "no_log": True},
    "no_log failure!": {CIC: {**ADD, "group": "auditor", **KEYS}, "no_log": True},
    "loop!": {
        CIC: {"group": "{{ item.0 }}", "users": ["{{ item.1 }}"]},
        "loop": [["viewers", CAROL], ["viewers", "frank"], ["viewer", BOB]],
        "loop_control": {"label": "{{ item.1 }}"},
    },
    "delegated": {CIC_INFO: {"groups": "{{ registered.groups | map(attribute='name') }}"}, "delegate_to": "localhost"},
    "run once": {
        CIC: {**ADD, "zone_id": "{{ zone }}"}, "vars": {"zone": "{{ registered.zone_id }}"},
        "run_once": True, "changed_when": True,
    },
    "async": {CIC: {"group": "platform-admins", "users": ["frank"]}, "async": 30, "poll": 0, "register": "job"},
    "async result": {
        "ansible.builtin.async_status": {"jid": "{{ job.ansible_job_id }}"},
        "register": "job_result", "until": "job_result.finished", "retries": 100, "delay": 0.1,
    },
}  # fmt: skip
OTHERS: dict[str, Task] = {
    "account": {MEMBER: ACCOUNT, "diff": True},
    "alias": {MEMBER: {"name": "data-lake", "department": "Finance", "remark": ""}, "diff": True},
    "both alias and option": {MEMBER: {"name": "web-shop", "department": "Finance", "node": "Platform"}, **CHECK},
    "numbers as text": {
        MEMBER: {"uin": "{{ 200030000001 }}", "permissions": ["1", 2], "retry_timeout": "1.5"}, **CHECK,
    },
    "no options": {MEMBER_INFO: None},
    "csp": {CSP: CSP_ADD, "diff": True},
    "csp info": {CSP_INFO: {"groups": ["auditors"], "include_inherited": True}},
    "csp unknown user!": {CSP: {"group": "auditors", "users": ["carroll@example.com"]}},
    "csp wrong token!": {CSP: {**CSP_ADD, "api_token": lookup("OTHER_KEY"), "retry_timeout": 0}},
    "secret that reads like truth!": {CIC_INFO: {"secret_id": "False", "secret_key": "None", "retry_timeout": 0}},
    "proxy!": {CIC: {**ADD, "endpoint": "https://192.0.2.1", "proxy": lookup("PROXY"), "timeout": 2, "retry_timeout": 0}},
    "keys in options": {CIC_INFO: {"groups": ["viewers"], **KEYS}},
    "odd key!": {CIC_INFO: {"secret_id": lookup("OTHER_ID"), "secret_key": lookup("ODD_KEY")}},
    "key in vault": {CIC_INFO: {"groups": ["viewers"], "secret_id": "AKIDEXAMPLEVAULT", "secret_key": "{{ vaulted }}"}},
    "environment": {
        CIC_INFO: {"groups": ["viewers"]},
        "environment": {"TENCENTCLOUD_SECRET_ID": lookup("OTHER_ID"), "TENCENTCLOUD_SECRET_KEY": lookup("OTHER_KEY")},
    },
    "wrong environment!": {CIC_INFO: {"groups": ["viewers"]}, "environment": [{"ORGKIT_TIMEOUT": "soon"}, {"ORGKIT_PROXY": ""}]},
}  # fmt: skip
# Two parts, which xdist runs side by side.
PARTS = {"memberships": MEMBERSHIPS, "others": OTHERS}
# What shows that a scenario does what it is for.
SHOWN = {
    "warnings": "Protected users who are in none of the groups",
    "delegated": '"DescribeOrganization": 1',
    "both alias and option": "Both option node and its alias department are set.",
    "unknown option!": "Unsupported parameters for (orgkit.cloud.tencent_cic_group_user) module",
    "no_log": '"censored"',
    "wrong environment!": "ORGKIT_TIMEOUT must be a number",
    "loop!": "near: viewers",
    "secret that reads like truth!": '"changed": false',
    "async result": '"changed": true',
}
# What no two runs share.
VOLATILE = ("time", "request_id", "collected_at", "ansible_job_id", "results_file", "attempts", "throttled_seconds")


def tencent_world() -> World:
    """Three departments, two accounts, five users, four groups (one of them from SCIM)."""
    world = World()
    for name, parent in (("Engineering", None), ("Platform", "Engineering"), ("Finance", None)):
        world.add_node(name, parent)
    world.add_member("data-lake", "Platform", remark="Warehouse")
    world.add_member("web-shop", "Platform", (1, 2, 7), pay_uin=str(world.host_uin), tags={"stage": "production"})
    for name in (ALICE, BOB, CAROL, DAVE, "frank"):
        world.add_user(name, name, name.split("@")[0].capitalize())
    for group, users in (("platform-admins", (ALICE, BOB)), ("viewers", (BOB, CAROL, DAVE, "frank")), ("auditors", ())):
        world.add_group(group)
        world.join(group, *users)
    world.add_group("directory", "Synchronized")
    return world


def csp_world() -> CspWorld:
    world = CspWorld()
    world.add_user("admin@example.com", role="org_owner")
    for name in (ALICE, BOB, CAROL):
        world.add_user(name)
    for group, group_type, user in (("auditors", "USER_GROUP", BOB), ("directory", "AD_GROUP", CAROL)):
        world.add_group(group, group_type)
        world.join(group, user)
    world.nest("auditors", "directory")
    return world


class Clouds:
    """Both clouds, served; a road gets its own."""

    def __init__(self) -> None:
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        for secret_id, secret_key in ((OTHER_ID, OTHER_KEY), ("AKIDEXAMPLEVAULT", VAULTED)):
            self.tencent._ring.add(SecretKey(secret_id, secret_key))
        self._servers = Server(self.tencent.app), Server(self.csp.app)
        self.urls = tuple(server.url for server in self._servers)

    def __enter__(self) -> Clouds:
        for server in self._servers:
            server.start()
        return self

    def __exit__(self, *exc: object) -> None:
        for server in self._servers:
            server.stop()

    def environment(self) -> dict[str, str]:
        """The variables that point both clients here."""
        return {**self.tencent.environment(self.urls[0]), **self.csp.environment(self.urls[1])}

    def writes(self) -> list[list[tuple[str, Any]]]:
        """What was written to each cloud, in order."""
        logs = self.tencent.log, self.csp.log
        return [[(entry["action"], entry["body"]) for entry in log.writes()] for log in logs]

    def requests(self) -> list[dict[str, int]]:
        """How often each cloud was asked for what."""
        return [self.tencent.log.calls(), self.csp.log.calls()]

    def comparable(self, value: Any) -> Any:
        """A result without what no two runs share; addresses have the same name on both roads."""
        if isinstance(value, dict):
            return {name: self.comparable(inner) for name, inner in value.items() if name not in VOLATILE}
        if isinstance(value, list):
            return [self.comparable(inner) for inner in value]
        if isinstance(value, str):
            value = value.replace(self.urls[0], "tencent").replace(self.urls[1], "csp")
            return re.sub(r"/\S*/(?=\.tccli|\.tencentcloud)", "~/", value)
        return value


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


def runner_play(clouds: Clouds, in_controller: str, names: tuple[str, ...], secrets: Path) -> dict[str, Any]:
    """A play of some scenarios whose secrets come from a file: a runner stores the environment of its run."""
    secrets.write_text(json.dumps({**clouds.environment(), **HELD_BACK}), encoding="utf-8")
    text = json.dumps(
        [{"name": name, "ignore_errors": True, **MEMBERSHIPS.get(name, OTHERS.get(name, {}))} for name in names]
    )
    for name in HELD_BACK:
        text = text.replace(lookup(name), f"{{{{ keys.{name} }}}}")
    return {
        "hosts": "localhost",
        "gather_facts": False,
        "vars": {
            "keys": f"{{{{ lookup('ansible.builtin.file', '{secrets}') | from_json }}}}",
            "orgkit_cloud_in_process": in_controller,
            "ansible_python_interpreter": str(PLAYBOOK.with_name("python")),
        },
        "module_defaults": {
            "group/orgkit.cloud.tencent": {
                "secret_id": "{{ keys.TENCENTCLOUD_SECRET_ID }}",
                "secret_key": "{{ keys.TENCENTCLOUD_SECRET_KEY }}",
                "endpoint": clouds.urls[0],
                "max_connections": 1,
            },
            "group/orgkit.cloud.csp": {"api_token": "{{ keys.CSP_API_TOKEN }}", "base_url": clouds.urls[1]},
        },
        "tasks": json.loads(text),
    }


def run_by_runner(folder: Path, plays: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results of the tasks as ansible-runner stored them."""
    (folder / "project").mkdir(parents=True)
    (folder / "project" / "play.yml").write_text(yaml.safe_dump(plays), encoding="utf-8")
    environment = {"PATH": f"{PLAYBOOK.parent}:/usr/bin:/bin", "HOME": str(folder), "ANSIBLE_PIPELINING": "1"}
    environment["ANSIBLE_COLLECTIONS_PATH"] = str(tree())
    arguments = ["--ident", "run", "--playbook", "play.yml", "--cmdline=-i localhost, -c local -vvv"]
    command = [sys.executable, "-m", "ansible_runner", "run", str(folder), *arguments]
    done = subprocess.run(command, env=environment, cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    events = [json.loads(path.read_text(encoding="utf-8")) for path in folder.glob("artifacts/run/job_events/*.json")]
    ends = [event for event in events if event["event"] in ("runner_on_ok", "runner_on_failed")]
    ends.sort(key=lambda event: int(event["counter"]))
    return [{**event["event_data"]["res"], "failed": event["event"] == "runner_on_failed"} for event in ends]


def test_ansible_runner_gives_the_same_on_both_roads_and_stores_no_secret(tmp_path: Path) -> None:
    pytest.importorskip("ansible_runner")
    names = (
        "check",
        "real",
        "unknown group!",
        "unknown option!",
        "keys in options",
        "no_log",
        "csp",
        "csp wrong token!",
    )
    with Clouds() as here, Clouds() as there:
        plays = [
            runner_play(*road, names, tmp_path / "secrets") for road in ((here, IN_CONTROLLER), (there, IN_PROCESS))
        ]
        results = run_by_runner(tmp_path / "runner", plays)
    assert len(results) == 2 * len(names)
    for name, one, other in zip(names, results, results[len(names) :]):
        assert one["failed"] == name.endswith("!"), one
        assert here.comparable(one) == there.comparable(other), name
    assert here.writes() == there.writes()
    assert min(map(len, here.writes())) > 0
    files = [path for path in (tmp_path / "runner" / "artifacts").rglob("*") if path.is_file()]
    assert len(files) > 2 * len(names)
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert [secret for secret in SECRETS if secret in text] == [], path.name
