# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Exceptions: findings that somebody has accepted until a day. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from .._core.errors import OrgkitError, invalid_input
from .._core.plan import Ref
from .._people.faults import Faults
from .._people.values import day
from .findings import CLASSES, Finding, finding
from .kinds import CLOUDS, KINDS

NEEDED = ("class", "kind", "subject", "owner", "reason", "expires")
KNOWN = (*NEEDED, "target", "cloud")
# A rule and a snapshot can be what a finding is about, like the rows.
_WORDS = {"class": CLASSES, "kind": (*KINDS, "rule", "snapshot"), "cloud": CLOUDS}


@dataclass(frozen=True)
class Accepted:
    """An accepted finding: which one, by whom, why, and until which day. Without target or cloud it holds for all of them."""

    name: str
    kind: str
    subject: str
    target: str | None
    cloud: str | None
    owner: str
    reason: str
    expires: date

    def fits(self, one: Finding) -> bool:
        """Whether it is about this finding, of the same class and kind."""
        return (
            self.cloud in (None, one.cloud)
            and _means(self.subject, one.subject)
            and (self.target is None or (one.target is not None and _means(self.target, one.target)))
        )

    def row(self) -> dict[str, Any]:
        """Who accepted it, why, and until when."""
        return {"owner": self.owner, "reason": self.reason, "expires": self.expires.isoformat()}


def load_exceptions(given: Any) -> list[Any]:
    """The list that was given, or that stands in the JSON file of this path. Raises invalid_input."""
    if given is None or given == "":
        return []
    if isinstance(given, str):
        try:
            with open(given, encoding="utf-8") as file:
                given = json.load(file)
        except (OSError, ValueError) as error:
            raise _refused(
                [f"The exceptions cannot be read from {given!r}, which must be a JSON file: {error}."]
            ) from None
    if not isinstance(given, list):
        raise _refused(["exceptions is neither a list nor the path of a JSON file with a list."])
    return given


def read_exceptions(given: Iterable[Any]) -> list[Accepted]:
    """The exceptions, checked. Raises invalid_input with everything that is wrong: nothing is accepted by mistake."""
    problems: list[str] = []
    faults = Faults()
    found = []
    for number, entry in enumerate(given):
        where = f"exceptions[{number}]"
        if not isinstance(entry, Mapping):
            problems.append(f"{where} is not a dictionary.")
            continue
        texts = {key: str(value).strip() for key, value in entry.items() if value is not None}
        lacking = [key for key in NEEDED if not texts.get(key)]
        unknown = sorted(set(map(str, entry)) - set(KNOWN))
        if lacking or unknown:
            problems += [f"{where} has no {', '.join(lacking)}."] * bool(lacking)
            problems += [f"{where} has {', '.join(unknown)}; known are {', '.join(KNOWN)}."] * bool(unknown)
            continue
        problems += [
            f"{where}: {key} {texts[key]!r} is none of {', '.join(known)}."
            for key, known in _WORDS.items()
            if texts.get(key) and texts[key] not in known
        ]
        problems += [
            f"{where}: {key} is *, and there are no wildcards: an exception is about things with a name."
            for key in ("subject", "target")
            if texts.get(key) == "*"
        ]
        expires = day(entry["expires"], f"{where}.expires", faults)
        if expires is not None:
            found.append(
                Accepted(
                    name=texts["class"],
                    kind=texts["kind"],
                    subject=texts["subject"],
                    target=texts.get("target") or None,
                    cloud=texts.get("cloud") or None,
                    owner=texts["owner"],
                    reason=texts["reason"],
                    expires=expires,
                )
            )
    problems += faults.told()
    if problems:
        raise _refused(problems)
    return found


def apply_exceptions(
    findings: Iterable[Finding], exceptions: Iterable[Accepted], today: date
) -> tuple[list[Finding], list[Accepted]]:
    """(findings with the accepted ones marked, exceptions that fit nothing). An expired exception accepts nothing and is told."""
    result: list[Finding] = []
    used: set[Accepted] = set()
    exceptions = list(exceptions)
    by_kind: dict[tuple[str, str], list[Accepted]] = {}
    for exception in exceptions:
        by_kind.setdefault((exception.name, exception.kind), []).append(exception)
    for one in findings:
        fitting = [exception for exception in by_kind.get((one.name, one.kind), ()) if exception.fits(one)]
        used.update(fitting)
        valid = [exception for exception in fitting if today <= exception.expires]
        result.append(one.excepted(max(valid, key=lambda exception: exception.expires).row()) if valid else one)
        if fitting and not valid:
            result.append(_expired(one, max(fitting, key=lambda exception: exception.expires)))
    return result, [exception for exception in exceptions if exception not in used]


def _expired(one: Finding, exception: Accepted) -> Finding:
    when = exception.expires.isoformat()
    text = f"{exception.owner} accepted until {when}, which is over: {one.text}"
    return finding(one.cloud, "expired_exception", one.kind, one.subject, one.target, text)


def _means(name: str, thing: Ref) -> bool:
    return name == thing.id or name.casefold() == thing.name.casefold()


def _refused(problems: Iterable[str]) -> OrgkitError:
    return invalid_input(problems, hint="Nothing was reported. Mend the exceptions.")
