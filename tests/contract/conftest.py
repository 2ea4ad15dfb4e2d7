# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A served simulator of each cloud, and ways to call it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.csp_session import Session, csp_session
from support.official_sdk import connect, connect_cam
from support.tencent_caller import Caller


@pytest.fixture
def simulator(monkeypatch: pytest.MonkeyPatch) -> TencentSimulator:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.delenv(name, raising=False)
    return TencentSimulator(World())


@pytest.fixture
def server(simulator: TencentSimulator) -> Iterator[Server]:
    with Server(simulator.app) as running:
        yield running


@pytest.fixture
def client(simulator: TencentSimulator, server: Server) -> Any:
    return connect(server, simulator.secret_id, simulator.secret_key)


@pytest.fixture
def cam(simulator: TencentSimulator, server: Server) -> Any:
    return connect_cam(server, simulator.secret_id, simulator.secret_key)


@pytest.fixture
def caller(simulator: TencentSimulator, server: Server) -> Iterator[Caller]:
    made = Caller(simulator, server.url)
    with made.http:
        yield made


@pytest.fixture
def session() -> Iterator[Session]:
    """A session with alice and bob in the group "team", carol outside of it, and dave only by nesting."""
    with csp_session() as made:
        yield made
