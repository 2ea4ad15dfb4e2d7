# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What keeps a user or a group from being deleted, and how it is taken away: assignments, CAM synchronizations, memberships.

API pages: ListRoleAssignments, DeleteRoleAssignment, ListUserSyncProvisionings, DeleteUserSyncProvisioning, RemoveUserFromGroup.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Callable

from .._core import rows
from .._core.errors import OrgkitError
from .._core.plan import Change, Ref
from .._core.write import Reply
from .._object.kind import Blocker, Thing
from .client import TencentClient
from .tasks import GRANTS, SYNCHRONIZATIONS, TaskPolls, end_of, started
from .zone import Zone

ASSIGNMENT, SYNCHRONIZATION, MEMBERSHIP = "assignment", "synchronization", "membership"
LIST_ASSIGNMENTS = "ListRoleAssignments"
LIST_SYNCHRONIZATIONS = "ListUserSyncProvisionings"
_GONE = ("InvalidParameter.GroupNotExist", "ResourceNotFound.UserNotExist")
Memberships = Callable[[Thing], "list[Blocker]"]


class Bindings:
    """What users or groups (principal_type User, Group) are bound to. memberships reads those of one of them."""

    def __init__(
        self, client: TencentClient, zone: Zone, polls: TaskPolls | None, principal_type: str, memberships: Memberships
    ) -> None:
        self._client = client
        self._zone = zone
        self._polls = polls
        self._principal_type = principal_type
        # In the order in which the API wants them to go.
        self._readers: Mapping[str, Memberships] = {
            ASSIGNMENT: self._assignments,
            SYNCHRONIZATION: self._synchronizations,
            MEMBERSHIP: memberships,
        }

    def of(self, thing: Thing) -> list[Blocker]:
        """All of a thing, in the order in which they go. Raises OrgkitError."""
        return [blocker for read in self._readers.values() for blocker in read(thing)]

    def is_gone(self, change: Change, thing: Thing | None) -> bool:
        """Whether a planned removal shows: nothing is bound to what is gone. Raises OrgkitError."""
        if thing is None or thing.id != change.target.id:
            return True
        try:
            present = [blocker.change for blocker in self._readers[change.kind](thing)]
        except OrgkitError as error:
            if error.code not in _GONE:
                raise
            # The list of all that this thing was found in is late.
            return True
        return not any(one and (one.subject, one.before) == (change.subject, change.before) for one in present)

    def remove(self, change: Change) -> Reply:
        """Take one away, and wait for the task that does it. Raises OrgkitError."""
        if change.kind == ASSIGNMENT:
            return self._remove_assignment(change)
        if change.kind == SYNCHRONIZATION:
            return self._remove_synchronization(change)
        ids = (change.subject.id, change.target.id)
        user, group = ids if self._principal_type == "Group" else reversed(ids)
        body = {"ZoneId": self._zone.id, "GroupId": group, "UserId": user}
        return Reply(self._client.write("RemoveUserFromGroup", body).get("RequestId"))

    def _assignments(self, thing: Thing) -> list[Blocker]:
        found = []
        for row in self._client.pages(LIST_ASSIGNMENTS, self._of_principal(thing)):
            configuration = Ref(
                rows.identity(row, "RoleConfigurationId", LIST_ASSIGNMENTS),
                rows.text(row, "RoleConfigurationName", LIST_ASSIGNMENTS),
            )
            target = account_of(row, LIST_ASSIGNMENTS)
            name = f"{configuration.name or configuration.id} in {target['account']}"
            before = {"role_configuration": configuration.name, **target}
            text = f"remove the assignment {name} of {thing.name}"
            change = removal(ASSIGNMENT, Ref(configuration.id, name), thing, before, text)
            found.append(Blocker("assignments", name, change))
        return found

    def _synchronizations(self, thing: Thing) -> list[Blocker]:
        found = []
        for row in self._client.pages(LIST_SYNCHRONIZATIONS, self._of_principal(thing)):
            target = account_of(row, LIST_SYNCHRONIZATIONS)
            deletion = rows.text(row, "DeletionStrategy", LIST_SYNCHRONIZATIONS)
            before = {**target, "deletion_strategy": deletion}
            text = f"remove the CAM synchronization of {thing.name} into {target['account']}"
            subject = Ref(rows.identity(row, "UserProvisioningId", LIST_SYNCHRONIZATIONS), target["account"])
            found.append(
                Blocker(
                    "CAM synchronizations",
                    target["account"],
                    removal(SYNCHRONIZATION, subject, thing, before, text),
                )
            )
        return found

    def _of_principal(self, thing: Thing) -> dict[str, Any]:
        return {"ZoneId": self._zone.id, "PrincipalType": self._principal_type, "PrincipalId": thing.id}

    def _remove_assignment(self, change: Change) -> Reply:
        body = {
            "ZoneId": self._zone.id,
            "RoleConfigurationId": change.subject.id,
            "PrincipalType": self._principal_type,
            "PrincipalId": change.target.id,
        }
        return revoke(self._client, self._polls, body, change)

    def _remove_synchronization(self, change: Change) -> Reply:
        action = "DeleteUserSyncProvisioning"
        answer = self._client.write(action, {"ZoneId": self._zone.id, "UserProvisioningId": change.subject.id})
        # One object, despite the name.
        task = started(answer.get("Tasks"), SYNCHRONIZATIONS, action, change.text)
        return end_of(task, self._polls).reply(answer)


def revoke(client: TencentClient, polls: TaskPolls | None, body: Mapping[str, Any], change: Change) -> Reply:
    """Take the assignment of a change away (DeleteRoleAssignment) and wait for the end of its task. Raises OrgkitError.

    body says whose it is, in which configuration; the change was made with account_of.
    """
    account = {"TargetType": change.before["target_type"], "TargetUin": int(change.before["uin"])}
    answer = client.write("DeleteRoleAssignment", {**body, **account})
    return end_of(started(answer.get("Task"), GRANTS, "DeleteRoleAssignment", change.text), polls).reply(answer)


def membership(of: Thing, other: Ref, user_name: str, group_name: str, kind: str) -> Blocker:
    """A membership of a thing as a blocker; other is the user or group at its other end, kind the word for several."""
    text = f"remove {user_name} from {group_name}"
    return Blocker(kind, other.name, removal(MEMBERSHIP, other, of, "present", text))


def removal(kind: str, subject: Ref, thing: Thing, before: Any, text: str) -> Change:
    """A change that takes something away from a thing."""
    return Change("remove", kind, subject, Ref(thing.id, thing.name), before, None, text)


def account_of(row: Mapping[str, Any], where: str) -> dict[str, Any]:
    """The account that a row is about: its name (else its uin), uin and target_type. Raises bad_response."""
    uin = rows.identity(row, "TargetUin", where)
    account = rows.text(row, "TargetName", where) or uin
    return {"account": account, "uin": uin, "target_type": rows.name(row, "TargetType", where)}
