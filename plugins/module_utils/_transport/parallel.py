# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows that are worked on by several threads."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Callable, TypeVar

from .._core.errors import OrgkitError

Row = TypeVar("Row")
Result = TypeVar("Result")


def work_on(
    function: Callable[[Row], Result],
    rows: Sequence[Row],
    threads: int,
    advance: Callable[[Any], object],
    stop: Callable[[], object],
) -> list[Result]:
    """The results in the order of the rows. advance is told of every finished row, stop of an interruption.

    The first exception ends the call; rows that were not begun by then are not begun any more.
    """
    from concurrent.futures import ThreadPoolExecutor

    executor = ThreadPoolExecutor(threads)
    try:
        futures = [executor.submit(function, row) for row in rows]
        for future in futures:
            future.add_done_callback(advance)
        return [future.result() for future in futures]
    except OrgkitError:
        raise
    except BaseException:
        stop()
        raise
    finally:
        executor.shutdown(wait=False, cancel_futures=True)
