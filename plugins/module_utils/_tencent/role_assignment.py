# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role assignments of Identity Center as a directory: the pair of role configuration and account is the group, users and
groups are its members.

API pages: ListRoleAssignments, ListRoleConfigurations, DescribeOrganizationMembers, DescribeOrganization,
CreateRoleAssignment, DeleteRoleAssignment.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .._core import rows
from .._core.errors import BAD_RESPONSE, ApiError, OrgkitError
from .._core.plan import PENDING, UNKNOWN, Change, Ref
from .._core.write import Reply
from .._membership.directory import Directory, Located
from .._membership.form import Form
from .._membership.options import MembershipOptions
from .._membership.plan import GROUP, USER, Group, User
from .assignment_tasks import CREATE, DELETE, AssignmentTasks, key_of, key_of_change, uin_of
from .client import TencentClient
from .identity_center import IdentityCenter
from .pairs import Naming, ids_of, located
from .tasks import TaskPolls

LIST = "ListRoleAssignments"
LIST_CONFIGURATIONS = "ListRoleConfigurations"
LIST_ACCOUNTS = "DescribeOrganizationMembers"
DESCRIBE_ORGANIZATION = "DescribeOrganization"
MANAGER, MEMBER = "ManagerUin", "MemberUin"
PRINCIPAL_TYPES = {USER: "User", GROUP: "Group"}
DEPROVISION = "DeprovisionForLastRoleAssignmentOnAccount"
ASSIGNMENTS = Form(
    group="role_configuration",
    among="accounts",
    kinds=(USER, GROUP),
    entries="assignments",
    everywhere="all_assignments",
    assumable=("users", "groups", "role_configurations", "accounts"),
    can_return_members=False,
    has_invitations=False,
    membership="assignment",
    counted="assignments",
    one_group="pair of role configuration and account",
    many_groups="pairs of role configuration and account",
    summary="pairs",
    standing="{kind}",
    no_group="have no such assignment",
    of_no_group="have none of the assignments",
    diff="role assignments",
    elsewhere="End these assignments where they come from.",
)


class Assignment:
    """A row of ListRoleAssignments. Raises bad_response for one that cannot be right."""

    def __init__(self, row: dict[str, Any]) -> None:
        self.key = key_of(row, LIST)
        configuration_id, uin = ids_of(self.key.pair)
        self.configuration = Ref(configuration_id, rows.text(row, "RoleConfigurationName", LIST) or configuration_id)
        self.account = Ref(uin, rows.text(row, "TargetName", LIST) or uin)
        kind = rows.name(row, "PrincipalType", LIST).casefold()
        if kind not in PRINCIPAL_TYPES:
            raise rows.bad_response(LIST, "a row is neither about a user nor about a group")
        name = rows.text(row, "PrincipalName", LIST) or self.key.principal
        self.member = User(self.key.principal, name, kind=kind)
        self.create_time = rows.text(row, "CreateTime", LIST)
        self.update_time = rows.text(row, "UpdateTime", LIST)
        self._target_type = rows.text(row, "TargetType", LIST)

    @property
    def target_type(self) -> str:
        """How a request calls the kind of the account: the documentation has several spellings of the two. Empty: not told."""
        if not self._target_type:
            return ""
        return MANAGER if self._target_type.startswith("Manager") else MEMBER


class RoleAssignments(Directory):
    """The role assignments of one Identity Center space (zone). polls may be None where nothing is written."""

    client: TencentClient
    batch_size = 50

    def __init__(self, center: IdentityCenter, polls: TaskPolls | None = None, *, deprovision: bool = False) -> None:
        self.client = center.client
        self.center = center
        self._tasks = AssignmentTasks(center, polls) if polls else None
        self._deprovision = deprovision
        self._target_types: dict[str, str] = {}
        self._members: dict[str, list[User]] = {}

    def read(self) -> list[Assignment]:
        """All assignments as they are now (ListRoleAssignments); members() tells them from then on."""
        listed = self.client.pages(LIST, {"ZoneId": self.center.zone_id})
        present = [Assignment(row) for row in listed]
        self._members = {}
        for one in present:
            self._members.setdefault(one.key.pair, []).append(one.member)
            self._target_types[one.key.pair] = one.target_type
        return present

    def configurations(self) -> list[Ref]:
        """All role configurations (ListRoleConfigurations)."""
        where = LIST_CONFIGURATIONS
        return [
            Ref(rows.identity(row, "RoleConfigurationId", where), rows.name(row, "RoleConfigurationName", where))
            for row in self.client.pages(where, {"ZoneId": self.center.zone_id})
        ]

    def accounts(self) -> list[Ref]:
        """All accounts that are listed as members of the organization (DescribeOrganizationMembers)."""
        found = []
        for row in self.client.pages(LIST_ACCOUNTS):
            uin = uin_of(row, "MemberUin", LIST_ACCOUNTS)
            found.append(Ref(uin, rows.given_text(row, "Name", LIST_ACCOUNTS) or uin))
        return found

    def manager(self) -> Ref:
        """The management account (DescribeOrganization, read once)."""
        found = self.client.organization()
        uin = uin_of(found, "HostUin", DESCRIBE_ORGANIZATION)
        return Ref(uin, rows.text(found, "NickName", DESCRIBE_ORGANIZATION) or uin)

    def read_all(self) -> tuple[list[Assignment], list[Ref], list[Ref]]:
        """The assignments, and all role configurations and accounts, those that only an assignment tells too."""
        present = self.read()
        return (
            present,
            [*(one.configuration for one in present), *self.configurations()],
            [*(one.account for one in present), *self.accounts()],
        )

    def locate(self, options: MembershipOptions) -> Located:
        """The pairs that the wishes of a task mean."""
        present, configurations, accounts = self.read_all()
        found = located(options, configurations, accounts, self.manager)
        found.groups = _pairs(present)
        return found

    def groups(self) -> list[Group]:
        """The pairs that have an assignment."""
        return _pairs(self.read())

    def members(self, group: Group) -> list[User]:
        """The users and groups that were assigned when the assignments were read."""
        return self._members.get(str(group.id), [])

    def members_of(self, groups: Sequence[Group]) -> list[list[User]]:
        """The same for several pairs."""
        return [self.members(group) for group in groups]

    def members_now(self, groups: Sequence[Group]) -> list[list[User]]:
        """The same after reading all assignments again."""
        self.read()
        return self.members_of(groups)

    def listed_members(self) -> Mapping[str, Sequence[User]]:
        """All that were assigned: the assignments tell a name also of somebody whom ListUsers does not show."""
        return self._members

    def users(self) -> Iterable[User]:
        """All users (ListUsers)."""
        return self.center.users()

    def everybody(self, kind: str) -> Iterable[User]:
        """All users (ListUsers) or all groups (ListGroups)."""
        if kind == USER:
            return self.users()
        return [User(group.id, group.name, type=group.type, kind=GROUP) for group in self.center.groups()]

    def groups_of(self, user: User) -> list[str]:
        """The pairs that a user had an assignment of its own for when the assignments were read."""
        return [pair for pair, members in self._members.items() if any(one.id == user.id for one in members)]

    def prepare(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Read which account is the management account, when something is to be assigned: the API wants to know."""
        if any(action == "add" for action, _pair, _member in touched):
            self.manager()

    def together(self, change: Change) -> tuple[str, ...]:
        """All additions go together, every removal alone."""
        return ("add",) if change.action == "add" else ("remove", *key_of_change(change))

    def splits(self, error: OrgkitError) -> bool:
        """Every refusal that one entry can be the reason for."""
        return isinstance(error, ApiError) and _is_refusal(error)

    def acknowledged(self, change: Change) -> str:
        """What is accepted is done when its task is over."""
        return PENDING

    def write(self, action: str, changes: Sequence[Change]) -> Reply:
        """Start the tasks that make up to 50 assignments (CreateRoleAssignment), or the one that ends one (DeleteRoleAssignment)."""
        try:
            answer = self._create(changes) if action == "add" else self._delete(*changes)
        except ApiError as error:
            raise _of_batch(error, len(changes)) from None
        failures: dict[int, OrgkitError] = {}
        tasks = _tasks_in(answer)
        for number, change in enumerate(changes):
            try:
                self._started().begin(change, tasks.get(key_of_change(change)))
            except OrgkitError as error:
                failures[number] = error
        return Reply(answer.get("RequestId"), failures=failures)

    def started(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Those that an earlier run has started, or whose answer was lost (ListTasks)."""
        return self._started().find(changes)

    def wait(self, changes: Sequence[Change]) -> dict[Change, OrgkitError | None]:
        """How the tasks of the changes ended (GetTaskStatus)."""
        return self._started().wait(changes)

    def pending(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Those whose task is not over; what became of a lost answer is looked up (ListTasks)."""
        tasks = self._started()
        lost = [change for change in changes if change.status == UNKNOWN and not tasks.is_running(change)]
        return [*(change for change in changes if tasks.is_running(change)), *tasks.find(lost)]

    def _started(self) -> AssignmentTasks:
        if self._tasks is None:
            raise ValueError("nobody waits for tasks in an info module")
        return self._tasks

    def _target_type(self, change: Change) -> str:
        uin = ids_of(str(change.target.id))[1]
        return MANAGER if uin == self.manager().id else MEMBER

    def _create(self, changes: Sequence[Change]) -> dict[str, Any]:
        entries = [_entry(change, self._target_type(change)) for change in changes]
        return self.client.write(CREATE, {"ZoneId": self.center.zone_id, "RoleAssignmentInfo": entries})

    def _delete(self, change: Change) -> dict[str, Any]:
        target_type = self._target_types.get(str(change.target.id)) or self._target_type(change)
        body = {"ZoneId": self.center.zone_id, **_entry(change, target_type)}
        if self._deprovision:
            body["DeprovisionStrategy"] = DEPROVISION
        answer = self.client.write(DELETE, body)
        return {**answer, "Tasks": [answer.get("Task")]}


def _entry(change: Change, target_type: str) -> dict[str, Any]:
    """An assignment as a request names it."""
    configuration_id, uin = ids_of(str(change.target.id))
    return {
        "RoleConfigurationId": configuration_id,
        "TargetType": target_type,
        "TargetUin": int(uin),
        "PrincipalType": PRINCIPAL_TYPES[change.before or change.after],
        "PrincipalId": change.subject.id,
    }


def _tasks_in(answer: dict[str, Any]) -> dict[Any, Any]:
    """The tasks that an answer tells, by their assignments; one that does not tell its assignment is left out."""
    tasks: dict[Any, Any] = {}
    listed = answer.get("Tasks")
    for row in listed if isinstance(listed, list) else ():
        try:
            tasks[key_of(row, CREATE)] = row
        except (OrgkitError, AttributeError):
            continue
    return tasks


def _is_refusal(error: ApiError) -> bool:
    """Whether the API itself answered, and refused what was asked."""
    return error.http_status == 200 and error.code != BAD_RESPONSE and not (error.transient or error.throttled)


def _of_batch(error: ApiError, count: int) -> ApiError:
    """The refusal of a request. Of several entries it does not tell which one is meant, nor what was done before it."""
    if _is_refusal(error) and error.scope != "task":
        error.scope = "item"
        if count > 1:
            error.already, error.outcome_unknown = False, True
    return error


def _pairs(present: Sequence[Assignment]) -> list[Group]:
    """The pairs of some assignments, each once."""
    naming = Naming({one.account.id: one.account for one in present}.values())
    return list({one.key.pair: naming.pair(one.configuration, one.account) for one in present}.values())
