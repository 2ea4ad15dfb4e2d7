# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Custom groups of the Cloud Services Platform as a kind of thing, with the roles that they give.

API pages: GET, POST and DELETE /orgs/{orgId}/groups, PATCH /orgs/{orgId}/groups/{groupId} and .../roles,
GET /orgs/{orgId}/groups/{groupId}/users.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Callable

from .._core import options, rows
from .._core.errors import NOT_EDITABLE
from .._core.plan import Change, Problem, item
from .._core.write import Reply
from .._object.kind import Blocker, Field, Kind, Target, Thing
from .._object.options import Form
from .._object.plan import differing
from .client import CspClient
from .partial import failures_of
from .person import person, person_id

LIST = "list_groups"
MEMBERS = "list_group_users"
ROLES = "get_group_roles"
CUSTOM = "USER_GROUP"
SHARED = "SHARED_GROUP"
_REASONS = {
    "AD_GROUP": "it is an enterprise group, which comes from the identity provider",
    SHARED: "it is shared by another organization and can be changed there only",
    "DOMAIN_GROUP": "it is a domain group, which follows from a mail domain",
}
ROLE_FIELDS = ("organization_roles", "service_roles")

FORM = Form(
    word="group",
    plural="groups",
    name_option="name",
    id_option="group_id",
    fields={
        "description": {"type": "str"},
        "organization_roles": {"type": "list", "elements": "str"},
        "service_roles": {
            "type": "list",
            "elements": "dict",
            "options": {"service": {"type": "str"}, "roles": {"type": "list", "elements": "str"}},
        },
    },
    can_rename=True,
)


class GroupKind(Kind):
    """The groups of one organization. notify: whether the service mails the members."""

    word = "group"
    plural = "groups"
    id_option = "group_id"
    can_rename = True

    def __init__(self, client: CspClient, *, notify: bool = False) -> None:
        self._client = client
        self._notify = notify
        # A change of the name or of the description sends both, so both are known as they are.
        self._texts: dict[str, tuple[str, str]] = {}
        self.fields: Mapping[str, Field] = {
            "description": Field(unset=""),
            "organization_roles": Field(write="roles", unset=[], at_creation=False),
            "service_roles": Field(write="roles", unset=[], at_creation=False),
        }

    @property
    def client(self) -> CspClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All groups, enterprise and shared ones too."""
        things = [self._thing(row) for row in self._client.pages(LIST, lambda row: row.get("id"))]
        for thing in things:
            # A later listing may still show what was before a change.
            self._texts.setdefault(str(thing.id), (thing.name, thing.fields["description"]))
        return things

    def detailed(self, things: Sequence[Thing]) -> list[Thing]:
        """The same groups with their roles, where the listing left them out."""
        return self._client.http.map(self._with_roles, things)

    def blank(self, name: str) -> Thing:
        """A custom group of this name that does not exist yet."""
        fields = {"description": "", "organization_roles": [], "service_roles": []}
        return Thing(None, name, fields, {"type": CUSTOM, "users_count": 0})

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """The members, those of nested groups too: the deletion takes their access away."""
        if _reason(thing):
            return []
        members = self._client.pages(MEMBERS, person_id, group=str(thing.id))
        return [Blocker("members", person(row, MEMBERS).name, goes_along=True) for row in members]

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Groups that are not custom groups of this organization."""
        wish, thing = target.wish, target.thing
        reason = _reason(thing) if thing is not None else ""
        if thing is None or not reason:
            return
        differs = differing(wish.fields, thing.fields, self) or wish.name not in (None, thing.name)
        if wish.state == "absent" or differs:
            verb = "deleted" if wish.state == "absent" else "changed"
            message = f'The group "{thing.name}" cannot be {verb}: {reason}.'
            yield Problem(NOT_EDITABLE, message, (item(thing.name, self.word, None, [thing]),))

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """One request: create, update, change roles, or delete."""
        (change,) = changes
        if change.action == "create":
            body = {"name": change.subject.name, "description": change.after.get("description", "")}
            group_id = rows.new_identity(self._client.write("create_group", body), "id", "create_group")
            self._texts[group_id] = (body["name"], body["description"])
            return Reply(new_id=group_id)
        group_id = str(change.subject.id)
        if change.action == "delete":
            body = {"ids": [group_id], "notifyUsersInGroups": self._notify}
            answer = self._client.write("delete_groups", body)
            return Reply(failures=failures_of(answer, [group_id], "Check what the console says of this group."))
        if any(name in change.after for name in ROLE_FIELDS):
            self._client.write("update_group_roles", self._roles_body(change), group=group_id)
            return Reply()
        name, description = self._texts.get(group_id, (change.subject.name, ""))
        name, description = change.after.get("name", name), change.after.get("description", description)
        # Noted first: when the answer gets lost, what follows is sent only after a look has shown this.
        self._texts[group_id] = (name, description)
        self._client.write("update_group", {"name": name, "description": description}, group=group_id)
        return Reply()

    def _roles_body(self, change: Change) -> dict[str, Any]:
        """What to add and what to remove, so that roles that somebody else gave in between are left alone."""
        body: dict[str, Any] = {"notifyUsersInGroups": self._notify}
        before, after = change.before, change.after
        if "organization_roles" in after:
            body["organizationRoles"] = _difference(before["organization_roles"], after["organization_roles"])
        if "service_roles" in after:
            old, new = (_by_service(side["service_roles"]) for side in (before, after))
            body["serviceRoles"] = [
                {"serviceDefinitionId": service, **_difference(old.get(service, []), new.get(service, []))}
                for service in sorted({*old, *new})
                if old.get(service) != new.get(service)
            ]
        return body

    def _thing(self, row: dict[str, Any]) -> Thing:
        group_id, owner = rows.identity(row, "id", LIST), rows.text(row, "ownerOrgId", LIST)
        foreign = bool(owner) and owner.casefold() != self._client.org_id.casefold()
        fields = {"description": rows.text(row, "description", LIST), **_roles_of(row, LIST)}
        more = {
            "type": SHARED if foreign else rows.text(row, "groupType", LIST) or CUSTOM,
            "users_count": rows.number(row, "usersCount", LIST),
        }
        return Thing(group_id, rows.text(row, "displayName", LIST) or group_id, fields, more)

    def _with_roles(self, thing: Thing) -> Thing:
        if all(thing.fields[name] is not None for name in ROLE_FIELDS):
            return thing
        answer = self._client.read(ROLES, group=str(thing.id))
        known = {name: value if value is not None else [] for name, value in _roles_of(answer, ROLES).items()}
        return replace(thing, fields={**thing.fields, **known})


def clean_field(name: str, value: Any, faults: list[str]) -> Any:
    """A field as it is compared and sent."""
    if name == "name" and "@" in value:
        faults.append(f'name: "{value}" has an @, which the names of groups cannot have.')
    if name == "organization_roles":
        return sorted(options.names(value, name, faults) or ())
    return _services(value, faults) if name == "service_roles" else value


def is_valid_name(name: str) -> bool:
    """Whether the API takes the name for a custom group."""
    return "@" not in name


def _services(entries: Sequence[Any], faults: list[str]) -> list[dict[str, Any]]:
    found: dict[str, list[str]] = {}
    for number, entry in enumerate(entries):
        where = f"service_roles[{number}]"
        service = options.text_option(entry or {}, "service")
        roles = options.names((entry or {}).get("roles"), f"{where}.roles", faults)
        if service is None:
            faults.append(f"{where}: service is missing.")
        elif roles is None:
            faults.append(f"{where}: roles is missing; [] means none.")
        elif service in found:
            faults.append(f"{where}: the service {service} is named twice. Make it one entry.")
        else:
            found[service] = sorted(roles)
    return _service_rows(found)


def _service_rows(roles: Mapping[str, Sequence[str]]) -> list[dict[str, Any]]:
    return [{"service": service, "roles": sorted(roles[service])} for service in sorted(roles) if roles[service]]


def _by_service(entries: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
    return {entry["service"]: entry["roles"] for entry in entries}


def _difference(before: Sequence[str], after: Sequence[str]) -> dict[str, list[str]]:
    return {
        "roleNamesToAdd": sorted(set(after) - set(before)),
        "roleNamesToRemove": sorted(set(before) - set(after)),
    }


def _roles_of(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The two role fields of a row; None for a list that the answer leaves out."""
    organization, services = row.get("organizationRoles"), row.get("serviceRoles")
    names: list[str] | None = None
    by_service: dict[str, set[str]] | None = None
    if organization is not None:
        names = sorted({rows.name(role, "name", where) for role in rows.list_of(row, "organizationRoles", where)})
    if services is not None:
        by_service = {}
        for entry in rows.list_of(row, "serviceRoles", where):
            held = by_service.setdefault(rows.identity(entry, "serviceDefinitionId", where), set())
            held.update(service_role_names(entry, where))
    return {
        "organization_roles": names,
        "service_roles": None
        if by_service is None
        else _service_rows({key: list(by_service[key]) for key in by_service}),
    }


def service_role_names(
    entry: Mapping[str, Any], where: str, counts: Callable[[Mapping[str, Any]], bool] = lambda role: True
) -> set[str]:
    """The names of the roles of one service: of its rows that count, else of the bare list of names. Raises bad_response."""
    listed = rows.list_in(entry, "serviceRoles", where)
    names = entry.get("serviceRoleNames")
    if not listed and isinstance(names, list) and all(isinstance(name, str) for name in names):
        return set(names)
    if not listed and entry.get("serviceRoles") is None:
        raise rows.bad_response(where, "a row of serviceRoles does not tell its roles")
    return {rows.name(role, "name", where) for role in listed if counts(role)}


def _reason(thing: Thing) -> str:
    """Why a group cannot be changed here, or an empty text."""
    group_type = thing.more["type"]
    return "" if group_type == CUSTOM else _REASONS.get(group_type, f"it is a group of the type {group_type}")
