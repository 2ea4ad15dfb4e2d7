# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One data file of many people, planned for both clouds."""

from __future__ import annotations

import json
from typing import Any

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import CSP_PAGE, Bench, linear
from benchmarks.report import Table
from benchmarks.runs import onboard_check
from benchmarks.worlds import group_name, user_name

GROUPS = 20
PER_PERSON = 2


def people(bench: Bench) -> Table:
    """The plan of a large file in two sizes."""
    table = Table(
        "A large data file",
        f"`ansible-playbook orgkit.cloud.onboard --check` with a file of people who are in the organizations and in no group yet: "
        f"each gets {PER_PERSON} groups in both clouds, out of {GROUPS}. The limit of the APIs is on.",
        ("people", "planned changes", "requests", "peak MB", "ms a person", "took s"),
    )
    costs = []
    sizes = bench.sizes.people
    for count in sizes:
        wish: dict[str, Any] = {"users": count, "groups": GROUPS, "frozen": True}
        with Cloud(cloud="tencent", **wish) as tencent, Cloud(cloud="csp", **wish) as csp:
            timed = onboard_check(json.dumps(data_file(count)), {**tencent.environment, **csp.environment})
            requests = sum(tencent.calls().values()) + sum(csp.calls().values())
            planned = sum(len(result.get("changes", ())) for result in timed.results if "memberships" in result)
            lists = {"ListUsers": pages(count)}, {"list_users": pages(count + 1, CSP_PAGE)}
            read = all(
                cloud.calls()[action] >= times
                for cloud, expected in zip((tencent, csp), lists)
                for action, times in expected.items()
            )
        table.expect(f"{count:,} people: everybody was looked for", read)
        each = (timed.seconds - bench.start) / count * 1000
        table.rows.append((count, planned, requests, timed.peak, each, timed.seconds))
        costs.append((timed.seconds, timed.peak))
    linear(table, "people", costs, sizes[-1] / sizes[0])
    return table


def data_file(count: int) -> dict[str, Any]:
    """A file of so many people, in functions that give groups with the same names in both clouds."""
    functions = {
        f"function-{number:02}": {
            cloud: [group_name((number + place) % GROUPS) for place in range(PER_PERSON)]
            for cloud in ("tencent", "csp")
        }
        for number in range(GROUPS)
    }
    rows = [{"user": user_name(number), "functions": [f"function-{number % GROUPS:02}"]} for number in range(count)]
    return {"orgkit_functions": functions, "orgkit_people": rows}
