# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module has to show: tests/modules/<name>/cases.py holds tasks and refusals, the proofs run over all of them.

A cases.py has `world()` (a simulated organization), `CASES`, `REFUSALS`, and may have `examples_world()` and
`after_examples(world)`, which asserts what the examples leave behind.
"""

from __future__ import annotations

import importlib.util
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, Callable

Params = dict[str, Any]
Prepare = Callable[[Any], object]
FOLDER = Path(__file__).resolve().parents[1] / "modules"


@dataclass(frozen=True)
class Case:
    """A task that succeeds. reads are the requests of its check run, writes the writing ones of the real run: exactly these.

    prepare changes the world before. assumes makes afterwards what the check run assumes to be present.
    settles: a second run finds nothing to do.
    """

    name: str
    params: Params
    reads: Mapping[str, int]
    writes: Mapping[str, int] = field(default_factory=dict)
    prepare: Prepare = lambda world: None
    assumes: Prepare = lambda world: None
    settles: bool = True

    def __str__(self) -> str:
        return self.name


@dataclass(frozen=True)
class Refusal:
    """A task that is refused before anything is written: the error's code, and words of its sentence."""

    name: str
    params: Params
    code: str
    words: str
    prepare: Prepare = lambda world: None
    # What no request is needed for is refused before the first one.
    before_any_request: bool = False

    def __str__(self) -> str:
        return self.name


@cache
def cases_of(module: str) -> ModuleType:
    """The cases.py of a module."""
    path = FOLDER / module / "cases.py"
    found = importlib.util.spec_from_file_location(f"cases_of_{module}", path)
    assert found is not None
    assert found.loader is not None
    loaded = importlib.util.module_from_spec(found)
    found.loader.exec_module(loaded)
    return loaded


def modules() -> list[str]:
    """The modules that have cases."""
    return sorted(path.parent.name for path in FOLDER.glob("*/cases.py"))


def every(kind: str, wanted: Callable[[Any], bool] = lambda row: True) -> list[tuple[str, Any]]:
    """(module, row) for all rows of CASES or REFUSALS."""
    return [(module, row) for module in modules() for row in getattr(cases_of(module), kind) if wanted(row)]
