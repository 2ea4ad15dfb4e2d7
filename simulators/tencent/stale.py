# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read-after-write lag: for a while, reads show the state before a write."""

from __future__ import annotations

import copy
from dataclasses import dataclass

from simulators.tencent import contract
from simulators.tencent.world import World

# Family of a writing action -> families of reads that can lag behind it.
LAGGING = {
    "org_member": ("org_member",),
    "org_node": ("org_node", "org_member"),
    "cic_membership": ("cic_membership", "cic_group"),
    "cic_group": ("cic_group", "cic_membership"),
    "cic_user": ("cic_user", "cic_membership"),
    "role_configuration": ("role_configuration", "role_configuration_policy", "role_configuration_deployment"),
    "role_configuration_policy": ("role_configuration_policy", "role_configuration_deployment"),
    "role_configuration_deployment": ("role_configuration_deployment",),
    "role_assignment": ("role_assignment", "role_configuration_deployment"),
    "user_sync": ("user_sync",),
}


@dataclass
class _Lag:
    world: World
    reads: int


class StaleReads:
    """Old states by family of reads, each good for a number of reads."""

    def __init__(self) -> None:
        self._lags: dict[str, _Lag] = {}

    def before_write(self, action: str, world: World, reads: int) -> None:
        """Keep the present state for the next `reads` reads of every family that the action touches."""
        if reads <= 0:
            return
        snapshot = copy.deepcopy(world)
        for family in LAGGING.get(_family(action), ()):
            # A state that is still shown is older than this one, hence also a state before this write.
            older = self._lags.get(family)
            self._lags[family] = _Lag(older.world if older else snapshot, reads)

    def world_for(self, action: str, world: World) -> World:
        """The state that a read of this action sees; counts the read."""
        family = _family(action)
        lag = self._lags.get(family)
        if lag is None:
            return world
        lag.reads -= 1
        if lag.reads <= 0:
            del self._lags[family]
        return lag.world


def _family(action: str) -> str:
    return str(contract.actions()[action]["group"])
