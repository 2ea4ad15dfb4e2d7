# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Groups of Identity Center as a kind of thing.

API pages: ListGroups, CreateGroup, UpdateGroup, DeleteGroup, ListGroupMembers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core import rows
from .._core.errors import INVALID_INPUT
from .._core.names import name_fault
from .._core.plan import Change, Problem, Ref, item
from .._core.write import Reply
from .._object.kind import Blocker, Field, Kind, Target, Thing
from .._object.options import Form
from .._object.plan import differing
from .bindings import Bindings, membership
from .client import TencentClient
from .tasks import TaskPolls
from .zone import SYNCHRONIZED, Zone

LIST = "ListGroups"
MEMBERS = "ListGroupMembers"
LETTERS = r"A-Za-z0-9\-"
NAME_LENGTH = 128
DESCRIPTION_LENGTH = 1024

FORM = Form(
    word="group",
    plural="groups",
    name_option="name",
    id_option="group_id",
    fields={"description": {"type": "str"}},
    can_rename=True,
)


class GroupKind(Kind):
    """The groups of one zone."""

    word = "group"
    plural = "groups"
    id_option = "group_id"
    can_rename = True
    fields: Mapping[str, Field] = {"description": Field(unset="")}

    def __init__(self, client: TencentClient, zone: Zone, *, polls: TaskPolls | None = None) -> None:
        self._client = client
        self._zone = zone
        self._bindings = Bindings(client, zone, polls, "Group", self._memberships)
        self._synchronized: set[str] = set()

    @property
    def client(self) -> TencentClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All groups of the zone."""
        things = [_thing(row) for row in self._client.pages(LIST, {"ZoneId": self._zone.id})]
        self._synchronized = {str(thing.id) for thing in things if thing.more["type"] == SYNCHRONIZED}
        return things

    def blank(self, name: str) -> Thing:
        """A group of this name that does not exist yet."""
        more = {"type": "Manual", "member_count": 0, "create_time": None, "update_time": None}
        return Thing(None, name, {"description": ""}, more)

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """Assignments, CAM synchronizations and members."""
        return self._bindings.of(thing)

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Syntax and lengths of what is created or changed."""
        wish, thing = target.wish, target.thing
        if wish.state == "absent" or (thing is None and wish.id is not None):
            return
        if wish.name is not None and (thing is None or thing.name != wish.name):
            fault = name_fault("name", wish.name, letters=LETTERS, length=NAME_LENGTH, allowed="letters, digits and -")
            if fault:
                yield _problem(wish.called, fault)
        changed = list(wish.fields) if thing is None else differing(wish.fields, thing.fields, self)
        if "description" in changed and len(wish.fields["description"]) > DESCRIPTION_LENGTH:
            length = len(wish.fields["description"])
            message = (
                f'description of "{wish.called}" has {length} characters; at most {DESCRIPTION_LENGTH} are allowed.'
            )
            yield _problem(wish.called, message)

    def prepare(self, changes: Sequence[Change]) -> list[Problem]:
        """Quotas for creations, and SCIM for synchronized groups."""
        created = [change.subject.name for change in changes if change.action == "create"]
        delivered = [change.target.name for change in changes if change.target.id in self._synchronized]
        return [
            *self._zone.refused_changes(list(dict.fromkeys(delivered)), self.word),
            *self._zone.refused_creations(created, self.word, "Group"),
        ]

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """CreateGroup, UpdateGroup, DeleteGroup, or what takes a blocker away."""
        (change,) = changes
        if change.kind != self.word:
            return self._bindings.remove(change)
        body: dict[str, Any] = {"ZoneId": self._zone.id}
        if change.action == "create":
            return self._create(change, {**body, "GroupName": change.subject.name})
        body["GroupId"] = change.subject.id
        if change.action == "delete":
            return Reply(self._client.write("DeleteGroup", body).get("RequestId"))
        if change.action == "rename":
            body["NewGroupName"] = change.after["name"]
        else:
            body["NewDescription"] = change.after["description"]
        return Reply(self._client.write("UpdateGroup", body).get("RequestId"))

    def shows(self, change: Change, thing: Thing | None) -> bool | None:
        """Whether a blocker is gone."""
        return None if change.kind == self.word else self._bindings.is_gone(change, thing)

    def _create(self, change: Change, body: dict[str, Any]) -> Reply:
        if change.after.get("description"):
            body["Description"] = change.after["description"]
        answer = self._client.write("CreateGroup", body)
        info = answer.get("GroupInfo")
        row = info if isinstance(info, dict) else {}
        return Reply(answer.get("RequestId"), new_id=rows.new_identity(row, "GroupId", "CreateGroup"))

    def _memberships(self, thing: Thing) -> list[Blocker]:
        found = []
        for row in self._client.pages(MEMBERS, {"ZoneId": self._zone.id, "GroupId": thing.id}):
            user = Ref(rows.identity(row, "UserId", MEMBERS), rows.name(row, "UserName", MEMBERS))
            found.append(membership(thing, user, user.name, thing.name, "members"))
        return found


def _thing(row: dict[str, Any]) -> Thing:
    more = {
        "type": rows.text(row, "GroupType", LIST),
        "member_count": rows.number(row, "MemberCount", LIST),
        "create_time": rows.text(row, "CreateTime", LIST),
        "update_time": rows.text(row, "UpdateTime", LIST),
    }
    fields = {"description": rows.text(row, "Description", LIST)}
    return Thing(rows.identity(row, "GroupId", LIST), rows.name(row, "GroupName", LIST), fields, more)


def _problem(name: str, message: str) -> Problem:
    return Problem(INVALID_INPUT, message, (item(name, "group"),))
