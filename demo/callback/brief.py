# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the demo shows a run: for each task its sentence and its diff, instead of the whole result."""

from __future__ import annotations

import difflib
import os
import textwrap
from typing import Any

from ansible.plugins.callback import CallbackBase

from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import shown

DOCUMENTATION = """
name: brief
type: stdout
short_description: Sentences and diffs
description: For the demo of this collection.
requirements: []
"""

COLOURS = {"changed": "yellow", "ok": "green", "failed": "red"}
FRAME = ("---", "+++", "@@")


class CallbackModule(CallbackBase):
    """Shows the tasks of this collection only; what surrounds them in a role is left out."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "brief"

    def __init__(self) -> None:
        super().__init__()
        self._width = int(os.environ.get("DEMO_WIDTH", "100"))
        self._named: Any = None

    def _show(self, result: Any, status: str) -> None:
        """One line for a task or a loop item, then what changed."""
        fields = result._result
        if not result._task.action.startswith("orgkit.cloud.") and status != "failed":
            return
        if result._task._uuid != self._named:
            self._named = result._task._uuid
            self._display.display(f"   {shown(result._task.name)}")
        if status == "ok" and fields.get("changed"):
            status = "changed"
        label = self._get_item_label(fields)
        sentence = f"{label}: {fields.get('msg', '')}" if label else str(fields.get("msg", ""))
        told = textwrap.fill(shown(sentence), self._width, initial_indent=f"     {status + ':':9}", subsequent_indent=" " * 14)
        self._display.display(told, color=COLOURS[status])
        for text in fields.get("warnings", ()):
            self._display.display(textwrap.indent(textwrap.fill(shown(f"warning: {text}"), self._width - 14), " " * 14))
        if fields.get("diff"):
            self._show_diff(fields["diff"])

    def _show_diff(self, diff: Any) -> None:
        for part in diff if isinstance(diff, list) else [diff]:
            before, after = (part.get(side, "").split("\n") for side in ("before", "after"))
            for line in difflib.unified_diff(before, after, n=0, lineterm=""):
                if not line.startswith(FRAME):
                    self._display.display(
                        " " * 14 + f"{line[0]} {shown(line[1:])}", color="green" if line[0] == "+" else "red"
                    )

    def v2_runner_on_ok(self, result: Any) -> None:
        if not result._result.get("results"):
            self._show(result, "ok")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        if not result._result.get("results"):
            self._show(result, "failed")

    def v2_runner_item_on_ok(self, result: Any) -> None:
        self._show(result, "ok")

    def v2_runner_item_on_failed(self, result: Any) -> None:
        self._show(result, "failed")

    def v2_playbook_on_stats(self, stats: Any) -> None:
        host = stats.summarize("localhost")
        self._display.display(f"   recap: {host['changed']} changed, {host['failures']} failed")
