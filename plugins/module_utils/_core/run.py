# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The road of a task: observe, plan, apply, look again, result. It does not know AnsibleModule."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol

from .errors import NOT_REMOVABLE, OUTCOME_UNKNOWN, PARTIAL_FAILURE, OrgkitError
from .._transport.client import Http
from .look_again import look_again
from .._membership.plan import DONE, FAILED, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Change, Plan, Problem, item

_UNFINISHED = {FAILED: "failed", UNKNOWN: "have an unknown outcome", NOT_TRIED: "were not tried"}
TOLD_AT_MOST = 10
ELSEWHERE = "Change these memberships where they come from: in the identity provider, or in the group that is nested."


def with_defaults(spec: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Validated parameters in which a null has become the option's default: null means not given."""
    options = spec["argument_spec"]
    return {
        name: options[name].get("default") if value is None and name in options else value
        for name, value in params.items()
    }


@dataclass
class Task:
    """What a task asks for: validated parameters, and the environment that it runs in.

    secrets collects the secrets that are found while the task runs. progress is told how long work goes on;
    abandoned tells whether nobody waits for the task any more, so that it stops writing.
    transport, clock (Unix seconds) and sleep (seconds) are for tests.
    """

    params: Mapping[str, Any]
    environment: Mapping[str, str]
    check_mode: bool = False
    diff: bool = False
    secrets: set[str] = field(default_factory=set)
    progress: Callable[[str], object] | None = None
    abandoned: Callable[[], bool] | None = None
    transport: Any = None
    clock: Callable[[], float] = time.time
    sleep: Callable[[float], object] | None = None


class Failure(Exception):
    """A task failed; result keeps everything that is known and was done."""

    def __init__(self, error: OrgkitError, result: dict[str, Any]) -> None:
        super().__init__(error.message)
        self.error = error
        self.result = {"changed": False, **result, "msg": error.sentence(), "error": error.report()}


class Connection(Protocol):
    """What the road needs of a client."""

    http: Http

    def verify(self) -> None:
        """Prove that this is the organization that the task means. Raises OrgkitError."""

    def auth(self) -> dict[str, Any]:
        """Where the credentials came from and which endpoint they were used at."""


class Resource(Protocol):
    """One kind of thing that a module manages."""

    @property
    def client(self) -> Connection:
        """The client that reads and writes it."""

    def observe(self) -> Any:
        """Read what is there. Only reads."""

    def plan(self, state: Any) -> Plan:
        """The changes that lead from the state to the wish. Pure."""

    def apply(self, plan: Plan) -> None:
        """Write the changes and set the status of each."""

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look at what was written."""

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """Read again and give the changes that do not show yet. May set the status pending."""

    def result(self, plan: Plan, check_mode: bool) -> dict[str, Any]:
        """The keys of the result that belong to this resource, with msg, summary and (always) diff."""


def attempt(run_task: Callable[[Task], dict[str, Any]], task: Task) -> dict[str, Any]:
    """The result of a task, with `failed`: the one place where a typed error becomes a failure."""
    try:
        return {"failed": False, **run_task(task)}
    except Failure as failure:
        return {"failed": True, **failure.result}
    except OrgkitError as error:
        return {"failed": True, "changed": False, "msg": error.sentence(), "error": error.report()}


def run(resource: Resource, task: Task) -> dict[str, Any]:
    """Walk the road and give the result. Raises Failure; its result holds the plan and all that was done."""
    http = resource.client.http
    plan = Plan()
    try:
        resource.client.verify()
        plan = resource.plan(resource.observe())
        if plan.problems:
            raise _refusal(plan.problems)
        if plan.changes and not task.check_mode:
            resource.apply(plan)
            _look_again(resource, plan, http.sleep)
        error = _unfinished(plan)
        if error is not None:
            raise error
    except OrgkitError as error:
        raise Failure(error, _result(resource, task, plan)) from None
    finally:
        http.close()
    return _result(resource, task, plan)


def read_only(client: Connection, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The short road of an info module: result of `read` with api and auth. Raises Failure."""
    try:
        client.verify()
        result = read()
    except OrgkitError as error:
        raise Failure(error, {"api": client.http.usage(), "auth": client.auth()}) from None
    finally:
        client.http.close()
    return {"changed": False, **result, "api": client.http.usage(), "auth": client.auth()}


def _result(resource: Resource, task: Task, plan: Plan) -> dict[str, Any]:
    details = resource.result(plan, task.check_mode)
    if not task.diff:
        details.pop("diff")
    refused = bool(plan.problems)
    changed_states = (PLANNED,) if task.check_mode else (DONE, PENDING, UNKNOWN)
    return {
        "changed": not refused and any(change.status in changed_states for change in plan.changes),
        "changes": [change.row() for change in plan.changes],
        **details,
        "warnings": list(plan.warnings),
        "api": resource.client.http.usage(),
        "auth": resource.client.auth(),
    }


def _look_again(resource: Resource, plan: Plan, sleep: Callable[[float], object]) -> None:
    """Compare what was written with what is there; what was lost on the way is settled by looking."""
    written = [change for change in plan.changes if change.status in (DONE, PENDING, UNKNOWN)]
    try:
        hidden = look_again(written, resource.not_visible, resource.look_again_delays(written), sleep)
    except OrgkitError as error:
        plan.warnings.append(f"The changes could not be looked at again: {error.message}")
        return
    for change in hidden:
        if change.status in (DONE, PENDING):
            plan.warnings.append(f"The API acknowledged this change, but it is not visible yet: {change.text}.")


def _refusal(problems: Sequence[Problem]) -> OrgkitError:
    """All problems of a plan in one error; its code is the one of the first problem."""
    return OrgkitError(
        problems[0].code,
        " ".join(problem.message for problem in problems),
        hint="Nothing was written.",
        items=[row for problem in problems for row in problem.items],
    )


def _unfinished(plan: Plan) -> OrgkitError | None:
    """The error at the end of a task that could not do everything, or None."""
    left = [change for change in plan.changes if change.status in _UNFINISHED]
    if not left and not plan.not_removable:
        return None
    first = next((change.error for change in left if change.error), {})
    return OrgkitError(
        _code_of_unfinished(plan, left),
        " ".join(_sentences_of_unfinished(plan, left)),
        hint=first.get("hint", "") if left else ELSEWHERE,
        request_id=first.get("request_id"),
        http_status=first.get("http_status"),
        items=[item(change.subject.name, change.kind, change.target.name) for change in left],
    )


def _code_of_unfinished(plan: Plan, left: Sequence[Change]) -> str:
    """The code of the API when nothing could be done for one single reason, else one of ours."""
    if not left:
        return NOT_REMOVABLE
    codes = {error["code"] for change in left if change.status == FAILED and (error := change.error)}
    if not codes and any(change.status == UNKNOWN for change in left):
        return OUTCOME_UNKNOWN
    some_done = any(change.status in (DONE, PENDING) for change in plan.changes)
    return codes.pop() if len(codes) == 1 and not some_done else PARTIAL_FAILURE


def _sentences_of_unfinished(plan: Plan, left: Sequence[Change]) -> Iterator[str]:
    for status, words in _UNFINISHED.items():
        texts = [change.text for change in left if change.status == status]
        if texts:
            more = " and more" if len(texts) > TOLD_AT_MOST else ""
            told = "; ".join(texts[:TOLD_AT_MOST])
            yield f"{len(texts)} of {len(plan.changes)} changes {words}: {told}{more}."
    reasons = dict.fromkeys(change.error["message"] for change in left if change.error)
    yield from list(reasons)[:TOLD_AT_MOST]
    yield from [row["reason"] for row in plan.not_removable]
