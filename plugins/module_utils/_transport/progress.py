# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Work in many steps: how far it is (said after five seconds and then every ten)."""

from __future__ import annotations

import threading
from typing import Any, Callable

FIRST_AFTER = 5.0
THEN_EVERY = 10.0


class Progress:
    """Counts finished pieces of `total` and tells about them; clock gives seconds that never go back."""

    def __init__(self, total: int, tell: Callable[[str], object] | None, clock: Callable[[], float]) -> None:
        self._total = total
        self._tell = tell
        self._clock = clock
        self._lock = threading.Lock()
        self._done = 0
        self._started = clock()
        self._next = self._started + FIRST_AFTER

    def advance(self, _piece: Any = None) -> None:
        """One more piece is finished."""
        with self._lock:
            self._done += 1
            now = self._clock()
            if self._tell is None or now < self._next or self._done >= self._total:
                return
            self._next = now + THEN_EVERY
            left = (now - self._started) / self._done * (self._total - self._done)
            text = f"{self._done} of {self._total} steps done, about {left:.0f} seconds left"
        self._tell(text)
