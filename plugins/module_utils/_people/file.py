# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The file of people as a whole: functions, people, leavers, complete groups. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .._core.names import near_words, offered, same_letters
from .faults import Faults
from .people import ACTIVE, CLOUDS, EXPIRED, UPCOMING, Person, merged, read_functions, read_rows
from .values import day, most_leavers, names, unique

ALL = "all"


@dataclass(frozen=True)
class PeopleFile:
    """What the file says today.

    leavers are the names of the list, out those and everybody whose time is over. named: the groups that the file names, by
    cloud. complete: the groups that hold nobody but the people of the file.
    """

    people: tuple[Person, ...]
    leavers: tuple[str, ...]
    out: tuple[str, ...]
    out_keys: frozenset[str]
    named: Mapping[str, frozenset[str]]
    complete: Mapping[str, frozenset[str]]
    max_leavers: int

    def is_out(self, name: str) -> bool:
        """Whether the name means a leaver, or somebody whose time is over."""
        return same_letters(name) in self.out_keys

    def staying(self, standing: str) -> list[Person]:
        """The people with this standing who are no leavers."""
        return [person for person in self.people if person.standing == standing and not self.is_out(person.user)]

    def contradictions(self) -> list[str]:
        """The leavers of the list whom a row of people still wants."""
        left = {same_letters(name) for name in self.leavers}
        return [person.user for person in self.people if person.standing in (ACTIVE, UPCOMING) and person.keys & left]


def read_people_file(values: Mapping[str, Any], today: datetime.date) -> PeopleFile:
    """The file as plain values: functions, people, leavers, complete_groups, max_leavers; `today` among them wins.

    Raises invalid_input with all faults.
    """
    faults = Faults()
    today = day(values.get("today"), "today", faults) or today
    functions = read_functions(values.get("functions"), faults)
    rows = read_rows(values.get("people"), functions, faults)
    people = merged(rows, today, faults)
    leavers = tuple(unique(names(values.get("leavers"), "leavers", faults)))
    named = {
        cloud: frozenset().union(*(gives[cloud] for gives in functions.values()), *(row.groups[cloud] for row in rows))
        for cloud in CLOUDS
    }
    complete = _complete(names(values.get("complete_groups"), "complete_groups", faults), named, faults)
    limit = most_leavers(values.get("max_leavers"), len(people), faults)
    error = faults.error()
    if error is not None:
        raise error
    left = {same_letters(name) for name in leavers}
    gone = [person for person in people if person.standing == EXPIRED or person.keys & left]
    out_keys = frozenset(left.union(*(person.keys for person in gone)))
    out = tuple(unique([*leavers, *(person.user for person in gone if not person.keys & left)]))
    return PeopleFile(tuple(people), leavers, out, out_keys, named, complete, limit)


def _complete(
    wanted: tuple[str, ...], named: Mapping[str, frozenset[str]], faults: Faults
) -> dict[str, frozenset[str]]:
    """The complete groups of each cloud. A name that the file gives nobody is a fault: its list would be empty."""
    if wanted == (ALL,):
        return dict(named)
    every = frozenset().union(*named.values())
    for one in wanted:
        if one not in every:
            told = f'"{one}"{offered(near_words(one, every))}'
            faults.add("These complete groups stand in no row and in no function of the file", told)
    return {cloud: groups & frozenset(wanted) for cloud, groups in named.items()}
