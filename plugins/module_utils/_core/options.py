# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How the options of every task are read: null is not given, names are trimmed. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

# Every writing module can be bound to a plan that somebody approved.
PLAN_SPEC: dict[str, dict[str, Any]] = {"expect_plan": {"type": "str"}}


def with_defaults(spec: Mapping[str, Any], params: Mapping[str, Any]) -> dict[str, Any]:
    """Validated parameters in which a null has become the option's default: null means not given."""
    options = spec["argument_spec"]
    return {
        name: options[name].get("default") if value is None and name in options else value
        for name, value in params.items()
    }


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


def fault_of_name(text: str) -> str:
    """Why a text cannot be a name, or an empty text."""
    if text.startswith("{"):
        return f"{text[:40]!r} is not a name; it looks like a template or a dictionary."
    return ""
