# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a look at the members says about a change. Pure: it changes nothing that it is asked about."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from ..._core.plan import Change
from .account import WAITS_FOR_CONSENT, Member, permission_names


class Look(NamedTuple):
    """shows: the change is there. waits: it is there when the member consents. member is whom it is about, when found.

    different says in words what keeps an account of the planned name from being the planned account.
    """

    shows: bool
    member: Member | None = None
    waits: bool = False
    different: tuple[str, ...] = ()


def look_at(change: Change, members: Sequence[Member], policy_type: str) -> Look:
    """Find the member of the change among those that were read, and compare.

    A member is known by its uin. Only an account whose creation brought no uin is looked for by name, and counts only when
    nobody else has that name and everything is as it was planned.
    """
    found = next((member for member in members if member.id == change.subject.id), None)
    if change.action == "leave":
        return Look(found is None, found)
    if change.action == "create" and change.subject.id is None:
        return _look_by_name(change, members, policy_type)
    if found is None:
        return Look(False)
    if change.action == "create":
        return Look(True, found)
    if change.action == "move":
        return Look(found.node_id == change.target.id, found)
    different = _different(found, change.after)
    waits = bool(different) and different <= {"permissions", "pay_uin"} and found.permission_status == WAITS_FOR_CONSENT
    return Look(waits or not different, found, waits)


def _look_by_name(change: Change, members: Iterable[Member], policy_type: str) -> Look:
    namesakes = [member for member in members if member.name == change.after["name"]]
    if len(namesakes) > 1:
        uins = ", ".join(member.id for member in namesakes)
        return Look(False, None, different=(f"several members have the name: {uins}",))
    if not namesakes:
        return Look(False)
    different = tuple(_differences(namesakes[0], change, policy_type))
    return Look(not different, namesakes[0], different=different)


def _differences(member: Member, change: Change, policy_type: str) -> Iterable[str]:
    """What of a planned account differs, in words."""
    if member.node_id != change.target.id:
        yield f"node is {member.node_name or member.node_id}, not {change.after['node']}"
    if member.policy_type != policy_type:
        yield f"policy_type is {member.policy_type or 'empty'}, not {policy_type}"
    actual, planned = _actual(member), change.after
    for name in sorted(_different(member, planned) - {"name"}):
        yield f"{name} is {_told(actual[name])}, not {_told(planned[name])}"
    if not set(planned.get("tags", {}).items()) <= set(member.tags.items()):
        yield "tags are missing"
    if not set(planned.get("identity_role_ids", ())) <= set(member.identities):
        yield "identity_role_ids are missing"


def _different(member: Member, after: Mapping[str, Any]) -> set[str]:
    """Names of the fields that are in after and not so on the member."""
    actual = _actual(member)
    return {name for name, value in after.items() if name in actual and actual[name] != value}


def _actual(member: Member) -> dict[str, Any]:
    return {
        "name": member.name,
        "remark": member.remark,
        "allow_quit": member.allow_quit,
        "permissions": permission_names(member.permissions),
        "pay_uin": member.pay_uin,
    }


def _told(value: Any) -> str:
    return (", ".join(value) if isinstance(value, list) else str(value)) or "empty"
