# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What was written is looked at again, with growing waits while it does not show."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Callable

from .plan import DONE, UNKNOWN, Change

# Seconds before each look.
DELAYS = (0.0, 1.0, 2.0, 4.0, 8.0)
# The same after a refusal, which wrote nothing as a rule, so that there is little to wait for.
REFUSED_DELAYS = (0.0, 1.0)


def look_again(
    changes: Sequence[Change],
    not_visible: Callable[[Sequence[Change]], list[Change]],
    delays: Sequence[float],
    sleep: Callable[[float], object],
) -> list[Change]:
    """Look until all changes show or the delays are used up; give those that still do not show.

    A change with an unknown outcome that shows is done.
    """
    still_open = list(changes)
    for delay in delays:
        if not still_open:
            break
        if delay:
            sleep(delay)
        hidden = not_visible(still_open)
        for change in still_open:
            if change.status == UNKNOWN and not any(change is other for other in hidden):
                change.status, change.error = DONE, None
        still_open = hidden
    return still_open
