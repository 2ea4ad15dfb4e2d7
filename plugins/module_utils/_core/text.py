# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Foreign text as a person may read it: a name can neither forge a line nor give orders to a terminal. Pure."""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from typing import Any

# Control characters of both tables, line and paragraph separators, marks that turn the direction of writing, lone surrogates.
_UNPRINTABLE = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff]")


def shown(text: Any) -> str:
    """The text with everything escaped that a terminal or a diff would obey instead of showing it."""
    return _UNPRINTABLE.sub(_escaped, str(text))


def diff_of(header: str, before: Iterable[str], after: Iterable[str]) -> dict[str, str]:
    """The `diff` of a result from lines of before and after: sorted, one line each, whatever stands in them."""
    return {
        "before_header": shown(header),
        "after_header": shown(header),
        "before": _lines(before),
        "after": _lines(after),
    }


def _lines(lines: Iterable[str]) -> str:
    return "".join(sorted(shown(line) + "\n" for line in lines))


def _escaped(match: re.Match[str]) -> str:
    number = ord(match.group())
    known = {9: "\\t", 10: "\\n", 13: "\\r"}
    return known.get(number) or (f"\\x{number:02x}" if number < 256 else f"\\u{number:04x}")


def time_text(seconds: float) -> str:
    """A moment in Unix seconds as results and files tell it, in UTC."""
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(seconds))
