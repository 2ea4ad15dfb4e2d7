# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The few words of JSON Schema that the schemas in docs/schemas use."""

from __future__ import annotations

import re
from typing import Any

TYPES = {"string": str, "boolean": bool, "integer": int, "array": list, "object": dict, "null": type(None)}


def matches(root: dict[str, Any], schema: dict[str, Any], value: Any) -> bool:
    """Whether a value fits a schema; references lead into `root`."""
    if "$ref" in schema:
        return matches(root, root["$defs"][schema["$ref"].rpartition("/")[2]], value)
    if "anyOf" in schema:
        return any(matches(root, one, value) for one in schema["anyOf"])
    if not _is_of_type(schema.get("type"), value):
        return False
    if ("const" in schema and value != schema["const"]) or ("enum" in schema and value not in schema["enum"]):
        return False
    if isinstance(value, str):
        return re.search(schema.get("pattern", ""), value) is not None
    if isinstance(value, list):
        return all(matches(root, schema.get("items", {}), one) for one in value)
    return not isinstance(value, dict) or _fits(root, schema, value)


def _fits(root: dict[str, Any], schema: dict[str, Any], value: dict[str, Any]) -> bool:
    inner, others = schema.get("properties", {}), schema.get("additionalProperties", {})
    return set(schema.get("required", ())) <= set(value) and all(
        others is not False
        if name not in inner and isinstance(others, bool)
        else matches(root, inner.get(name, others), one)
        for name, one in value.items()
    )


def _is_of_type(told: Any, value: Any) -> bool:
    if told is None:
        return True
    known = [told] if isinstance(told, str) else told
    return any(isinstance(value, TYPES[one]) and (one == "boolean" or not isinstance(value, bool)) for one in known)
