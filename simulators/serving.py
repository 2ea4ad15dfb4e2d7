# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Serves an ASGI app over real HTTP on a loopback port, from a daemon thread."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from email.utils import formatdate
from typing import Any

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

_CUT = "simulator.cut"


class CutResponse:
    """An ASGI response that closes the TCP connection instead of answering; Starlette endpoints may return it too."""

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        scope[_CUT]()
        # Waiting for the disconnect keeps uvicorn from sending its own error page for the unanswered request.
        while (await receive())["type"] != "http.disconnect":
            pass


class DripResponse:
    """An ASGI response whose body of blanks comes drop by drop until the client has gone; seconds lie between two drops."""

    status_code = 200

    def __init__(self, seconds: float = 0.02) -> None:
        self._seconds = seconds

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": [(b"content-type", b"application/json")]})
        gone = asyncio.ensure_future(self._gone(receive))
        while not gone.done():
            await send({"type": "http.response.body", "body": b" ", "more_body": True})
            await asyncio.wait({gone}, timeout=self._seconds)

    async def _gone(self, receive: Any) -> None:
        while (await receive())["type"] != "http.disconnect":
            pass


class Server:
    """Context manager around one app. `url` is known as soon as the object exists; `port` 0 takes a free one."""

    def __init__(self, app: Any, port: int = 0) -> None:
        self._app = app
        # asyncio switches Nagle's algorithm off only for sockets with an explicit protocol; it would cost 40 ms a call.
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        self._socket.bind(("127.0.0.1", port))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._transports: dict[Any, asyncio.Transport] = {}
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._halt: asyncio.Event | None = None
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Server:
        return self.start()

    def __exit__(self, *exc: object) -> None:
        self.stop()

    def start(self) -> Server:
        """Begin to serve; returns when connections are accepted."""
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="simulators", daemon=True)
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the simulator did not start within 10 seconds")
        return self

    def stop(self) -> None:
        """Cut all connections and end the thread; harmless when already stopped."""
        if self._loop is not None and self._halt is not None and not self._loop.is_closed():
            self._loop.call_soon_threadsafe(self._halt.set)
        if self._thread is not None:
            self._thread.join(5)
        self._socket.close()

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._halt = asyncio.Event()
        config = uvicorn.Config(
            self._edge,
            interface="asgi3",
            http="h11",
            ws="none",
            lifespan="off",
            log_config=None,
            log_level="error",
            access_log=False,
            proxy_headers=False,
            timeout_keep_alive=60,
        )
        config.load()
        state = ServerState()
        transports = self._transports

        class Protocol(H11Protocol):
            """uvicorn's own protocol, with a register of open connections."""

            def connection_made(self, transport: Any) -> None:
                super().connection_made(transport)
                transports[self.client] = transport

            def connection_lost(self, exc: Exception | None) -> None:
                transports.pop(self.client, None)
                super().connection_lost(exc)

        # Without uvicorn.Server there is no tick of 0.1 s, so starting and stopping take milliseconds.
        listener = await self._loop.create_server(
            lambda: Protocol(config=config, server_state=state, app_state={}), sock=self._socket, backlog=1024
        )
        self._ready.set()
        await self._halt.wait()
        listener.close()
        for transport in list(transports.values()):
            transport.abort()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        for task in list(state.tasks):
            task.cancel()
        if state.tasks:
            await asyncio.wait(state.tasks, timeout=0.2)

    async def _edge(self, scope: Any, receive: Any, send: Any) -> None:
        """What every request passes: gives the app a way to cut its connection, and answers a Date header."""
        transport = self._transports.get(tuple(scope["client"] or ()))
        scope[_CUT] = transport.abort if transport is not None else lambda: None

        async def send_with_date(message: Any) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", []))
                # An app with a clock of its own sets the header itself.
                if all(name.lower() != b"date" for name, _value in headers):
                    headers.append((b"date", formatdate(time.time(), usegmt=True).encode()))
                message = {**message, "headers": headers}
            await send(message)

        try:
            await self._app(scope, receive, send_with_date)
        except asyncio.CancelledError:
            if self._halt is None or not self._halt.is_set():
                raise
