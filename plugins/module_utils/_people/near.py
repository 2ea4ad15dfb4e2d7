# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Words that are nearly a known one. Pure."""

from __future__ import annotations

from collections.abc import Iterable

CUTOFF = 0.75
MOST_NEAR = 3


def near_words(word: str, known: Iterable[str]) -> list[str]:
    """The known words that somebody may have meant, the nearest first."""
    # For mistakes only.
    import difflib

    folded = {one.casefold(): one for one in known}
    if word.casefold() in folded:
        return [folded[word.casefold()]]
    close = difflib.get_close_matches(word.casefold(), list(folded), n=MOST_NEAR, cutoff=CUTOFF)
    return [folded[one] for one in close]


def offered(word: str, known: Iterable[str]) -> str:
    """The near words in brackets, or nothing."""
    found = near_words(word, known)
    return f" (near: {', '.join(found)})" if found else ""
