# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The only file that knows httpx: one client for a task, with TLS, proxy, pacing, retry and parallel work."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, TypeVar
from urllib.parse import urlsplit

from .._core.errors import CONNECTION_FAILED, MISSING_LIBRARY, ApiError, OrgkitError, invalid_input
from .pacing import Pacer, backoff
from .progress import Progress
from .settings import TransportSettings
from .tls import proxy_for, tls_context

if TYPE_CHECKING:
    from httpx import Client

UNTRUSTED = "The certificate is not trusted: give the private CA in ca_path, or check the proxy."
# Nobody listens, or something else than the API does: a few attempts help over a restart, a minute of silence would puzzle.
FEW_REPEATS = 5

Row = TypeVar("Row")
Result = TypeVar("Result")


class Request(NamedTuple):
    """A request that is ready to be sent; body is bytes or None."""

    method: str
    url: str
    headers: dict[str, str]
    body: bytes | None = None


class Response(NamedTuple):
    """What came back; headers have lower-case names."""

    status: int
    headers: Mapping[str, str]
    body: bytes


class Http:
    """Sends the requests of one task and counts them.

    progress is told how far long work is; abandoned tells whether nobody waits for the task any more. transport, clock and
    sleep are for tests; clock gives seconds that never go back.
    """

    def __init__(
        self,
        settings: TransportSettings,
        base_url: str,
        *,
        progress: Callable[[str], object] | None = None,
        abandoned: Callable[[], bool] | None = None,
        transport: Any = None,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], object] | None = None,
    ) -> None:
        self.settings = settings
        self._stopped = threading.Event()
        self._clock = clock
        self._tell_progress = progress
        self._abandoned = abandoned
        self.sleep = sleep or self._stopped.wait
        self._pacer = Pacer(settings.requests_per_second, clock, self.sleep)
        self._client = _client(settings, base_url, transport)
        self._lock = threading.Lock()
        self.calls: Counter[str] = Counter()
        self.writes = 0
        self.retries = 0
        self.throttled_seconds = 0.0

    def exchange(
        self,
        action: str,
        build: Callable[[], Request],
        read: Callable[[Response], Result],
        *,
        bucket: str,
        write: bool = False,
        repeatable: bool = True,
    ) -> Result:
        """Send a request and give what `read` makes of the answer.

        build makes the request anew for every attempt; read raises ApiError for an error of the API. A throttled request
        is repeated within retry_timeout (unless repeatable is false), a transient error only on reads. After a write
        whose outcome is not known the error has outcome_unknown set. Raises ApiError.
        """
        started: float | None = None
        repeats = 0
        while True:
            self._pacer.wait(bucket)
            if self._stopped.is_set() or (write and self._abandoned is not None and self._abandoned()):
                raise ApiError(CONNECTION_FAILED, f"{action} was not sent: the task is being stopped.", scope="task")
            started = self._clock() if started is None else started
            try:
                return read(self._send(action, build(), write))
            except ApiError as error:
                if write and error.transient:
                    error.outcome_unknown = True
                delay = backoff(repeats, error.retry_after)
                if not (
                    self._in_time(started, delay)
                    and _may_repeat(error, write=write, repeatable=repeatable, repeats=repeats)
                ):
                    raise
                throttled = error.throttled
            repeats += 1
            self._pause(bucket, delay, throttled=throttled)

    def map(self, function: Callable[[Row], Result], rows: Iterable[Row]) -> list[Result]:
        """Call the function for every row, as many at once as max_connections allows; results in the order of the rows.

        The first exception ends the call; rows that were not begun by then are not begun any more.
        """
        todo = list(rows)
        if len(todo) < 2 or self.settings.max_connections == 1:
            return [function(row) for row in todo]
        from concurrent.futures import ThreadPoolExecutor

        executor = ThreadPoolExecutor(min(len(todo), self.settings.max_connections))
        progress = self.track(len(todo))
        try:
            futures = [executor.submit(function, row) for row in todo]
            for future in futures:
                future.add_done_callback(progress.advance)
            return [future.result() for future in futures]
        except OrgkitError:
            raise
        except BaseException:
            self._stopped.set()
            raise
        finally:
            executor.shutdown(wait=False, cancel_futures=True)

    def track(self, steps: int) -> Progress:
        """Counts the steps of some work and tells about them, unless it is only a part of other work in a thread."""
        alone = threading.current_thread() is threading.main_thread()
        return Progress(steps, self._tell_progress if alone else None, self._clock)

    def usage(self) -> dict[str, Any]:
        """The `api` key of a result."""
        return {
            "calls": dict(sorted(self.calls.items())),
            "writes": self.writes,
            "retries": self.retries,
            "throttled_seconds": round(self.throttled_seconds, 3),
        }

    def close(self) -> None:
        """Close all connections; whoever still waits for a turn does not send any more."""
        self._stopped.set()
        self._client.close()

    def _in_time(self, started: float, delay: float) -> bool:
        limit = self.settings.retry_timeout
        return limit > 0 and self._clock() + delay <= started + limit

    def _pause(self, bucket: str, delay: float, *, throttled: bool) -> None:
        with self._lock:
            self.retries += 1
            if throttled:
                self.throttled_seconds += delay
        if throttled:
            self._pacer.pause(bucket, delay)
        else:
            self.sleep(delay)

    def _send(self, action: str, request: Request, write: bool) -> Response:
        httpx = _httpx()
        with self._lock:
            self.calls[action] += 1
            self.writes += write
        host = urlsplit(request.url).netloc
        try:
            answer = self._client.request(request.method, request.url, headers=request.headers, content=request.body)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            raise ApiError(
                CONNECTION_FAILED,
                f"No connection to {host} for {action}: {_reason(error)}.",
                hint=UNTRUSTED if untrusted else "Check the network, the endpoint and the proxy settings.",
                transient=not (write or untrusted),
                max_repeats=FEW_REPEATS,
            ) from None
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise ApiError(
                CONNECTION_FAILED,
                f"The connection to {host} broke during {action}: {_reason(error)}.",
                transient=True,
            ) from None
        return Response(
            answer.status_code, {name.lower(): value for name, value in answer.headers.items()}, answer.content
        )


def fetch(url: str, timeout: float, transport: Any = None) -> bytes | None:
    """Body of a GET without proxy and without repeats, or None when there is no good answer within timeout seconds."""
    httpx = _httpx()
    try:
        with httpx.Client(transport=transport, timeout=timeout, trust_env=False) as client:
            answer = client.get(url)
    except (httpx.RequestError, httpx.InvalidURL):
        return None
    return bytes(answer.content) if answer.status_code == 200 else None


def _may_repeat(error: ApiError, *, write: bool, repeatable: bool, repeats: int) -> bool:
    if not repeatable or (error.max_repeats is not None and repeats >= error.max_repeats):
        return False
    return error.throttled or (error.transient and not write)


def _reason(error: Exception) -> str:
    """What httpx says, without what it may quote of the request's headers."""
    if type(error).__name__ == "LocalProtocolError":
        return "LocalProtocolError"
    return str(error).rstrip(".") or type(error).__name__


def _httpx() -> Any:
    try:
        import httpx
    except ImportError:
        raise OrgkitError(
            MISSING_LIBRARY,
            f"The Python library httpx is missing for {sys.executable} on {os.uname().nodename}.",
            hint=f"Install it with: {sys.executable} -m pip install httpx",
        ) from None
    return httpx


def _client(settings: TransportSettings, base_url: str, transport: Any) -> Client:
    httpx = _httpx()
    if transport is None:
        connections = settings.max_connections
        try:
            transport = httpx.HTTPTransport(
                verify=tls_context(settings, base_url),
                limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
                proxy=proxy_for(settings, base_url),
                trust_env=False,
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            # The text of the exception may hold the proxy's password.
            raise invalid_input(["The proxy must be a URL such as http://proxy.example.com:3128."]) from None
    client: Client = httpx.Client(
        transport=transport, timeout=settings.timeout, trust_env=False, headers={"User-Agent": "orgkit.cloud"}
    )
    return client
