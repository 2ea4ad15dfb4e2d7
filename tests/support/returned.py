# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whether a result holds what RETURN of its module promises: its keys, their types and shapes, and the words in V()."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Callable

from ansible_collections.orgkit.cloud.plugins.module_utils._core import errors
from support.documented import options_of, returned

Row = dict[str, Any]
# Ansible's common return values, which no module documents. The warnings are handed to Ansible.
COMMON = frozenset({"changed", "failed", "msg", "warnings"})
CONNECTED = "unless options or credentials were refused"
# The codes of a task that ends before its first request.
BEFORE_ANY_REQUEST = ("invalid_input", "credentials", "missing_library")
TYPES = {"str": str, "int": int, "float": float, "bool": bool, "dict": dict, "list": list}
# Dictionaries whose keys depend on the task, and what an info module gives as input, which leaves out what is not set.
FREE = ("tags", "custom_policies", "before", "after", "diff", "calls", "as_input")
REFERENCES = ("subject", "target", "group", "user", "account", "role_configuration")
WORDS = ("action", "kind", "status")
CLOUDS = {"tencent", "csp"}
# Every module documents all of these, which tests/unit/test_returned.py holds.
CODES = [value for name, value in vars(errors).items() if name.isupper() and isinstance(value, str)]
API_CODES = re.compile(r"[A-Z][A-Za-z]+(\.[A-Za-z]+)*|csp\.[\w.]+|http_\d{3}")
OPTION = re.compile(r"when O\((\w+)(?:=(\w+)\)|\) is given)")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")


def mistakes(module: str, result: Row, params: Row | None = None) -> list[str]:
    """Where a result of a task with these params, in diff mode, and the documentation of its module differ."""
    documented = returned(module)
    options = {name: rule.get("default") for name, rule in options_of(module).items()} | (params or {})
    told = [f"{name} is missing" for name in COMMON - {"warnings"} - set(result)]
    return told + _keys(documented, result, options, COMMON) + _values(documented, result, options, module)


def _keys(documented: Row, row: Row, options: Row, common: frozenset[str] = frozenset()) -> list[str]:
    """Undocumented keys of a row, missing ones, and those that must not be there."""
    told = [f"{name} is not documented" for name in set(row) - set(documented) - common]
    for name, details in documented.items():
        words = details["returned"]
        if not (words in CONDITIONS or OPTION.fullmatch(words)):
            told.append(f"{name}: nobody knows when this is: {words}")
        elif _is_due(words, row, options) not in (None, name in row):
            told.append(f"{name} is documented as returned: {words}; the keys are {sorted(row)}")
    return told


def _was_sent(row: Row) -> bool:
    return row["status"] not in ("planned", "not_tried")


def _is_connected(row: Row) -> bool:
    """Whether the task came as far as its first request."""
    return not (row["failed"] and row["error"]["code"] in BEFORE_ANY_REQUEST and "api" not in row)


# Wording of `returned` -> whether the key must be in a row (True), must not (False), or may be (None).
CONDITIONS: dict[str, Callable[[Row], bool | None]] = {
    "always": lambda row: True,
    "success": lambda row: not row["failed"],
    "failure": lambda row: row["failed"],
    CONNECTED: _is_connected,
    "in diff mode": _is_connected,
    # Findings can fail a task that has written its report.
    "when a report was written": lambda row: None if row["failed"] else True,
    "when the change was sent": _was_sent,
    # What is pending an earlier run may have sent.
    "when this run sent the change": lambda row: None if row["status"] == "pending" else _was_sent(row),
    "when the answer brought one": lambda row: None if _was_sent(row) else False,
    "when the change failed or its outcome is unknown": lambda row: row["status"] in ("failed", "outcome_unknown"),
}


def _is_due(words: str, row: Row, options: Row) -> bool | None:
    option = OPTION.fullmatch(words)
    if option and option[2]:
        return str(options[option[1]]).lower() == option[2]
    if option:
        return options[option[1]] is not None
    return CONDITIONS[words](row)


def _values(documented: Row, row: Row, options: Row, owner: str) -> list[str]:
    """What is wrong with the values of a row."""
    told: list[str] = []
    for name in documented.keys() & row.keys():
        details, value, place = documented[name], row[name], f"{owner}.{name}"
        if value is None:
            continue
        if not _is_a(value, details["type"]):
            told.append(f"{place} is {value!r}, documented as {details['type']}")
            continue
        told += _special(name, details, value, place)
        rows = value if isinstance(value, list) else [value]
        if "elements" in details:
            told += [f"{place} holds {one!r}" for one in rows if not _is_a(one, details["elements"])]
        if "contains" in details:
            for one in rows:
                told += [f"{place}: {text}" for text in _keys(details["contains"], one, options)]
                told += _values(details["contains"], one, options, place)
        elif name not in FREE and "sample" in details:
            told += _unlike(details["sample"], value, place)
    return told


def _is_a(value: Any, kind: str) -> bool:
    """Whether a value has a documented type; a bool is no int."""
    wanted = TYPES.get(kind, object)
    return isinstance(value, wanted) and (wanted in (bool, object) or not isinstance(value, bool))


def _special(name: str, details: Row, value: Any, place: str) -> list[str]:
    """What is wrong with a value whose shape follows from its name."""
    if name in REFERENCES:
        return _no_reference(value, place)
    if name in WORDS and isinstance(value, str):
        known = re.findall(r"\bV\((\w+)\)", str(details["description"]))
        return [f"{place} is {value}, documented are {known}"] if known and value not in known else []
    if name == "error":
        return _unlike_error(value, place)
    if name in ("time", "collected_at"):
        return [] if MOMENT.fullmatch(value) else [f"{place} is {value}"]
    if name == "diff":
        return [f"{place} has {sorted(value)}"] if not {"before", "after"} <= set(value) else []
    if name == "not_removable":
        keys = re.findall(r"\bC\((\w+)\)", details["description"])
        return [text for row in value for text in _unlike_leaver(row, keys, place)]
    return []


def _no_reference(value: Any, place: str) -> list[str]:
    """A reference is the id, null for what does not exist yet, and the name."""
    right = (
        isinstance(value, dict)
        and set(value) == {"id", "name"}
        and isinstance(value["id"], (str, type(None)))
        and isinstance(value["name"], str)
    )
    return [] if right else [f"{place} is {value!r}"]


def _unlike_leaver(row: Row, keys: list[str], place: str) -> list[str]:
    if set(row) != set(keys):
        return [f"{place} has rows of {sorted(row)}"]
    return [text for key in keys if key != "reason" for text in _no_reference(row[key], place)]


def _unlike_error(error: Row, place: str) -> list[str]:
    """What is wrong with an error: its keys, a code that nobody documents, and the rows of its items."""
    if set(error) != {"code", "message", "hint", "request_id", "http_status", "items"}:
        return [f"{place} has {sorted(error)}"]
    told = [] if error["message"].strip() else [f"{place}.message is blank"]
    if error["code"] not in CODES and not API_CODES.fullmatch(error["code"]):
        told.append(f"{place}.code is {error['code']}")
    for key, kind in (("hint", str), ("request_id", str), ("http_status", int)):
        if error[key] is not None and not isinstance(error[key], kind):
            told.append(f"{place}.{key} is {error[key]!r}")
    for item in error["items"]:
        told += _unlike_item(item, f"{place}.items")
    return told


def _unlike_item(item: Row, place: str) -> list[str]:
    if set(item) != {"name", "kind", "group", "candidates"}:
        return [f"{place} has rows of {sorted(item)}"]
    told = [f"{place}.{key} is {item[key]!r}" for key in ("name", "kind") if not isinstance(item[key], str)]
    if not isinstance(item["group"], (str, type(None))):
        told.append(f"{place}.group is {item['group']!r}")
    return told + [text for one in item["candidates"] for text in _no_reference(one, f"{place}.candidates")]


def _unlike(sample: Any, value: Any, place: str) -> list[str]:
    """Where a value has other keys or types than its sample. Null may stand for everything, and null in a sample too."""
    if sample is None or value is None:
        return []
    if type(sample) is not type(value):
        return [f"{place} is {value!r}, its sample {sample!r}"]
    if isinstance(sample, list):
        return _first(text for one in value for text in (_unlike(sample[0], one, place) if sample else []))
    if not isinstance(sample, dict):
        return []
    # A task may be about one cloud only.
    if set(sample) != set(value) and not set(value) <= set(sample) <= CLOUDS:
        return [f"{place} has {sorted(value)}, its sample {sorted(sample)}"]
    return [
        text for name in value if name not in FREE for text in _unlike(sample[name], value[name], f"{place}.{name}")
    ]


def _first(told: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(told))[:3]
