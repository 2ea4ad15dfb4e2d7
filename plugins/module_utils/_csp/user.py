# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Users of an organization of the Cloud Services Platform as a kind of thing: they are invited, and they are removed.

Somebody with an invitation that is open, or has run out, is a thing too, whose id is the one of the invitation.
API pages: GET and DELETE /v2/orgs/{orgId}/users, and those of invitations.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Callable

from .._core.errors import (
    INVALID_INPUT,
    NOT_EDITABLE,
    OUTCOME_UNKNOWN,
    PROTECTED,
    REFUSED,
    OrgkitError,
)
from .._core.names import Index, ambiguous, not_found
from .._core.plan import DONE, PENDING, UNKNOWN, Change, Problem, Ref, item
from .._core.write import Reply
from .._object.kind import Field, Kind, Target, Thing, Wish
from .client import CspClient
from .group import CUSTOM, GroupKind
from .invitations import EXPIRED, OPEN, OVER, Invitation, invite, read_invitations, revoke
from .partial import failures_of
from .person import OWNER, Person, person, person_id, tells_user
from .user_options import MEMBER, UserOptions

LIST = "list_users"
BATCH = 20
INVITED = "invited"


class UserKind(Kind):
    """The users of one organization. wishes are those of the task; without them all invitations are read.

    warn takes what the user of the task should know.
    """

    word = "user"
    plural = "users"
    id_option = "user_id"
    creation = "invite"
    # One user can make the API refuse the whole request.
    split_after = frozenset((400, 404, 409))

    def __init__(
        self,
        client: CspClient,
        *,
        clock: Callable[[], float],
        warn: Callable[[str], object],
        wishes: Sequence[Wish] | None = None,
        own: UserOptions | None = None,
    ) -> None:
        self._client = client
        self._clock = clock
        self._warn = warn
        self._wishes = wishes
        self._options = own or UserOptions()
        self._people: dict[str, Person] = {}
        self._invitations: dict[str, Invitation] = {}
        # Ids of invitations, also of those that are gone by now.
        self._invited: set[str] = set()
        self._group_ids: dict[str, str] = {}
        # Wishes that meant a user of the organization once.
        self._met: set[str] = set()
        self._told: set[str] = set()
        self.fields: Mapping[str, Field] = {
            "organization_roles": Field(readable=False),
            "groups": Field(readable=False),
        }

    @property
    def client(self) -> CspClient:
        """The client of the organization."""
        return self._client

    def things(self) -> list[Thing]:
        """All users, and those invited whom a wish means."""
        people = [person(row, LIST) for row in self._client.pages(LIST, person_id)]
        self._people = {one.id: one for one in people}
        known = {self.key(name) for one in people for name in one.names}
        missing = None if self._wishes is None else [wish for wish in self._wishes if not self._is_met(wish, known)]
        things = [Thing(one.id, one.name, {}, _more_of_user(one)) for one in people]
        if missing is None or missing:
            self._invitations = self._relevant(missing, known)
            self._invited.update(self._invitations)
            things += [Thing(one.id, one.name, {}, _more_of_invitation(one)) for one in self._invitations.values()]
        return things

    def detailed(self, things: Sequence[Thing]) -> list[Thing]:
        """The same; an invitation that has run out is told."""
        named_by_id = {wish.id for wish in self._wishes or ()}
        for thing in things:
            if thing.more["status"] != EXPIRED or self._wishes is None:
                continue
            by_id = thing.id in named_by_id
            if by_id or not self._options.renew_invitations:
                until = thing.more["invitation"]["expires"]
                self._tell(
                    f'The invitation of "{thing.name}" has expired{f" ({until})" if until else ""} and was not accepted. '
                    f"Set renew_invitations to true{' and name the user, not the id,' if by_id else ''} to send another one."
                )
        return list(things)

    def blank(self, name: str) -> Thing:
        """Somebody who shall be invited."""
        more = dict.fromkeys(("email", "display_name", "domain", "organization_roles", "invitation"))
        return Thing(None, name, {}, {**more, "status": INVITED})

    def keys(self, thing: Thing) -> Iterable[str]:
        """User name, login name, e-mail address, user name with its domain; case says nothing."""
        known = self._people.get(str(thing.id))
        return [self.key(name) for name in (known.names if known else (thing.name,))]

    def key(self, name: str) -> str:
        """The name in one case."""
        return name.casefold()

    def faults(self, target: Target, targets: Sequence[Target], things: Sequence[Thing]) -> Iterator[Problem]:
        """Who cannot be invited, and who must not be removed."""
        wish, thing = target.wish, target.thing
        if wish.state == "present":
            if thing is None and wish.name is not None and wish.id is None and wish.allow_create:
                yield from self._faults_of_invitation(wish.name)
        elif thing is not None and str(thing.id) in self._people:
            yield from self._faults_of_removal(self._people[str(thing.id)], targets)

    def prepare(self, changes: Sequence[Change]) -> list[Problem]:
        """Find the groups that invitations name."""
        wanted = sorted({name for change in changes for name in (change.after or {}).get("groups", ())})
        if not wanted:
            return []
        things = GroupKind(self._client).things()
        index, assumed = Index(things), Index(Thing(None, name, {}) for name in self._options.assumed_groups)
        unknown = [name for name in wanted if not index.find(name) and not assumed.find(name)]
        problems = [not_found("group", {name: index.near(name) for name in unknown})] if unknown else []
        return problems + [problem for name in wanted for problem in self._faults_of_group(name, index.find(name))]

    def more_changes(self, target: Target) -> list[Change]:
        """A new invitation in place of one that has run out, when that is wished."""
        wish, thing = target.wish, target.thing
        if thing is None or thing.more["status"] != EXPIRED or wish.state != "present":
            return []
        # An id creates nothing: it would name an invitation that counts no more.
        if wish.id is not None or not self._options.renew_invitations:
            return []
        subject = Ref(None, thing.name)
        after = {"name": thing.name, **{name: value for name, value in wish.fields.items() if name in self.fields}}
        return [Change("invite", self.word, subject, subject, None, after, f"invite user {thing.name} again")]

    def request_of(self, change: Change) -> str:
        """Invitations with the same roles and groups travel together; revocations and removals do not."""
        if change.action == "invite":
            return f"invite {change.after.get('organization_roles')} {change.after.get('groups')}"
        return "revoke" if self._is_revocation(change) else "remove"

    def batch_size(self, action: str) -> int:
        """As many as the API takes."""
        return BATCH

    def send(self, changes: Sequence[Change], ids: Mapping[str, str]) -> Reply:
        """One request: invite, revoke or remove."""
        names = [change.subject.name for change in changes]
        if changes[0].action == "invite":
            after = changes[0].after
            invite(
                self._client,
                names,
                roles=after.get("organization_roles") or [MEMBER],
                groups=[self._group_ids[name] for name in after.get("groups") or ()],
                notify=self._options.notify,
                invited_by=self._options.invited_by,
            )
            return Reply()
        if self._is_revocation(changes[0]):
            revoke(self._client, names)
            return Reply()
        sent = [str(change.subject.id) for change in changes]
        answer = self._client.write("remove_users", {"ids": sent, "notifyUsers": self._options.notify})
        return Reply(failures=failures_of(answer, sent, "Check what the console says of this user."))

    def acknowledged(self, change: Change) -> str:
        """An accepted invitation waits for the person; what an accepted revocation did shows only in the invitation."""
        if change.action == "invite":
            return PENDING
        return UNKNOWN if self._is_revocation(change) else DONE

    def without_effect(self, change: Change) -> OrgkitError | None:
        """A revocation that the API accepted, and that does not show."""
        if not self._is_revocation(change):
            return None
        return OrgkitError(
            OUTCOME_UNKNOWN,
            f'The invitation of "{change.subject.name}" is still open, or was accepted in the meantime.',
            hint="Run again. If it stays open, revoke it in the console, under Identity & Access Management.",
        )

    def shows(self, change: Change, thing: Thing | None) -> bool | None:
        """Whether an invited person is in the organization, and whether a revoked invitation is gone."""
        if change.action == "invite":
            return thing is not None and str(thing.id) in self._people
        return thing is None if self._is_revocation(change) else None

    def pending(self, changes: Sequence[Change]) -> list[Change]:
        """The invitations that are open."""
        still_open = {self.key(one.name) for one in self._invitations.values() if one.status == OPEN}
        return [
            change for change in changes if change.action == "invite" and self.key(change.subject.name) in still_open
        ]

    def _is_met(self, wish: Wish, known: set[str]) -> bool:
        name = self.key(wish.id or wish.name or "")
        if name in known:
            self._met.add(name)
        return name in self._met

    def _relevant(self, missing: Sequence[Wish] | None, known: set[str]) -> dict[str, Invitation]:
        """Of each invited person who is no user the invitation that counts, by its id: an open one, else the last to run out.

        One that has run out is nothing that could be taken away from somebody who shall be absent.
        """
        if self._client.login.is_service_account:
            self._tell_what_stays_unseen(missing)
            return {}
        absent = {self.key(wish.id or wish.name or "") for wish in missing or () if wish.state == "absent"}
        best: dict[str, Invitation] = {}
        for one in read_invitations(self._client, self._clock()):
            name = self.key(one.name)
            if one.status == OVER or name in known:
                continue
            if one.status == EXPIRED and not absent.isdisjoint((name, self.key(one.id))):
                continue
            if name not in best or _rank(one) > _rank(best[name]):
                best[name] = one
        return {one.id: one for one in best.values()}

    def _tell_what_stays_unseen(self, missing: Sequence[Wish] | None) -> None:
        names = [wish.called for wish in missing or () if wish.state == "absent"]
        if missing is None:
            self._tell("An application cannot see invitations: those who are invited are not listed.")
        elif names:
            self._tell(f"An application cannot see invitations: open ones would stay as they are: {', '.join(names)}.")

    def _tell(self, text: str) -> None:
        if text not in self._told:
            self._told.add(text)
            self._warn(text)

    def _is_revocation(self, change: Change) -> bool:
        return change.action == "delete" and str(change.subject.id) in self._invited

    def _faults_of_invitation(self, name: str) -> Iterator[Problem]:
        row = (item(name, self.word),)
        if self._client.login.is_service_account:
            message = (
                f'"{name}" is not in the organization, and an application may not invite: use an API token of a user.'
            )
            yield Problem(REFUSED, message, row)
        elif "@" not in name.strip("@"):
            message = f'"{name}" is not in the organization, and only an e-mail address can be invited.'
            yield Problem(INVALID_INPUT, message, row)

    def _faults_of_removal(self, one: Person, targets: Sequence[Target]) -> Iterator[Problem]:
        row = (item(one.name, self.word, None, [Ref(one.id, one.name)]),)
        if not (self._options.allow_self_removal or self._client.login.is_service_account):
            claims = self._client.claims()
            if not tells_user(claims):
                message = f'The access token does not tell whose it is, so "{one.name}" could be you.'
                yield Problem(PROTECTED, f"{message} Set allow_self_removal to true to do it.", row)
            elif one.is_meant_by(claims):
                message = f'"{one.name}" runs this task and would be removed. Set allow_self_removal to true to do it.'
                yield Problem(PROTECTED, message, row)
        owners = {other.id for other in self._people.values() if other.roles and OWNER in other.roles}
        leaving = {
            str(target.thing.id) for target in targets if target.wish.state == "absent" and target.thing is not None
        }
        if one.id in owners and owners <= leaving:
            message = f'"{one.name}" cannot be removed: nobody would own the organization any more.'
            yield Problem(PROTECTED, message, row)

    def _faults_of_group(self, name: str, found: Sequence[Thing]) -> Iterator[Problem]:
        custom = [thing for thing in found if thing.more["type"] == CUSTOM]
        if len(custom) == 1:
            self._group_ids[name] = str(custom[0].id)
        elif custom:
            yield ambiguous("group", name, custom)
        elif found:
            message = f'Nobody can be invited into the group "{name}": it is no custom group of this organization.'
            yield Problem(NOT_EDITABLE, message, (item(name, "group", None, found),))


def _rank(one: Invitation) -> tuple[bool, float]:
    return one.status == OPEN, one.expires or 0.0


def _more_of_user(one: Person) -> dict[str, Any]:
    return {
        "email": one.email,
        "display_name": one.display_name,
        "domain": one.domain,
        "organization_roles": None if one.roles is None else sorted(one.roles),
        "invitation": None,
        "status": "accessible" if one.accessible else "inaccessible",
    }


def _more_of_invitation(one: Invitation) -> dict[str, Any]:
    return {
        "email": None,
        "display_name": None,
        "domain": None,
        "organization_roles": sorted(one.roles),
        "invitation": {"id": one.id, "expires": one.expires_text, "groups": sorted(one.groups)},
        "status": INVITED if one.status == OPEN else EXPIRED,
    }
