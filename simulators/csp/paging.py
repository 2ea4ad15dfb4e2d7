# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Paged lists: a one-based element index, at most 200 rows, links that lack the gateway part of the path."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from .calls import Call
from .world import CspWorld

PAGE_LIMIT = 200


def page(world: CspWorld, call: Call, rows: list[Any]) -> dict[str, Any]:
    """Cut the asked page out of all rows and put the paging envelope around it."""
    start = call.integer("pageStart", 1, 1)
    limit = call.integer("pageLimit", PAGE_LIMIT, 1, PAGE_LIMIT)
    body: dict[str, Any] = {"results": rows[start - 1 : start - 1 + limit]}
    if world.totals:
        body["totalResults"] = len(rows)
    if world.links:
        body["nextLink"] = _link(call, start + limit, limit) if start + limit <= len(rows) else None
        body["prevLink"] = _link(call, max(1, start - limit), limit) if start > 1 else None
    return body


def previous_page(call: Call) -> None:
    """Turn a call into one for the page before it, as a server would that lost count."""
    start = call.integer("pageStart", 1, 1)
    limit = call.integer("pageLimit", PAGE_LIMIT, 1, PAGE_LIMIT)
    call.query["pageStart"] = [str(max(1, start - limit))]


def _link(call: Call, start: int, limit: int) -> str:
    others = [(name, value) for name, values in call.query.items() for value in values]
    kept = [(name, value) for name, value in others if name not in ("pageStart", "pageLimit")]
    query = urlencode([("pageStart", str(start)), ("pageLimit", str(limit)), *kept])
    return f"{call.path.replace('/csp/gateway', '/csp', 1)}?{query}"
