# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs a module's road in this process, with its real argument validation, against a simulator over real HTTP."""

from __future__ import annotations

import importlib
from typing import Any

from ansible.module_utils.common.arg_spec import ArgumentSpecValidator

from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt
from ansible_collections.orgkit.cloud.plugins.plugin_utils._arguments import cleaned

MODULES = "ansible_collections.orgkit.cloud.plugins.modules."


class Road:
    """One module on its road. Waits are skipped and noted in `slept` (seconds)."""

    def __init__(self, module: str, environment: dict[str, str]) -> None:
        self.resource = importlib.import_module(MODULES + module)
        self.environment = environment
        self.slept: list[float] = []

    def __call__(self, *, check_mode: bool = False, **params: Any) -> dict[str, Any]:
        """The result of a task; a failed one has `failed`. Always in diff mode."""
        task = Task(
            params=validated(self.resource.spec(), params),
            environment=self.environment,
            check_mode=check_mode,
            diff=True,
            sleep=self.slept.append,
        )
        return attempt(self.resource.run_task, task)


def validated(spec: dict[str, Any], params: dict[str, Any]) -> dict[str, Any]:
    """Parameters as the road gets them: cleaned and validated. Raises ValueError for what it would refuse."""
    rules = {name: value for name, value in spec.items() if name not in ("argument_spec", "supports_check_mode")}
    result = ArgumentSpecValidator(spec["argument_spec"], **rules).validate(cleaned(spec["argument_spec"], params))
    if result.error_messages:
        raise ValueError("; ".join(result.error_messages))
    return dict(result.validated_parameters)
