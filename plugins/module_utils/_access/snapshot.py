# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot of a cloud: one JSON Lines file with a header, rows, and a trailer that proves that it is whole.

The writer streams: memory does not grow with the cloud. The reader believes nothing: a file that was cut, mended or joined
is an error that says so.
"""

from __future__ import annotations

import hashlib
import json
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, NamedTuple

from .._core.errors import OrgkitError, invalid_input
from .._core.private_file import PrivateFile
from .kinds import CLOUDS, KINDS, SCHEMA, fault

Row = dict[str, Any]
TAKE_AGAIN = "Nothing was concluded from it. Take the snapshot again."
LONGEST_LINE = 16 * 1024 * 1024


class Written(NamedTuple):
    """A snapshot that was written: counts are the rows of each kind."""

    path: str
    sha256: str
    counts: dict[str, int]
    complete: bool


@dataclass(frozen=True)
class Snapshot:
    """A snapshot that was read and found whole. rows: kind -> id -> row."""

    path: str
    sha256: str
    header: Mapping[str, Any]
    trailer: Mapping[str, Any]
    rows: Mapping[str, Mapping[str, Row]]

    @property
    def cloud(self) -> str:
        """tencent or csp."""
        return str(self.header["cloud"])

    @property
    def place(self) -> tuple[str, str, str]:
        """What the snapshot is of: cloud, organization and the part of it. Snapshots of the same place can be compared."""
        return self.cloud, str(self.header["organization"]["id"] or ""), str(self.header.get("scope") or "")

    @property
    def complete(self) -> bool:
        """Whether everything that was to be read could be read."""
        return bool(self.trailer["complete"])

    def of(self, kind: str) -> Mapping[str, Row]:
        """The rows of a kind, by id."""
        return self.rows.get(kind, {})

    def holds(self, kind: str) -> bool:
        """Whether the snapshot was to hold rows of this kind; else their absence says nothing."""
        return kind in self.header["include"]


class SnapshotWriter:
    """Writes a snapshot row by row, from several threads too.

    `with SnapshotWriter(path, ...) as writer: writer.add(row) ...; written = writer.finish(...)`. Without `finish` there is no
    file. Raises invalid_input when the file cannot be written.
    """

    def __init__(
        self,
        path: str,
        *,
        cloud: str,
        organization: Mapping[str, str | None],
        scope: str,
        endpoint: str,
        caller: Mapping[str, str | None] | None,
        include: tuple[str, ...],
        started: str,
        collection_version: str,
    ) -> None:
        self._lock = threading.Lock()
        self._counts: dict[str, int] = {}
        self._file = PrivateFile(path)
        self._line(
            {
                "row": "header",
                "schema": SCHEMA,
                "cloud": cloud,
                "organization": dict(organization),
                "scope": scope,
                "endpoint": endpoint,
                "caller": dict(caller) if caller else None,
                "include": sorted(include),
                "started": started,
                "collection_version": collection_version,
            }
        )

    def add(self, row: Mapping[str, Any]) -> None:
        """Write a row as `kinds.py` describes it. Raises ValueError for one that no reader would take."""
        reason = fault(row)
        if reason:
            raise ValueError(reason)
        with self._lock:
            self._line(row)
            self._counts[row["row"]] = self._counts.get(row["row"], 0) + 1

    def finish(self, *, requests: Mapping[str, int], ended: str) -> Written:
        """Write the trailer and put the file in its place. It is complete unless a row says that something was unreadable."""
        complete = not self._counts.get("unreadable")
        counts = dict(sorted(self._counts.items()))
        self._line(
            {
                "row": "trailer",
                "counts": counts,
                "requests": dict(sorted(requests.items())),
                "ended": ended,
                "complete": complete,
                "sha256": self._file.sha256,
            }
        )
        self._file.keep()
        return Written(self._file.path, self._file.sha256, counts, complete)

    def _line(self, row: Mapping[str, Any]) -> None:
        # ASCII only: neither a line separator nor half a character in a name can break a line.
        self._file.write(json.dumps(row, separators=(",", ":")) + "\n")

    def __enter__(self) -> SnapshotWriter:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.__exit__(kind, error, trace)


class _Thrift:
    """Rows that take little memory: thousands of them name the same group, have the same fields, or are as they were before."""

    def __init__(self, like: Iterable[Snapshot] = ()) -> None:
        self._like = list(like)
        self._refs: dict[tuple[str, str], Row] = {}
        self.decoder = json.JSONDecoder(object_hook=self._object)

    def known(self, row: Row) -> Row:
        """The row of another snapshot that says the same, or this one."""
        for snapshot in self._like:
            same = snapshot.of(row["row"]).get(row["id"])
            if same == row:
                return same
        return row

    def _object(self, value: Row) -> Row:
        if len(value) == 2 and isinstance(value.get("id"), str) and isinstance(value.get("name"), str):
            return self._refs.setdefault((value["id"], value["name"]), value)
        # JSON makes the name of every field anew.
        return {sys.intern(name): inner for name, inner in value.items()}


def read_snapshot(path: str) -> Snapshot:
    """The snapshot in a file, verified. Raises invalid_input that says what is wrong with the file."""
    return _opened(path, _Thrift())


def read_snapshots(paths: Iterable[str], like: Iterable[Snapshot] = ()) -> list[Snapshot]:
    """The snapshots in several files. Raises invalid_input with everything that is wrong with any of them.

    like are others, whose rows they mostly share.
    """
    found, problems, thrift = [], [], _Thrift(like)
    for path in dict.fromkeys(paths):
        try:
            found.append(_opened(path, thrift))
        except OrgkitError as error:
            problems.append(error.message)
    if problems:
        raise invalid_input(problems, hint=TAKE_AGAIN)
    return found


def _opened(path: str, thrift: _Thrift) -> Snapshot:
    try:
        return _read(path, thrift)
    except OSError as error:
        raise _refused(path, f"it cannot be read: {error.strerror or error}") from None


def _read(path: str, thrift: _Thrift) -> Snapshot:
    whole, before_last = hashlib.sha256(), ""
    header: Row | None = None
    trailer: Row | None = None
    rows: dict[str, dict[str, Row]] = {}
    for number, line in _lines(path):
        if trailer is not None:
            raise _refused(path, f"line {number} stands behind the trailer")
        row = _decoded(thrift.decoder, line, path, number)
        if header is None:
            header = _header(row, path)
        elif row.get("row") == "trailer":
            trailer, before_last = row, whole.hexdigest()
        else:
            _check(row, rows, path, number)
            row = thrift.known(row)
            rows.setdefault(row["row"], {})[row["id"]] = row
        whole.update(line)
    if header is None:
        raise _refused(path, "it is empty")
    if trailer is None:
        raise _refused(path, "its trailer is missing: the file was cut, or the snapshot did not end")
    _verify(trailer, before_last, {kind: len(found) for kind, found in rows.items()}, path)
    return Snapshot(path, whole.hexdigest(), header, trailer, rows)


def _lines(path: str) -> Iterator[tuple[int, bytes]]:
    with open(path, "rb") as file:
        number = 0
        while line := file.readline(LONGEST_LINE):
            number += 1
            if not line.endswith(b"\n"):
                raise _refused(path, f"line {number} has no end: the file was cut")
            yield number, line


def _decoded(decoder: json.JSONDecoder, line: bytes, path: str, number: int) -> Row:
    try:
        row = decoder.decode(line.decode("utf-8"))
    except (ValueError, RecursionError):
        row = None
    if not isinstance(row, dict):
        raise _refused(path, f"line {number} is no JSON object")
    return row


def _header(row: Row, path: str) -> Row:
    if row.get("row") != "header":
        raise _refused(path, "it does not begin with the header of a snapshot")
    if row.get("schema") != SCHEMA:
        raise _refused(path, f"its schema is {row.get('schema')!r}, and this version of the collection reads {SCHEMA}")
    organization, include = row.get("organization"), row.get("include")
    if row.get("cloud") not in CLOUDS or not isinstance(organization, dict) or "id" not in organization:
        raise _refused(path, "its header does not tell the cloud and the organization")
    if not isinstance(include, list) or not set(map(str, include)) <= set(KINDS):
        raise _refused(path, "its header does not tell which kinds of rows it holds")
    for name in ("scope", "endpoint", "started", "collection_version"):
        if not isinstance(row.get(name), str):
            raise _refused(path, f"its header has no {name}")
    return row


def _check(row: Row, rows: Mapping[str, Mapping[str, Row]], path: str, number: int) -> None:
    reason = fault(row)
    if reason:
        raise _refused(path, f"line {number}: {reason}")
    if row["id"] in rows.get(row["row"], ()):
        raise _refused(path, f"line {number}: {row['row']} {row['id']} stands there twice")


def _verify(trailer: Row, digest: str, counts: dict[str, int], path: str) -> None:
    told = trailer.get("counts")
    if told != counts:
        raise _refused(path, f"it holds {_told(counts)}, and its trailer counts {_told(told)}: rows were lost or added")
    if trailer.get("sha256") != digest:
        raise _refused(path, "its lines are not those that its trailer was written for (SHA-256): it was changed")
    if not isinstance(trailer.get("ended"), str) or not isinstance(trailer.get("requests"), dict):
        raise _refused(path, "its trailer does not tell when it ended and what was asked")
    if trailer.get("complete") is not ("unreadable" not in counts):
        raise _refused(path, "its trailer and its rows disagree about whether everything could be read")


def _told(counts: Any) -> str:
    if not isinstance(counts, dict):
        return "nothing"
    return ", ".join(f"{number} {kind}" for kind, number in sorted(counts.items())) or "no rows"


def _refused(path: str, reason: str) -> OrgkitError:
    return invalid_input([f"The snapshot {path!r} cannot be used: {reason}."], hint=TAKE_AGAIN)
