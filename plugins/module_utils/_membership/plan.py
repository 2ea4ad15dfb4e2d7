# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""Changes, plans, guard rails and the membership planner. Pure: no I/O, nothing of ours is imported."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

PLANNED = "planned"
DONE = "done"
PENDING = "pending"
FAILED = "failed"
UNKNOWN = "unknown"
NOT_TRIED = "not_tried"
# Only on the way: the wished state was there before the write arrived. Such a change is withdrawn from the plan.
ALREADY = "already"

ADDING = ("add", "invite")


class Ref(NamedTuple):
    """An object by id and name; the id is None while the object does not exist."""

    id: str | None
    name: str


class User(NamedTuple):
    """A user of a directory. aliases are further names by which people may call the user."""

    id: str | None
    name: str
    email: str = ""
    display_name: str = ""
    type: str = ""
    status: str = ""
    joined: str | None = None
    aliases: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What makes two rows the same user: the id, or the name of a user who does not exist yet."""
        return self.id or "name:" + self.name.casefold()


class Group(NamedTuple):
    """A group of a directory."""

    id: str | None
    name: str
    type: str = ""
    description: str = ""

    @property
    def key(self) -> str:
        """What makes two rows the same group."""
        return self.id or "name:" + self.name.casefold()


@dataclass(eq=False)
class Change:
    """One write that is planned or was tried. before is None for what does not exist, after for what goes away."""

    action: str
    kind: str
    subject: Ref
    target: Ref
    before: Any
    after: Any
    text: str
    status: str = PLANNED
    error: dict[str, Any] | None = None
    request_id: str | None = None
    time: str | None = None

    def row(self) -> dict[str, Any]:
        """The change as it stands in the result."""
        row: dict[str, Any] = {
            "action": self.action,
            "kind": self.kind,
            "subject": self.subject._asdict(),
            "target": self.target._asdict(),
            "before": self.before,
            "after": self.after,
            "text": self.text,
            "status": self.status,
        }
        for name in ("error", "request_id", "time"):
            if getattr(self, name) is not None:
                row[name] = getattr(self, name)
        return row


class Problem(NamedTuple):
    """Why a plan is refused: an error code, a sentence, and rows of {name, kind, group, candidates}."""

    code: str
    message: str
    items: tuple[dict[str, Any], ...] = ()


@dataclass
class GroupPlan:
    """What is planned for one group, and what is to be said about it."""

    group: Group
    members: list[User]
    changes: list[Change] = field(default_factory=list)
    unchanged_count: int = 0
    kept: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)


@dataclass
class Plan:
    """An ordered list of changes. With problems nothing of it may be written."""

    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    groups: list[GroupPlan] = field(default_factory=list)
    not_removable: list[dict[str, Any]] = field(default_factory=list)

    def withdraw(self, change: Change) -> None:
        """Forget a change that turned out to be none: somebody else was faster."""
        self.warnings.append(f"Somebody else was faster, nothing was left to do: {change.text}.")
        self.changes.remove(change)
        for group_plan in self.groups:
            if change in group_plan.changes:
                group_plan.changes.remove(change)
                group_plan.unchanged_count += 1
                group_plan.members = [user for user in group_plan.members if user.id != change.subject.id]
                if change.action in ADDING:
                    group_plan.members.append(User(change.subject.id, change.subject.name))


@dataclass
class GroupWish:
    """The wished state of one group, with every name resolved to a user.

    present and absent name users; invited are wanted names with a pending invitation, strangers wanted names to invite,
    unknown unwanted names that the cloud does not know. incomplete: some name could not be resolved, so nobody can be
    said to be unlisted. protected holds user keys; caller is the key of the user who runs the task, who is kept too.
    """

    group: Group
    members: list[User]
    present: list[User] = field(default_factory=list)
    absent: list[User] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    protected: frozenset[str] = frozenset()
    caller: str | None = None
    exclusive: bool = False
    max_removals: str = "25%"
    allow_empty: bool = False
    incomplete: bool = False


def item(name: str, kind: str, group: str | None = None, candidates: Iterable[Any] = ()) -> dict[str, Any]:
    """A row of the error's `items`; candidates are users or groups, given as {id, name}."""
    rows = [{"id": candidate.id, "name": candidate.name} for candidate in candidates]
    return {"name": name, "kind": kind, "group": group, "candidates": rows}


def allowed_removals(limit: str, members_count: int) -> int:
    """How many removals a limit allows: a number, or a percentage of the present members, rounded up.

    Raises ValueError for a text that is neither.
    """
    text = str(limit).strip()
    if not text.endswith("%"):
        number = int(text)
        if number < 0:
            raise ValueError(text)
        return number
    percentage = float(text[:-1])
    if not 0 <= percentage <= 100:
        raise ValueError(text)
    return math.ceil(round(members_count * percentage / 100, 6))


def plan_memberships(
    wishes: Iterable[GroupWish],
    *,
    max_total_removals: int | None = None,
    refusal: Callable[[str, Group, User], str] = lambda action, group, user: "",
) -> Plan:
    """The changes that lead from the observed members to the wished ones, over all groups.

    refusal tells for (action, group, user) why the cloud will not allow that change, or an empty text.
    """
    plan = Plan()
    for wish in sorted(wishes, key=lambda wish: (wish.group.name, wish.group.key)):
        _plan_group(wish, plan, refusal)
    plan.changes = sorted_changes(change for group_plan in plan.groups for change in group_plan.changes)
    removals = sum(1 for change in plan.changes if change.action == "remove")
    if max_total_removals is not None and removals > max_total_removals:
        plan.problems.append(
            Problem(
                "removal_limit",
                f"The task would remove {removals} membership{'s' * (removals != 1)}, "
                f"more than max_total_removals ({max_total_removals}) allows.",
            )
        )
    return plan


def sorted_changes(changes: Iterable[Change]) -> list[Change]:
    """Changes in the order of target, action and subject, so that two runs tell the same story."""
    return sorted(
        changes, key=lambda c: (c.target.name, c.target.id or "", c.action, c.subject.name, c.subject.id or "")
    )


def _plan_group(wish: GroupWish, plan: Plan, refusal: Callable[[str, Group, User], str]) -> None:
    members = {user.key: user for user in wish.members}
    present = {user.key: user for user in wish.present}
    absent = {user.key: user for user in wish.absent}
    group_plan = GroupPlan(
        wish.group, wish.members, unknown=sorted(set(wish.unknown)), pending=sorted(set(wish.invited))
    )
    plan.groups.append(group_plan)

    additions = [user for key, user in present.items() if key not in members]
    removals = [members[key] for key in absent if key in members]
    group_plan.unchanged_count = len(present) + len(absent) - len(additions) - len(removals)
    if wish.exclusive and not wish.incomplete:
        unlisted = [user for key, user in members.items() if key not in present]
        safe = wish.protected | {wish.caller}
        removals = [user for user in unlisted if user.key not in safe]
        group_plan.kept = sorted(user.name for user in unlisted if user.key in safe)

    plan.problems.extend(_contradictions(wish, present, absent))
    if wish.caller in absent and wish.caller in members:
        plan.problems.append(_own_removal(wish.group, members[wish.caller]))
    plan.problems.extend(_guard_rails(wish, len(removals)))
    group_plan.changes.extend(_membership("add", user, wish.group) for user in additions)
    strangers = [User(None, name) for name in {name.casefold(): name for name in sorted(wish.strangers)}.values()]
    group_plan.changes.extend(_membership("invite", user, wish.group) for user in strangers)
    group_plan.changes.extend(_membership("remove", user, wish.group) for user in removals)
    for action, users in (("add", additions), ("invite", strangers), ("remove", removals)):
        plan.problems.extend(_refusals(action, wish.group, users, refusal))


def _membership(action: str, user: User, group: Group) -> Change:
    preposition = "from" if action == "remove" else "to"
    return Change(
        action=action,
        kind="membership",
        subject=Ref(user.id, user.name),
        target=Ref(group.id, group.name),
        before="member" if action == "remove" else None,
        after=None if action == "remove" else "member",
        text=f"{action} {user.name} {preposition} {group.name}",
    )


def _contradictions(wish: GroupWish, present: dict[str, User], absent: dict[str, User]) -> list[Problem]:
    problems = []
    both = sorted(present[key].name for key in present if key in absent)
    if both:
        problems.append(
            Problem(
                "invalid_input",
                f"Group {wish.group.name}: {', '.join(both)} is wanted both present and absent.",
                tuple(item(name, "user", wish.group.name) for name in both),
            )
        )
    guarded = sorted(user.name for key, user in absent.items() if key in wish.protected)
    if guarded:
        problems.append(
            Problem(
                "protected",
                f"Group {wish.group.name}: {', '.join(guarded)} is protected and cannot be removed.",
                tuple(item(name, "user", wish.group.name) for name in guarded),
            )
        )
    return problems


def _own_removal(group: Group, caller: User) -> Problem:
    return Problem(
        "protected",
        f"Group {group.name}: {caller.name} runs this task and is not removed; set allow_self_removal to true to do it.",
        (item(caller.name, "user", group.name),),
    )


def _guard_rails(wish: GroupWish, removals: int) -> list[Problem]:
    if not wish.exclusive or wish.incomplete:
        return []
    problems = []
    if not (wish.present or wish.invited or wish.strangers or wish.allow_empty):
        problems.append(
            Problem(
                "empty_refused",
                f"Group {wish.group.name}: the complete list of users is empty. Set allow_empty to true if nobody shall be left.",
                (item(wish.group.name, "group", wish.group.name),),
            )
        )
    allowed = allowed_removals(wish.max_removals, len(wish.members))
    if removals > allowed:
        problems.append(
            Problem(
                "removal_limit",
                f"Group {wish.group.name}: {removals} of {len(wish.members)} members would be removed, "
                f"max_removals ({wish.max_removals}) allows {allowed}.",
                (item(wish.group.name, "group", wish.group.name),),
            )
        )
    return problems


def _refusals(
    action: str, group: Group, users: Iterable[User], refusal: Callable[[str, Group, User], str]
) -> list[Problem]:
    """One problem for each reason, naming all the users that it holds for."""
    reasons: dict[str, list[User]] = {}
    for user in sorted(users, key=lambda user: (user.name, user.key)):
        reason = refusal(action, group, user)
        if reason:
            reasons.setdefault(reason, []).append(user)
    verb = "cannot be removed from" if action == "remove" else "cannot be added to"
    problems = []
    for reason, refused in reasons.items():
        names = sorted(user.name for user in refused)
        rows = tuple(item(name, "user", group.name) for name in names)
        problems.append(Problem("not_editable", f"{', '.join(names)} {verb} group {group.name}: {reason}", rows))
    return problems
