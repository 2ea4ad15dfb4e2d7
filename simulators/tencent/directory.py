# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Departments, accounts, people and groups of one organization: the part of the world that grants nothing yet."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from random import Random

from simulators.tencent.records import Group, Identity, Invitation, Member, Node, User

ALPHABET = "abcdefghijklmnopqrstuvwxyz0123456789"


class Directory:
    """Everything is public. Ids and times are the same in every run: they come from counters and a seeded generator."""

    def __init__(self, seed: int = 1) -> None:
        self._random = Random(seed)
        self._now = datetime(2026, 1, 5, 9, 0, 0)
        self._next_uin = 200030000001
        self._next_node = 1000002
        # The organization and its switches
        self.has_organization = True
        self.org_id = 10001
        self.host_uin = 200010000001
        self.root_node_id = 1000001
        self.is_manager = True
        self.list_management_account = True
        self.consent_needed = False
        self.denied_actions: set[str] = set()
        self.create_failure: str | None = None
        self.creation_records: dict[int, bool] = {}  # record id -> finished
        self.auth_relations: set[int] = set()
        self.required_permissions = {1, 2}
        self.foreign_uins: set[int] = set()  # accounts of another organization
        # The Identity Center and its switches
        self.zone_id = self.new_id("z")
        self.zone_name = "example-zone"
        self.service_open = True
        self.scim_enabled = True
        self.ignore_case = False  # whether user and group names that differ only in case are the same
        self.assumable_roles: set[str] | None = None  # None: every role can be assumed
        # Quotas
        self.member_quota = 100
        self.node_quota = 1000
        self.node_levels = 5  # below the root
        self.user_quota = 1000
        self.group_quota = 500
        self.group_size_quota = 1000
        self.groups_per_user_quota = 500
        # The contents
        now = self.tick()
        self.nodes: dict[int, Node] = {self.root_node_id: Node(self.root_node_id, "Root", 0, now, now)}
        self.members: dict[int, Member] = {}
        self.invitations: dict[int, Invitation] = {}
        self.users: dict[str, User] = {}
        self.groups: dict[str, Group] = {}
        self.identities = {
            1: Identity(1, "Administrator", 1, "Full access to the member", {1: "AdministratorAccess"}, now),
            2: Identity(2, "Auditor", 2, "Reads everything in the member", {2: "ReadOnlyAccess"}, now),
        }
        self.members[self.host_uin] = Member(
            self.host_uin,
            "example-management",
            self.root_node_id,
            now,
            now,
            account_name="example-management",
            nick_name="example-management",
            member_type="Invite",
            bind_status="Success",
        )

    # Ids and times

    def tick(self) -> str:
        """The present time as the API writes it; each call is one second later."""
        self._now += timedelta(seconds=1)
        return self._now.strftime("%Y-%m-%d %H:%M:%S")

    def random_text(self, length: int = 12) -> str:
        """Lower-case letters and digits."""
        return "".join(self._random.choice(ALPHABET) for _index in range(length))

    def new_id(self, prefix: str) -> str:
        """An id such as u-4f0ttq3cq8d1."""
        return f"{prefix}-{self.random_text()}"

    def new_uin(self) -> int:
        """The number of a new account."""
        self._next_uin += 1
        return self._next_uin - 1

    # Building

    def add_node(self, name: str, parent: str | int | None = None, remark: str = "") -> int:
        """Add a department under `parent` (name, id; None is the root) and give its id."""
        above = self.node(parent).id
        now = self.tick()
        node = Node(self._next_node, name, above, now, now, remark)
        self._next_node += 1
        self.nodes[node.id] = node
        return node.id

    def add_member(
        self,
        name: str,
        node: str | int | None = None,
        permissions: Iterable[int] = (1, 2),
        remark: str = "",
        pay_uin: str = "",
        member_type: str = "Create",
        bind_status: str = "Unbound",
        allow_quit: str = "Denied",
        tags: dict[str, str] | None = None,
        permission_status: str = "Confirmed",
        identities: Iterable[int] = (1,),
        account_name: str = "",
        uin: int | None = None,
    ) -> int:
        """Add an account in `node` (name, id; None is the root) and give its uin."""
        now = self.tick()
        member = Member(
            uin or self.new_uin(),
            name,
            self.node(node).id,
            now,
            now,
            account_name=account_name or name,
            nick_name=name,
            member_type=member_type,
            permissions=tuple(sorted(set(permissions))),
            permission_status=permission_status,
            remark=remark,
            pay_uin=pay_uin,
            bind_status=bind_status,
            allow_quit=allow_quit,
            identities=tuple(identities),
            tags=dict(tags or {}),
        )
        self.members[member.uin] = member
        return member.uin

    def add_user(
        self,
        name: str,
        email: str = "",
        display_name: str = "",
        user_type: str = "Manual",
        status: str = "Enabled",
        description: str = "",
    ) -> str:
        """Add a user and give the id."""
        now = self.tick()
        user = User(
            self.new_id("u"),
            name,
            now,
            now,
            email=email,
            display_name=display_name,
            user_type=user_type,
            status=status,
            description=description,
        )
        self.users[user.id] = user
        return user.id

    def add_group(self, name: str, group_type: str = "Manual", description: str = "") -> str:
        """Add a group and give its id."""
        now = self.tick()
        group = Group(self.new_id("g"), name, now, now, group_type=group_type, description=description)
        self.groups[group.id] = group
        return group.id

    def join(self, group: str, *users: str) -> None:
        """Put users (names or ids) into a group (name or id); no rule is checked."""
        found = self.group(group)
        ids = {user.name: user.id for user in self.users.values()}
        for ref in users:
            found.joined[ref if ref in self.users else ids[ref]] = self.tick()

    def leave(self, group: str, *users: str) -> None:
        """Take users (names or ids) out of a group (name or id)."""
        for user in users:
            self.group(group).joined.pop(self.user(user).id, None)

    def accept_invitation(self, uin: int) -> int:
        """The invited account agrees: it becomes a member. Gives its uin."""
        asked = self.invitations.pop(uin)
        return self.add_member(
            asked.name,
            asked.node,
            asked.permissions,
            remark=asked.remark,
            pay_uin=asked.pay_uin,
            member_type="Invite",
            bind_status="Success",
            allow_quit=asked.allow_quit,
            tags=asked.tags,
            identities=(),
            uin=uin,
        )

    def confirm_permissions(self, member: str | int, agreed: bool = True) -> None:
        """The member answers a pending change of permissions: it takes effect, or is dropped."""
        found = self.member(member)
        if found.pending is not None and agreed:
            found.permissions, found.pay_uin = found.pending
        found.pending = None
        found.permission_status = "Confirmed"

    # Looking. All of these take a name or an id and raise KeyError for an unknown one.

    def node(self, ref: str | int | None) -> Node:
        """A department; None is the root."""
        if ref is None:
            return self.nodes[self.root_node_id]
        for node in self.nodes.values():
            if ref in (node.id, node.name):
                return node
        raise KeyError(ref)

    def member(self, ref: str | int) -> Member:
        """An account, by uin or name."""
        for member in self.members.values():
            if ref in (member.uin, member.name):
                return member
        raise KeyError(ref)

    def user(self, ref: str) -> User:
        """A user, by id or name."""
        if ref in self.users:
            return self.users[ref]
        for user in self.users.values():
            if user.name == ref:
                return user
        raise KeyError(ref)

    def group(self, ref: str) -> Group:
        """A group, by id or name."""
        if ref in self.groups:
            return self.groups[ref]
        for group in self.groups.values():
            if group.name == ref:
                return group
        raise KeyError(ref)

    def members_of(self, group: str) -> set[str]:
        """The names of a group's users."""
        return {self.users[user].name for user in self.group(group).joined}

    def groups_of(self, user: str) -> set[str]:
        """The names of a user's groups."""
        wanted = self.user(user).id
        return {group.name for group in self.groups.values() if wanted in group.joined}
