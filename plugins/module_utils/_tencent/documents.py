# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Documents of custom policies: JSON, compared by what it says and not by how it is written. Pure."""

from __future__ import annotations

import json
from typing import Any

DOCUMENT_LENGTH = 4096


def document_of(text: str) -> Any:
    """What a text says when it is one JSON object, in which each key stands once; else the text itself."""
    try:
        found = plain(json.loads(text, object_pairs_hook=_object))
    except (ValueError, RecursionError):
        return text
    return found if isinstance(found, dict) else text


def plain(document: Any) -> Any:
    """A document in the types of JSON. Raises ValueError, TypeError or RecursionError for what JSON cannot say."""
    return json.loads(json.dumps(document, allow_nan=False))


def same_document(one: Any, other: Any) -> bool:
    """Whether two documents say the same; true and 1 are not the same."""
    return json.dumps(one, sort_keys=True) == json.dumps(other, sort_keys=True)


def text_of(document: Any) -> str:
    """A document as it is sent: short, since its length is limited."""
    return json.dumps(document, separators=(",", ":"), ensure_ascii=False)


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key stands twice")
    return found
