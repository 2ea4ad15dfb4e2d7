# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The arguments of a task as they are meant: cleaned once, before both roads, by the argument spec of the module. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

import yaml
from ansible.module_utils.common.validation import check_type_dict

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import invalid_input

Spec = Mapping[str, Any]
# What may be blank: only here a blank says something.
_TEXTS = ("str", "path", "raw")
_LIKE_A_LIST = re.compile(r"\s*(?:\[|-\s|---\s)")
_A_LIST_OR_NOTHING = re.compile(r"""\s*(?:\[\s*["'\[{\]]|-\s|---\s)""")


def cleaned(argument_spec: Mapping[str, Spec], arguments: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments without those that count as not given, and with lists and dictionaries that were given as text.

    Not given is null at every depth, and blank where a blank says nothing: in options of a type, with choices or with a
    default. Entries of a list take from the task what they do not give, so the task's option of the same name tells what a
    blank means there. What the spec does not know is left for the validation to refuse. Raises invalid_input.
    """
    problems: list[str] = []
    result = _options(argument_spec, argument_spec, arguments, "", problems)
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return result


def _options(
    specs: Mapping[str, Spec], task: Mapping[str, Spec], values: Mapping[str, Any], where: str, problems: list[str]
) -> dict[str, Any]:
    known = {word: (name, spec) for name, spec in specs.items() for word in (name, *spec.get("aliases", ()))}
    result: dict[str, Any] = {}
    for word, value in values.items():
        if word in known:
            name, spec = known[word]
            value = _given({**task.get(name, {}), **spec}, task, value, where + word, problems)
            if value is None:
                continue
        result[word] = value
    return result


def _given(spec: Spec, task: Mapping[str, Spec], value: Any, where: str, problems: list[str]) -> Any:
    """The value as it is meant, or None when it counts as not given."""
    kind = spec.get("type") or "str"
    if isinstance(value, str):
        if not value.strip():
            return value if _may_be_blank(spec) else None
        if kind == "dict":
            value = _dictionary(value, where, problems)
        elif kind == "list":
            value = _list(value, spec.get("elements"), where, problems)
    if kind == "list" and isinstance(value, list):
        element = {
            "type": spec.get("elements") or "raw",
            "options": spec.get("options"),
            "choices": spec.get("choices"),
        }
        values = (_given(element, task, one, f"{where}[{number}]", problems) for number, one in enumerate(value))
        return [one for one in values if one is not None]
    if kind == "dict" and isinstance(value, dict) and spec.get("options"):
        return _options(spec["options"], task, value, f"{where}.", problems)
    return value


def _may_be_blank(spec: Spec) -> bool:
    text = (spec.get("type") or "str") in _TEXTS
    return text and not spec.get("choices") and spec.get("default") is None


def _dictionary(text: str, where: str, problems: list[str]) -> Any:
    try:
        # What Ansible itself reads: JSON, and key=value pairs.
        return check_type_dict(text)
    except (TypeError, ValueError, RecursionError):
        read = _read(text)
    if not isinstance(read, dict):
        problems.append(f"{where} is text that cannot be read as a dictionary: give a dictionary, or its JSON or YAML.")
    return read


def _list(text: str, elements: str | None, where: str, problems: list[str]) -> Any:
    """A list that was given as text. One of plain values may also have Ansible's form, with commas between them."""
    plain = elements != "dict"
    if plain and not _LIKE_A_LIST.match(text):
        return text
    read = _read(text)
    if isinstance(read, list):
        if plain and len(read) == 1 and text.lstrip().startswith("[") and not _A_LIST_OR_NOTHING.match(text):
            problems.append(f"{where} is either a list of one name or a name in brackets: write a list, not a text.")
        return read
    if plain and not _A_LIST_OR_NOTHING.match(text):
        return text
    problems.append(f"{where} is text that cannot be read as a list: give a list, or its JSON or YAML.")
    return read


def _read(text: str) -> Any:
    """What JSON or YAML says, in the types of JSON, or the text itself when it is neither."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        pass
    try:
        return json.loads(json.dumps(yaml.safe_load(text), default=str))
    except (yaml.YAMLError, ValueError, TypeError, RecursionError):
        return text
