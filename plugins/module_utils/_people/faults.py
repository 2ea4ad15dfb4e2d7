# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All faults of a file of people, those of one kind in one sentence. Pure."""

from __future__ import annotations

from .._core.errors import OrgkitError, invalid_input

# A wrong column of a long file would fill the screen.
MOST_PLACES = 20


class Faults:
    """Collects what is wrong: where it stands, under a sentence that says what is wrong."""

    def __init__(self) -> None:
        self._places: dict[str, list[str]] = {}

    def add(self, sentence: str, place: str) -> None:
        """Remember a fault; faults with the same sentence are told together."""
        self._places.setdefault(sentence, []).append(place)

    def error(self) -> OrgkitError | None:
        """One error for all faults, or None when there is none."""
        if not self._places:
            return None
        return invalid_input(self.told(), hint="Nothing was sent. Correct the file of people.")

    def told(self) -> list[str]:
        """A sentence for each kind of fault."""
        return [f"{sentence}: {_listed(places)}." for sentence, places in self._places.items()]


def _listed(places: list[str]) -> str:
    rest = len(places) - MOST_PLACES
    return "; ".join(places[:MOST_PLACES]) + (f"; and {rest} more" if rest > 0 else "")
