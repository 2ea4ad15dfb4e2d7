# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every membership module has, and what they mean before anything is read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from .._core.errors import invalid_input
from .._core.options import allowed_by, fault_of_name, names, text_option
from .form import GROUPS, STATES, Form
from .plan import GROUP, USER, Named

MEMBERSHIP_SPEC = GROUPS.spec()


@dataclass(frozen=True)
class Wish:
    """What one entry asks for: group and members are still the names that a person wrote.

    group is one name, or a pair of names where groups are pairs. groups are the groups that are members themselves.
    """

    group: Any
    users: tuple[str, ...]
    state: str
    exclusive: bool
    max_removals: str
    allow_empty: bool
    protected_users: tuple[str, ...]
    groups: tuple[str, ...] = ()
    protected_groups: tuple[str, ...] = ()
    tolerated: tuple[Named, ...] = ()

    @property
    def members(self) -> tuple[Named, ...]:
        """All that the entry names, of every kind."""
        return (*_named(USER, self.users), *_named(GROUP, self.groups))

    @property
    def guarded(self) -> tuple[Named, ...]:
        """All that the entry protects."""
        return (*_named(USER, self.protected_users), *_named(GROUP, self.protected_groups))


@dataclass(frozen=True)
class MembershipOptions:
    """The checked membership options of a task.

    skip_unknown: wanted members whom the cloud does not know are left out instead of failing the task at once; unknown_unwanted
    says what unwanted ones do: fail, warn or ignore. leavers are the users to remove from all groups, beside the wishes; with
    only_leavers there are no wishes, and unknown leavers are unknown unwanted ones.
    assumed are the names of assume_present by its keys; they are empty outside check mode.
    """

    wishes: tuple[Wish, ...]
    leavers: tuple[str, ...]
    only_leavers: bool
    max_leavers: str | None
    protected_users: tuple[str, ...]
    max_total_removals: int | None
    skip_unknown: bool
    unknown_unwanted: str
    return_members: bool
    assumed: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    form: Form = GROUPS


def read_options(params: Mapping[str, Any], *, check_mode: bool, form: Form = GROUPS) -> MembershipOptions:
    """Check the membership options of a task. Raises invalid_input with everything that is wrong."""
    problems: list[str] = []
    assumed = {
        kind: names((params.get("assume_present") or {}).get(kind), f"assume_present.{kind}", problems) or ()
        for kind in form.assumable
    }
    options = MembershipOptions(
        wishes=(),
        leavers=names(params.get("leavers"), "leavers", problems) or (),
        only_leavers=bool(params[form.everywhere]),
        max_leavers=text_option(params, "max_leavers"),
        protected_users=names(params.get("protected_users"), "protected_users", problems) or (),
        max_total_removals=params.get("max_total_removals"),
        skip_unknown=params.get("unknown_users") == "skip",
        unknown_unwanted=_unwanted(params.get("unknown_users")),
        return_members=bool(params.get("return_members")),
        assumed={kind: found if check_mode else () for kind, found in assumed.items()},
        form=form,
    )
    if options.max_total_removals is not None and options.max_total_removals < 0:
        problems.append("max_total_removals must not be negative.")
    if options.max_leavers is not None and (fault := max_removals_fault(options.max_leavers, "max_leavers")):
        problems.append(fault)
    if options.only_leavers:
        options = replace(options, leavers=_leavers(params, form, problems))
    else:
        entries = _entries(params, form, problems)
        wishes = [wish for where, entry in entries for wish in _wishes(entry, params, where, form, problems)]
        options = replace(options, wishes=tuple(wishes))
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return options


def _named(kind: str, names_of_kind: Iterable[str]) -> Iterator[Named]:
    return (Named(kind, name) for name in names_of_kind)


def _unwanted(value: str | None) -> str:
    """What `absent` does with an unknown name; `skip` is a word for `present`."""
    return value if value in ("fail", "warn", "ignore") else "warn"


def max_removals_fault(limit: str, option: str = "max_removals") -> str:
    """Why a text cannot be a limit of removals, or an empty text."""
    try:
        allowed_by(limit, 0)
    except ValueError:
        return f"{option} must be a number or a percentage from 0% to 100%, not {limit!r}."
    return ""


def merge(wishes: Iterable[tuple[Any, Wish]]) -> list[tuple[Any, list[Wish]]]:
    """Wishes of the same group (a row with `key`) together, in the order of their first entries."""
    merged: dict[str, tuple[Any, list[Wish]]] = {}
    for group, wish in wishes:
        merged.setdefault(group.key, (group, []))[1].append(wish)
    return list(merged.values())


def contradictions(merged: Iterable[tuple[Any, list[Wish]]], form: Form = GROUPS) -> list[str]:
    """A sentence for every group (a row with `name`) with several wishes of which one is exclusive."""
    return [
        f"{form.at(group.name)} stands in {len(same)} entries, and at least one is exclusive: make it one entry."
        for group, same in merged
        if len(same) > 1 and any(wish.exclusive for wish in same)
    ]


def _group_options(form: Form) -> list[str]:
    """The options that name the groups."""
    return [form.group, *([form.among] if form.among else [])]


def _entries(params: Mapping[str, Any], form: Form, problems: list[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries of a task with a word that says where each stands; without them the options of the task are one."""
    entries = params.get(form.entries)
    options = [*_group_options(form), *(f"{kind}s" for kind in form.kinds)]
    short = {name: params[name] for name in options if params.get(name) is not None}
    if entries is None:
        if not short and params.get("leavers"):
            return []
        if not short:
            problems.append(
                f"Say what to manage: {' and '.join([*_group_options(form), form.lists('or')])}, or {form.entries}, "
                f"or {form.everywhere} with state absent and users."
            )
            return []
        return [("", short)]
    if short:
        problems.append(f"{form.entries} excludes {' and '.join(short)}: put them into an entry.")
    return [(f"{form.entries}[{number}]: ", entry or {}) for number, entry in enumerate(entries)]


def _wishes(
    entry: Mapping[str, Any], params: Mapping[str, Any], where: str, form: Form, problems: list[str]
) -> list[Wish]:
    """An entry with what it does not give taken from the task's options, once for each group that it names."""
    faults: list[str] = []

    def inherited(name: str) -> Any:
        value = entry.get(name)
        return params.get(name) if value is None else value

    groups = _groups(entry, form, faults)
    members = {kind: names(entry.get(f"{kind}s"), f"{kind}s", faults) for kind in form.kinds}
    if all(found is None for found in members.values()):
        faults.append(f"{form.lists('or')} is missing; an empty list is written as [].")
    protected = {
        kind: names(inherited(f"protected_{kind}s"), f"protected_{kind}s", faults) or () for kind in form.kinds
    }
    tolerated = tuple(
        Named(kind, name)
        for kind in form.kinds
        for name in names(entry.get(f"tolerated_{kind}s"), f"tolerated_{kind}s", faults) or ()
    )
    limit = str(inherited("max_removals")).strip()
    faults.extend(filter(None, [max_removals_fault(limit)]))
    if inherited("state") not in STATES:
        faults.append(f"state must be one of {', '.join(STATES)}, not {inherited('state')}.")
    if inherited("exclusive") and inherited("state") == "absent":
        faults.append("exclusive goes with state present only.")
    if faults:
        problems.extend(where + fault for fault in faults)
        return []
    return [
        Wish(
            group=group,
            users=members[USER] or (),
            state=inherited("state"),
            exclusive=inherited("exclusive"),
            max_removals=limit,
            allow_empty=inherited("allow_empty"),
            protected_users=protected[USER],
            groups=members.get(GROUP) or (),
            protected_groups=protected.get(GROUP, ()),
            tolerated=tolerated,
        )
        for group in groups
    ]


def _groups(entry: Mapping[str, Any], form: Form, faults: list[str]) -> list[Any]:
    """The names of the groups of an entry, or the pairs of names."""
    group = str(entry.get(form.group) or "").strip()
    if not group:
        faults.append(f"{form.group} is missing or blank.")
    elif fault := fault_of_name(group):
        faults.append(f"{form.group}: {fault}")
    if not form.among:
        return [group]
    among = names(entry.get(form.among), form.among, faults)
    if among is None:
        faults.append(f"{form.among} is missing; an empty list is written as [].")
    return [(group, one) for one in among or ()]


def _leavers(params: Mapping[str, Any], form: Form, problems: list[str]) -> tuple[str, ...]:
    others = [*_group_options(form), *(f"{kind}s" for kind in form.kinds if kind != USER), form.entries, "leavers"]
    given = [name for name in others if params.get(name) is not None]
    if given:
        problems.append(f"{form.everywhere} excludes {' and '.join(given)}.")
    if params["state"] != "absent":
        problems.append(f"{form.everywhere} goes with state absent only.")
    if params["exclusive"]:
        problems.append(f"{form.everywhere} excludes exclusive.")
    leavers = names(params.get("users"), "users", problems)
    if leavers is None:
        problems.append(f"{form.everywhere} needs users.")
    return leavers or ()
