# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Days as people write them. Pure."""

from __future__ import annotations

import re
from datetime import date, datetime, timezone
from typing import Any

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")


def read_day(value: Any, where: str, problems: list[str]) -> date | None:
    """The day of a text such as 2026-12-31; None when nothing is given. What is no day is a problem."""
    if value is None or value == "":
        return None
    text = str(value)
    try:
        if _DAY.fullmatch(text):
            return date.fromisoformat(text)
    except ValueError:
        pass
    problems.append(f"{where} is {text!r}; a date is written as 2026-12-31.")
    return None


def day_of(time: str | None) -> date | None:
    """The day of a time in a snapshot, or None when it is not known."""
    try:
        return date.fromisoformat((time or "")[:10])
    except ValueError:
        return None


def day_at(seconds: float) -> date:
    """The day of a time of the clock, in UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).date()
