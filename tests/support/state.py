# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a simulated world holds, as plain data: names stand for the ids, and no times, so that two worlds can be compared."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass
from enum import Enum
from typing import Any

# Times, counters and settings of the simulator say nothing about the organization.
LEFT_OUT = {
    "added", "created", "updated", "created_at", "updated_at", "generated_at", "expires_at", "time", "mails", "stale",
    "create_time", "update_time", "redeemed_at", "revoked_at", "expires", "tasks", "polls", "id", "uin", "password",
    "hidden_reads",
}  # fmt: skip
# Who is in a group, with the time of joining.
TIMES_OF = ("joined",)


def state_of(world: Any, known: Iterable[str] = ()) -> dict[str, Any]:
    """All collections of a world by name; rows by the name of what they are, those that are known by their id."""
    names = {**_names(world), **{one: one for one in known}}
    return {
        attribute: _plain(value, names)
        for attribute, value in sorted(vars(world).items())
        if not attribute.startswith("_") and isinstance(value, (dict, list, set)) and attribute not in LEFT_OUT
    }


def ids_of(world: Any) -> frozenset[str]:
    """The ids of everything in a world that has a name or not, but for what is named by the ids of others."""
    return frozenset(
        str(key)
        for value in vars(world).values()
        if isinstance(value, dict)
        for key, row in value.items()
        if is_dataclass(row) and not isinstance(key, tuple)
    )


def values_of(world: Any, known: Iterable[str]) -> dict[tuple[str, ...], Any]:
    """The rows of a world taken apart: (collection, row, field, ...) -> value; what a list holds is a key, too, and True."""
    return {
        key: value
        for collection, rows in state_of(world, known).items()
        if isinstance(rows, dict)
        for name, row in rows.items()
        if isinstance(row, dict)
        for key, value in _taken_apart((collection, name), row)
    }


def _taken_apart(key: tuple[str, ...], value: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        for name, part in value.items():
            yield from _taken_apart((*key, name), part)
    elif isinstance(value, list):
        for part in value:
            yield (*key, str(part)), True
    elif value is not None:
        yield key, value


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
        kept = [one.name for one in fields(value) if one.name not in LEFT_OUT]
        return {
            name: _plain(list(getattr(value, name)) if name in TIMES_OF else getattr(value, name), names)
            for name in kept
        }
    if isinstance(value, dict):
        found: dict[str, list[Any]] = {}
        for key, row in value.items():
            if str(key) not in LEFT_OUT:
                found.setdefault(str(_plain(key, names)), []).append(_plain(row, names))
        # Two of one name are two, whichever came first.
        return {
            f"{name} ({number})" if number else name: row
            for name, rows in found.items()
            for number, row in enumerate(sorted(rows, key=repr))
        }
    if isinstance(value, (list, tuple, set, frozenset)):
        return sorted((_plain(row, names) for row in value), key=repr)
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        return names.get(str(value), value)
    return value
