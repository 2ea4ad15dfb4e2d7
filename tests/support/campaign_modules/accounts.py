# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Member accounts of Tencent Cloud Organization: tencent_org_member."""

from __future__ import annotations

from collections.abc import Iterator
from random import Random
from typing import Any

from simulators.tencent import TencentSimulator, World
from support.campaign_module import OF_TENCENT, CampaignModule, Key, Params, Row, Scenario, State, Waiting
from support.worlds import ACCOUNTS, MEMBER, chance, some, tencent_world

# fmt: off
PERMISSIONS = (
    "view_bills", "view_balance", "transfer_funds", "consolidate_bills", "invoice", "inherit_offers", "pay_on_behalf",
    "cost_explorer", "budgets", "credit_limit",
)
# fmt: on
RIGHTS: tuple[list[Any], ...] = ([1, 2], [1, 2, 4], ["view_bills", "view_balance", "invoice"], ["1", "2", "8", "9"])
PAID_RIGHTS: tuple[list[Any], ...] = ([1, 2, 7], ["view_bills", "view_balance", "pay_on_behalf", "budgets"])

# What only the service can say of an account, or what a consent decides.
OF_THE_SERVICE = ("uin", "permission_status", "bind_status", "create_time", "update_time")
AFTER_CONSENT = ("permissions", "pay_uin")


class Accounts(CampaignModule):
    """One account in each task."""

    name = MEMBER
    faults = (*OF_TENCENT, "half_failed")

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about one account, known or new."""

        def world_of() -> World:
            return tencent_world(Random(key), MEMBER if big else "")

        world = world_of()
        members = [member for member in world.members.values() if member.uin != world.host_uin or chance(rng, 0.1)]
        arrivals: list[str] = []
        if members and chance(rng, 0.65):
            params = _task_for_a_member(rng, world, rng.choice(members))
        else:
            params = _creation(rng, world)
            if chance(rng, 0.1):
                arrivals = ["Incubator"]
                params.pop("node_id", None)
                params.update(node=rng.choice(("Incubator", "/Incubator")), assume_present={"nodes": ["/Incubator"]})
        if chance(rng, 0.1):
            params["org_id"] = str(world.org_id)

        def arrive(world: World) -> None:
            for name in arrivals:
                world.add_node(name)

        return Scenario(MEMBER, seed, params, lambda: TencentSimulator(world_of()), arrive, bool(arrivals))

    def known(self, world: World) -> frozenset[str]:
        """The uins of the accounts."""
        return frozenset(map(str, world.members))

    def state(self, world: World, known: frozenset[str]) -> State:
        """The accounts, their fields, and what else there is."""
        state: State = {
            ("users",): sorted(world.users),
            ("groups",): sorted(world.groups),
            ("nodes",): sorted(world.nodes),
        }
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

    def foreseen(self, row: Row, world: World, before: State, params: Params) -> State:
        """The fields of the account."""
        subject, after = row["subject"], row["after"] or {}
        key = subject["id"] if ("member", subject["id"]) in before else subject["name"]
        if row["action"] == "leave":
            return dict.fromkeys([found for found in before if found[1:] == (key,)])
        values = {name: value for name, value in after.items() if name in ("name", "remark", "allow_quit", "pay_uin")}
        if row["action"] == "create":
            values = _account_foreseen(after)
        if row["action"] in ("create", "move"):
            values["node"] = row["target"]["id"] or _node_id(world, row["target"]["name"])
        if "permissions" in after:
            values["permissions"] = sorted(PERMISSIONS.index(name) + 1 for name in after["permissions"])
        if row["action"] == "rename" and params.get("sync_nickname"):
            values["nick_name"] = after["name"]
        return {(name, key): value for name, value in values.items()}

    def by_name(self, key: Key, value: Any, state: State) -> tuple[Key, Any]:
        """An account that an earlier run opened was planned by its name."""
        return (*key[:-1], state.get(("name", key[-1]), key[-1])), value

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """The account and the summary."""
        yield from _same_member(planned, done)
        waiting = any(row["status"] == "pending" for row in done["changes"])
        if not waiting and planned["summary"] != done["summary"]:
            yield f"summary: planned {planned['summary']}, done {done['summary']}"


def _asked(actual: Any, asked: Any) -> Any:
    return actual if asked == actual else Waiting((asked,))


def _node_id(world: World, name: str) -> str:
    """The id of a department; the name itself while nothing has it."""
    try:
        return str(world.node(name).id)
    except KeyError:
        return name


def _account_foreseen(after: Row) -> State:
    values: dict[Any, Any] = {"allow_quit": False, "remark": "", "pay_uin": "", "tags": {}, "member": 1}
    values.update({name: value for name, value in after.items() if name in ("name", "account_name", *values)})
    values["tags"] = {str(key): str(value) for key, value in values["tags"].items()}
    return {**values, "nick_name": after["name"], "identities": sorted(after.get("identity_role_ids") or [1])}


def _same_member(planned: Row, done: Row) -> Iterator[str]:
    before, after = planned["member"], done["member"]
    if before is None or after is None:
        if before is not after:
            yield f"member: planned {before}, done {after}"
        return
    if before.keys() != after.keys():
        yield f"member has other keys: {before.keys() ^ after.keys()}"
    hidden = {*OF_THE_SERVICE}
    if any(row["action"] == "create" for row in done["changes"]):
        hidden.add("identities")
        asked = [row["after"].get("identity_role_ids", []) for row in planned["changes"] if row["action"] == "create"]
        told = [row["id"] for row in before["identities"]]
        if asked != [told]:
            yield f"member.identities: asked for {asked[0]}, planned {told}"
    if any(row["status"] == "pending" for row in done["changes"]):
        hidden |= {*AFTER_CONSENT}
    for name in before.keys() - hidden:
        if name == "node" and before[name]["id"] is None:
            before["node"] = {**before[name], "id": after[name]["id"]}
        if before[name] != after[name]:
            yield f"member.{name}: planned {before[name]}, done {after[name]}"


def _task_for_a_member(rng: Random, world: World, member: Any) -> Params:
    by_uin = chance(rng, 0.4)
    params: Params = {"uin": str(member.uin)} if by_uin else {"name": member.name}
    if chance(rng, 0.15):
        return {**params, "state": "absent"}
    if by_uin and chance(rng, 0.5):
        params["name"] = rng.choice((member.name, "renamed-account", rng.choice(ACCOUNTS)))
        params["rename"] = chance(rng, 0.8)
    wishes = _wishes(rng, world)
    params.update({name: value for name, value in wishes.items() if chance(rng, 0.35)})
    if chance(rng, 0.2):
        params["tags"] = dict(some(rng, member.tags.items(), 2)) or None
    if chance(rng, 0.04):
        params["tags"] = {"stage": "retired"}
    if chance(rng, 0.15):
        params["identity_role_ids"] = some(rng, member.identities if chance(rng, 0.8) else (1, 2), 2)
    params["sync_nickname"] = chance(rng, 0.3)
    return params


def _creation(rng: Random, world: World) -> Params:
    params: Params = {"name": rng.choice(("new-account", "new-account", "Web-Shop", "data_lake", "sandbox"))}
    if chance(rng, 0.03):
        params = {"uin": "200099999999", "name": "new-account"}
    params.update({name: value for name, value in _wishes(rng, world).items() if chance(rng, 0.9)})
    params["permissions"] = params.get("permissions") or rng.choice(RIGHTS)
    for name, value in (("identity_role_ids", [1, 2]), ("auth_relation_id", 71), ("record_id", 81), ("tags", {"a": 1})):
        if chance(rng, 0.2):
            params[name] = value
    if chance(rng, 0.05):
        params[rng.choice(("auth_relation_id", "record_id", "pay_uin"))] = 82
    if chance(rng, 0.1):
        params["account_name"] = rng.choice(("new-account-2", "sandbox"))
    if chance(rng, 0.05):
        params["allow_create"] = False
    if chance(rng, 0.03):
        params["state"] = "absent"
    return params


def _wishes(rng: Random, world: World) -> Params:
    """Values for the options that a creation and an update both have."""
    node = rng.choice(list(world.nodes.values()))
    path, above = node.name, node
    while above.parent:
        above = world.node(above.parent)
        path = f"{above.name}/{path}" if above.parent else "/" + path
    places: list[Params] = [{"node": node.name}, {"node": path if node.parent else "/"}, {"node_id": str(node.id)}]
    if chance(rng, 0.04):
        places = [{"node": "Enginering"}, {"node_id": "77"}]
    paid = chance(rng, 0.35)
    wishes: Params = {
        **rng.choice(places),
        "permissions": rng.choice(PAID_RIGHTS if paid else RIGHTS),
        "remark": rng.choice(("", "", "Warehouse", "Fresh", None)),
        "allow_quit": rng.choice((True, False, False, None)) if not paid else rng.choice((False, None)),
    }
    if paid or chance(rng, 0.05):
        wishes["pay_uin"] = str(world.host_uin) if chance(rng, 0.9) else "200099999998"
    return wishes
