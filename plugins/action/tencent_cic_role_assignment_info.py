# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations

# With main in it ansible-lint, which takes this file for the module, finds the options.
from ansible_collections.orgkit.cloud.plugins.modules.tencent_cic_role_assignment_info import main
from ansible_collections.orgkit.cloud.plugins.plugin_utils._in_process import in_process

ActionModule = in_process(main)
