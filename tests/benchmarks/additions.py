# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many people into a group: at the rate limit, and where only latency counts."""

from __future__ import annotations

from typing import Any

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import (
    CIC,
    CSP,
    CSP_BATCH,
    CSP_PAGE,
    CSP_RATE,
    NO_LIMIT,
    TENCENT_RATE,
    Bench,
    budget_of_additions,
)
from benchmarks.report import Table
from benchmarks.runs import child, playbook
from benchmarks.worlds import group_name, user_name

LATENCY = 0.05
THREADS = 8


def additions(bench: Bench) -> Table:
    """Additions at the rate limit of the API."""
    table = Table(
        "Additions at the rate limit",
        f"One task, `ansible-playbook` in the controller, less the {bench.start:.1f} s that ansible-playbook takes for a task "
        "that does nothing. The simulator refuses what is above the limit.",
        ("work", "requests at the limit", "retries", "above the limit", "limit s", "took s"),
    )
    count = bench.sizes.additions
    names = [user_name(number) for number in range(count)]
    with Cloud(cloud="tencent", users=count, rate_limit=TENCENT_RATE) as cloud:
        timed = playbook({CIC: {"group": group_name(0), "users": names}}, cloud.environment)
        work = f"Tencent, {count:,} users into a group"
        _add_limited(bench, table, work, count, TENCENT_RATE, timed)
        repeated = "AddUserToGroup", timed.result["api"]["retries"]
        bench.count(work, cloud, budget_of_additions(count), repeated)
    count = bench.sizes.csp_additions
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
        _add_limited(bench, table, work, sum(expected.values()), CSP_RATE, timed)
        bench.count(work, cloud, expected)
    return table


def _add_limited(bench: Bench, table: Table, work: str, requests: int, rate: int, timed: Any) -> None:
    limit = requests / rate
    took = timed.seconds - bench.start
    above = f"{(took / limit - 1) * 100:+.1f} %"
    table.rows.append((work, requests, timed.result["api"]["retries"], above, limit, took))
    table.expect(f"{work}: within 3 % plus one second of the limit", took <= limit * 1.03 + 1)


def throughput(bench: Bench) -> Table:
    """The same additions where only latency counts."""
    table = Table(
        "Additions with 50 ms latency and no limit",
        "The collection resolves names, writes over 8 connections and looks again; the scripts know all ids, only write, "
        "and their time is without start and imports.",
        ("way", "times the plain script", "additions a second", "took s"),
    )
    count = bench.sizes.slow_additions
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
        seconds[ours] = playbook({CIC: options}, cloud.environment).seconds - bench.start
        bench.count(f"Tencent, {count:,} users with 50 ms latency", cloud, budget_of_additions(count))
    plain = next(iter(seconds.values()))
    for way, took in seconds.items():
        table.rows.append((way, plain / took, count / took, took))
    best = count * LATENCY / THREADS
    table.note += f" {THREADS} connections cannot be faster than {best:.1f} s."
    return table
