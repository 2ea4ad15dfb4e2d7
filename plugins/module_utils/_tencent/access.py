# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Who has access in an organization of Tencent Cloud, as rows of a snapshot.

API pages: DescribeOrganization, DescribeOrganizationMembers, DescribeOrganizationNodes, ListUsers, ListGroups, ListRoleConfigurations,
ListPermissionPoliciesInRoleConfiguration, ListRoleConfigurationProvisionings, ListRoleAssignments, ListUserSyncProvisionings;
memberships: all_memberships.py.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Callable

from .._access import kinds
from .._access.record import Record
from .._core import rows
from .._core.plan import Ref
from .all_memberships import AllMemberships, Joined
from .client import TencentClient
from .departments import LIST as NODES
from .departments import Departments, NodeRow
from .member.account import LIST as MEMBERS
from .member.account import PERMISSION_NAMES, WAITS_FOR_CONSENT, Member, member_from
from .zone import SYNCHRONIZED, Zone

KINDS = kinds.OF_CLOUD["tencent"]
USERS, GROUPS = "ListUsers", "ListGroups"
CONFIGURATIONS = "ListRoleConfigurations"
POLICIES = "ListPermissionPoliciesInRoleConfiguration"
DEPLOYMENTS = "ListRoleConfigurationProvisionings"
ASSIGNMENTS = "ListRoleAssignments"
SYNCHRONIZATIONS = "ListUserSyncProvisionings"
ORGANIZATION = "DescribeOrganization"
NOT_DEPLOYED = "DeployedRequired"
MOVED = "its members changed while they were read: some that were told by user are not in the group."
Row = dict[str, Any]
# A management account of which nothing else is known.
_NO_ACCOUNT: Row = {
    "row": "account",
    "department": None,
    "path": None,
    "permissions": [],
    "pending": False,
    "management": True,
    "remark": None,
    "tags": {},
}


class TencentReader:
    """Reads the organization of a client, and one zone of its Identity Center."""

    def __init__(self, client: TencentClient, zone_id: str | None) -> None:
        self.client = client
        self._zone = Zone(client, zone_id)
        self._scope = zone_id or ""

    def identify(self) -> dict[str, str | None] | None:
        """As Reader says; a key does not tell whose it is."""
        self.client.organization()
        return None

    def scope(self) -> str:
        """As Reader says: the zone, where the task names one of several."""
        return self._scope

    def read(self, record: Record) -> None:
        """As Reader says."""
        if record.wants("account", "department"):
            self._organization(record)
        if not record.wants(*KINDS[2:]):
            return
        users: list[Row] = []
        if record.wants("user", "membership"):
            users = self._all("user", USERS, self._user, record)
        if record.wants("group", "membership"):
            groups = self._all("group", GROUPS, self._group, record, also=("membership",))
            if record.wants("membership") and groups:
                memberships = AllMemberships(self.client, self._zone.id, self._counts, _member)
                memberships.read([Ref(row["id"], row["name"]) for row in users], groups, _Memberships(record))
        self._grants(record)

    def _organization(self, record: Record) -> None:
        listed = record.attempt("department", None, lambda: self.client.pages(NODES), also=("account",))
        if listed is None:
            return
        departments = Departments(listed)
        by_id = {node.id: node for node in departments.rows}
        for node in departments.rows:
            record.add(_department(node, by_id))
        if record.wants("account"):
            record.attempt("account", None, lambda: self._accounts(departments, record))

    def _accounts(self, departments: Departments, record: Record) -> None:
        host = rows.identity(self.client.organization(), "HostUin", ORGANIZATION)
        members = [member_from(listed) for listed in self.client.pages(MEMBERS)]
        for member in members:
            record.add(_account(member, departments, host))
        if host not in {member.id for member in members}:
            # Not every organization lists its management account.
            record.add({**_NO_ACCOUNT, "id": host, "name": host})

    def _grants(self, record: Record) -> None:
        configurations: list[Row] = []
        if record.wants("role_configuration", "policy"):
            configurations = self._all("role_configuration", CONFIGURATIONS, _configuration, record, also=("policy",))
        if record.wants("policy"):
            self.client.http.map(lambda configuration: self._policies(configuration, record), configurations)
        for kind, action, made in (
            ("deployment", DEPLOYMENTS, _deployment),
            ("assignment", ASSIGNMENTS, _assignment),
            ("synchronization", SYNCHRONIZATIONS, _synchronization),
        ):
            if record.wants(kind):
                self._all(kind, action, made, record)

    def _all(
        self, kind: str, action: str, made: Callable[[Row], Row], record: Record, *, also: tuple[str, ...] = ()
    ) -> list[Row]:
        """Record all rows of a list of the zone, and give them; none when they may not be seen."""

        def read() -> list[Row]:
            return [made(listed) for listed in self.client.pages(action, {"ZoneId": self._zone.id})]

        found: list[Row] = record.attempt(kind, None, read, also=also) or []
        for row in found:
            record.add(row)
        return found

    def _counts(self) -> dict[str, int | None]:
        """How many members each group has now, by its id."""
        listed = self.client.pages(GROUPS, {"ZoneId": self._zone.id})
        return {row["id"]: row["members_count"] for row in map(self._group, listed)}

    def _policies(self, configuration: Row, record: Record) -> None:
        subject = kinds.ref(configuration)
        body = {"ZoneId": self._zone.id, "RoleConfigurationId": configuration["id"]}
        for listed in record.attempt("policy", subject, lambda: self.client.pages(POLICIES, body)) or ():
            record.add(_policy(listed, subject))

    def _user(self, listed: Row) -> Row:
        return {
            "row": "user",
            "id": rows.identity(listed, "UserId", USERS),
            "name": rows.name(listed, "UserName", USERS),
            "email": rows.text(listed, "Email", USERS) or None,
            "display_name": rows.text(listed, "DisplayName", USERS) or None,
            "aliases": [],
            "type": rows.text(listed, "UserType", USERS) or None,
            "enabled": rows.text(listed, "UserStatus", USERS) != "Disabled",
        }

    def _group(self, listed: Row) -> Row:
        group_type = rows.text(listed, "GroupType", GROUPS)
        return {
            "row": "group",
            "id": rows.identity(listed, "GroupId", GROUPS),
            "name": rows.name(listed, "GroupName", GROUPS),
            "type": group_type or None,
            "description": rows.text(listed, "Description", GROUPS) or None,
            "editable": group_type != SYNCHRONIZED or not self._zone.is_synchronized(),
            "members_count": rows.number(listed, "MemberCount", GROUPS),
        }


class _Memberships:
    """Puts memberships into a record."""

    def __init__(self, record: Record) -> None:
        self._record = record

    def attempt(self, subject: Mapping[str, Any], read: Callable[[], Any]) -> Any:
        """As Sink says."""
        return self._record.attempt("membership", subject, read)

    def add(self, user: Ref, group: Mapping[str, Any], joined: str | None) -> None:
        """As Sink says."""
        self._record.add(kinds.membership(user._asdict(), group, joined=joined))

    def correct(self, group: Mapping[str, Any], missing: Sequence[Joined], surplus: frozenset[str]) -> None:
        """As Sink says; what was recorded stays recorded."""
        for user, joined in missing:
            self.add(user, group, joined)
        if surplus:
            self.miss(group, MOVED)

    def miss(self, group: Mapping[str, Any], reason: str) -> None:
        """As Sink says."""
        self._record.miss("membership", group, reason)


def _member(row: Row, where: str) -> Ref:
    return Ref(rows.identity(row, "UserId", where), rows.name(row, "UserName", where))


def _department(node: NodeRow, by_id: Mapping[str, NodeRow]) -> Row:
    parent = by_id.get(node.parent_id)
    return {
        "row": "department",
        "id": node.id,
        "name": node.name,
        "path": node.path or "",
        "parent": {"id": parent.id, "name": parent.name} if parent else None,
        "remark": node.remark or None,
        "tags": dict(node.tags),
    }


def _account(member: Member, departments: Departments, host: str) -> Row:
    department = departments.get(member.node_id)
    return {
        "row": "account",
        "id": member.id,
        "name": member.name,
        "department": {"id": member.node_id, "name": department.name if department else member.node_name},
        "path": department.path if department else None,
        "permissions": [
            {"id": str(number), "name": PERMISSION_NAMES.get(number, str(number))}
            for number in sorted(member.permissions)
        ],
        "pending": member.permission_status == WAITS_FOR_CONSENT,
        "management": member.id == host,
        "remark": member.remark or None,
        "tags": dict(member.tags),
    }


def _configuration(listed: Row) -> Row:
    return {
        "row": "role_configuration",
        "id": rows.identity(listed, "RoleConfigurationId", CONFIGURATIONS),
        "name": rows.name(listed, "RoleConfigurationName", CONFIGURATIONS),
        "description": rows.text(listed, "Description", CONFIGURATIONS) or None,
        "session_duration": rows.number(listed, "SessionDuration", CONFIGURATIONS),
        "relay_state": rows.text(listed, "RelayState", CONFIGURATIONS) or None,
    }


def _policy(listed: Row, configuration: Mapping[str, Any]) -> Row:
    name = rows.name(listed, "RolePolicyName", POLICIES)
    is_system = rows.text(listed, "RolePolicyType", POLICIES) == "System"
    number = rows.text(listed, "RolePolicyId", POLICIES)
    return {
        "row": "policy",
        "id": f"{configuration['id']}/{number if is_system and number else 'custom/' + name}",
        "name": name,
        "role_configuration": dict(configuration),
        "type": "system" if is_system else "custom",
        "document": rows.text(listed, "RolePolicyDocument", POLICIES) or None,
    }


def _deployment(listed: Row) -> Row:
    configuration, account = _configuration_ref(listed, DEPLOYMENTS), _account_ref(listed, DEPLOYMENTS)
    status = rows.text(listed, "DeploymentStatus", DEPLOYMENTS)
    return {
        "row": "deployment",
        "id": f"{configuration['id']}/{account['id']}",
        "name": f"{configuration['name']} in {account['name']}",
        "role_configuration": configuration,
        "account": account,
        "status": status,
        "pending": status == NOT_DEPLOYED,
    }


def _assignment(listed: Row) -> Row:
    principal, principal_type = _principal(listed, ASSIGNMENTS)
    return kinds.assignment(
        principal, principal_type, _configuration_ref(listed, ASSIGNMENTS), _account_ref(listed, ASSIGNMENTS)
    )


def _synchronization(listed: Row) -> Row:
    principal, principal_type = _principal(listed, SYNCHRONIZATIONS)
    account = _account_ref(listed, SYNCHRONIZATIONS)
    return {
        "row": "synchronization",
        "id": rows.identity(listed, "UserProvisioningId", SYNCHRONIZATIONS),
        "name": f"{principal['name']} in {account['name']}",
        "principal": principal,
        "principal_type": principal_type,
        "account": account,
        "status": rows.text(listed, "Status", SYNCHRONIZATIONS) or None,
    }


def _configuration_ref(listed: Row, where: str) -> dict[str, str]:
    number = rows.identity(listed, "RoleConfigurationId", where)
    return {"id": number, "name": rows.text(listed, "RoleConfigurationName", where) or number}


def _account_ref(listed: Row, where: str) -> dict[str, str]:
    uin = rows.identity(listed, "TargetUin", where)
    return {"id": uin, "name": rows.text(listed, "TargetName", where) or uin}


def _principal(listed: Row, where: str) -> tuple[dict[str, str], str]:
    number = rows.identity(listed, "PrincipalId", where)
    principal = {"id": number, "name": rows.text(listed, "PrincipalName", where) or number}
    return principal, rows.name(listed, "PrincipalType", where).casefold()
