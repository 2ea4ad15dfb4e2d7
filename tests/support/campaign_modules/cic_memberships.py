# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users in groups of Identity Center: tencent_cic_group_user."""

from __future__ import annotations

from random import Random

from simulators.tencent import TencentSimulator, World
from support.campaign_module import OF_TENCENT, OVERTAKEN, Scenario, State
from support.campaign_modules.memberships import (
    Facts,
    Memberships,
    Person,
    Team,
    add_leavers,
    arrival,
    membership_task,
)
from support.worlds import CIC, chance, tencent_world


class CicMemberships(Memberships):
    """The groups of one zone."""

    name = CIC
    faults = (*OF_TENCENT, *OVERTAKEN)

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some groups."""

        def world_of() -> World:
            return tencent_world(Random(key), CIC if big else "")

        world = world_of()
        people = {
            user.id: Person([user.id, user.name, *filter(None, [user.email])], user.user_type)
            for user in world.users.values()
        }
        teams = [
            Team(group.id, group.name, group.group_type, [people[one] for one in group.joined])
            for group in world.groups.values()
        ]
        facts = Facts(list(people.values()), teams, [], plain)
        params = add_leavers(membership_task(rng, facts), facts, key)
        if chance(rng, 0.3):
            params["zone_id"] = world.zone_id
        if chance(rng, 0.1):
            params["org_id"] = str(world.org_id) if chance(rng, 0.9) else "99999"
        assumes = "assume_present" in params
        return Scenario(CIC, seed, params, lambda: TencentSimulator(world_of()), arrival(facts), assumes)

    def known(self, world: World) -> frozenset[str]:
        """The ids of the users."""
        return frozenset(world.users)

    def state(self, world: World, known: frozenset[str]) -> State:
        """The memberships, and what else there is."""
        state: State = {
            ("users",): sorted(world.users),
            ("groups",): sorted(world.groups),
            ("nodes",): sorted(world.nodes),
            ("members",): sorted(world.members),
        }
        state.update({("in", group.id, user): True for group in world.groups.values() for user in group.joined})
        return state
