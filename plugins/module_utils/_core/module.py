# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From AnsibleModule to the road and back."""

from __future__ import annotations

import os
import select
import sys
from typing import Any, Callable

from ansible.module_utils.basic import AnsibleModule

from .controller import VARIABLE, gone
from .masking import masked
from .resource import Task
from .run import attempt


class _Module(AnsibleModule):
    """A module whose results are those of the road on both roads."""

    def add_path_info(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Nothing more: Ansible would add owner and mode of the file wherever a result has the key path."""
        return kwargs


def run_module(spec: dict[str, Any], run_task: Callable[[Task], dict[str, Any]]) -> None:
    """Run a task as a module: exit with its result, or fail with everything that was done."""
    controller_is_gone = gone(os.environ.pop(VARIABLE, ""))
    module = _Module(**spec)
    task = Task(
        params=module.params,
        environment=dict(os.environ),
        check_mode=module.check_mode,
        diff=module._diff,
        secrets=set(module.no_log_values),
        abandoned=lambda: _is_abandoned() or controller_is_gone(),
    )
    result = attempt(run_task, task)
    # Ansible shows the arguments too, and masks in any order.
    module.params = masked(module.params, task.secrets)
    module.no_log_values.update(task.secrets)
    for warning in result.pop("warnings", ()):
        module.warn(warning)
    if result.pop("failed"):
        module.fail_json(**result)
    module.exit_json(**result)


def _is_abandoned() -> bool:
    """Whether nobody reads what this process will print: the task has timed out, or the play was ended."""
    if not hasattr(select, "poll"):
        return False
    poller = select.poll()
    poller.register(sys.stdout.fileno(), 0)
    return any(event & (select.POLLERR | select.POLLHUP) for _number, event in poller.poll(0))
