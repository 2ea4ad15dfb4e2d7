# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""How a name that a person writes finds a user, a group or a department. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Callable

NEAR_NAMES = 3


class Index:
    """Rows that can be found by id, exact name, and case-folded name or alias.

    rows need `id` and `name`; aliases gives the further names of a row (e-mail address, account name). With by_id false
    a name is never taken for an id.
    """

    def __init__(
        self, rows: Iterable[Any], aliases: Callable[[Any], Iterable[str]] = lambda row: (), *, by_id: bool = True
    ) -> None:
        self._by_id: dict[str, list[Any]] = {}
        self._by_name: dict[str, list[Any]] = {}
        self._folded: dict[str, list[Any]] = {}
        for row in rows:
            if by_id and row.id is not None:
                self._by_id.setdefault(row.id, []).append(row)
            self._by_name.setdefault(row.name, []).append(row)
            for text in {name.casefold() for name in (row.name, *aliases(row)) if name}:
                self._folded.setdefault(text, []).append(row)

    def find(self, name: str) -> list[Any]:
        """The rows that the name means: by id, else by exact name, else case-folded. Several rows: ambiguous."""
        return self._by_id.get(name) or self._by_name.get(name) or self._folded.get(name.casefold(), [])

    def near(self, name: str) -> list[Any]:
        """Up to three rows whose names are close to a name that was not found, the closest first."""
        import difflib

        # A common mail domain would make all addresses look alike.
        stems: dict[str, list[Any]] = {}
        for text, rows in self._folded.items():
            stems.setdefault(text.split("@")[0], []).extend(rows)
        close = difflib.get_close_matches(name.casefold().split("@")[0], list(stems), n=NEAR_NAMES, cutoff=0.6)
        return list(dict.fromkeys(row for stem in close for row in stems[stem]))[:NEAR_NAMES]


def user_index(users: Iterable[Any]) -> Index:
    """An index of users: a user is also found by e-mail address and by the aliases of the row."""
    return Index(users, lambda user: (user.email, *user.aliases))


def quoted(names: Iterable[str]) -> str:
    """Names for a sentence: "a", "b"."""
    return ", ".join(f'"{name}"' for name in names)


def did_you_mean(candidates: Iterable[Any]) -> str:
    """A text in brackets that offers near names, or nothing."""
    names = [candidate.name for candidate in candidates]
    return f" (near: {', '.join(names)})" if names else ""


def told_apart(candidates: Iterable[Any]) -> str:
    """Candidates of an ambiguous name with the ids that tell them apart."""
    return ", ".join(f"{candidate.name} ({candidate.id})" for candidate in candidates)
