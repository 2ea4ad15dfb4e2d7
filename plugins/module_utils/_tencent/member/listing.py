# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The complete lists of departments and member accounts, as the info module and the inventory read them."""

from __future__ import annotations

from typing import Any

from ..client import TencentClient
from ..departments import LIST as NODES
from ..departments import Departments
from .account import LIST as MEMBERS
from .account import Member, member_from


def list_departments(client: TencentClient) -> Departments:
    """All departments (DescribeOrganizationNodes). Raises OrgkitError."""
    return Departments(client.pages(NODES))


def list_members(client: TencentClient, node_id: str | None = None) -> list[Member]:
    """All members, or those of a department (DescribeOrganizationMembers), sorted by name. Raises OrgkitError."""
    body: dict[str, Any] = {} if node_id is None else {"NodeId": int(node_id)}
    members = [member for member in map(member_from, client.pages(MEMBERS, body)) if node_id in (None, member.node_id)]
    return sorted(members, key=lambda member: (member.name, member.id))
