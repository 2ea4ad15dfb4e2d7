# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Pairs of a role configuration and an account, and how their names are resolved. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Callable

from .._core.names import Index, ambiguous, not_found
from .._core.plan import Problem, Ref
from .._membership.directory import Located
from .._membership.options import MembershipOptions
from .._membership.plan import Group

CONFIGURATION, ACCOUNT = "role_configuration", "account"
_USE = {CONFIGURATION: "the id", ACCOUNT: "the uin"}


def pair_id(configuration_id: str, uin: str) -> str:
    """What tells a pair apart."""
    return f"{configuration_id}/{uin}"


def ids_of(pair: str) -> tuple[str, str]:
    """The id of the role configuration and the uin in the id of a pair."""
    configuration_id, _slash, uin = pair.rpartition("/")
    return configuration_id, uin


class Known:
    """Things of one kind (role_configuration, account) that a task can name: those that exist, and those that it assumes."""

    def __init__(self, kind: str, existing: Iterable[Ref], assumed: Iterable[str] = ()) -> None:
        self.kind = kind
        self.existing = list({ref.id: ref for ref in existing}.values())
        self._index = Index(self.existing)
        self._assumed = Index([Ref(None, name) for name in assumed])

    def find(self, name: str) -> list[Ref]:
        """Those that a name or id means."""
        return self._index.find(name) or self._assumed.find(name)

    def resolve(self, names: Iterable[str]) -> tuple[dict[str, Ref], list[Problem]]:
        """What each name means, and the problems of those that mean none or several."""
        word = self.kind.replace("_", " ")
        found = {name: self.find(name) for name in names}
        problems = [ambiguous(word, name, refs, use=_USE[self.kind]) for name, refs in found.items() if len(refs) > 1]
        missing = {name: self._index.near(name) for name, refs in found.items() if not refs}
        if missing:
            problems.append(not_found(word, missing))
        return {name: refs[0] for name, refs in found.items() if len(refs) == 1}, problems


class Naming:
    """How pairs are called. Accounts may have the same name: then the uin tells them apart."""

    def __init__(self, accounts: Iterable[Ref]) -> None:
        self._times = Counter(account.name.casefold() for account in accounts)

    def pair(self, configuration: Ref, account: Ref) -> Group:
        """The pair as the group of a membership; its id is null while one of the two does not exist."""
        exists = configuration.id is not None and account.id is not None
        place = account.name if self._times[account.name.casefold()] < 2 else f"{account.name} ({account.id})"
        return Group(
            pair_id(str(configuration.id), str(account.id)) if exists else None,
            f"{configuration.name} in {place}",
            parts=((CONFIGURATION, configuration), (ACCOUNT, account)),
        )


def located(
    options: MembershipOptions, configurations: Sequence[Ref], accounts: Sequence[Ref], manager: Callable[[], Ref]
) -> Located:
    """The pairs that the wishes of a task mean. manager gives the management account, which the list of accounts may lack."""
    assumed: Mapping[str, tuple[str, ...]] = options.assumed
    known = Known(CONFIGURATION, configurations, assumed.get("role_configurations", ()))
    places = Known(ACCOUNT, accounts, assumed.get("accounts", ()))
    wanted = list(dict.fromkeys(account for _name, account in (wish.group for wish in options.wishes)))
    if any(not places.find(name) for name in wanted):
        # The accounts of the list come first: it may hold the management account under the name that people see.
        places = Known(ACCOUNT, [manager(), *accounts], assumed.get("accounts", ()))
    found, problems = known.resolve(dict.fromkeys(name for name, _account in (wish.group for wish in options.wishes)))
    found_accounts, more = places.resolve(wanted)
    result, naming = Located(problems=[*problems, *more]), Naming(places.existing)
    for wish in options.wishes:
        name, account = wish.group
        if name in found and account in found_accounts:
            result.found.append((naming.pair(found[name], found_accounts[account]), wish))
        else:
            result.missing.append(wish)
    return result
