# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the answer of a writing request to the status of its changes: the same for every cloud and every kind of thing."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Callable

from .errors import UNEXPECTED, OrgkitError
from .plan import ALREADY, DONE, FAILED, NOT_TRIED, UNKNOWN, Change, Ref
from .text import time_text

RUN_AGAIN = "Run again: the next run looks at what is there now."


@dataclass
class Reply:
    """What a writing request brought: failures are the changes (by position) that were refused or stayed unclear.

    new_id is the id of the thing that the request created.
    """

    request_id: str | None = None
    new_id: str | None = None
    failures: dict[int, OrgkitError] = field(default_factory=dict)


class Stops:
    """Which scopes must not be written to any more: everything, or a group (or another part) by its id."""

    def __init__(self) -> None:
        self._task = False
        self._parts: set[str] = set()

    def note(self, error: OrgkitError, part: str) -> None:
        """An error that is about more than its own request."""
        if error.scope == "task":
            self._task = True
        elif error.scope == "group":
            self._parts.add(part)

    def of_task(self) -> Stops:
        """What stops the whole task, without what stops a part of it only."""
        stops = Stops()
        stops._task = self._task
        return stops

    def covers(self, part: str) -> bool:
        """Whether nothing more may be sent to this part."""
        return self._task or part in self._parts


def write(
    changes: Sequence[Change],
    send: Callable[[], Reply],
    stops: Stops,
    *,
    part: str = "",
    acknowledged: Callable[[Change], str] = lambda change: DONE,
) -> None:
    """Send the one request of these changes and note on each of them what the answer means. Raises nothing.

    part is what an error of scope `group` stops. acknowledged gives the status of a change that the API accepted: done, or
    pending when somebody has to consent. A change whose answer was lost, or could not be understood, is unknown.
    """
    if stops.covers(part):
        for change in changes:
            change.status, change.error = NOT_TRIED, None
        return
    try:
        reply = send()
    except OrgkitError as error:
        reply = Reply(error.request_id, failures=dict.fromkeys(range(len(changes)), error))
    except Exception as error:
        # The request may have been sent, and only a look can tell what became of it.
        unclear = OrgkitError(UNEXPECTED, f"Unexpected {type(error).__name__}: {error}")
        unclear.outcome_unknown = True
        reply = Reply(failures=dict.fromkeys(range(len(changes)), unclear))
    moment = time_text(time.time())
    for number, change in enumerate(changes):
        change.request_id, change.time = reply.request_id, moment
        failure = reply.failures.get(number)
        if failure is None:
            change.status, change.error = acknowledged(change), None
            if reply.new_id is not None:
                change.subject = Ref(reply.new_id, change.subject.name)
        else:
            stops.note(failure, part)
            note_failure(change, failure)


def note_failure(change: Change, failure: OrgkitError) -> None:
    """What the error of a request means for one of its changes."""
    change.request_id = failure.request_id
    change.error = failure.report()
    change.error["hint"] = failure.hint or RUN_AGAIN
    if failure.already:
        change.status = ALREADY
    else:
        change.status = UNKNOWN if failure.outcome_unknown else FAILED
