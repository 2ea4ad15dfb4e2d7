# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Taking a snapshot: what every cloud needs while it reads, and the file that comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Callable, Protocol

from .._core.errors import OrgkitError, invalid_input
from .._core.options import fault_of_name, names, text_option
from .._core.resource import Connection, Task
from .._core.text import shown, time_text
from .kinds import unreadable
from .snapshot import Row, SnapshotWriter

VERSION = "1.0.0"
SNAPSHOT_SPEC: dict[str, dict[str, Any]] = {
    "dest": {"type": "path", "required": True},
    "include": {"type": "list", "elements": "str"},
}
# What says that the caller may not see something, or that it is gone; all else means that nothing can be read.
_HIDDEN = (403, 404)
_REFUSALS = ("UnauthorizedOperation", "AuthFailure.UnauthorizedOperation", "ResourceNotFound")


class Reader(Protocol):
    """Reads the access that one cloud gives."""

    @property
    def client(self) -> Connection:
        """The client that reads."""

    def identify(self) -> dict[str, str | None] | None:
        """Make the organization known to the client; id and name of whoever reads, as far as the keys tell. Raises OrgkitError."""

    def scope(self) -> str:
        """Which part of the organization is read, where it can have several; snapshots of the same one can be compared."""

    def read(self, record: Record) -> None:
        """Record everything that is wanted. Raises OrgkitError when that is not possible at all."""


class Record:
    """Where a reader puts the rows; include are the kinds that are wanted."""

    def __init__(self, add: Callable[[Mapping[str, Any]], None], include: Iterable[str]) -> None:
        self._add = add
        self._include = frozenset(include)
        self._missed: set[str] = set()
        self.warnings: list[str] = []

    def wants(self, *kinds: str) -> bool:
        """Whether one of the kinds is wanted."""
        return not self._include.isdisjoint(kinds)

    def add(self, row: Row) -> None:
        """Keep a row, if its kind is wanted."""
        if row["row"] in self._include or row["row"] == "unreadable":
            self._add(row)

    def attempt(
        self, kind: str, subject: Mapping[str, Any] | None, read: Callable[[], Any], *, also: Iterable[str] = ()
    ) -> Any:
        """What read gives, or None and a row about the rows of this kind that the caller may not see.

        subject is what they are about; None: all of the kind. also are the kinds that cannot be read without it. Raises every
        other OrgkitError.
        """
        try:
            return read()
        except OrgkitError as error:
            if error.http_status not in _HIDDEN and not error.code.startswith(_REFUSALS):
                raise
            for missed in (kind, *also):
                self.miss(missed, subject, error.sentence())
            return None

    def miss(self, kind: str, subject: Mapping[str, Any] | None, reason: str) -> None:
        """Say that rows of a kind could not be read; once is enough."""
        row = unreadable(kind, subject, shown(reason))
        if self.wants(kind) and row["id"] not in self._missed:
            self._missed.add(row["id"])
            self.add(row)
            self.warnings.append(f"{kind} of {shown(row['name'])} cannot be read: {shown(reason)}")


def read_include(task: Task, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds of rows that the task wants; all of the cloud's when it names none. Raises invalid_input."""
    problems: list[str] = []
    wanted = names(task.params.get("include"), "include", problems)
    unknown = sorted(set(wanted or ()) - set(kinds))
    if unknown:
        problems.append(f"include: unknown kinds of rows: {', '.join(unknown)}. Known are {', '.join(kinds)}.")
    dest = text_option(task.params, "dest")
    if dest is None:
        problems.append("dest is blank: give the path of the file.")
    elif fault := fault_of_name(dest):
        problems.append(f"dest: {fault}")
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return wanted or kinds


def take_snapshot(reader: Reader, task: Task, include: tuple[str, ...], kinds: tuple[str, ...]) -> dict[str, Any]:
    """Write the snapshot; path, sha256, counts, complete, msg and warnings. Raises OrgkitError, and then there is no file.

    include are the wanted ones of the kinds that the cloud has.
    """
    client, started = reader.client, time_text(task.clock())
    caller = reader.identify()
    with SnapshotWriter(
        task.params["dest"],
        cloud=client.cloud,
        organization=client.known_organization(),
        scope=reader.scope(),
        endpoint=str(client.auth()["endpoint"]),
        caller=caller,
        include=include,
        started=started,
        collection_version=VERSION,
    ) as writer:
        record = Record(writer.add, include)
        reader.read(record)
        written = writer.finish(requests=client.http.usage()["calls"], ended=time_text(task.clock()))
    rows = sum(written.counts.values())
    missing = written.counts.get("unreadable", 0)
    told = f"; {missing} could not be read, so it is not complete" if missing else ""
    return {
        **written._asdict(),
        "counts": {kind: written.counts.get(kind, 0) for kind in sorted((*kinds, "unreadable"))},
        "msg": f"{rows - missing} rows{told}.",
        "warnings": record.warnings,
    }
