# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module tencent_org_member: argument spec and road.

API pages: DescribeOrganizationMembers, DescribeOrganizationNodes, CreateOrganizationMember, UpdateOrganizationMember,
MoveOrganizationNodeMembers, DeleteOrganizationMembers.
"""

from __future__ import annotations

from typing import Any

from ._core.run import Task, run
from ._tencent.login import CONNECTION_SPEC, connect, site_of
from ._tencent.member.options import MEMBER_SPEC, read_member_options
from ._tencent.member.resource import MemberResource


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {"argument_spec": {**CONNECTION_SPEC, **MEMBER_SPEC}, "supports_check_mode": True}


def run_task(task: Task) -> dict[str, Any]:
    """Bring one member account into the wished state. Raises OrgkitError or Failure."""
    wish = read_member_options(task.params, site=site_of(task.params, task.environment), check_mode=task.check_mode)
    return run(MemberResource(connect(task), wish), task)
