# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Short ways to write memberships, and to read the changes of a result."""

from __future__ import annotations

from typing import Any

from simulators.csp import CspSimulator
from support.road import Road

Params = dict[str, Any]
Rows = list[tuple[str, str, str]]


def rows(result: dict[str, Any]) -> Rows:
    """The changes as (action, user, group)."""
    return [(row["action"], row["subject"]["name"], row["target"]["name"]) for row in result["changes"]]


def statuses(result: dict[str, Any]) -> set[str]:
    """The statuses that the changes have."""
    return {row["status"] for row in result["changes"]}


def removed(group: str, *users: str) -> Rows:
    """Rows of users who are removed from a group."""
    return [("remove", user, group) for user in users]


def entry(group: str, *users: str, **more: Any) -> Params:
    """An entry of memberships, or the options of a task for one group."""
    return {"group": group, "users": list(users), **more}


def refused(road: Road, simulator: CspSimulator, code: str, **params: Any) -> dict[str, Any]:
    """The result of a task that is refused before writing, in check mode as for real."""
    planned, result = road(check_mode=True, **params), road(**params)
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result["msg"]
    assert (planned["changes"], planned["error"]) == (result["changes"], result["error"])
    assert simulator.log.writes() == []
    return result
