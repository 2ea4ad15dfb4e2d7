# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of a list: believed only when all of them are there and the list stood still while it was read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable, NamedTuple

from .._core.errors import BAD_RESPONSE, ApiError, OrgkitError
from .._core.rows import bad_response
from .progress import Progress
from .repeats import FEW_REPEATS

Row = dict[str, Any]

REREADS = 3
MOST_PAGES = 5000
MOST_EMPTY_PAGES = 20


class Page(NamedTuple):
    """The rows of a page that were not on the page before, and the total that it tells (None: it tells none)."""

    rows: list[Row]
    total: int | None


class Shifted(Exception):
    """The list changed while it was read, or it contradicts itself; the text says how."""


def whole_list(
    name: str,
    row_id: Callable[[Row], Any],
    read: Callable[[], Iterable[Page]],
    track: Callable[[int], Progress],
    *,
    exact: bool = True,
) -> list[Row]:
    """All rows of a list, each once. name is the action or operation, row_id tells two rows apart.

    read begins at the first page and gives one after the other; it may raise Shifted. A list that changes its total, repeats
    a row or lacks rows is read again. exact: more rows than the total are a contradiction too. Raises bad_response, and
    what read raises.
    """
    doubt = ""
    for _reading in range(1 + REREADS):
        try:
            return _read_once(name, row_id, read(), track, exact)
        except Shifted as shifted:
            doubt = str(shifted)
    raise OrgkitError(
        BAD_RESPONSE,
        f"The list of {name} is not complete: {doubt}.",
        hint=f"Nothing was concluded from it. It was read {1 + REREADS} times and may change while it is read: run again.",
    )


def rows_of(
    answer: Mapping[str, Any], key: str, total: int | None, row_id: Callable[[Row], Any], where: str
) -> list[Row]:
    """The rows of a page, each with an id. No list at all is an empty one only beside a total of 0. Raises bad_response."""
    rows = answer.get(key)
    if rows is None and total == 0:
        return []
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_response(where, f"it has no list of rows under {key}")
    if not all(_is_id(row_id(row)) for row in rows):
        raise bad_response(where, f"a row under {key} has no id")
    return rows


def passing(error: OrgkitError, http_status: int) -> ApiError:
    """An answer that cannot be used, as the answer of one request: another one may be better."""
    return ApiError(
        error.code,
        error.message,
        hint=error.hint,
        http_status=http_status,
        transient=True,
        max_repeats=FEW_REPEATS,
    )


def _read_once(
    name: str,
    row_id: Callable[[Row], Any],
    pages: Iterable[Page],
    track: Callable[[int], Progress],
    exact: bool,
) -> list[Row]:
    found: dict[Any, Row] = {}
    total: int | None = None
    progress: Progress | None = None
    empty_pages = 0
    for number, page in enumerate(pages, 1):
        if total is not None and page.total is not None and page.total != total:
            raise Shifted(f"its total changed from {total} to {page.total} while it was read")
        total = page.total if total is None else total
        for row in page.rows:
            if found.setdefault(row_id(row), row) is not row:
                raise Shifted("a row came twice")
        empty_pages = 0 if page.rows else empty_pages + 1
        if number > MOST_PAGES or empty_pages > MOST_EMPTY_PAGES:
            raise bad_response(name, f"the list does not come to an end: page {number} was not the last one")
        progress = progress or track((total or 0) // (len(page.rows) or 1) + 1)
        progress.advance()
    if total is not None and (len(found) < total or (exact and len(found) > total)):
        raise Shifted(f"{len(found)} of {total} rows came")
    return list(found.values())


def _is_id(value: Any) -> bool:
    return isinstance(value, (str, int)) and not isinstance(value, bool) and value != ""
