# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The arithmetic of docs/scale.md: what an audit of an organization asks for, and how long many of them take."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil

TENCENT_RATE, CSP_RATE = 20, 5
FORKS = 10
WINDOW_HOURS = 6
WINDOW = WINDOW_HOURS * 3600


def pages(rows: int, size: int) -> int:
    """How many pages a list has; an empty one has one."""
    return max(1, ceil(rows / size))


@dataclass(frozen=True)
class Size:
    """An organization. Every group has so many members; nobody is in more than 100 groups."""

    name: str
    people: int
    groups: int
    members: int
    accounts: int
    roles: int
    grants: int
    deployments: int

    def tencent(self) -> int:
        """Requests of a snapshot of Tencent Cloud."""
        by_group = self.groups * pages(self.members, 100)
        lists = pages(self.accounts, 50) + sum(
            pages(rows, 100) for rows in (self.people, self.groups, self.roles, self.deployments, self.grants)
        )
        return 4 + lists + self.roles + min(by_group, self.people)

    def csp(self, invitations: int = 0) -> int:
        """Requests of a snapshot of VMware Cloud Services."""
        by_group = self.groups * pages(self.members, 200)
        return 2 + pages(self.people, 200) + pages(self.groups, 200) + by_group + invitations

    def seconds(self) -> int:
        """Seconds that the requests of both snapshots take at the limits, one cloud after the other."""
        return ceil(self.tencent() / TENCENT_RATE + self.csp() / CSP_RATE)


SIZES = (
    Size("small", 100, 10, 20, 10, 5, 20, 20),
    Size("medium", 1_000, 100, 50, 50, 20, 200, 200),
    Size("large", 10_000, 300, 300, 200, 50, 1_000, 1_000),
    Size("very large", 100_000, 500, 1_000, 500, 100, 5_000, 5_000),
)
COUNTS = (10, 100, 1_000)


def rounds(organizations: int, forks: int) -> int:
    """How often every fork takes an organization."""
    return ceil(organizations / forks)


def forks_needed(organizations: int, seconds: int) -> int | None:
    """Forks with which all are audited in the window, or None when one alone takes longer."""
    return ceil(organizations / (WINDOW // seconds)) if seconds <= WINDOW else None


def duration(seconds: int) -> str:
    """Seconds for people."""
    if seconds < 120:
        return f"{seconds} s"
    if seconds < 7200:
        return f"{ceil(seconds / 60)} min"
    return f"{seconds / 3600:,.1f} h"


def one_organization() -> list[str]:
    """The rows of the table of sizes."""
    return [_row(one) for one in SIZES]


def _row(one: Size) -> str:
    numbers = [f"{number:,}" for number in (one.accounts, one.roles, one.grants, one.tencent(), one.csp())]
    waits = [duration(ceil(one.tencent() / TENCENT_RATE)), duration(ceil(one.csp() / CSP_RATE))]
    cells = [*numbers[:4], waits[0], numbers[4], waits[1], duration(one.seconds())]
    return f"| {one.name} | {one.people:,} | {one.groups:,} x {one.members:,} | {' | '.join(cells)} |"


def many_organizations() -> list[str]:
    """The rows of the table of many organizations."""
    return [
        f"| {count:,} {one.name} | {duration(count * one.seconds())} | {duration(rounds(count, FORKS) * one.seconds())} | "
        f"{forks_needed(count, one.seconds()) or 'no number'} |"
        for one in SIZES
        for count in COUNTS
    ]


def additions() -> list[str]:
    """The rows of the table of additions: people, seconds at Tencent (one request each), seconds at CSP (20 a request)."""
    return [
        f"| {people:,} | {duration(ceil(people / TENCENT_RATE))} | {duration(ceil(ceil(people / 20) / CSP_RATE))} |"
        for people in (100, 1_000, 10_000, 100_000)
    ]
