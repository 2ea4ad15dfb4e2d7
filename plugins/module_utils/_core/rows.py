# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rows of an answer, validated where they are read: what cannot be right is a bad_response, never a crash or an empty list. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .errors import BAD_RESPONSE, OrgkitError


def bad_response(where: str, what: str) -> OrgkitError:
    """The error for an answer that cannot be believed; where is the action or operation that gave it."""
    return OrgkitError(
        BAD_RESPONSE,
        f"{where} gave an answer that cannot be used: {what}.",
        hint="Nothing was concluded from it. Run again; if it stays, report it with the request_id.",
    )


def list_of(answer: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """The rows under a key. A missing list is no empty list. Raises bad_response."""
    rows = answer.get(key)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise bad_response(where, f"it has no list of rows under {key}")
    return rows


def list_in(row: Mapping[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    """A list inside a row, which the API may leave out or give as null. Raises bad_response."""
    return [] if row.get(key) is None else list_of(row, key, where)


def identity(row: Mapping[str, Any], key: str, where: str) -> str:
    """An id as text; the API gives some as numbers. Raises bad_response for a missing or empty one."""
    value = row.get(key)
    if isinstance(value, bool) or not isinstance(value, (str, int)) or value in ("", 0):
        raise bad_response(where, f"a row has no {key}")
    return str(value)


def new_identity(answer: Mapping[str, Any], key: str, where: str) -> str:
    """The id of what a request has created. Raises bad_response whose outcome is unknown: it may be there all the same."""
    try:
        return identity(answer, key, where)
    except OrgkitError as error:
        error.outcome_unknown = True
        raise


def text(row: Mapping[str, Any], key: str, where: str) -> str:
    """A text field, empty when it is missing or null; a number is taken as its text. Raises bad_response."""
    value = row.get(key)
    if value is None:
        return ""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise bad_response(where, f"{key} is no text")
    return str(value)


def given_text(row: Mapping[str, Any], key: str, where: str) -> str:
    """A text field that may be empty, but must be there: nothing is concluded from a name that is null. Raises bad_response."""
    if row.get(key) is None:
        raise bad_response(where, f"a row has no {key}")
    return text(row, key, where)


def name(row: Mapping[str, Any], key: str, where: str) -> str:
    """A text field that must be there and not empty, since something is found by it. Raises bad_response."""
    value = text(row, key, where)
    if not value:
        raise bad_response(where, f"a row has no {key}")
    return value


def number(row: Mapping[str, Any], key: str, where: str) -> int | None:
    """A whole number, also when it is written as text; None when it is missing. Raises bad_response."""
    value = row.get(key)
    if value is None:
        return None
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    if isinstance(value, bool) or not isinstance(value, int):
        raise bad_response(where, f"{key} is no number")
    return value
