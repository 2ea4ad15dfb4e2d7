# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A client of an organization that answers from rows in memory, so that a test can say exactly what the cloud answers."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Callable

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt, run
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.options import (
    MEMBER_SPEC,
    read_member_options,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.member.resource import MemberResource
from support.road import validated

HOST = "200000000001"


def member_row(uin: Any = 200000000042, name: Any = "data", **fields: Any) -> dict[str, Any]:
    """A row of DescribeOrganizationMembers."""
    row = {
        "MemberUin": uin,
        "Name": name,
        "MemberType": "Invite",
        "OrgPolicyType": "Financial",
        "OrgPermission": [{"Id": 1, "Name": "View bills"}, {"Id": 2, "Name": "View balance"}],
        "NodeId": 11,
        "NodeName": "Platform",
        "Remark": "",
        "CreateTime": "2026-01-02 03:04:05",
        "UpdateTime": "2026-01-02 03:04:05",
        "IsAllowQuit": "Denied",
        "PayUin": "",
        "OrgIdentity": [],
        "BindStatus": "Success",
        "PermissionStatus": "Confirmed",
        "Tags": [],
    }
    return {**row, **fields}


def node_row(number: int, name: Any, parent: Any = 10, **fields: Any) -> dict[str, Any]:
    """A row of DescribeOrganizationNodes."""
    return {"NodeId": number, "Name": name, "ParentNodeId": parent, **fields}


NODES = [node_row(10, "Root", 0), node_row(11, "Platform"), node_row(12, "Finance")]


class MemoryOrganization:
    """Rows of members and nodes, and what the next write does: a function of action and body that gives the answer."""

    cloud = "tencent"

    def __init__(
        self,
        members: list[dict[str, Any]],
        nodes: list[dict[str, Any]] | None = None,
        write: Callable[[str, dict[str, Any]], dict[str, Any]] | None = None,
    ) -> None:
        self.members = members
        self.nodes = NODES if nodes is None else nodes
        self.written: list[tuple[str, dict[str, Any]]] = []
        self.slept: list[float] = []
        self._write = write or (lambda action, body: {"RequestId": "r-1"})
        self.http = self

    def pages(self, action: str, body: dict[str, Any] | None = None) -> Iterator[dict[str, Any]]:
        """The rows of a list; SearchKey finds part of a name or uin, in any case."""
        if action == "DescribeOrganizationNodes":
            return iter(self.nodes)
        key = str((body or {}).get("SearchKey", "")).casefold()
        node = (body or {}).get("NodeId")
        return iter(
            row
            for row in self.members
            if (key in str(row.get("Name")).casefold() or key in str(row.get("MemberUin")))
            and node in (None, row.get("NodeId"))
        )

    def write(self, action: str, body: dict[str, Any]) -> dict[str, Any]:
        """Note the request and answer it."""
        self.written.append((action, body))
        return self._write(action, body)

    def organization(self) -> dict[str, Any]:
        """The answer of DescribeOrganization."""
        return {"HostUin": int(HOST)}

    def sleep(self, seconds: float) -> None:
        """Waits are skipped and noted."""
        self.slept.append(seconds)

    def verify(self) -> None:
        """No organization is named."""

    def usage(self) -> dict[str, Any]:
        """Nothing is counted."""
        return {}

    auth = known_organization = usage

    def scope(self) -> str:
        """No organization is named."""
        return ""

    def close(self) -> None:
        """Nothing is open."""

    def __call__(self, *, check_mode: bool = False, **params: Any) -> dict[str, Any]:
        """The result of a task of tencent_org_member."""
        options = validated({"argument_spec": MEMBER_SPEC}, params)

        def run_task(task: Task) -> dict[str, Any]:
            wish = read_member_options(task.params, site="intl", check_mode=check_mode)
            return run(MemberResource(self, wish), task)  # type: ignore[arg-type]

        return attempt(run_task, Task(params=options, environment={}, check_mode=check_mode, diff=True))


def answering(error: OrgkitError) -> Callable[[str, dict[str, Any]], dict[str, Any]]:
    """A write that is refused, or whose answer is lost."""

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        raise error

    return write
