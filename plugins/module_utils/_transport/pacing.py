# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One limiter for all threads of a task and all tasks of a machine, and the waits between attempts."""

from __future__ import annotations

import math
import random
from email.utils import parsedate_to_datetime
from typing import Callable

from .paces import OwnPaces, Pace, Paces

# A little more than the second in which a server counts, since requests do not travel equally fast.
WINDOW_MARGIN = 1.02
FIRST_BACKOFF = 0.5
LONGEST_BACKOFF = 8.0
# Nothing travels faster, and nobody waits longer: beyond these, numbers are not numbers of seconds any more.
HIGHEST_RATE = 1000.0
LONGEST_WAIT = 86400.0
# Who is refused shares the limit with others: the pace is cut by this factor, at most once in a second, and grows again by
# this part of the rate in each second.
CUT = 0.7
GROWTH = 0.1
SLOWEST_SHARE = 1 / 32


class Pacer:
    """Hands out moments to send, at most `rate` in any rolling second for each bucket, and less while others take their part.

    clock gives seconds that never go back; sleep waits seconds; paces is what is known of every bucket.
    """

    def __init__(
        self, rate: float, clock: Callable[[], float], sleep: Callable[[float], object], paces: Paces | None = None
    ) -> None:
        rate = min(max(rate, 1 / LONGEST_WAIT), HIGHEST_RATE)
        self._slots = math.ceil(rate)
        # A broken rate, such as 2.5, has no first burst: turns are spread evenly from the beginning.
        self._evenly = rate != self._slots
        self._distance = WINDOW_MARGIN / rate
        self._window = max(WINDOW_MARGIN, self._distance)
        self._clock = clock
        self._sleep = sleep
        self._paces = paces or OwnPaces()

    def wait(self, bucket: str) -> None:
        """Return when a request of the bucket may be sent."""
        with self._paces.of(bucket) as pace:
            now = self._clock()
            moment = self._next(pace, now)
            pace.add(moment, self._slots, now - WINDOW_MARGIN)
        if moment <= now:
            return
        self._sleep(moment - now)
        late = self._clock() - moment
        if late > self._window / 200:
            # Whoever overslept sends later than planned, and the next round must count from then.
            with self._paces.of(bucket) as pace:
                pace.sent(moment, moment + late)

    def pause(self, bucket: str, seconds: float) -> None:
        """Let nobody send in this bucket for some seconds, and fewer after that: the server said that it is too much."""
        with self._paces.of(bucket) as pace:
            now = self._clock()
            pace.paused_until = max(now + seconds, pace.paused_until)
            if now - pace.cut_at >= 1.0:
                pace.share = max(self._share(pace, now) * CUT, SLOWEST_SHARE)
                pace.cut_at = now

    def _next(self, pace: Pace, now: float) -> float:
        moment = max(now, pace.paused_until)
        share = self._share(pace, now)
        full = len(pace.turns) >= self._slots
        if full:
            moment = max(moment, pace.turns[-self._slots][1] + self._window)
        if pace.turns and (full or self._evenly or share < 1.0):
            # After a first burst the turns are spread evenly, since a burst over many connections arrives unevenly.
            moment = max(moment, pace.turns[-1][0] + self._distance / share)
        return moment

    @staticmethod
    def _share(pace: Pace, now: float) -> float:
        return min(1.0, pace.share + GROWTH * max(0.0, now - pace.cut_at))


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
