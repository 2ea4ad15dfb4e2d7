# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For every test: the collection can be imported, and so can the simulators and tests/support.

A folder that tests modules has the fixture `world`; what stands on it is here, for both clouds. The collection can be
imported only after pytest_configure, hence the imports inside the fixtures.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Callable

import pytest

if TYPE_CHECKING:
    from simulators.serving import Server
    from support.road import Road

TESTS = Path(__file__).resolve().parent
ROOT = TESTS.parent
sys.path[:0] = [str(TESTS), str(ROOT)]


def _tree(refresh: bool) -> Path:
    """The folder that holds ansible_collections/: above us in an installed collection, else a copy in build/tree."""
    if ROOT.parts[-3:] == ("ansible_collections", "orgkit", "cloud"):
        return ROOT.parents[2]
    if refresh:
        sys.path.insert(0, str(ROOT / "tools"))
        try:
            import tree
        finally:
            sys.path.pop(0)
        tree.refresh()
    return ROOT / "build" / "tree"


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: Any) -> int:
    """How many workers "-n auto" means: two for each core, since playbooks mostly wait."""
    return 2 * (os.cpu_count() or 1)


def pytest_configure(config: Any) -> None:
    """Make ansible_collections importable, as "ansible-test units" does by itself."""
    if any(type(finder).__name__ == "_AnsibleCollectionFinder" for finder in sys.meta_path):
        return
    from ansible.plugins.loader import init_plugin_loader

    # The workers of pytest-xdist use what their controller copied.
    init_plugin_loader([str(_tree(refresh=not hasattr(config, "workerinput")))])


@pytest.fixture
def simulator(world: Any) -> Any:
    """The simulator around the world."""
    from support.stage import simulator_of

    return simulator_of(world)


@pytest.fixture
def server(simulator: Any) -> Iterator[Server]:
    """The simulator is served."""
    from simulators.serving import Server

    with Server(simulator.app) as server:
        yield server


@pytest.fixture
def environment(simulator: Any, server: Server, tmp_path: Path) -> dict[str, str]:
    """What a task needs to reach the simulator; the home directory is empty."""
    return {**simulator.environment(server.url), "HOME": str(tmp_path)}


@pytest.fixture
def road_to(environment: dict[str, str]) -> Callable[[str], Road]:
    """Gives the road of a module to the simulator."""
    from support.road import Road

    return lambda module: Road(module, environment)
