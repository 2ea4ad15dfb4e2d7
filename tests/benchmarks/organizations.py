# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several hosts side by side: organizations with a limit each, and tasks that share the limit of one."""

from __future__ import annotations

from typing import Any

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import CIC, TENCENT_RATE, Bench
from benchmarks.report import Table
from benchmarks.runs import play_hosts
from benchmarks.worlds import group_name, user_name

ADDRESS = {"TENCENTCLOUD_ENDPOINT": "{{ address }}"}
SHARE = 0.1


def organizations(bench: Bench) -> Table:
    """One playbook for all organizations: one after the other, and with forks."""
    sizes = bench.sizes
    count, people = sizes.organizations, sizes.organization_additions
    table = Table(
        "Many organizations",
        f"One playbook adds {people} people to a group in each of {count} organizations, which have a rate limit each. "
        "A core that is busy all the time is a CPU share of 100 %: the playbook's own share and that of the simulated clouds "
        "add up to what the machine has.",
        ("forks", "requests", "refused", "times as fast", "CPU share of the playbook", "took s"),
    )
    task = {CIC: {"group": group_name(0), "users": _people(0, people)}, "environment": ADDRESS}
    reading = {"DescribeIdentityCenter": 1, "ListGroups": 1, "ListGroupMembers": 1 + pages(people), "ListUsers": 1}
    alone = 0.0
    for forks in (1, sizes.organization_forks):
        with Cloud(cloud="tencent", copies=count, users=people, rate_limit=TENCENT_RATE) as cloud:
            hosts = {
                f"organization-{number:02}": {"address": environment["TENCENTCLOUD_ENDPOINT"]}
                for number, environment in enumerate(cloud.environments)
            }
            timed = play_hosts(task, cloud.environment, hosts, forks)
            refused = cloud.refused()
            expected = {name: times * count for name, times in {**reading, "AddUserToGroup": people}.items()}
            work = f"{count} organizations, {people} people each, {forks} forks"
            bench.count(work, cloud, expected, ("AddUserToGroup", refused))
        took = timed.seconds - bench.start
        alone = alone or took
        share = f"{timed.cpu_seconds / timed.seconds * 100:.0f} %"
        table.rows.append((forks, sum(expected.values()), refused, alone / took, share, took))
    return table


def pace(bench: Bench) -> Table:
    """Tasks of one account in several processes at once."""
    sizes = bench.sizes
    forks, people = sizes.forks, sizes.fork_additions
    table = Table(
        "Several tasks of one account",
        f"{forks} forks add {people} people each to a group of their own, with the same keys. The simulator refuses what is "
        "above the limit.",
        ("additions", "refused", "above the limit", "limit s", "took s"),
    )
    additions = forks * people
    with Cloud(cloud="tencent", users=additions, groups=forks, rate_limit=TENCENT_RATE) as cloud:
        hosts: dict[str, dict[str, Any]] = {
            f"task-{number}": {"team": group_name(number), "people": _people(number * people, people)}
            for number in range(forks)
        }
        task = {CIC: {"group": "{{ team }}", "users": "{{ people }}"}}
        timed = play_hosts(task, cloud.environment, hosts, forks)
        refused = cloud.refused()
    limit, took = additions / TENCENT_RATE, timed.seconds - bench.start
    above = f"{(took / limit - 1) * 100:+.1f} %"
    table.rows.append((additions, refused, above, limit, took))
    table.expect(f"at most {SHARE:.0%} above the limit", took <= limit * (1 + SHARE))
    table.expect(f"at most {SHARE:.0%} refused", refused <= additions * SHARE)
    return table


def _people(first: int, count: int) -> list[str]:
    return [user_name(number) for number in range(first, first + count)]
