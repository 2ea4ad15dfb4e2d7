# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan for one member account: what is created, changed, moved or taken out. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from ..._core.names import alike
from ..._core.plan import Change, Plan, Problem, Ref, item
from ..departments import Department
from .account import CREATED, PAY_ON_BEHALF, WAITS_FOR_CONSENT, Member, permission_names
from .look import Look
from .options import MemberWish, faults_of_permissions, faults_of_remark, faults_of_tags, name_fault

WAITING_WARNING = "A permission change of {name} waits for the consent of the member; until then it is not repeated."
# The verb of every action, for what would be done and for what was done.
VERBS = {
    "create": ("create", "Created"),
    "update": ("update", "Updated"),
    "rename": ("rename", "Renamed"),
    "move": ("move", "Moved"),
    "leave": ("take", "Took"),
}


@dataclass
class Observed:
    """What was read. found are the members that the task can mean: in doubt nobody is meant.

    others are all members; None while they did not have to be listed, and then nobody can be created. host_uin is known
    when a member shall leave. department is where the member shall be: a department, a problem, or None when the task does
    not say. path is where the member is, when the departments were read.
    """

    found: Sequence[Member] = ()
    others: Sequence[Member] | None = None
    department: Department | Problem | None = None
    host_uin: str | None = None
    path: str | None = None

    @property
    def member(self) -> Member | None:
        """The one member that the task means."""
        return self.found[0] if len(self.found) == 1 else None


@dataclass(eq=False)
class MemberChange(Change):
    """A change of a member account, with what the last look at it brought."""

    look: Look | None = None


@dataclass
class MemberPlan(Plan):
    """A plan with what the result tells: the member as it is, where it shall be, and whether it has to consent to an earlier change."""

    member: Member | None = None
    department: Department | None = None
    waiting: bool = False


def plan_member(observed: Observed, wish: MemberWish) -> MemberPlan:
    """The changes that lead from what was observed to the wish."""
    department = observed.department
    plan = MemberPlan(member=observed.member, department=department if isinstance(department, Department) else None)
    if len(observed.found) > 1:
        plan.problems.append(_several(wish, observed.found))
        return plan
    if isinstance(department, Problem):
        plan.problems.append(department)
    if wish.state == "absent":
        if observed.member is not None:
            _plan_leaving(observed.member, wish, observed.host_uin, plan)
    elif observed.member is None:
        _plan_creation(observed, wish, plan)
    else:
        plan.waiting = waits_for_consent(observed.member, wish)
        _plan_update(observed, observed.member, wish, plan)
    return plan


def words_of(change: Change) -> str:
    """What a change is about, to stand behind its verb."""
    name, before, after = change.subject.name, change.before, change.after
    if change.action == "create":
        return f"member {name} in {after['node']}"
    if change.action == "rename":
        return f"member {before['name']} to {after['name']}"
    if change.action == "move":
        return f"member {name} from {before['node']} to {after['node']}"
    if change.action == "leave":
        return f"member {name} ({change.subject.id}) out of the organization"
    return f"member {name}: {', '.join(sorted(after))}"


def _several(wish: MemberWish, members: Sequence[Member]) -> Problem:
    uins = ", ".join(member.id for member in members)
    return Problem(
        "ambiguous_name",
        f'{len(members)} members are called "{wish.called}": {uins}. Say by uin which one is meant.',
        (item(wish.called, "member", None, members),),
    )


def waits_for_consent(member: Member, wish: MemberWish) -> bool:
    """Whether the wished permissions or payer differ and an earlier change of them is not confirmed yet."""
    permissions_differ = wish.permissions is not None and wish.permissions != member.permissions
    payer_differs = wish.pay_uin is not None and wish.pay_uin != member.pay_uin
    return member.permission_status == WAITS_FOR_CONSENT and (permissions_differ or payer_differs)


def _plan_leaving(member: Member, wish: MemberWish, host_uin: str | None, plan: MemberPlan) -> None:
    if wish.name not in (None, member.name):
        # One of the two is mistyped, and the wrong account must not be taken out.
        message = f'The member with uin {member.id} is called "{member.name}", not "{wish.name}".'
        plan.problems.append(Problem("invalid_input", message, (item(str(wish.name), "member", None, [member]),)))
        return
    if member.id == host_uin:
        reason = "it is the management account of the organization."
    elif member.member_type == CREATED and member.bind_status != "Success":
        reason = (
            "a created account can leave only when its security information (e-mail and phone) is bound; "
            f"its state is {member.bind_status or 'unknown'}."
        )
    else:
        plan.changes.append(_change("leave", member, {"name": member.name, "node": member.node_name}, None))
        return
    plan.problems.append(
        Problem(
            "not_removable",
            f"Member {member.name} ({member.id}) cannot leave: {reason}",
            (item(member.name, "member"),),
        )
    )


def _plan_creation(observed: Observed, wish: MemberWish, plan: MemberPlan) -> None:
    plan.problems.extend(_faults_of_creation(observed, wish))
    department = observed.department
    if plan.problems or not isinstance(department, Department) or wish.name is None or wish.permissions is None:
        return
    after: dict[str, Any] = {
        "name": wish.name,
        "account_name": wish.account_name or wish.name,
        "node": department.path or department.name,
        "permissions": permission_names(wish.permissions),
    }
    for name in ("remark", "pay_uin", "tags", "identity_role_ids", "auth_relation_id", "record_id"):
        value = getattr(wish, name)
        if value:
            after[name] = list(value) if isinstance(value, tuple) else value
    member, target = Ref(None, wish.name), Ref(department.id, department.name)
    plan.changes.append(_told("create", member, target, None, after))
    if wish.allow_quit is not None:
        # CreateOrganizationMember has no such field, so it takes a second write.
        plan.changes.append(_told("update", member, target, {"allow_quit": None}, {"allow_quit": wish.allow_quit}))
    if wish.site == "intl" and PAY_ON_BEHALF not in wish.permissions:
        plan.warnings.append(
            "The international site documents pay_on_behalf (with pay_uin) as needed for a creation; it may refuse this one."
        )


def _faults_of_creation(observed: Observed, wish: MemberWish) -> Iterator[Problem]:
    if wish.uin is not None:
        yield Problem(
            "unresolved_names",
            f"There is no member with uin {wish.uin} in this organization; a uin never creates one.",
            (item(wish.uin, "member"),),
        )
        return
    name = wish.name or ""
    if observed.others is None:
        raise ValueError("a creation is planned only from the list of all members")
    similar = [member for member in observed.others if alike(member.name, name)]
    if similar:
        names = ", ".join(f"{member.name} ({member.id})" for member in similar)
        yield Problem(
            "ambiguous_name",
            f'Member "{name}" is not created: it differs only in case, blanks, - or _ from {names}.',
            (item(name, "member", None, similar),),
        )
    if not wish.allow_create:
        yield Problem(
            "unresolved_names",
            f'There is no member "{name}", and allow_create is false.',
            (item(name, "member"),),
        )
        return
    missing = []
    if observed.department is None:
        missing.append("node or node_id")
    if wish.permissions is None:
        missing.append("permissions")
    if missing:
        yield Problem("invalid_input", f'To create member "{name}", {" and ".join(missing)} must be given.')
    elif PAY_ON_BEHALF in (wish.permissions or ()) and not wish.pay_uin:
        yield Problem("invalid_input", f'To create member "{name}" with pay_on_behalf, pay_uin must be given.')
    elif PAY_ON_BEHALF in (wish.permissions or ()) and wish.allow_quit:
        yield _exclusive_rights(name)
    for fault in (
        *faults_of_remark(wish.remark),
        *faults_of_tags(wish.tags),
        *faults_of_permissions(wish.permissions, frozenset()),
    ):
        yield Problem("invalid_input", f'To create member "{name}": {fault}', (item(name, "member"),))


def _plan_update(observed: Observed, member: Member, wish: MemberWish, plan: MemberPlan) -> None:
    plan.problems.extend(_faults_of_update(observed, member, wish))
    if wish.name is not None and wish.name != member.name and wish.rename:
        plan.changes.append(_change("rename", member, {"name": member.name}, {"name": wish.name}))
    before, after = _fields(member, wish)
    if after:
        plan.changes.append(_change("update", member, before, after))
    department = observed.department
    if isinstance(department, Department) and department.id != member.node_id:
        present = observed.path or member.node_name
        target = Ref(department.id, department.name)
        before, after = {"node": present}, {"node": department.path or department.name}
        plan.changes.append(_told("move", Ref(member.id, member.name), target, before, after))
    if plan.waiting:
        plan.warnings.append(WAITING_WARNING.format(name=member.name))


def _fields(member: Member, wish: MemberWish) -> tuple[dict[str, Any], dict[str, Any]]:
    """What differs between the member and the wish, before and after, for UpdateOrganizationMember."""
    pairs: list[tuple[str, Any, Any]] = [
        ("remark", member.remark, wish.remark),
        ("allow_quit", member.allow_quit, wish.allow_quit),
    ]
    if not waits_for_consent(member, wish):
        if wish.permissions is not None:
            pairs.append(("permissions", permission_names(member.permissions), permission_names(wish.permissions)))
        pairs.append(("pay_uin", member.pay_uin, wish.pay_uin))
    different = [(name, old, new) for name, old, new in pairs if new is not None and new != old]
    return {name: old for name, old, _new in different}, {name: new for name, _old, new in different}


def _faults_of_update(observed: Observed, member: Member, wish: MemberWish) -> Iterator[Problem]:
    yield from _faults_of_name(observed, member, wish)
    _before, after = _fields(member, wish)
    permissions = member.permissions if wish.permissions is None else wish.permissions
    for fault in (
        *faults_of_remark(after.get("remark")),
        *(faults_of_permissions(wish.permissions, member.permissions) if "permissions" in after else ()),
    ):
        yield Problem("invalid_input", f"Member {member.name}: {fault}", (item(member.name, "member"),))
    pays_touched = "permissions" in after or "pay_uin" in after
    if pays_touched and PAY_ON_BEHALF in permissions and not (wish.pay_uin or member.pay_uin):
        yield Problem("invalid_input", f"Member {member.name}: pay_on_behalf needs pay_uin.")
    allow_quit = member.allow_quit if wish.allow_quit is None else wish.allow_quit
    if after and allow_quit and PAY_ON_BEHALF in permissions and (pays_touched or "allow_quit" in after):
        yield _exclusive_rights(member.name)
    if wish.tags is not None:
        missing = sorted(key for key, value in wish.tags.items() if member.tags.get(key) != value)
        if missing:
            yield _not_editable(
                member, "tags", ", ".join(f"{key}={wish.tags[key]}" for key in missing), "the tag console"
            )
    if wish.identity_role_ids is not None:
        numbers = [str(number) for number in wish.identity_role_ids if number not in member.identities]
        if numbers:
            yield _not_editable(member, "identity_role_ids", ", ".join(numbers), "the organization console")


def _faults_of_name(observed: Observed, member: Member, wish: MemberWish) -> Iterator[Problem]:
    if wish.name is None or wish.name == member.name:
        return
    if not wish.rename:
        yield Problem(
            "invalid_input",
            f'The member with uin {member.id} is called "{member.name}", not "{wish.name}". Set rename to true to rename it.',
            (item(wish.name, "member", None, [member]),),
        )
        return
    fault = name_fault("name", wish.name, wish.site)
    if fault:
        yield Problem("invalid_input", fault, (item(wish.name, "member"),))
    others = [other for other in observed.others or () if other.id != member.id and alike(other.name, wish.name)]
    if others:
        names = ", ".join(f"{other.name} ({other.id})" for other in others)
        yield Problem(
            "ambiguous_name",
            f'Member {member.name} is not renamed to "{wish.name}": it differs at most in case, blanks, - or _ from {names}.',
            (item(wish.name, "member", None, others),),
        )


def _exclusive_rights(name: str) -> Problem:
    return Problem(
        "invalid_input",
        f"Member {name}: pay_on_behalf and allow_quit exclude each other; set allow_quit to false or drop pay_on_behalf.",
    )


def _not_editable(member: Member, option: str, what: str, where: str) -> Problem:
    return Problem(
        "not_editable",
        f"Member {member.name} lacks {option} {what}; the API cannot add them to an existing member. Add them in {where}.",
        (item(member.name, "member"),),
    )


def _change(action: str, member: Member, before: Any, after: Any) -> MemberChange:
    return _told(action, Ref(member.id, member.name), Ref(member.node_id, member.node_name), before, after)


def _told(action: str, subject: Ref, target: Ref, before: Any, after: Any) -> MemberChange:
    """The change with its text."""
    change = MemberChange(action, "member", subject, target, before, after, "")
    change.text = f"{VERBS[action][0]} {words_of(change)}"
    return change
