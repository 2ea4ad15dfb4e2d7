# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of a table, such as those of a CSV file, as rows of people. Pure."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

from .._core.names import near_words, offered
from .faults import Faults
from .people import CLOUDS, FIELDS
from .values import is_given

LISTS = ("functions", *CLOUDS)
BETWEEN = ";"


def people_of_text(text: str) -> list[dict[str, Any]]:
    """Rows of people from the text of a CSV file with a line of headings and commas between the columns. Raises invalid_input."""
    faults = Faults()
    lines = csv.reader(io.StringIO(text.lstrip("\ufeff"), newline=""))
    head = next(lines, [])
    rows = []
    for number, cells in enumerate(lines, 2):
        if len(cells) > len(head) or (cells and len(cells) < len(head)):
            faults.add(f"These lines do not have the {len(head)} columns of the first line", f"line {number}")
        if cells:
            rows.append(dict(zip(head, cells)))
    error = faults.error()
    if error is not None:
        raise error
    return people_of_rows(rows, head)


def people_of_rows(rows: Iterable[Mapping[str, Any]], head: Iterable[str] | None = None) -> list[dict[str, Any]]:
    """Rows of people from rows whose lists are texts with `;` between the names. Raises invalid_input.

    Columns may have any case, and blanks for `_`. Columns that mean nothing here are left out, those with a nearly right name
    are a fault. Rows without any value are left out.
    """
    listed = [dict(row) for row in rows]
    headings = list(head) if head is not None else list(dict.fromkeys(key for row in listed for key in row))
    meaning = {heading: _field(heading) for heading in headings}
    faults = Faults()
    for heading, field in meaning.items():
        near = [] if field in FIELDS else near_words(field, FIELDS)
        if near:
            faults.add("Unknown columns", f'"{heading}"{offered(near)}')
    if headings and "user" not in meaning.values():
        faults.add("There is no column user", f"the columns are {', '.join(map(str, headings))}")
    double = sorted(field for field in FIELDS if list(meaning.values()).count(field) > 1)
    if double:
        faults.add("Several columns mean the same", ", ".join(double))
    error = faults.error()
    if error is not None:
        raise error
    people = (_person(row, meaning) for row in listed)
    return [person for person in people if person]


def _field(heading: Any) -> str:
    return "_".join(str(heading).casefold().split())


def _person(row: Mapping[str, Any], meaning: Mapping[str, str]) -> dict[str, Any]:
    given = {
        meaning[heading]: value for heading, value in row.items() if is_given(value) and meaning[heading] in FIELDS
    }
    return {field: _value(field, given[field]) for field in FIELDS if field in given}


def _value(field: str, value: Any) -> Any:
    if not isinstance(value, str):
        return value
    if field in LISTS:
        return [name.strip() for name in value.split(BETWEEN) if name.strip()]
    return value.strip()
