# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the road of objects needs of a kind of thing: the contract that each kind of each cloud fulfils in one file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from operator import eq
from typing import Any, Callable, NamedTuple, Protocol

from .._core.errors import CONFLICT, OrgkitError
from .._core.plan import DONE, Change, Problem
from .._core.resource import Connection
from .._core.write import Reply


class Field(NamedTuple):
    """One managed field of a kind.

    same compares (actual, wished). write names the writing request that carries it: fields of the same one go together, and
    those of `create` can be given at creation too. creation_only: the API cannot change it later; elsewhere says where a person
    can. unset is what a new thing has when nothing is wished. at_creation: whether the creation itself takes the field.
    """

    same: Callable[[Any, Any], bool] = eq
    write: str = "update"
    unset: Any = None
    at_creation: bool = True
    creation_only: bool = False
    elsewhere: str = "the console"
    # What cannot be read back is never compared.
    readable: bool = True
    # Changes of its own carry it (more_changes): a set of things that are added and removed one by one.
    apart: bool = False
    # What the module takes for a value as it is read.
    as_input: Callable[[Any], Any] = lambda value: value


@dataclass(frozen=True, eq=False)
class Thing:
    """A thing as it is, or as it will be. fields are the managed ones by their option names, more what is only shown."""

    id: str | None
    name: str
    fields: Mapping[str, Any]
    more: Mapping[str, Any] = field(default_factory=dict)


class Blocker(NamedTuple):
    """What must be gone before a thing can be deleted; change takes it away, or None when nobody may do that here.

    goes_along: the deletion itself takes it away.
    """

    kind: str
    name: str
    change: Change | None = None
    goes_along: bool = False

    @property
    def can_go(self) -> bool:
        """Whether force takes it away."""
        return self.goes_along or self.change is not None


@dataclass(frozen=True)
class Wish:
    """What one entry asks for. fields holds only what is managed. implied: a parent that stands for no entry of its own."""

    name: str | None
    id: str | None
    state: str
    fields: Mapping[str, Any]
    allow_create: bool = True
    allow_similar: bool = False
    rename: bool = False
    force: bool = False
    implied: bool = False

    @property
    def called(self) -> str:
        """How sentences call the thing."""
        return self.name or f"id {self.id}"


@dataclass
class Target:
    """A wish and the thing that it means, if there is one; blockers are read for what shall be deleted."""

    wish: Wish
    thing: Thing | None = None
    blockers: list[Blocker] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name of the thing, else the wished one."""
        return self.thing.name if self.thing else self.wish.called

    @property
    def is_renamed(self) -> bool:
        """Whether a thing that there is shall get another name."""
        wish, thing = self.wish, self.thing
        is_meant = wish.state == "present" and wish.rename and wish.id is not None
        return is_meant and thing is not None and wish.name not in (None, thing.name)


class Kind(Protocol):
    """One kind of thing of one cloud. A kind says what differs from the defaults here; what reads raises OrgkitError."""

    # kind of a change, such as role_configuration; and the list option, which is also the key of the result.
    word: str
    plural: str
    id_option: str
    name_option: str = "name"
    can_rename: bool = False
    # The action of a change that brings a new thing.
    creation: str = "create"
    # HTTP statuses of a refusal that may be about one change of a request only.
    split_after: frozenset[int] = frozenset()
    fields: Mapping[str, Field]

    @property
    def called(self) -> str:
        """The word in sentences."""
        return self.word.replace("_", " ")

    @property
    def client(self) -> Connection:
        """The client that reads and writes things of this kind."""

    def things(self) -> list[Thing]:
        """All things of this kind: one listing."""

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """Send the one request of the changes. ids are the ids of all things by name, new ones too. Raises ApiError."""

    def keys(self, thing: Thing) -> Iterable[str]:
        """The names by which a wish may mean a thing, as key() gives them."""
        return (thing.name,)

    def key(self, name: str) -> str:
        """What two spellings of one name have in common."""
        return name

    def blank(self, name: str) -> Thing:
        """A thing of this name as it is when nothing else is wished; what only the cloud can say is None."""
        return Thing(None, name, {field: rule.unset for field, rule in self.fields.items() if rule.readable})

    def detailed(self, things: Sequence[Thing]) -> list[Thing]:
        """The same things with the fields that the listing does not give, without those that are gone by now."""
        return list(things)

    def blockers(self, thing: Thing, things: Sequence[Thing], going: frozenset[str]) -> list[Blocker]:
        """What keeps the thing from being deleted. things are all of the kind, going the ids of those that the task deletes."""
        return []

    def look_up(self, targets: Sequence[Target]) -> list[Problem]:
        """Read what the wishes name elsewhere, such as system policies; the problems of names that mean nothing there."""
        return []

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterable[Problem]:
        """Why this kind cannot become as wished: syntax, limits of creation, what the cloud refuses for this thing. Pure."""
        return ()

    def prepare(self, changes: Sequence[Change]) -> list[Problem]:
        """Read what can refuse planned changes, such as quotas."""
        return []

    def parent(self, name: str) -> str | None:
        """The name of the thing that must exist before this one, if there is one."""
        return None

    def more_changes(self, target: Target) -> list[Change]:
        """Changes that follow the creation or the update, such as those of policies. Pure."""
        return []

    def after(self, thing: Thing, change: Change) -> Thing:
        """The thing after a change that this kind alone knows, or with what an update of its fields brings along. Pure."""
        return thing

    def renamed(self, thing: Thing, name: str) -> Thing:
        """The thing under another name. Pure."""
        return replace(thing, name=name)

    def told(self, thing: Thing) -> Thing:
        """The thing as the result of this run tells it: with what no listing gives, such as a password. Pure."""
        return thing

    def at_once(self, change: Change) -> bool:
        """Whether it can be sent at the same time as its neighbours of the same action and kind, for one thing."""
        return False

    def request_of(self, change: Change) -> str:
        """What changes have in common that can travel in one request."""
        return change.action

    def batch_size(self, action: str) -> int:
        """How many changes of one action fit into one request."""
        return 1

    def acknowledged(self, change: Change) -> str:
        """The status of a change that the API accepted: done, pending while somebody has to consent, or unknown until a look."""
        return DONE

    def without_effect(self, change: Change) -> OrgkitError | None:
        """What is to be said of a change that the API accepted without telling its effect, and that no look shows; or None."""
        return None

    def shows(self, change: Change, thing: Thing | None) -> bool | None:
        """Whether a change that this kind alone knows is there now; None for the changes that every kind has."""
        return None

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """Those of the hidden changes that wait for somebody's consent."""
        return []


def all_detailed(kind: Kind, things: Sequence[Thing]) -> list[Thing]:
    """The things with all their fields. Raises OrgkitError when one went away while it was read: nothing is concluded from that."""
    found = kind.detailed(things)
    present = {thing.id for thing in found}
    gone = [thing.name for thing in things if thing.id not in present]
    if gone:
        raise OrgkitError(
            CONFLICT,
            f"While they were read, these {kind.called}s were listed and yet unknown: {', '.join(gone)}.",
            hint="Nothing was written. Run again: somebody else may have deleted or made them at this moment.",
        )
    return found
