# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The base of the action plugins: when it hands over to a module process, what it does with faults, and progress."""

from __future__ import annotations

import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from ansible import constants
from ansible.errors import AnsibleError

from ansible_collections.orgkit.cloud.plugins.module_utils._core.controller import VARIABLE
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.progress import Progress
from ansible_collections.orgkit.cloud.plugins.plugin_utils import _in_process


def action(resource: Any = None, **task: Any) -> _in_process.InProcessAction:
    """An action on stand-ins for what Ansible hands to it; {{ name }} is the only template it knows."""
    asked: dict[str, Any] = {
        "async_val": 0,
        "delegate_to": None,
        "args": {},
        "check_mode": False,
        "diff": False,
        "environment": [],
    }
    shell = SimpleNamespace(env_prefix=lambda **variables: "")
    connection = SimpleNamespace(transport="local", become=None, _shell=shell)
    templar = SimpleNamespace(template=lambda value: sys.executable if value == "{{ python }}" else value)
    made = _in_process.InProcessAction(
        SimpleNamespace(resolved_action="example.test.module", **{**asked, **task}),
        connection,
        None,
        None,
        templar,
        None,
    )
    made.resource = resource
    return made


PYTHON = "ansible_python_interpreter"
ELSEWHERE = {PYTHON: "/nowhere/bin/python"}


@pytest.mark.parametrize(
    ("variables", "needed"),
    [
        ({}, False),
        ({PYTHON: sys.executable}, False),
        ({PYTHON: "{{ python }}"}, False),
        ({PYTHON: "auto_silent"}, False),
        (ELSEWHERE, True),
        ({"orgkit_cloud_in_process": False}, True),
        ({"orgkit_cloud_in_process": "no"}, True),
        ({"orgkit_cloud_in_process": "true"}, False),
    ],
)
def test_another_python_or_the_switch_needs_a_module(variables: dict[str, Any], needed: bool) -> None:
    assert action()._needs_module(variables) is needed


@pytest.mark.parametrize("other", [{}, ELSEWHERE], ids=str)
def test_the_python_of_the_delegate_counts(other: dict[str, str]) -> None:
    delegated = {**ELSEWHERE, "ansible_delegated_vars": {"other": other}}
    assert action(delegate_to="other")._needs_module(delegated) is bool(other)


def test_a_link_in_another_folder_is_another_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ours", "theirs"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "python3").symlink_to(sys.executable)
    (tmp_path / "ours" / "python").symlink_to("python3")
    monkeypatch.setattr(sys, "executable", str(tmp_path / "ours" / "python3"))
    assert not action()._needs_module({PYTHON: str(tmp_path / "ours" / "python")})
    assert action()._needs_module({PYTHON: str(tmp_path / "theirs" / "python3")})


def test_other_hosts_users_and_platforms_need_a_module(monkeypatch: pytest.MonkeyPatch) -> None:
    assert action(async_val=30)._needs_module({})
    for name, value in (("transport", "ssh"), ("become", object())):
        elsewhere = action()
        setattr(elsewhere._connection, name, value)
        assert elsewhere._needs_module({})
    changes: list[tuple[Any, str, Any]] = [
        (_in_process, "HAS_HTTPX", False), (constants, "DEFAULT_KEEP_REMOTE_FILES", True), (sys, "platform", "darwin"),
    ]  # fmt: skip
    for owner, name, value in changes:
        with monkeypatch.context() as patch:
            patch.setattr(owner, name, value)
            assert action()._needs_module({}), name
    assert not action()._needs_module({})


def test_a_broken_road_is_a_failure_and_an_interruption_goes_through(capsys: pytest.CaptureFixture[str]) -> None:
    spec = {"argument_spec": {"key": {"type": "str", "no_log": True}}, "supports_check_mode": True}

    def broken_by(error: BaseException) -> Any:
        def run_task(task: Any) -> dict[str, Any]:
            task.progress("half of it")
            raise error

        return SimpleNamespace(spec=lambda: spec, run_task=run_task)

    for error in (RuntimeError("with EXAMPLEKEY"), SystemExit(3)):
        result = action(broken_by(error))._run_here({"key": "EXAMPLEKEY"}, {})
        assert (result["failed"], result["changed"]) == (True, False)
        assert "EXAMPLEKEY" not in str(result)
    with pytest.raises(KeyboardInterrupt):
        action(broken_by(KeyboardInterrupt()))._run_here({}, {})
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "half of it\n" * 3)


def test_progress_is_told_after_five_seconds_and_then_every_ten() -> None:
    told: list[tuple[float, str]] = []
    now = 100.0
    progress = Progress(60, lambda text: told.append((now - 100, text)), lambda: now)
    for _piece in range(60):
        now += 0.5
        progress.advance()
    assert [moment for moment, _text in told] == [5, 15, 25]
    assert told[0][1] == "10 of 60 steps done, about 25 seconds left"
    quick = Progress(2, lambda text: told.append((now, text)), lambda: now)
    quick.advance()
    now += 6
    quick.advance()
    Progress(1, None, lambda: now).advance()
    assert len(told) == 3


def test_arguments_that_cannot_be_read_are_a_failure_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    resource = SimpleNamespace(spec=lambda: {"argument_spec": {"entries": {"type": "list", "elements": "dict"}}})
    monkeypatch.setattr(_in_process.ActionBase, "run", lambda *arguments: {})

    def broken(arguments: Any) -> dict[str, Any]:
        raise AnsibleError("no vault secrets\x1b[2J found")

    result = action(resource, args={"entries": "platform-admins"}).run()
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, "invalid_input")
    assert "entries is text that cannot be read as a list" in result["msg"]
    monkeypatch.setattr(_in_process, "_plain", broken)
    result = action(resource).run()
    assert "cannot be read: no vault secrets\\x1b[2J found" in result["msg"]


def test_a_module_on_this_machine_learns_its_controller_and_no_other_does() -> None:
    def environment_of(transport: str, async_val: int) -> str:
        made = action(async_val=async_val)
        made._connection.transport = transport
        made._connection._shell.env_prefix = lambda **variables: " ".join(variables)
        return made._compute_environment_string()

    assert environment_of("local", 0) == VARIABLE
    assert environment_of("local", 30) == environment_of("ssh", 0) == ""
