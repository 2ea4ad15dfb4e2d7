# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users in groups of the Cloud Services Platform: csp_group_users."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from support.campaign_module import OF_CSP, OVERTAKEN, Params, Row, Scenario, State, Waiting
from support.campaign_modules.memberships import (
    Facts,
    Memberships,
    Person,
    Team,
    add_leavers,
    arrival,
    leavers_of,
    membership_task,
)
from support.worlds import CSP, chance, csp_world, some


class CspMemberships(Memberships):
    """The groups of one organization."""

    name = CSP
    faults = (*OF_CSP, *OVERTAKEN)

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some groups."""

        def world_of() -> CspWorld:
            return _with_invitations(csp_world(Random(key), big), Random(key + "/invitations"))

        world = world_of()
        people = {
            user.id: Person(list(dict.fromkeys((user.id, user.username, user.email, user.acct, *_with_domain(user)))))
            for user in world.org_users()
        }
        teams = [
            Team(group.id, group.name, group.type, [people[one] for one in group.direct])
            for group in world.visible_groups()
        ]
        facts = Facts(list(people.values()), teams, ["partner@example.org", "guest@example.org"], plain)
        params = add_leavers(membership_task(rng, facts), facts, key)
        if chance(rng, 0.4):
            params["invite_unknown"] = chance(rng, 0.8)
        if chance(rng, 0.3):
            params["allow_self_removal"] = chance(rng, 0.7)
        if chance(rng, 0.2):
            params["invited_by"] = "admin@example.com"
        if chance(rng, 0.3):
            params["notify_users"] = chance(rng, 0.5)
        if "users" in params and chance(rng, 0.2):
            params["usernames"] = params.pop("users")
        login = rng.choice(("api_token",) * 4 + ("access_token", "client"))
        assumes = "assume_present" in params
        return Scenario(CSP, seed, params, lambda: CspSimulator(world_of()), arrival(facts), assumes, login)

    def foreseen(self, row: Row, world: CspWorld, before: State, params: Params) -> State:
        """As with all memberships; a revocation ends every way into a group that the invitation opens."""
        if row["action"] != "revoke":
            return super().foreseen(row, world, before, params)
        invitation = world.invitations[row["subject"]["id"]]
        return {("guest", group, invitation.username.casefold()): None for group in invitation.group_ids}

    def unmet(self, params: Params, world: CspWorld) -> Iterator[str]:
        """As with all memberships; a leaver from outside has no open invitation."""
        yield from super().unmet(params, world)
        names = leavers_of(params)
        known = {name.casefold() for user in world.org_users() for name in (user.username, user.email, user.acct)}
        for one in world.invitations.values():
            is_leaver = one.username in names and one.username.casefold() not in known
            # An application sees no invitations, and says so.
            if is_leaver and one.status(world.clock()) == "PENDING" and "client_id" not in params:
                yield f"{one.username} still has an open invitation"

    def carry_out(self, world: CspWorld, row: Row) -> object:
        """As with all memberships, or the invitation is revoked."""
        if row["action"] == "revoke":
            return world.revoke(world.invitations[row["subject"]["id"]])
        return super().carry_out(world, row)

    def known(self, world: CspWorld) -> frozenset[str]:
        """The ids of the users of the organization."""
        return frozenset(user.id for user in world.org_users())

    def state(self, world: CspWorld, known: frozenset[str]) -> State:
        """Memberships, open invitations into groups, and what else there is."""
        state: State = {("groups",): sorted(world.groups), ("users",): sorted(known & self.known(world))}
        for invitation in world.invitations.values():
            if invitation.status(world.clock()) == "PENDING":
                for group in invitation.group_ids:
                    state["guest", group, invitation.username.casefold()] = Waiting((True,))
        for group_id, one in world.groups.items():
            for user in one.direct:
                is_known = user in known
                name = user if is_known else world.users[user].username.casefold()
                state["in" if is_known else "guest", group_id, name] = True
        return state


def _with_invitations(world: CspWorld, rng: Random) -> CspWorld:
    """Somebody of the organization has an open invitation too, under some name; and how the service takes revocations."""
    custom = [group.id for group in world.groups.values() if group.type == "USER_GROUP"]
    for user in some(rng, world.org_users(), 2) if chance(rng, 0.3) else ():
        world.invite(rng.choice((user.username, user.email, user.username.upper())), rng.sample(custom, 1))
    world.revocations = chance(rng, 0.9)
    return world


def _with_domain(user: Any) -> list[str]:
    return [] if "@" in user.username else [f"{user.username}@{user.domain}"]
