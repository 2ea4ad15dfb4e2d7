# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From the names of a task to the groups and users that they mean. In doubt nobody is meant."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from .._core.names import Index, ambiguous, not_found, user_index
from .._core.plan import Problem
from .._core.text import shown
from .directory import Directory
from .options import MembershipOptions, Wish
from .plan import Group, GroupWish, User


@dataclass
class State:
    """What was observed: the wished groups with all names resolved, and what stood in the way."""

    wishes: list[GroupWish] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    # Names that the cloud does not know: unwanted ones, and wanted ones that are left out.
    unknown: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    not_removable: list[dict[str, Any]] = field(default_factory=list)

    def add(self, other: State) -> None:
        """What was found for some groups."""
        self.wishes += other.wishes
        self.problems += other.problems
        self.unknown |= other.unknown
        self.skipped |= other.skipped

    def leave_out(self, group: Group, user: User, reason: str) -> None:
        """A membership of a leaver that this task cannot end."""
        self.not_removable.append(
            {
                "group": {"id": group.id, "name": group.name},
                "user": {"id": user.id, "name": user.name},
                "reason": shown(f"{user.name} cannot be removed from {group.name}: {reason}"),
            }
        )


class Names:
    """Resolves the names of one task; reads all users of the directory once, and only when a name needs it."""

    def __init__(self, directory: Directory, options: MembershipOptions) -> None:
        self._directory = directory
        self._options = options
        self._users: Index | None = None

    @property
    def knows_everybody(self) -> bool:
        """Whether all users were read."""
        return self._users is not None

    def everybody(self) -> Index:
        """All users of the directory, and in check mode those that an earlier task creates."""
        if self._users is None:
            users = list(self._directory.users())
            existing = user_index(users)
            assumed = [User(None, name) for name in self._options.assume_users if not existing.find(name)]
            self._users = user_index(users + assumed) if assumed else existing
        return self._users

    def groups(self, groups: list[Group], state: State) -> list[tuple[Group, Wish]]:
        """The group that each wish means; those that nobody has, or several, become problems."""
        assumed = Index([Group(None, name) for name in self._options.assume_groups])
        index = Index(groups)
        resolved = []
        missing: dict[str, list[Any]] = {}
        for wish in self._options.wishes:
            found = index.find(wish.group) or assumed.find(wish.group)
            if len(found) == 1:
                resolved.append((found[0], wish))
            elif found:
                state.problems.append(ambiguous("group", wish.group, found))
            else:
                missing[wish.group] = index.near(wish.group)
        if missing:
            state.problems.append(not_found("group", missing))
            self._tell_users_of_missing_groups([wish for wish in self._options.wishes if wish.group in missing], state)
        return resolved

    def leavers(self, state: State) -> list[User]:
        """The users who shall be in no group any more."""
        leavers: dict[str, User] = {}
        for name in self._options.leavers:
            found = self.everybody().find(name)
            if len(found) > 1:
                state.problems.append(ambiguous("user", name, found))
            elif found:
                leavers[found[0].key] = found[0]
            else:
                state.unknown.add(name)
        return [user for user in leavers.values() if user.id is not None]

    def wish_of(self, group: Group, wishes: Sequence[Wish], members: list[User], state: State) -> GroupWish:
        """The wishes for one group with every name resolved."""
        index = user_index(members)
        wish = GroupWish(group, members)
        missing: dict[str, list[Any]] = {}
        for one in wishes:
            wish.exclusive, wish.max_removals, wish.allow_empty = one.exclusive, one.max_removals, one.allow_empty
            for name in one.users:
                found = self._find(name, index, one.state)
                if len(found) > 1:
                    state.problems.append(ambiguous("user", name, found, group.name))
                    wish.incomplete = True
                elif found and found[0].id is None and self._is_invited(name, group):
                    # Whoever an earlier task invites into the group is not added once more, also when it takes effect at once.
                    wish.invited.append(name)
                elif found:
                    (wish.present if one.state == "present" else wish.absent).append(found[0])
                    if name != found[0].id:
                        wish.called.setdefault(found[0].key, name)
                else:
                    self._unknown(name, one.state, wish, missing, state)
        if missing:
            wish.incomplete = True
            state.problems.append(not_found("user", missing, group.name))
        protected = [name for one in wishes for name in one.protected_users]
        known = [index, *([self._users] if self._users is not None else [])]
        wish.protected = frozenset(user.key for name in protected for rows in known for user in rows.meanings(name))
        wish.caller = next((user.key for user in members if self._directory.is_caller(user)), None)
        return wish

    def protect(self, wish: GroupWish, names: Iterable[str]) -> list[str]:
        """Protect everybody whom the names can mean in the whole directory; give the names that mean nobody."""
        index, everybody = user_index(wish.members), self.everybody()
        keys: set[str] = set()
        lost = []
        for name in names:
            meant = {user.key for user in (*index.meanings(name), *everybody.meanings(name))}
            keys |= meant
            if not meant:
                lost.append(name)
        wish.protected = frozenset(keys)
        return lost

    def _find(self, name: str, members: Index, state: str) -> list[User]:
        """Whom a name means. The exact name of anybody comes before another case, an e-mail address or an alias of a member.

        The exact name of a member is that member, unless all users are known and somebody else has it too.
        """
        found: list[User] = members.find(name)
        if found and all(name == user.id or (name == user.name and self._users is None) for user in found):
            return found
        candidates: list[User] = self.everybody().find(name) or found
        if state == "absent" and not any(members.find(user.id or user.name) for user in candidates):
            # Whoever of them is meant is absent already.
            return candidates[:1]
        return candidates

    def _unknown(self, name: str, wanted: str, wish: GroupWish, missing: dict[str, list[Any]], state: State) -> None:
        """Nobody has the name: unwanted, invited, to be invited, left out, or a mistake."""
        if wanted == "absent":
            wish.unknown_users.append(name)
            state.unknown.add(name)
        elif self._is_invited(name, wish.group):
            wish.invited.append(name)
        elif self._directory.invite_unknown:
            wish.to_invite.append(name)
        elif self._options.skip_unknown:
            wish.skipped = True
            wish.unknown_users.append(name)
            state.skipped.add(name)
        else:
            missing[name] = self.everybody().near(name)

    def _is_invited(self, name: str, group: Group) -> bool:
        invited = self._directory.invitations().get(name.casefold(), frozenset())
        return not invited.isdisjoint((group.id, group.name.casefold()))

    def _tell_users_of_missing_groups(self, wishes: list[Wish], state: State) -> None:
        """Users of groups that do not exist are resolved too, so that one run tells all that is mistyped."""
        for wish in wishes:
            found = {name: self.everybody().find(name) for name in wish.users if wish.state == "present"}
            unknown = {name: self.everybody().near(name) for name, rows in found.items() if not rows}
            if unknown and not self._directory.invite_unknown and not self._options.skip_unknown:
                state.problems.append(not_found("user", unknown, wish.group))
            state.problems.extend(
                ambiguous("user", name, rows, wish.group) for name, rows in found.items() if len(rows) > 1
            )
