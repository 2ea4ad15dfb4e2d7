# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What leavers still have: memberships wherever they are, and open invitations. In doubt nobody is meant."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from .._core.errors import NOT_REMOVABLE, PROTECTED
from .._core.names import Index, same_letters, user_index
from .._core.plan import Problem, Ref, item
from .directory import Directory, Invited, members_or_reasons
from .options import MembershipOptions, Wish
from .plan import REVOKE, USER, Group, GroupWish, Named, Revocation, User
from .resolve import Names, State

NOT_LISTED = "the group is not listed for these credentials."
NO_GROUP = "the organization"
_NOWHERE = Group(None, NO_GROUP)


class Leaving:
    """Notes in a state what its leavers lose. names has resolved them already."""

    def __init__(self, directory: Directory, names: Names, options: MembershipOptions) -> None:
        self._directory = directory
        self._names = names
        self._options = options

    def observe(self, leavers: Sequence[User], groups: Sequence[Group], state: State) -> None:
        """Read what is needed; what cannot be read or changed does not stop the others."""
        listed = {**self._directory.listed_members(), **{str(one.group.id): one.members for one in state.wishes}}
        seen = self._names.leavers_among((user for members in listed.values() for user in members), state)
        in_groups = dict(zip(leavers, self._directory.client.http.map(self._directory.groups_of, leavers)))
        self._memberships({**in_groups, **{user: [] for user in seen}}, listed, groups, state)
        self._invitations(groups, state)

    def _memberships(
        self,
        leavers: Mapping[User, Sequence[str]],
        listed: Mapping[str, Sequence[User]],
        groups: Sequence[Group],
        state: State,
    ) -> None:
        """Note in every group that a leaver is in who leaves it; leavers are told with the ids of their groups."""
        by_id = {group.id: group for group in groups}
        wishes = {wish.group.id: wish for wish in state.wishes}
        members = {group_id: {user.key for user in users} for group_id, users in listed.items()} if leavers else {}
        leaving: dict[str, list[User]] = {}
        for user, group_ids in leavers.items():
            # One list can be late: whoever stands in either is a member.
            others = [group_id for group_id, keys in members.items() if user.key in keys]
            for group_id in dict.fromkeys([*group_ids, *others]):
                group = by_id.get(group_id)
                reason = self._directory.refusal("remove", group, user) if group else NOT_LISTED
                if group is None or reason:
                    state.leave_out(group or Group(group_id, group_id), user, reason, self._options.form.elsewhere)
                    if group_id in wishes:
                        wishes[group_id].tolerated |= {user.key}
                else:
                    leaving.setdefault(group_id, []).append(user)
        self._read_others([by_id[group_id] for group_id in leaving if group_id not in wishes], leaving, wishes, state)
        for group_id, users in leaving.items():
            wish, index = wishes[group_id], user_index(users)
            wish.leaving.extend(users)
            # An entry with protected users of its own does not give up a leaver whom the task protects.
            meant = [Named(USER, name) for name in self._options.protected_users if index.meanings(name)]
            wish.guarded = tuple(dict.fromkeys([*wish.guarded, *meant]))

    def _read_others(
        self,
        groups: Sequence[Group],
        leaving: dict[str, list[User]],
        wishes: dict[str | None, GroupWish],
        state: State,
    ) -> None:
        """Groups that no wish is about, each with its members; one that cannot be read is told."""
        read = members_or_reasons(self._directory, groups)
        for group, found in zip(groups, read):
            if isinstance(found, str):
                for user in leaving.pop(str(group.id)):
                    state.leave_out(group, user, found, self._options.form.elsewhere)
            else:
                wishes[group.id] = self._names.wish_of(group, [self._unmanaged(group)], found, state)
                state.wishes.append(wishes[group.id])

    def _unmanaged(self, group: Group) -> Wish:
        """No wish but that protected users are safe: the group is touched on account of leavers only."""
        return Wish(
            group=group.id or group.name,
            users=(),
            state="absent",
            exclusive=False,
            max_removals="100%",
            allow_empty=True,
            protected_users=self._options.protected_users,
        )

    def _invitations(self, groups: Sequence[Group], state: State) -> None:
        """Note the open invitations that name nobody but leavers. All of one name count together: they are revoked by name."""
        invitations = self._directory.open_invitations()
        state.warnings.extend(f"An open invitation of a leaver would stay: {reason}" for reason in invitations.unseen)
        by_name: dict[str, list[Invited]] = {}
        for one in invitations.open:
            # Who is in the organization is not invited by an earlier task.
            if one.id is not None or not self._names.everybody().find(one.name):
                by_name.setdefault(same_letters(one.name), []).append(one)
        index = Index(groups)
        for several in by_name.values():
            meant = [self._names.leavers_named(one.name) for one in several]
            if not any(leavers for leavers, _only in meant):
                continue
            if not all(leavers and only for leavers, only in meant):
                name = several[0].name
                state.warnings.append(
                    f'The open invitation of "{name}" may be that of somebody else than a leaver: it stays.'
                )
                continue
            for one, (leavers, _only) in zip(several, meant):
                self._revoke(one, leavers, index, state)

    def _revoke(self, one: Invited, leavers: Sequence[User], groups: Index, state: State) -> None:
        """Plan the end of one invitation, unless somebody is protected or may be the caller."""
        state.find_leaver(one.name)
        row = (item(one.name, USER),)
        reasons = [self._directory.refusal(REVOKE, _NOWHERE, user) for user in leavers if user.id is not None]
        if any(reasons):
            sentence = f"The open invitation of {one.name} cannot be revoked: {next(filter(None, reasons))}"
            state.left_out.append(Problem(NOT_REMOVABLE, sentence, row))
        elif any(self._directory.is_caller(user) for user in leavers if user.id is not None):
            sentence = f"{one.name} runs this task, and the invitation is not revoked; set allow_self_removal to true to do it."
            state.problems.append(Problem(PROTECTED, sentence, row))
        elif self._is_protected(one, leavers, state.wishes):
            state.problems.append(
                Problem(PROTECTED, f"{one.name} is protected, and the invitation is not revoked.", row)
            )
        else:
            named = {group.name for name in one.groups for group in groups.find(name)}
            unknown = {name for name in one.groups if not groups.find(name)}
            places = tuple(sorted(named | unknown)) or (NO_GROUP,)
            state.revocations.append(Revocation(Ref(one.id, one.name), leavers[0], places))

    def _is_protected(self, one: Invited, leavers: Sequence[User], wishes: Iterable[GroupWish]) -> bool:
        """Whether a protected name of the task, or of an entry about a group that the invitation leads into, can mean the person."""
        index = user_index([*leavers, User(None, one.name)])
        entries = [named.name for wish in wishes if wish.group.id in one.groups for named in wish.guarded]
        return any(index.meanings(name) for name in (*self._options.protected_users, *entries))
