# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options that every module of objects has, and what they mean before anything is read. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Callable

from .._core.errors import invalid_input
from .._core.options import PLAN_SPEC, fault_of_name
from .kind import Wish

STATES = ("present", "absent")
_COMMON: dict[str, dict[str, Any]] = {
    "state": {"type": "str"},
    "allow_create": {"type": "bool"},
    "allow_similar": {"type": "bool"},
    "force": {"type": "bool"},
}
_DEFAULTS = {"state": "present", "allow_create": True, "allow_similar": False, "rename": False, "force": False}


@dataclass(frozen=True)
class ObjectOptions:
    """The checked options of a task; max_deletions is None without a limit."""

    wishes: tuple[Wish, ...]
    max_deletions: int | None = None


@dataclass(frozen=True)
class Form:
    """How the options of a kind are called: its natural key, its id, the list of many, and the managed fields with their types."""

    word: str
    plural: str
    name_option: str
    id_option: str
    fields: Mapping[str, Mapping[str, Any]]
    can_rename: bool = False

    def spec(self) -> dict[str, dict[str, Any]]:
        """Argument spec of the writing module, without the connection."""
        entry = self._entry()
        defaults = {name: option["default"] for name, option in self.fields.items() if "default" in option}
        task = {
            name: {**option, **({"default": defaults[name]} if name in defaults else _default(name))}
            for name, option in entry.items()
        }
        many = {"type": "list", "elements": "dict", "options": entry}
        return {**task, self.plural: many, "max_deletions": {"type": "int"}, **PLAN_SPEC}

    def _entry(self) -> dict[str, dict[str, Any]]:
        keys = {self.name_option: {"type": "str"}, self.id_option: {"type": "str"}}
        renaming = {"rename": {"type": "bool"}} if self.can_rename else {}
        # An entry has no defaults of its own: what it does not give it takes from the task.
        fields = {
            field: {name: value for name, value in option.items() if name != "default"}
            for field, option in self.fields.items()
        }
        return {**keys, **fields, **_COMMON, **renaming}


def read_options(
    params: Mapping[str, Any],
    form: Form,
    *,
    clean: Callable[[str, Any, list[str]], Any] = lambda name, value, faults: value,
) -> ObjectOptions:
    """Check the options of a task. Raises invalid_input with everything that is wrong.

    clean gives the value of a field as it is compared and sent, and notes what is wrong with it.
    """
    problems: list[str] = []
    wishes = [_wish(entry, params, where, form, clean, problems) for where, entry in _entries(params, form, problems)]
    limit = params.get("max_deletions")
    if limit is not None and limit < 0:
        problems.append("max_deletions must not be negative.")
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return ObjectOptions(tuple(wish for wish in wishes if wish is not None), limit)


def _default(name: str) -> dict[str, Any]:
    return (
        {"default": _DEFAULTS[name]}
        if name in _DEFAULTS and name != "state"
        else ({"default": "present", "choices": list(STATES)} if name == "state" else {})
    )


def _entries(params: Mapping[str, Any], form: Form, problems: list[str]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The entries of a task with a word that says where each stands; the single form is one entry."""
    entries = params.get(form.plural)
    single = [name for name in (form.name_option, form.id_option) if params.get(name) is not None]
    if entries is None:
        if not single:
            problems.append(f"Say which {form.word}: {form.name_option} or {form.id_option}, or many in {form.plural}.")
            return
        yield "", {name: params[name] for name in single}
        return
    if single:
        problems.append(f"{form.plural} excludes {' and '.join(single)}: put them into an entry.")
    for number, entry in enumerate(entries):
        yield f"{form.plural}[{number}]: ", entry or {}


def _wish(
    entry: Mapping[str, Any],
    params: Mapping[str, Any],
    where: str,
    form: Form,
    clean: Callable[[str, Any, list[str]], Any],
    problems: list[str],
) -> Wish | None:
    """An entry with what it does not give taken from the task's options."""
    faults: list[str] = []

    def inherited(name: str) -> Any:
        value = entry.get(name)
        value = params.get(name) if value is None else value
        return _DEFAULTS.get(name) if value is None else value

    name, identity = (_key(entry, option, faults) for option in (form.name_option, form.id_option))
    if name is not None:
        name = clean(form.name_option, name, faults)
    if name is None and identity is None and not faults:
        faults.append(f"{form.name_option} or {form.id_option} is missing.")
    if inherited("state") not in STATES:
        faults.append(f"state must be one of {', '.join(STATES)}, not {inherited('state')}.")
    given = {field: value for field in form.fields if (value := inherited(field)) is not None}
    fields = {field: clean(field, value, faults) for field, value in given.items()}
    if faults:
        problems.extend(where + fault for fault in faults)
        return None
    return Wish(
        name=name,
        id=identity,
        state=inherited("state"),
        fields=fields,
        allow_create=inherited("allow_create"),
        allow_similar=inherited("allow_similar"),
        rename=bool(inherited("rename")),
        force=inherited("force"),
    )


def _key(entry: Mapping[str, Any], option: str, faults: list[str]) -> str | None:
    value = entry.get(option)
    if value is None:
        return None
    text = str(value).strip()
    if not text:
        faults.append(f"{option} is blank; leave it out when it is not to be managed.")
        return None
    if fault := fault_of_name(text):
        faults.append(f"{option}: {fault}")
    return text
