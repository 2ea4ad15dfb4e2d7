# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module csp_group_users: argument spec and road."""

from __future__ import annotations

from typing import Any

from ._csp.directory import CspDirectory, CspOptions
from ._csp.login import CONNECTION_SPEC, connect
from ._membership.memberships import Memberships
from ._membership.options import MEMBERSHIP_SPEC, read_options
from ._core.run import Task, run
from ._transport.settings import text_option


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {
            **CONNECTION_SPEC,
            **MEMBERSHIP_SPEC,
            "users": {**MEMBERSHIP_SPEC["users"], "aliases": ["usernames"]},
            "invited_by": {"type": "str"},
            "notify_users": {"type": "bool", "default": False},
            "invite_unknown": {"type": "bool", "default": False},
            "allow_self_removal": {"type": "bool", "default": False},
        },
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Bring the memberships that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, check_mode=task.check_mode)
    own = CspOptions(
        invited_by=text_option(task.params, "invited_by"),
        notify_users=task.params["notify_users"],
        invite_unknown=task.params["invite_unknown"],
        allow_self_removal=task.params["allow_self_removal"],
    )
    return run(Memberships(CspDirectory(connect(task), own), options), task)
