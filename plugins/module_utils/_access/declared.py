# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the variables of the onboarding roles to wishes: what is declared for one cloud. Pure.

People, leavers and memberships are read by what the roles read them with, so that an audit and a run mean the same.
The modules behind the roles judge all else when they write; here only its shape is checked.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from .._people.faults import Faults
from .._people.file import PeopleFile, read_people_file
from .._people.values import name, names
from .._people.wishes import TOLERATED, wishes_of

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
# The variables about people, which both clouds share; the prefix of one cloud comes before.
PEOPLE = ("people", "functions", "leavers", "complete_groups", "today")
# By what a thing is named there: the id first.
KEYS = {
    "account": ("uin", "name"),
    "department": ("node_id", "path", "name"),
    "user": ("user_id", "name"),
    "group": ("group_id", "name"),
    "role_configuration": ("role_configuration_id", "name"),
}
STATES = ("present", "absent")
NO_LIST = "These variables are no lists"
NO_DICTIONARY = "These entries are no dictionaries"
NO_NAME = "These entries say no name"
NO_STATE = f"A state must be one of {', '.join(STATES)}"


@dataclass(frozen=True)
class ThingWish:
    """A thing that shall be there with these fields, or shall not be there. name is an id or a name."""

    kind: str
    name: str
    present: bool
    fields: Row


@dataclass
class GroupWish:
    """Who shall be in a group (present), who shall not (absent), and who may be there already (early).

    left are named for it, and have left: nobody of them shall be there.
    """

    group: str
    present: Iterable[str] = ()
    absent: Iterable[str] = ()
    early: Iterable[str] = ()
    left: Iterable[str] = ()


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
    """All that is declared for a cloud.

    people: whom the file gives, gave or will give a group. gone: who shall have nothing any more, with the reason.
    """

    cloud: str
    things: list[ThingWish] = field(default_factory=list)
    groups: list[GroupWish] = field(default_factory=list)
    grants: list[GrantWish] = field(default_factory=list)
    people: list[str] = field(default_factory=list)
    gone: dict[str, str] = field(default_factory=dict)


def read_declared(declared: Row, cloud: str, today: date) -> Wishes:
    """The wishes for a cloud. Raises invalid_input with everything that cannot be read."""
    wishes, faults = Wishes(cloud), Faults()
    variables = _Variables(declared, cloud, faults)
    for suffix, kind in OBJECTS.items():
        wishes.things += [_thing(kind, entry, place, faults) for place, entry in variables.entries(suffix)]
    for place, entry in variables.entries("role_assignments"):
        wishes.grants += _grants(entry, place, faults)
    memberships = [_membership(entry, place, faults) for place, entry in variables.entries("memberships")]
    people = {suffix: variables.value(suffix)[1] for suffix in PEOPLE}
    people.update({suffix: _listed(people[suffix]) for suffix in ("leavers", "complete_groups")})
    error = faults.error()
    if error is not None:
        raise error
    _add_people(wishes, read_people_file(people, today), memberships)
    return wishes


class _Variables:
    """The variables of one role: by its prefix, else those of people that both roles share."""

    def __init__(self, declared: Row, cloud: str, faults: Faults) -> None:
        self._declared, self._prefix, self._faults = declared, PREFIX[cloud], faults

    def value(self, suffix: str) -> tuple[str, Any]:
        """(name of the variable, its value), or None as the value."""
        prefixes = (self._prefix, "orgkit") if suffix in PEOPLE else (self._prefix,)
        for variable in (f"{prefix}_{suffix}" for prefix in prefixes):
            value = _read(self._declared.get(variable))
            if value is not None and value != "":
                return variable, value
        return "", None

    def entries(self, suffix: str) -> Iterator[tuple[str, Row]]:
        """(place, entry) of a list of dictionaries."""
        variable, value = self.value(suffix)
        if value is not None and not isinstance(value, list):
            self._faults.add(NO_LIST, variable)
            return
        for number, entry in enumerate(value or ()):
            place = f"{variable}[{number}]"
            if isinstance(entry, Mapping):
                yield place, {key: inner for key, inner in entry.items() if inner is not None}
            else:
                self._faults.add(NO_DICTIONARY, place)


def _add_people(wishes: Wishes, file: PeopleFile, memberships: list[dict[str, Any]]) -> None:
    """What the roles wish for users and groups, and who may or must not be in them beyond that."""
    cloud = wishes.cloud
    wished = wishes_of(file, cloud, memberships, [wish.fields for wish in named_by(wishes.things, "user")])
    wishes.things = [wish for wish in wishes.things if wish.kind != "user"]
    wishes.things += [_thing("user", row, "users", Faults()) for row in wished.listed_users]
    # A group of a function is declared, also while nobody has the function.
    wishes.groups += [GroupWish(group) for group in sorted(file.named[cloud])]
    for entry in wished.memberships:
        key = "present" if _state(entry) == "present" else "absent"
        wishes.groups.append(GroupWish(str(entry["group"]).strip(), **{key: entry.get("users") or ()}))
    for user, groups in wished.still_wanted.items():
        wishes.groups += [GroupWish(group, left=[user]) for group in groups]
    for person in file.people:
        if person.groups[cloud] | person.later[cloud] | person.ended[cloud]:
            wishes.people.append(person.user)
        if not file.is_out(person.user):
            wishes.groups += [GroupWish(group, early=[person.user]) for group in person.later[cloud]]
    faults = Faults()
    for entry in memberships:
        tolerated = names(entry.get(TOLERATED), f"{TOLERATED} of group {entry['group']}", faults)
        wishes.groups += [GroupWish(str(entry["group"]).strip(), early=tolerated)] if tolerated else []
    error = faults.error()
    if error is not None:
        raise error
    leavers = set(file.leavers)
    wishes.gone = {one: "is a leaver" if one in leavers else "is past the last day" for one in wished.leavers}


def _thing(kind: str, entry: Row, place: str, faults: Faults) -> ThingWish:
    given = [str(entry[key]).strip() for key in KEYS[kind] if str(entry.get(key, "")).strip()]
    if not given:
        faults.add(NO_NAME, f"{place} has neither {' nor '.join(KEYS[kind])}")
    return ThingWish(kind, given[0] if given else "", _is_present(entry, place, faults), entry)


def _membership(entry: Row, place: str, faults: Faults) -> dict[str, Any]:
    _name(entry, "group", place, faults)
    _is_present(entry, place, faults)
    return {**entry, "users": _read(entry.get("users"))}


def _grants(entry: Row, place: str, faults: Faults) -> Iterator[GrantWish]:
    configuration = _name(entry, "role_configuration", place, faults)
    present = _is_present(entry, place, faults)
    for account in _names(entry, "accounts", place, faults):
        for kind in ("user", "group"):
            for principal in _names(entry, f"{kind}s", place, faults):
                yield GrantWish(configuration, account, kind, principal, present)


def _is_present(entry: Row, place: str, faults: Faults) -> bool:
    state = _state(entry)
    if state not in STATES:
        faults.add(NO_STATE, f"{place}: {state[:40]!r}")
    return state == "present"


def _state(entry: Row) -> str:
    return str(entry.get("state") or "present").strip()


def _name(entry: Row, key: str, place: str, faults: Faults) -> str:
    if not str(entry.get(key, "")).strip():
        faults.add(NO_NAME, f"{place} has no {key}")
        return ""
    return name(entry[key], f"{place}.{key}", faults)


def _names(entry: Row, key: str, place: str, faults: Faults) -> tuple[str, ...]:
    return names(_listed(_read(entry.get(key))), f"{place}.{key}", faults)


def _listed(value: Any) -> Any:
    """Ansible takes a text for a list with commas."""
    return value.split(",") if isinstance(value, str) else value


def _read(value: Any) -> Any:
    """Lists may be given as JSON text, as surveys do."""
    if not isinstance(value, str):
        return value
    try:
        found = json.loads(value)
    except (ValueError, RecursionError):
        found = None
    return found if isinstance(found, (list, dict)) else value.strip()


def named_by(things: Iterable[ThingWish], kind: str) -> list[ThingWish]:
    """The wishes about a kind of thing."""
    return [wish for wish in things if wish.kind == kind]
