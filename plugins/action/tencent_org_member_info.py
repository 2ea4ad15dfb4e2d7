# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later


from __future__ import annotations

from ansible_collections.orgkit.cloud.plugins.module_utils import _tencent_org_member_info
from ansible_collections.orgkit.cloud.plugins.plugin_utils._in_process import InProcessAction


class ActionModule(InProcessAction):
    """Runs the road of the module tencent_org_member_info inside the controller."""

    resource = _tencent_org_member_info
