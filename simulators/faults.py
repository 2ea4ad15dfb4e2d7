# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Faults that a test orders and a simulator injects."""

from __future__ import annotations

import gzip
import threading
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

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
    "bomb_after",
    "deep_after",
    "status_inside",
    "text_totals",
    "shifting_list",
    "no_list",
    "null_rows",
)
# They take as long as their client waits, so they are ordered by themselves.
SLOW = ("drip_after",)
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
        "bomb_after",
        "deep_after",
        "drip_after",
        "text_totals",
        "shifting_list",
        "no_list",
        "null_rows",
    }
)
# The answer is still a good one, only written differently.
GENTLE = frozenset({"charset", "null_lists", "missing_fields", "text_totals"})
# They change lists only: a page that comes again, a row that left before this page, no list at all, rows of nothing.
OF_LISTS = frozenset({"repeat_page", "shifting_list", "no_list", "null_rows"})


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
        return self.kind not in GENTLE | OF_LISTS


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
        if kind not in (*KINDS, *SLOW):
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


def changed_page(kind: str, body: dict[str, Any], rows: str, total: str, *, is_first: bool) -> dict[str, Any]:
    """A page as a fault of lists makes it; rows and total are the names of its keys."""
    found = body.get(rows)
    if not isinstance(found, list):
        return body
    if kind == "no_list":
        return {name: value for name, value in body.items() if name not in (rows, total)}
    if kind == "null_rows":
        return {
            **body,
            rows: [None if number % 2 else dict.fromkeys(row) for number, row in enumerate(found)] or [None],
        }
    if kind == "text_totals" and total in body:
        return {**body, total: str(body[total])}
    if kind == "shifting_list" and not is_first and found:
        # A row of a page before is gone: the first one of this page stands on that page now.
        return {**body, rows: found[1:], **({total: body[total] - 1} if total in body else {})}
    return body


@lru_cache(maxsize=1)
def bomb() -> bytes:
    """A small body in gzip that unpacks to more than any answer may have."""
    return gzip.compress(b" " * (65 * 1024 * 1024), 1)


DEEP = b'{"Response": ' + b"[" * 100_000
