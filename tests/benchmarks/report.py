# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Tables, the machine's description, and the page that is kept in docs/."""

from __future__ import annotations

import os
import platform
import re
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Table:
    """A measurement: rows under headings, a sentence about them, and what was expected of them."""

    title: str
    note: str
    headings: Sequence[str]
    rows: list[Sequence[Any]] = field(default_factory=list)
    checks: list[tuple[str, bool]] = field(default_factory=list)

    def expect(self, sentence: str, holds: bool) -> None:
        """Note an expectation and whether it was met."""
        self.checks.append((sentence, holds))

    def lines(self) -> Iterable[str]:
        """The table in Markdown."""
        yield from (f"## {self.title}", "", self.note, "")
        texts = [self.headings, *([_text(value) for value in row] for row in self.rows)]
        columns = range(len(self.headings))
        widths = [max(len(row[column]) for row in texts) for column in columns]
        numbers = [not isinstance(self.rows[0][column], str) for column in columns]
        rule = [("-" * (width - 1) + ":") if number else "-" * width for width, number in zip(widths, numbers)]
        for row in (texts[0], rule, *texts[1:]):
            cells = (
                text.rjust(width) if number else text.ljust(width) for text, width, number in zip(row, widths, numbers)
            )
            yield f"| {' | '.join(cells)} |"
        yield ""
        for sentence, holds in self.checks:
            yield f"- {'met' if holds else '**missed**'}: {sentence}"
        if self.checks:
            yield ""


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:,.2f}" if value < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def machine(versions: dict[str, str]) -> Iterable[str]:
    """What was measured on, as a list in Markdown."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()
    yield f"- {cores} cores{_processor()}, {_memory()} memory, {platform.system()}"
    yield f"- Python {platform.python_version()}, " + ", ".join(f"{name} {number}" for name, number in versions.items())
    load = os.getloadavg()[0]
    yield f"- {time.strftime('%Y-%m-%d', time.gmtime())}, load of the machine at the start {load:.1f}"
    if cores and load > cores:
        yield "- **The machine was busy with other work**: seconds are too high, and what is expected of them may be missed."


def _processor() -> str:
    try:
        found = re.search(r"^model name\s*: (.*)$", Path("/proc/cpuinfo").read_text(encoding="utf-8"), re.MULTILINE)
    except OSError:
        return ""
    return f" ({found[1].strip()})" if found else ""


def _memory() -> str:
    try:
        size = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (ValueError, OSError):
        return "unknown"
    return f"{size / 2**30:.0f} GB"
