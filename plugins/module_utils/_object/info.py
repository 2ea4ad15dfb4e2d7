# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The things of a kind for the info modules, and the same as input for the writing module."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any, Callable

from .._core.errors import invalid_input
from .._core.names import Index, ambiguous, not_found, refused
from .._core.options import names, survives
from .kind import Kind, Thing, all_detailed
from .options import Form
from .result import row_of


def info_spec(form: Form) -> dict[str, dict[str, Any]]:
    """Argument spec of the info module, without the connection: the wished things by name or id; all when none is named."""
    return {form.plural: {"type": "list", "elements": "str"}}


def read_wanted(params: Mapping[str, Any], form: Form) -> tuple[str, ...] | None:
    """The names and ids of a task; None means all. Raises invalid_input."""
    problems: list[str] = []
    wanted = names(params.get(form.plural), form.plural, problems)
    if problems:
        raise invalid_input(problems, hint="Nothing was sent.")
    return wanted


def object_info(
    kind: Kind,
    form: Form,
    wanted: Iterable[str] | None,
    *,
    is_valid_name: Callable[[str], bool] = lambda name: True,
) -> dict[str, Any]:
    """The rows under the plural, as_input, counts and msg. Raises OrgkitError."""
    things = kind.things()
    chosen = things if wanted is None else _chosen(kind, things, wanted)
    detailed = sorted(all_detailed(kind, chosen), key=lambda thing: (thing.name, thing.id or ""))
    times = Counter(thing.name for thing in things)

    def by_name(name: str) -> bool:
        return times[name] == 1 and survives(name) and is_valid_name(name)

    return {
        kind.plural: [row_of(thing) for thing in detailed],
        "as_input": {kind.plural: [_entry(thing, kind, form, by_name(thing.name)) for thing in detailed]},
        "counts": {kind.plural: len(detailed), "all": len(things)},
        "msg": f"{len(detailed)} of {len(things)} {kind.called}s.",
    }


def _entry(thing: Thing, kind: Kind, form: Form, by_name: bool) -> dict[str, Any]:
    """What the writing module takes to find this thing unchanged; an id where the name does not survive."""
    key = {form.name_option: thing.name} if by_name else {form.id_option: thing.id}
    fields = {
        name: rule.as_input(thing.fields[name])
        for name, rule in kind.fields.items()
        if rule.readable and name in thing.fields and thing.fields[name] is not None and name in form.fields
    }
    return {**key, **fields}


def _chosen(kind: Kind, things: list[Thing], wanted: Iterable[str]) -> list[Thing]:
    """The things that the names mean. Raises one error for all names that mean none or several."""
    index = Index(things)
    found = {name: index.find(name) for name in wanted}
    missing = {name: index.near(name) for name, rows in found.items() if not rows}
    problems = [ambiguous(kind.called, name, rows) for name, rows in found.items() if len(rows) > 1]
    problems += [not_found(kind.called, missing)] if missing else []
    if problems:
        raise refused(problems)
    return list(dict.fromkeys(rows[0] for rows in found.values()))
