# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: this file can change at any time.

"""The module tencent_cic_group_user_info: argument spec and road."""

from __future__ import annotations

from typing import Any

from ._membership.info import INFO_SPEC, membership_info, read_filters
from ._core.run import Task, read_only
from ._transport.settings import text_option
from ._tencent.identity_center import IdentityCenter
from ._tencent.login import CONNECTION_SPEC, connect


def spec() -> dict[str, Any]:
    """Arguments of AnsibleModule."""
    return {
        "argument_spec": {**CONNECTION_SPEC, **INFO_SPEC, "zone_id": {"type": "str"}},
        "supports_check_mode": True,
    }


def run_task(task: Task) -> dict[str, Any]:
    """Read groups and their members. Raises OrgkitError or Failure."""
    groups, users = read_filters(task.params)
    client = connect(task)
    directory = IdentityCenter(client, text_option(task.params, "zone_id"))
    return read_only(client, lambda: {**membership_info(directory, groups, users), "zone_id": directory.zone_id})
