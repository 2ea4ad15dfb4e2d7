# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tree of departments (organization nodes) of Tencent Cloud. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .._core.names import Index, did_you_mean, told_apart
from .._core.plan import Problem, item


class Department(NamedTuple):
    """A department; path is `/` for the root, which is not part of the other paths. id is None while it does not exist."""

    id: str | None
    name: str
    path: str | None


class Departments:
    """All departments of an organization (rows of DescribeOrganizationNodes), and those assumed to exist."""

    def __init__(self, rows: Iterable[dict[str, Any]], assumed: Iterable[str] = ()) -> None:
        nodes = {str(row["NodeId"]): row for row in rows}
        self._all = {node_id: Department(node_id, row["Name"], _path(row, nodes)) for node_id, row in nodes.items()}
        self._existing = _Lookup(self._all.values())
        self._assumed = _Lookup(map(_assumed, assumed))

    def get(self, node_id: str) -> Department | None:
        """The department with an id."""
        return self._all.get(node_id)

    def resolve(self, text: str) -> Department | Problem:
        """The department that a name or a path (beginning with /) means, or why there is none."""
        found = self._existing.find(text) or self._assumed.find(text)
        if len(found) == 1:
            return found[0]
        if found:
            message = f'The department "{text}" is ambiguous: {told_apart(found)}. Use node_id or the path.'
            return Problem("ambiguous_name", message, (item(text, "node", None, found),))
        near = self._existing.near(text)
        return Problem(
            "unresolved_names", f'Unknown department: "{text}"{did_you_mean(near)}.', (item(text, "node", None, near),)
        )


class _Called(NamedTuple):
    """A department under one of the texts that it is called by."""

    id: str | None
    name: str
    department: Department


class _Lookup:
    """Departments by name, and by path for texts that begin with /."""

    def __init__(self, departments: Iterable[Department]) -> None:
        known = list(departments)
        self._names = Index([_Called(one.id, one.name, one) for one in known], by_id=False)
        self._paths = Index([_Called(one.id, one.path, one) for one in known if one.path], by_id=False)

    def find(self, text: str) -> list[Department]:
        by_path = text.startswith("/")
        rows = self._paths.find("/" + text.strip("/")) if by_path else self._names.find(text)
        return [row.department for row in rows]

    def near(self, text: str) -> list[_Called]:
        """Departments that are called much alike, under the text that is near."""
        rows: list[_Called] = self._paths.near(text) if text.startswith("/") else []
        return rows or self._names.near(text.rsplit("/", 1)[-1])


def unknown_department_id(node_id: str) -> Problem:
    """There is no department with this id."""
    return Problem("unresolved_names", f"Unknown department: node_id {node_id}.", (item(node_id, "node"),))


def _path(row: dict[str, Any], nodes: dict[str, dict[str, Any]]) -> str:
    parts: list[str] = []
    seen: set[str] = set()
    node: dict[str, Any] | None = row
    while node is not None and str(node["NodeId"]) not in seen:
        seen.add(str(node["NodeId"]))
        parent = nodes.get(str(node.get("ParentNodeId") or 0))
        if parent is not None:
            parts.append(node["Name"])
        node = parent
    return "/" + "/".join(reversed(parts))


def _assumed(text: str) -> Department:
    """A department that an earlier task of the play creates; without a full path only its name is known."""
    if text.startswith("/"):
        path = "/" + text.strip("/")
        return Department(None, path.rsplit("/", 1)[-1], path)
    return Department(None, text, None)
