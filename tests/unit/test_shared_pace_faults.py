# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A shared pace that is hostile, lost or held by somebody who stopped makes no task crash, hang or send without a limit."""

from __future__ import annotations

import fcntl
import json
import os
import tempfile
import time
from pathlib import Path
from typing import Any, NoReturn

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._transport import paces
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.paces import SharedPaces, shared_paces
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.pacing import Pacer

RATE = 20


class Task:
    """A task that sends as fast as it may, on a clock of its own."""

    def __init__(self, file: Path, rate: float = RATE, now: float = 1000.0) -> None:
        self.now = now
        self.pacer = Pacer(rate, lambda: self.now, self.sleep, SharedPaces(str(file), lambda: self.now))

    def sleep(self, seconds: float) -> None:
        assert 0 <= seconds < 3600
        self.now += seconds

    def send(self, times: int = 1) -> list[float]:
        moments = []
        for _time in range(times):
            self.pacer.wait("Act")
            moments.append(self.now)
        return moments


def assert_kept(moments: list[float]) -> None:
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[RATE:]))


@pytest.mark.parametrize(
    "row",
    [
        [[[1e308, 1e308]], 0, 1, 0],
        [[[1000, float("inf")]], 0, 1, 0],
        [[[float("nan"), 1000]], 0, 1, 0],
        [[], 1e308, 1, 0],
        [[], float("nan"), 1, 0],
        [[], 10**400, 1, 0],
        [[[1000, 1000]], 0, 0, 1000],
        [[[1000, 1000]], 0, -1, 1000],
        [[[1000, 1000]], 0, float("nan"), 1000],
        [[[1000, 1000]], 0, 1e308, 1000],
        [[[1000, 1000]], 0, 0.5, 1e308],
        [[[1000]], 0, 1, 0],
        [],
    ],
)
@pytest.mark.parametrize("bucket", ["Act", "Other"])
def test_numbers_that_no_task_wrote_are_not_believed(tmp_path: Path, row: list[Any], bucket: str) -> None:
    (tmp_path / "pace").write_text(json.dumps({"at": 1000.0, "paces": {bucket: row}}), encoding="ascii")
    one, other = Task(tmp_path / "pace"), Task(tmp_path / "pace")
    first = one.send(RATE)
    assert first == [1000.0] * RATE
    assert other.send()[0] > 1001, "and the file is in use again"


def test_what_another_clock_wrote_is_not_believed(tmp_path: Path) -> None:
    Task(tmp_path / "pace", now=80000.0).send(60)
    task = Task(tmp_path / "pace", now=500.0)
    assert_kept(task.send(60))
    assert task.now < 504


def test_a_huge_file_is_not_read(tmp_path: Path) -> None:
    with open(tmp_path / "pace", "wb") as file:
        file.truncate(1 << 40)
    assert_kept(Task(tmp_path / "pace").send(60))
    assert (tmp_path / "pace").stat().st_size < 10000


@pytest.mark.parametrize("call", ["pwrite", "ftruncate", "pread"])
def test_a_task_that_cannot_write_keeps_the_rate_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, call: str
) -> None:
    def full(*_arguments: object) -> NoReturn:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, call, full)
    task = Task(tmp_path / "pace")
    assert_kept(task.send(60))
    task.pacer.pause("Act", 30)
    before = task.now
    assert task.send()[0] == before + 30


def test_a_task_whose_file_is_emptied_keeps_the_rate(tmp_path: Path) -> None:
    task = Task(tmp_path / "pace")
    moments = []
    for _time in range(60):
        moments += task.send()
        (tmp_path / "pace").write_bytes(b"")
    assert_kept(moments)


def test_whoever_was_halted_with_the_file_is_waited_for_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(time, "sleep", slept.append)
    with open(tmp_path / "pace", "w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        task = Task(tmp_path / "pace")
        assert_kept(task.send(60))
    assert len(slept) == paces.LOCK_STEPS
    task.now += paces.ALONE_FOR
    task.send()
    assert (tmp_path / "pace").stat().st_size > 0, "the file is used again"


@pytest.mark.parametrize("slow", [0.5, 1, 3])
def test_a_slower_task_does_not_make_a_faster_one_forget(tmp_path: Path, slow: float) -> None:
    one, other = Task(tmp_path / "pace"), Task(tmp_path / "pace", slow)
    moments = one.send(RATE)
    other.now = one.now
    moments += other.send()
    one.now = other.now = min(one.now, other.now)
    moments += one.send(RATE)
    assert_kept(sorted(moments))


def test_a_machine_without_any_place_for_temporary_files_shares_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nowhere() -> NoReturn:
        raise FileNotFoundError("No usable temporary directory found")

    monkeypatch.setattr(tempfile, "gettempdir", nowhere)
    assert shared_paces("https://example.com", "EXAMPLE-KEY") is None


def test_a_key_that_is_no_text_crashes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    found = shared_paces("https://example.com", os.fsdecode(b"\xff"))
    assert found is not None
