# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether and when a request is sent again: one judgement for all requests of a task."""

from __future__ import annotations

from typing import Callable

from .._core.errors import ApiError
from .pacing import backoff

# Nobody listens, or something else than the API does: a few attempts help over a restart, a minute of silence would puzzle.
FEW_REPEATS = 5


class Repeats:
    """Decides about repeats; retry_timeout is in seconds from a request's first attempt, clock never goes back.

    A throttle that outlasts retry_timeout is waited for once in a task: later throttled requests are not repeated.
    """

    def __init__(self, retry_timeout: float, clock: Callable[[], float]) -> None:
        self._retry_timeout = retry_timeout
        self._clock = clock
        self._patience_is_over = False

    def delay(self, error: ApiError, started: float, repeats: int, *, write: bool, repeatable: bool) -> float | None:
        """Seconds until the next attempt, or None when there is none.

        A throttle that outlasted its waits is then an error of the task: nothing more is written.
        """
        if not repeatable or not (error.throttled or (error.transient and not write)):
            return None
        delay = backoff(repeats, error.retry_after)
        allowed = error.max_repeats is None or repeats < error.max_repeats
        if allowed and self._in_time(started, delay) and not (error.throttled and self._patience_is_over):
            return delay
        if error.throttled and self._retry_timeout > 0:
            self._patience_is_over = True
            error.scope = "task"
        return None

    def _in_time(self, started: float, delay: float) -> bool:
        limit = self._retry_timeout
        return limit > 0 and self._clock() + delay <= started + limit
