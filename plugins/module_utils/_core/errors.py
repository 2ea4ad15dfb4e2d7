# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The typed errors of the collection. Utilities raise them; `_module.py` turns them into a failure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

# The codes that are ours; every other code is the code of the API itself.
UNRESOLVED_NAMES = "unresolved_names"
AMBIGUOUS_NAME = "ambiguous_name"
REMOVAL_LIMIT = "removal_limit"
EMPTY_REFUSED = "empty_refused"
PROTECTED = "protected"
NOT_EDITABLE = "not_editable"
NOT_REMOVABLE = "not_removable"
CREDENTIALS = "credentials"
ORGANIZATION_MISMATCH = "organization_mismatch"
OUTCOME_UNKNOWN = "outcome_unknown"
PARTIAL_FAILURE = "partial_failure"
INVALID_INPUT = "invalid_input"
REFUSED = "refused"
CONNECTION_FAILED = "connection_failed"
BAD_RESPONSE = "bad_response"
MISSING_LIBRARY = "missing_library"
PLAN_CHANGED = "plan_changed"
UNEXPECTED = "unexpected"
BLOCKED = "blocked"
CONFLICT = "conflict"


class OrgkitError(Exception):
    """A failure with a code, a sentence for people and, where there is one, a hint about what to do.

    items are rows of {name, kind, group, candidates} that name what could not be resolved or was refused.
    When it meets a write, no further one of the task is sent.
    """

    scope = "task"
    outcome_unknown = False
    already = False

    def __init__(
        self,
        code: str,
        message: str,
        *,
        hint: str = "",
        request_id: str | None = None,
        http_status: int | None = None,
        items: Iterable[dict[str, Any]] = (),
    ) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.hint = hint
        self.request_id = request_id
        self.http_status = http_status
        self.items = list(items)

    def report(self) -> dict[str, Any]:
        """The `error` key of a failed result."""
        return {
            "code": self.code,
            "message": self.message,
            "request_id": self.request_id,
            "http_status": self.http_status,
            "hint": self.hint,
            "items": self.items,
        }

    def sentence(self) -> str:
        """Message and hint as one text for the failure's `msg`."""
        end = "" if self.message.endswith((".", "!", "?")) else "."
        return f"{self.message}{end} {self.hint}".strip()


class ApiError(OrgkitError):
    """An API or the network refused a request.

    throttled: the request was certainly not executed and may be sent again later.
    transient: the same read may succeed later; after a write the outcome is unknown.
    outcome_unknown: set when this was the answer to a write that may have been executed.
    already: the wished state was there before the request arrived.
    scope: what the error is about: `item` (this request), `group` or `task`; no further write of that scope is sent.
    retry_after: seconds that the server asked to wait, or None.
    max_repeats: how often the request may be repeated at most, or None when only time limits it.
    """

    def __init__(
        self,
        code: str,
        message: str,
        *,
        throttled: bool = False,
        transient: bool = False,
        outcome_unknown: bool = False,
        already: bool = False,
        scope: str = "item",
        retry_after: float | None = None,
        max_repeats: int | None = None,
        **details: Any,
    ) -> None:
        super().__init__(code, message, **details)
        self.throttled = throttled
        self.transient = transient
        self.outcome_unknown = outcome_unknown
        self.already = already
        self.scope = scope
        self.retry_after = retry_after
        self.max_repeats = max_repeats


def invalid_input(problems: Iterable[str], *, hint: str = "", items: Iterable[dict[str, Any]] = ()) -> OrgkitError:
    """One error for all faults that were found in the options of a task."""
    return OrgkitError(INVALID_INPUT, " ".join(problems), hint=hint, items=items)
