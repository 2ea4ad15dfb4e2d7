# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a simulated world holds, as plain data: names stand for the ids, and no times, so that two worlds can be compared."""

from __future__ import annotations

from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

# Times, counters and settings of the simulator say nothing about the organization.
LEFT_OUT = {
    "added", "created", "updated", "joined", "created_at", "updated_at", "generated_at", "expires_at", "time", "mails", "stale",
    "create_time", "update_time", "redeemed_at", "revoked_at", "expires", "tasks", "polls", "id", "uin", "password",
}  # fmt: skip


def state_of(world: Any) -> dict[str, Any]:
    """All collections of a world by name; rows by the name of what they are."""
    names = _names(world)
    return {
        attribute: _plain(value, names)
        for attribute, value in sorted(vars(world).items())
        if not attribute.startswith("_") and isinstance(value, (dict, list, set)) and attribute not in LEFT_OUT
    }


def _names(world: Any) -> dict[str, str]:
    names: dict[str, str] = {}
    for value in vars(world).values():
        if isinstance(value, dict):
            for key, row in value.items():
                name = getattr(row, "name", None) or getattr(row, "username", None)
                if is_dataclass(row) and isinstance(name, str):
                    names[str(key)] = name
    return names


def _plain(value: Any, names: dict[str, str]) -> Any:
    if isinstance(value, Enum):
        return value.name
    if is_dataclass(value) and not isinstance(value, type):
        return {one.name: _plain(getattr(value, one.name), names) for one in fields(value) if one.name not in LEFT_OUT}
    if isinstance(value, dict):
        return {str(_plain(key, names)): _plain(row, names) for key, row in value.items() if str(key) not in LEFT_OUT}
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted((_plain(row, names) for row in value), key=repr)
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return names.get(str(value), value)
    return value
