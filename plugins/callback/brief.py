# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

DOCUMENTATION = """
name: brief
type: stdout
short_description: One sentence for each task, and who is added and removed
version_added: 1.0.0
author:
  - orgkit.cloud contributors (@orgkit)
description:
  - Shows the tasks of this collection with their sentence (C(msg)), which has the counts, and every change, without C(-v). An invitation is
    called so, and a task that is done in part too. With C(--diff) the changes are shown before and after.
  - Of all other tasks it shows what failed, what changed, and what M(ansible.builtin.debug) says.
  - Control characters in names are shown escaped.
requirements:
  - C(stdout_callback = orgkit.cloud.brief) in ansible.cfg, or E(ANSIBLE_STDOUT_CALLBACK)
options:
  width:
    description: How wide a line may be. The width of the terminal, at most 120, when it is 0.
    type: int
    default: 0
    env:
      - name: ORGKIT_BRIEF_WIDTH
    ini:
      - section: orgkit_brief
        key: width
  changes:
    description: How many changes of a task are shown at most; all of them with C(-v).
    type: int
    default: 100
    env:
      - name: ORGKIT_BRIEF_CHANGES
    ini:
      - section: orgkit_brief
        key: changes
"""

import difflib
import shutil
import textwrap
from collections.abc import Iterator, Mapping
from typing import Any

from ansible import constants as C
from ansible.plugins.callback import CallbackBase

from ansible_collections.orgkit.cloud.plugins.module_utils._core.text import shown

COLLECTION = "orgkit.cloud."
DEBUG = ("debug", "ansible.builtin.debug", "ansible.legacy.debug")
OF_ANSIBLE = ("changed", "failed", "warnings", "deprecations", "invocation")
WIDEST = 120
FRAME = ("---", "+++", "@@")
SIGNS = {"add": "+", "invite": "+", "create": "+", "remove": "-", "revoke": "-", "delete": "-", "leave": "-"}
IN_EFFECT = ("planned", "done")
INDENT = " " * 14


class CallbackModule(CallbackBase):
    """Prints tasks as they end."""

    CALLBACK_VERSION = 2.0
    CALLBACK_TYPE = "stdout"
    CALLBACK_NAME = "orgkit.cloud.brief"

    def __init__(self) -> None:
        super().__init__()
        self._named: Any = None

    def v2_playbook_on_no_hosts_matched(self) -> None:
        self._display.display("   no hosts matched", color=C.COLOR_SKIP)

    def v2_runner_on_ok(self, result: Any) -> None:
        if not result._result.get("results"):
            self._show(result, "ok")

    def v2_runner_on_failed(self, result: Any, ignore_errors: bool = False) -> None:
        if not result._result.get("results"):
            self._show(result, "ignored" if ignore_errors else "failed")

    def v2_runner_on_unreachable(self, result: Any) -> None:
        self._show(result, "unreachable")

    def v2_runner_item_on_ok(self, result: Any) -> None:
        self._show(result, "ok")

    def v2_runner_item_on_failed(self, result: Any) -> None:
        self._show(result, "failed")

    def v2_playbook_on_stats(self, stats: Any) -> None:
        hosts = sorted(stats.processed) or ["localhost"]
        for host in hosts:
            counts = stats.summarize(host)
            failed = counts["failures"] + counts["unreachable"]
            told = f"{counts['changed']} changed, {failed} failed"
            self._display.display(
                f"   recap: {told}" if hosts == ["localhost"] else f"   recap of {shown(host)}: {told}"
            )

    def _show(self, result: Any, status: str) -> None:
        """One line for a task or a loop item, then what changed."""
        fields, action = result._result, result._task.action
        is_ours = action.startswith(COLLECTION)
        if status == "ok" and fields.get("changed"):
            status = "changed"
        if not is_ours and status == "ok" and action not in DEBUG:
            return
        if is_ours and status in ("ok", "changed") and fields.get("error"):
            # Its play goes on, and fails later.
            status = "in part" if fields.get("changed") else "failed"
        self._show_name(result)
        told = _sentence(fields, self._get_item_label(fields), is_debug=action in DEBUG)
        line = f"{status + ':':8} {shown(told)}".rstrip()
        first = textwrap.fill(line, self._width(), initial_indent="     ", subsequent_indent=INDENT)
        self._display.display(first, color=_colour(status))
        for text in fields.get("warnings") or ():
            self._show_text(f"warning: {text}", C.COLOR_WARN)
        if status in ("failed", "ignored", "unreachable") and not is_ours:
            for line in str(fields.get("stderr") or fields.get("stdout") or "").splitlines():
                self._show_text(line, _colour(status))
        # A task that says that it changes nothing only looks.
        if is_ours and status != "ok":
            self._show_changes(fields)

    def _show_name(self, result: Any) -> None:
        """The name of the task, once; and the host, when it is not the machine itself."""
        host = str(result._host.get_name())
        named = (result._task._uuid, host)
        if named != self._named:
            self._named = named
            place = "" if host == "localhost" else f" [{host}]"
            self._display.display(f"   {shown(str(result._task.name or result._task.action) + place)}")

    def _show_text(self, text: str, colour: str) -> None:
        self._display.display(
            textwrap.indent(textwrap.fill(shown(text), self._width() - len(INDENT)), INDENT), color=colour
        )

    def _show_changes(self, fields: Mapping[str, Any]) -> None:
        """Before and after when they are there, else every change; always those that did not come to be."""
        changes = list(fields.get("changes") or ())
        lines = list(_diff_lines(fields["diff"])) if fields.get("diff") else []
        lines += [_change_line(row) for row in changes if not lines or row.get("status") not in IN_EFFECT]
        most = len(lines) if self._display.verbosity else int(self.get_option("changes"))
        colours = {"+": C.COLOR_DIFF_ADD, "-": C.COLOR_DIFF_REMOVE, "~": C.COLOR_CHANGED}
        for line in lines[:most]:
            self._display.display(INDENT + shown(line), color=colours.get(line[0], C.COLOR_ERROR))
        if len(lines) > most:
            self._display.display(f"{INDENT}and {len(lines) - most} more, which -v shows")

    def _width(self) -> int:
        return int(self.get_option("width")) or min(WIDEST, shutil.get_terminal_size((100, 24)).columns)


def _sentence(fields: Mapping[str, Any], label: Any, *, is_debug: bool) -> str:
    """What a task, or an item of its loop, says of itself."""
    # The task debug gives a variable under its own name.
    own = [f"{name}: {value}" for name, value in fields.items() if name not in OF_ANSIBLE and name[:1] != "_"]
    told = str(fields.get("msg", fields.get("censored", "; ".join(own) if is_debug else "")))
    return f"{label}: {told}" if label else told


def _diff_lines(diff: Any) -> Iterator[str]:
    for part in diff if isinstance(diff, list) else [diff]:
        before, after = (str(part.get(side, "")).split("\n") for side in ("before", "after"))
        for line in difflib.unified_diff(before, after, n=0, lineterm=""):
            if not line.startswith(FRAME):
                yield f"{line[0]} {line[1:]}"


def _change_line(row: Mapping[str, Any]) -> str:
    """A change as one line; one that did not come to be with its status and its reason."""
    status = str(row.get("status"))
    sign = SIGNS.get(str(row.get("action")), "~") if status in (*IN_EFFECT, "pending") else "!"
    invited = " (invitation)" if row.get("action") == "invite" else ""
    standing = "" if status in IN_EFFECT else f": {status.replace('_', ' ')}"
    reason = (row.get("error") or {}).get("message")
    return f"{sign} {row.get('text')}{invited}{standing}{f': {reason}' if reason else ''}"


def _colour(status: str) -> str:
    colours = {
        "changed": C.COLOR_CHANGED,
        "ok": C.COLOR_OK,
        "ignored": C.COLOR_WARN,
        "in part": C.COLOR_WARN,
        "unreachable": C.COLOR_UNREACHABLE,
    }
    return str(colours.get(status, C.COLOR_ERROR))
