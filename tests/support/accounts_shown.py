# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""How to see in the simulated organization whether a change is there."""

from __future__ import annotations

from typing import Callable

from simulators.tencent import World


def has_account(name: str) -> Callable[[World], bool]:
    """Whether an account of this name exists."""
    return lambda world: any(member.name == name for member in world.members.values())


def is_updated(world: World) -> bool:
    """Whether the account data-lake has no remark and one permission more."""
    member = world.member("data-lake")
    return (member.remark, member.permissions) == ("", (1, 2, 4))
