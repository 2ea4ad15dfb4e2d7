# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The state of one organization. Tests build it, change it behind the API's back, and look at it."""

from __future__ import annotations

from collections.abc import Iterable

from simulators.tencent import tasks
from simulators.tencent.directory import Directory
from simulators.tencent.policies import system_policies
from simulators.tencent.records import Assignment, Deployment, RoleConfiguration, RolePolicy, Synchronization, Task


class World(Directory):
    """The directory, and what its users and groups may do in its accounts."""

    def __init__(self, seed: int = 1) -> None:
        super().__init__(seed)
        # Tasks: the number of looks that still see one in progress, whether the answer of its start is final already,
        # and which ones fail: kind of task, or id of principal, account or role configuration -> the reason
        self.task_looks = 1
        self.tasks_end_at_once = False
        self.task_failures: dict[str | int, str] = {}
        # What a refused entry does to its batch of assignments: "atomic" (nothing is started), "partial" (the entries
        # before it are started, and yet the call is refused), "task" (its own task has failed)
        self.assignment_batches = "atomic"
        # Quotas
        self.role_configuration_quota = 1000
        self.system_policy_quota = 20  # in one role configuration
        self.custom_policy_quota = 20  # in one role configuration
        self.assignment_quota = 10000
        self.synchronization_quota = 10000
        # The contents
        self.system_policies = system_policies()
        self.role_configurations: dict[str, RoleConfiguration] = {}
        self.deployments: dict[tuple[str, int], Deployment] = {}
        self.assignments: dict[tuple[str, int, str], Assignment] = {}
        self.synchronizations: dict[str, Synchronization] = {}
        self.tasks: dict[str, Task] = {}

    # Building

    def add_system_policy(self, name: str) -> int:
        """Add to the catalogue of access management and give the number."""
        number = max(self.system_policies) + 1
        self.system_policies[number] = name
        return number

    def add_role_configuration(
        self,
        name: str,
        policies: Iterable[str | int] = (),
        custom_policies: dict[str, str] | None = None,
        description: str = "",
        session_duration: int = 3600,
        relay_state: str = "",
    ) -> str:
        """Add a role configuration with system policies (names, numbers) and custom ones (name -> document)."""
        now = self.tick()
        made = RoleConfiguration(
            self.new_id("rc"), name, now, now, description, session_duration=session_duration, relay_state=relay_state
        )
        for ref in policies:
            number = self.system_policy(ref)
            policy = RolePolicy(self.system_policies[number], "System", now, number)
            made.policies[policy.name] = policy
        for title, document in (custom_policies or {}).items():
            made.policies[title] = RolePolicy(title, "Custom", now, document=document)
        self.role_configurations[made.id] = made
        return made.id

    def deploy(self, configuration: str, account: str | int, status: str = "Deployed") -> None:
        """Set up a role configuration in an account, or set the status that it has there."""
        key = (self.role_configuration(configuration).id, self.member(account).uin)
        now = self.tick()
        known = self.deployments.get(key)
        self.deployments[key] = Deployment(*key, status, known.created if known else now, now)

    def outdate_deployments(self, configuration: str) -> None:
        """What is deployed of a role configuration no longer is what it says."""
        found = self.role_configuration(configuration).id
        for deployment in self.deployments.values():
            if deployment.configuration == found and deployment.status == "Deployed":
                deployment.status, deployment.updated = "DeployedRequired", self.tick()

    def assign(self, configuration: str, account: str | int, *principals: str) -> None:
        """Grant a role configuration in an account to users and groups (names, ids); the first grant deploys it."""
        found, uin = self.role_configuration(configuration).id, self.member(account).uin
        if (found, uin) not in self.deployments:
            self.deploy(found, uin)
        for ref in principals:
            kind, principal = self.principal(ref)
            now = self.tick()
            self.assignments[found, uin, principal] = Assignment(found, uin, kind, principal, now, now)

    def revoke(self, configuration: str, account: str | int, *principals: str) -> None:
        """Take grants away; the role configuration stays deployed."""
        found, uin = self.role_configuration(configuration).id, self.member(account).uin
        for ref in principals:
            del self.assignments[found, uin, self.principal(ref)[1]]

    def add_synchronization(
        self,
        principal: str,
        account: str | int,
        duplication: str = "KeepBoth",
        deletion: str = "Keep",
        description: str = "",
    ) -> str:
        """Keep a user or group (name, id) in an account's access management; gives the id."""
        kind, number = self.principal(principal)
        now = self.tick()
        made = Synchronization(
            self.new_id("up"), kind, number, self.member(account).uin, now, now, description, duplication, deletion
        )
        self.synchronizations[made.id] = made
        return made.id

    def finish_tasks(self) -> None:
        """Let all tasks end that are in progress."""
        for task in self.tasks.values():
            tasks.finish(self, task)

    def forget_account(self, uin: int) -> None:
        """Drop what was granted, deployed and synchronized in an account that left."""
        self.assignments = {key: found for key, found in self.assignments.items() if found.target != uin}
        self.deployments = {key: found for key, found in self.deployments.items() if found.target != uin}
        self.synchronizations = {key: found for key, found in self.synchronizations.items() if found.target != uin}

    # Looking. These take a name or an id and raise KeyError for an unknown one.

    def system_policy(self, ref: str | int) -> int:
        """The number of a system policy."""
        for number, name in self.system_policies.items():
            if ref in (number, name):
                return number
        raise KeyError(ref)

    def role_configuration(self, ref: str) -> RoleConfiguration:
        """A role configuration, by id or name."""
        for found in self.role_configurations.values():
            if ref in (found.id, found.name):
                return found
        raise KeyError(ref)

    def principal(self, ref: str) -> tuple[str, str]:
        """("User" or "Group", id), by id or by a name that only one of the two has."""
        users = [("User", user.id) for user in self.users.values() if ref in (user.id, user.name)]
        groups = [("Group", group.id) for group in self.groups.values() if ref in (group.id, group.name)]
        if len(users + groups) != 1:
            raise KeyError(ref)
        return (users + groups)[0]

    def policies_of(self, configuration: str) -> set[str]:
        """The names of a role configuration's policies."""
        return set(self.role_configuration(configuration).policies)

    def deployments_of(self, configuration: str) -> dict[str, str]:
        """Name of an account -> status of the role configuration there."""
        wanted = self.role_configuration(configuration).id
        return {
            self.member(found.target).name: found.status
            for found in self.deployments.values()
            if found.configuration == wanted
        }

    def assignments_of(self, configuration: str) -> set[tuple[str, str]]:
        """(name of an account, name of a user or group) of every grant of a role configuration."""
        wanted = self.role_configuration(configuration).id
        return {
            (self.member(found.target).name, self.principal_name(found.principal))
            for found in self.assignments.values()
            if found.configuration == wanted
        }

    def principal_name(self, number: str) -> str:
        """The name of a user or group; "" if it is gone."""
        found = self.users.get(number) or self.groups.get(number)
        return found.name if found else ""
