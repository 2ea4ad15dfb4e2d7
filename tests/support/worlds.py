# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Random worlds of both clouds, from a random.Random: the same seed gives the same world again."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.csp import CspWorld
from simulators.tencent import World

MEMBER, CIC, CSP = ("tencent_org_member", "tencent_cic_group_user", "csp_group_users")
# fmt: off
PEOPLE = (
    "alice", "bob", "carol", "dave", "erin", "frank", "grace", "heidi", "ivan", "judy", "kim", "mallory", "niaj",
    "olivia", "peggy", "rupert", "sybil", "trent", "victor", "walter",
)
# fmt: on
TEAMS = ("platform-admins", "viewers", "auditors", "operators", "billing", "release", "night-shift")
DEPARTMENTS = ("Engineering", "Platform", "Finance", "Research", "Sales", "Legal", "Archive")
ACCOUNTS = ("data-lake", "web-shop", "sandbox", "partner", "backup", "mail", "analytics", "Data_Lake")
# More rows than one page of the lists holds.
MANY = {MEMBER: 55, CIC: 105, CSP: 205}


def chance(rng: Random, probability: float) -> bool:
    """True with this probability."""
    return rng.random() < probability


def some(rng: Random, rows: Any, most: int) -> list[Any]:
    """Between none and `most` of the rows."""
    known = list(rows)
    return rng.sample(known, min(len(known), rng.randint(0, most)))


def tencent_world(rng: Random, big: str = "") -> World:
    """An organization with departments, accounts, users and groups."""
    world = World(rng.randint(1, 10**6))
    world.member_quota = world.group_size_quota = 1000
    world.scim_enabled = chance(rng, 0.5)
    world.consent_needed = chance(rng, 0.3)
    world.list_management_account = chance(rng, 0.8)
    nodes: list[int | None] = [None]
    for name in some(rng, DEPARTMENTS, 6):
        nodes.append(world.add_node(name, rng.choice(nodes)))
    if len(nodes) > 2 and chance(rng, 0.1):
        nodes.append(world.add_node(world.node(nodes[1]).name, nodes[2]))
    names = some(rng, ACCOUNTS, 6) + ([f"account-{number}" for number in range(MANY[MEMBER])] if big == MEMBER else [])
    for name in names:
        _add_account(world, rng, name, rng.choice(nodes))
    if chance(rng, 0.1):
        world.required_permissions = {1, 2, 7}
    if chance(rng, 0.05):
        world.denied_actions = {rng.choice(("MoveOrganizationNodeMembers", "RemoveUserFromGroup", "AddUserToGroup"))}
    world.auth_relations = {71}
    world.creation_records = {81: False, 82: True}
    _add_tencent_users(world, rng, big == CIC)
    return world


def _add_account(world: World, rng: Random, name: str, node: int | None) -> None:
    paid = chance(rng, 0.3)
    uin = world.add_member(
        name,
        node,
        rng.choice(((1, 2, 7), (1, 2, 4, 7)) if paid else ((1, 2), (1, 2, 4), (1, 2, 5, 8))),
        remark=rng.choice(("", "Warehouse", "Ask Erin")),
        pay_uin=str(world.host_uin) if paid else "",
        member_type=rng.choice(("Create", "Invite")),
        bind_status=rng.choice(("Unbound", "Valid", "Success", "Success")),
        allow_quit="Denied" if paid else rng.choice(("Allow", "Denied")),
        tags=rng.choice(({}, {"stage": "production"}, {"stage": "test", "owner": "erin"})),
        identities=rng.choice(((1,), (1, 2), ())),
    )
    member = world.member(uin)
    if chance(rng, 0.15):
        member.permission_status, member.pending = "UnConfirmed", ((1, 2, 9), member.pay_uin)
    if chance(rng, 0.1):
        member.flags.add(rng.choice(("shares_resources", "no_payment", "service_admin")))


def _add_tencent_users(world: World, rng: Random, big: bool) -> None:
    for name in rng.sample(PEOPLE, rng.randint(4, 14)):
        user = rng.choice((name, f"{name}@example.com"))
        email = rng.choice(("", f"{name}@example.com", f"{name}.mail@example.org"))
        world.add_user(user, email, name.capitalize(), rng.choice(("Manual",) * 4 + ("Synchronized",)))
        if chance(rng, 0.03):
            world.add_user(user.capitalize(), f"{name}.second@example.org")
    for number in range(MANY[CIC] if big else 0):
        world.add_user(f"user-{number:03}", f"user-{number:03}@example.com")
    for name in rng.sample(TEAMS, rng.randint(2, 6)) + ([f"team-{n:03}" for n in range(MANY[CIC])] if big else []):
        group = world.add_group(name, rng.choice(("Manual",) * 5 + ("Synchronized",)))
        fitting = [user.id for user in world.users.values() if user.user_type == world.group(group).group_type]
        world.join(group, *some(rng, fitting, 8 if not big or chance(rng, 0.98) else 200))


def csp_world(rng: Random, big: bool = False) -> CspWorld:
    """An organization with users whose names differ in every way, and groups of all types."""
    world = CspWorld()
    world.stranger_mode = rng.choice(("fail", "invite", "invite", "add"))
    world.duplicate_mode = rng.choice(("succeeded", "conflict"))
    world.spelling = rng.choice(("sent", "directory"))
    world.totals, world.links = chance(rng, 0.7), chance(rng, 0.7)
    world.add_user("admin@example.com", role="org_owner")
    for name in rng.sample(PEOPLE, rng.randint(5, 16)):
        _add_csp_user(world, rng, name)
    if big or chance(rng, 0.05):
        for number in range(MANY[CSP] if big else 45):
            world.add_user(f"user-{number:03}@example.com")
    for name in rng.sample(TEAMS, rng.randint(2, 6)):
        group = world.add_group(name, roles=["org_owner"] if chance(rng, 0.1) else ())
        world.join(group, *some(rng, [user.id for user in world.org_users()], 220 if big and chance(rng, 0.5) else 8))
        if chance(rng, 0.05):
            world.add_group(name, "AD_GROUP")
    for name, kind in (("directory", "AD_GROUP"), ("shared", "SHARED_GROUP"), ("everybody", "DOMAIN_GROUP")):
        if chance(rng, 0.6):
            group = world.add_group(name, kind)
            world.join(group, *some(rng, [user.id for user in world.org_users()], 4))
            custom = [one.id for one in world.groups.values() if one.type == "USER_GROUP"]
            if kind == "AD_GROUP":
                world.nest(rng.choice(custom), group)
    for name in ("partner@example.org", "guest@example.org"):
        _add_outsider(world, rng, name)
    return world


def _add_csp_user(world: CspWorld, rng: Random, name: str) -> None:
    style = rng.randint(0, 8)
    if style <= 3:
        world.add_user(f"{name}@example.com")
    elif style <= 5:
        world.add_user(f"{name.capitalize()}.X@example.com", f"{name}@mail.example.org", f"{name}x")
    elif style <= 7:
        world.add_user(name, f"{name}@mail.example.org", f"n{name}", "corp.example.com")
    else:
        # One person with two identities: the old one cannot sign in any more.
        same = chance(rng, 0.3)
        world.add_user(name if same else f"{name}.old@example.com", f"{name}@mail.example.org", accessible=False)
        world.add_user(name, f"{name}@mail.example.org", domain="corp.example.com")


def _add_outsider(world: CspWorld, rng: Random, name: str) -> None:
    if chance(rng, 0.5):
        world.add_user(name, in_org=False)
    custom = [group.id for group in world.groups.values() if group.type == "USER_GROUP"]
    if chance(rng, 0.4):
        number = world.invite(name, rng.sample(custom, 1))
        if chance(rng, 0.3):
            world.revoke(world.invitations[number])
