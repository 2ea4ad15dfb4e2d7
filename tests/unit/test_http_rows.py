# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How rows are worked on together, in order, and what an interruption stops."""

from __future__ import annotations

import threading

import pytest

from support.scripted_http import Server


def test_after_close_nothing_is_sent() -> None:
    server = Server("ok")
    server.http.close()
    error = server.failure(write=True)
    assert (error.outcome_unknown, error.scope, server.sent) == (False, "task", [])


def test_rows_are_worked_on_together_and_come_back_in_their_order() -> None:
    meeting = threading.Barrier(4, timeout=10)

    def work(row: int) -> int:
        meeting.wait()
        return row * 10

    assert Server("ok", max_connections=4).http.map(work, range(4)) == [0, 10, 20, 30]


@pytest.mark.parametrize("most", [1, 3])
def test_no_more_than_max_connections_are_at_work(most: int) -> None:
    lock = threading.Lock()
    at_work: set[int] = set()
    crowds = []

    def work(row: int) -> None:
        with lock:
            at_work.add(row)
            crowds.append(len(at_work))
        with lock:
            at_work.discard(row)

    Server("ok", max_connections=most).http.map(work, range(50))
    assert max(crowds) <= most


def test_an_interruption_stops_handing_out_rows_and_requests() -> None:
    server = Server("ok", max_connections=2)

    def work(row: int) -> str:
        if row == 0:
            raise KeyboardInterrupt
        return server.exchange(write=True)

    with pytest.raises(KeyboardInterrupt):
        server.http.map(work, range(100))
    before = len(server.sent)
    assert before < 99
    assert server.failure(write=True).scope == "task"
