# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The days of moments. Pure."""

from __future__ import annotations

from datetime import date, datetime, timezone


def day_of(time: str | None) -> date | None:
    """The day of a time in a snapshot, or None when it is not known."""
    try:
        return date.fromisoformat((time or "")[:10])
    except ValueError:
        return None


def day_at(seconds: float) -> date:
    """The day of a time of the clock, in UTC."""
    return datetime.fromtimestamp(seconds, timezone.utc).date()
