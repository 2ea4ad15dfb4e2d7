# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task imports only what it needs. Modules are counted, not milliseconds, so that the numbers are always the same."""

from __future__ import annotations

import ast
import json
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from simulator.csp import CspSimulator
from simulator.csp.demo import demo_world as csp_world
from simulator.serving import Server
from simulator.tencent import TencentSimulator
from simulator.tencent.demo import demo_world as tencent_world
from support.playbook import tree

PLUGINS = "ansible_collections.orgkit.cloud.plugins."
UTILS = PLUGINS + "module_utils._"
FOLDER = tree() / "ansible_collections" / "orgkit" / "cloud" / "plugins"
# How many of our own files the road of a module loads. Raise a number only for a file that the task needs.
BUDGETS = {
    "tencent_org_member": 22,
    "tencent_org_member_info": 19,
    "tencent_cic_group_user": 21,
    "tencent_cic_group_user_info": 19,
    "csp_group_users": 20,
    "csp_group_users_info": 18,
}
# How many modules of the standard library a road adds to those of Ansible's argument check.
STANDARD_LIBRARY = 40
# What a steady-state task has no use for: some is for failures and parallel work, some belongs to Ansible itself.
UNUSED = (
    "ansible.executor", "ansible.parsing", "ansible.playbook", "ansible.plugins", "ansible.template", "ansible.utils",
    "asyncio", "concurrent.futures", "configparser", "difflib", "hypothesis", "jinja2", "multiprocessing", "pytest",
    "requests", "sqlite3", "tencentcloud", "tkinter", "unittest", "xml.dom", "yaml",
)  # fmt: skip
# Reads a job and tells which modules are there: after the imports, and after the task.
CHILD = """
import importlib, json, os, sys
job = json.load(sys.stdin)
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
before = set(sys.modules)
resource = importlib.import_module(job["utils"] + job["module"])
run = importlib.import_module(job["utils"] + "run")
imported = set(sys.modules)
params = ArgumentSpecValidator(resource.spec()["argument_spec"]).validate(job["params"]).validated_parameters
result = run.attempt(resource.run_task, run.Task(params=params, environment=dict(os.environ)))
rest = {"added": imported - before, "later": set(sys.modules) - imported, "all": set(sys.modules)}
print(json.dumps({**{name: sorted(names) for name, names in rest.items()}, "result": result}))
"""
# What a program needs that sends one request with httpx.
BARE = """
import json, sys, httpx
httpx.Client(transport=httpx.HTTPTransport(), trust_env=False).get(json.load(sys.stdin)["url"]).json
print(json.dumps({"all": sorted(sys.modules)}))
"""
STEADY: dict[str, dict[str, Any]] = {
    "tencent_org_member": {"name": "data-lake", "node": "/engineering/data"},
    "tencent_org_member_info": {},
    "tencent_cic_group_user": {"group": "data-engineers", "users": ["frank@example.com"]},
    "tencent_cic_group_user_info": {"groups": ["data-engineers"]},
    "csp_group_users": {"group": "auditors", "users": ["grace@example.com"]},
    "csp_group_users_info": {"groups": ["auditors"]},
}
PARALLEL: dict[str, Any] = {"memberships": [{"group": name, "users": []} for name in ("data-engineers", "break-glass")]}


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """Both clouds are served; the variables lead to them."""
    tencent, csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
    with Server(tencent.app) as tencent_server, Server(csp.app) as csp_server:
        yield {**tencent.environment(tencent_server.url), **csp.environment(csp_server.url)}


def child(program: str, environment: dict[str, str], **job: Any) -> dict[str, Any]:
    """What a program tells that runs in a fresh interpreter."""
    variables = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(tree()), **environment}
    command = [sys.executable, "-c", program]
    done = subprocess.run(command, input=json.dumps(job), env=variables, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def tasks(environment: dict[str, str]) -> dict[str, dict[str, Any]]:
    """What the steady task of every module loads."""
    return {
        module: child(CHILD, environment, utils=UTILS, module=module, params=params)
        for module, params in STEADY.items()
    }


def ours(names: Iterable[str]) -> set[str]:
    """Our files among the modules, without the prefix."""
    return {name[len(UTILS) :] for name in names if name.startswith(UTILS)}


@pytest.mark.parametrize("module", STEADY)
def test_a_steady_task_loads_what_it_needs_and_no_more(tasks: dict[str, dict[str, Any]], module: str) -> None:
    task = tasks[module]
    assert (task["result"]["failed"], task["result"]["changed"]) == (False, False), task["result"]
    assert [name for name in task["all"] if name.startswith(UNUSED)] == []
    assert len(ours(task["all"])) <= BUDGETS[module]
    other = "csp" if module.startswith("tencent") else "tencent"
    assert [name for name in ours(task["all"]) if name.startswith(other)] == []
    plugins = {name for name in task["all"] if name.startswith(PLUGINS)} - {UTILS.rpartition(".")[0]}
    assert {name for name in plugins if not name.startswith(UTILS)} == set()


@pytest.mark.parametrize("module", STEADY)
def test_httpx_is_loaded_by_the_first_request_and_not_by_the_imports(
    tasks: dict[str, dict[str, Any]], module: str
) -> None:
    added = tasks[module]["added"]
    assert not set(added) & {"httpx", "httpcore", "h11", "anyio", "certifi"}
    assert len([name for name in added if not name.startswith("ansible_collections")]) <= STANDARD_LIBRARY


def test_a_task_adds_nothing_to_what_httpx_needs(tasks: dict[str, dict[str, Any]], environment: dict[str, str]) -> None:
    bare = set(child(BARE, environment, url=environment["CSP_BASE_URL"])["all"])
    for module, task in tasks.items():
        assert set(task["later"]) - bare == set(), module


def test_threads_are_for_several_rows_only(environment: dict[str, str]) -> None:
    task = child(CHILD, environment, utils=UTILS, module="tencent_cic_group_user", params=PARALLEL)
    assert (task["result"]["failed"], task["result"]["changed"]) == (False, False), task["result"]
    assert "concurrent.futures.thread" in task["later"]
    assert "difflib" not in task["all"]


def imports(path: Path) -> Iterator[str]:
    """Our own utilities that a file imports anywhere, also within functions: all of them travel with a module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            where = (node.module or "").rpartition("module_utils")[2].lstrip(".")
            names = [where] if where else [alias.name for alias in node.names]
            yield from (name[1:] for name in names if (FOLDER / "module_utils" / f"{name}.py").is_file())


@pytest.mark.parametrize("module", STEADY)
def test_a_module_process_gets_the_files_that_it_loads_and_no_other(
    tasks: dict[str, dict[str, Any]], module: str
) -> None:
    payload: set[str] = set()
    waiting = list(imports(FOLDER / "modules" / f"{module}.py"))
    while waiting:
        name = waiting.pop()
        if name not in payload:
            payload.add(name)
            waiting.extend(imports(FOLDER / "module_utils" / f"_{name}.py"))
    assert payload == ours(tasks[module]["all"]) | {"module"}
