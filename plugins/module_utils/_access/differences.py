# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is different between two snapshots of the same place. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from .._core.plan import Ref
from .._core.text import shown
from .kinds import DERIVED, KINDS, RELATIONS, parties
from .snapshot import Row, Snapshot


class Difference(NamedTuple):
    """Something that came, went or changed. before and after hold the fields that differ; None for what was not there."""

    cloud: str
    action: str
    kind: str
    subject: Ref
    target: Ref | None
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    text: str

    def row(self) -> dict[str, Any]:
        """The difference as it stands in files."""
        target = self.target._asdict() if self.target else None
        return {**self._asdict(), "subject": self.subject._asdict(), "target": target}


def differences(old: Snapshot, new: Snapshot) -> list[Difference]:
    """What differs, by kind and name. What one of both could not read, or was not to read, is left out."""
    unread = {
        (row["kind"], row["subject"]["id"] if row["subject"] else None)
        for snapshot in (old, new)
        for row in snapshot.of("unreadable").values()
    }
    found: list[Difference] = []
    for kind in KINDS:
        if kind == "unreadable" or (kind, None) in unread or not (old.holds(kind) and new.holds(kind)):
            continue
        about = {subject for unread_kind, subject in unread if unread_kind == kind}
        found += _of_kind(old.of(kind), new.of(kind), about, new.cloud)
    return sorted(found, key=lambda one: (KINDS.index(one.kind), one.subject.name, _name(one.target), one.action))


def _of_kind(old: Mapping[str, Row], new: Mapping[str, Row], unread: set[Any], cloud: str) -> Iterator[Difference]:
    for key, known in {**old, **new}.items():
        before, after = old.get(key), new.get(key)
        if before is after or (unread and not unread.isdisjoint(_things_in(known))):
            continue
        values = _values(before), _values(after)
        if values[0] == values[1]:
            continue
        subject, target = parties(known)
        if before is None or after is None:
            action = "removed" if after is None else "added"
            text = f"{action}: {_sentence(known)}"
            yield Difference(cloud, action, known["row"], subject, target, before, after, shown(text))
            continue
        names = sorted(
            name for name in values[0].keys() | values[1].keys() if values[0].get(name) != values[1].get(name)
        )
        fields = ", ".join(f"{name} {told(before.get(name))} -> {told(after.get(name))}" for name in names)
        yield Difference(
            cloud,
            "changed",
            known["row"],
            subject,
            target,
            {name: before.get(name) for name in names},
            {name: after.get(name) for name in names},
            shown(f"changed: {_sentence(known)}: {fields}"),
        )


def _sentence(row: Row) -> str:
    subject, target = parties(row)
    kind = row["row"].replace("_", " ")
    if row["row"] == "policy" and target:
        return f"policy {subject.name} of {target.name}"
    if row["row"] in RELATIONS and target:
        return f"{kind} {subject.name}, {target.name}"
    return f"{kind} {subject.name}"


def _values(row: Row | None) -> dict[str, Any]:
    """What counts of a row: things by id, lists without order, nothing that follows from other rows."""
    if row is None:
        return {}
    left_out = DERIVED | ({"name"} if row["row"] in RELATIONS else set())
    # The keys of tags are text of others: they make no reference.
    return {name: value if name == "tags" else _value(value) for name, value in row.items() if name not in left_out}


def _value(value: Any) -> Any:
    if isinstance(value, list):
        return sorted((_value(one) for one in value), key=repr)
    if isinstance(value, dict) and isinstance(value.get("id"), str) and "name" in value:
        return value["id"]
    return value


def _things_in(row: Row) -> set[str]:
    return {row["id"], *(value["id"] for value in row.values() if isinstance(value, dict) and "id" in value)}


def told(value: Any) -> str:
    """A value of a field in words."""
    if isinstance(value, dict) and "name" in value:
        return str(value["name"])
    if isinstance(value, list):
        return "[" + ", ".join(told(one) for one in value) + "]"
    return "nothing" if value is None or value == "" else str(value)


def _name(ref: Ref | None) -> str:
    return ref.name if ref else ""
