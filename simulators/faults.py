# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that a test orders and a simulator injects."""

from __future__ import annotations

import threading
from dataclasses import dataclass

KINDS = (
    "cut_before",
    "cut_after",
    "internal_error",
    "internal_error_after",
    "http_503",
    "http_502_after",
    "throttled",
    "html",
    "html_after",
    "malformed",
    "malformed_after",
    "charset",
    "repeat_page",
    "null_lists",
    "missing_fields",
)
# The request takes effect, only its answer is spoilt or changed.
EXECUTED = frozenset(
    {
        "cut_after",
        "internal_error_after",
        "http_502_after",
        "html_after",
        "malformed_after",
        "charset",
        "repeat_page",
        "null_lists",
        "missing_fields",
    }
)


# The answer is still a good one, only written differently.
GENTLE = frozenset({"charset", "repeat_page", "null_lists", "missing_fields"})


@dataclass
class Fault:
    """One order: which requests it meets, and how often."""

    kind: str
    action: str | None = None
    position: int = 1
    times: int = 1
    seconds: float | str | None = None

    @property
    def executes(self) -> bool:
        """Whether the request is carried out although its answer is spoilt."""
        return self.kind in EXECUTED

    @property
    def spoils(self) -> bool:
        """Whether the caller cannot see what became of the request."""
        return self.kind not in GENTLE


@dataclass
class _Order:
    fault: Fault
    seen: int = 0
    fired: int = 0

    def is_due(self) -> bool:
        return self.seen >= self.fault.position and self.fired < self.fault.times


class Faults:
    """The list of open orders. Thread safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._orders: list[_Order] = []
        self.injected = 0

    def add(
        self,
        kind: str,
        action: str | None = None,
        position: int = 1,
        times: int = 1,
        seconds: float | str | None = None,
    ) -> None:
        """Order a fault for the `position`-th matching request from now on, and the `times` - 1 after it."""
        if kind not in KINDS:
            raise ValueError(f"unknown kind of fault: {kind}")
        with self._lock:
            self._orders.append(_Order(Fault(kind, action, position, times, seconds)))

    def take(self, action: str) -> Fault | None:
        """The fault for this request, or None. Of several that are due, the oldest goes first; the others wait."""
        with self._lock:
            matching = [order for order in self._orders if order.fault.action in (None, action)]
            for order in matching:
                order.seen += 1
            for order in matching:
                if order.is_due():
                    order.fired += 1
                    self.injected += 1
                    return order.fault
        return None

    def clear(self) -> None:
        """Forget all orders and the count."""
        with self._lock:
            self._orders.clear()
            self.injected = 0
