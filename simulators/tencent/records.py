# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The things an organization consists of, as the simulator keeps them."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Node:
    """A department. The root has parent 0."""

    id: int
    name: str
    parent: int
    created: str
    updated: str
    remark: str = ""
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class Member:
    """An account of the organization. `flags` are reasons for which it cannot leave, see LEAVE_REFUSALS of the handlers."""

    uin: int
    name: str
    node: int
    created: str
    updated: str
    account_name: str = ""
    nick_name: str = ""
    member_type: str = "Create"
    permissions: tuple[int, ...] = (1, 2)
    permission_status: str = "Confirmed"
    # What waits for the member's consent: permission ids and payer.
    pending: tuple[tuple[int, ...], str] | None = None
    remark: str = ""
    pay_uin: str = ""
    bind_status: str = "Unbound"
    allow_quit: str = "Denied"
    identities: tuple[int, ...] = (1,)
    tags: dict[str, str] = field(default_factory=dict)
    flags: set[str] = field(default_factory=set)


@dataclass
class Invitation:
    """An account that was asked to join and has not answered."""

    uin: int
    name: str
    node: int
    permissions: tuple[int, ...]
    pay_uin: str = ""
    remark: str = ""
    allow_quit: str = "Denied"
    tags: dict[str, str] = field(default_factory=dict)


@dataclass
class Identity:
    """An access identity that can be set up in members. kind: 1 preset, 2 custom."""

    id: int
    name: str
    kind: int
    description: str
    policies: dict[int, str]
    updated: str


@dataclass
class User:
    """A user of the Identity Center."""

    id: str
    name: str
    created: str
    updated: str
    email: str = ""
    display_name: str = ""
    first_name: str = ""
    last_name: str = ""
    description: str = ""
    user_type: str = "Manual"
    status: str = "Enabled"
    need_reset: bool = False


@dataclass
class Group:
    """A group of the Identity Center. `joined`: user id -> time of joining, in order of joining."""

    id: str
    name: str
    created: str
    updated: str
    group_type: str = "Manual"
    description: str = ""
    joined: dict[str, str] = field(default_factory=dict)


@dataclass
class RolePolicy:
    """A policy in a role configuration. Custom ones have a document and no number."""

    name: str
    kind: str
    added: str
    number: int = 0
    document: str = ""


@dataclass
class RoleConfiguration:
    """What a grant allows. `policies`: name -> policy, in order of adding."""

    id: str
    name: str
    created: str
    updated: str
    description: str = ""
    session_duration: int = 3600
    relay_state: str = ""
    policies: dict[str, RolePolicy] = field(default_factory=dict)


@dataclass
class Deployment:
    """A role configuration as it stands in an account: Deployed, DeployedRequired or DeployFailed."""

    configuration: str
    target: int
    status: str
    created: str
    updated: str


@dataclass
class Assignment:
    """A role configuration granted to a user or group in an account."""

    configuration: str
    target: int
    principal_type: str
    principal: str
    created: str
    updated: str


@dataclass
class Synchronization:
    """A user or group of the Identity Center that is kept as users of an account's access management."""

    id: str
    principal_type: str
    principal: str
    target: int
    created: str
    updated: str
    description: str = ""
    duplication: str = "KeepBoth"
    deletion: str = "Keep"


@dataclass
class Task:
    """Something that takes time. What it is about is told by ids; it takes effect when it ends."""

    id: str
    kind: str
    target: int
    configuration: str = ""
    configuration_name: str = ""
    principal_type: str = ""
    principal: str = ""
    deprovision: bool = False
    synchronization: Synchronization | None = None
    status: str = "InProgress"
    reason: str = ""
    looks_left: int = 0
