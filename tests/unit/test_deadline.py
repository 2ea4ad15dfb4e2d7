# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A request has one deadline, from the connection to the last byte: over real sockets, since httpx counts per read."""

from __future__ import annotations

import gzip
import logging
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Callable

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http, Request, fetch
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings

SETTINGS = TransportSettings(0.2, 0.0, 100.0, 8, True, None, None)
GOOD = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok"
HEADERS = b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n"


@contextmanager
def serving(answer: Callable[[socket.socket, threading.Event], object]) -> Iterator[str]:
    """The URL of a server that answers every request on a connection in its own way until it is told to end."""
    over = threading.Event()
    listener = socket.create_server(("127.0.0.1", 0))

    def serve() -> None:
        while not over.is_set():
            try:
                connection, _address = listener.accept()
            except OSError:
                return
            with connection:
                try:
                    while connection.recv(65536):
                        answer(connection, over)
                except OSError:
                    pass

    thread = threading.Thread(target=serve, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        over.set()
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()
        thread.join(5)


def dripping(first: bytes, drop: bytes) -> Callable[[socket.socket, threading.Event], None]:
    """Sends a beginning at once and then a drop every few milliseconds, for ever."""

    def answer(connection: socket.socket, over: threading.Event) -> None:
        connection.sendall(first)
        while not over.wait(0.01):
            connection.sendall(drop)

    return answer


DRIPS = {
    "status line": (b"", b"H"),
    "header": (HEADERS + b"X-Slow: ", b"a"),
    "body": (HEADERS + b"\r\n", b" "),
    "packed body": (HEADERS + b"Content-Encoding: gzip\r\n\r\n" + gzip.compress(b"x")[:10], b""),
    "chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
    "interim answers": (b"", b"HTTP/1.1 103 Early Hints\r\n\r\n"),
}


def send(http: Http, url: str, *, write: bool = False) -> bytes:
    return http.exchange(
        "Act", lambda: Request("POST", url + "/", {}, b"{}"), lambda response: response.body, bucket="", write=write
    )


@pytest.mark.parametrize("drip", DRIPS)
def test_an_answer_that_drips_ends_with_the_deadline_of_its_request(drip: str) -> None:
    with serving(dripping(*DRIPS[drip])) as url:
        http = Http(SETTINGS, url)
        began = time.monotonic()
        with pytest.raises(ApiError) as caught:
            send(http, url, write=True)
        assert time.monotonic() - began < 5
        http.close()
    assert (caught.value.code, caught.value.outcome_unknown) == ("connection_failed", True)
    if drip != "status line":
        assert "within 0.2 seconds" in caught.value.message


@pytest.mark.parametrize("drip", DRIPS)
def test_the_metadata_service_may_not_drip_either(drip: str) -> None:
    with serving(dripping(*DRIPS[drip])) as url:
        began = time.monotonic()
        assert fetch(url + "/", 0.2) is None
        assert time.monotonic() - began < 5


def test_a_connection_is_used_again_with_a_deadline_of_its_own() -> None:
    with serving(lambda connection, over: connection.sendall(GOOD)) as url:
        http = Http(replace(SETTINGS, timeout=0.5), url)
        began = time.monotonic()
        while time.monotonic() - began < 0.7:
            assert send(http, url) == b"ok"
        http.close()


def test_every_thread_has_the_deadline_of_its_own_request() -> None:
    with serving(lambda connection, over: connection.sendall(GOOD)) as url:
        http = Http(replace(SETTINGS, timeout=30.0, max_connections=1), url)
        threading.Thread(target=http._deadline.begin, args=(-1.0,)).start()
        assert send(http, url) == b"ok"
        http.close()


@pytest.mark.parametrize("timeout", [1e9, 1e300, float("inf")])
def test_a_timeout_beyond_all_sense_is_no_crash(timeout: float) -> None:
    with serving(lambda connection, over: connection.sendall(GOOD)) as url:
        http = Http(replace(SETTINGS, timeout=timeout), url)
        assert send(http, url) == b"ok"
        http.close()


def test_a_bomb_is_a_typed_error_and_a_write_that_got_it_is_unknown() -> None:
    body = gzip.compress(bytes(65 * 1024 * 1024), 1)
    headers = f"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: {len(body)}\r\n\r\n".encode()
    with serving(lambda connection, over: connection.sendall(headers + body)) as url:
        http = Http(replace(SETTINGS, timeout=30.0), url)
        with pytest.raises(ApiError, match="longer than 64 MB") as caught:
            send(http, url, write=True)
        assert (caught.value.code, caught.value.outcome_unknown) == ("bad_response", True)
        assert fetch(url + "/", 30.0) is None
        http.close()


def test_requests_leave_no_line_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    with serving(lambda connection, over: connection.sendall(GOOD)) as url, caplog.at_level(logging.INFO):
        http = Http(SETTINGS, url)
        send(http, url)
        http.close()
        assert fetch(url + "/", 5.0) == b"ok"
    assert not [record for record in caplog.records if record.name.startswith("http")]
