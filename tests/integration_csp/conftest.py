# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small CSP organization, and the roads of the two modules of memberships to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Callable

import pytest

from simulators.csp import CspSimulator, CspWorld
from support.small_worlds import csp_organization

if TYPE_CHECKING:
    from support.road import Road


@pytest.fixture
def world() -> CspWorld:
    """A small organization; the caller is admin@example.com."""
    return csp_organization()


@pytest.fixture
def group_users(road_to: Callable[[str], Road]) -> Road:
    """The module csp_group_users."""
    return road_to("csp_group_users")


@pytest.fixture
def group_users_info(road_to: Callable[[str], Road]) -> Road:
    """The module csp_group_users_info."""
    return road_to("csp_group_users_info")


@pytest.fixture
def settled(group_users: Road, simulator: CspSimulator) -> Callable[..., dict[str, Any]]:
    """Runs a task in check mode, for real and again: no write, what was predicted, unchanged. Gives the real result."""

    from support.stage import lasting

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


@pytest.fixture
def invitations(world: CspWorld) -> None:
    """The service invites people from outside, and there is an older invitation."""
    world.stranger_mode = "invite"
    world.invite("somebody@example.org", ["viewers"])
