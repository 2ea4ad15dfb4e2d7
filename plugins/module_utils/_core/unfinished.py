# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The error at the end of a task that could not do everything. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from .errors import OUTCOME_UNKNOWN, PARTIAL_FAILURE, OrgkitError
from .plan import DONE, FAILED, NOT_TRIED, PENDING, UNKNOWN, Change, Plan, item

_UNFINISHED = {FAILED: "failed", UNKNOWN: "have an unknown outcome", NOT_TRIED: "were not tried"}
TOLD_AT_MOST = 10
NEW_APPROVAL = "What is left needs a new approval: plan again, and give the new plan_id."


def unfinished(plan: Plan, *, approved: bool = False) -> OrgkitError | None:
    """The error for what was not done, with all that could not be settled; None when all is done.

    approved: the task was bound to a plan_id, which does not fit what is left.
    """
    left = [change for change in plan.changes if change.status in _UNFINISHED]
    if not left and not plan.left_out:
        return None
    first = next((change.error for change in left if change.error), {})
    hint = first.get("hint", "") if left else plan.left_out[0].hint
    return OrgkitError(
        _code(plan, left),
        " ".join(_sentences(plan, left)),
        hint=f"{hint} {NEW_APPROVAL}".strip() if left and approved else hint,
        request_id=first.get("request_id"),
        http_status=first.get("http_status"),
        items=[
            *(item(change.subject.name, change.kind, change.target.name) for change in left),
            *(row for problem in plan.left_out for row in problem.items),
        ],
    )


def _code(plan: Plan, left: Sequence[Change]) -> str:
    """The code of the API when nothing could be done for one single reason, else one of ours."""
    if not left:
        return plan.left_out[0].code
    codes = {error["code"] for change in left if change.status == FAILED and (error := change.error)}
    if not codes and any(change.status == UNKNOWN for change in left):
        return OUTCOME_UNKNOWN
    some_done = any(change.status in (DONE, PENDING) for change in plan.changes)
    return codes.pop() if len(codes) == 1 and not some_done else PARTIAL_FAILURE


def _sentences(plan: Plan, left: Sequence[Change]) -> Iterator[str]:
    for status, words in _UNFINISHED.items():
        texts = [change.text for change in left if change.status == status]
        if texts:
            more = " and more" if len(texts) > TOLD_AT_MOST else ""
            told = "; ".join(texts[:TOLD_AT_MOST])
            yield f"{len(texts)} of {len(plan.changes)} changes {words}: {told}{more}."
    reasons = dict.fromkeys(change.error["message"] for change in left if change.error)
    yield from list(reasons)[:TOLD_AT_MOST]
    yield from dict.fromkeys(problem.message for problem in plan.left_out)
