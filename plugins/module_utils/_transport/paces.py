# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What is known of the pace of every bucket: in this process, or in a file for all processes of a user on this machine."""

from __future__ import annotations

import hashlib
import json
import os
import stat
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Any, Callable, Protocol

# Moments of a clock that begins with the machine mean nothing after its next start.
BOOT_ID = "/proc/sys/kernel/random/boot_id"
# A bucket that nobody used for so many seconds is as good as new, also at the slowest rate.
FORGOTTEN_AFTER = 120.0
# How long to wait for a process that holds the file, in steps of seconds, and how long not to try again: whoever was halted
# with it must halt nobody.
LOCK_STEP = 0.002
LOCK_STEPS = 100
ALONE_FOR = 5.0
# What a file of all buckets can hold, how far ahead a moment can lie, and how far apart the readings of one clock.
MOST_BYTES = 4 * 1024 * 1024
MOST_AHEAD = 86400.0
SAME_CLOCK = 1.0
NEVER = -1e9


@dataclass
class Pace:
    """A bucket: its last turns as [planned, sent] as planned, until when nobody sends, and its share of the rate since a moment."""

    turns: list[list[float]] = field(default_factory=list)
    paused_until: float = NEVER
    share: float = 1.0
    cut_at: float = NEVER

    @property
    def newest(self) -> float:
        """The last turn that was planned."""
        return self.turns[-1][0] if self.turns else NEVER

    def add(self, moment: float, keep: int, since: float) -> None:
        """A turn is taken; only the last ones are kept, and all since a moment: they count for whoever sends faster."""
        last = len(self.turns) + 1 - keep
        self.turns = [turn for place, turn in enumerate(self.turns) if place >= last or turn[1] > since]
        self.turns.append([moment, moment])
        # Whoever sends fast takes turns before those that a slow task has planned already.
        self.turns.sort()

    def learn(self, other: Pace) -> None:
        """Take over what another record of the same bucket tells later."""
        if other.newest >= self.newest:
            self.turns = other.turns
        if other.cut_at >= self.cut_at:
            self.share, self.cut_at = other.share, other.cut_at
        self.paused_until = max(self.paused_until, other.paused_until)

    def sent(self, planned: float, moment: float) -> None:
        """The turn was used later than planned."""
        for turn in self.turns:
            if turn[0] == planned:
                turn[1] = moment
                return


class Paces(Protocol):
    """The paces of all buckets."""

    def of(self, bucket: str) -> AbstractContextManager[Pace]:
        """The pace of a bucket, for one at a time; what is changed in it stays."""


class OwnPaces:
    """Known to this process only."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._paces: dict[str, Pace] = {}

    @contextmanager
    def of(self, bucket: str) -> Iterator[Pace]:
        """As Paces says."""
        with self._lock:
            yield self._paces.setdefault(bucket, Pace())


class SharedPaces:
    """Known to all processes that use the same file. Without the file each process goes its own way, with what it knows."""

    def __init__(self, path: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._path = path
        self._clock = clock
        self._own = OwnPaces()
        self._alone_until = NEVER

    @contextmanager
    def of(self, bucket: str) -> Iterator[Pace]:
        """As Paces says."""
        with self._own.of(bucket) as pace:
            descriptor = _locked(self._path) if self._clock() >= self._alone_until else None
            if descriptor is None:
                self._alone_until = max(self._alone_until, self._clock() + ALONE_FOR)
                yield pace
                return
            try:
                paces = _read(descriptor, self._clock())
                pace.learn(paces.get(bucket, pace))
                yield pace
                _write(descriptor, {**paces, bucket: pace}, self._clock())
            finally:
                # This ends the lock too.
                os.close(descriptor)


def shared_paces(*identity: str) -> SharedPaces | None:
    """The paces that all processes of this user share which work with the same endpoint and keys; None where that is not safe."""
    boot, folder = _boot_id(), _folder()
    if boot is None or folder is None:
        return None
    name = hashlib.sha256("\n".join((boot, *identity)).encode("utf-8", "surrogatepass")).hexdigest()
    return SharedPaces(os.path.join(folder, name[:40]))


def _boot_id() -> str | None:
    try:
        with open(BOOT_ID, encoding="utf-8") as file:
            return file.read().strip() or None
    except (OSError, ValueError):
        return None


def _folder() -> str | None:
    """A folder of this user alone."""
    try:
        # Where nothing can be written there is no folder for temporary files either.
        folder = os.path.join(tempfile.gettempdir(), f"orgkit.cloud-{os.getuid()}")
        os.makedirs(folder, mode=0o700, exist_ok=True)
        found = os.lstat(folder)
    except OSError:
        return None
    is_ours = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder if is_ours else None


def _locked(path: str) -> int | None:
    """A descriptor of the file that nobody else reads or writes now, or None."""
    import fcntl

    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    except OSError:
        return None
    for _step in range(LOCK_STEPS):
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return descriptor
        except BlockingIOError:
            time.sleep(LOCK_STEP)
        except OSError:
            break
    os.close(descriptor)
    return None


def _read(descriptor: int, now: float) -> dict[str, Pace]:
    """What the file says; nothing when it says nothing that can be understood, or can be true."""
    try:
        size = os.fstat(descriptor).st_size
        content = os.pread(descriptor, size, 0) if size <= MOST_BYTES else b""
        told = json.loads(content or b"{}")
        if told and not told["at"] <= now + SAME_CLOCK:
            # Another clock: its moments mean nothing here.
            return {}
        return {str(bucket): _pace(row, now) for bucket, row in (told and told["paces"]).items()}
    except (OSError, ValueError, ArithmeticError, LookupError, TypeError, AttributeError, RecursionError):
        return {}


def _pace(row: Any, now: float) -> Pace:
    """Raises ValueError for numbers that no task has written."""
    turns, paused_until, share, cut_at = row
    pace = Pace(
        [[float(planned), float(sent)] for planned, sent in turns], float(paused_until), float(share), float(cut_at)
    )
    moments = [pace.paused_until, pace.cut_at, *(moment for turn in pace.turns for moment in turn)]
    if not all(NEVER <= moment <= now + MOST_AHEAD for moment in moments) or not 0.01 <= pace.share <= 1.0:
        raise ValueError(row)
    return pace


def _write(descriptor: int, paces: dict[str, Pace], now: float) -> None:
    rows = {
        bucket: [pace.turns, pace.paused_until, pace.share, pace.cut_at]
        for bucket, pace in paces.items()
        if max(pace.paused_until, pace.newest) > now - FORGOTTEN_AFTER
    }
    content = json.dumps({"at": now, "paces": rows}, separators=(",", ":")).encode()
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, content, 0)
    except OSError:
        # A full disk: the next one finds nothing there, and goes on with what it knows itself.
        return
