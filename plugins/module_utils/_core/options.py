# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the options of every task are read: names are trimmed. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping
from typing import Any

# Every writing module can be bound to a plan that somebody approved.
PLAN_SPEC: dict[str, dict[str, Any]] = {"expect_plan": {"type": "str"}}
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def text_option(params: Mapping[str, Any], name: str) -> str | None:
    """The option's text without surrounding blanks, or None when it is missing or blank."""
    value = params.get(name)
    text = "" if value is None else str(value).strip()
    return text or None


def names(values: Iterable[Any] | None, where: str, problems: list[str]) -> tuple[str, ...] | None:
    """Names without surrounding blanks and without blank ones; None stays None: not given."""
    if values is None:
        return None
    texts = [str(value).strip() for value in values if value is not None]
    problems.extend(f"{where}: {fault}" for text in texts if (fault := fault_of_name(text)))
    return tuple(dict.fromkeys(text for text in texts if text))


def allowed_by(limit: str, total: int) -> int:
    """How many of all a limit allows: a number, or a percentage of them, rounded up. Raises ValueError for a text that is neither."""
    text = str(limit).strip()
    if not text.endswith("%"):
        number = int(text)
        if number < 0:
            raise ValueError(text)
        return number
    percentage = float(text[:-1])
    if not 0 <= percentage <= 100:
        raise ValueError(text)
    return math.ceil(round(total * percentage / 100, 6))


def fault_of_name(text: str) -> str:
    """Why a text cannot be a name, or an empty text."""
    if text.startswith("{"):
        return f"{text[:40]!r} is not a name; it looks like a template or a dictionary."
    if _CONTROL.search(text):
        return (
            f"{text[:40]!r} is one name with a line break or another control character in it. "
            "Several names are a list: [a, b], or lines that begin with '- '."
        )
    return ""


def survives(name: str) -> bool:
    """Whether a name can be given as an option and means the same then: not blank, not padded, no template, one line."""
    return bool(name) and name == name.strip() and not fault_of_name(name)
