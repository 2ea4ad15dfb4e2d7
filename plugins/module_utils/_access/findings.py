# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Findings: what a report says about a cloud, one thing each. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from .._core.plan import Ref
from .._core.text import shown

# The most urgent first; what each means stands in docs/audits.md and in the report itself.
MEANINGS = {
    "unreadable": "could not be read, so nothing is known about it",
    "conflict": "breaks a rule, or is declared in two ways that exclude each other",
    "expired_person": "has left or is past the last day, and still has access",
    "disabled_member": "is disabled, and still has access",
    "unmanaged": "is in the cloud, and nobody declared it",
    "expired_exception": "was accepted until a day that is over",
    "missing": "is declared, and not in the cloud",
    "changed": "is in the cloud otherwise than declared",
    "unresolved": "is declared by a name that the cloud does not know, or that several have",
    "pending": "waits for somebody",
    "excepted": "is accepted for now by somebody who is named",
}
CLASSES = tuple(MEANINGS)


@dataclass(frozen=True)
class Finding:
    """One thing that is not as it should be. was: the class of an excepted finding before the exception."""

    # There can be a hundred thousand.
    __slots__ = ("cloud", "exception", "kind", "name", "subject", "target", "text", "was")
    cloud: str
    name: str
    kind: str
    subject: Ref
    target: Ref | None
    text: str
    exception: Mapping[str, Any] | None
    was: str | None

    @property
    def key(self) -> tuple[str, ...]:
        """What tells it from other findings, from run to run."""
        target = self.target or Ref("", "")
        return self.cloud, self.was or self.name, self.kind, _id(self.subject), _id(target)

    def excepted(self, exception: Mapping[str, Any]) -> Finding:
        """The same, accepted by an exception."""
        return replace(self, name="excepted", was=self.name, exception=exception)

    def row(self) -> dict[str, Any]:
        """The finding as it stands in files."""
        return {
            "class": self.name,
            "cloud": self.cloud,
            "kind": self.kind,
            "subject": self.subject._asdict(),
            "target": self.target._asdict() if self.target else None,
            "text": self.text,
            "was": self.was,
            "exception": dict(self.exception) if self.exception else None,
        }


def finding(cloud: str, name: str, kind: str, subject: Ref, target: Ref | None, text: str) -> Finding:
    """A finding of class `name`; the text may hold names of others, and can be shown then."""
    return Finding(cloud, name, kind, subject, target, shown(text), None, None)


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Each finding once, the most urgent class first, then by cloud, kind and names."""
    once = {(*one.key, one.name): one for one in findings}
    return sorted(once.values(), key=_rank)


def counts(findings: Iterable[Finding], clouds: Iterable[str]) -> dict[str, dict[str, int]]:
    """Class -> cloud -> number, zeros too."""
    table = {name: dict.fromkeys(clouds, 0) for name in CLASSES}
    for one in findings:
        table[one.name][one.cloud] = table[one.name].get(one.cloud, 0) + 1
    return table


def _rank(one: Finding) -> tuple[Any, ...]:
    target = one.target or Ref("", "")
    names = (one.subject.name.casefold(), target.name.casefold(), one.subject.id or "", target.id or "")
    return CLASSES.index(one.name), one.cloud, one.kind, names


def _id(ref: Ref) -> str:
    return ref.id or ref.name
