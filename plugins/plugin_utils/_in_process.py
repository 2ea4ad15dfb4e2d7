# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The base of the action plugins: runs the road of a module inside the controller.

A module process costs a quarter of a second for every task and loop item; most tasks of this collection need none, since
they talk to an API and not to a host. Where a process is needed, the task is handed over to the module of the same name.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import os
import sys
from importlib import import_module
from types import ModuleType
from typing import Any, Callable

from ansible import constants as C
from ansible.module_utils.common.arg_spec import ArgumentSpecValidator, ValidationResult
from ansible.module_utils.common.json import AnsibleJSONEncoder
from ansible.module_utils.common.parameters import remove_values
from ansible.module_utils.errors import UnsupportedError
from ansible.module_utils.parsing.convert_bool import boolean
from ansible.plugins.action import ActionBase
from ansible.utils.display import Display

from ansible_collections.orgkit.cloud.plugins.module_utils._core.controller import VARIABLE, mark_of
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError, invalid_input
from ansible_collections.orgkit.cloud.plugins.module_utils._core.masking import masked
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt, failed
from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import shown
from ansible_collections.orgkit.cloud.plugins.plugin_utils._arguments import cleaned


def _preload() -> bool:
    """Load httpx once in the parent process instead of in every worker. False when it is missing."""
    try:
        import_module("httpx")
        import_module("httpcore")
    except ImportError:
        return False
    return True


HAS_HTTPX = _preload()
SWITCH = "orgkit_cloud_in_process"


class InProcessAction(ActionBase):
    """Runs `resource` (a module file with spec() and run_task()) here, or hands over to the module process."""

    _supports_check_mode = True
    _supports_async = True
    resource: ModuleType

    def run(self, tmp: Any = None, task_vars: dict[str, Any] | None = None) -> dict[str, Any]:
        """The result of the task, the same on both roads."""
        variables = task_vars or {}
        result = super().run(tmp, variables)
        try:
            arguments = self._arguments()
        except OrgkitError as error:
            return {**result, **failed(error), "msg": shown(error.sentence())}
        if self._needs_module(variables):
            more = self._execute_module(
                module_name=self._task.resolved_action,
                module_args=arguments,
                task_vars=variables,
                wrap_async=bool(self._task.async_val),
            )
        else:
            more = self._run_here(arguments, variables)
        return {**result, **more}

    def _arguments(self) -> dict[str, Any]:
        """The task's arguments, cleaned, in plain types. Raises OrgkitError."""
        try:
            plain = _plain(self._task.args)
        except Exception as error:
            # Such as a value whose vault password is missing, which is read only now.
            raise invalid_input([f"The arguments of the task cannot be read: {error}"]) from None
        return cleaned(self.resource.spec()["argument_spec"], plain)

    def _needs_module(self, variables: dict[str, Any]) -> bool:
        """Whether the task must run in a process of its own: on another host, as another user, with another Python."""
        return (
            not HAS_HTTPX
            or bool(self._task.async_val)
            or self._connection.transport != "local"
            or bool(self._connection.become)
            or bool(C.DEFAULT_KEEP_REMOTE_FILES)
            # The system's proxy lookup crashes in a forked process there.
            or sys.platform == "darwin"
            or not boolean(self._templar.template(variables.get(SWITCH, True)), strict=False)
            or not self._is_our_interpreter(variables)
        )

    def _is_our_interpreter(self, variables: dict[str, Any]) -> bool:
        delegate = self._task.delegate_to
        if delegate:
            variables = variables.get("ansible_delegated_vars", {}).get(delegate, variables)
        wanted = C.config.get_config_value("INTERPRETER_PYTHON", variables=variables)
        wanted = str(self._templar.template(wanted) or "auto")
        if wanted.startswith("auto"):
            return True
        # Not by real path: the Python of a virtual environment is a link to another one with other libraries.
        same_folder = os.path.dirname(wanted) == os.path.dirname(sys.executable)
        return same_folder and os.path.exists(wanted) and os.path.samefile(wanted, sys.executable)

    def _run_here(self, arguments: dict[str, Any], variables: dict[str, Any]) -> dict[str, Any]:
        # The log of Ansible takes what any library logs, also for a task with no_log.
        for library in ("httpx", "httpcore"):
            logging.getLogger(library).setLevel(logging.WARNING)
        spec = self.resource.spec()
        rules = {name: value for name, value in spec.items() if name not in ("argument_spec", "supports_check_mode")}
        validation = ArgumentSpecValidator(spec["argument_spec"], **rules).validate(arguments)
        task = Task(
            params=validation.validated_parameters,
            environment=self._environment(),
            check_mode=self._task.check_mode,
            diff=self._task.diff,
            secrets=set(validation._no_log_values),
            progress=lambda text: Display().display(text, stderr=True),
            abandoned=_controller_is_gone(),
        )
        fault = _fault(validation, self._task.resolved_action)
        result = {"failed": True, "msg": fault} if fault else attempt(self.resource.run_task, task)
        if not result["failed"]:
            del result["failed"]
        self._add_messages(result, validation)
        if self._shows_invocation(variables):
            result["invocation"] = {"module_args": masked(validation.validated_parameters, task.secrets)}
        return _masked(result, task.secrets)

    def _environment(self) -> dict[str, str]:
        """The environment that a module process would see."""
        own: dict[str, Any] = {}
        self._compute_environment_string(own)
        return {**os.environ, **{name: str(value) for name, value in own.items()}}

    def _compute_environment_string(self, raw_environment_out: dict[str, Any] | None = None) -> str:
        """The environment of a module process; on this machine it can tell by it when the controller is gone."""
        prefix: str = super()._compute_environment_string(raw_environment_out)
        if self._connection.transport != "local" or self._task.async_val:
            return prefix
        mark = self._connection._shell.env_prefix(**{VARIABLE: mark_of(_controller() or os.getpid())})
        return f"{prefix} {mark}".strip()

    @staticmethod
    def _add_messages(result: dict[str, Any], validation: ValidationResult) -> None:
        aliases = ["Both option {option} and its alias {alias} are set.".format(**row) for row in validation._warnings]
        warnings = aliases + list(result.pop("warnings", ()))
        if warnings:
            result["warnings"] = warnings
        if validation._deprecations:
            result["deprecations"] = list(validation._deprecations)

    @staticmethod
    def _shows_invocation(variables: dict[str, Any]) -> bool:
        """Cores before 2.21 have no such setting and always tell the arguments."""
        if "INJECT_INVOCATION" not in C.config.get_configuration_definitions():
            return True
        return bool(C.config.get_config_value("INJECT_INVOCATION", variables=variables))


def in_process(main: Callable[[], None]) -> type[InProcessAction]:
    """The action plugin of the module with this main()."""
    resource = import_module(main.__module__)
    name = main.__module__.rpartition(".")[2]
    told = {"resource": resource, "__module__": main.__module__, "__doc__": f"Runs {name} in the controller."}
    return type("ActionModule", (InProcessAction,), told)


def _controller() -> int | None:
    """The number of the process that started this worker, or None when there is no worker."""
    parent = multiprocessing.parent_process()
    return parent.pid if parent else None


def _controller_is_gone() -> Callable[[], bool]:
    """Tells whether this worker has lost the process that started it: nobody waits for its task then."""
    controller = _controller()
    return lambda: controller is not None and os.getppid() != controller


def _plain(arguments: dict[str, Any]) -> dict[str, Any]:
    """Arguments as a module process gets them: without tags, marks and vault objects."""
    plain: dict[str, Any] = json.loads(json.dumps(arguments, cls=AnsibleJSONEncoder, vault_to_text=True))
    return plain


def _fault(validation: ValidationResult, name: str) -> str:
    """The sentence with which AnsibleModule would refuse the arguments, or an empty text."""
    if not validation.error_messages:
        return ""
    message = str(validation.errors.msg)
    if isinstance(validation.errors[0], UnsupportedError):
        return f"Unsupported parameters for ({name}) module: {message}"
    return message


def _masked(result: dict[str, Any], secrets: set[str]) -> dict[str, Any]:
    """The result as AnsibleModule masks it once more: numbers too, but no truth values and nulls of the result itself."""
    masked: dict[str, Any] = remove_values(result, secrets)
    masked.update({name: value for name, value in result.items() if value is None or isinstance(value, bool)})
    return masked
