# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Foreign text inside XML, HTML, scripts and JSON. Pure."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from .._core.text import shown

# What no XML document may hold, beyond what `shown` escapes.
_NO_XML = re.compile("[\ufffe\uffff]")


def escaped(value: Any) -> str:
    """A text for an element or an attribute in double quotes, of XML or HTML; what would be obeyed is shown instead."""
    return html.escape(_NO_XML.sub("\\\\ufffe", shown(value)), quote=True)


def in_script(value: Any) -> str:
    """A value as JSON that can stand inside an element of HTML: no character in it begins a tag or ends a line."""
    text = json.dumps(value, separators=(",", ":"))
    return text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")


def json_text_of(head: Mapping[str, Any], lists: Mapping[str, Iterable[Any]]) -> Iterator[str]:
    """A JSON object in parts: keys of `head`, then long lists with one row a line, which are never in memory as text."""
    yield json.dumps(head)[:-1]
    for name, rows in lists.items():
        yield f",\n{json.dumps(name)}: ["
        between = "\n"
        for row in rows:
            yield between + json.dumps(row)
            between = ",\n"
        yield "\n]"
    yield "}"
