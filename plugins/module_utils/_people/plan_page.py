# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a play as Markdown for a pull request. Pure.

Every foreign text stands in a code span: no name can make a link, a mention, an image, HTML or a row of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Callable

from .._core.text import shown
from .plan import GAINS

CLOUDS = {"tencent": "Tencent Cloud", "csp": "Cloud Services"}
# A comment on a pull request holds about 65,000 characters.
MOST_LINES = 150
SIGNS = {"add": "+", "invite": "+", "create": "+", "remove": "-", "revoke": "-", "delete": "-", "leave": "-"}


def page_of(plan: Mapping[str, Any]) -> str:
    """The plan that plan_of gives, as Markdown."""
    changes = [row for row in plan["changes"] if not row["refused"]]
    refused = [row for row in plan["changes"] if row["refused"]]
    return "".join(
        f"{line}\n"
        for line in (
            f"# Plan {code(plan['plan_id'])}",
            "",
            _summary(plan),
            *_section("What changes, by person", _grouped(_people(changes), _who, _at_group)),
            *_section("What changes, by group", _grouped(_people(changes), _group, _at_person)),
            *_section("What else changes", [_line(row, code(row["text"])) for row in changes if not _is_person(row)]),
            *_section("Who gains and loses which access", _access(plan["access"])),
            *_section("Refused: nothing of this is done", _refusals(plan["refusals"], refused)),
        )
    )


def code(text: Any) -> str:
    """A foreign text as a code span, whatever backticks it holds."""
    visible = shown(text) or "(no name)"
    fence = "`" * (max((len(run) for run in re.findall("`+", visible)), default=0) + 1)
    padded = f" {visible} " if visible[0] in "` " or visible[-1] in "` " else visible
    return f"{fence}{padded}{fence}"


def _summary(plan: Mapping[str, Any]) -> str:
    actions = ", ".join(f"{number} to {action}" for action, number in plan["counts"]["by_action"].items())
    refusals = plan["counts"]["refusals"]
    told = f"{actions or 'Nothing to change'}."
    return f"{told} {refusals} refused." if refusals else told


def _section(title: str, lines: Sequence[str]) -> Iterator[str]:
    if not lines:
        return
    yield from ("", f"## {title}", "")
    yield from lines[:MOST_LINES]
    if len(lines) > MOST_LINES:
        yield f"- and {len(lines) - MOST_LINES} more lines, in the JSON file"


def _is_person(row: Mapping[str, Any]) -> bool:
    return row["kind"] in ("membership", "assignment") and row["action"] in ("add", "invite", "remove")


def _people(changes: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    return [row for row in changes if _is_person(row)]


def _grouped(
    rows: Iterable[Mapping[str, Any]],
    head: Callable[[Mapping[str, Any]], str],
    line: Callable[[Mapping[str, Any]], str],
) -> list[str]:
    """Lines under their heads, both in the order of the alphabet."""
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(head(row), []).append(f"  {_line(row, line(row))}")
    return [text for one in sorted(found) for text in (f"- {one}", *sorted(found[one]))]


def _line(row: Mapping[str, Any], text: str) -> str:
    invited = " (invitation)" if row["action"] == "invite" and _is_person(row) else ""
    return f"- {SIGNS.get(row['action'], '~')} {text}{invited} at {CLOUDS.get(row['cloud'], code(row['cloud']))}"


def _who(row: Mapping[str, Any]) -> str:
    return code(row["subject"]["name"])


def _group(row: Mapping[str, Any]) -> str:
    return code(row["target"]["name"])


_at_group, _at_person = _group, _who


def _access(rows: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = []
    for row in rows:
        sign = "+" if row["effect"] == GAINS else "-"
        through = f", through {code(row['through'])}" if row["through"] else ""
        who = f"group {code(row['who'])}" if row["kind"] == "group" else code(row["who"])
        lines.append(f"- {sign} {who} {row['effect']} {code(row['access'])}{through} at {CLOUDS.get(row['cloud'])}")
    return lines


def _refusals(refusals: Iterable[Mapping[str, Any]], changes: Iterable[Mapping[str, Any]]) -> list[str]:
    lines = [
        f"- {CLOUDS.get(row['cloud'])}: {code(row['message'])}" + (f" {code(row['hint'])}" if row.get("hint") else "")
        for row in refusals
    ]
    return lines + [f"  {_line(row, code(row['text']))}" for row in changes]
