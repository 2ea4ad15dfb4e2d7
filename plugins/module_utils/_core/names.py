# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How a name that a person writes finds a user, a group or a department. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Callable

from .errors import AMBIGUOUS_NAME, UNRESOLVED_NAMES, OrgkitError
from .plan import Problem, item

NEAR_NAMES = 3
# Comparing names takes about 10 microseconds each, so that long lists of unknown names in a large directory are told without
# near names in the end.
MOST_COMPARISONS = 1_000_000
# How much less alike than the best match another name may be to be offered too.
NEARLY_AS_NEAR = 0.15


class Index:
    """Rows that can be found by id, exact name, and case-folded name or alias.

    rows need `id` and `name`; aliases gives the further names of a row (e-mail address, account name). With by_id false
    a name is never taken for an id.
    """

    def __init__(
        self, rows: Iterable[Any], aliases: Callable[[Any], Iterable[str]] = lambda row: (), *, by_id: bool = True
    ) -> None:
        self._comparisons_left = MOST_COMPARISONS
        self._aliases = aliases
        self._all = rows = list(rows)
        # A table holds the row itself, or a list when several rows have the same key: directories can be large.
        self._by_id: dict[str, Any] = {}
        self._folded: dict[str, Any] = {}
        for row in rows:
            if by_id and row.id is not None:
                _put(self._by_id, row.id, row)
            for text in {name.casefold() for name in (row.name, *aliases(row)) if name}:
                _put(self._folded, text, row)

    @property
    def count(self) -> int:
        """How many rows there are."""
        return len(self._all)

    def find(self, name: str) -> list[Any]:
        """The rows that the name means: by id, else by exact name, else case-folded. Several rows: ambiguous."""
        by_id = _rows(self._by_id, name)
        if by_id:
            return by_id
        folded = _rows(self._folded, name.casefold())
        return [row for row in folded if row.name == name] or folded

    def meanings(self, name: str) -> list[Any]:
        """Every row that the name can mean at all: by id, name or alias, whatever the case and the form of its letters."""
        wanted = same_letters(name)
        return [row for row, texts in self._texts() if any(same_letters(text) == wanted for text in texts)]

    def _texts(self) -> Iterator[tuple[Any, tuple[str, ...]]]:
        for row in self._all:
            yield row, tuple(text for text in (row.id, row.name, *self._aliases(row)) if text)

    def near(self, name: str) -> list[Any]:
        """Up to three rows whose names are close to a name that was not found, the closest first."""
        if self._comparisons_left <= 0:
            return []
        self._comparisons_left -= len(self._folded)
        # A common mail domain would make all addresses look alike.
        stems: dict[str, list[str]] = {}
        for text in self._folded:
            stems.setdefault(text.split("@")[0], []).append(text)
        wanted = name.casefold().split("@")[0]
        scores = _alikeness(wanted, stems, cutoff=0.6)
        texts = [
            text for stem in scores if scores[stem] > max(scores.values()) - NEARLY_AS_NEAR for text in stems[stem]
        ]
        return list(dict.fromkeys(row for text in texts for row in _rows(self._folded, text)))[:NEAR_NAMES]


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that somebody may have meant, the nearest first: surely when it is the same in another case."""
    folded = {one.casefold(): one for one in known}
    if word.casefold() in folded:
        return [folded[word.casefold()]]
    return [folded[one] for one in _alikeness(word.casefold(), folded, cutoff=0.75)]


def _alikeness(word: str, texts: Iterable[str], *, cutoff: float) -> dict[str, float]:
    """The few texts that are most like a word, the nearest first, each with how alike it is (0 to 1, at least cutoff)."""
    import difflib

    close = difflib.get_close_matches(word, list(texts), n=NEAR_NAMES, cutoff=cutoff)
    return {text: difflib.SequenceMatcher(None, text, word).ratio() for text in close}


def _put(table: dict[str, Any], key: str, row: Any) -> None:
    present = table.setdefault(key, row)
    if isinstance(present, list):
        present.append(row)
    elif present is not row:
        table[key] = [present, row]


def _rows(table: dict[str, Any], key: str) -> list[Any]:
    found = table.get(key)
    if found is None:
        return []
    return found if isinstance(found, list) else [found]


def same_letters(text: str) -> str:
    """A text as people see it: one form of composed letters, no case, no blanks around."""
    return unicodedata.normalize("NFC", text.strip().casefold())


def not_found(
    kind: str, missing: Mapping[str, Sequence[Any]], where: str = "", *, place: str = "group", word: str = ""
) -> Problem:
    """One problem for all names of a kind that nobody has, each with the names that are near.

    where is a name, and place its word; word is how people call the kind.
    """
    told = ", ".join(f'"{name}"{did_you_mean(near)}' for name, near in missing.items())
    wanted = f" (wanted in {place} {where})" if where else ""
    rows = tuple(item(name, kind, where or None, near) for name, near in missing.items())
    return Problem(UNRESOLVED_NAMES, f"Unknown {word or kind}{'s' * (len(missing) > 1)}{wanted}: {told}.", rows)


def ambiguous(
    kind: str,
    name: str,
    found: Sequence[Any],
    where: str = "",
    use: str = "the id",
    *,
    place: str = "group",
    word: str = "",
) -> Problem:
    """The problem of a name that several have: nobody is meant. place and word as for not_found."""
    wanted = f" in {place} {where}" if where else ""
    message = f'The {word or kind} "{name}"{wanted} is ambiguous: {told_apart(found)}. Use {use}.'
    return Problem(AMBIGUOUS_NAME, message, (item(name, kind, where or None, found),))


def refused(problems: Sequence[Problem]) -> OrgkitError:
    """One error for all names of a reading task that mean nobody, or several."""
    return OrgkitError(
        problems[0].code,
        " ".join(problem.message for problem in problems),
        items=[row for problem in problems for row in problem.items],
    )


def user_index(users: Iterable[Any]) -> Index:
    """An index of users: a user is also found by e-mail address and by the aliases of the row."""
    return Index(users, lambda user: (user.email, *user.aliases))


def quoted(names: Iterable[str]) -> str:
    """Names for a sentence: "a", "b"."""
    return ", ".join(f'"{name}"' for name in names)


def did_you_mean(candidates: Iterable[Any]) -> str:
    """A text in brackets that offers near names, or nothing."""
    return offered([candidate.name for candidate in candidates])


def offered(names: Sequence[str]) -> str:
    """Near names in brackets, or nothing."""
    return f" (near: {', '.join(names)})" if names else ""


def told_apart(candidates: Iterable[Any]) -> str:
    """Candidates of an ambiguous name with the ids that tell them apart."""
    return ", ".join(f"{candidate.name} ({candidate.id})" for candidate in candidates)


def alike(one: str, other: str) -> bool:
    """Whether two names differ at most in case, blanks, `-` and `_`."""

    def folded(name: str) -> str:
        return re.sub(r"[\s_-]", "", name).casefold()

    return folded(one) == folded(other)


def name_fault(option: str, text: str, *, letters: str, length: int, allowed: str) -> str:
    """Why a text cannot be a name, or an empty text. letters is the inside of a character class, allowed its words."""
    if len(text) > length:
        return f"{option} {text!r} has {len(text)} characters; at most {length} are allowed."
    wrong = sorted(set(re.sub(f"[{letters}]", "", text)))
    if wrong:
        told = " ".join("a blank" if letter == " " else letter for letter in wrong)
        return f"{option} {text!r} has characters that are not allowed: {told}. Allowed are {allowed}."
    return ""
