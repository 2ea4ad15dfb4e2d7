# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The policies of a role configuration: system policies, and custom ones with their documents.

API pages: ListPermissionPoliciesInRoleConfiguration, AddPermissionPolicyToRoleConfiguration,
RemovePermissionPolicyFromRoleConfiguration, UpdateCustomPolicyForRoleConfiguration.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from .._core import rows
from .._core.errors import AMBIGUOUS_NAME, INVALID_INPUT, REFUSED, ApiError
from .._core.names import told_apart
from .._core.options import survives
from .._core.plan import Change, Problem, Ref, item
from .._core.write import Reply
from .._object.kind import Blocker, Target, Thing
from .cam import POLICY, SystemPolicies, is_policy_id
from .client import TencentClient
from .documents import DOCUMENT_LENGTH, document_of, same_document, text_of
from .zone import Zone

LIST = "ListPermissionPoliciesInRoleConfiguration"
ADD = "AddPermissionPolicyToRoleConfiguration"
REMOVE = "RemovePermissionPolicyFromRoleConfiguration"
UPDATE = "UpdateCustomPolicyForRoleConfiguration"
GONE = "InvalidParameter.RoleConfigurationNotExist"
CUSTOM_POLICY = "custom_policy"
KINDS = (POLICY, CUSTOM_POLICY)
SYSTEM, CUSTOM = "System", "Custom"
NAME_LENGTH = 32
PRESENT = "present"


class RolePolicies:
    """Reads, plans and writes the policies of the role configurations of one zone."""

    def __init__(self, client: TencentClient, zone: Zone) -> None:
        self._client = client
        self._zone = zone
        self._catalog = SystemPolicies(client)
        self._system_counts: dict[str, int] = {}
        # How many system policies fit into a configuration; known when some are to be added.
        self._quota: int | None = None

    def of(self, thing: Thing) -> dict[str, Any] | None:
        """The fields policies (rows of id and name) and custom_policies (documents by name) of a configuration.

        None when it is gone by now. Raises OrgkitError.
        """
        system: list[dict[str, str]] = []
        custom: dict[str, Any] = {}
        body = {"ZoneId": self._zone.id, "RoleConfigurationId": thing.id}
        try:
            found = self._client.pages(LIST, body)
        except ApiError as error:
            if error.code != GONE:
                raise
            return None
        for row in found:
            kind, name = rows.name(row, "RolePolicyType", LIST), rows.name(row, "RolePolicyName", LIST)
            if kind == CUSTOM:
                custom[name] = document_of(rows.text(row, "RolePolicyDocument", LIST))
            elif kind == SYSTEM:
                system.append({"id": _number(row), "name": name})
            else:
                raise rows.bad_response(LIST, f"a policy is of the type {kind}")
        # As it was before the task changes anything.
        self._system_counts.setdefault(str(thing.id), len(system))
        return fields_of(system, custom)

    def look_up(self, targets: Sequence[Target]) -> list[Problem]:
        """Ask access management for the wished system policies that are not attached yet. Raises OrgkitError."""
        return self._catalog.look_up(
            reference
            for target in targets
            if target.wish.state == "present" and (target.thing is not None or target.wish.id is None)
            for reference in target.wish.fields.get("policies") or ()
            if not _meant(reference, _attached(target.thing))
        )

    def faults(self, target: Target) -> Iterator[Problem]:
        """Names that mean several policies, and custom policies that the API would not take. Pure."""
        wish, changes = target.wish, self.changes(target)
        for reference in wish.fields.get("policies") or ():
            meant = _meant(reference, _attached(target.thing))
            if len(meant) > 1:
                message = (
                    f'The role configuration "{wish.called}" has several policies that are called "{reference}": '
                    f"{told_apart(meant)}. Use the id, as a number."
                )
                yield Problem(AMBIGUOUS_NAME, message, (item(reference, POLICY, wish.called, meant),))
        faults = [fault for change in changes if change.kind == CUSTOM_POLICY for fault in _faults_of(change)]
        if changes:
            faults.extend(self._faults_of_names(target))
        if faults:
            message = f'The policies of the role configuration "{wish.called}" cannot be as wished: {" ".join(faults)}'
            yield Problem(INVALID_INPUT, message, (item(wish.called, "role_configuration"),))

    def changes(self, target: Target) -> list[Change]:
        """What leads to the wished policies. Pure.

        What is new comes first, so that nothing is lost when the API refuses it, unless a name or the quota needs room.
        """
        wish, thing = target.wish, target.thing
        of = Ref(thing.id, thing.name) if thing else Ref(None, wish.name or "")
        wanted = self._wanted(target)
        gone: list[Change] = []
        new: list[Change] = []
        is_full = False
        if wanted is not None:
            attached = _attached(thing)
            kept = {one.id for one in wanted}
            gone = [_removal(POLICY, one, of, PRESENT) for one in attached if one.id not in kept]
            old = {one.id for one in attached}
            new = [
                Change("add", POLICY, one, of, None, PRESENT, f"add the policy {one.name} to {of.name}")
                for one in wanted
                if one.id not in old
            ]
            is_full = self._quota is not None and len(attached) + len(new) > self._quota
        custom = wish.fields.get("custom_policies")
        present: Mapping[str, Any] = thing.fields["custom_policies"] if thing else {}
        custom = present if custom is None else custom
        gone += [_removal(CUSTOM_POLICY, Ref(None, name), of, present[name]) for name in present if name not in custom]
        updates = []
        for name, document in custom.items():
            one = Ref(None, name)
            if name not in present:
                text = f"add the custom policy {name} to {of.name}"
                new.append(Change("add", CUSTOM_POLICY, one, of, None, document, text))
            elif not same_document(present[name], document):
                text = f"change the custom policy {name} of {of.name}"
                updates.append(Change("update", CUSTOM_POLICY, one, of, present[name], document, text))
        taken = {change.subject.name for change in new}
        room = [change for change in gone if change.subject.name in taken or (is_full and change.kind == POLICY)]
        return [*room, *updates, *new, *(change for change in gone if change not in room)]

    def blockers(self, thing: Thing) -> list[Blocker]:
        """The policies, which must be gone before the configuration can be deleted. Pure."""
        of = Ref(thing.id, thing.name)
        return [
            *(Blocker("policies", one.name, _removal(POLICY, one, of, PRESENT)) for one in _attached(thing)),
            *(
                Blocker("custom policies", name, _removal(CUSTOM_POLICY, Ref(None, name), of, document))
                for name, document in thing.fields["custom_policies"].items()
            ),
        ]

    def refused(self, changes: Sequence[Change]) -> list[Problem]:
        """Why a configuration cannot have as many system policies as planned. Raises OrgkitError."""
        more = Counter({change.target: 0 for change in changes if (change.action, change.kind) == ("add", POLICY)})
        for change in changes:
            if change.kind == POLICY and change.target in more:
                more[change.target] += 1 if change.action == "add" else -1
        counts = {of.name: self._system_counts.get(str(of.id), 0) + number for of, number in more.items()}
        self._quota = self._zone.system_policy_quota() if counts else None
        return (
            []
            if self._quota is None
            else [_too_many(name, counts[name], self._quota) for name in counts if counts[name] > self._quota]
        )

    def send(self, change: Change) -> Reply:
        """Add, remove or change one policy. Raises OrgkitError."""
        body: dict[str, Any] = {"ZoneId": self._zone.id, "RoleConfigurationId": change.target.id}
        policy, is_system = change.subject, change.kind == POLICY
        if change.action == "update":
            body.update(CustomPolicyName=policy.name, NewCustomPolicyDocument=text_of(change.after))
            return Reply(self._client.write(UPDATE, body).get("RequestId"))
        body["RolePolicyType"] = SYSTEM if is_system else CUSTOM
        if change.action == "remove":
            # Names of system policies can be longer than the API takes here.
            body.update({"RolePolicyId": int(str(policy.id))} if is_system else {"RolePolicyName": policy.name})
            return Reply(self._client.write(REMOVE, body).get("RequestId"))
        if is_system:
            body["RolePolicies"] = [{"PolicyId": int(str(policy.id)), "PolicyName": policy.name}]
        else:
            body.update(RolePolicyNames=[policy.name], CustomPolicyDocument=text_of(change.after))
        return Reply(self._client.write(ADD, body).get("RequestId"))

    def _wanted(self, target: Target) -> list[Ref] | None:
        """The wished system policies, each once; None when they are not managed. What means none or several is left out."""
        references = target.wish.fields.get("policies")
        if references is None:
            return None
        wanted: dict[str | None, Ref] = {}
        for reference in references:
            meant = _meant(reference, _attached(target.thing))
            one = self._catalog.get(reference) if not meant else meant[0] if len(meant) == 1 else None
            if one is not None:
                wanted[one.id] = one
        return sorted(wanted.values(), key=lambda one: (one.name, str(one.id)))

    def _faults_of_names(self, target: Target) -> Iterator[str]:
        system = self._wanted(target)
        system = _attached(target.thing) if system is None else system
        custom = target.wish.fields.get("custom_policies")
        if custom is None:
            custom = target.thing.fields["custom_policies"] if target.thing else {}
        for name in sorted({one.name for one in system} & set(custom)):
            yield f'"{name}" would be a system policy and a custom one: choose another name for the custom policy.'


def fields_of(system: Sequence[Mapping[str, str]], custom: Mapping[str, Any]) -> dict[str, Any]:
    """The two fields of policies, in the order of names."""
    return {
        "policies": sorted((dict(row) for row in system), key=lambda row: (row["name"], row["id"])),
        "custom_policies": {name: custom[name] for name in sorted(custom)},
    }


def after(fields: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The fields of a configuration after a change of its policies. Pure."""
    system, custom = list(fields["policies"]), dict(fields["custom_policies"])
    if change.kind == POLICY:
        system = [row for row in system if row["id"] != change.subject.id]
        if change.action == "add":
            system.append({"id": str(change.subject.id), "name": change.subject.name})
    else:
        custom.pop(change.subject.name, None)
        if change.action != "remove":
            custom[change.subject.name] = change.after
    return {**fields, **fields_of(system, custom)}


def shows(change: Change, fields: Mapping[str, Any]) -> bool:
    """Whether the fields of a configuration have a change of its policies. Pure."""
    if change.kind == POLICY:
        is_there = any(row["id"] == change.subject.id for row in fields["policies"])
        return is_there is (change.action == "add")
    custom = fields["custom_policies"]
    if change.action == "remove":
        return change.subject.name not in custom
    return change.subject.name in custom and same_document(custom[change.subject.name], change.after)


def as_input(system: Sequence[Mapping[str, str]]) -> list[str | int]:
    """Rows of system policies as the option takes them: by name, where a name means one policy and survives, else by id. Pure."""
    times = Counter(row["name"] for row in system)
    return [
        row["name"]
        if times[row["name"]] == 1 and survives(row["name"]) and not is_policy_id(row["name"])
        else int(row["id"])
        for row in system
    ]


def _too_many(name: str, count: int, quota: int) -> Problem:
    message = f'The role configuration "{name}" cannot have {count} system policies: the quota of the Identity Center is {quota}.'
    return Problem(REFUSED, message, (item(name, "role_configuration"),))


def _number(row: Mapping[str, Any]) -> str:
    number = rows.number(row, "RolePolicyId", LIST)
    if number is None or number <= 0:
        raise rows.bad_response(LIST, "a system policy has no RolePolicyId")
    return str(number)


def _attached(thing: Thing | None) -> list[Ref]:
    return [Ref(row["id"], row["name"]) for row in thing.fields["policies"]] if thing else []


def _meant(reference: str, attached: Sequence[Ref]) -> list[Ref]:
    return [one for one in attached if reference == (one.id if is_policy_id(reference) else one.name)]


def _removal(kind: str, policy: Ref, of: Ref, before: Any) -> Change:
    called = "policy" if kind == POLICY else "custom policy"
    return Change("remove", kind, policy, of, before, None, f"remove the {called} {policy.name} from {of.name}")


def _faults_of(change: Change) -> Iterator[str]:
    """What the API would not take of a custom policy that is added or changed."""
    name = change.subject.name
    if change.action == "remove":
        return
    if change.action == "add" and not survives(name):
        yield f"{name[:40]!r} cannot be the name of a custom policy."
    elif change.action == "add" and len(name) > NAME_LENGTH:
        yield f'the name "{name[:40]}" of a custom policy has {len(name)} characters; at most {NAME_LENGTH} are allowed.'
    if not isinstance(change.after, dict):
        yield f'the document of "{name[:40]}" is no JSON object, with each key once.'
    elif len(text_of(change.after)) > DOCUMENT_LENGTH:
        length = len(text_of(change.after))
        yield f'the document of "{name[:40]}" has {length} characters; at most {DOCUMENT_LENGTH} are allowed.'
