# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""Accounts and departments as hosts and groups of an inventory. Pure.

Both are called by names that others can choose. A name stands in an inventory only where it can mean nothing else: not when it
has letters that host patterns obey, when it is used already, or when two have it. Then the id stands for it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

GROUP_PREFIX = "department_"
# What Ansible itself means by these.
RESERVED = ("all", "ungrouped", "localhost", "127.0.0.1", "::1")
_HOST_NAME = re.compile(r"\w[\w.-]*")


class Group(NamedTuple):
    """A department as a group; parent is the name of the group that it is part of, None at the top."""

    name: str
    parent: str | None


def groups_of(departments: Sequence[Mapping[str, Any]]) -> dict[str, Group]:
    """The group of every department by its id, those at the top first. departments are rows with id, parent_id, name, depth."""
    rows = sorted(departments, key=lambda row: row["depth"])
    depths = {row["id"]: row["depth"] for row in rows}
    wanted = {row["id"]: re.sub(r"\W", "_", row["name"]) for row in rows}
    names = _unique({one: GROUP_PREFIX + text for one, text in wanted.items() if not text.isdecimal()})
    names = {row["id"]: names.get(row["id"]) or GROUP_PREFIX + row["id"] for row in rows}
    # One level at a time: departments that stand in a circle are no parents of each other.
    return {
        row["id"]: Group(
            names[row["id"]], names[row["parent_id"]] if depths.get(row["parent_id"]) == row["depth"] - 1 else None
        )
        for row in rows
    }


def host_names(accounts: Sequence[Mapping[str, Any]], taken: Collection[str]) -> dict[str, str]:
    """The host of every account by its uin: its name, or the uin where the name is not fit.

    accounts are rows with uin and name; taken are names of hosts and groups that are used in the inventory already.
    """
    fit = {row["uin"]: row["name"] for row in accounts if _HOST_NAME.fullmatch(row["name"])}
    names = _unique({uin: name for uin, name in fit.items() if not name.isdecimal()}, {*taken, *RESERVED})
    return {row["uin"]: names.get(row["uin"], row["uin"]) for row in accounts}


def _unique(wanted: Mapping[str, str], taken: Collection[str] = ()) -> dict[str, str]:
    """The names that only one id wants, and nobody has, whatever the case of their letters."""
    used = {name.casefold() for name in taken}
    counts = Counter(name.casefold() for name in wanted.values())
    return {one: name for one, name in wanted.items() if counts[name.casefold()] == 1 and name.casefold() not in used}
