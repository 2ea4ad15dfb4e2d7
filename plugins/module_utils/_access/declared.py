# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the variables of the onboarding roles to wishes: what is declared for one cloud. Pure.

The roles and the modules behind them judge the variables when they write; here only their shape is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .._core.errors import invalid_input
from .._core.options import names
from .dates import read_day

Row = Mapping[str, Any]
PREFIX = {"tencent": "tencent_onboarding", "csp": "csp_onboarding"}
# How a variable is called behind the prefix, and which kind of thing it declares.
OBJECTS = {
    "members": "account",
    "departments": "department",
    "users": "user",
    "groups": "group",
    "role_configurations": "role_configuration",
}
# By what a thing is named there: the id first.
KEYS = {
    "account": ("uin", "name"),
    "department": ("node_id", "path", "name"),
    "user": ("user_id", "name"),
    "group": ("group_id", "name"),
    "role_configuration": ("role_configuration_id", "name"),
}
STATES = ("present", "absent")


@dataclass(frozen=True)
class ThingWish:
    """A thing that shall be there with these fields, or shall not be there. name is an id or a name."""

    kind: str
    name: str
    present: bool
    fields: Row


@dataclass
class GroupWish:
    """Who shall be in a group (present), who shall not (absent), and who may be there already (early)."""

    group: str
    present: dict[str, None] = field(default_factory=dict)
    absent: dict[str, None] = field(default_factory=dict)
    early: dict[str, None] = field(default_factory=dict)


@dataclass(frozen=True)
class GrantWish:
    """Which principals shall have a role configuration in an account, or shall not."""

    role_configuration: str
    account: str
    principal_type: str
    principal: str
    present: bool


@dataclass
class Wishes:
    """All that is declared for a cloud. gone: who shall have nothing any more, with the reason."""

    cloud: str
    things: list[ThingWish] = field(default_factory=list)
    groups: list[GroupWish] = field(default_factory=list)
    grants: list[GrantWish] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)


def read_declared(declared: Row, cloud: str, today: date) -> Wishes:
    """The wishes for a cloud. Raises invalid_input with every entry that cannot be read."""
    wishes, problems = Wishes(cloud), []  # type: tuple[Wishes, list[str]]
    reader = _Reader(declared, cloud, problems)
    for suffix, kind in OBJECTS.items():
        wishes.things += [_thing(kind, entry, where, problems) for where, entry in reader.entries(suffix)]
    wishes.groups += [_group(entry, where, problems) for where, entry in reader.entries("memberships")]
    for where, entry in reader.entries("role_assignments"):
        wishes.grants += _grants(entry, where, problems)
    for name in reader.texts("leavers"):
        wishes.gone[name] = "is a leaver"
    functions = reader.mapping("functions")
    for where, entry in reader.entries("people"):
        _person(entry, where, functions, today, wishes, problems)
    if problems:
        raise invalid_input(problems, hint="Nothing was compared. Mend the variables in declared.")
    return wishes


class _Reader:
    """Reads the variables of one role: by its prefix, else the one that both roles share."""

    def __init__(self, declared: Row, cloud: str, problems: list[str]) -> None:
        self._declared, self._prefix, self._problems = declared, PREFIX[cloud], problems

    def _value(self, suffix: str) -> tuple[str, Any]:
        for name in (f"{self._prefix}_{suffix}", f"orgkit_{suffix}"):
            value = self._declared.get(name)
            if isinstance(value, str) and value.strip():
                value = _read(value)
            if value is not None and value != "":
                return name, value
        return "", None

    def entries(self, suffix: str) -> Iterator[tuple[str, Row]]:
        """(where, entry) of a list of dictionaries."""
        name, value = self._value(suffix)
        if value is None:
            return
        if not isinstance(value, list):
            self._problems.append(f"{name} is not a list.")
            return
        for number, entry in enumerate(value):
            where = f"{name}[{number}]"
            if isinstance(entry, Mapping):
                yield where, {key: inner for key, inner in entry.items() if inner is not None}
            else:
                self._problems.append(f"{where} is not a dictionary.")

    def texts(self, suffix: str) -> tuple[str, ...]:
        """A list of names."""
        name, value = self._value(suffix)
        return _names(value, name, self._problems)

    def mapping(self, suffix: str) -> Row:
        """A dictionary."""
        name, value = self._value(suffix)
        if value is not None and not isinstance(value, Mapping):
            self._problems.append(f"{name} is not a dictionary.")
        return value if isinstance(value, Mapping) else {}


def _thing(kind: str, entry: Row, where: str, problems: list[str]) -> ThingWish:
    given = [str(entry[key]).strip() for key in KEYS[kind] if str(entry.get(key, "")).strip()]
    if not given:
        problems.append(f"{where} has neither {' nor '.join(KEYS[kind])}.")
    return ThingWish(kind, given[0] if given else "", _present(entry, where, problems), entry)


def _group(entry: Row, where: str, problems: list[str]) -> GroupWish:
    wish = GroupWish(_name(entry, "group", where, problems))
    users = dict.fromkeys(_names(entry.get("users"), f"{where}.users", problems))
    if _present(entry, where, problems):
        wish.present = users
    else:
        wish.absent = users
    return wish


def _grants(entry: Row, where: str, problems: list[str]) -> Iterator[GrantWish]:
    configuration = _name(entry, "role_configuration", where, problems)
    present = _present(entry, where, problems)
    for account in _names(entry.get("accounts"), f"{where}.accounts", problems):
        for kind in ("user", "group"):
            for principal in _names(entry.get(f"{kind}s"), f"{where}.{kind}s", problems):
                yield GrantWish(configuration, account, kind, principal, present)


def _person(entry: Row, where: str, functions: Row, today: date, wishes: Wishes, problems: list[str]) -> None:
    """A person's groups as wishes: none before the first day, and nothing at all after the last one."""
    name = _name(entry, "user", where, problems)
    first, last = (read_day(entry.get(key), f"{where}.{key}", problems) for key in ("from", "until"))
    wanted = list(_names(entry.get(wishes.cloud), f"{where}.{wishes.cloud}", problems))
    for function in _names(entry.get("functions"), f"{where}.functions", problems):
        groups = functions.get(function)
        if not isinstance(groups, Mapping):
            problems.append(f"{where}: the function {function!r} is not described in orgkit_functions.")
            continue
        wanted += _names(groups.get(wishes.cloud), f"orgkit_functions.{function}.{wishes.cloud}", problems)
    if last and today > last:
        wishes.gone.setdefault(name, f"was to have access until {last.isoformat()}")
    early = bool(first and today < first)
    for group in dict.fromkeys(wanted):
        users = {name: None}
        wishes.groups.append(GroupWish(group, early=users) if early else GroupWish(group, present=users))


def _present(entry: Row, where: str, problems: list[str]) -> bool:
    state = entry.get("state") or "present"
    if state not in STATES:
        problems.append(f"{where}: state must be one of {', '.join(STATES)}, not {state!r}.")
    return bool(state == "present")


def _name(entry: Row, key: str, where: str, problems: list[str]) -> str:
    text = str(entry.get(key, "")).strip()
    if not text:
        problems.append(f"{where} has no {key}.")
    return text


def _names(value: Any, where: str, problems: list[str]) -> tuple[str, ...]:
    if isinstance(value, str):
        value = _read(value) if value.strip() else None
    if value is None:
        return ()
    if not isinstance(value, list) or any(isinstance(one, (list, Mapping)) for one in value):
        problems.append(f"{where} is not a list of names.")
        return ()
    return names(value, where, problems) or ()


def _read(text: str) -> Any:
    """Lists may be given as JSON text, as surveys do."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def named_by(things: Iterable[ThingWish], kind: str) -> list[ThingWish]:
    """The wishes about a kind of thing."""
    return [wish for wish in things if wish.kind == kind]
