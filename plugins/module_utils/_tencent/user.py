# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of Identity Center as a kind of thing.

API pages: ListUsers, CreateUser, UpdateUser, UpdateUserStatus, DeleteUser, ListJoinedGroupsForUser.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
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

LIST = "ListUsers"
GROUPS_OF = "ListJoinedGroupsForUser"
LETTERS = r"A-Za-z0-9+=,.@_\-"
NAME_LENGTH = 64
# Text fields: name of the API and the most characters.
TEXTS = {
    "first_name": ("FirstName", 64),
    "last_name": ("LastName", 64),
    "display_name": ("DisplayName", 256),
    "description": ("Description", 1024),
    "email": ("Email", 128),
}
STATUSES = {"enabled": "Enabled", "disabled": "Disabled"}
_STATUS_OF = {value: name for name, value in STATUSES.items()}

FORM = Form(
    word="user",
    plural="users",
    name_option="name",
    id_option="user_id",
    fields={
        **{name: {"type": "str"} for name in TEXTS},
        "status": {"type": "str"},
        "need_reset_password": {"type": "bool"},
    },
)


class UserKind(Kind):
    """The users of one zone. secrets collects initial passwords; with return_password they are kept for the rows instead."""

    word = "user"
    plural = "users"
    id_option = "user_id"
    fields: Mapping[str, Field] = {
        **{name: Field(unset="") for name in TEXTS},
        "status": Field(write="status", unset="enabled"),
        "need_reset_password": Field(creation_only=True, readable=False),
    }

    def __init__(
        self,
        client: TencentClient,
        zone: Zone,
        *,
        polls: TaskPolls | None = None,
        secrets: set[str] | None = None,
        return_password: bool = False,
    ) -> None:
        self._client = client
        self._zone = zone
        self._bindings = Bindings(client, zone, polls, "User", self._memberships)
        self._secrets = set() if secrets is None else secrets
        self._return_password = return_password
        self._passwords: dict[str, str] = {}
        self._synchronized: set[str] = set()

    @property
    def client(self) -> TencentClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All users of the zone."""
        things = [_thing(row) for row in self._client.pages(LIST, {"ZoneId": self._zone.id})]
        self._synchronized = {str(thing.id) for thing in things if thing.more["type"] == SYNCHRONIZED}
        return things

    def blank(self, name: str) -> Thing:
        """A user of this name that does not exist yet."""
        fields = {field: rule.unset for field, rule in self.fields.items() if rule.readable}
        return Thing(None, name, fields, {"type": "Manual", "create_time": None, "update_time": None})

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """Assignments, CAM synchronizations and groups."""
        return self._bindings.of(thing)

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Syntax and lengths of what is created or changed, and e-mail addresses that another user has."""
        wish, thing = target.wish, target.thing
        if wish.state == "absent" or (thing is None and wish.id is not None):
            return
        if thing is None:
            name = wish.name or ""
            fault = name_fault(
                "name", name, letters=LETTERS, length=NAME_LENGTH, allowed="letters, digits and + = , . @ _ -"
            )
            if fault:
                yield _problem(wish.called, fault)
        changed = list(wish.fields) if thing is None else differing(wish.fields, thing.fields, self)
        for field in changed:
            most = TEXTS[field][1] if field in TEXTS else None
            if most is not None and len(wish.fields[field]) > most:
                message = (
                    f'{field} of "{wish.called}" has {len(wish.fields[field])} characters; at most {most} are allowed.'
                )
                yield _problem(wish.called, message)
        if "email" in changed and wish.fields["email"]:
            yield from _faults_of_email(target, targets, things)

    def prepare(self, changes: Sequence[Change]) -> list[Problem]:
        """Quotas for creations, and SCIM for synchronized users."""
        created = [change.subject.name for change in changes if change.action == "create"]
        delivered = [change.target.name for change in changes if change.target.id in self._synchronized]
        return [
            *self._zone.refused_changes(list(dict.fromkeys(delivered)), self.word),
            *self._zone.refused_creations(created, self.word, "User"),
        ]

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """CreateUser, UpdateUser, UpdateUserStatus, DeleteUser, or what takes a blocker away."""
        (change,) = changes
        if change.kind != self.word:
            return self._bindings.remove(change)
        if change.action == "create":
            return self._create(change)
        body: dict[str, Any] = {"ZoneId": self._zone.id, "UserId": change.subject.id}
        if change.action == "delete":
            return Reply(self._client.write("DeleteUser", body).get("RequestId"))
        if "status" in change.after:
            body["NewUserStatus"] = STATUSES[change.after["status"]]
            return Reply(self._client.write("UpdateUserStatus", body).get("RequestId"))
        body.update({f"New{TEXTS[name][0]}": value for name, value in change.after.items()})
        return Reply(self._client.write("UpdateUser", body).get("RequestId"))

    def shows(self, change: Change, thing: Thing | None) -> bool | None:
        """Whether a blocker is gone."""
        return None if change.kind == self.word else self._bindings.is_gone(change, thing)

    def told(self, thing: Thing) -> Thing:
        """With the initial password, when it was asked for and this run created the user."""
        password = self._passwords.get(str(thing.id))
        return thing if password is None else replace(thing, more={**thing.more, "password": password})

    def _create(self, change: Change) -> Reply:
        after = change.after
        body: dict[str, Any] = {"ZoneId": self._zone.id, "UserName": change.subject.name}
        body.update({TEXTS[name][0]: value for name, value in after.items() if name in TEXTS})
        if "status" in after:
            body["UserStatus"] = STATUSES[after["status"]]
        if "need_reset_password" in after:
            body["NeedResetPassword"] = after["need_reset_password"]
        answer = self._client.write("CreateUser", body)
        info = answer.get("UserInfo")
        row = info if isinstance(info, dict) else {}
        password = row.get("Password")
        if password and not self._return_password:
            self._secrets.add(str(password))
        user_id = rows.new_identity(row, "UserId", "CreateUser")
        if password and self._return_password:
            self._passwords[user_id] = str(password)
        return Reply(answer.get("RequestId"), new_id=user_id)

    def _memberships(self, thing: Thing) -> list[Blocker]:
        found = []
        for row in self._client.pages(GROUPS_OF, {"ZoneId": self._zone.id, "UserId": thing.id}):
            group = Ref(rows.identity(row, "GroupId", GROUPS_OF), rows.name(row, "GroupName", GROUPS_OF))
            found.append(membership(thing, group, thing.name, group.name, "groups"))
        return found


def clean_field(name: str, value: Any, faults: list[str]) -> Any:
    """A field as it is compared and sent."""
    if name == "status" and value not in STATUSES:
        faults.append(f"status must be one of {', '.join(STATUSES)}, not {value}.")
    return value


def _faults_of_email(target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
    """An address belongs to one user of the zone, also while a task hands it from one to another."""
    wish, email = target.wish, target.wish.fields["email"].casefold()
    owners = [thing for thing in things if thing is not target.thing and thing.fields["email"].casefold() == email]
    others = [
        other
        for other in targets
        if other is not target and other.wish.state == "present"
        if (other.wish.fields.get("email") or "").casefold() == email
    ]
    names = list(dict.fromkeys([*(thing.name for thing in owners), *(other.name for other in others)]))
    if names:
        message = (
            f'The user "{wish.called}" cannot have the e-mail address {wish.fields["email"]}: it belongs to one user only, '
            f"and {', '.join(names)} has it or shall get it."
        )
        yield _problem(wish.called, message, owners)


def _thing(row: dict[str, Any]) -> Thing:
    fields: dict[str, Any] = {name: rows.text(row, key, LIST) for name, (key, _most) in TEXTS.items()}
    fields["status"] = _STATUS_OF.get(rows.text(row, "UserStatus", LIST))
    more = {
        "type": rows.text(row, "UserType", LIST),
        "create_time": rows.text(row, "CreateTime", LIST),
        "update_time": rows.text(row, "UpdateTime", LIST),
    }
    return Thing(rows.identity(row, "UserId", LIST), rows.name(row, "UserName", LIST), fields, more)


def _problem(name: str, message: str, candidates: Sequence[Thing] = ()) -> Problem:
    return Problem(INVALID_INPUT, message, (item(name, "user", None, candidates),))
