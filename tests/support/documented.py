# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module documents, decoded: its examples, its options and what it returns."""

from __future__ import annotations

import importlib
from functools import cache
from types import ModuleType
from typing import Any

import yaml

COLLECTION = "orgkit.cloud."


def code_of(module: str) -> ModuleType:
    """The Python module of a module, by its name without the collection."""
    return importlib.import_module(f"ansible_collections.{COLLECTION}plugins.modules.{module}")


def examples(module: str) -> list[dict[str, Any]]:
    """The tasks of EXAMPLES, those of the module and those that it needs."""
    tasks: list[dict[str, Any]] = yaml.safe_load(code_of(module).EXAMPLES)
    return tasks


@cache
def documentation(module: str) -> dict[str, Any]:
    """DOCUMENTATION of a module, without what its fragments add."""
    content: dict[str, Any] = yaml.safe_load(code_of(module).DOCUMENTATION)
    return content


@cache
def returned(module: str) -> dict[str, Any]:
    """RETURN of a module."""
    content: dict[str, Any] = yaml.safe_load(code_of(module).RETURN)
    return content


def options_of(module: str) -> dict[str, Any]:
    """The argument spec of a module."""
    options: dict[str, Any] = code_of(module).spec()["argument_spec"]
    return options


def left_blank(module: str, nothing: str | None) -> dict[str, Any]:
    """Every option of a module that has a type, choices or a default, given as nothing."""
    return {
        option: nothing
        for option, rule in options_of(module).items()
        if rule.get("type", "str") not in ("str", "path") or rule.get("default") is not None
    }
