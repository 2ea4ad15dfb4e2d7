# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A fault at every request of every task, and each kind of fault at every write.

No lie, no harm, no request with an unknown outcome twice, and the next run mends it. The kinds take turns at the reads.
"""

from __future__ import annotations

import json
from typing import Any

import pytest

from support.cases import Case, cases_of, every
from support.returned import mistakes
from support.stage import Stage, stage
from support.state import state_of

# What happens to one request; the first ones say that it was not executed.
KINDS = ("throttled", "http_503", "internal_error", "cut_before", "cut_after", "http_502_after", "malformed_after")
EXECUTED_NOTHING = ("throttled",)


def changing(case: Case) -> bool:
    """Tasks that write, so that a fault can do harm."""
    return bool(case.writes)


def positions_for(one: Stage, kind: str) -> list[int]:
    """The requests of the last run that meet a kind of fault: every write, and the reads that are its turn."""
    turn = KINDS.index(kind)
    return [
        position
        for position, entry in enumerate(one.simulator.log.entries, 1)
        if entry["write"] or position % len(KINDS) == turn
    ]


def requests_sent(one: Stage) -> list[str]:
    """The writing requests of the last run, as far as they tell them apart."""
    rows = (
        [entry["action"], entry["url"].split("/", 3)[-1], entry.get("body")] for entry in one.simulator.log.writes()
    )
    return [json.dumps(row, sort_keys=True, default=str) for row in rows]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("module", "case"), every("CASES", changing), ids=str)
def test_a_fault_at_every_request_does_no_harm(module: str, case: Case, kind: str) -> None:
    params = {**case.params, "max_connections": 1}
    with stage(module, cases_of(module).world(), case.prepare) as one:
        case.assumes(one.world)
        clean = one.run(params)
        assert not clean["failed"], clean["msg"]
        final, positions = state_of(one.world), positions_for(one, kind)
    wrong: list[str] = []
    for position in positions:
        with stage(module, cases_of(module).world(), case.prepare) as one:
            case.assumes(one.world)
            one.simulator.faults.add(kind, None, position)
            result = one.run(params)
            wrong.extend(f"{kind} at {position}: {text}" for text in faults_of(one, params, result, kind, final))
            one.simulator.faults.clear()
            second = one.run(params)
            if second["failed"] or state_of(one.world) != final:
                wrong.append(f"{kind} at {position}: the second run ends otherwise: {second['msg']}")
            if case.settles and one.run(params)["changed"]:
                wrong.append(f"{kind} at {position}: the third run changes something")
    assert not wrong, "\n".join(wrong[:10])


def faults_of(
    one: Stage, params: dict[str, Any], result: dict[str, Any], kind: str, final: dict[str, Any]
) -> list[str]:
    """What is wrong with a run that met a fault, also with the keys of its result."""
    told = []
    sent = requests_sent(one)
    if kind not in EXECUTED_NOTHING and len(set(sent)) < len(sent):
        told.append(f"a write was repeated: {sent}")
    if result["failed"]:
        if result["error"]["code"] == "unexpected" or not result["msg"].strip():
            told.append(f"no good error: {result['msg']}")
        claimed = {row["status"] for row in result.get("changes", ())}
        if "planned" in claimed:
            told.append("a change of a real run is still planned")
    elif state_of(one.world) != final:
        told.append(f"succeeded, and left another world: {result['msg']}")
    return told + mistakes(one.module, result, params)
