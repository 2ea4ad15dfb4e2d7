# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One run of the bench: how much is measured, and what every measurement uses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.cloud import Cloud, pages
from benchmarks.report import Table
from benchmarks.runs import start_seconds

CIC, CSP = "orgkit.cloud.tencent_cic_group_user", "orgkit.cloud.csp_group_users"
TENCENT_RATE, CSP_RATE, CSP_BATCH, CSP_PAGE = 20, 5, 20, 200
# The highest rate that a task takes; nothing here is faster.
NO_LIMIT = 1000.0


@dataclass
class Sizes:
    """How much is measured."""

    additions: int = 1000
    slow_additions: int = 400
    csp_additions: int = 45
    loop: int = 100
    slow_loop: int = 25
    repeats: int = 3
    audit_groups: int = 500
    audit_members: int = 1000
    directories: tuple[int, ...] = (1_000, 10_000, 100_000)
    snapshot_groups: tuple[int, ...] = (10, 100)
    objects: int = 1000
    people: tuple[int, ...] = (500, 5_000)
    forks: int = 5
    fork_additions: int = 80
    organizations: int = 20
    organization_forks: int = 10
    organization_additions: int = 40


QUICK = Sizes(
    additions=60,
    slow_additions=60,
    csp_additions=25,
    loop=20,
    slow_loop=5,
    repeats=1,
    audit_groups=20,
    audit_members=200,
    directories=(200, 1_000, 5_000),
    snapshot_groups=(1, 3),
    objects=100,
    people=(50, 200),
    forks=3,
    fork_additions=20,
    organizations=4,
    organization_forks=4,
    organization_additions=25,
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


def linear(table: Table, what: str, costs: Sequence[tuple[float, float]], factor: float) -> None:
    """Expect that time and memory, as (seconds, MB) of a small and a large case, grow no more than what is read."""
    small, large = costs
    longer, grown = (more / max(less, 0.01) for less, more in zip(small, large))
    sentence = f"{factor:.0f} times the {what} take {longer:.1f} times the time and {grown:.1f} times the memory"
    # A fixed part makes the ratios smaller, noise makes them a little larger.
    table.expect(f"linear: {sentence}", max(longer, grown) < factor * 1.3)


def budget_of_reading(users: int) -> dict[str, int]:
    """The reads of a task that looks for people who are no members."""
    return {"DescribeIdentityCenter": 1, "ListGroups": 1, "ListUsers": pages(users)}


def budget_of_additions(count: int) -> dict[str, int]:
    """Reads, one write each, and one second look at the group."""
    return {**budget_of_reading(count), "ListGroupMembers": 1 + pages(count), "AddUserToGroup": count}
