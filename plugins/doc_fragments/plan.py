# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The option with which a writing module is bound to an approved plan."""

    DOCUMENTATION = r"""
options:
  expect_plan:
    description:
      - The C(plan_id) of a plan that was approved, as an earlier run returned it, mostly one in check mode.
      - When the present plan is another one, nothing is written and the task fails with the code V(plan_changed); C(changes)
        shows what would be done now.
      - Blank is an error, since it would bind the task to nothing.
      - A task that has nothing to change passes with every value, so that a finished run can be started again.
    type: str
"""
