# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small organization, its simulator over real HTTP, and the roads of the modules to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.small_worlds import tencent_organization

if TYPE_CHECKING:
    from support.road import Road

VOLATILE = ("status", "error", "request_id", "time")


@pytest.fixture
def world() -> World:
    """A small organization."""
    return tencent_organization()


@pytest.fixture
def simulator(world: World) -> TencentSimulator:
    """The simulator around the world."""
    return TencentSimulator(world)


@pytest.fixture
def server(simulator: TencentSimulator) -> Iterator[Server]:
    """The simulator is served."""
    with Server(simulator.app) as server:
        yield server


@pytest.fixture
def environment(simulator: TencentSimulator, server: Server, tmp_path: Path) -> dict[str, str]:
    """What a task needs to reach the simulator; the home directory is empty."""
    return {**simulator.environment(server.url), "HOME": str(tmp_path)}


def _road(module: str, environment: dict[str, str]) -> Road:
    # The collection can be imported only after pytest_configure, hence not at the top of a conftest.
    from support.road import Road

    return Road(module, environment)


@pytest.fixture
def group_user(environment: dict[str, str]) -> Road:
    """The module tencent_cic_group_user."""
    return _road("tencent_cic_group_user", environment)


@pytest.fixture
def group_user_info(environment: dict[str, str]) -> Road:
    """The module tencent_cic_group_user_info."""
    return _road("tencent_cic_group_user_info", environment)


@pytest.fixture
def org_member(environment: dict[str, str]) -> Road:
    """The module tencent_org_member."""
    return _road("tencent_org_member", environment)


@pytest.fixture
def org_member_info(environment: dict[str, str]) -> Road:
    """The module tencent_org_member_info."""
    return _road("tencent_org_member_info", environment)


@pytest.fixture
def lasting() -> Callable[[dict[str, Any]], list[dict[str, Any]]]:
    """Gives the part of a result's changes on which check mode and real run must agree."""

    def part(result: dict[str, Any]) -> list[dict[str, Any]]:
        rows = [{name: value for name, value in row.items() if name not in VOLATILE} for row in result["changes"]]
        for row in rows:
            if row["action"] == "create" or row["before"] == {"allow_quit": None}:
                # The id of an account that does not exist yet.
                row["subject"] = row["subject"]["name"]
        return rows

    return part
