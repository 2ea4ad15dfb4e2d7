# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a membership module needs of a cloud: the contract that each cloud's directory fulfils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from typing import Protocol

from .._core.errors import OrgkitError
from .._core.plan import Change
from .._core.resource import Connection
from .._core.write import Reply
from .plan import Group, User


class Directory(Protocol):
    """Groups and users of one cloud. All methods raise OrgkitError when the cloud cannot be read or refuses."""

    batch_size: int
    # HTTP statuses after which a batch is sent again in halves: one name can make the API refuse all of it.
    split_after: frozenset[int]
    invite_unknown: bool

    @property
    def client(self) -> Connection:
        """The client that reads and writes this directory."""

    def is_caller(self, user: User) -> bool:
        """Whether this user runs the task and must not be removed."""

    def groups(self) -> list[Group]:
        """All groups."""

    def members(self, group: Group) -> list[User]:
        """All direct members of a group."""

    def users(self) -> Iterable[User]:
        """All users who can be put into groups."""

    def groups_of(self, user: User) -> list[str]:
        """Ids of all groups that a user is in, inherited ones too."""

    def invitations(self) -> Mapping[str, Set[str]]:
        """Pending invitations: case-folded user name to the groups that it is for.

        Groups are ids; those of an earlier task, which may not exist yet, are case-folded names too.
        """

    def prepare(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Read what refusal() needs to judge these changes of (action, group, user)."""

    def refusal(self, action: str, group: Group, user: User) -> str:
        """Why the cloud does not allow the change, or an empty text. Pure after prepare()."""

    def write(self, action: str, group_id: str, changes: Sequence[Change]) -> Reply:
        """Send at most batch_size changes of one action and group as one request. Raises ApiError for all of them."""

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """Those of the changes that wait for the consent of the user."""


def members_or_reason(directory: Directory, group: Group) -> list[User] | str:
    """The members of a group, or why this one group cannot be read; the others can be. Raises what is about more than it."""
    try:
        return directory.members(group)
    except OrgkitError as error:
        if error.scope != "group":
            raise
        return error.sentence()
