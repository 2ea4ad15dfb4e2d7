# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A small Tencent organization, and the roads of the modules to it."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import TYPE_CHECKING, Callable

import pytest

from simulators.serving import Server
from simulators.tencent import World
from support.small_worlds import tencent_organization

if TYPE_CHECKING:
    from support.road import Road


@pytest.fixture
def world() -> World:
    """A small organization."""
    return tencent_organization()


@pytest.fixture
def group_user(road_to: Callable[[str], Road]) -> Road:
    """The module tencent_cic_group_user."""
    return road_to("tencent_cic_group_user")


@pytest.fixture
def group_user_info(road_to: Callable[[str], Road]) -> Road:
    """The module tencent_cic_group_user_info."""
    return road_to("tencent_cic_group_user_info")


@pytest.fixture
def org_member(road_to: Callable[[str], Road]) -> Road:
    """The module tencent_org_member."""
    return road_to("tencent_org_member")


@pytest.fixture
def org_member_info(road_to: Callable[[str], Road]) -> Road:
    """The module tencent_org_member_info."""
    return road_to("tencent_org_member_info")


@pytest.fixture
def roads(group_user: Road, org_member: Road) -> dict[str, Road]:
    """The writing modules by a short name."""
    return {"group_user": group_user, "org_member": org_member}


@pytest.fixture
def bare(server: Server, tmp_path: Path) -> dict[str, str]:
    """The endpoint, an empty home, and a metadata service that nobody answers for."""
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    return {
        "HOME": str(tmp_path),
        "TENCENTCLOUD_ENDPOINT": server.url,
        "ORGKIT_METADATA_URL": f"http://127.0.0.1:{port}/",
    }
