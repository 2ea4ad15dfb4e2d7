# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The limiter that all threads of a task share, and the waits between attempts."""

from __future__ import annotations

import math
import threading

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._transport.pacing import Pacer, backoff, retry_after
from support.clock import Clock


def test_backoff_grows_to_eight_seconds_with_jitter() -> None:
    for repeats, longest in ((0, 0.5), (1, 1.0), (2, 2.0), (4, 8.0), (9, 8.0)):
        assert all(longest / 2 <= backoff(repeats) <= longest for _time in range(20))


@pytest.mark.parametrize("rate", [20.0, 5.0, 1.0, 2.5, 1.5, 0.5])
def test_no_more_than_the_rate_goes_through_in_any_rolling_second(rate: float) -> None:
    clock = Clock()
    pacer = Pacer(rate, clock, clock.sleep)
    moments = []
    for _time in range(100):
        pacer.wait("Act")
        moments.append(clock.now)
    for first in moments:
        assert sum(1 for moment in moments if first <= moment < first + 1) <= math.ceil(rate)
    assert moments[-1] - moments[0] <= 100 / rate * 1.03 + 1, "not much slower than allowed"


@pytest.mark.parametrize("rate", [math.inf, 1e300, 1e9, 1000.0])
def test_a_rate_beyond_all_sense_is_a_high_rate(rate: float) -> None:
    clock = Clock()
    pacer = Pacer(rate, clock, clock.sleep)
    for _time in range(5000):
        pacer.wait("Act")
    assert 4.9 <= sum(clock.slept) <= 5.2


def test_a_rate_next_to_nothing_waits_for_no_more_than_a_day() -> None:
    clock = Clock()
    pacer = Pacer(1e-300, clock, clock.sleep)
    pacer.wait("Act")
    pacer.wait("Act")
    assert clock.slept == [pytest.approx(86400 * 1.02)]


def test_the_longer_wait_counts_whoever_asks_for_it() -> None:
    for asked in (None, 0.0, 0.1):
        assert 0.25 <= backoff(0, asked) <= 0.5
    assert (backoff(0, 7.0), backoff(4, 100.0), backoff(0, 1e30)) == (7.0, 100.0, 86400.0)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        ("7", 7.0),
        (" 0 ", 0.0),
        ("9" * 400, 999999999999.0),
        ("Tue, 14 Nov 2023 22:13:29 GMT", 9.0),
        ("Tue, 14 Nov 2023 22:13:11 GMT", 0.0),
        ("Tue, 14 Nov 99999 22:13:11 GMT", None),
        ("soon", None),
        ("-1", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_forms_and_nonsense_is_none(header: str | None, seconds: float | None) -> None:
    assert retry_after(header, 1_700_000_000.0) == seconds


def test_the_rate_holds_for_all_threads_together() -> None:
    waits: list[float] = []
    pacer = Pacer(20.0, lambda: 0.0, waits.append)

    def work() -> None:
        for _time in range(25):
            pacer.wait("Act")

    threads = [threading.Thread(target=work) for _time in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    turns = sorted([0.0] * (200 - len(waits)) + waits)
    assert turns[:20] == [0.0] * 20, "the first may go at once"
    assert all(later - earlier > 1 for earlier, later in zip(turns, turns[20:]))
    assert turns[-1] <= 200 / 20 * 1.03 + 1, "not much slower than allowed"


def test_whoever_oversleeps_does_not_make_the_next_round_come_too_early() -> None:
    clock = Clock()
    slow = {5: 0.3, 27: 0.4}
    moments: list[float] = []
    pacer = Pacer(20.0, clock, lambda seconds: clock.sleep(seconds + slow.get(len(moments), 0.0)))
    for _time in range(80):
        pacer.wait("Act")
        moments.append(clock.now)
    assert all(later - earlier > 1 for earlier, later in zip(moments, moments[20:]))


def test_one_action_does_not_slow_another() -> None:
    clock = Clock()
    pacer = Pacer(1.0, clock, clock.sleep)
    pacer.wait("AddUserToGroup")
    pacer.pause("AddUserToGroup", 30)
    pacer.wait("RemoveUserFromGroup")
    assert clock.slept == []
    pacer.wait("AddUserToGroup")
    assert clock.slept == [30]


def test_a_throttled_action_waits_for_all() -> None:
    clock = Clock()
    pacer = Pacer(20.0, clock, clock.sleep)
    pacer.pause("Act", 3)
    pacer.pause("Act", 1)
    pacer.wait("Act")
    assert clock.slept == [3]
