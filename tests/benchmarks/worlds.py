# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The worlds that are measured, and what is in them."""

from __future__ import annotations

import json
from typing import Any

# cloud is tencent or csp; members are those of every group; latency is in seconds; a frozen world is only read, so that its
# lists are made once and not for every page.
WISH = {"users": 0, "groups": 1, "members": 0, "accounts": 0, "latency": 0.0, "rate_limit": 0, "frozen": False}


def user_name(number: int) -> str:
    """The name of a user of the made worlds."""
    return f"user-{number:06}@example.com"


def group_name(number: int) -> str:
    """The name of a group of the made worlds."""
    return f"group-{number:03}"


def account_name(number: int) -> str:
    """The name of a member account of the made worlds."""
    return f"account-{number:03}"


def simulator(wish: dict[str, Any]) -> Any:
    """A simulator around a world as wished."""
    wish = {**WISH, **wish}
    return _tencent(wish) if wish["cloud"] == "tencent" else _csp(wish)


def _tencent(wish: dict[str, Any]) -> Any:
    from simulators.tencent import TencentSimulator, World

    world = World()
    world.user_quota = world.group_quota = world.group_size_quota = 10**6
    ids = [world.add_user(name, name) for name in map(user_name, range(wish["users"]))]
    for number in range(wish["groups"]):
        world.join(world.add_group(group_name(number)), *ids[: wish["members"]])
    for number in range(wish["accounts"]):
        world.add_member(account_name(number))
    if wish["frozen"]:
        _freeze()
    return TencentSimulator(world, latency=wish["latency"], rate_limit=bool(wish["rate_limit"]))


def _freeze() -> None:
    """Make the rows of a list once: otherwise the time of the simulator grows with the square of its size."""
    from simulators.tencent import app
    from simulators.tencent.calls import Call, Handler, token_page

    def kept(handler: Handler, key: str) -> Handler:
        known: dict[str, list[dict[str, Any]]] = {}

        def answer(call: Call) -> dict[str, Any]:
            filters = {name: value for name, value in call.params.items() if name not in ("NextToken", "MaxResults")}
            name = json.dumps(filters, sort_keys=True)
            if name not in known:
                whole = Call(call.world, call.action, {**filters, "MaxResults": 10**9}, call.site)
                known[name] = handler(whole)[key]
            return token_page(call, key, known[name])

        return answer

    for action, key in (("ListUsers", "Users"), ("ListGroups", "Groups"), ("ListGroupMembers", "GroupMembers")):
        app.HANDLERS[action] = kept(app.HANDLERS[action], key)


def _csp(wish: dict[str, Any]) -> Any:
    from simulators.csp import CspSimulator, CspWorld

    world = CspWorld()
    world.add_user("admin@example.com", role="org_owner")
    names = [user_name(number) for number in range(wish["users"])]
    for name in names:
        world.add_user(name)
    for number in range(wish["groups"]):
        world.add_group(group_name(number))
        world.join(group_name(number), *names[: wish["members"]])
    return CspSimulator(world, latency=wish["latency"], rate_limit=wish["rate_limit"] or None)
