# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several tasks with the same keys on one machine keep one rate limit, and whoever is refused slows down."""

from __future__ import annotations

import fcntl
import os
import tempfile
from pathlib import Path
from random import Random

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._transport import paces
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.paces import Pace, SharedPaces, shared_paces
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.pacing import Pacer

RATE = 20


class Task:
    """A task that sends as fast as it may, on a clock of its own that all tasks read alike."""

    def __init__(self, file: Path, rate: float = RATE) -> None:
        self.now = 1000.0
        self.pacer = Pacer(rate, lambda: self.now, self.sleep, SharedPaces(str(file), lambda: self.now))

    def sleep(self, seconds: float) -> None:
        self.now += seconds

    def send(self, bucket: str = "Act") -> float:
        self.pacer.wait(bucket)
        return self.now


def send_all(tasks: list[Task], each: int) -> list[float]:
    """All tasks send, whoever is earliest first."""
    left = {id(task): each for task in tasks}
    moments = []
    while waiting := [task for task in tasks if left[id(task)]]:
        task = min(waiting, key=lambda task: task.now)
        left[id(task)] -= 1
        moments.append(task.send())
    return sorted(moments)


def test_five_tasks_together_stay_below_the_limit_and_lose_no_time(tmp_path: Path) -> None:
    moments = send_all([Task(tmp_path / "pace") for _task in range(5)], 80)
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[RATE:]))
    assert moments[-1] - moments[0] <= 400 / RATE * 1.03 + 1


@pytest.mark.parametrize("rate", [0.5, 2.5, 19.5])
def test_tasks_of_a_broken_rate_share_it(tmp_path: Path, rate: float) -> None:
    moments = send_all([Task(tmp_path / "pace", rate) for _task in range(3)], 20)
    assert min(later - earlier for earlier, later in zip(moments, moments[1:])) >= 1 / rate
    assert moments[-1] - moments[0] <= 60 / rate * 1.03


@pytest.mark.parametrize("rate", [0.5, 2.5, 19.5])
def test_a_task_of_a_broken_rate_counts_what_faster_ones_send(tmp_path: Path, rate: float) -> None:
    fast, slow = Task(tmp_path / "pace"), [Task(tmp_path / "pace", rate) for _task in range(2)]
    moments = send_all([fast], RATE)
    moments += (sent := send_all([*slow, fast], RATE))
    moments.sort()
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[RATE:]))
    assert sent[0] - moments[0] >= 1


def test_a_slow_task_that_plans_ahead_stays_slow_beside_a_fast_one(tmp_path: Path) -> None:
    slow, other, fast = Task(tmp_path / "pace", 0.5), Task(tmp_path / "pace", 0.5), Task(tmp_path / "pace")
    moments = [slow.send(), slow.send()]
    fast.send()
    moments.append(other.send())
    assert [round(later - earlier, 2) for earlier, later in zip(moments, moments[1:])] == [2.04, 2.04]


def test_a_refusal_of_one_task_makes_all_of_them_wait(tmp_path: Path) -> None:
    one, other = Task(tmp_path / "pace"), Task(tmp_path / "pace")
    one.send()
    one.pacer.pause("Act", 3)
    assert other.send() == 1003.0
    assert other.send("Other") == 1003.0, "another action goes on at once"


def test_whoever_is_refused_slows_down_and_recovers(tmp_path: Path) -> None:
    task = Task(tmp_path / "pace")
    for _number in range(RATE):
        task.send()
    task.pacer.pause("Act", 0.5)
    moments = [task.send() for _number in range(200)]
    gaps = [later - earlier for earlier, later in zip(moments, moments[1:])]
    assert gaps[0] == pytest.approx(1.02 / RATE / 0.75, abs=0.005), "the pace is cut"
    assert gaps == sorted(gaps, reverse=True) or max(gaps[60:]) < 1.03 / RATE
    assert gaps[-1] == pytest.approx(1.02 / RATE), "and grows back to the whole rate"


def test_many_refusals_of_one_burst_count_once(tmp_path: Path) -> None:
    task = Task(tmp_path / "pace")
    for _number in range(RATE):
        task.send()
    for _number in range(10):
        task.pacer.pause("Act", 0.1)
    assert task.send() - 1000.0 <= 1.02 + 1.02 / RATE / 0.7


@pytest.mark.parametrize(
    "content", [b"", b"\0\xff", b"[]", b"{", b'{"Act": 1}', b'{"Act": [[["a"]], 1, 1, 1]}', b"[" * 9000]
)
def test_a_file_that_cannot_be_understood_is_begun_anew(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "pace").write_bytes(content)
    assert len(send_all([Task(tmp_path / "pace"), Task(tmp_path / "pace")], 30)) == 60


def test_a_task_that_cannot_use_the_file_keeps_the_rate_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paces, "LOCK_STEPS", 1)
    with open(tmp_path / "pace", "w", encoding="ascii") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        moments = send_all([Task(tmp_path / "pace")], 60)
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[RATE:]))
    (tmp_path / "link").symlink_to(tmp_path / "elsewhere")
    Task(tmp_path / "link").send()
    assert not (tmp_path / "elsewhere").exists(), "no link is followed"


def test_what_was_long_ago_is_forgotten(tmp_path: Path) -> None:
    task = Task(tmp_path / "pace")
    for number in range(300):
        task.send(f"Act{number}")
        task.now += 1
    assert (tmp_path / "pace").stat().st_size < 100 * len(str(Pace()))


def test_the_file_lies_in_a_folder_of_this_user_and_tells_no_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    one, other = shared_paces("https://example.com", "EXAMPLE-KEY"), shared_paces("https://example.com", "OTHER-KEY")
    assert one is not None
    assert other is not None
    with one.of("Act"), other.of("Act"):
        pass
    (folder,) = tmp_path.iterdir()
    files = list(folder.iterdir())
    assert len(files) == 2
    assert not any("KEY" in file.name for file in files)
    assert folder.stat().st_mode & 0o777 == 0o700
    assert files[0].stat().st_mode & 0o777 == 0o600
    folder.chmod(0o777)
    assert shared_paces("https://example.com", "EXAMPLE-KEY") is None, "others could write there"
    folder.rename(tmp_path / "moved")
    folder.symlink_to(tmp_path / "moved")
    (tmp_path / "moved").chmod(0o700)
    assert shared_paces("https://example.com", "EXAMPLE-KEY") is None, "a link is not followed"


def test_no_machine_without_a_start_that_can_be_told_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(paces, "BOOT_ID", os.devnull)
    assert shared_paces("https://example.com", "EXAMPLE-KEY") is None


def test_tasks_of_any_pace_never_break_the_limit_together(tmp_path: Path) -> None:
    rng = Random(7)
    tasks = [Task(tmp_path / "pace") for _task in range(3)]
    moments = []
    for _number in range(200):
        task = min(tasks, key=lambda task: task.now)
        task.now += rng.choice((0, 0, 0, 0.01, 0.3))
        moments.append(task.send())
    moments.sort()
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[RATE:]))
