# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One limiter for all threads, and the waits between attempts."""

from __future__ import annotations

import random
import threading
from collections import deque
from email.utils import parsedate_to_datetime
from typing import Callable

# A little more than the second in which a server counts, since requests do not travel equally fast.
WINDOW_MARGIN = 1.02
FIRST_BACKOFF = 0.5
LONGEST_BACKOFF = 8.0
# Nothing travels faster, and nobody waits longer: beyond these, numbers are not numbers of seconds any more.
HIGHEST_RATE = 1000.0
LONGEST_WAIT = 86400.0


class _Turn:
    """A moment to send, planned and real."""

    def __init__(self, planned: float) -> None:
        self.planned = planned
        self.sent = planned


class Pacer:
    """Hands out moments to send, at most `rate` in any rolling second for each bucket.

    clock gives seconds that never go back; sleep waits seconds.
    """

    def __init__(self, rate: float, clock: Callable[[], float], sleep: Callable[[float], object]) -> None:
        rate = min(max(rate, 1 / LONGEST_WAIT), HIGHEST_RATE)
        # A broken rate, such as 2.5, is kept by even spacing.
        self._slots = int(rate) if rate == int(rate) else 1
        self._window = self._slots / rate * WINDOW_MARGIN
        self._clock = clock
        self._sleep = sleep
        self._lock = threading.Lock()
        self._turns: dict[str, deque[_Turn]] = {}
        self._paused_until: dict[str, float] = {}

    def wait(self, bucket: str) -> None:
        """Return when a request of the bucket may be sent."""
        with self._lock:
            now = self._clock()
            turns = self._turns.setdefault(bucket, deque(maxlen=self._slots))
            moment = max(now, self._paused_until.get(bucket, now))
            if len(turns) == self._slots:
                # After a first burst the turns are spread evenly, since a burst over many connections arrives unevenly.
                moment = max(moment, turns[0].sent + self._window, turns[-1].planned + self._window / self._slots)
            turn = _Turn(moment)
            turns.append(turn)
        if moment > now:
            self._sleep(moment - now)
            # Whoever overslept sends later than planned, and the next round must count from then.
            turn.sent = max(moment, self._clock())

    def pause(self, bucket: str, seconds: float) -> None:
        """Let nobody send in this bucket for some seconds: the server said that it is too much."""
        with self._lock:
            until = self._clock() + seconds
            self._paused_until[bucket] = max(until, self._paused_until.get(bucket, until))


def backoff(repeats: int, retry_after: float | None = None) -> float:
    """Seconds to wait before the next attempt, after `repeats` repeats so far.

    It doubles up to eight seconds, with jitter; a longer wait that the server asks for is kept.
    """
    longest = min(LONGEST_BACKOFF, FIRST_BACKOFF * 2.0 ** min(repeats, 10))
    return max(longest * random.uniform(0.5, 1.0), min(retry_after or 0.0, LONGEST_WAIT))


def retry_after(header: str | None, now: float) -> float | None:
    """Seconds that a server asks to wait, from the header Retry-After (seconds or a date); now is in Unix seconds."""
    text = (header or "").strip()
    if text.isdecimal():
        return float(text[:12])
    try:
        return max(0.0, parsedate_to_datetime(text).timestamp() - now)
    except (TypeError, ValueError, OverflowError):
        return None
