# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The people of the file: rows read, rows of one person merged, and where each stands today. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .._core.names import near_words, offered, same_letters
from .faults import Faults
from .values import day, is_given, name, names

CLOUDS = ("tencent", "csp")
DETAILS = ("first_name", "last_name", "display_name", "email")
FIELDS = ("user", "functions", *CLOUDS, "from", "until", *DETAILS)
# Where a person stands: before the first day, between first and last day, after the last day.
UPCOMING, ACTIVE, EXPIRED = "upcoming", "active", "expired"

Groups = Mapping[str, frozenset[str]]
Functions = Mapping[str, Groups]


@dataclass(frozen=True)
class Row:
    """One row of the file: who, in which groups of each cloud, and from when until when."""

    place: str
    user: str
    groups: Groups
    begins: datetime.date | None
    ends: datetime.date | None
    details: Mapping[str, str]

    def standing(self, today: datetime.date) -> str:
        """Where the row stands today; the last day is still in it."""
        if self.ends is not None and self.ends < today:
            return EXPIRED
        return UPCOMING if self.begins is not None and self.begins > today else ACTIVE


@dataclass(frozen=True)
class Person:
    """All rows of one person. groups are those of the present rows, later those of rows that begin later.

    ended are those of rows that are over and that no other row gives.
    """

    user: str
    standing: str
    groups: Groups
    later: Groups
    ended: Groups
    details: Mapping[str, str]

    @property
    def keys(self) -> frozenset[str]:
        """The texts by which a list can name the person."""
        return frozenset(same_letters(text) for text in (self.user, self.details.get("email")) if text)


def read_functions(value: Any, faults: Faults) -> dict[str, Groups]:
    """The groups that each job function gives in each cloud."""
    found: dict[str, Groups] = {}
    if not is_given(value):
        return found
    if not isinstance(value, Mapping):
        faults.add("functions must say for each function its groups, by cloud", f"a {type(value).__name__}")
        return found
    for title, gives in value.items():
        place = f"functions.{title}"
        if not isinstance(gives, Mapping):
            if gives is not None:
                faults.add("A function must say its groups by cloud, with tencent and csp", place)
            gives = {}
        _tell_unknown_keys(gives, CLOUDS, place, faults)
        found[str(title).strip()] = {
            cloud: frozenset(names(gives.get(cloud), f"{place}.{cloud}", faults)) for cloud in CLOUDS
        }
    return found


def read_rows(value: Any, functions: Functions, faults: Faults) -> list[Row]:
    """The rows of people, each with the groups of its functions."""
    if not is_given(value):
        return []
    if not isinstance(value, (list, tuple)):
        faults.add("people must be a list of rows", f"a {type(value).__name__}")
        return []
    rows = (_row(one, f"people[{number}]", functions, faults) for number, one in enumerate(value) if one is not None)
    return [row for row in rows if row is not None]


def _row(value: Any, place: str, functions: Functions, faults: Faults) -> Row | None:
    if not isinstance(value, Mapping):
        faults.add("A row of people must be a dictionary with user", place)
        return None
    if not is_given(value.get("user")):
        faults.add("A row of people has no user", place)
        return None
    user = name(value["user"], f"{place}.user", faults)
    place = f"{place} ({user})"
    _tell_unknown_keys(value, FIELDS, place, faults)
    titles = names(value.get("functions"), f"{place}.functions", faults)
    for title in titles:
        if title not in functions:
            near = offered(near_words(title, functions))
            faults.add("These functions are not defined", f'{place}: "{title}"{near}')
    begins, ends = (day(value.get(field), f"{place}.{field}", faults) for field in ("from", "until"))
    if begins and ends and ends < begins:
        faults.add("until is before from", place)
    groups = {
        cloud: frozenset(names(value.get(cloud), f"{place}.{cloud}", faults)).union(
            *(functions[title][cloud] for title in titles if title in functions)
        )
        for cloud in CLOUDS
    }
    details = {field: name(value[field], f"{place}.{field}", faults) for field in DETAILS if is_given(value.get(field))}
    return Row(place, user, groups, begins, ends, details) if user else None


def _tell_unknown_keys(row: Mapping[Any, Any], known: Sequence[str], place: str, faults: Faults) -> None:
    for key in row:
        if key not in known:
            near = offered(near_words(str(key), known))
            faults.add(f"Unknown keys (known are {', '.join(known)})", f'{place}: "{key}"{near}')


def merged(rows: Iterable[Row], today: datetime.date, faults: Faults) -> list[Person]:
    """One person for all rows that name the same user, whatever the case and the form of the letters; by name."""
    of_user: dict[str, list[Row]] = {}
    for row in rows:
        of_user.setdefault(same_letters(row.user), []).append(row)
    people = [_person(same, today, faults) for _key, same in sorted(of_user.items())]
    _tell_shared_addresses(people, faults)
    return people


def _person(rows: list[Row], today: datetime.date, faults: Faults) -> Person:
    standings = [row.standing(today) for row in rows]
    # Somebody whose time is over is out, also when a further row begins later.
    standing = next(one for one in (ACTIVE, EXPIRED, UPCOMING) if one in standings)

    def groups(wanted: str) -> dict[str, frozenset[str]]:
        chosen = [row for row, one in zip(rows, standings) if one == wanted]
        return {cloud: frozenset().union(*(row.groups[cloud] for row in chosen)) for cloud in CLOUDS}

    now, later, over = groups(ACTIVE), groups(UPCOMING), groups(EXPIRED)

    return Person(
        user=max(row.user for row in rows),
        standing=standing,
        groups=now,
        later=later,
        ended={cloud: _without(over[cloud], now[cloud] | later[cloud]) for cloud in CLOUDS},
        details=_details(rows, faults),
    )


def _without(groups: frozenset[str], others: frozenset[str]) -> frozenset[str]:
    """The groups that are none of the others, not even in another case: the cloud may take both for the same."""
    letters = {same_letters(group) for group in others}
    return frozenset(group for group in groups if same_letters(group) not in letters)


def _details(rows: list[Row], faults: Faults) -> dict[str, str]:
    found: dict[str, str] = {}
    for field in DETAILS:
        texts = sorted({row.details[field] for row in rows if row.details.get(field)})
        if len({same_letters(text) for text in texts}) > 1:
            told = ", ".join(f'"{text}"' for text in texts)
            faults.add("Several rows of one person do not agree", f"{max(row.user for row in rows)}: {field} is {told}")
        if texts:
            found[field] = texts[-1]
    return found


def _tell_shared_addresses(people: Iterable[Person], faults: Faults) -> None:
    """Nobody is taken for somebody else: an e-mail address belongs to one person, who is named in one way."""
    owners: dict[str, Person] = {}
    for person in people:
        for key in sorted(person.keys):
            if key in owners:
                told = f"{owners[key].user} and {person.user} ({key})"
                faults.add("Rows with different users have the same name or e-mail address", told)
            owners.setdefault(key, person)
