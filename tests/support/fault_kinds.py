# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The kinds of faults by what they mean for the one who sent the request."""

from __future__ import annotations

from simulators.faults import EXECUTED, GENTLE, KINDS, OF_LISTS

SPOILING = sorted(set(KINDS) - GENTLE - OF_LISTS)
# Executed, and the caller cannot see it.
LOST = sorted(EXECUTED.intersection(SPOILING))
# Not executed, and the caller cannot see that either.
UNCLEAR = sorted(set(SPOILING) - set(LOST) - {"throttled"})
