# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report in short, for a pull request or a chat. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .._core.text import shown
from .findings import CLASSES, MEANINGS
from .report import Report
from .summary import CLOUD_NAMES, POPULATION, organization, population, verdict

MOST = 10
MOST_DIFFERENCES = 20


def markdown_text(report: Report) -> Iterator[str]:
    """The text of the file, in parts. Names of others stand in code, where nothing of them is obeyed."""
    yield f"# Who has access\n\n**{verdict(report)}**\n\n"
    for snapshot in report.snapshots:
        numbers = ", ".join(f"{number} {POPULATION[kind]}" for kind, number in population(snapshot).items())
        whole = "" if snapshot.complete else " **Incomplete.**"
        cloud = CLOUD_NAMES[snapshot.cloud]
        yield f"- {cloud}, organization {code(organization(snapshot))}, {snapshot.header['started']}: {numbers}.{whole}\n"
    for failed in report.failed:
        yield f"- {CLOUD_NAMES[failed.cloud]}: **no snapshot.** {code(failed.reason)}\n"
    if report.findings:
        yield from _findings(report)
    if report.baselines:
        yield from _differences(report)


def _findings(report: Report) -> Iterator[str]:
    clouds = report.clouds
    yield "\n## Findings\n\n| Class | " + " | ".join(CLOUD_NAMES[cloud] for cloud in clouds) + " | |\n"
    yield "| --- |" + " ---: |" * len(clouds) + " --- |\n"
    counts = {name: numbers for name, numbers in report.counts.items() if any(numbers.values())}
    for name, numbers in counts.items():
        told = " | ".join(str(numbers[cloud]) for cloud in clouds)
        yield f"| {name.replace('_', ' ')} | {told} | {MEANINGS[name]} |\n"
    for name in CLASSES:
        found = [one for one in report.findings if one.name == name]
        if found and name != "excepted":
            yield f"\n### {name.replace('_', ' ')}\n\n"
            yield from (f"- {code(one.text)}\n" for one in found[:MOST])
            if len(found) > MOST:
                yield f"- and {len(found) - MOST} more\n"


def _differences(report: Report) -> Iterator[str]:
    yield f"\n## Since the last snapshot: {len(report.differences)} differences\n\n"
    yield from (f"- {code(one.text)}\n" for one in report.differences[:MOST_DIFFERENCES])
    if len(report.differences) > MOST_DIFFERENCES:
        yield f"- and {len(report.differences) - MOST_DIFFERENCES} more\n"


def code(text: str) -> str:
    """A text as a code span, whatever marks stand in it. Surrogates and line breaks are shown, not written."""
    text = shown(text)
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    return f"{fence} {text} {fence}" if longest or not text.strip() else f"{fence}{text}{fence}"
