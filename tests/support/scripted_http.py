# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client whose server answers by a script."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Union

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http, Request, Response
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings
from support.clock import Clock

URL = "https://api.example.com"
SETTINGS = TransportSettings(30.0, 60.0, 20.0, 8, True, None, None)
Step = Union[str, Exception]


class Server:
    """Answers with the words of a script, the last one for ever; exceptions are raised by the transport."""

    def __init__(self, *script: Step, **settings: Any) -> None:
        self.script = list(script)
        self.clock = Clock()
        self.sent: list[float] = []
        self.retry_after: float | None = None
        self.max_repeats: int | None = None
        self.http = Http(
            replace(SETTINGS, **settings),
            URL,
            transport=httpx.MockTransport(self.answer),
            clock=self.clock,
            sleep=self.clock.sleep,
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.sent.append(self.clock.now)
        step = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(step, Exception):
            raise step
        return httpx.Response(200, text=step, headers={"X-Request-Id": "r-1"})

    def read(self, response: Response) -> str:
        word = response.body.decode()
        if word in ("throttled", "transient", "refused"):
            raise ApiError(
                word,
                word,
                throttled=word == "throttled",
                transient=word == "transient",
                retry_after=self.retry_after,
                max_repeats=self.max_repeats,
            )
        return word

    def exchange(self, **options: Any) -> str:
        return self.http.exchange(
            "Act", lambda: Request("POST", URL + "/", {}, b"{}"), self.read, bucket="Act", **options
        )

    def failure(self, **options: Any) -> ApiError:
        with pytest.raises(ApiError) as caught:
            self.exchange(**options)
        return caught.value
