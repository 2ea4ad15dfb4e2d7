# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Which process is the controller of a module on the same machine, and whether it is still there."""

from __future__ import annotations

from typing import Callable

# How the action plugin tells the module; only on the same machine, and never for an async task, which outlives the play.
VARIABLE = "_ORGKIT_CONTROLLER"
# The place of the start time behind the name of the program, which stands in parentheses and may hold anything.
_STARTED = 19


def mark_of(process: int) -> str:
    """Number and start time of a process, which no two ever share. Blank when it has ended, or where /proc is missing."""
    try:
        with open(f"/proc/{process}/stat", encoding="utf-8", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return ""
    # A process that has ended and whom nobody has asked for its exit code is still listed.
    return "" if fields[0] in ("Z", "X") else f"{process}:{fields[_STARTED]}"


def gone(mark: str) -> Callable[[], bool]:
    """Tells whether the process of the mark has ended. Never says so where processes of others are hidden, or without mark."""
    process = int(mark.partition(":")[0] or 0)
    visible = bool(mark) and (mark_of(process) == mark or bool(mark_of(1)))
    return lambda: visible and mark_of(process) != mark
