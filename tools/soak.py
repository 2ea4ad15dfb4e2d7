# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The long fault campaign: random tasks in random worlds meet every kind of fault; prints runs, faults, violations.

Each case is made from its seed alone; --module, --kind and --seed with --runs 1 play one again.
"""

from __future__ import annotations

import argparse
import logging
import sys
import time
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

import tree

if TYPE_CHECKING:
    from support.campaign import Arena

ROOT = Path(__file__).resolve().parent.parent
TOLD_AT_MOST = 10
# Faults of several kinds in one world share what is known of it without faults.
BATCH = 4

Job = tuple[str, str, int]


def arguments() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=8000, help="runs over all modules and kinds (default 8000)")
    parser.add_argument("--seed", type=int, default=1, help="seed of the first world (default 1)")
    parser.add_argument("--processes", type=int, default=2)
    parser.add_argument("--module", help="only this module")
    parser.add_argument("--kind", help="only this kind of fault")
    return parser.parse_args()


def prepare() -> None:
    """Make the collection and the test support importable."""
    # A simulator whose client has gone is no news.
    logging.disable(logging.CRITICAL)
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(tree.TREE)])


def jobs(runs: int, seed: int, only_module: str | None, only_kind: str | None) -> list[Job]:
    """Module, kind and seed of every run: all kinds in a world, then the next world."""
    from support.campaign_faults import kinds
    from support.campaign_modules import CAMPAIGN

    wanted = [
        (module, kind)
        for module in CAMPAIGN
        for kind in kinds(module)
        if only_module in (None, module) and only_kind in (None, kind)
    ]
    if not wanted:
        raise SystemExit(f"There is no kind {only_kind} for {only_module or 'any module'}.")
    worlds = range(-(-runs // len(wanted)))
    return [(module, kind, seed + number) for number in worlds for module, kind in wanted][:runs]


_arena: Arena | None = None


def _start() -> None:
    """What each process needs: a server of its own."""
    global _arena
    prepare()
    from support.campaign import Arena

    _arena = Arena().__enter__()


def played(batch: list[Job]) -> list[tuple[str, str, bool, list[str]]]:
    """Play some cases: module, kind, whether the fault met the task, and what was wrong."""
    from support.campaign import play

    assert _arena is not None
    rows = []
    for module, kind, seed in batch:
        case = play(_arena, module, seed, kind)
        rows.append((module, kind, case.injected > 0, [str(case)] if case.violations else []))
    return rows


def main() -> int:
    """Run the campaign and print its table; 1 when anything was violated."""
    wishes = arguments()
    tree.refresh()
    prepare()
    todo = jobs(wishes.runs, wishes.seed, wishes.module, wishes.kind)
    todo.sort(key=lambda job: (job[2], job[0]))
    size = max(1, min(BATCH * 8, len(todo) // wishes.processes))
    batches = [todo[start : start + size] for start in range(0, len(todo), size)]
    runs: Counter[tuple[str, str]] = Counter()
    met: Counter[tuple[str, str]] = Counter()
    violated: Counter[tuple[str, str]] = Counter()
    cases: list[str] = []
    started = time.monotonic()
    with ProcessPoolExecutor(wishes.processes, mp_context=get_context("spawn"), initializer=_start) as pool:
        for number, rows in enumerate(pool.map(played, batches), start=1):
            for module, kind, injected, told in rows:
                runs[module, kind] += 1
                met[module, kind] += injected
                violated[module, kind] += bool(told)
                cases += told
            if sys.stderr.isatty():
                print(f"\r{number} of {len(batches)} batches, {len(cases)} violations", end="", file=sys.stderr)
    print_table(runs, met, violated)
    seconds = time.monotonic() - started
    print(f"{sum(runs.values())} runs, {sum(met.values())} faults injected, {len(cases)} violations, {seconds:.0f} s")
    # One case for each world: the same fault often shows under many kinds.
    for case in list({case.split(" FaultPlan")[0]: case for case in cases}.values())[:TOLD_AT_MOST]:
        print("\n" + case)
    return 1 if cases else 0


def print_table(
    runs: Counter[tuple[str, str]], met: Counter[tuple[str, str]], violated: Counter[tuple[str, str]]
) -> None:
    """One line for each kind, one column for each module: runs/faults injected/violations."""
    modules = sorted({module for module, _kind in runs})
    print(f"\n{'runs/faults/violations':24}" + "".join(f"{module:>26}" for module in modules))
    for kind in dict.fromkeys(kind for _module, kind in runs):
        cells = [(runs[module, kind], met[module, kind], violated[module, kind]) for module in modules]
        print(f"{kind:24}" + "".join(f"{'/'.join(map(str, cell)) if cell[0] else '-':>26}" for cell in cells))


if __name__ == "__main__":
    sys.exit(main())
