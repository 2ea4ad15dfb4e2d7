# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The pages of a list: each row once, and all of them or an error."""

from __future__ import annotations

from typing import Any, Callable

from .._core.errors import BAD_RESPONSE, OrgkitError
from .progress import Progress


class Pages:
    """Collects the pages of one list: each row once, and all of them or an error.

    row_id tells two rows apart; name is the action or operation, for sentences.
    """

    def __init__(self, track: Callable[[int], Progress], name: str, row_id: Callable[[dict[str, Any]], Any]) -> None:
        self._track = track
        self._name = name
        self._row_id = row_id
        self._seen: set[Any] = set()
        self._progress: Progress | None = None

    def take(self, rows: Any, total: int | None) -> list[dict[str, Any]]:
        """The rows of a page that were not there before; total is what the answer says. Raises OrgkitError."""
        if not isinstance(rows, list) or not all(
            isinstance(row, dict) and self._row_id(row) not in (None, "") for row in rows
        ):
            raise self._incomplete("it holds something else than rows with an id")
        fresh = [row for row in rows if self._row_id(row) not in self._seen]
        self._seen.update(map(self._row_id, fresh))
        self._progress = self._progress or self._track((total or 0) // (len(rows) or 1) + 1)
        self._progress.advance()
        return fresh

    def has_all(self, total: int | None) -> bool:
        """Whether as many rows came as the answer says; False when it does not say."""
        return total is not None and len(self._seen) >= total

    def stuck(self) -> OrgkitError:
        """The error for a list that goes on and brings nothing new."""
        return self._incomplete("a page brought nothing new")

    def finish(self, total: int | None) -> None:
        """The list has ended. Raises OrgkitError when rows are missing."""
        if total is not None and not self.has_all(total):
            raise self._incomplete(f"{len(self._seen)} of {total} rows came")

    def _incomplete(self, what: str) -> OrgkitError:
        return OrgkitError(
            BAD_RESPONSE,
            f"The list of {self._name} is not complete: {what}.",
            hint="Nothing was concluded from it. The list may have changed while it was read: run again.",
        )
