# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a task that made a report returns, and when it fails. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from .._core.errors import REFUSED, OrgkitError
from .._core.run import Failure
from .report import Report
from .summary import verdict

# More would break AWX, and nobody reads it there.
MOST_TEXTS = 50


def result_of(report: Report, folder: str, files: list[dict[str, Any]]) -> dict[str, Any]:
    """The result of the task. Files are no change of a cloud."""
    return {
        "changed": False,
        "msg": f"{verdict(report)} The report is in {folder}.",
        "counts": report.counts,
        "open": report.open,
        "findings": [f"{one.name}: {one.text}" for one in report.findings[:MOST_TEXTS]],
        "complete": report.complete,
        "differences_count": len(report.differences),
        "files": files,
        "warnings": list(report.warnings),
    }


def gate(report: Report, fail_on: Iterable[str], result: dict[str, Any]) -> None:
    """Raises Failure, which keeps the result, when there are findings of a class that shall fail the task."""
    numbers = {name: sum(report.counts[name].values()) for name in dict.fromkeys(fail_on)}
    told = [f"{number} {name.replace('_', ' ')}" for name, number in numbers.items() if number]
    if told:
        message = f"There are findings that fail_on names: {', '.join(told)}."
        raise Failure(OrgkitError(REFUSED, message, hint=str(result["msg"])), result)
