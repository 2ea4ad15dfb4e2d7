# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A short, fixed slice of the fault campaign; `make soak` plays the long one.

A failure names module, seed and fault: `tools/soak.py --module M --kind K --seed S --runs 1` plays it again.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from simulators.faults import SLOW
from support.campaign import Arena, baseline, play
from support.campaign_faults import OF_BIG_WORLDS, kinds
from support.campaign_modules import CAMPAIGN
from support.worlds import CIC, CSP, MEMBER

# Every further module makes the slice longer, and the long campaign plays all of them alike.
SEEDS = {MEMBER: 5, CIC: 5, CSP: 5}
SEEDS_OF_OTHERS = 2
# The baseline of a big world takes long, and so does waiting.
SEEDS_OF_KIND = {**dict.fromkeys(OF_BIG_WORLDS, 1), **dict.fromkeys(SLOW, 2)}
# Cases of the long campaign that once went wrong.
REMEMBERED = [
    (CIC, 243, "overtaken"),
    (CIC, 1052, "cut_before"),
    (CSP, 144, "overtaken_outage"),
    (CSP, 187, "overtaken"),
    (CSP, 1022, "html"),
    (CSP, 2032, "short_page"),
    ("csp_user", 20, "stale_cut_after"),
    ("tencent_cic_user", 21, "missing_fields"),
    (MEMBER, 114, "clock_jumps"),
    (MEMBER, 123, "cut_after"),
    (MEMBER, 1053, "html"),
    ("tencent_cic_role_configuration", 8, "clock_jumps"),
    ("tencent_cic_role_configuration", 390, "stale"),
]


@pytest.fixture(scope="module")
def arena() -> Iterator[Arena]:
    with Arena() as arena:
        yield arena


def worth_it(arena: Arena, module: str, kind: str) -> Iterator[int]:
    """Seeds whose task changes something, so that a fault can do harm."""
    plain, big = kind == "missing_fields", kind in OF_BIG_WORLDS
    return (seed for seed in range(1000) if baseline(arena, module, seed, plain, big).first.writes)


@pytest.mark.parametrize(("module", "kind"), [(module, kind) for module in CAMPAIGN for kind in kinds(module)])
def test_a_fault_leads_to_no_harm_and_no_lie(arena: Arena, module: str, kind: str) -> None:
    seeds = worth_it(arena, module, kind)
    count = min(SEEDS.get(module, SEEDS_OF_OTHERS), SEEDS_OF_KIND.get(kind, 5))
    cases = [play(arena, module, next(seeds), kind) for _number in range(count)]
    wrong = [case for case in cases if case.violations]
    assert not wrong, f"{len(wrong)} of {len(cases)} runs\n" + "\n".join(map(str, wrong[:3]))


@pytest.mark.parametrize(("module", "seed", "kind"), REMEMBERED)
def test_what_once_went_wrong_stays_right(arena: Arena, module: str, seed: int, kind: str) -> None:
    case = play(arena, module, seed, kind)
    assert not case.violations, str(case)
