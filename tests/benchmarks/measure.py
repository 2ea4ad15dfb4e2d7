# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The measurements. Each gives a table and notes the requests that it expected and those that the cloud counted."""

from __future__ import annotations

import statistics
from dataclasses import dataclass, field
from typing import Any

from benchmarks.cloud import Cloud, group_name, pages, user_name
from benchmarks.report import Table
from benchmarks.runs import child, playbook, start_seconds

CIC, CSP = "orgkit.cloud.tencent_cic_group_user", "orgkit.cloud.csp_group_users"
TENCENT_RATE, CSP_RATE, CSP_BATCH, CSP_PAGE = 20, 5, 20, 200
NO_LIMIT = 1_000_000.0
LATENCY = 0.05
THREADS = 8
MEMORY_LIMIT = 150


@dataclass
class Sizes:
    """How much is measured."""

    additions: int = 1000
    csp_additions: int = 45
    loop: int = 100
    slow_loop: int = 100
    repeats: int = 3
    audit_groups: int = 500
    audit_members: int = 1000
    directories: tuple[int, ...] = (1_000, 10_000, 100_000)


QUICK = Sizes(
    additions=60,
    csp_additions=25,
    loop=20,
    slow_loop=5,
    repeats=1,
    audit_groups=20,
    audit_members=200,
    directories=(200, 1_000, 5_000),
)


@dataclass
class Bench:
    """One run of all measurements. budget collects what was expected and counted."""

    sizes: Sizes
    budget: Table = field(
        default_factory=lambda: Table(
            "Requests",
            "What the call budget of the collection allows, and what the simulators counted during the measurements above.",
            ("work", "expected", "counted", "actions"),
        )
    )
    start: float = field(default_factory=start_seconds)

    def count(self, work: str, cloud: Cloud, expected: dict[str, int], throttled: tuple[str, int] = ("", 0)) -> None:
        """Compare the requests since the cloud was last told to forget; throttled ones are sent again."""
        counted = cloud.calls()
        action, repeats = throttled
        expected = dict(sorted(expected.items()))
        actions = ", ".join(f"{name} {times:,}" for name, times in counted.items())
        self.budget.rows.append((work, sum(expected.values()), sum(counted.values()), actions))
        more = f" and {repeats} repeats of throttled requests" if repeats else ""
        wanted = {name: times + (repeats if name == action else 0) for name, times in expected.items()}
        self.budget.expect(f"{work}: exactly the budget{more}", counted == wanted)

    def additions(self) -> Table:
        """Additions at the rate limit of the API."""
        table = Table(
            "Additions at the rate limit",
            f"One task, `ansible-playbook` in the controller, less the {self.start:.1f} s that ansible-playbook takes for a task "
            "that does nothing. The simulator refuses what is above the limit.",
            ("work", "requests at the limit", "limit s", "took s", "above the limit", "retries"),
        )
        count = self.sizes.additions
        names = [user_name(number) for number in range(count)]
        with Cloud(cloud="tencent", users=count, rate_limit=TENCENT_RATE) as cloud:
            timed = playbook({CIC: {"group": group_name(0), "users": names}}, cloud.environment)
            work = f"Tencent, {count:,} users into a group"
            self._add_limited(table, work, count, TENCENT_RATE, timed)
            repeated = "AddUserToGroup", timed.result["api"]["retries"]
            self.count(work, cloud, _budget_of_additions(count), repeated)
        count = self.sizes.csp_additions
        names = [user_name(number) for number in range(count)]
        with Cloud(cloud="csp", users=count, rate_limit=CSP_RATE) as cloud:
            timed = playbook({CSP: {"group": group_name(0), "users": names}}, cloud.environment)
            work = f"CSP, {count:,} users into a group"
            expected = {
                "token": 1,
                "list_groups": 1,
                "list_group_users": 1 + pages(count, CSP_PAGE),
                # The caller is a user too.
                "list_users": pages(count + 1, CSP_PAGE),
                "add_group_users": pages(count, CSP_BATCH),
            }
            self._add_limited(table, work, sum(expected.values()), CSP_RATE, timed)
            self.count(work, cloud, expected)
        return table

    def _add_limited(self, table: Table, work: str, requests: int, rate: int, timed: Any) -> None:
        limit = requests / rate
        took = timed.seconds - self.start
        above = f"{(took / limit - 1) * 100:+.1f} %"
        table.rows.append((work, requests, limit, took, above, timed.result["api"]["retries"]))
        table.expect(f"{work}: within 3 % plus one second of the limit", took <= limit * 1.03 + 1)

    def throughput(self) -> Table:
        """The same additions where only latency counts."""
        table = Table(
            "Additions with 50 ms latency and no limit",
            "The collection resolves names, writes over 8 connections and looks again; the scripts know all ids, only write, "
            "and their time is without start and imports.",
            ("way", "took s", "additions a second", "times the plain script"),
        )
        count = self.sizes.additions
        names = [user_name(number) for number in range(count)]
        wish: dict[str, Any] = {"cloud": "tencent", "users": count, "latency": LATENCY}
        seconds: dict[str, float] = {}
        for way, threads in (
            ("official SDK, one after the other", 1),
            (f"official SDK, pool of {THREADS} threads", THREADS),
        ):
            with Cloud(**wish) as cloud:
                seconds[way] = child(cloud, program="sdk", threads=threads, **cloud.ids())["seconds"]
        with Cloud(**wish) as cloud:
            options = {
                "group": group_name(0),
                "users": names,
                "requests_per_second": NO_LIMIT,
                "max_connections": THREADS,
            }
            ours = "this collection, in the controller"
            seconds[ours] = playbook({CIC: options}, cloud.environment).seconds - self.start
            self.count(f"Tencent, {count:,} users with 50 ms latency", cloud, _budget_of_additions(count))
        plain = next(iter(seconds.values()))
        for way, took in seconds.items():
            table.rows.append((way, took, count / took, plain / took))
        best = count * LATENCY / THREADS
        table.note += f" {THREADS} connections cannot be faster than {best:.1f} s."
        return table

    def loops(self) -> Table:
        """A loop of tasks that find nothing to do."""
        table = Table(
            "A loop of steady-state tasks",
            "",
            ("way", "items", "playbook s", "ms an item", "API's own s", "beyond the API s"),
        )
        sizes = self.sizes
        with Cloud(cloud="tencent", users=20, members=2) as cloud:
            ids = cloud.ids()
            own = child(cloud, program="bare", zone=ids["zone"], group=ids["group"], times=200)["seconds"]
            wish = {"group": group_name(0), "users": [user_name(0), user_name(1)]}
            ways: tuple[tuple[str, str, dict[str, Any], bool, int, int, int], ...] = (
                ("this collection, in the controller", CIC, wish, True, sizes.loop, sizes.repeats, 3),
                ("this collection, module process", CIC, wish, False, sizes.slow_loop, 1, 3),
                ("a module that does nothing", "do_nothing", {}, True, sizes.slow_loop, 1, 0),
                ("a module on the official SDK", "sdk_group_user", wish, True, sizes.slow_loop, 1, 3),
            )
            for way, module, options, in_controller, items, repeats, calls in ways:
                cloud.forget()
                task = {module: options, "loop": f"{{{{ range({items}) | list }}}}"}
                runs = [
                    playbook(task, cloud.environment, in_controller=in_controller).seconds for _time in range(repeats)
                ]
                took, api = statistics.median(runs), items * calls * own
                beyond = took - self.start - api
                table.rows.append((way, items, took, took / items * 1000, api, beyond))
                if module == CIC:
                    times = items * repeats
                    expected = dict.fromkeys(("DescribeIdentityCenter", "ListGroups", "ListGroupMembers"), times)
                    self.count(f"{times:,} steady-state tasks, {way.split(', ')[1]}", cloud, expected)
        first = table.rows[0]
        table.expect(f"{first[1]} items in the controller: under 3 s beyond the API's own time", float(first[-1]) < 3)
        table.note = (
            f"One group of two members: three requests an item, of {own * 1000:.1f} ms each when bare. The start of "
            f"ansible-playbook ({self.start:.1f} s) is in the playbook's time and not in the last column. The first row is "
            "the median of several runs."
        )
        return table

    def audit(self) -> Table:
        """Everybody in every group."""
        groups, members = self.sizes.audit_groups, self.sizes.audit_members
        table = Table(
            "An audit",
            "`tencent_cic_group_user_info` without options, its road in a process of its own and without a rate limit. "
            "Memory is the peak of that process.",
            ("groups", "members each", "requests", "took s", "peak MB", "at start MB", "result MB"),
        )
        with Cloud(cloud="tencent", users=members, groups=groups, members=members, frozen=True) as cloud:
            params = {"requests_per_second": NO_LIMIT}
            told = child(cloud, program="road", module="tencent_cic_group_user_info", params=params, check_mode=False)
            expected = {
                "DescribeIdentityCenter": 1,
                "ListGroups": pages(groups),
                "ListGroupMembers": groups * pages(members),
            }
            self.count(f"audit of {groups:,} groups x {members:,} users", cloud, expected)
        memory = told["peak"], told["at_start"], told["result_mb"]
        table.rows.append((groups, members, sum(expected.values()), told["seconds"], *memory))
        table.note += f" At 20 requests a second the requests alone take {expected['ListGroupMembers'] / 20:.0f} s."
        return table

    def directories(self) -> Table:
        """A task that must read all users, as the directory grows."""
        table = Table(
            "A growing directory",
            "A wanted user who is no member yet: all users are read, in check mode, without a rate limit. The road runs in a "
            "process of its own; memory is the peak of that process with interpreter and libraries.",
            (
                "users",
                "requests",
                "took s",
                "ms for 1,000 users",
                "peak MB",
                "at start MB",
                "s at 20 requests a second",
            ),
        )
        took: list[tuple[int, float, float]] = []
        for users in self.sizes.directories:
            with Cloud(cloud="tencent", users=users, frozen=True) as cloud:
                params = {"group": group_name(0), "users": [user_name(users - 1)], "requests_per_second": NO_LIMIT}
                job = {"program": "road", "module": "tencent_cic_group_user", "params": params, "check_mode": True}
                # The fastest of some runs, since other work on the machine only slows down.
                tries = [child(cloud, **job) for _time in range(self.sizes.repeats)]
                expected = {**_budget_of_reading(users), "ListGroupMembers": 1}
                times = {name: count * len(tries) for name, count in expected.items()}
                self.count(f"{len(tries)} times check mode in a directory of {users:,} users", cloud, times)
            told = min(tries, key=lambda one: float(one["seconds"]))
            requests, seconds = sum(expected.values()), told["seconds"]
            table.rows.append(
                (
                    users,
                    requests,
                    seconds,
                    seconds / users * 1_000_000,
                    told["peak"],
                    told["at_start"],
                    requests / TENCENT_RATE,
                )
            )
            took.append((users, seconds, told["peak"] - told["at_start"]))
        (small, seconds, memory), (large, more_seconds, more_memory) = took[-2:]
        table.expect(f"peak memory under {MEMORY_LIMIT} MB with {large:,} users", told["peak"] < MEMORY_LIMIT)
        factor, longer, grown = large / small, more_seconds / seconds, more_memory / memory
        sentence = f"{factor:.0f} times the users take {longer:.1f} times the time and {grown:.1f} times the memory"
        # A fixed part makes the ratios smaller, noise makes them a little larger.
        table.expect(f"linear: {sentence}", max(longer, grown) < factor * 1.3)
        return table


def _budget_of_reading(users: int) -> dict[str, int]:
    return {"DescribeIdentityCenter": 1, "ListGroups": 1, "ListUsers": pages(users)}


def _budget_of_additions(count: int) -> dict[str, int]:
    """Reads, one write each, and one second look at the group."""
    return {**_budget_of_reading(count), "ListGroupMembers": 1 + pages(count), "AddUserToGroup": count}
