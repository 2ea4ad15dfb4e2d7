# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the names of a task to the members that they mean. In doubt nobody is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, Callable

from .._core.errors import NOT_REMOVABLE
from .._core.names import Index, ambiguous, not_found, same_letters, user_index
from .._core.plan import Problem, item
from .._core.text import shown
from .directory import Directory
from .options import MembershipOptions, Wish
from .plan import USER, Group, GroupWish, Named, Revocation, User


@dataclass
class State:
    """What was observed: the wished groups with all names resolved, and what stood in the way.

    left_out are the problems of what this task cannot do, rows of it stand in not_removable.
    """

    wishes: list[GroupWish] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # Names that the cloud does not know: unwanted ones, and wanted ones that are left out.
    unknown: set[Named] = field(default_factory=set)
    skipped: set[Named] = field(default_factory=set)
    # Leavers whom the cloud does not know any more, as it should be.
    gone: set[Named] = field(default_factory=set)
    revocations: list[Revocation] = field(default_factory=list)
    not_removable: list[dict[str, Any]] = field(default_factory=list)
    left_out: list[Problem] = field(default_factory=list)

    def add(self, other: State) -> None:
        """What was found for some groups."""
        self.wishes += other.wishes
        self.problems += other.problems
        self.unknown |= other.unknown
        self.skipped |= other.skipped

    def find_leaver(self, name: str) -> None:
        """A leaver whom the list of all users lacks is known all the same."""
        for names in (self.unknown, self.gone):
            names -= {named for named in names if same_letters(named.name) == same_letters(name)}

    def leave_out(self, group: Group, user: User, reason: str, hint: str) -> None:
        """A membership of a leaver that this task cannot end."""
        sentence = shown(f"{user.name} cannot be removed from {group.name}: {reason}")
        self.not_removable.append(
            {**group.row(), "user": {"id": user.id, "name": user.name}, "reason": sentence},
        )
        self.left_out.append(Problem(NOT_REMOVABLE, sentence, (item(user.name, "user", group.name),), hint))


class Names:
    """Resolves the names of one task; reads all of a kind in the directory once, and only when a name needs it."""

    def __init__(self, directory: Directory, options: MembershipOptions) -> None:
        self._directory = directory
        self._options = options
        self._everybody: dict[str, Index] = {}
        self._leaving: frozenset[str] = frozenset()
        self._leaving_names = frozenset(map(same_letters, options.leavers))
        # Leavers whom the list of all users lacks.
        self._missing_leavers: list[str] = []

    @property
    def kinds_known(self) -> int:
        """Of how many kinds everybody was read."""
        return len(self._everybody)

    def everybody(self, kind: str = USER) -> Index:
        """All of a kind in the directory, and in check mode those that an earlier task creates."""
        if kind not in self._everybody:
            found = list(self._directory.everybody(kind))
            existing = user_index(found)
            named = self._options.assumed.get(f"{kind}s", ())
            assumed = [User(None, name, kind=kind) for name in named if not existing.find(name)]
            self._everybody[kind] = user_index(found + assumed) if assumed else existing
        return self._everybody[kind]

    def unknown(self, names: Iterable[Named], where: str = "", word: str = "") -> list[Problem]:
        """One problem for the names of each kind that nobody has, each with those that are near."""
        near: dict[str, dict[str, list[Any]]] = {}
        for kind, name in names:
            near.setdefault(kind, {})[name] = self.everybody(kind).near(name)
        place = self._options.form.group_word
        return [not_found(f"{word} {kind}".strip(), found, where, place=place) for kind, found in near.items()]

    def leavers(self, state: State) -> list[User]:
        """The users who shall be in no group any more. From now on they are in no wish."""
        leavers: dict[str, User] = {}
        for name in self._options.leavers:
            found = self.everybody().find(name)
            if len(found) > 1:
                state.problems.append(ambiguous("user", name, found))
            elif found:
                leavers[found[0].key] = found[0]
            else:
                self._missing_leavers.append(name)
                (state.unknown if self._options.only_leavers else state.gone).add(Named(USER, name))
        self._leaving = frozenset(leavers)
        return [user for user in leavers.values() if user.id is not None]

    def leavers_among(self, members: Iterable[User], state: State) -> list[User]:
        """Leavers whom the list of all users lacks, and who are members all the same: by the exact name, or by the id.

        Who is listed under another name is not meant.
        """
        wanted: dict[str, dict[str, User]] = {name: {} for name in self._missing_leavers}
        for user in members if wanted else ():
            for name in {user.name, str(user.id)} & wanted.keys() if user.kind == USER else ():
                wanted[name][user.key] = user
        found = []
        for name, users in wanted.items():
            if len(users) > 1:
                state.problems.append(ambiguous("user", name, list(users.values())))
            found += [user for user in users.values() if len(users) == 1 and not self.everybody().find(str(user.id))]
        for user in found:
            state.find_leaver(user.name)
            state.find_leaver(str(user.id))
        self._leaving |= {user.key for user in found}
        return found

    def leavers_named(self, name: str) -> tuple[list[User], bool]:
        """The leavers whom a name of the cloud means, and whether it means nobody else."""
        found = self.everybody().find(name)
        if not found and same_letters(name) in self._leaving_names:
            return [User(None, name)], True
        leavers = [user for user in found if user.key in self._leaving]
        return leavers, len(leavers) == len(found)

    def unprotected(self, names: Iterable[str]) -> set[Named]:
        """Those of the protected names that mean nobody in the whole directory."""
        return {Named(USER, name) for name in names if not self.everybody().meanings(name)}

    def _leaves(self, named: Named) -> bool:
        """Whether a name means a leaver, known or not."""
        if named.kind != USER or not self._options.leavers or self._options.only_leavers:
            return False
        found = self.everybody().find(named.name)
        if not found:
            return same_letters(named.name) in self._leaving_names
        # Who is one of several is not meant.
        return all(user.key in self._leaving for user in found)

    def wish_of(self, group: Group, wishes: Sequence[Wish], members: list[User], state: State) -> GroupWish:
        """The wishes for one group with every name resolved."""
        by_kind = _by_kind(members)
        wish = GroupWish(group, members)
        missing: dict[Named, None] = {}
        for one in wishes:
            wish.exclusive, wish.max_removals, wish.allow_empty = one.exclusive, one.max_removals, one.allow_empty
            members_wanted = [named for named in one.members if one.state == "absent" or not self._leaves(named)]
            wish.emptied = wish.emptied or bool(one.members and not members_wanted)
            wish.tolerated |= {user.key for kind, name in one.tolerated for user in by_kind(kind).meanings(name)}
            for named in members_wanted:
                found = self._find(named, by_kind(named.kind), one.state)
                if len(found) > 1:
                    place = self._options.form.group_word
                    state.problems.append(ambiguous(named.kind, named.name, found, group.name, place=place))
                    wish.incomplete = True
                elif found and found[0].id is None and self._is_invited(named.name, group):
                    # Whoever an earlier task invites into the group is not added once more, also when it takes effect at once.
                    wish.invited.append(named.name)
                elif found:
                    (wish.present if one.state == "present" else wish.absent).append(found[0])
                    if named.name != found[0].id:
                        wish.called.setdefault(found[0].key, named.name)
                else:
                    self._unknown(named, one.state, wish, missing, state)
        if missing:
            wish.incomplete = True
            state.problems.extend(self.unknown(missing, group.name))
        wish.guarded = tuple(dict.fromkeys(named for one in wishes for named in one.guarded))
        known = {kind: [by_kind(kind), *filter(None, [self._everybody.get(kind)])] for kind, _name in wish.guarded}
        wish.protected = frozenset(
            user.key for kind, name in wish.guarded for rows in known[kind] for user in rows.meanings(name)
        )
        wish.caller = next((user.key for user in members if self._directory.is_caller(user)), None)
        return wish

    def protect(self, wish: GroupWish) -> list[Named]:
        """Protect everybody whom the names can mean in the whole directory; give the names that mean nobody."""
        by_kind = _by_kind(wish.members)
        keys: set[str] = set()
        lost = []
        for named in wish.guarded:
            rows = (by_kind(named.kind), self.everybody(named.kind))
            meant = {user.key for index in rows for user in index.meanings(named.name)}
            keys |= meant
            if not meant:
                lost.append(named)
        wish.protected = frozenset(keys)
        return lost

    def _find(self, named: Named, members: Index, state: str) -> list[User]:
        """Whom a name means. The exact name of anybody comes before another case, an e-mail address or an alias of a member.

        The exact name of a member is that member, unless everybody is known and somebody else has it too.
        """
        kind, name = named
        found: list[User] = members.find(name)
        known = kind in self._everybody
        if found and all(name == user.id or (name == user.name and not known) for user in found):
            return found
        candidates: list[User] = self.everybody(kind).find(name) or found
        if state == "absent" and not any(members.find(user.id or user.name) for user in candidates):
            # Whoever of them is meant is absent already.
            return candidates[:1]
        return candidates

    def _unknown(self, named: Named, wanted: str, wish: GroupWish, missing: dict[Named, None], state: State) -> None:
        """Nobody has the name: unwanted, invited, to be invited, left out, or a mistake."""
        kind, name = named
        if wanted == "absent":
            wish.unknown.append(named)
            state.unknown.add(named)
        elif kind == USER and self._is_invited(name, wish.group):
            wish.invited.append(name)
        elif kind == USER and self._directory.invite_unknown:
            wish.to_invite.append(name)
        elif self._options.skip_unknown:
            wish.skipped = True
            wish.unknown.append(named)
            state.skipped.add(named)
        else:
            missing[named] = None

    def _is_invited(self, name: str, group: Group) -> bool:
        invited = self._directory.invitations().get(name.casefold(), frozenset())
        return not invited.isdisjoint((group.id, group.name.casefold()))

    def tell_members_of_missing_groups(self, wishes: Iterable[Wish], state: State) -> None:
        """Members of groups that do not exist are resolved too, so that one run tells all that is mistyped."""
        for wish in wishes:
            where = wish.group if isinstance(wish.group, str) else " in ".join(wish.group)
            wanted = [named for named in wish.members if wish.state == "present" and not self._leaves(named)]
            found = {named: self.everybody(named.kind).find(named.name) for named in wanted}
            unknown = [named for named, rows in found.items() if not rows]
            if not self._directory.invite_unknown and not self._options.skip_unknown:
                state.problems.extend(self.unknown(unknown, where))
            place = self._options.form.group_word
            state.problems.extend(
                ambiguous(named.kind, named.name, rows, where, place=place)
                for named, rows in found.items()
                if len(rows) > 1
            )


def _by_kind(members: Sequence[User]) -> Callable[[str], Index]:
    """Gives the index of the members of a kind, each made once."""
    made: dict[str, Index] = {}

    def index(kind: str) -> Index:
        if kind not in made:
            made[kind] = user_index([user for user in members if user.kind == kind])
        return made[kind]

    return index
