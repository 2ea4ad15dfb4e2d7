# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The only file that knows httpx: one client for a task, with TLS, proxy, pacing, retry and parallel work."""

from __future__ import annotations

import logging
import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Callable, NamedTuple, TypeVar
from urllib.parse import urlsplit

from .._core.errors import BAD_RESPONSE, CONNECTION_FAILED, MISSING_LIBRARY, ApiError, OrgkitError
from .._core.secrets import forms_of, masked
from .body import ENCODING, UnusableBody, body_of
from .deadline import Deadline, DeadlinePassed, TimedNetwork
from .paces import shared_paces
from .pacing import LONGEST_WAIT, Pacer
from .parallel import work_on
from .progress import Progress
from .repeats import FEW_REPEATS, Repeats
from .settings import TransportSettings
from .tls import proxy_for, tls_context, unusable_proxy

if TYPE_CHECKING:
    from ssl import SSLContext

    from httpx import Client, HTTPTransport

UNTRUSTED = "The certificate is not trusted: give the private CA in ca_path, or check the proxy."
FOREIGN = "Check endpoint and proxy: something between this machine and the API may have answered."

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

    progress is told how far long work is; abandoned tells whether nobody waits for the task any more. identity tells whose
    keys are used: tasks of this machine with the same ones share the rate limit. transport, clock and sleep are for tests;
    clock gives seconds that never go back.
    """

    def __init__(
        self,
        settings: TransportSettings,
        base_url: str,
        *,
        progress: Callable[[str], object] | None = None,
        abandoned: Callable[[], bool] | None = None,
        identity: str = "",
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
        # A pretended clock is no clock that others have.
        paces = shared_paces(base_url, identity) if identity and sleep is None and transport is None else None
        self._pacer = Pacer(settings.requests_per_second, clock, self.sleep, paces)
        self._repeats = Repeats(settings.retry_timeout, clock)
        self._deadline = Deadline(clock)
        self._timeout = min(settings.timeout, LONGEST_WAIT)
        self._proxy = None if transport else proxy_for(settings, base_url)
        # What must never be shown of the way to the API, in every form.
        self.secrets: set[str] = self._proxy.secrets if self._proxy else set()
        trust = None if transport else tls_context(settings, base_url)
        self._client = _client(transport or self._transport(trust), self._timeout)
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
        is repeated within retry_timeout (unless repeatable is false), a transient error only on reads. A throttle that
        outlasts retry_timeout has the scope task. After a write whose outcome is not known the error has
        outcome_unknown set. Raises ApiError.
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
                delay = self._repeats.delay(error, started, repeats, write=write, repeatable=repeatable)
                if delay is None:
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
        threads = min(len(todo), self.settings.max_connections)
        return work_on(function, todo, threads, self.track(len(todo)).advance, self._stopped.set)

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
            return _exchange(self._client, request, self._timeout, self._deadline)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout, httpx.ProxyError) as error:
            untrusted = "CERTIFICATE_VERIFY_FAILED" in str(error)
            way, hint = "", "Check the network, the endpoint and the proxy settings."
            if self._proxy is not None:
                way = f" through the proxy {self._proxy.place} (from {self._proxy.origin})"
                hint = f"Check that proxy, {self._proxy.origin} and no_proxy."
            raise ApiError(
                CONNECTION_FAILED,
                f"No connection to {host}{way} for {action}: {self._reason(error)}.",
                hint=UNTRUSTED if untrusted else hint,
                transient=not (write or untrusted),
                max_repeats=FEW_REPEATS,
            ) from None
        except (DeadlinePassed, httpx.TimeoutException):
            raise ApiError(
                CONNECTION_FAILED,
                f"{host} gave no complete answer to {action} within {self._timeout:g} seconds.",
                hint="Run again later, or give a greater timeout.",
                transient=True,
            ) from None
        except UnusableBody as error:
            raise ApiError(
                BAD_RESPONSE,
                f"The answer of {host} to {action} cannot be used: {error}.",
                hint=FOREIGN,
                transient=True,
                max_repeats=FEW_REPEATS,
            ) from None
        except UnicodeError:
            raise ApiError(
                CONNECTION_FAILED,
                f"{action} was not sent: a header would hold a letter beyond ASCII, such as one in a token.",
                scope="task",
            ) from None
        except (httpx.RequestError, httpx.InvalidURL) as error:
            raise ApiError(
                CONNECTION_FAILED,
                f"The connection to {host} broke during {action}: {self._reason(error)}.",
                transient=True,
            ) from None

    def _reason(self, error: Exception) -> str:
        """What httpx says, without what it may quote of the request's headers or of the proxy's address."""
        if type(error).__name__ == "LocalProtocolError":
            return "LocalProtocolError"
        hidden = {*self.secrets, *forms_of(self._proxy.userinfo.partition(":")[0])} if self._proxy else ()
        return masked(str(error).rstrip("."), hidden) or type(error).__name__

    def _transport(self, trust: SSLContext | None) -> HTTPTransport:
        """The connections of the task, each of which keeps the deadline of its request. Raises invalid_input."""
        httpx = _httpx()
        connections = self.settings.max_connections
        proxy = self._proxy
        try:
            transport: HTTPTransport = httpx.HTTPTransport(
                verify=trust,
                limits=httpx.Limits(max_connections=connections, max_keepalive_connections=connections),
                proxy=proxy.url if proxy else None,
                trust_env=False,
            )
        except (ValueError, ImportError, httpx.InvalidURL):
            raise unusable_proxy(proxy) from None
        _time(transport, self._deadline)
        return transport


def fetch(url: str, timeout: float, transport: Any = None) -> bytes | None:
    """Body of a GET without proxy and without repeats, or None when there is no good answer within timeout seconds."""
    httpx = _httpx()
    deadline = Deadline(time.monotonic)
    if transport is None:
        transport = httpx.HTTPTransport(trust_env=False)
        _time(transport, deadline)
    try:
        with _client(transport, timeout) as client:
            answer = _exchange(client, Request("GET", url, {}), timeout, deadline)
    except (httpx.RequestError, httpx.InvalidURL, DeadlinePassed, UnusableBody):
        return None
    return answer.body if answer.status == 200 else None


def _exchange(client: Client, request: Request, timeout: float, deadline: Deadline) -> Response:
    """One request and its answer. Raises errors of httpx, DeadlinePassed and UnusableBody."""
    deadline.begin(timeout)
    built = client.build_request(request.method, request.url, headers=request.headers, content=request.body)
    answer = client.send(built, stream=True)
    try:
        headers = {name.lower(): value for name, value in answer.headers.items()}
        body = body_of(_within(answer.stream, deadline), headers.get("content-encoding", ""))
        return Response(answer.status_code, headers, body)
    finally:
        answer.close()


def _within(chunks: Any, deadline: Deadline) -> Iterator[bytes]:
    """The chunks of a body as long as there is time."""
    for chunk in chunks:
        deadline.left()
        yield chunk


def _time(transport: Any, deadline: Deadline) -> None:
    """Let the connections of a transport keep the deadline."""
    # httpx hides the public network_backend of httpcore. Nothing else sees the bytes of a header that trickles in; without it
    # the deadline is still kept between the pieces of a body.
    pool = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if pool is not None and backend is not None:
        pool._network_backend = TimedNetwork(backend, deadline)


def _httpx() -> Any:
    try:
        import httpx
    except ImportError:
        # In a job of AWX there is nothing to install into.
        in_awx = "JOB_ID" in os.environ or "INVENTORY_UPDATE_ID" in os.environ
        raise OrgkitError(
            MISSING_LIBRARY,
            f"The Python library httpx is missing for {sys.executable} on {os.uname().nodename}.",
            hint="Use an execution environment with httpx."
            if in_awx
            else f"Install it with: {sys.executable} -m pip install httpx",
        ) from None
    return httpx


def _client(transport: Any, timeout: float) -> Client:
    # What httpx tells about every request would reach Ansible's log in spite of no_log.
    for name in ("httpx", "httpcore"):
        logging.getLogger(name).setLevel(logging.WARNING)
    client: Client = _httpx().Client(
        transport=transport,
        timeout=timeout,
        trust_env=False,
        headers={"User-Agent": "orgkit.cloud", "Accept-Encoding": ENCODING},
    )
    return client
