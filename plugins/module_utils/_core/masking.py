# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret leaves a task. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

# The words of Ansible, which masks the result once more.
WHOLE = "VALUE_SPECIFIED_IN_NO_LOG_PARAMETER"
PART = "*" * 8

Value = TypeVar("Value")


def masked(value: Value, secrets: Iterable[str]) -> Value:
    """The value with every secret replaced in its texts and keys: the longest first, so that none leaves its tail."""
    result: Value = _masked(value, sorted(filter(None, set(secrets)), key=lambda secret: (-len(secret), secret)))
    return result


def _masked(value: Any, secrets: list[str]) -> Any:
    if isinstance(value, dict):
        return {_masked(name, secrets): _masked(inner, secrets) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_masked(inner, secrets) for inner in value]
    if not isinstance(value, str):
        return value
    if value in secrets:
        return WHOLE
    for secret in secrets:
        value = value.replace(secret, PART)
    return value
