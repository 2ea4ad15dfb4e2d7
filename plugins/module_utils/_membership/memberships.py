# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""Group membership, the same for every cloud: observe, plan, apply, look again, result."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from .._core.errors import UNRESOLVED_NAMES, invalid_input
from .._core.look_again import DELAYS
from .._core.names import quoted, user_index
from .._core.options import allowed_by
from .._core.plan import Change, Problem, item
from .apply import apply_plan, not_visible
from .directory import Directory
from .leavers import Leaving
from .options import MembershipOptions, contradictions, merge
from .plan import Group, MembershipPlan, Named, plan_memberships
from .resolve import Names, State
from .result import membership_result

INHERITED = "the membership is inherited through a nested group."


class Memberships:
    """The memberships that a task names, in one directory."""

    def __init__(self, directory: Directory, options: MembershipOptions) -> None:
        self.directory = directory
        self.client = directory.client
        self._options = options
        self._form = options.form
        self._names = Names(directory, options)

    def observe(self) -> State:
        """Read the groups, the members of the wished ones, and the users only when a name is plainly no member's."""
        state = State()
        leavers = self._names.leavers(state) if self._options.leavers else []
        groups = self.directory.groups() if self._options.only_leavers else self._observe_wishes(state)
        if self._options.leavers:
            Leaving(self.directory, self._names, self._options).observe(leavers, groups, state)
        self._tell_unknown(state)
        self._protect(state)
        self.directory.prepare(plan_memberships(state.wishes).touched)
        self._set_aside_not_removable(state)
        return state

    def no_plan(self) -> MembershipPlan:
        """A plan without groups."""
        return MembershipPlan()

    def plan(self, state: State) -> MembershipPlan:
        """The plan for all groups of the state."""
        plan = plan_memberships(
            state.wishes,
            problems=state.problems,
            max_total_removals=self._options.max_total_removals,
            max_leavers=self._most_leavers(),
            revocations=state.revocations,
            refusal=self.directory.refusal,
            form=self._form,
        )
        plan.warnings.extend(state.warnings)
        plan.unknown = sorted(state.unknown | state.skipped | state.gone)
        plan.not_removable.extend(state.not_removable)
        plan.left_out.extend(state.left_out)
        if state.skipped:
            plan.left_out.extend(_skipped(state.skipped, self._form.group_word))
        return plan

    def apply(self, plan: MembershipPlan) -> None:
        """Write the plan: all additions, then the removals of each group whose additions are all done."""
        apply_plan(self.directory, plan)

    def look_again_delays(self, changes: Sequence[Change]) -> Sequence[float]:
        """Seconds to wait before each look at the changed groups."""
        return DELAYS

    def not_visible(self, changes: Sequence[Change]) -> list[Change]:
        """The changes that the member lists of their groups do not show yet."""
        return not_visible(self.directory, changes)

    def result(self, plan: MembershipPlan, check_mode: bool) -> dict[str, Any]:
        """The rows of the groups, not_removable, unknown names, summary, msg and diff."""
        return membership_result(plan, self._form, check_mode=check_mode, return_members=self._options.return_members)

    def _observe_wishes(self, state: State) -> Sequence[Group]:
        """Read what the wishes are about; all groups that there are."""
        located = self.directory.locate(self._options)
        state.problems.extend(located.problems)
        self._names.tell_members_of_missing_groups(located.missing, state)
        merged = merge(located.found)
        faults = contradictions(merged, self._form)
        if faults:
            others = [problem.message for problem in state.problems]
            raise invalid_input([*faults, *others], hint="Nothing was written.")
        existing = [group for group, _same in merged if group.id is not None]
        members = dict(zip((group.key for group in existing), self.directory.members_of(existing)))
        while True:
            known, found = self._names.kinds_known, State()
            for group, same in merged:
                found.wishes.append(self._names.wish_of(group, same, members.get(group.key, []), found))
            if self._names.kinds_known == known:
                break
            # Some name needed the whole directory: now namesakes of the members show too.
        state.add(found)
        return located.groups

    def _most_leavers(self) -> tuple[str, int] | None:
        """The limit of leavers as it was given, and how many it allows."""
        limit = self._options.max_leavers
        if limit is None or not self._options.leavers:
            return None
        return limit, allowed_by(limit, self._names.everybody().count)

    def _protect(self, state: State) -> None:
        """Look up whom the protected names can mean, before anybody is removed; a name that means nobody is an error then."""
        removals = any(change.action == "remove" for change in plan_memberships(state.wishes).changes)
        if not (removals or state.revocations):
            self._tell_unused_protection(state)
            return
        lost = {named for wish in state.wishes for named in self._names.protect(wish)}
        if state.revocations:
            lost |= self._names.unprotected(self._options.protected_users)
        for problem in self._names.unknown(sorted(lost), word="protected"):
            sentence = f"{problem.message} Nobody is removed while a protected name is unknown."
            state.problems.append(problem._replace(message=sentence))

    def _tell_unknown(self, state: State) -> None:
        if not state.unknown or self._options.unknown_unwanted == "ignore":
            return
        if self._options.unknown_unwanted == "fail":
            state.problems.extend(self._names.unknown(sorted(state.unknown)))
            return
        for kind, unknown in _by_kind(state.unknown):
            state.warnings.append(
                f"Unknown {kind}s {self._form.no_group}, so there is nothing to remove: {quoted(unknown)}."
            )

    def _tell_unused_protection(self, state: State) -> None:
        """Warn of protected names that are members of none of the groups: they may be misspelt."""
        names = {named for wish in state.wishes for named in wish.guarded}
        for wish in state.wishes:
            index = user_index(wish.members)
            names -= {named for named in names if any(user.kind == named.kind for user in index.meanings(named.name))}
        for kind, unused in _by_kind(names):
            who = "users who" if kind == "user" else f"{kind}s that"
            state.warnings.append(f"Protected {who} {self._form.of_no_group}: {quoted(unused)}.")

    def _set_aside_not_removable(self, state: State) -> None:
        """Leavers who cannot be taken out of a group do not stop the others; the task fails at the end."""
        for wish in state.wishes:
            direct = {user.key for user in wish.members}
            removable = []
            for user in wish.leaving:
                reason = self.directory.refusal("remove", wish.group, user)
                if user.key not in direct:
                    reason = reason or INHERITED
                if reason:
                    state.leave_out(wish.group, user, reason, self._form.elsewhere)
                    wish.tolerated |= {user.key}
                else:
                    removable.append(user)
            wish.leaving = removable


def _by_kind(names: Iterable[Named]) -> list[tuple[str, list[str]]]:
    """The sorted names of each kind that there is."""
    ordered = sorted(names)
    return [(kind, [one.name for one in ordered if one.kind == kind]) for kind in sorted({one.kind for one in ordered})]


def _skipped(names: Iterable[Named], place: str) -> list[Problem]:
    """Who was left out is named at the end, and fails the task when everybody else is done."""
    return [
        Problem(
            UNRESOLVED_NAMES,
            f"Unknown {kind}s were left out: {quoted(told)}. Nobody was removed from their {place}s.",
            tuple(item(name, kind) for name in told),
            "Correct the names, or take them off the list.",
        )
        for kind, told in _by_kind(names)
    ]
