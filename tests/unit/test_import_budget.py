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

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world
from support.playbook import tree

PLUGINS = "ansible_collections.orgkit.cloud.plugins."
UTILS = PLUGINS + "module_utils."
MODULES = PLUGINS + "modules."
FOLDER = tree() / "ansible_collections" / "orgkit" / "cloud" / "plugins"
# How many of our own files the road of a module loads. Raise a number only for a file that the task needs.
BUDGETS = {
    "tencent_org_member": 41,
    "tencent_org_member_info": 36,
    "tencent_cic_group_user": 43,
    "tencent_cic_group_user_info": 41,
    "tencent_cic_user": 45,
    "tencent_cic_user_info": 44,
    "tencent_cic_group": 45,
    "tencent_cic_group_info": 44,
    "csp_group_users": 43,
    "csp_group_users_info": 39,
    "tencent_cic_role_configuration": 46,
    "tencent_cic_role_configuration_info": 45,
    "csp_group": 39,
    "csp_group_info": 38,
    "csp_user": 42,
    "csp_user_info": 41,
    "tencent_cic_role_assignment": 47,
    "tencent_cic_role_assignment_info": 44,
    "tencent_access_snapshot": 40,
    "csp_access_snapshot": 42,
}
# A report, without its formats.
REPORT = 41
# How many modules of the standard library a road adds to those of AnsibleModule.
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
import ansible.module_utils.basic
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator
before = set(sys.modules)
resource = importlib.import_module(job["modules"] + job["module"])
run = importlib.import_module(job["utils"] + "_core.run")
resource_task = importlib.import_module(job["utils"] + "_core.resource").Task
imported = set(sys.modules)
params = ArgumentSpecValidator(resource.spec()["argument_spec"]).validate(job["params"]).validated_parameters
result = run.attempt(resource.run_task, resource_task(params=params, environment=dict(os.environ)))
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
    "tencent_cic_user": {"name": "alice@example.com"},
    "tencent_cic_user_info": {"users": ["alice@example.com"]},
    "tencent_cic_group": {"name": "data-engineers"},
    "tencent_cic_group_info": {"groups": ["data-engineers"]},
    "tencent_cic_role_configuration": {
        "name": "platform-operator",
        "policies": ["QcloudTKEFullAccess", "QcloudCVMReadOnlyAccess"],
    },
    "tencent_cic_role_configuration_info": {"role_configurations": ["platform-operator"]},
    "tencent_cic_role_assignment": {
        "role_configuration": "auditor",
        "accounts": ["data-lake"],
        "groups": ["data-engineers"],
    },
    "tencent_cic_role_assignment_info": {"role_configurations": ["auditor"]},
    "csp_group_users": {"group": "auditors", "users": ["grace@example.com"]},
    "csp_group_users_info": {"groups": ["auditors"]},
    "csp_group": {"name": "auditors"},
    "csp_group_info": {"groups": ["auditors"]},
    "csp_user": {"name": "alice@example.com"},
    # Without a limit the invitations are read at the same time.
    "csp_user_info": {"users": ["alice@example.com"], "max_connections": 1},
    "tencent_access_snapshot": {"dest": "tencent.jsonl", "max_connections": 1},
    "csp_access_snapshot": {"dest": "csp.jsonl", "max_connections": 1},
}
PARALLEL: dict[str, Any] = {"memberships": [{"group": name, "users": []} for name in ("data-engineers", "break-glass")]}


@pytest.fixture(scope="module")
def environment() -> Iterator[dict[str, str]]:
    """Both clouds are served; the variables lead to them."""
    tencent, csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
    with Server(tencent.app) as tencent_server, Server(csp.app) as csp_server:
        yield {**tencent.environment(tencent_server.url), **csp.environment(csp_server.url)}


def child(program: str, environment: dict[str, str], folder: Path | None = None, **job: Any) -> dict[str, Any]:
    """What a program tells that runs in a fresh interpreter, and in a folder."""
    variables = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", "PYTHONPATH": str(tree()), **environment}
    command = [sys.executable, "-c", program]
    done = subprocess.run(
        command, input=json.dumps(job), env=variables, capture_output=True, text=True, check=False, cwd=folder
    )
    assert done.returncode == 0, done.stderr
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where snapshots are."""
    return tmp_path_factory.mktemp("snapshots")


@pytest.fixture(scope="module")
def tasks(environment: dict[str, str], folder: Path) -> dict[str, dict[str, Any]]:
    """What the steady task of every module loads."""
    return {
        module: child(CHILD, environment, folder, utils=UTILS, modules=MODULES, module=module, params=params)
        for module, params in STEADY.items()
    }


def ours(names: Iterable[str]) -> set[str]:
    """Our files among the modules, without the prefix; packages have no files."""
    return {name[len(UTILS) :] for name in names if name.startswith(UTILS) and file_of(name[len(UTILS) :]).is_file()}


@pytest.mark.parametrize("module", STEADY)
def test_a_steady_task_loads_what_it_needs_and_no_more(tasks: dict[str, dict[str, Any]], module: str) -> None:
    task = tasks[module]
    assert (task["result"]["failed"], task["result"]["changed"]) == (False, False), task["result"]
    assert [name for name in task["all"] if name.startswith(UNUSED)] == []
    assert len(ours(task["all"])) <= BUDGETS[module]
    other = "csp" if module.startswith("tencent") else "tencent"
    assert [name for name in ours(task["all"]) if name.startswith("_" + other)] == []
    plugins = {name for name in task["all"] if name.startswith(PLUGINS) and not name.startswith(UTILS)}
    assert plugins == {PLUGINS + "module_utils", PLUGINS + "modules", MODULES + module}


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
    task = child(CHILD, environment, utils=UTILS, modules=MODULES, module="tencent_cic_group_user", params=PARALLEL)
    assert (task["result"]["failed"], task["result"]["changed"]) == (False, False), task["result"]
    assert "concurrent.futures.thread" in task["later"]
    assert "difflib" not in task["all"]


@pytest.mark.parametrize(
    ("formats", "loaded"), [(["markdown"], {"format_markdown"}), (["json", "junit"], {"format_json", "format_junit"})]
)
def test_a_report_loads_the_formats_that_are_asked_for(
    tasks: dict[str, dict[str, Any]], folder: Path, formats: list[str], loaded: set[str]
) -> None:
    params = {"snapshots": ["csp.jsonl", "tencent.jsonl"], "dest": "report", "formats": formats}
    task = child(CHILD, {}, folder, utils=UTILS, modules=MODULES, module="access_report", params=params)
    assert not task["result"]["failed"], task["result"]
    files = ours(task["all"])
    assert {
        name[len("_access.") :] for name in files if name.startswith(("_access.format_", "_access.page_"))
    } == loaded
    assert {name.partition(".")[0] for name in files} == {"_access", "_core", "_people"}
    assert [name for name in task["all"] if name.startswith((*UNUSED, "httpx", "http.client"))] == []
    assert len(files) - len(loaded) <= REPORT


def imports(path: Path) -> Iterator[str]:
    """Our own utilities that a file imports anywhere, also within functions: all of them travel with a module."""
    here = list(path.relative_to(FOLDER / "module_utils").parent.parts) if "module_utils" in path.parts else []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.level or (node.module or "").startswith(UTILS)):
            base = here[: len(here) - node.level + 1] if node.level else []
            where = ".".join([*base, (node.module or "").replace(UTILS, "", 1)]).strip(".")
            names = [where, *(f"{where}.{alias.name}".strip(".") for alias in node.names)]
            yield from (name for name in names if file_of(name).is_file())


def file_of(name: str) -> Path:
    """The file of one of our utilities."""
    return FOLDER / "module_utils" / (name.replace(".", "/") + ".py")


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
            waiting.extend(imports(file_of(name)))
    assert payload == ours(tasks[module]["all"])
