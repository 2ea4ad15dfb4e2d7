# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role configurations of Identity Center as a kind of thing.

API pages: ListRoleConfigurations, CreateRoleConfiguration, UpdateRoleConfiguration, DeleteRoleConfiguration, ListRoleAssignments.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core import rows
from .._core.errors import INVALID_INPUT
from .._core.names import name_fault
from .._core.options import names
from .._core.plan import Change, Problem, Ref, item
from .._core.write import Reply
from .._object.kind import Blocker, Field, Kind, Target, Thing
from .._object.options import Form
from .._object.plan import differing
from .bindings import ASSIGNMENT, LIST_ASSIGNMENTS, account_of, removal, revoke
from .cam import ID_LENGTH, is_policy_id
from .client import TencentClient
from .documents import document_of, plain, same_document
from .role_deployments import DEPLOYED, DEPLOYMENT, RoleDeployments, outdated, with_status
from .role_policies import KINDS as POLICY_KINDS
from .role_policies import RolePolicies, after, as_input, shows
from .tasks import TaskPolls
from .zone import Zone

LIST = "ListRoleConfigurations"
LETTERS = r"A-Za-z0-9\-"
NAME_LENGTH = 128
DESCRIPTION_LENGTH = 1024
SHORTEST_SESSION, LONGEST_SESSION, USUAL_SESSION = 900, 43200, 3600
# Option, and its name in the API.
API_NAMES = {"description": "Description", "session_duration": "SessionDuration", "relay_state": "RelayState"}
# What is part of a deployment; the description stays in the Identity Center.
DEPLOYED_FIELDS = ("session_duration", "relay_state")

FORM = Form(
    word="role configuration",
    plural="role_configurations",
    name_option="name",
    id_option="role_configuration_id",
    fields={
        "description": {"type": "str"},
        "session_duration": {"type": "int"},
        "relay_state": {"type": "str"},
        "policies": {"type": "list", "elements": "str"},
        "custom_policies": {"type": "dict"},
        "provision": {"type": "bool", "default": True},
    },
)


class RoleConfigurationKind(Kind):
    """The role configurations of one zone."""

    word = "role_configuration"
    plural = "role_configurations"
    id_option = "role_configuration_id"
    fields: Mapping[str, Field] = {
        "description": Field(unset=""),
        "session_duration": Field(unset=USUAL_SESSION),
        "relay_state": Field(unset=""),
        "policies": Field(unset=[], apart=True, as_input=as_input),
        "custom_policies": Field(same=same_document, unset={}, apart=True),
    }

    def __init__(self, client: TencentClient, zone: Zone, *, polls: TaskPolls | None = None) -> None:
        self._client = client
        self._zone = zone
        self._polls = polls
        self._policies = RolePolicies(client, zone)
        self._deployments = RoleDeployments(client, zone, polls)

    @property
    def client(self) -> TencentClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All role configurations of the zone, without policies and deployments."""
        return [_thing(row) for row in self._client.pages(LIST, {"ZoneId": self._zone.id})]

    def detailed(self, things: Sequence[Thing]) -> list[Thing]:
        """With their policies and deployments: one request for each, and one listing."""
        policies = self._client.http.map(self._policies.of, things)
        deployments = self._deployments.of(things)
        return [
            replace(
                thing,
                fields={**thing.fields, **fields},
                more={"deployments": deployments[str(thing.id)], **thing.more},
            )
            for thing, fields in zip(things, policies)
            if fields is not None
        ]

    def blank(self, name: str) -> Thing:
        """A role configuration of this name that does not exist yet."""
        fields = {field: rule.unset for field, rule in self.fields.items()}
        return Thing(None, name, fields, {"deployments": [], "create_time": None, "update_time": None})

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """Assignments, deployments and policies, in the order in which they must go."""
        return [*self._assignments(thing), *self._deployments.blockers(thing), *self._policies.blockers(thing)]

    def look_up(self, targets: Sequence[Target]) -> list[Problem]:
        """Find the system policies that are not attached yet."""
        return self._policies.look_up(targets)

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Syntax and limits of what is created or changed."""
        wish, thing = target.wish, target.thing
        if wish.state == "absent" or (thing is None and wish.id is not None):
            return
        if thing is None:
            fault = name_fault(
                "name", wish.name or "", letters=LETTERS, length=NAME_LENGTH, allowed="letters, digits and -"
            )
            if fault:
                yield _problem(wish.called, fault)
        changed = list(wish.fields) if thing is None else differing(wish.fields, thing.fields, self)
        for field, value in wish.fields.items():
            fault = _FAULTS[field](value) if field in changed and field in _FAULTS else ""
            if fault:
                yield _problem(wish.called, f'{field} of "{wish.called}" {fault}')
        yield from self._policies.faults(target)

    def prepare(self, changes: Sequence[Change]) -> list[Problem]:
        """Quotas of configurations and of system policies in one."""
        created = [change.subject.name for change in changes if change.action == "create"]
        return [
            *self._zone.refused_creations(created, self.word, "RoleConfiguration"),
            *self._policies.refused(changes),
        ]

    def more_changes(self, target: Target) -> list[Change]:
        """Changes of policies, and then provisioning where something else is deployed."""
        wish, thing = target.wish, target.thing
        changes = self._policies.changes(target)
        if not wish.fields.get("provision", True):
            return changes
        differs = differing(wish.fields, thing.fields, self) if thing else []
        is_changed = bool(changes) or any(name in DEPLOYED_FIELDS for name in differs)
        return [*changes, *self._deployments.changes(thing, is_changed=is_changed)]

    def after(self, thing: Thing, change: Change) -> Thing:
        """What is deployed is outdated by changes of policies, session and first page."""
        if change.kind == DEPLOYMENT:
            return with_status(thing, change.subject.id, None, DEPLOYED)
        if change.kind in POLICY_KINDS:
            return outdated(replace(thing, fields=after(thing.fields, change)))
        return outdated(thing) if any(name in DEPLOYED_FIELDS for name in change.after) else thing

    def at_once(self, change: Change) -> bool:
        """One account does not wait for another."""
        return change.kind in (ASSIGNMENT, DEPLOYMENT)

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """One request: about the configuration itself, its policies, its deployments or its assignments."""
        (change,) = changes
        if change.kind in POLICY_KINDS:
            return self._policies.send(change)
        if change.kind == DEPLOYMENT:
            return self._deployments.send(change)
        body: dict[str, Any] = {"ZoneId": self._zone.id}
        if change.action == "create":
            return self._create(change, {**body, "RoleConfigurationName": change.subject.name})
        body["RoleConfigurationId"] = change.target.id
        if change.kind == ASSIGNMENT:
            principal = {"PrincipalType": change.before["principal_type"], "PrincipalId": change.subject.id}
            return revoke(self._client, self._polls, {**body, **principal}, change)
        if change.action == "delete":
            return Reply(self._client.write("DeleteRoleConfiguration", body).get("RequestId"))
        body.update({f"New{API_NAMES[name]}": value for name, value in change.after.items()})
        return Reply(self._client.write("UpdateRoleConfiguration", body).get("RequestId"))

    def shows(self, change: Change, thing: Thing | None) -> bool | None:
        """Whether a change of policies, deployments or assignments is there; nothing belongs to what is gone."""
        if change.kind == self.word:
            return None
        if thing is None or thing.id != change.target.id:
            return change.action == "remove"
        if change.kind in POLICY_KINDS:
            return shows(change, thing.fields)
        if change.kind == DEPLOYMENT:
            return self._deployments.shows(change, thing.more["deployments"])
        present = [blocker.change for blocker in self._assignments(thing)]
        return not any(one and (one.subject, one.before) == (change.subject, change.before) for one in present)

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """Provisioning whose task goes on."""
        return self._deployments.under_way(changes)

    def _create(self, change: Change, body: dict[str, Any]) -> Reply:
        body.update({API_NAMES[name]: value for name, value in change.after.items() if name in API_NAMES})
        answer = self._client.write("CreateRoleConfiguration", body)
        info = answer.get("RoleConfigurationInfo")
        row = info if isinstance(info, dict) else {}
        new_id = rows.new_identity(row, "RoleConfigurationId", "CreateRoleConfiguration")
        return Reply(answer.get("RequestId"), new_id=new_id)

    def _assignments(self, thing: Thing) -> list[Blocker]:
        found = []
        body = {"ZoneId": self._zone.id, "RoleConfigurationId": thing.id}
        for row in self._client.pages(LIST_ASSIGNMENTS, body):
            principal_id = rows.identity(row, "PrincipalId", LIST_ASSIGNMENTS)
            principal = Ref(principal_id, rows.text(row, "PrincipalName", LIST_ASSIGNMENTS) or principal_id)
            account = account_of(row, LIST_ASSIGNMENTS)
            before = {"principal_type": rows.name(row, "PrincipalType", LIST_ASSIGNMENTS), **account}
            name = f"{principal.name} in {account['account']}"
            text = f"remove the assignment of {thing.name} to {name}"
            found.append(Blocker("assignments", name, removal(ASSIGNMENT, principal, thing, before, text)))
        return found


def clean_field(name: str, value: Any, faults: list[str]) -> Any:
    """A field as it is compared and sent."""
    if name == "policies":
        references = names(value, name, faults) or ()
        faults.extend(
            f"policies: {one[:40]} is no id of a policy."
            for one in references
            if is_policy_id(one) and not (len(one) <= ID_LENGTH and int(one) > 0)
        )
        # An id has one form only.
        return tuple(one.lstrip("0") if is_policy_id(one) else one for one in references)
    if name == "custom_policies":
        return {one: _document(one, value[one], faults) for one in sorted(value, key=str)}
    return value


def _document(name: Any, value: Any, faults: list[str]) -> Any:
    if not isinstance(name, str) or not name.strip():
        faults.append("custom_policies: a policy has no name.")
    elif isinstance(value, str):
        return document_of(value)
    elif not isinstance(value, dict):
        faults.append(f'custom_policies: "{name[:40]}" needs a document: a dictionary, or its JSON as text.')
    else:
        try:
            return plain(value)
        except (TypeError, ValueError, RecursionError):
            faults.append(f'custom_policies: the document of "{name[:40]}" is nothing that JSON can say.')
    return None


def _fault_of_description(text: str) -> str:
    most = DESCRIPTION_LENGTH
    return f"has {len(text)} characters; at most {most} are allowed." if len(text) > most else ""


def _fault_of_session(seconds: int) -> str:
    if SHORTEST_SESSION <= seconds <= LONGEST_SESSION:
        return ""
    return f"must be from {SHORTEST_SESSION} to {LONGEST_SESSION} seconds, not {seconds}."


def _fault_of_page(url: str) -> str:
    is_url = not url or (url.startswith("https://") and url.isprintable() and " " not in url)
    return "" if is_url else "must be the https URL of a page of the console."


_FAULTS: Mapping[str, Any] = {
    "description": _fault_of_description,
    "session_duration": _fault_of_session,
    "relay_state": _fault_of_page,
}


def _thing(row: dict[str, Any]) -> Thing:
    fields = {
        "description": rows.text(row, "Description", LIST),
        "session_duration": rows.number(row, "SessionDuration", LIST),
        "relay_state": rows.text(row, "RelayState", LIST),
    }
    more = {
        "create_time": rows.text(row, "CreateTime", LIST),
        "update_time": rows.text(row, "UpdateTime", LIST),
    }
    name = rows.name(row, "RoleConfigurationName", LIST)
    return Thing(rows.identity(row, "RoleConfigurationId", LIST), name, fields, more)


def _problem(name: str, message: str) -> Problem:
    return Problem(INVALID_INPUT, message, (item(name, "role_configuration"),))
