# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a value of the file of people means: names, dates and limits. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable
from typing import Any

from .._core.names import same_letters
from .._core.options import allowed_by, fault_of_name
from .faults import Faults

LEAST_LEAVERS, USUAL_SHARE = 3, "10%"
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
NOT_A_DATE = "This is not a date; write YYYY-MM-DD"
NOT_A_NAME = "This is not a name"
NOT_NAMES = "This is not a list of names"
NOT_A_LIMIT = "This is neither a number nor a percentage from 0% to 100%"


def is_given(value: Any) -> bool:
    """Whether a value says something: null and blank do not."""
    return value is not None and not (isinstance(value, str) and not value.strip())


def day(value: Any, place: str, faults: Faults) -> datetime.date | None:
    """A date given as YYYY-MM-DD or as a date of YAML; None when it is not given or not a date, which is a fault."""
    if not is_given(value):
        return None
    # A time of day is a date to Python, and would end somebody's access hours early in another zone.
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return value
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        try:
            return datetime.date.fromisoformat(value.strip())
        except ValueError:
            pass
    faults.add(NOT_A_DATE, f"{place}: {str(value)!r}")
    return None


def name(value: Any, place: str, faults: Faults) -> str:
    """A name without surrounding blanks; empty when it is blank or no name, which is a fault."""
    text = str(value).strip() if isinstance(value, (str, int)) and not isinstance(value, bool) else ""
    if not text or fault_of_name(text):
        faults.add(NOT_A_NAME, f"{place}: {str(value)[:40]!r}")
        return ""
    return text


def names(value: Any, place: str, faults: Faults) -> tuple[str, ...]:
    """A list of names, or one name; those that are null or blank are left out. All else is a fault."""
    if not is_given(value):
        return ()
    if isinstance(value, (str, int)) and not isinstance(value, bool):
        value = [value]
    if not isinstance(value, (list, tuple)):
        faults.add(NOT_NAMES, place)
        return ()
    found = (name(one, f"{place}[{number}]", faults) for number, one in enumerate(value) if is_given(one))
    return tuple(dict.fromkeys(filter(None, found)))


def most_leavers(value: Any, people: int, faults: Faults) -> int:
    """How many may leave in one run, for a file of so many people: as given, else 10 % of them and at least 3."""
    if not is_given(value):
        return max(LEAST_LEAVERS, allowed_by(USUAL_SHARE, people))
    try:
        return allowed_by(str(value), people)
    except ValueError:
        faults.add(NOT_A_LIMIT, f"max_leavers: {str(value)!r}")
        return 0


def unique(names_of_people: Iterable[str]) -> list[str]:
    """Names in the order of the alphabet, each person once. Of several spellings the one in small, composed letters stays."""
    found: dict[str, str] = {}
    for one in names_of_people:
        found[same_letters(one)] = max(one, found.get(same_letters(one), one))
    return [found[key] for key in sorted(found)]
