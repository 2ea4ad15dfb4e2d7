# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Short ways to write tasks for member accounts, and to read the changes of a result."""

from __future__ import annotations

from typing import Any

from simulators.tencent import World

Params = dict[str, Any]
HOST = "200010000001"
NEW: Params = {"name": "new-account", "node": "Platform", "permissions": ["view_bills", "2"]}
PAID: Params = {**NEW, "permissions": [1, 2, "pay_on_behalf"], "pay_uin": HOST}


def uin_of(world: World, name: str) -> str:
    """The uin of a member."""
    return str(world.member(name).uin)


def actions(result: dict[str, Any]) -> list[str]:
    """The actions of the changes, in order."""
    return [row["action"] for row in result["changes"]]


def resolved(world: World, value: Any) -> Any:
    """Options with the uin of a member where "@name" stands, and without those that are None."""
    if isinstance(value, dict):
        return {key: resolved(world, item) for key, item in value.items() if item is not None}
    return uin_of(world, value[1:]) if isinstance(value, str) and value.startswith("@") else value
