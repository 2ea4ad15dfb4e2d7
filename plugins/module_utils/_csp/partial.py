# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an answer of the kind "partial success" says of each name or id that was sent. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from .._core.errors import REFUSED, ApiError, OrgkitError


def failures_of(answer: Mapping[str, Any], sent: Sequence[str], hint: str) -> dict[int, OrgkitError]:
    """Which of the sent names or ids, by position, an answer lists as failed, or does not list at all.

    hint says what a person can check where the API gives no reason.
    """
    reasons = {str(row.get("id")).casefold(): row for row in _list(answer, "failures") if isinstance(row, dict)}
    failed = {str(name).casefold() for name in _list(answer, "failed")}
    succeeded = {str(name).casefold() for name in _list(answer, "succeeded")}
    failures: dict[int, OrgkitError] = {}
    for number, name in enumerate(sent):
        key = name.casefold()
        if key in reasons:
            reason = reasons[key].get("message") or "no reason is given"
            code = str(reasons[key].get("errorCode") or REFUSED)
            failures[number] = ApiError(code, f"The API refuses {name}: {reason}.", hint=hint, http_status=200)
        elif key in failed:
            message = f"The API lists {name} as failed and gives no reason."
            failures[number] = ApiError(REFUSED, message, hint=hint, http_status=200)
        elif key not in succeeded:
            message = f"The API does not say what became of {name}."
            failures[number] = ApiError(REFUSED, message, http_status=200, outcome_unknown=True)
    return failures


def _list(answer: Mapping[str, Any], key: str) -> Sequence[Any]:
    value = answer.get(key)
    return value if isinstance(value, list) else ()
