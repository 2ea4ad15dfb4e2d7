# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The tree of departments (organization nodes) of Tencent Cloud. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from ._names import Index, did_you_mean, told_apart
from ._plan import Problem, item


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
        departments = list(self._all.values())
        self._by_name = Index(departments, by_id=False)
        self._by_path = Index((_named_by_path(department) for department in departments), by_id=False)
        assumed_departments = [_assumed(text) for text in assumed]
        self._assumed_names = Index(assumed_departments, by_id=False)
        self._assumed_paths = Index((_named_by_path(department) for department in assumed_departments), by_id=False)

    def get(self, node_id: str) -> Department | None:
        """The department with an id."""
        return self._all.get(node_id)

    def resolve(self, text: str) -> Department | Problem:
        """The department that a name or a path (beginning with /) means, or why there is none."""
        by_path = text.startswith("/")
        index = self._by_path if by_path else self._by_name
        text = "/" + text.strip("/") if by_path else text
        found = index.find(text) or (self._assumed_paths if by_path else self._assumed_names).find(text)
        if len(found) == 1:
            return self._all.get(found[0].id or "") or _assumed(text)
        if found:
            message = f'The department "{text}" is ambiguous: {told_apart(found)}. Use node_id or the path.'
            return Problem("ambiguous_name", message, (item(text, "node", None, found),))
        near = index.near(text) or self._by_name.near(text.rsplit("/", 1)[-1])
        return Problem(
            "unresolved_names", f'Unknown department: "{text}"{did_you_mean(near)}.', (item(text, "node", None, near),)
        )


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


def _named_by_path(department: Department) -> Department:
    return department._replace(name=department.path or department.name)


def _assumed(text: str) -> Department:
    """A department that an earlier task of the play creates; without a full path only its name is known."""
    if text.startswith("/"):
        path = "/" + text.strip("/")
        return Department(None, path.rsplit("/", 1)[-1], path)
    return Department(None, text, None)
