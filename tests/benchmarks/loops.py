# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Many small tasks that find nothing to do."""

from __future__ import annotations

import statistics
from typing import Any

from benchmarks.cloud import Cloud
from benchmarks.measure import CIC, Bench
from benchmarks.report import Table
from benchmarks.runs import child, playbook
from benchmarks.worlds import group_name, user_name


def loops(bench: Bench) -> Table:
    """A loop of tasks that find nothing to do."""
    table = Table(
        "A loop of steady-state tasks",
        "",
        ("way", "items", "requests", "times the first", "ms an item", "API's own s", "beyond the API s"),
    )
    sizes = bench.sizes
    first = 0.0
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
            runs = [playbook(task, cloud.environment, in_controller=in_controller).seconds for _time in range(repeats)]
            took, api = statistics.median(runs), items * calls * own
            beyond = took - bench.start - api
            each = took / items * 1000
            first = first or each
            table.rows.append((way, items, items * calls, each / first, each, api, beyond))
            if module == CIC:
                times = items * repeats
                expected = dict.fromkeys(("DescribeIdentityCenter", "ListGroups", "ListGroupMembers"), times)
                bench.count(f"{times:,} steady-state tasks, {way.split(', ')[1]}", cloud, expected)
    quick = table.rows[0]
    table.expect(f"{quick[1]} items in the controller: under 3 s beyond the API's own time", float(quick[-1]) < 3)
    table.note = (
        f"One group of two members: three requests an item, of {own * 1000:.1f} ms each when bare. The start of "
        f"ansible-playbook ({bench.start:.1f} s) is in the time of an item and not in the last column. The first row is "
        "the median of several runs."
    )
    return table
