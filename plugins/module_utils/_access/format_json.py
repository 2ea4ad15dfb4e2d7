# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report for tools: one JSON document, described by docs/schemas/report.schema.json. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from .markup import json_text_of
from .report import Report
from .summary import about, verdict

SCHEMA = 1


def json_text(report: Report) -> Iterator[str]:
    """The text of the file, in parts."""
    rows = {
        "findings": (one.row() for one in report.findings),
        "differences": (one.row() for one in report.differences),
    }
    yield from json_text_of(head(report), rows)
    yield "\n"


def head(report: Report) -> dict[str, Any]:
    """What stands in it beside the lists."""
    return {
        "schema": SCHEMA,
        "created": report.created,
        "verdict": verdict(report),
        "complete": report.complete,
        "declared": report.declared,
        "open": report.open,
        "counts": report.counts,
        "snapshots": [about(one) for one in report.snapshots],
        "baseline": [about(one) for one in report.baselines],
        "failed_snapshots": [{"cloud": one.cloud, "reason": one.reason} for one in report.failed],
    }
