# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a result holds what RETURN of its module promises."""

from __future__ import annotations

import importlib
from typing import Any

import yaml

Row = dict[str, Any]
# Ansible's common return values, which no module documents. The warnings are handed to Ansible.
COMMON = frozenset({"changed", "failed", "msg", "warnings"})
# The shape of these stands in their sample.
BY_SAMPLE = ("summary", "auth", "error", "counts")
API = {"calls", "writes", "retries", "throttled_seconds"}


def documentation(module: str) -> Row:
    """RETURN of a module."""
    found = importlib.import_module(f"ansible_collections.orgkit.cloud.plugins.modules.{module}")
    loaded: Row = yaml.safe_load(found.RETURN)
    return loaded


def mistakes(module: str, result: Row) -> list[str]:
    """Where a result and the documentation of its module differ."""
    return _compare(documentation(module), result, module, COMMON)


def _is_due(words: str, row: Row) -> bool | None:
    """Whether a key with this `returned` must be in a row (True), must not (False), or may be (None)."""
    if words == "always":
        return True
    if words in ("success", "failure"):
        return bool(row["failed"]) is (words == "failure")
    if words == "unless options or credentials were refused":
        # A failure may have come before the cloud was asked.
        return None if row.get("failed") else True
    if words == "in diff mode":
        return None if row["failed"] else True
    if words == "when the change was sent":
        return str(row["status"]) in ("done", "pending") if row["status"] != "failed" else None
    if words == "when the change failed or its outcome is unknown":
        return row["status"] in ("failed", "outcome_unknown")
    # Some other condition, such as an option.
    return None


def _compare(documented: Row, row: Row, owner: str, common: frozenset[str] = frozenset()) -> list[str]:
    told = [f"{owner}.{name} is not documented" for name in set(row) - set(documented) - common]
    for name, details in documented.items():
        due = _is_due(details["returned"], row)
        if due is not None and (name in row) is not due:
            told.append(f"{owner}.{name} is documented as returned: {details['returned']}")
        value = row.get(name)
        if name == "api" and value is not None and set(value) != API:
            told.append(f"{owner}.api has {sorted(value)}")
        sample = details.get("sample") if name in BY_SAMPLE and "contains" not in details else None
        if isinstance(sample, dict) and isinstance(value, dict) and set(value) != set(sample):
            told.append(f"{owner}.{name} has {sorted(value)}, its sample {sorted(sample)}")
        if "contains" in details and value is not None:
            for inner in value if details["type"] == "list" else [value]:
                told += _compare(details["contains"], inner, f"{owner}.{name}")
    return told
