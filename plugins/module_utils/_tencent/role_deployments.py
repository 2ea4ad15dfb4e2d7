# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role configurations as they stand in the accounts: what must be provisioned again, and what is dismantled before a deletion.

API pages: ListRoleConfigurationProvisionings, ProvisionRoleConfiguration, DismantleRoleConfiguration, ListTasks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from .._core import rows
from .._core.errors import ApiError
from .._core.plan import PENDING, UNKNOWN, Change, Ref
from .._core.write import Reply
from .._object.kind import Blocker, Thing
from .client import TencentClient
from .tasks import GRANTS, IN_PROGRESS, Started, TaskPolls, end_of, started
from .zone import Zone

DEPLOYMENT = "deployment"
LIST = "ListRoleConfigurationProvisionings"
LIST_TASKS = "ListTasks"
PROVISION = "ProvisionRoleConfiguration"
DISMANTLE = "DismantleRoleConfiguration"
DEPLOYED, OUTDATED, DEPLOYMENT_FAILED = "Deployed", "DeployedRequired", "DeployFailed"
NEED_PROVISIONING = (OUTDATED, DEPLOYMENT_FAILED)
BUSY = "FailedOperation.RoleConfigurationProvisioningStatusError"


class RoleDeployments:
    """Reads, plans and writes the deployments of the role configurations of one zone. Without polls it only reads."""

    def __init__(self, client: TencentClient, zone: Zone, polls: TaskPolls | None) -> None:
        self._client = client
        self._zone = zone
        self._polls = polls
        # As they were when the task began, by ids of configuration and account.
        self._first: dict[tuple[str | None, str | None], Mapping[str, Any]] = {}
        self._late: set[Change] = set()

    def of(self, things: Sequence[Thing]) -> dict[str, list[dict[str, Any]]]:
        """Rows of the deployments by the ids of the configurations, in the order of the accounts. One listing. Raises OrgkitError."""
        found: dict[str, list[dict[str, Any]]] = {str(thing.id): [] for thing in things}
        if not found:
            return found
        one = {"RoleConfigurationId": things[0].id} if len(things) == 1 else {}
        for row in self._client.pages(LIST, {"ZoneId": self._zone.id, **one}):
            deployment = _deployment(row)
            configuration = rows.identity(row, "RoleConfigurationId", LIST)
            self._first.setdefault((configuration, deployment["account"]["id"]), deployment)
            if configuration in found:
                found[configuration].append(deployment)
        return {key: sorted(deployments, key=_order) for key, deployments in found.items()}

    def changes(self, thing: Thing | None, *, is_changed: bool) -> list[Change]:
        """Provision again where something else stands than the configuration says, or will when it is changed. Pure."""
        if thing is None:
            return []
        found = []
        for row in thing.more["deployments"]:
            status = OUTDATED if is_changed and row["status"] == DEPLOYED else row["status"]
            if status in NEED_PROVISIONING:
                account, of = Ref(**row["account"]), Ref(thing.id, thing.name)
                text = f"provision {of.name} in {account.name} again"
                found.append(Change("update", DEPLOYMENT, account, of, {"status": status}, {"status": DEPLOYED}, text))
        return found

    def blockers(self, thing: Thing) -> list[Blocker]:
        """The accounts in which the configuration is deployed. Pure."""
        found = []
        for row in thing.more["deployments"]:
            account = Ref(**row["account"])
            text = f"dismantle {thing.name} in {account.name}"
            before = {"status": row["status"]}
            change = Change("remove", DEPLOYMENT, account, Ref(thing.id, thing.name), before, None, text)
            found.append(Blocker("deployments", account.name, change))
        return found

    def send(self, change: Change) -> Reply:
        """Provision or dismantle in one account, and wait for the end of the task. Raises OrgkitError."""
        action = DISMANTLE if change.action == "remove" else PROVISION
        body = {
            "ZoneId": self._zone.id,
            "RoleConfigurationId": change.target.id,
            "TargetType": self._first[change.target.id, change.subject.id]["target_type"],
            "TargetUin": int(str(change.subject.id)),
        }
        try:
            answer = self._client.write(action, body)
        except ApiError as error:
            if error.code != BUSY or not self._wait(body, change.text):
                raise
            # It was refused, so that this is no second time.
            answer = self._client.write(action, body)
        ended = end_of(started(answer.get("Task"), GRANTS, action, change.text), self._polls)
        if ended.is_late and change.action == "update":
            self._late.add(change)
        return ended.reply(answer)

    def shows(self, change: Change, deployments: Sequence[Mapping[str, Any]]) -> bool:
        """Whether the deployments of a configuration have a change. Pure."""
        now = next((row for row in deployments if row["account"]["id"] == change.subject.id), None)
        if change.action == "remove" or now is None:
            return change.action == "remove" and now is None
        if now["status"] != DEPLOYED:
            return False
        first = self._first[change.target.id, change.subject.id]
        # A list that lags still tells what stood there before, which proves nothing while the end of the task is not known.
        return change.status not in (PENDING, UNKNOWN) or (first["status"], first["update_time"]) != (
            DEPLOYED,
            now["update_time"],
        )

    def under_way(self, changes: Sequence[Change]) -> list[Change]:
        """Those whose task was accepted and was not over in time."""
        return [change for change in changes if change in self._late]

    def _wait(self, body: Mapping[str, Any], text: str) -> bool:
        """Wait for the tasks that are under way for a configuration in an account; whether all have ended, also before the look."""
        if self._polls is None:
            return False
        tasks = [
            Started(rows.identity(row, "TaskId", LIST_TASKS), GRANTS, text)
            for row in self._client.pages(LIST_TASKS, {**body, "Status": IN_PROGRESS})
        ]
        return not any(ended.error and ended.error.outcome_unknown for ended in self._polls.wait(tasks))


def outdated(thing: Thing) -> Thing:
    """A configuration after something of it was changed that is part of what is deployed. Pure."""
    return with_status(thing, None, DEPLOYED, OUTDATED)


def with_status(thing: Thing, account_id: str | None, before: str | None, status: str) -> Thing:
    """A configuration whose deployments have another status: in one account or all, if they had the one of before. Pure."""
    deployments = [
        {**row, "status": status}
        if account_id in (None, row["account"]["id"]) and before in (None, row["status"])
        else row
        for row in thing.more["deployments"]
    ]
    return replace(thing, more={**thing.more, "deployments": deployments})


def _deployment(row: Mapping[str, Any]) -> dict[str, Any]:
    uin = rows.identity(row, "TargetUin", LIST)
    return {
        "account": {"id": uin, "name": rows.text(row, "TargetName", LIST) or uin},
        "target_type": rows.name(row, "TargetType", LIST),
        "status": rows.name(row, "DeploymentStatus", LIST),
        "create_time": rows.text(row, "CreateTime", LIST),
        "update_time": rows.text(row, "UpdateTime", LIST),
    }


def _order(row: Mapping[str, Any]) -> tuple[str, str]:
    return row["account"]["name"], row["account"]["id"]
