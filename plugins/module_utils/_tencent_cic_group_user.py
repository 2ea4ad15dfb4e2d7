# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module tencent_cic_group_user: argument spec and road."""

from __future__ import annotations

from typing import Any

from ._membership.memberships import Memberships
from ._membership.options import MEMBERSHIP_SPEC, read_options
from ._core.run import Task, run
from ._transport.settings import text_option
from ._tencent.identity_center import IdentityCenter
from ._tencent.login import CONNECTION_SPEC, connect


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **MEMBERSHIP_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Bring the memberships that the task names into the wished state. Raises OrgkitError or Failure."""
    options = read_options(task.params, check_mode=task.check_mode)
    directory = IdentityCenter(connect(task), text_option(task.params, "zone_id"))
    return run(Memberships(directory, options), task)
