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
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
TOO_MANY = ("RequestLimitExceeded", "too_many_requests")


class Cloud:
    """Starts the process and talks to it. `environment` points a client there.

    Keys of wish are those of worlds.WISH. With copies there are so many clouds in the process, each with an address of
    its own: environments has all of them, and what is counted is their sum.
    """

    def __init__(self, **wish: Any) -> None:
        self._process = subprocess.Popen(
            [sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.environments: list[dict[str, str]] = self._ask(**wish)["environments"]
        self.environment = self.environments[0]

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

    def refused(self) -> int:
        """How many requests were refused as too many since the start."""
        return int(self._ask(order="refused")["refused"])

    def ids(self) -> dict[str, Any]:
        """Zone, first group and all users, for programs that resolve no names."""
        return self._ask(order="ids")

    def _ask(self, **line: Any) -> dict[str, Any]:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        print(json.dumps(line), file=self._process.stdin, flush=True)
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer


def pages(rows: int, size: int = 100) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, math.ceil(rows / size))


def main() -> None:
    """Be one or more clouds until the input ends."""
    sys.path[:0] = [str(TESTS), str(TESTS.parent)]
    from benchmarks.worlds import simulator

    from simulators.serving import Server

    wish = json.loads(input())
    simulators = [simulator(wish) for _copy in range(wish.pop("copies", 1))]
    with ExitStack() as servers:
        urls = [servers.enter_context(Server(one.app)).url for one in simulators]
        environments = [one.environment(url) for one, url in zip(simulators, urls)]
        print(json.dumps({"environments": environments}), flush=True)
        for line in sys.stdin:
            print(json.dumps(_answer(json.loads(line)["order"], simulators)), flush=True)


def _answer(order: str, simulators: list[Any]) -> dict[str, Any]:
    if order == "forget":
        for one in simulators:
            one.log.clear()
        return {}
    if order == "calls":
        counted: Counter[str] = Counter()
        for one in simulators:
            counted.update(one.log.calls())
        return {"calls": counted}
    if order == "refused":
        entries = [entry for one in simulators for entry in one.log.entries]
        return {"refused": sum(entry["error"] in TOO_MANY for entry in entries)}
    world = simulators[0].world
    return {"zone": world.zone_id, "group": next(iter(world.groups)), "users": list(world.users)}


if __name__ == "__main__":
    main()
