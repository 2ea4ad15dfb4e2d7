# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the changes of a result mean in a simulated world, and whether a result tells the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from support.campaign_module import CampaignModule, Key, Row, State, Waiting

# Statuses that say that something is there, or may be there.
CLAIMED = ("done", "pending", "outcome_unknown")


def effects(asked: Iterable[State], before: State) -> list[State]:
    """What each change alone brings of the values that it asks for; the changes come in order."""
    known = dict(before)
    found = []
    for values in asked:
        found.append({key: value for key, value in values.items() if known.get(key) != value})
        known.update(values)
    return found


def difference(before: State, after: State) -> State:
    """What is another value now."""
    return {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}


def own_start(module: CampaignModule, before: State, after: State) -> State:
    """The state that a run began with; what became otherwise by itself was so from the beginning."""
    over = {key: after.get(key) for key in before if module.by_itself(key, before[key], after.get(key))}
    return {key: value for key, value in {**before, **over}.items() if value is not None}


def is_explained(key: Key, value: Any, wanted: Iterable[State]) -> bool:
    """Whether one of the wanted states has this value, or waits for it."""
    return any(key in state and value in (state[key], Waiting((state[key],))) for state in wanted)


def lies(result: dict[str, Any], brought: list[State], before: State, after: State) -> Iterator[str]:
    """Where a result says something else about its changes than the world."""
    rows = result.get("changes", [])
    # Pending may be over already when nobody could look.
    unseen = any("looked at again" in text or "not visible yet" in text for text in result.get("warnings", ()))
    for number, (row, found) in enumerate(zip(rows, brought)):
        later = {
            key for other, more in zip(rows[number + 1 :], brought[number + 1 :]) if _claims(other) for key in more
        }
        values = {key: value for key, value in found.items() if key not in later}
        there = [key for key, value in values.items() if after.get(key) == value]
        waiting = [key for key, value in values.items() if after.get(key) == Waiting((value,))]
        status, text = row["status"], row["text"]
        if status == "done" and len(there) < len(values):
            yield f"reported done, and is not in the world: {text}"
        if status == "pending" and (len(there) + len(waiting) < len(values) or not (waiting or unseen)):
            yield f"reported pending, and does not wait in the world: {text}"
        if not _claims(row) and (there or any(after[key] != before.get(key) for key in waiting)):
            yield f"reported {status}, and is in the world: {text}"
    claimed = [values for row, values in zip(rows, brought) if _claims(row)]
    for key, value in difference(before, after).items():
        if not is_explained(key, value, claimed):
            yield f"changed in the world and not reported: {key} from {before.get(key)} to {value}"


def _claims(row: Row) -> bool:
    return row["status"] in CLAIMED


def inconsistencies(module: CampaignModule, result: dict[str, Any]) -> Iterator[str]:
    """Where the parts of a result of a real run contradict each other."""
    rows = result.get("changes", [])
    if result["changed"] != any(map(_claims, rows)):
        yield f"changed is {result['changed']} with {[row['status'] for row in rows]}"
    unfinished = [row["text"] for row in rows if row["status"] not in ("done", "pending")]
    if unfinished and not result["failed"]:
        yield f"not failed, and yet not done: {unfinished}"
    # A refused task tells its whole plan.
    if not all(row["status"] == "planned" for row in rows):
        yield from module.contradictions(result)
