# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Reads of large organizations: every group, and every user."""

from __future__ import annotations

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import NO_LIMIT, TENCENT_RATE, Bench, budget_of_reading, linear
from benchmarks.report import Table
from benchmarks.runs import child
from benchmarks.worlds import group_name, user_name

MEMORY_LIMIT = 150


def cheaper_way(groups: int, members: int) -> dict[str, int]:
    """How all memberships are read when everybody is in every group: by group, or by user."""
    if groups * pages(members) <= 1 + pages(members) + max(members, pages(groups * members)):
        return {"ListGroupMembers": groups * pages(members)}
    return {"ListUsers": pages(members), "ListJoinedGroupsForUser": members * pages(groups)}


def audit(bench: Bench) -> Table:
    """Everybody in every group."""
    groups, members = bench.sizes.audit_groups, bench.sizes.audit_members
    table = Table(
        "An audit",
        "`tencent_cic_group_user_info` without options, its road in a process of its own and without a rate limit. "
        "Memory is the peak of that process.",
        ("groups", "members each", "requests", "peak MB", "at start MB", "result MB", "took s"),
    )
    with Cloud(cloud="tencent", users=members, groups=groups, members=members, frozen=True) as cloud:
        params = {"requests_per_second": NO_LIMIT}
        told = child(cloud, program="road", module="tencent_cic_group_user_info", params=params, check_mode=False)
        expected = {
            "DescribeIdentityCenter": 1,
            "ListGroups": pages(groups),
            **cheaper_way(groups, members),
        }
        bench.count(f"audit of {groups:,} groups x {members:,} users", cloud, expected)
    memory = told["peak"], told["at_start"], told["result_mb"]
    table.rows.append((groups, members, sum(expected.values()), *memory, told["seconds"]))
    table.note += f" At 20 requests a second the requests alone take {sum(expected.values()) / TENCENT_RATE:.0f} s."
    return table


def directories(bench: Bench) -> Table:
    """A task that must read all users, as the directory grows."""
    table = Table(
        "A growing directory",
        "A wanted user who is no member yet: all users are read, in check mode, without a rate limit. The road runs in a "
        "process of its own; memory is the peak of that process with interpreter and libraries.",
        (
            "users",
            "requests",
            "peak MB",
            "at start MB",
            "s at 20 requests a second",
            "ms for 1,000 users",
            "took s",
        ),
    )
    took: list[tuple[int, float, float]] = []
    for users in bench.sizes.directories:
        with Cloud(cloud="tencent", users=users, frozen=True) as cloud:
            params = {"group": group_name(0), "users": [user_name(users - 1)], "requests_per_second": NO_LIMIT}
            job = {"program": "road", "module": "tencent_cic_group_user", "params": params, "check_mode": True}
            # The fastest of some runs, since other work on the machine only slows down.
            tries = [child(cloud, **job) for _time in range(bench.sizes.repeats)]
            expected = {**budget_of_reading(users), "ListGroupMembers": 1}
            times = {name: count * len(tries) for name, count in expected.items()}
            bench.count(f"{len(tries)} times check mode in a directory of {users:,} users", cloud, times)
        told = min(tries, key=lambda one: float(one["seconds"]))
        requests, seconds = sum(expected.values()), told["seconds"]
        table.rows.append(
            (
                users,
                requests,
                told["peak"],
                told["at_start"],
                requests / TENCENT_RATE,
                seconds / users * 1_000_000,
                seconds,
            )
        )
        took.append((users, seconds, told["peak"] - told["at_start"]))
    (small, seconds, memory), (large, more_seconds, more_memory) = took[-2:]
    table.expect(f"peak memory under {MEMORY_LIMIT} MB with {large:,} users", told["peak"] < MEMORY_LIMIT)
    linear(table, "users", [(seconds, memory), (more_seconds, more_memory)], large / small)
    return table
