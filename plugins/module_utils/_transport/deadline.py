# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One deadline for the whole of a request. The timeouts of httpx begin anew with every read of a socket."""

from __future__ import annotations

import threading
from typing import Any, Callable

# What is left for a connection that begins too late: it ends with the timeout that its caller knows.
LEAST = 0.001


class DeadlinePassed(Exception):
    """The answer was not complete in time. The request may have been executed."""


class Deadline:
    """The deadline of the request that a thread sends; clock gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._moments = threading.local()

    def begin(self, seconds: float) -> None:
        """From now on the request of this thread has so many seconds."""
        self._moments.end = self._clock() + seconds

    def left(self) -> float:
        """Seconds that are left. Raises DeadlinePassed when there are none."""
        left: float = self._moments.end - self._clock()
        if left <= 0:
            raise DeadlinePassed
        return left

    def shortened(self, timeout: float | None) -> float:
        """A timeout that does not reach beyond the deadline. Raises DeadlinePassed."""
        left = self.left()
        return left if timeout is None else min(timeout, left)


class TimedNetwork:
    """A network backend of httpcore whose connections keep a deadline."""

    def __init__(self, backend: Any, deadline: Deadline) -> None:
        self._backend = backend
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._backend, name)

    def connect_tcp(self, *args: Any, **options: Any) -> TimedStream:
        """A connection; a timeout of it is raised as the backend does, since nothing was sent."""
        return TimedStream(self._backend.connect_tcp(*args, **_cut(options, self._deadline)), self._deadline)


class TimedStream:
    """A connection whose reads and writes keep a deadline."""

    def __init__(self, stream: Any, deadline: Deadline) -> None:
        self._stream = stream
        self._deadline = deadline

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        """Some bytes. Raises DeadlinePassed."""
        return self._stream.read(max_bytes, timeout=self._deadline.shortened(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send some bytes. Raises DeadlinePassed."""
        self._stream.write(buffer, timeout=self._deadline.shortened(timeout))

    def start_tls(self, *args: Any, **options: Any) -> TimedStream:
        """The same connection with TLS; a timeout of it is raised as the backend does."""
        return TimedStream(self._stream.start_tls(*args, **_cut(options, self._deadline)), self._deadline)


def _cut(options: dict[str, Any], deadline: Deadline) -> dict[str, Any]:
    try:
        timeout = deadline.shortened(options.get("timeout"))
    except DeadlinePassed:
        timeout = LEAST
    return {**options, "timeout": timeout}
