# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""For every test: the collection can be imported, and so can the simulators and tests/support."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

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


def pytest_configure(config: Any) -> None:
    """Make ansible_collections importable, as "ansible-test units" does by itself."""
    if any(type(finder).__name__ == "_AnsibleCollectionFinder" for finder in sys.meta_path):
        return
    from ansible.plugins.loader import init_plugin_loader

    # The workers of pytest-xdist use what their controller copied.
    init_plugin_loader([str(_tree(refresh=not hasattr(config, "workerinput")))])
