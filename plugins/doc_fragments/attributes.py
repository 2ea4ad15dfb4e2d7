# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """What every module of the collection promises."""

    DOCUMENTATION = r"""
options: {}
attributes:
  check_mode:
    description: Reads and plans, sends no writing request, and predicts the changes of the real run.
    support: full
  diff_mode:
    description: Tells what changes, before and after.
    support: full
  idempotent:
    description: A second run with the same arguments changes nothing, unless the cloud was changed in between.
    support: full
"""

    INFO = r"""
options: {}
attributes:
  check_mode:
    description: Only reads, so check mode makes no difference.
    support: full
  diff_mode:
    description: Tells what changes, before and after.
    support: N/A
    details: Nothing changes.
  idempotent:
    description: A second run with the same arguments changes nothing, unless the cloud was changed in between.
    support: full
"""

    ACTIONGROUP_TENCENT = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/orgkit.cloud.tencent) in C(module_defaults) to set connection options once.
    support: full
    membership: [orgkit.cloud.tencent]
notes:
  - On a local connection the task runs inside the controller, which is much faster than a process of its own. Set the variable
    C(orgkit_cloud_in_process) to V(false) to run the module in a process as usual.
"""

    ACTIONGROUP_CSP = r"""
options: {}
attributes:
  action_group:
    description: Use C(group/orgkit.cloud.csp) in C(module_defaults) to set connection options once.
    support: full
    membership: [orgkit.cloud.csp]
notes:
  - On a local connection the task runs inside the controller, which is much faster than a process of its own. Set the variable
    C(orgkit_cloud_in_process) to V(false) to run the module in a process as usual.
"""
