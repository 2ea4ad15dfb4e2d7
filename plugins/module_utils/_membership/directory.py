# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a membership module needs of a cloud: the contract that each cloud's directory fulfils."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

from .._core.errors import OrgkitError
from .._core.names import Index, ambiguous, not_found
from .._core.plan import DONE, PENDING, UNKNOWN, Change, Problem
from .._core.resource import Connection
from .._core.write import Reply
from .options import MembershipOptions, Wish
from .plan import REVOKE, Group, User


@dataclass
class Located:
    """The groups that the wishes of a task mean, the wishes whose group nobody has, and what is to be said of them.

    groups are all groups that were read on the way.
    """

    found: list[tuple[Group, Wish]] = field(default_factory=list)
    missing: list[Wish] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    groups: Sequence[Group] = ()


class Invited(NamedTuple):
    """An open invitation, by the name that it was sent to. groups are ids, or names of groups that an earlier task creates.

    The id is null for one that an earlier task sends (check mode).
    """

    id: str | None
    name: str
    groups: tuple[str, ...]


class Invitations(NamedTuple):
    """The open invitations that the caller may see, and why others cannot be seen."""

    open: tuple[Invited, ...] = ()
    unseen: tuple[str, ...] = ()


class Directory(Protocol):
    """Groups and users of one cloud, which says what differs from the defaults here.

    All methods raise OrgkitError when the cloud cannot be read or refuses.
    """

    client: Connection
    batch_size: int = 1
    # HTTP statuses after which a batch is sent again in halves: one name can make the API refuse all of it.
    split_after: frozenset[int] = frozenset()
    invite_unknown: bool = False

    def groups(self) -> list[Group]:
        """All groups; of pairs, those that have a member."""

    def members(self, group: Group) -> list[User]:
        """All direct members of a group."""

    def users(self) -> Iterable[User]:
        """All users who can be put into groups."""

    def groups_of(self, user: User) -> list[str]:
        """Ids of all groups that a user is in, inherited ones too."""

    def write(self, action: str, changes: Sequence[Change]) -> Reply:
        """Send at most batch_size changes of one action (add, remove or revoke) that go together as one request.

        Raises ApiError for all of them.
        """

    def locate(self, options: MembershipOptions) -> Located:
        """The groups that the wishes of a task mean."""
        return located(self.groups(), options)

    def everybody(self, kind: str) -> Iterable[User]:
        """All members of a kind that can be put into groups."""
        return self.users()

    def members_of(self, groups: Sequence[Group]) -> list[list[User]]:
        """The members of each of the groups, as they are when the plan is made."""
        return self.client.http.map(self.members, groups)

    def all_members(self, groups: Sequence[Group]) -> list[list[User] | str]:
        """The members of each of all groups, or why this one cannot be read, for an info module."""
        return members_or_reasons(self, groups)

    def members_now(self, groups: Sequence[Group]) -> list[list[User]]:
        """The same, read again."""
        return self.members_of(groups)

    def is_caller(self, user: User) -> bool:
        """Whether this user runs the task and must not be removed."""
        return False

    def invitations(self) -> Mapping[str, Set[str]]:
        """Pending invitations: case-folded user name to the groups that it is for.

        Groups are ids; those of an earlier task, which may not exist yet, are case-folded names too.
        """
        return {}

    def open_invitations(self) -> Invitations:
        """The open invitations of everybody, for leavers: whoever accepts one comes back."""
        return Invitations()

    def listed_members(self) -> Mapping[str, Sequence[User]]:
        """Who is in which group (by its id), as far as groups() or locate() have read it."""
        return {}

    def prepare(self, touched: Sequence[tuple[str, Group, User]]) -> None:
        """Read what refusal() and write() need for these changes of (action, group, user)."""

    def refusal(self, action: str, group: Group, user: User) -> str:
        """Why the cloud does not allow the change, or an empty text. Pure after prepare()."""
        return ""

    def together(self, change: Change) -> tuple[str, ...]:
        """What is the same for changes that may travel in one request."""
        return (verb_of(change), change.target.id or "")

    def splits(self, error: OrgkitError) -> bool:
        """Whether a batch that was refused with this error is sent again in halves."""
        return error.http_status in self.split_after

    def acknowledged(self, change: Change) -> str:
        """The status of a change that the API accepted: what became of an invitation, or of its end, shows only by looking."""
        return {"invite": PENDING, REVOKE: UNKNOWN}.get(change.action, DONE)

    def started(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Those of the changes that the cloud is already working on, although this run does not know it."""
        return ()

    def wait(self, changes: Sequence[Change]) -> Mapping[Change, OrgkitError | None]:
        """How those of the changes ended that the cloud was working on, None for done. What is not over is not in it."""
        return {}

    def revoked(self, changes: Sequence[Change]) -> Mapping[Change, OrgkitError | None]:
        """How those of the revocations ended whose invitation is not open any more, None for done."""
        return {}

    def pending(self, changes: Sequence[Change]) -> Sequence[Change]:
        """Those of the changes that wait for the consent of the user, or for the cloud to do its work."""
        return ()


def verb_of(change: Change) -> str:
    """What a request does that carries the change."""
    return change.action if change.action in ("remove", REVOKE) else "add"


def located(groups: Sequence[Group], options: MembershipOptions) -> Located:
    """The group that each wish means, by id or name; those that nobody has, or several, become problems."""
    assumed = Index([Group(None, name) for name in options.assumed.get("groups", ())])
    index = Index(groups)
    result = Located(groups=groups)
    near: dict[str, list[Group]] = {}
    for wish in options.wishes:
        found = index.find(wish.group) or assumed.find(wish.group)
        if len(found) == 1:
            result.found.append((found[0], wish))
        elif found:
            result.problems.append(ambiguous("group", wish.group, found))
        else:
            near[wish.group] = index.near(wish.group)
            result.missing.append(wish)
    if near:
        result.problems.append(not_found("group", near))
    return result


def members_or_reasons(directory: Directory, groups: Sequence[Group]) -> list[list[User] | str]:
    """The members of each of the groups, or why this one cannot be read. Raises OrgkitError for all that is not about a group."""
    return directory.client.http.map(lambda group: members_or_reason(directory, group), groups)


def members_or_reason(directory: Directory, group: Group) -> list[User] | str:
    """The members of a group, or why this one group cannot be read; the others can be. Raises what is about more than it."""
    try:
        return directory.members(group)
    except OrgkitError as error:
        if error.scope != "group":
            raise
        return error.sentence()
