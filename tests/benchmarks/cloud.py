# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A simulated cloud in a process of its own, so that it shares no interpreter lock with what is measured.

Started as a program it reads what it shall be from the first line of standard input, and then orders, one a line.
"""

from __future__ import annotations

import json
import math
import subprocess
import sys
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent


class Cloud:
    """Starts the process and talks to it. `environment` points a client there.

    Keys of wish: cloud (tencent or csp), users, groups, members (of every group), latency (seconds), rate_limit, and
    frozen for a world that is only read, whose lists are then made once and not for every page.
    """

    def __init__(self, **wish: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.environment: dict[str, str] = self._ask(**wish)["environment"]

    def __enter__(self) -> Cloud:
        return self

    def __exit__(self, *exc: object) -> None:
        assert self._process.stdin is not None
        # The end of its input ends it.
        self._process.stdin.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def forget(self) -> None:
        """Begin to count anew."""
        self._ask(order="forget")

    def calls(self) -> dict[str, int]:
        """How often each action was asked for since the start."""
        counted: dict[str, int] = self._ask(order="calls")["calls"]
        return dict(sorted(counted.items()))

    def ids(self) -> dict[str, Any]:
        """Zone, first group and all users, for programs that resolve no names."""
        return self._ask(order="ids")

    def _ask(self, **line: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(line), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def user_name(number: int) -> str:
    """The name of a user of the made worlds."""
    return f"user-{number:06}@example.com"


def group_name(number: int) -> str:
    """The name of a group of the made worlds."""
    return f"group-{number:03}"


def pages(rows: int, size: int = 100) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, math.ceil(rows / size))


def _tencent(wish: dict[str, Any]) -> Any:
    from simulators.tencent import TencentSimulator, World

    world = World()
    world.user_quota = world.group_quota = world.group_size_quota = 10**6
    ids = [world.add_user(name, name) for name in map(user_name, range(wish["users"]))]
    for number in range(wish["groups"]):
        world.join(world.add_group(group_name(number)), *ids[: wish["members"]])
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


def main() -> None:
    """Be a cloud until the input ends."""
    sys.path.insert(0, str(TESTS))
    from simulators.serving import Server

    wish = {"groups": 1, "members": 0, "latency": 0.0, "rate_limit": 0, "frozen": False, **json.loads(input())}
    simulator = _tencent(wish) if wish["cloud"] == "tencent" else _csp(wish)
    with Server(simulator.app) as server:
        print(json.dumps({"environment": simulator.environment(server.url)}), flush=True)
        for line in sys.stdin:
            answer: dict[str, Any] = {}
            order = json.loads(line)["order"]
            if order == "forget":
                simulator.log.clear()
            elif order == "calls":
                answer["calls"] = simulator.log.calls()
            else:
                world = simulator.world
                answer = {"zone": world.zone_id, "group": next(iter(world.groups)), "users": list(world.users)}
            print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
