# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The road of a task: observe, plan, apply, look again, result. It does not know AnsibleModule."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable

from .errors import PLAN_CHANGED, UNEXPECTED, OrgkitError, invalid_input
from .look_again import look_again
from .masking import masked
from .options import text_option
from .plan import DONE, NOT_TRIED, PENDING, PLANNED, UNKNOWN, Problem, plan_id
from .resource import Connection, PlanType, Resource, Task
from .text import shown, time_text
from .unfinished import unfinished


class Failure(Exception):
    """A task failed; result keeps everything that is known and was done."""

    def __init__(self, error: OrgkitError, result: dict[str, Any]) -> None:
        super().__init__(error.message)
        self.error = error
        self.result = {"changed": False, **result, "msg": error.sentence(), "error": error.report()}


def attempt(run_task: Callable[[Task], dict[str, Any]], task: Task) -> dict[str, Any]:
    """The result of a task, with `failed`: the one place where errors become failures and secrets are masked."""
    try:
        result = {"failed": False, **run_task(task)}
    except Failure as failure:
        result = {"failed": True, **failure.result}
    except OrgkitError as error:
        result = failed(error)
    except (Exception, SystemExit) as error:
        # A task timeout is no Exception and goes through.
        result = failed(unexpected(error))
    # Before anything is escaped: an escaped secret would not be found.
    result = masked(result, task.secrets)
    warnings = masked(task.warnings, task.secrets)
    result["msg"] = shown(result.get("msg", ""))
    result["warnings"] = [shown(text) for text in (*warnings, *result.get("warnings", ()))]
    if "error" in result:
        result["error"] = {**result["error"], "message": shown(result["error"]["message"])}
    return result


def run(resource: Resource[PlanType], task: Task) -> dict[str, Any]:
    """Walk the road and give the result. Raises Failure; its result holds the plan and all that was done."""
    http = resource.client.http
    plan, refused = resource.no_plan(), True
    identity: dict[str, Any] = {}
    try:
        approved = _approved(task)
        resource.client.verify()
        state = resource.observe()
        identity["collected_at"] = time_text(task.clock())
        plan = resource.plan(state)
        identity["plan_id"] = plan_id(resource.client.cloud, resource.client.scope(), plan.changes)
        if plan.problems:
            raise _refusal(plan.problems)
        if approved and plan.changes and approved != identity["plan_id"]:
            raise _plan_changed(approved, identity["plan_id"])
        refused = False
        if plan.changes and not task.check_mode:
            _apply(resource, plan)
            _look_again(resource, plan, http.sleep)
        error = unfinished(plan, approved=approved is not None)
        if error is not None:
            raise error
    except OrgkitError as error:
        raise Failure(error, _result(resource, task, plan, identity, refused=refused)) from None
    finally:
        http.close()
    return _result(resource, task, plan, identity, refused=False)


def read_only(client: Connection, task: Task, read: Callable[[], dict[str, Any]]) -> dict[str, Any]:
    """The short road of an info module: result of `read` with api, auth and organization. Raises Failure."""
    try:
        client.verify()
        result = read()
    except OrgkitError as error:
        raise Failure(error, _about(client)) from None
    finally:
        client.http.close()
    return {"changed": False, **result, "collected_at": time_text(task.clock()), **_about(client)}


def _approved(task: Task) -> str | None:
    """The plan that was approved, if the task is bound to one. A blank one is none, and binds to nothing. Raises invalid_input."""
    approved = text_option(task.params, "expect_plan")
    if approved is None and task.params.get("expect_plan") is not None:
        raise invalid_input(
            ["expect_plan is blank: the plan that was approved is not known."],
            hint="Nothing was sent. Give the plan_id of the approved run, or leave the option out.",
        )
    return approved


def unexpected(error: BaseException) -> OrgkitError:
    """An error that nobody has thought of."""
    return OrgkitError(
        UNEXPECTED,
        f"Unexpected {type(error).__name__}: {error}",
        hint="This is a fault of the collection or of the answer that it got: report it with the task and this message.",
    )


def failed(error: OrgkitError) -> dict[str, Any]:
    """The result of a task that failed before it could do anything."""
    return {"failed": True, "changed": False, "msg": error.sentence(), "error": error.report()}


def _about(client: Connection) -> dict[str, Any]:
    return {"api": client.http.usage(), "auth": client.auth(), "organization": client.known_organization()}


def _result(
    resource: Resource[PlanType], task: Task, plan: PlanType, identity: dict[str, Any], *, refused: bool
) -> dict[str, Any]:
    details = resource.result(plan, task.check_mode)
    if not task.diff:
        details.pop("diff")
    changed_states = (PLANNED,) if task.check_mode else (DONE, PENDING, UNKNOWN)
    return {
        "changed": not refused and any(change.status in changed_states for change in plan.changes),
        "changes": [change.row() for change in plan.changes],
        **details,
        "warnings": list(plan.warnings),
        "plan_id": identity.get("plan_id"),
        "collected_at": identity.get("collected_at"),
        **_about(resource.client),
    }


def _apply(resource: Resource[PlanType], plan: PlanType) -> None:
    """Write the plan; whatever happens on the way, what was done is kept and the rest was not tried."""
    try:
        resource.apply(plan)
    except OrgkitError:
        raise
    except Exception as error:
        raise unexpected(error) from None
    finally:
        for change in plan.changes:
            if change.status == PLANNED:
                change.status = NOT_TRIED


def _look_again(resource: Resource[PlanType], plan: PlanType, sleep: Callable[[float], object]) -> None:
    """Compare what was written with what is there; what was lost on the way is settled by looking."""
    written = [change for change in plan.changes if change.status in (DONE, PENDING, UNKNOWN)]
    try:
        hidden = look_again(written, resource.not_visible, resource.look_again_delays(written), sleep)
    except Exception as error:
        reason = error.message if isinstance(error, OrgkitError) else unexpected(error).message
        plan.warnings.append(f"The changes could not be looked at again: {reason}")
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


def _plan_changed(approved: str, present: str) -> OrgkitError:
    return OrgkitError(
        PLAN_CHANGED,
        f"The plan is {present} now, not {approved} as approved: what would be done now stands in changes.",
        hint="Nothing was written. Look at the present plan and approve it, or run without expect_plan.",
    )
