# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Departments (organization nodes) of Tencent Cloud as a kind of thing; their name is their path.

API pages: DescribeOrganizationNodes, AddOrganizationNode, UpdateOrganizationNode, DeleteOrganizationNodes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core import rows
from .._core.errors import INVALID_INPUT, NOT_EDITABLE, UNRESOLVED_NAMES
from .._core.plan import Change, Problem, item
from .._core.write import Reply
from .._object.kind import Blocker, Field, Kind, Target, Thing, Wish
from .._object.options import Form, ObjectOptions
from .client import TencentClient
from .departments import Departments, tags_from
from .names import tencent_name_fault

LIST = "DescribeOrganizationNodes"
MEMBERS = "DescribeOrganizationMembers"
LETTERS = r"A-Za-z0-9+@&._\[\]\-"
MOST_LEVELS = 5
NAME_LENGTH = 40


FORM = Form(
    word="department",
    plural="nodes",
    name_option="path",
    id_option="node_id",
    fields={"remark": {"type": "str"}, "tags": {"type": "dict"}},
    can_rename=True,
)


class NodeKind(Kind):
    """The departments of one organization. assumed are paths that an earlier task of the play creates (check mode)."""

    word = "department"
    plural = "nodes"
    id_option = "node_id"
    name_option = "path"
    can_rename = True

    def __init__(self, client: TencentClient, *, site: str, assumed: Iterable[str] = ()) -> None:
        self._client = client
        self._site = site
        self._assumed = frozenset(assumed)
        self.fields: Mapping[str, Field] = {
            "remark": Field(unset=""),
            "tags": Field(_holds, unset={}, creation_only=True, elsewhere="the tag console"),
        }

    @property
    def client(self) -> TencentClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All departments, the root too."""
        listed = list(self._client.pages(LIST))
        paths = Departments(listed)
        return [_thing(row, paths) for row in listed]

    def blank(self, name: str) -> Thing:
        """A department of this path that does not exist yet."""
        return Thing(None, name, {"remark": "", "tags": {}}, _place(name, _last(name)))

    def renamed(self, thing: Thing, name: str) -> Thing:
        """The department under another path."""
        return replace(thing, name=name, more={**thing.more, "name": _last(name), "path": name})

    def parent(self, name: str) -> str | None:
        """The path of the department above; None for the root and what stands in it."""
        return name.rpartition("/")[0] or None

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """Departments and accounts in it, which nobody moves away here."""
        inside = [other for other in things if self.parent(other.name) == thing.name and other.id not in going]
        members = self._client.pages(MEMBERS, {"NodeId": int(thing.id or 0)})
        return [
            *(Blocker("departments", other.name) for other in inside),
            *(Blocker("accounts", rows.text(row, "Name", MEMBERS)) for row in members),
        ]

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Names, depth, the parent, and names that another department has."""
        wish, thing = target.wish, target.thing
        yield from _faults_of_renamed_above(target, targets)
        if wish.state == "absent" or wish.name is None:
            if wish.state == "absent" and thing is not None:
                yield from _faults_of_deletion(thing, targets)
            return
        if thing is None and wish.id is None:
            yield from self._faults_of_place(wish, targets, things)
        elif thing is not None and thing.name == "/" and wish.name != "/":
            message = f'The root department is always "/" and cannot become "{wish.name}".'
            yield _problem(NOT_EDITABLE, thing.name, message)
            return
        elif thing is not None and wish.name != thing.name and self.parent(wish.name) != self.parent(thing.name):
            message = f'The API moves no department: "{thing.name}" cannot become "{wish.name}". Only the last part can change.'
            yield _problem(NOT_EDITABLE, thing.name, message)
            return
        if thing is None or wish.name != thing.name:
            yield from self._faults_of_name(target, targets, things)

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """AddOrganizationNode, UpdateOrganizationNode or DeleteOrganizationNodes."""
        (change,) = changes
        node_id = int(change.subject.id or 0)
        if change.action == "create":
            answer = self._client.write("AddOrganizationNode", self._creation(change, ids))
            return Reply(answer.get("RequestId"), new_id=rows.new_identity(answer, "NodeId", "AddOrganizationNode"))
        if change.action == "delete":
            answer = self._client.write("DeleteOrganizationNodes", {"NodeId": [node_id]})
            return Reply(answer.get("RequestId"))
        body: dict[str, Any] = {"NodeId": node_id}
        if change.action == "rename":
            body["Name"] = _last(change.after["name"])
        else:
            body["Remark"] = change.after["remark"]
        return Reply(self._client.write("UpdateOrganizationNode", body).get("RequestId"))

    def _creation(self, change: Change, ids: Mapping[str, str]) -> dict[str, Any]:
        path, after = change.subject.name, change.after
        body: dict[str, Any] = {"ParentNodeId": int(ids[self.parent(path) or "/"]), "Name": _last(path)}
        if after.get("remark"):
            body["Remark"] = after["remark"]
        if after.get("tags"):
            body["Tags"] = [{"TagKey": key, "TagValue": value} for key, value in sorted(after["tags"].items())]
        return body

    def _faults_of_place(self, wish: Wish, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        path = wish.name or ""
        parent = self.parent(path)
        wanted = {other.wish.name for other in targets if other.wish.state == "present" and other.thing is None}
        known = {*(thing.name for thing in things), *wanted, *self._assumed}
        if parent is not None and parent not in known:
            message = f'The department "{path}" cannot be created: there is no "{parent}". Set create_parents to true, or name it too.'
            yield _problem(UNRESOLVED_NAMES, path, message)
        if path.count("/") > MOST_LEVELS:
            message = f'The department "{path}" lies {path.count("/")} levels deep; at most {MOST_LEVELS} are allowed.'
            yield _problem(INVALID_INPUT, path, message)

    def _faults_of_name(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        path = target.wish.name or ""
        fault = tencent_name_fault("path", _last(path), site=self._site, letters=LETTERS, length=NAME_LENGTH)
        if fault:
            yield _problem(INVALID_INPUT, path, fault)
        there = [thing.name for thing in things if thing is not target.thing]
        wished = [other.wish.name or "" for other in targets if other is not target and _gets_a_name(other)]
        elsewhere = [name for name in (*there, *wished) if _last(name) == _last(path) and name != path]
        if elsewhere:
            verb = "has" if elsewhere[0] in there else "shall get"
            message = f'The department "{path}" cannot have this name: names are unique in the organization, and {elsewhere[0]} {verb} it.'
            yield _problem(INVALID_INPUT, path, message)


def _gets_a_name(target: Target) -> bool:
    return target.wish.state == "present" and (target.thing is None or target.is_renamed)


def _faults_of_deletion(thing: Thing, targets: Sequence[Target]) -> Iterator[Problem]:
    if thing.name == "/":
        yield _problem(NOT_EDITABLE, thing.name, "The root department cannot be deleted.")
    below = [
        target.name
        for target in targets
        if target.thing is None and target.wish.state == "present" and target.name.startswith(thing.name + "/")
    ]
    if below:
        message = f'The department "{thing.name}" cannot be deleted: the same task creates {below[0]} in it.'
        yield _problem(INVALID_INPUT, thing.name, message)


def _faults_of_renamed_above(target: Target, targets: Sequence[Target]) -> Iterator[Problem]:
    """A path means nothing certain while the same task renames a department above."""
    above = [
        other.name
        for other in targets
        if other.thing is not None and other.is_renamed and target.name.startswith(other.name.rstrip("/") + "/")
        if other is not target
    ]
    if above:
        message = f'"{target.name}" stands in "{above[0]}", which the same task renames. Rename that in a task of its own, before this one.'
        yield _problem(INVALID_INPUT, target.name, message)


def clean_field(name: str, value: Any, faults: list[str]) -> Any:
    """A field as it is compared and sent."""
    if name == "path":
        return "/" + str(value).strip("/")
    return {str(key): "" if text is None else str(text) for key, text in value.items()} if name == "tags" else value


def with_parents(options: ObjectOptions, assumed: Iterable[str]) -> ObjectOptions:
    """The options with a wish for each department above, which creates it where it is missing.

    assumed are the paths that an earlier task of the play creates (check mode).
    """
    named = {wish.name for wish in options.wishes}
    made = {path for one in assumed for path in (one, *ancestors(one))}
    above = {
        path
        for wish in options.wishes
        if wish.state == "present" and wish.name and wish.id is None
        for path in ancestors(wish.name)
    }
    implied = [Wish(path, None, "present", {}, implied=True) for path in sorted(above - named - made)]
    return replace(options, wishes=(*implied, *options.wishes))


def ancestors(path: str) -> list[str]:
    """The paths above a path, from the top, without the root."""
    parts = path.strip("/").split("/")
    return ["/" + "/".join(parts[:number]) for number in range(1, len(parts))]


def _thing(row: dict[str, Any], paths: Departments) -> Thing:
    node_id = rows.identity(row, "NodeId", LIST)
    department = paths.get(node_id)
    path = (department.path if department else None) or "/"
    times = {"create_time": rows.text(row, "CreateTime", LIST), "update_time": rows.text(row, "UpdateTime", LIST)}
    fields = {"remark": rows.text(row, "Remark", LIST), "tags": tags_from(row, LIST)}
    return Thing(node_id, path, fields, {**_place(path, rows.text(row, "Name", LIST)), **times})


def _place(path: str, name: str) -> dict[str, Any]:
    return {"name": name, "path": path, "create_time": None, "update_time": None}


def _last(path: str) -> str:
    return path.rsplit("/", 1)[-1]


def _holds(actual: Mapping[str, str], wished: Mapping[str, str]) -> bool:
    """Tags are compared as a subset: those of other people stay."""
    return all(actual.get(key) == value for key, value in wished.items())


def _problem(code: str, name: str, message: str) -> Problem:
    return Problem(code, message, (item(name, "department"),))
