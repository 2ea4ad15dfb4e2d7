# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of an organization of the Cloud Services Platform: csp_user."""

from __future__ import annotations

import time
from collections.abc import Iterator
from random import Random
from typing import Any

from simulators.csp import CspSimulator, CspWorld
from support.campaign_module import OF_CSP, OVERTAKEN, Params, Row, Scenario, State, Waiting
from support.campaign_modules.objects import Facts, Objects, object_task
from support.state import values_of
from support.worlds import chance, csp_world, some

NAME = "csp_user"
NEW = (
    "quentin@example.com",
    "wendy@example.com",
    "xavier@example.com",
    "partner@example.org",
    "guest@example.org",
    "open@example.com",
    "Open@Example.com",
    "expired@example.com",
    "revoked@example.com",
    "somebody",
)
ROLES = ("org_member", "org_admin", "developer")
# All invitations of a world and of its twins run out at the same moments.
NOW = time.time()


class CspUsers(Objects):
    """Who is in the organization, and who is invited."""

    name = NAME
    faults = (*OF_CSP, *OVERTAKEN)
    unforeseen = frozenset(("refused", "not_removable"))
    mails = True
    word, plural, collection = "user", "users", "users"
    id_option = "user_id"

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some users, about people who are invited, and about people outside."""

        def world_of() -> CspWorld:
            return _world(Random(key), big)

        world = world_of()
        things = [(user.id, _called(rng, user, plain)) for user in world.org_users()]
        things += [(one.id, one.username) for one in world.invitations.values()]
        groups = [group.name for group in world.visible_groups() if group.type == "USER_GROUP" or chance(rng, 0.05)]
        facts = Facts(things, NEW, lambda rng: _wish(rng, groups), "user_id", "users", can_rename=False)
        params = object_task(rng, facts)
        for option in ("notify_users", "renew_invitations", "allow_self_removal"):
            if chance(rng, 0.4):
                params[option] = chance(rng, 0.7)
        if chance(rng, 0.2):
            params["invited_by"] = "admin@example.com"
        arrivals = []
        if chance(rng, 0.1):
            arrivals = ["later"]
            params.update(assume_present={"groups": arrivals}, groups=arrivals)

        def arrive(world: CspWorld) -> None:
            for name in arrivals:
                world.add_group(name)

        login = rng.choice(("api_token",) * 4 + ("access_token", "client"))
        return Scenario(NAME, seed, params, lambda: CspSimulator(world_of()), arrive, bool(arrivals), login)

    def known(self, world: CspWorld) -> frozenset[str]:
        """The ids of the users of the organization, and of groups."""
        return frozenset([*(user.id for user in world.org_users()), *world.groups])

    def state(self, world: CspWorld, known: frozenset[str]) -> State:
        """Users that are known, groups, and by their names those who are invited or came since."""
        apart = values_of(world, known)
        members = {user.id for user in world.org_users()}
        state = {
            key: value
            for key, value in apart.items()
            if key[0] == "groups" or (key[0] == "users" and key[1] in known and key[1] in members)
        }
        for user in world.org_users():
            if user.id not in known:
                state.update(dict.fromkeys(_invited(world, user.username, user.roles, self._groups(world, user)), True))
        for group in world.groups.values():
            # Those who came since stand as themselves already.
            for user_id in set(group.direct) - known:
                state.pop(("groups", group.id, "direct", world.users[user_id].username), None)
        for one in world.invitations.values():
            if one.status(world.clock()) == "PENDING":
                count = sum(1 for key in state if key[:2] == ("open", one.username.casefold()))
                state["open", one.username.casefold(), str(count)] = True
                asked = _invited(world, one.username, one.roles, one.group_ids)
                state.update({key: Waiting((True,)) for key in asked if key not in state})
        return {key: value for key, value in state.items() if key[0] != "open" or key[2] != "0"}

    def foreseen(self, row: Row, world: CspWorld, before: State, params: Params) -> State:
        """An invitation with its roles and groups; nobody, with all roles and memberships; no invitation."""
        subject = row["subject"]
        if row["action"] == "invite":
            groups = [self._group(world, name) for name in row["after"].get("groups", ())]
            roles = row["after"].get("organization_roles", ())
            return dict.fromkeys(_invited(world, subject["name"], roles, groups), True)
        user, name = subject["id"], subject["name"].casefold()
        gone = [key for key in before if key[:2] in (("users", user), ("invited", name), ("open", name))]
        if ("users", user, "username") in before:
            gone = [key for key in gone if key[0] == "users"]
            gone += [
                key
                for key in before
                if key[0] == "groups" and key[2:] == ("direct", user) and before[(*key[:2], "type")] == "USER_GROUP"
            ]
        return dict.fromkeys(gone)

    def by_name(self, key: Any, value: Any, state: State) -> Any:
        """Somebody who came by an invitation of an earlier run."""
        return key, value

    def carry_out(self, world: CspWorld, row: Row) -> object:
        """Somebody is invited, leaves, or the invitation is revoked."""
        subject = row["subject"]
        if row["action"] == "invite":
            if world.pending_for(subject["name"]) or world.account(subject["name"]):
                return None
            groups = [name for name in row["after"].get("groups", ()) if self._group(world, name) in world.groups]
            return world.invite(subject["name"], groups, row["after"]["organization_roles"])
        if subject["id"] in world.users and world.users[subject["id"]].in_org:
            world.remove_from_org(world.users[subject["id"]])
        elif subject["id"] in world.invitations:
            world.revoke(world.invitations[subject["id"]])
        return None

    def unmet(self, params: Params, world: CspWorld) -> Iterator[str]:
        """Somebody who shall be there is neither in the organization nor invited, or the other way round."""
        for entry in [params] if params.get("users") is None else params["users"]:
            state = entry.get("state") or params.get("state")
            named = entry.get("user_id") or str(entry["name"]).strip()
            is_there = any(named.casefold() in map(str.casefold, _names(user)) for user in world.org_users())
            invitations = [
                one
                for one in world.invitations.values()
                if named in (one.id,) or one.username.casefold() == named.casefold()
            ]
            # An application sees no invitation, and says so.
            if state == "absent" and "client_id" in params:
                invitations = []
            is_open = any(one.status(world.clock()) == "PENDING" for one in invitations)
            has_expired = any(one.status(world.clock()) == "EXPIRED" for one in invitations)
            if state == "absent" and (is_there or is_open):
                yield f"{entry} is still there"
            is_left_alone = has_expired and (entry.get("user_id") or not params.get("renew_invitations"))
            if state != "absent" and not (is_there or is_open or is_left_alone):
                yield f"{entry} is not there"

    def contradictions(self, result: Row) -> Iterator[str]:
        """An invitation counts as created when the service took the person at once."""
        rows = [
            {**row, "action": "create" if row["action"] == "invite" else row["action"]} for row in result["changes"]
        ]
        yield from super().contradictions({**result, "changes": rows})

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """Rows and summary; of those invited only the service knows what became of them."""
        invited = {row["subject"]["name"] for row in done["changes"] if row["action"] == "invite"}

        def rest(result: Row) -> Row:
            users = [row for row in result["users"] if row["name"] not in invited]
            counts = {name: count for name, count in result["summary"].items() if name not in ("created", "pending")}
            return {"users": users, "summary": counts}

        yield from super().differences(rest(planned), rest(done))

    def _group(self, world: CspWorld, name: str) -> str:
        custom = [
            group.id for group in world.groups.values() if name in (group.id, group.name) and group.type == "USER_GROUP"
        ]
        return custom[0] if len(custom) == 1 else name

    def _groups(self, world: CspWorld, user: Any) -> list[str]:
        return [group.id for group in world.groups.values() if user.id in group.direct]


def _invited(world: CspWorld, name: str, roles: Any, groups: Any) -> list[tuple[str, ...]]:
    key = ("invited", name.casefold())
    return [key, *((*key, "role", role) for role in roles), *((*key, "group", group) for group in groups)]


def _names(user: Any) -> list[str]:
    domain = [] if "@" in user.username else [f"{user.username}@{user.domain}"]
    return [user.id, user.username, user.acct, user.email, *domain]


def _called(rng: Random, user: Any, plain: bool) -> str:
    names = _names(user)
    return str(names[1] if plain else rng.choice([*names[1:], names[1], names[1].upper()]))


def _wish(rng: Random, groups: list[str]) -> Params:
    wish: Any = {"organization_roles": some(rng, ROLES, 2) or ["developer"], "groups": some(rng, groups, 3)}
    return {name: value for name, value in wish.items() if chance(rng, 0.3)}


def _world(rng: Random, big: bool) -> CspWorld:
    world = csp_world(rng, big)
    world.clock = lambda: NOW
    for user in world.org_users():
        if chance(rng, 0.15):
            user.roles.append(rng.choice(("org_admin", "developer")))
    if chance(rng, 0.3):
        world.add_user("owner@example.com", role="org_owner")
    custom = [group.id for group in world.groups.values() if group.type == "USER_GROUP"]
    for name, days in (("open@example.com", 1), ("expired@example.com", 8), ("waiting@example.com", 2)):
        if chance(rng, 0.7):
            world.invite(name, some(rng, custom, 2), days_ago=days)
    if chance(rng, 0.2):
        world.invite("open@example.com", days_ago=9)
    if chance(rng, 0.5):
        world.revoke(world.invitations[world.invite("revoked@example.com")])
    if chance(rng, 0.1):
        world.revocations = False
    if chance(rng, 0.2):
        world.unremovable = set(some(rng, [user.id for user in world.org_users()], 2))
    world.invitation_delay = rng.choice((0, 0, 0, 1))
    world.invitation_duplicates = rng.choice(("add", "keep", "conflict"))
    return world
