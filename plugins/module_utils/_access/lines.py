# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where in the data files a declared thing stands, so that a finding can point there."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from .._core.errors import invalid_input
from .findings import Finding

_START = re.compile(r"""^\s*(?:-\s+)?(?:"?[\w.-]+"?\s*:\s+)?""")
LARGEST_FILE = 50_000_000


class Place(NamedTuple):
    """A line of a file; the first is 1."""

    path: str
    line: int


class Places:
    """The values of YAML and JSON files with their lines, without reading them as such: a name is found as it is written."""

    def __init__(self, texts: Iterable[tuple[str, str]]) -> None:
        self._places: dict[str, list[Place]] = {}
        for path, text in texts:
            for number, line in enumerate(text.split("\n"), start=1):
                for value in dict.fromkeys(_values(line)):
                    self._places.setdefault(value, []).append(Place(path, number))

    def of(self, finding: Finding) -> Place | None:
        """The line of the subject behind the line of its target, else the first line of either; None: in no file."""
        subjects = self._lines_of(finding.subject.name, finding.subject.id)
        target = finding.target
        name = target.name.partition(" in ")[0] if target and finding.kind == "assignment" else target and target.name
        targets = self._lines_of(name or "", target.id if target else None)
        for group in targets:
            behind = [place for place in subjects if place.path == group.path and place.line >= group.line]
            nearest = min(behind, default=None)
            # Another group that begins in between would be meant by its own line.
            if nearest and not any(group < other <= nearest for other in targets):
                return nearest
        return next(iter((targets if finding.name == "unmanaged" else subjects) or targets or subjects), None)

    def _lines_of(self, name: str, key: str | None) -> list[Place]:
        return self._places.get(name.casefold(), []) or self._places.get((key or "").casefold(), [])


def read_places(paths: Iterable[str]) -> Places:
    """The places of all values in these files. Raises invalid_input with every file that cannot be read."""
    texts: list[tuple[str, str]] = []
    problems: list[str] = []
    for path in paths:
        try:
            with open(path, encoding="utf-8", errors="replace") as file:
                texts.append((path, file.read(LARGEST_FILE)))
        except (OSError, ValueError) as error:
            problems.append(f"declared_files: {path!r} cannot be read: {getattr(error, 'strerror', None) or error}.")
    if problems:
        raise invalid_input(problems, hint="Nothing was reported.")
    return Places(texts)


def _values(line: str) -> Iterable[str]:
    """What may be a name in a line: its value, and the parts of a list in brackets."""
    rest = _START.sub("", line.rstrip("\r"), count=1).split(" #")[0].strip()
    if not rest or rest.startswith("#"):
        return
    for part in (rest, *rest.strip("[]{}").split(",")):
        text = _START.sub("", part.strip(), count=1).strip().rstrip(",").removeprefix("!unsafe ").strip("\"'")
        if text:
            yield text.casefold()
