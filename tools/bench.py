# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Measure speed, memory and requests against the simulators, print the tables and write docs/benchmarks.md."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Sequence

import tree

sys.path.insert(0, str(tree.ROOT / "tests"))
sys.path.insert(0, str(tree.ROOT))

from benchmarks.additions import additions, throughput
from benchmarks.loops import loops
from benchmarks.measure import QUICK, Bench, Sizes
from benchmarks.objects import objects
from benchmarks.organizations import organizations, pace
from benchmarks.people import people
from benchmarks.reading import audit, directories
from benchmarks.report import machine
from benchmarks.runs import versions
from benchmarks.snapshots import snapshots

PAGE = tree.ROOT / "docs" / "benchmarks.md"
MEASURES = {
    measure.__name__: measure
    for measure in (additions, pace, organizations, throughput, loops, objects, people, audit, snapshots, directories)
}
INTRODUCTION = """# Benchmarks

Made by `make bench` on one machine, side by side in one run. The simulated clouds run in a process of their own on loopback and share
the cores with what is measured. Requests and memory are the same on every machine; ratios are nearly so. Seconds and milliseconds are
not: they tell about the machine below, and in the last columns. `make bench ARGS=--quick` tries it in small, and
`make bench ARGS="pace snapshots"` measures only that; both write no file. [scale.md](scale.md) computes other sizes.
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """0 when every expectation was met."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it works; writes no file")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"only these of {', '.join(MEASURES)}; writes no file")
    given = parser.parse_args(arguments)
    if unknown := set(given.names) - set(MEASURES):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}: choose from {', '.join(MEASURES)}")
    quick, names = given.quick, given.names or list(MEASURES)
    began = time.monotonic()
    text = [INTRODUCTION, *machine(versions()), ""]
    print("\n".join(text), flush=True)
    tree.refresh()
    bench = Bench(QUICK if quick else Sizes())
    tables = []
    for name in names:
        tables.append(MEASURES[name](bench))
        print("\n".join(tables[-1].lines()), flush=True)
    if bench.budget.rows:
        tables.append(bench.budget)
        print("\n".join(bench.budget.lines()), flush=True)
    for table in tables:
        text.extend(table.lines())
    missed = [sentence for table in tables for sentence, holds in table.checks if not holds]
    print(f"{time.monotonic() - began:.0f} s; {len(missed)} expectations missed.")
    if not quick and not given.names:
        PAGE.write_text("\n".join(text).rstrip() + "\n", encoding="utf-8")
        print(f"Written to {PAGE.relative_to(tree.ROOT)}.")
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
