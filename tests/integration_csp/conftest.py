# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small CSP organization, its simulator over real HTTP, and the roads of the two modules to it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from support.small_worlds import csp_organization

if TYPE_CHECKING:
    from support.road import Road

VOLATILE = ("status", "error", "request_id", "time")


@pytest.fixture
def world() -> CspWorld:
    """A small organization."""
    return csp_organization()


@pytest.fixture
def simulator(world: CspWorld) -> CspSimulator:
    """The simulator around the world; its caller is admin@example.com."""
    return CspSimulator(world)


@pytest.fixture
def server(simulator: CspSimulator) -> Iterator[Server]:
    """The simulator is served."""
    with Server(simulator.app) as server:
        yield server


@pytest.fixture
def environment(simulator: CspSimulator, server: Server, tmp_path: Path) -> dict[str, str]:
    """What a task needs to reach the simulator; the home directory is empty."""
    return {**simulator.environment(server.url), "HOME": str(tmp_path)}


def _road(module: str, environment: dict[str, str]) -> Road:
    # The collection can be imported only after pytest_configure, hence not at the top of a conftest.
    from support.road import Road

    return Road(module, environment)


@pytest.fixture
def group_users(environment: dict[str, str]) -> Road:
    """The module csp_group_users."""
    return _road("csp_group_users", environment)


@pytest.fixture
def group_users_info(environment: dict[str, str]) -> Road:
    """The module csp_group_users_info."""
    return _road("csp_group_users_info", environment)


@pytest.fixture
def lasting() -> Callable[[dict[str, Any]], list[dict[str, Any]]]:
    """Gives the part of a result's changes on which check mode and real run must agree."""

    def part(result: dict[str, Any]) -> list[dict[str, Any]]:
        return [{name: value for name, value in row.items() if name not in VOLATILE} for row in result["changes"]]

    return part


@pytest.fixture
def settled(
    group_users: Road, simulator: CspSimulator, lasting: Callable[[dict[str, Any]], list[dict[str, Any]]]
) -> Callable[..., dict[str, Any]]:
    """Runs a task in check mode, for real and again: no write, what was predicted, unchanged. Gives the real result."""

    def run(**params: Any) -> dict[str, Any]:
        sent = len(simulator.log.writes())
        planned = group_users(check_mode=True, **params)
        assert len(simulator.log.writes()) == sent
        done = group_users(**params)
        assert not done["failed"], done["msg"]
        assert (lasting(planned), planned["diff"]) == (lasting(done), done["diff"])
        assert planned["changed"] == done["changed"] == bool(done["changes"])
        sent = len(simulator.log.writes())
        again = group_users(**params)
        assert (again["failed"], again["changed"], again["changes"]) == (False, False, [])
        assert len(simulator.log.writes()) == sent
        return done

    return run
