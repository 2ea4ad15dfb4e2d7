# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tree of departments (organization nodes) of Tencent Cloud. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple

from .._core import rows
from .._core.names import Index, ambiguous, not_found
from .._core.plan import Problem, item

LIST = "DescribeOrganizationNodes"


class Department(NamedTuple):
    """A department; path is `/` for the root, which is not part of the other paths. id is None while it does not exist.

    path is None when it is not known: of an assumed name, and below a parent that the list does not hold.
    """

    id: str | None
    name: str
    path: str | None


class NodeRow(NamedTuple):
    """A row of DescribeOrganizationNodes with its place in the tree; depth is 0 for the root, path as in Department."""

    id: str
    parent_id: str
    name: str
    remark: str
    tags: dict[str, str]
    path: str | None = None
    depth: int = 0


class Departments:
    """All departments of an organization (rows of DescribeOrganizationNodes), and those assumed to exist.

    Raises bad_response for a row that cannot be right.
    """

    def __init__(self, rows: Iterable[dict[str, Any]], assumed: Iterable[str] = ()) -> None:
        self.rows = _placed(map(_node_from, rows))
        self._all = {row.id: Department(row.id, row.name, row.path) for row in self.rows}
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
            return ambiguous("node", text, found, use="node_id or the path", word="department")
        return not_found("node", {text: self._existing.near(text)}, word="department")


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


def tags_from(row: dict[str, Any], where: str) -> dict[str, str]:
    """The tags of a row of the organization API; where is its action. Raises bad_response."""
    return {
        rows.name(tag, "TagKey", where): rows.text(tag, "TagValue", where) for tag in rows.list_in(row, "Tags", where)
    }


def _node_from(row: dict[str, Any]) -> NodeRow:
    return NodeRow(
        id=rows.identity(row, "NodeId", LIST),
        parent_id=rows.text(row, "ParentNodeId", LIST),
        name=rows.given_text(row, "Name", LIST),
        remark=rows.text(row, "Remark", LIST),
        tags=tags_from(row, LIST),
    )


def _placed(nodes: Iterable[NodeRow]) -> list[NodeRow]:
    """The rows with path and depth."""
    by_id = {node.id: node for node in nodes}
    tops = [node for node in by_id.values() if node.parent_id not in by_id]
    # Beside others without a parent, one that names a parent is no root: the list does not show where it hangs.
    astray = {node.id for node in tops if len(tops) > 1 and node.parent_id not in ("", "0")}
    placed = []
    for node in by_id.values():
        line = _line(node, by_id)
        path = (
            None
            if line[-1].id in astray
            else "/" + "/".join(part.name for part in reversed(line) if part.parent_id in by_id)
        )
        placed.append(node._replace(path=path, depth=len(line) - 1))
    return placed


def _line(node: NodeRow, by_id: dict[str, NodeRow]) -> list[NodeRow]:
    """The department and all above it, the root last."""
    line = [node]
    while (parent := by_id.get(line[-1].parent_id)) is not None and parent not in line:
        line.append(parent)
    return line


def _assumed(text: str) -> Department:
    """A department that an earlier task of the play creates; without a full path only its name is known."""
    if text.startswith("/"):
        path = "/" + text.strip("/")
        return Department(None, path.rsplit("/", 1)[-1], path)
    return Department(None, text, None)
