# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module csp_group_users_info: argument spec and road."""

from __future__ import annotations

from typing import Any

from ._csp.directory import CspDirectory, CspOptions
from ._csp.login import CONNECTION_SPEC, connect
from ._membership.info import INFO_SPEC, membership_info, read_filters
from ._core.run import Task, read_only


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **INFO_SPEC, "include_inherited": {"type": "bool", "default": False}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read groups and their members. Raises OrgkitError or Failure."""
    groups, users = read_filters(task.params)
    client = connect(task)
    directory = CspDirectory(client, CspOptions())
    inherited = directory.inherited_members if task.params["include_inherited"] else None
    return read_only(client, lambda: membership_info(directory, groups, users, inherited))
