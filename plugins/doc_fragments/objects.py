# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """The options that every module has that manages things with fields."""

    DOCUMENTATION = r"""
options:
  state:
    description:
      - V(present) creates what does not exist and changes what differs; fields that are not given are left alone.
      - V(absent) deletes. What is not there is absent already.
    type: str
    choices: [present, absent]
    default: present
  allow_create:
    description:
      - Whether V(present) may create what does not exist. With V(false) that is an error.
    type: bool
    default: true
  allow_similar:
    description:
      - A name that differs from an existing one only in case, V(-) or V(_) is most often a mistyped one, so its creation is
        refused. Set this to V(true) if both are meant.
    type: bool
    default: false
  force:
    description:
      - What V(absent) does with things that must be gone first. Without it the deletion is refused, before anything is written, and
        what stands in the way is named. With V(true) it is taken away first; each step is a change of the plan.
      - What this module may not take away, such as accounts in a department, is refused in any case.
    type: bool
    default: false
  max_deletions:
    description:
      - How many things the task may delete. Beyond it nothing is written; the refusal is the same in check mode.
      - No limit by default.
    type: int
"""
