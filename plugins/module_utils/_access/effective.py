# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Effective access: who has what, and through which group. Pure.

Tencent Cloud: user -> (group ->) role configuration -> account. Cloud Services: user -> (group ->) role of the organization or
of a service.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from .._core.plan import Ref
from .kinds import grant_of, role_of
from .snapshot import Row, Snapshot


class Access(NamedTuple):
    """One thing that a user has. group is None for what was given directly; role is None where a group gives no role.

    place is the account of a role configuration, or the service of a role. grant names role and place as one.
    """

    user: Ref
    group: Ref | None
    inherited: bool
    kind: str
    role: Ref | None
    place: Ref | None
    grant: Ref | None

    @property
    def key(self) -> tuple[str | None, ...]:
        """What it has in common with the same access in an older snapshot: ids, since names change."""
        return self.user.id, self.group.id if self.group else None, self.grant.id if self.grant else None


class _Grant(NamedTuple):
    kind: str
    role: Ref
    place: Ref | None
    grant: Ref


def effective(snapshot: Snapshot) -> Iterator[Access]:
    """Everything that anybody has, by user name, one at a time. Whoever has nothing is not told."""
    grants: dict[tuple[str, str], list[_Grant]] = {}
    holders: dict[str, Ref] = {}
    for kind in ("assignment", "role"):
        for row in snapshot.of(kind).values():
            principal = row["principal"]
            grants.setdefault((row["principal_type"], principal["id"]), []).append(_grant(row))
            if row["principal_type"] == "user":
                holders[principal["id"]] = Ref(principal["id"], principal["name"])
    memberships: dict[str, list[Row]] = {}
    for row in snapshot.of("membership").values():
        memberships.setdefault(row["user"]["id"], []).append(row)
        holders[row["user"]["id"]] = Ref(row["user"]["id"], row["user"]["name"])
    for found in grants.values():
        found.sort(key=lambda grant: (grant.kind, grant.grant.name.casefold(), grant.grant.id or ""))
    for user in sorted(holders.values(), key=lambda one: (one.name.casefold(), one.id or "")):
        for grant in grants.get(("user", user.id or ""), ()):
            yield Access(user, None, False, *grant)
        yield from _through_groups(user, memberships.get(user.id or "", []), grants)


def _through_groups(user: Ref, memberships: list[Row], grants: dict[tuple[str, str], list[_Grant]]) -> Iterator[Access]:
    for row in sorted(memberships, key=lambda one: (one["group"]["name"].casefold(), one["id"])):
        group = Ref(row["group"]["id"], row["group"]["name"])
        given = grants.get(("group", row["group"]["id"]))
        if not given:
            yield Access(user, group, row["inherited"], "membership", None, None, None)
        for grant in given or ():
            yield Access(user, group, row["inherited"], *grant)


def _grant(row: Row) -> _Grant:
    if row["row"] == "assignment":
        role, account = row["role_configuration"], row["account"]
        place = Ref(account["id"], account["name"])
        return _Grant("role_configuration", Ref(role["id"], role["name"]), place, grant_of(role, account))
    service = row["service"]
    kind = "service_role" if service else "organization_role"
    place_of_role = Ref(service["id"], service["name"]) if service else None
    return _Grant(kind, Ref(row["role"], row["role"]), place_of_role, role_of(row))
