# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a simulated world holds, what a change of a result means in it, and whether a result tells the truth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Callable

from simulators.csp import CspWorld
from simulators.tencent import World

Key = tuple[str, ...]
State = dict[Key, Any]
Row = dict[str, Any]
# fmt: off
PERMISSIONS = (
    "view_bills", "view_balance", "transfer_funds", "consolidate_bills", "invoice", "inherit_offers", "pay_on_behalf",
    "cost_explorer", "budgets", "credit_limit",
)
# fmt: on
# Statuses that say that something is there, or may be there.
CLAIMED = ("done", "pending", "outcome_unknown")


class Waiting(tuple[Any, ...]):
    """A value that was asked for and waits for somebody's consent."""


def known_ids(world: World | CspWorld) -> frozenset[str]:
    """The ids of the accounts and users that the organization has now."""
    if isinstance(world, CspWorld):
        return frozenset(user.id for user in world.org_users())
    return frozenset([*map(str, world.members), *world.users])


def state_of(world: World | CspWorld, known: frozenset[str]) -> State:
    """Everything that a task could change. Accounts that are not known have no id of their own, only a name."""
    return _csp_state(world, known) if isinstance(world, CspWorld) else _tencent_state(world, known)


def _csp_state(world: CspWorld, known: frozenset[str]) -> State:
    state: State = {("groups",): sorted(world.groups), ("users",): sorted(known & known_ids(world))}
    for invitation in world.invitations.values():
        if invitation.status(world.clock()) == "PENDING":
            for group in invitation.group_ids:
                state["guest", group, invitation.username.casefold()] = Waiting((True,))
    for group_id, one in world.groups.items():
        for user in one.direct:
            key = (
                ("in", group_id, user) if user in known else ("guest", group_id, world.users[user].username.casefold())
            )
            state[key] = True
    return state


def _tencent_state(world: World, known: frozenset[str]) -> State:
    state: State = {("users",): sorted(world.users), ("groups",): sorted(world.groups), ("nodes",): sorted(world.nodes)}
    state.update({("in", group.id, user): True for group in world.groups.values() for user in group.joined})
    for uin, member in world.members.items():
        key = str(uin) if str(uin) in known else member.name
        state["member", key] = state.get(("member", key), 0) + 1
        permissions, payer = member.pending or (member.permissions, member.pay_uin)
        fields = {
            "name": member.name,
            "account_name": member.account_name,
            "nick_name": member.nick_name,
            "node": str(member.node),
            "remark": member.remark,
            "allow_quit": member.allow_quit == "Allow",
            "tags": dict(member.tags),
            "identities": sorted(member.identities),
            "permissions": _asked(list(member.permissions), list(permissions)),
            "pay_uin": _asked(member.pay_uin, payer),
        }
        state.update({(name, key): value for name, value in fields.items()})
    return state


def _asked(actual: Any, asked: Any) -> Any:
    return actual if asked == actual else Waiting((asked,))


def foreseen(row: Row, world: World | CspWorld, before: State, *, sync_nickname: bool) -> State:
    """The values that the state has when the change of a result took effect; None for what is gone."""
    if row["kind"] == "membership":
        return _membership_foreseen(row, world)
    assert isinstance(world, World)
    subject, after = row["subject"], row["after"] or {}
    key = subject["id"] if ("member", subject["id"]) in before else subject["name"]
    if row["action"] == "leave":
        return dict.fromkeys([found for found in before if found[1:] == (key,)])
    values = {name: value for name, value in after.items() if name in ("name", "remark", "allow_quit", "pay_uin")}
    if row["action"] == "create":
        values = _account_foreseen(after)
    if row["action"] in ("create", "move"):
        values["node"] = row["target"]["id"] or _id(world.node, row["target"]["name"])
    if "permissions" in after:
        values["permissions"] = sorted(PERMISSIONS.index(name) + 1 for name in after["permissions"])
    if row["action"] == "rename" and sync_nickname:
        values["nick_name"] = after["name"]
    return {(name, key): value for name, value in values.items()}


def _membership_foreseen(row: Row, world: World | CspWorld) -> State:
    name = row["subject"]["name"]
    group = row["target"]["id"] or _id(world.group, row["target"]["name"])
    if row["action"] == "invite":
        return {("guest", group, name.casefold()): True}
    user = row["subject"]["id"] or _id(world.user, name)
    return {("in", group, user): True if row["action"] == "add" else None}


def _id(find: Callable[[str], Any], name: str) -> str:
    """The id of what has this name; the name itself while nothing has it."""
    try:
        return str(find(name).id)
    except KeyError:
        return name


def _account_foreseen(after: Row) -> State:
    values: dict[Any, Any] = {"allow_quit": False, "remark": "", "pay_uin": "", "tags": {}, "member": 1}
    values.update({name: value for name, value in after.items() if name in ("name", "account_name", *values)})
    values["tags"] = {str(key): str(value) for key, value in values["tags"].items()}
    return {**values, "nick_name": after["name"], "identities": sorted(after.get("identity_role_ids") or [1])}


def effects(rows: Iterable[Row], world: World | CspWorld, before: State, *, sync_nickname: bool) -> list[State]:
    """For each change, in order, the values that it alone brings."""
    known = dict(before)
    found = []
    for row in rows:
        values = foreseen(row, world, before, sync_nickname=sync_nickname)
        found.append({key: value for key, value in values.items() if known.get(key) != value})
        known.update(values)
    return found


def difference(before: State, after: State) -> State:
    """What is another value now."""
    return {key: after.get(key) for key in {*before, *after} if before.get(key) != after.get(key)}


def is_explained(key: Key, value: Any, wanted: Iterable[State]) -> bool:
    """Whether one of the wanted states has this value, or waits for it."""
    return any(key in state and value in (state[key], Waiting((state[key],))) for state in wanted)


def lies(result: dict[str, Any], brought: list[State], before: State, after: State) -> Iterator[str]:
    """Where a result says something else about its changes than the world."""
    rows = result.get("changes", [])
    # Pending may be over already when nobody could look.
    unseen = any("looked at again" in text or "not visible yet" in text for text in result.get("warnings", ()))
    for number, (row, found) in enumerate(zip(rows, brought)):
        later = {
            key for other, more in zip(rows[number + 1 :], brought[number + 1 :]) if _claims(other) for key in more
        }
        values = {key: value for key, value in found.items() if key not in later}
        there = [key for key, value in values.items() if after.get(key) == value]
        waiting = [key for key, value in values.items() if after.get(key) == Waiting((value,))]
        status, text = row["status"], row["text"]
        if status == "done" and len(there) < len(values):
            yield f"reported done, and is not in the world: {text}"
        if status == "pending" and (len(there) + len(waiting) < len(values) or not (waiting or unseen)):
            yield f"reported pending, and does not wait in the world: {text}"
        if not _claims(row) and (there or any(after[key] != before.get(key) for key in waiting)):
            yield f"reported {status}, and is in the world: {text}"
    claimed = [values for row, values in zip(rows, brought) if _claims(row)]
    for key, value in difference(before, after).items():
        if not is_explained(key, value, claimed):
            yield f"changed in the world and not reported: {key} from {before.get(key)} to {value}"


def _claims(row: Row) -> bool:
    return row["status"] in CLAIMED


def inconsistencies(result: dict[str, Any]) -> Iterator[str]:
    """Where the parts of a result of a real run contradict each other."""
    rows = result.get("changes", [])
    if result["changed"] != any(map(_claims, rows)):
        yield f"changed is {result['changed']} with {[row['status'] for row in rows]}"
    unfinished = [row["text"] for row in rows if row["status"] not in ("done", "pending")]
    if unfinished and not result["failed"]:
        yield f"not failed, and yet not done: {unfinished}"
    # A refused task tells its whole plan.
    refused = all(row["status"] == "planned" for row in rows)
    for group in result.get("memberships", ()) if not refused else ():
        own = [row for row in rows if row["target"] == group["group"]]
        for part, status, actions in (
            ("added", "done", ("add", "invite")),
            ("removed", "done", ("remove",)),
            ("failed", "failed", ("add", "invite", "remove")),
            ("not_tried", "not_tried", ("add", "invite", "remove")),
            ("outcome_unknown", "outcome_unknown", ("add", "invite", "remove")),
        ):
            told = sorted(row["subject"]["name"] for row in own if row["status"] == status and row["action"] in actions)
            if told != sorted(group[part]):
                yield f"memberships.{part} of {group['group']['name']} is {group[part]}, the changes say {told}"
