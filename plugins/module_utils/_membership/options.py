# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every membership module has, and what they mean before anything is read. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._core.errors import invalid_input
from .._core.options import fault_of_name, names
from .plan import allowed_removals

STATES = ("present", "absent")

_ENTRY_SPEC: dict[str, dict[str, Any]] = {
    "group": {"type": "str"},
    "users": {"type": "list", "elements": "str"},
    # Not by choices: Ansible would refuse a null there, which means the state of the task.
    "state": {"type": "str"},
    "exclusive": {"type": "bool"},
    "max_removals": {"type": "str"},
    "allow_empty": {"type": "bool"},
    "protected_users": {"type": "list", "elements": "str"},
}

MEMBERSHIP_SPEC: dict[str, dict[str, Any]] = {
    "group": {"type": "str"},
    "users": {"type": "list", "elements": "str"},
    "memberships": {"type": "list", "elements": "dict", "options": _ENTRY_SPEC},
    "all_groups": {"type": "bool", "default": False},
    "state": {"type": "str", "choices": list(STATES), "default": "present"},
    "exclusive": {"type": "bool", "default": False},
    "max_removals": {"type": "str", "default": "25%"},
    "max_total_removals": {"type": "int"},
    "allow_empty": {"type": "bool", "default": False},
    "protected_users": {"type": "list", "elements": "str"},
    # No default: what it is depends on the state of each entry.
    "unknown_users": {"type": "str", "choices": ["fail", "skip", "warn", "ignore"]},
    "assume_present": {
        "type": "dict",
        "options": {"users": {"type": "list", "elements": "str"}, "groups": {"type": "list", "elements": "str"}},
    },
    "return_members": {"type": "bool", "default": False},
}


@dataclass(frozen=True)
class Wish:
    """What one entry asks for: group and users are still the names that a person wrote."""

    group: str
    users: tuple[str, ...]
    state: str
    exclusive: bool
    max_removals: str
    allow_empty: bool
    protected_users: tuple[str, ...]


@dataclass(frozen=True)
class MembershipOptions:
    """The checked membership options of a task.

    skip_unknown: wanted users whom the cloud does not know are left out instead of failing the task at once; unknown_unwanted
    says what unwanted ones do: fail, warn or ignore. leavers are the users to remove from all groups; wishes are empty then.
    assume_users and assume_groups are empty outside check mode.
    """

    wishes: tuple[Wish, ...]
    leavers: tuple[str, ...]
    protected_users: tuple[str, ...]
    max_total_removals: int | None
    skip_unknown: bool
    unknown_unwanted: str
    assume_users: tuple[str, ...]
    assume_groups: tuple[str, ...]
    return_members: bool


def read_options(params: Mapping[str, Any], *, check_mode: bool) -> MembershipOptions:
    """Check the membership options of a task. Raises invalid_input with everything that is wrong."""
    problems: list[str] = []
    assumed = {
        kind: names((params.get("assume_present") or {}).get(kind), f"assume_present.{kind}", problems) or ()
        for kind in ("users", "groups")
    }
    options = MembershipOptions(
        wishes=(),
        leavers=(),
        protected_users=names(params.get("protected_users"), "protected_users", problems) or (),
        max_total_removals=params.get("max_total_removals"),
        skip_unknown=params.get("unknown_users") == "skip",
        unknown_unwanted=_unwanted(params.get("unknown_users")),
        assume_users=assumed["users"] if check_mode else (),
        assume_groups=assumed["groups"] if check_mode else (),
        return_members=params["return_members"],
    )
    if options.max_total_removals is not None and options.max_total_removals < 0:
        problems.append("max_total_removals must not be negative.")
    if params["all_groups"]:
        options = replace(options, leavers=_leavers(params, problems))
    else:
        wishes = [_wish(entry, params, where, problems) for where, entry in _entries(params, problems)]
        options = replace(options, wishes=tuple(wish for wish in wishes if wish is not None))
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return options


def _unwanted(value: str | None) -> str:
    """What `absent` does with an unknown name; `skip` is a word for `present`."""
    return value if value in ("fail", "warn", "ignore") else "warn"


def max_removals_fault(limit: str) -> str:
    """Why a text cannot be a limit of removals, or an empty text."""
    try:
        allowed_removals(limit, 0)
    except ValueError:
        return f"max_removals must be a number or a percentage from 0% to 100%, not {limit!r}."
    return ""


def merge(wishes: Iterable[tuple[Any, Wish]]) -> list[tuple[Any, list[Wish]]]:
    """Wishes of the same group (a row with `key`) together, in the order of their first entries."""
    merged: dict[str, tuple[Any, list[Wish]]] = {}
    for group, wish in wishes:
        merged.setdefault(group.key, (group, []))[1].append(wish)
    return list(merged.values())


def contradictions(merged: Iterable[tuple[Any, list[Wish]]]) -> list[str]:
    """A sentence for every group (a row with `name`) with several wishes of which one is exclusive."""
    return [
        f"Group {group.name} stands in {len(same)} entries, and at least one is exclusive: make it one entry."
        for group, same in merged
        if len(same) > 1 and any(wish.exclusive for wish in same)
    ]


def _entries(params: Mapping[str, Any], problems: list[str]) -> list[tuple[str, Mapping[str, Any]]]:
    """The entries of a task with a word that says where each stands; `group` and `users` are the short form of one."""
    entries = params.get("memberships")
    short = {name: params[name] for name in ("group", "users") if params.get(name) is not None}
    if entries is None:
        if not short:
            problems.append(
                "Say what to manage: group and users, or memberships, or all_groups with state absent and users."
            )
            return []
        return [("", short)]
    if short:
        problems.append(f"memberships excludes {' and '.join(short)}: put them into an entry.")
    return [(f"memberships[{number}]: ", entry or {}) for number, entry in enumerate(entries)]


def _wish(entry: Mapping[str, Any], params: Mapping[str, Any], where: str, problems: list[str]) -> Wish | None:
    """An entry with what it does not give taken from the task's options."""
    faults: list[str] = []

    def inherited(name: str) -> Any:
        value = entry.get(name)
        return params.get(name) if value is None else value

    group = str(entry.get("group") or "").strip()
    if not group:
        faults.append("group is missing or blank.")
    elif fault := fault_of_name(group):
        faults.append(f"group: {fault}")
    users = names(entry.get("users"), "users", faults)
    if users is None:
        faults.append("users is missing; an empty list is written as [].")
    protected = names(inherited("protected_users"), "protected_users", faults)
    limit = str(inherited("max_removals")).strip()
    faults.extend(filter(None, [max_removals_fault(limit)]))
    if inherited("state") not in STATES:
        faults.append(f"state must be one of {', '.join(STATES)}, not {inherited('state')}.")
    if inherited("exclusive") and inherited("state") == "absent":
        faults.append("exclusive goes with state present only.")
    if faults:
        problems.extend(where + fault for fault in faults)
        return None
    return Wish(
        group=group,
        users=users or (),
        state=inherited("state"),
        exclusive=inherited("exclusive"),
        max_removals=limit,
        allow_empty=inherited("allow_empty"),
        protected_users=protected or (),
    )


def _leavers(params: Mapping[str, Any], problems: list[str]) -> tuple[str, ...]:
    given = [name for name in ("group", "memberships") if params.get(name) is not None]
    if given:
        problems.append(f"all_groups excludes {' and '.join(given)}.")
    if params["state"] != "absent":
        problems.append("all_groups goes with state absent only.")
    if params["exclusive"]:
        problems.append("all_groups excludes exclusive.")
    leavers = names(params.get("users"), "users", problems)
    if leavers is None:
        problems.append("all_groups needs users.")
    return leavers or ()
