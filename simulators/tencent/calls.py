# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a handler gets, and the two styles of paging."""

from __future__ import annotations

import base64
import hashlib
import json
from dataclasses import dataclass
from typing import Any, Callable

from simulators.tencent import contract
from simulators.tencent.errors import ApiError
from simulators.tencent.world import World

Row = dict[str, Any]


@dataclass
class Call:
    """One request that has passed the gateway."""

    world: World
    action: str
    params: dict[str, Any]
    site: str

    def __getitem__(self, name: str) -> Any:
        return self.params[name]

    def get(self, name: str, default: Any = None) -> Any:
        return self.params.get(name, default)


Handler = Callable[[Call], Row]


def offset_page(call: Call, rows: list[Row]) -> Row:
    """Offset and Limit, both required: the rows of this page and the total."""
    start = call["Offset"]
    if start < 0:
        raise ApiError("InvalidParameter", "`Offset` must not be negative.")
    return {"Total": len(rows), "Items": rows[start : start + call["Limit"]]}


def token_page(call: Call, key: str, rows: list[Row]) -> Row:
    """NextToken and MaxResults: the rows of this page under `key`; NextToken only while there is more."""
    size = call.get("MaxResults", 10)
    token = call.get("NextToken")
    start = _offset_of(call, token) if token else call.get("Offset", 0)
    if start < 0:
        raise ApiError("InvalidParameter.ParamError", "`Offset` must not be negative.")
    end = start + size
    answer = {"TotalCounts": len(rows), "MaxResults": size, "IsTruncated": end < len(rows), key: rows[start:end]}
    if end < len(rows):
        answer["NextToken"] = _token_for(call, end)
    return answer


def matching(call: Call, rows: list[Row], names: tuple[str, ...]) -> list[Row]:
    """The rows that hold what the request asks for under the same names."""
    return [row for row in rows if all(call.get(name, row[name]) == row[name] for name in names)]


def containing(call: Call, rows: list[Row], *names: str) -> list[Row]:
    """The rows that have the request's Filter in one of these fields."""
    text = call.get("Filter", "").lower()
    return [row for row in rows if any(text in row[name].lower() for name in names)]


def _token_for(call: Call, offset: int) -> str:
    return base64.urlsafe_b64encode(f"{offset}:{_list_mark(call)}".encode()).decode()


def _offset_of(call: Call, token: str) -> int:
    code = contract.documented(call.action, "InvalidParameter.NextTokenInvalid")
    try:
        offset, mark = base64.urlsafe_b64decode(token.encode()).decode().split(":")
    except ValueError:
        raise ApiError(code, "`NextToken` cannot be read.") from None
    if mark != _list_mark(call):
        raise ApiError(code, "`NextToken` belongs to another list, or the filters changed between two pages.")
    return int(offset)


def _list_mark(call: Call) -> str:
    """A short hash of what is listed, so that a token is good for one list with one set of filters only."""
    fixed = {name: value for name, value in call.params.items() if name not in ("NextToken", "MaxResults", "Offset")}
    text = json.dumps([call.action, fixed], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def tag_rows(tags: dict[str, str]) -> list[Row]:
    """Tags as the API writes them."""
    return [{"TagKey": key, "TagValue": value} for key, value in tags.items()]


def tags_of(call: Call) -> dict[str, str]:
    """The tags of a request; each needs a key, and no key comes twice."""
    found: dict[str, str] = {}
    for tag in call.get("Tags", []):
        key = tag.get("TagKey", "")
        if not key or key in found:
            raise ApiError(contract.documented(call.action, "InvalidParameter.TagError"), "Bad tag key.")
        found[key] = tag.get("TagValue", "")
    return found


def has_tags(wanted: dict[str, str], tags: dict[str, str]) -> bool:
    """Whether all wanted tags are there."""
    return all(tags.get(key) == value for key, value in wanted.items())
