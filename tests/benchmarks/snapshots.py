# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot of who has access, and the report on it, as the organization grows."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import CSP_PAGE, CSP_RATE, NO_LIMIT, TENCENT_RATE, Bench, linear
from benchmarks.report import Table
from benchmarks.runs import child

MEMBERS = 1000
SNAPSHOT_LIMIT = 120
FORMATS = ["json", "csv", "html", "sarif", "junit", "markdown"]
KINDS = {
    "tencent": ("Tencent", "ListGroupMembers", 100, TENCENT_RATE),
    "csp": ("CSP", "list_group_users", CSP_PAGE, CSP_RATE),
}


def snapshots(bench: Bench) -> Table:
    """Both snapshots and the report at two sizes."""
    table = Table(
        "Snapshot and report",
        f"Groups of {MEMBERS:,} members, each in a process of its own and without a rate limit. The report is made of the "
        f"snapshot of Tencent, in all formats ({', '.join(FORMATS)}). Memory is the peak of the process.",
        ("what", "memberships", "requests", "peak MB", "at start MB", "s at the limit", "files MB", "took s"),
    )
    groups = bench.sizes.snapshot_groups
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for cloud in KINDS:
            told = [_snapshot(table, folder, cloud, count) for count in groups]
            if cloud == "tencent":
                peak = told[-1]["peak"]
                table.expect(f"peak memory of the largest snapshot under {SNAPSHOT_LIMIT} MB", peak < SNAPSHOT_LIMIT)
            linear(
                table,
                f"memberships in a snapshot ({KINDS[cloud][0]})",
                [_cost(one) for one in told],
                groups[-1] / groups[0],
            )
        told = [_report(table, folder, count) for count in groups]
        linear(table, "memberships in a report", [_cost(one) for one in told], groups[-1] / groups[0])
    return table


def _cost(told: dict[str, Any]) -> tuple[float, float]:
    return told["seconds"], told["peak"] - told["at_start"]


def _snapshot(table: Table, folder: Path, cloud: str, groups: int) -> dict[str, Any]:
    name, action, page, rate = KINDS[cloud]
    path = folder / f"{cloud}-{groups}.jsonl"
    # More users than requests by group, so that reading by group stays the cheaper way.
    with Cloud(cloud=cloud, users=2 * MEMBERS, groups=groups, members=MEMBERS, frozen=True) as server:
        params = {"dest": str(path), "requests_per_second": NO_LIMIT}
        told = child(server, program="road", module=f"{cloud}_access_snapshot", params=params, check_mode=False)
        calls = server.calls()
    requests, wanted = sum(calls.values()), groups * pages(MEMBERS, page)
    work = f"{groups * MEMBERS:,} memberships of {name}"
    table.expect(f"{work}: {wanted:,} requests read them, {requests - wanted} all else", calls[action] == wanted)
    size = path.stat().st_size / 2**20
    _add(table, f"snapshot, {name}", groups, (requests, requests / rate), size, told)
    return told


def _report(table: Table, folder: Path, groups: int) -> dict[str, Any]:
    dest = folder / f"report-{groups}"
    params = {"snapshots": [str(folder / f"tencent-{groups}.jsonl")], "dest": str(dest), "formats": FORMATS}
    told = child(None, program="road", module="access_report", params=params, check_mode=False)
    size = sum(file.stat().st_size for file in dest.iterdir()) / 2**20
    _add(table, "report", groups, (0, 0.0), size, told)
    return told


def _add(table: Table, what: str, groups: int, requests: tuple[int, float], size: float, told: dict[str, Any]) -> None:
    memory = told["peak"], told["at_start"]
    table.rows.append((what, groups * MEMBERS, requests[0], *memory, requests[1], size, told["seconds"]))
