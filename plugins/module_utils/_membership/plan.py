# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The membership planner and its guard rails. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Callable, NamedTuple

from .._core.options import allowed_by
from .._core.plan import NOT_TRIED, PLANNED, Change, Plan, Problem, Ref, item, sorted_changes
from .form import GROUPS, Form

ADDING = ("add", "invite")
REVOKE = "revoke"
USER, GROUP = "user", "group"
ONLY_LEAVERS = "Only leavers were taken out. Correct the list, or raise the limit, and run again."


class Named(NamedTuple):
    """A member as a person names it; kind is `user`, or `group` where groups can be members."""

    kind: str
    name: str


class User(NamedTuple):
    """A user of a directory, or a group where groups can be members. aliases are further names by which people may call it."""

    id: str | None
    name: str
    email: str = ""
    display_name: str = ""
    type: str = ""
    status: str = ""
    joined: str | None = None
    aliases: tuple[str, ...] = ()
    kind: str = USER

    @property
    def key(self) -> str:
        """What makes two rows the same user: the id, or the name of a user who does not exist yet."""
        return self.id or f"{self.kind}:{self.name.casefold()}"

    @property
    def title(self) -> str:
        """How texts call the row: a user by name, since no user name begins with the word `group` and a blank."""
        return self.name if self.kind == USER else f"{self.kind} {self.name}"


class Group(NamedTuple):
    """A group of a directory; parts are those of a pair, by the word for each."""

    id: str | None
    name: str
    type: str = ""
    description: str = ""
    parts: tuple[tuple[str, Ref], ...] = ()

    @property
    def key(self) -> str:
        """What makes two rows the same group."""
        return self.id or "name:" + self.name.casefold()

    def row(self) -> dict[str, Any]:
        """What tells the group in a row of a result."""
        return {word: ref._asdict() for word, ref in self.parts or ((GROUP, Ref(self.id, self.name)),)}


_NOBODY = User(None, "")


@dataclass(eq=False)
class MemberChange(Change):
    """A member that comes into a group or leaves it."""

    member: User = _NOBODY
    is_leaver: bool = False
    # Where an invitation leads that is revoked.
    places: tuple[str, ...] = ()


class Revocation(NamedTuple):
    """An open invitation of a leaver, and the names of the groups that it leads into. Its id is null before it is sent."""

    invitation: Ref
    leaver: User
    places: tuple[str, ...]


@dataclass
class GroupPlan:
    """What is planned for one group, and what is to be said about it."""

    group: Group
    members: list[User]
    changes: list[MemberChange] = field(default_factory=list)
    unchanged_count: int = 0
    kept: list[str] = field(default_factory=list)
    pending: list[str] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)


@dataclass
class MembershipPlan(Plan):
    """A plan over groups: what is said about each, and the memberships that nobody can end here."""

    groups: list[GroupPlan] = field(default_factory=list)
    not_removable: list[dict[str, Any]] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)
    # Problems of complete lists alone: leavers leave in spite of them.
    guards: list[Problem] = field(default_factory=list)
    # What is asked of the cloud: (action, group, user) of every change.
    touched: list[tuple[str, Group, User]] = field(default_factory=list)

    def withdraw(self, change: Change) -> None:
        """Forget a change that turned out to be none, also in the plan of its group."""
        super().withdraw(change)
        for group_plan in self.groups:
            if change in group_plan.changes:
                group_plan.changes.remove(change)
                group_plan.unchanged_count += 1
                group_plan.members = [user for user in group_plan.members if user.id != change.subject.id]
                if change.action in ADDING and isinstance(change, MemberChange):
                    group_plan.members.append(change.member)


@dataclass
class GroupWish:
    """The wished state of one group, with every name resolved to a user.

    present and absent name users; invited are wanted names with a pending invitation, to_invite wanted names without an account,
    unknown the names that the cloud does not know. incomplete: some name could not be resolved, so nobody can be
    said to be unlisted. skipped: such a name is left out, and nobody is removed on its account. guarded are the protected
    names of the task, protected holds the keys of whom they mean; caller is the key of the user who runs the task, who is kept
    too. tolerated holds the keys of members who may stay although a complete list does not name them. leaving are users who leave
    everything, whatever the lists say; emptied: a list names nobody but them. called: how the task names users, by their keys.
    """

    group: Group
    members: list[User]
    present: list[User] = field(default_factory=list)
    absent: list[User] = field(default_factory=list)
    invited: list[str] = field(default_factory=list)
    to_invite: list[str] = field(default_factory=list)
    unknown: list[Named] = field(default_factory=list)
    skipped: bool = False
    called: dict[str, str] = field(default_factory=dict)
    guarded: tuple[Named, ...] = ()
    protected: frozenset[str] = frozenset()
    caller: str | None = None
    tolerated: frozenset[str] = frozenset()
    leaving: list[User] = field(default_factory=list)
    emptied: bool = False
    exclusive: bool = False
    max_removals: str = "25%"
    allow_empty: bool = False
    incomplete: bool = False


def plan_memberships(
    wishes: Iterable[GroupWish],
    *,
    problems: Iterable[Problem] = (),
    max_total_removals: int | None = None,
    max_leavers: tuple[str, int] | None = None,
    revocations: Iterable[Revocation] = (),
    refusal: Callable[[str, Group, User], str] = lambda action, group, user: "",
    form: Form = GROUPS,
) -> MembershipPlan:
    """The changes that lead from the observed members to the wished ones, over all groups, in the words of the form.

    problems are those that were found before. refusal tells for (action, group, user) why the cloud will not allow that
    change, or an empty text. max_leavers: how many leavers may lose something, as it was given and as a number. revocations are
    the open invitations of leavers.
    """
    plan = MembershipPlan(problems=list(problems))
    for wish in sorted(wishes, key=lambda wish: (wish.group.name, wish.group.key)):
        _plan_group(wish, plan, refusal, form)
    changes = [change for group_plan in plan.groups for change in group_plan.changes]
    changes += [_revocation(one) for one in revocations]
    plan.changes = sorted_changes(changes)
    plan.problems.extend(_too_many_leavers(changes, max_leavers))
    plan.problems.extend(_too_many_removals(changes, max_total_removals, form))
    _judge_guards(plan, changes)
    return plan


def _too_many_removals(changes: Iterable[MemberChange], most: int | None, form: Form) -> Iterator[Problem]:
    """The guard of the whole task."""
    actions = [change.action for change in changes if change.status == PLANNED]
    counts = (actions.count("remove"), form.membership), (actions.count(REVOKE), "open invitation")
    if most is not None and sum(count for count, _word in counts) > most:
        told = " and ".join(f"{count} {word}{'s' * (count != 1)}" for count, word in counts if count)
        yield Problem("removal_limit", f"The task would remove {told}, more than max_total_removals ({most}) allows.")


def _too_many_leavers(changes: Iterable[MemberChange], most: tuple[str, int] | None) -> Iterator[Problem]:
    """The guard against a wrong list of leavers; most is the limit as it was given, and how many it allows."""
    leaving = {change.member.key: change.member for change in changes if change.is_leaver}
    if most is not None and len(leaving) > most[1]:
        message = f"{len(leaving)} leavers would lose something, max_leavers ({most[0]}) allows {most[1]}: "
        rows = tuple(item(user.name, user.kind) for user in leaving.values())
        yield Problem("removal_limit", f"{message}{_titles(leaving.values())}.", rows)


def _judge_guards(plan: MembershipPlan, changes: Iterable[MemberChange]) -> None:
    """What a complete list asks for and may not get stops everything but leavers, who leave before the task fails."""
    leaving = [change for change in changes if change.is_leaver]
    if not plan.guards or not leaving or len(plan.problems) > len(plan.guards):
        return
    plan.left_out.extend(problem._replace(hint=ONLY_LEAVERS) for problem in plan.guards)
    plan.problems = []
    for change in plan.changes:
        if change not in leaving:
            change.status = NOT_TRIED


def _plan_group(wish: GroupWish, plan: MembershipPlan, refusal: Callable[[str, Group, User], str], form: Form) -> None:
    members = {user.key: user for user in wish.members}
    present = {user.key: user for user in wish.present}
    leaving = {user.key: members[user.key] for user in wish.leaving if user.key in members}
    absent = {user.key: user for user in wish.absent if user.key not in leaving}
    group_plan = GroupPlan(
        wish.group, wish.members, unknown=sorted(set(wish.unknown)), pending=sorted(set(wish.invited))
    )
    plan.groups.append(group_plan)

    additions = [user for key, user in present.items() if key not in members]
    removals = [members[key] for key in absent if key in members]
    group_plan.unchanged_count = len(present) + len(absent) - len(additions) - len(removals)
    if wish.exclusive and not wish.incomplete:
        unlisted = [user for key, user in members.items() if key not in present and key not in leaving]
        safe = wish.protected | wish.tolerated | {wish.caller}
        removals = [user for user in unlisted if user.key not in safe]
        group_plan.kept = sorted(user.title for user in unlisted if user.key in safe)

    plan.problems.extend(_contradictions(wish, present, {**absent, **leaving}, form))
    if wish.caller in {**absent, **leaving} and wish.caller in members:
        plan.problems.append(_own_removal(wish.group, members[wish.caller], form))
    guards = _guard_rails(wish, len(removals), len(group_plan.kept), form)
    plan.guards.extend(guards)
    plan.problems.extend(guards)
    group_plan.changes.extend(_change("add", user, wish, form) for user in additions)
    to_invite = [User(None, name) for name in {name.casefold(): name for name in sorted(wish.to_invite)}.values()]
    group_plan.changes.extend(_change("invite", user, wish, form) for user in to_invite)
    group_plan.changes.extend(_change("remove", user, wish, form) for user in removals)
    group_plan.changes.extend(_change("remove", user, wish, form, is_leaver=True) for user in leaving.values())
    for action, users in (("add", additions), ("invite", to_invite), ("remove", [*removals, *leaving.values()])):
        plan.touched.extend((action, wish.group, user) for user in users)
        plan.problems.extend(_refusals(action, wish.group, users, refusal, form))


def _change(action: str, user: User, wish: GroupWish, form: Form, *, is_leaver: bool = False) -> MemberChange:
    preposition = "from" if action == "remove" else "to"
    group, called = wish.group, wish.called.get(user.key, user.name)
    label = user.title if called == user.name else f"{user.title} (as {called})"
    standing = form.standing.format(kind=user.kind)
    return MemberChange(
        action=action,
        kind=form.membership,
        subject=Ref(user.id, user.name),
        target=Ref(group.id, group.name),
        before=standing if action == "remove" else None,
        after=None if action == "remove" else standing,
        text=f"{action} {label} {preposition} {group.name}",
        # Who may be a skipped name under another name is not removed.
        status=NOT_TRIED if wish.skipped and action == "remove" and not is_leaver else PLANNED,
        label=f"{label} (invitation)" if action == "invite" else label,
        member=user,
        is_leaver=is_leaver,
    )


def _revocation(one: Revocation) -> MemberChange:
    name = one.invitation.name
    return MemberChange(
        action=REVOKE,
        kind="invitation",
        subject=one.invitation,
        target=one.invitation,
        before="invited",
        after=None,
        text=f"revoke the invitation of {name} to {', '.join(one.places)}",
        label=f"{name} (invitation)",
        member=one.leaver,
        is_leaver=True,
        places=one.places,
    )


def _contradictions(wish: GroupWish, present: dict[str, User], absent: dict[str, User], form: Form) -> list[Problem]:
    problems = []
    both = [present[key] for key in present if key in absent]
    if both:
        message = f"{form.at(wish.group.name)}: {_titles(both)} is wanted both present and absent."
        problems.append(Problem("invalid_input", message, _items(both, wish.group)))
    guarded = [user for key, user in absent.items() if key in wish.protected]
    if guarded:
        message = f"{form.at(wish.group.name)}: {_titles(guarded)} is protected and cannot be removed."
        problems.append(Problem("protected", message, _items(guarded, wish.group)))
    return problems


def _titles(users: Iterable[User]) -> str:
    return ", ".join(sorted(user.title for user in users))


def _items(users: Iterable[User], group: Group) -> tuple[dict[str, Any], ...]:
    ordered = sorted(users, key=lambda user: (user.title, user.key))
    return tuple(item(user.name, user.kind, group.name) for user in ordered)


def _own_removal(group: Group, caller: User, form: Form) -> Problem:
    return Problem(
        "protected",
        f"{form.at(group.name)}: {caller.name} runs this task and is not removed; set allow_self_removal to true to do it.",
        _items([caller], group),
    )


def _guard_rails(wish: GroupWish, removals: int, kept: int, form: Form) -> list[Problem]:
    # From a group with a skipped name nobody is removed.
    if not wish.exclusive or wish.incomplete or wish.skipped:
        return []
    problems = []
    # Who was only invited is no member, and does not make room for the removal of the last ones.
    invited = bool(wish.invited or wish.to_invite)
    nobody_left = not wish.present and not (invited and (kept or not removals))
    if nobody_left and not wish.allow_empty and not wish.emptied:
        problems.append(
            Problem(
                "empty_refused",
                f"{form.at(wish.group.name)}: the complete list of {form.lists('and')} "
                + ("holds nobody who is a member or becomes one at once." if invited else "is empty.")
                + " Set allow_empty to true if nobody shall be left.",
                (item(wish.group.name, form.group, wish.group.name),),
            )
        )
    allowed = allowed_by(wish.max_removals, len(wish.members))
    if removals > allowed:
        problems.append(
            Problem(
                "removal_limit",
                f"{form.at(wish.group.name)}: {removals} of {len(wish.members)} {form.counted} would be removed, "
                f"max_removals ({wish.max_removals}) allows {allowed}.",
                (item(wish.group.name, form.group, wish.group.name),),
            )
        )
    return problems


def _refusals(
    action: str, group: Group, users: Iterable[User], refusal: Callable[[str, Group, User], str], form: Form
) -> list[Problem]:
    """One problem for each reason, naming all the users that it holds for."""
    reasons: dict[str, list[User]] = {}
    for user in sorted(users, key=lambda user: (user.name, user.key)):
        reason = refusal(action, group, user)
        if reason:
            reasons.setdefault(reason, []).append(user)
    verb = "cannot be removed from" if action == "remove" else "cannot be added to"
    return [
        Problem(
            "not_editable",
            f"{_titles(refused)} {verb} {form.group_word} {group.name}: {reason}",
            _items(refused, group),
        )
        for reason, refused in reasons.items()
    ]
