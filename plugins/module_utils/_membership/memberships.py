# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""Group membership, the same for every cloud: observe, plan, apply, look again, result."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.errors import NOT_REMOVABLE, invalid_input
from .._core.look_again import DELAYS
from .._core.names import Index, did_you_mean, quoted, told_apart, user_index
from .._core.plan import Change, Problem, item
from .apply import apply_plan, not_visible
from .directory import Directory
from .options import MembershipOptions, Wish, contradictions, merge
from .plan import Group, GroupWish, MembershipPlan, User, plan_memberships
from .result import membership_result

ELSEWHERE = "Change these memberships where they come from: in the identity provider, or in the group that is nested."


@dataclass
class State:
    """What was observed: the wished groups with all names resolved, and what stood in the way."""

    wishes: list[GroupWish] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unknown: set[str] = field(default_factory=set)
    not_removable: list[dict[str, Any]] = field(default_factory=list)


class Memberships:
    """The memberships that a task names, in one directory."""

    def __init__(self, directory: Directory, options: MembershipOptions) -> None:
        self.directory = directory
        self.client = directory.client
        self._options = options
        self._users: Index | None = None
        self._unknown: set[str] = set()

    def observe(self) -> State:
        """Read the groups, the members of the wished ones, and the users only when a name is no member."""
        state = State()
        groups = self.directory.groups()
        if self._options.leavers:
            resolved = self._wishes_of_leavers(groups, state)
        else:
            resolved = self._resolve_groups(groups, state)
        merged = merge(resolved)
        faults = contradictions(merged)
        if faults:
            others = [problem.message for problem in state.problems]
            raise invalid_input([*faults, *others], hint="Nothing was written.")
        existing = [group for group, same in merged if group.id is not None]
        members = dict(zip((group.key for group in existing), self.client.http.map(self.directory.members, existing)))
        for group, same in merged:
            state.wishes.append(self._resolve_users(group, same, members.get(group.key, []), state))
        self._tell_unknown(state)
        self._tell_unused_protection(state)
        self.directory.study(_touched(state.wishes))
        if self._options.leavers:
            self._set_aside_not_removable(state)
        self._unknown = state.unknown
        return state

    def no_plan(self) -> MembershipPlan:
        """A plan without groups."""
        return MembershipPlan()

    def plan(self, state: State) -> MembershipPlan:
        """The plan for all groups of the state."""
        plan = plan_memberships(
            state.wishes, max_total_removals=self._options.max_total_removals, refusal=self.directory.refusal
        )
        plan.problems[:0] = state.problems
        plan.warnings.extend(state.warnings)
        plan.not_removable.extend(state.not_removable)
        plan.left_out.extend(
            Problem(
                NOT_REMOVABLE,
                row["reason"],
                (item(row["user"]["name"], "user", row["group"]["name"]),),
                ELSEWHERE,
            )
            for row in state.not_removable
        )
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
        """memberships, not_removable, unknown, summary, msg and diff."""
        return membership_result(
            plan, unknown=self._unknown, check_mode=check_mode, return_members=self._options.return_members
        )

    def _resolve_groups(self, groups: list[Group], state: State) -> list[tuple[Group, Wish]]:
        assumed = [Group(None, name) for name in self._options.assume_groups]
        index, assumed_index = Index(groups), Index(assumed)
        resolved = []
        missing: dict[str, list[Any]] = {}
        for wish in self._options.wishes:
            found = index.find(wish.group) or assumed_index.find(wish.group)
            if len(found) == 1:
                resolved.append((found[0], wish))
            elif found:
                state.problems.append(_ambiguous(wish.group, "group", None, found))
            else:
                missing[wish.group] = index.near(wish.group)
        if missing:
            state.problems.append(_not_found("group", missing, None))
            self._tell_users_of_missing_groups([wish for wish in self._options.wishes if wish.group in missing], state)
        return resolved

    def _tell_users_of_missing_groups(self, wishes: list[Wish], state: State) -> None:
        """Users of groups that do not exist are resolved too, so that one run tells all that is mistyped."""
        for wish in wishes:
            found = {name: self._all_users().find(name) for name in wish.users if wish.state == "present"}
            unknown = {name: self._all_users().near(name) for name, rows in found.items() if not rows}
            if unknown and not self.directory.invite_unknown:
                state.problems.append(_not_found("user", unknown, wish.group))
            state.problems.extend(
                _ambiguous(name, "user", wish.group, rows) for name, rows in found.items() if len(rows) > 1
            )

    def _wishes_of_leavers(self, groups: list[Group], state: State) -> list[tuple[Group, Wish]]:
        """One wish for every group that a leaver is in."""
        by_id = {group.id: group for group in groups}
        leavers: dict[str, User] = {}
        for name in self._options.leavers:
            found = self._all_users().find(name)
            if len(found) > 1:
                state.problems.append(_ambiguous(name, "user", None, found))
            elif found:
                leavers[found[0].key] = found[0]
            else:
                state.unknown.add(name)
        existing = [user for user in leavers.values() if user.id is not None]
        resolved = []
        for user, group_ids in zip(existing, self.client.http.map(self.directory.groups_of, existing)):
            for group_id in group_ids:
                group = by_id.get(group_id) or Group(group_id, group_id)
                resolved.append((group, self._leaving(group, user)))
        return resolved

    def _leaving(self, group: Group, user: User) -> Wish:
        return Wish(
            group=group.id or group.name,
            users=(user.id or user.name,),
            state="absent",
            exclusive=False,
            max_removals="100%",
            allow_empty=True,
            protected_users=self._options.protected_users,
        )

    def _resolve_users(self, group: Group, wishes: list[Wish], members: list[User], state: State) -> GroupWish:
        """The wishes for one group with every name resolved; names that nobody has become problems of the state."""
        index = user_index(members)
        wish = GroupWish(group, members)
        missing: dict[str, list[Any]] = {}
        ambiguous: list[tuple[str, list[User], list[User]]] = []
        for one in wishes:
            wish.exclusive, wish.max_removals, wish.allow_empty = one.exclusive, one.max_removals, one.allow_empty
            users = wish.present if one.state == "present" else wish.absent
            for name in one.users:
                found = self._find(name, index, one.state)
                if len(found) > 1:
                    ambiguous.append((name, found, users))
                elif found:
                    users.append(found[0])
                elif one.state == "absent":
                    wish.unknown.append(name)
                    state.unknown.add(name)
                elif self._is_invited(name, group):
                    wish.invited.append(name)
                elif self.directory.invite_unknown:
                    wish.strangers.append(name)
                else:
                    missing[name] = self._all_users().near(name)
        for name, found, users in ambiguous:
            # Who is named otherwise too is not meant a second time.
            left = [user for user in found if user.key not in {other.key for other in users}]
            users.extend(left[:1])
            if len(left) > 1:
                state.problems.append(_ambiguous(name, "user", group.name, found))
                wish.incomplete = True
        if missing:
            wish.incomplete = True
            state.problems.append(_not_found("user", missing, group.name))
        wish.protected = self._protected_keys(index, [name for one in wishes for name in one.protected_users])
        wish.caller = next((user.key for user in members if self.directory.is_caller(user)), None)
        return wish

    def _find(self, name: str, members: Index, state: str) -> list[User]:
        """Whom a name means: a member, else anybody.

        A member who is found only by another case or by e-mail address may be removed only when that name is not the exact
        one of somebody else; or a second run, after the right one is gone, would take the next one who fits.
        """
        found: list[User] = members.find(name)
        if found and (state == "present" or all(name in (user.id, user.name) for user in found)):
            return found
        candidates: list[User] = self._all_users().find(name) or found
        if state == "present":
            return candidates
        # Whoever of them is no member is absent already.
        return [user for user in candidates if members.find(user.id or user.name)] or candidates[:1]

    def _protected_keys(self, members: Index, names: list[str]) -> frozenset[str]:
        """The keys of everybody a protected name can mean: in doubt all of them."""
        keys = {user.key for name in names for user in members.find(name)}
        if self._users is not None:
            keys.update(user.key for name in names for user in self._users.find(name))
        return frozenset(keys)

    def _all_users(self) -> Index:
        """All users of the directory, read once and only when needed."""
        if self._users is None:
            users = list(self.directory.users())
            existing = user_index(users)
            assumed = [User(None, name) for name in self._options.assume_users if not existing.find(name)]
            self._users = user_index(users + assumed) if assumed else existing
        return self._users

    def _is_invited(self, name: str, group: Group) -> bool:
        return group.id is not None and group.id in self.directory.invitations().get(name.casefold(), ())

    def _tell_unknown(self, state: State) -> None:
        if not state.unknown or self._options.unknown_users == "ignore":
            return
        unknown = sorted(state.unknown)
        if self._options.unknown_users == "warn":
            state.warnings.append(f"Unknown users are in no group, so there is nothing to remove: {quoted(unknown)}.")
            return
        state.problems.append(_not_found("user", {name: self._all_users().near(name) for name in unknown}, None))

    def _tell_unused_protection(self, state: State) -> None:
        """Warn of protected names that are members of none of the groups: they may be misspelt."""
        names = {name for wish in self._options.wishes for name in wish.protected_users}
        for wish in state.wishes:
            index = user_index(wish.members)
            names = {name for name in names if not index.find(name)}
            if not names:
                return
        if names:
            state.warnings.append(f"Protected users who are in none of the groups: {quoted(sorted(names))}.")

    def _set_aside_not_removable(self, state: State) -> None:
        """Leavers who cannot be taken out of a group do not stop the others; the task fails at the end."""
        for wish in state.wishes:
            direct = {user.key for user in wish.members}
            removable = []
            for user in wish.absent:
                reason = self.directory.refusal("remove", wish.group, user)
                if user.key not in direct:
                    reason = reason or "the membership is inherited through a nested group."
                if not reason:
                    removable.append(user)
                    continue
                state.not_removable.append(
                    {
                        "group": {"id": wish.group.id, "name": wish.group.name},
                        "user": {"id": user.id, "name": user.name},
                        "reason": f"{user.name} cannot be removed from {wish.group.name}: {reason}",
                    }
                )
            wish.absent = removable


def _touched(wishes: list[GroupWish]) -> list[tuple[str, Group, User]]:
    """The (action, group, user) of every change that a plan for the wishes would hold."""
    touched: list[tuple[str, Group, User]] = []

    def note(action: str, group: Group, user: User) -> str:
        touched.append((action, group, user))
        return ""

    plan_memberships(wishes, refusal=note)
    return touched


def _ambiguous(name: str, kind: str, group: str | None, found: list[Any]) -> Problem:
    where = f" in group {group}" if group else ""
    message = f'The {kind} "{name}"{where} is ambiguous: {told_apart(found)}. Use the id.'
    return Problem("ambiguous_name", message, (item(name, kind, group, found),))


def _not_found(kind: str, missing: dict[str, list[Any]], group: str | None) -> Problem:
    """One problem for all names of a kind that were not found, each with the names that are near."""
    where = f" (wanted in group {group})" if group else ""
    names = ", ".join(f'"{name}"{did_you_mean(near)}' for name, near in missing.items())
    plural = "s" if len(missing) > 1 else ""
    rows = tuple(item(name, kind, group, near) for name, near in missing.items())
    return Problem("unresolved_names", f"Unknown {kind}{plural}{where}: {names}.", rows)
