# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Role configurations of Identity Center: tencent_cic_role_configuration."""

from __future__ import annotations

import json
from collections.abc import Iterator
from random import Random
from typing import Any

from simulators.tencent import TencentSimulator, World
from simulators.tencent.records import RolePolicy, Task
from simulators.tencent.tasks import DEPROVISION, PROVISION, REVOKE
from support.campaign_module import OF_TENCENT, OVERTAKEN, Key, Params, Row, Scenario, State, UnderWay
from support.campaign_modules.objects import Facts, Fields, Objects, label_of, object_task
from support.worlds import ACCOUNTS, chance, some, tencent_world

NAME = "tencent_cic_role_configuration"
# More than one page of the list.
MANY = 105
NEW = ("warehouse", "data-engineer", "Platform-Admin", "night-shift", "release", "billing")
# The second one is part of the third.
SYSTEM = ("ReadOnlyAccess", "QcloudCVMReadOnlyAccess", "QcloudCVMReadOnlyAccessForAudit", "QcloudCOSFullAccess")
READ: dict[str, Any] = {"version": "2.0", "statement": [{"effect": "allow", "action": ["cos:Get*"], "resource": "*"}]}
WRITE: dict[str, Any] = {"version": "2.0", "statement": [{"effect": "allow", "action": ["cos:*"], "resource": "*"}]}
CUSTOM = ("read-buckets", "write-buckets", "Start-Machines")
FIELDS = ("description", "session_duration", "relay_state")
IS_DEPLOYED = ("session_duration", "relay_state")
PAGES = ("", "https://console.example.com/cos", "https://console.example.com/cvm")


class RoleConfigurations(Objects):
    """What is deployed of a configuration is as it says, or outdated: a failed deployment is outdated too."""

    name = NAME
    faults = (*OF_TENCENT, *OVERTAKEN)
    unforeseen = frozenset(("refused",))
    word, plural, collection = "role_configuration", "role_configurations", "role_configurations"
    id_option = "role_configuration_id"

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some configurations."""

        def world_of() -> World:
            return _world(Random(key), big)

        world = world_of()
        things = [(found.id, found.name) for found in world.role_configurations.values()]
        params = object_task(rng, Facts(things, NEW, _wish, self.id_option, self.plural, can_rename=False))
        # What is taken away step by step would need a run for each step.
        if chance(rng, 0.15) and not world.task_failures and "absent" not in json.dumps(params):
            params["task_timeout"] = 0
        if chance(rng, 0.3):
            params["zone_id"] = world.zone_id
        if chance(rng, 0.1):
            params["org_id"] = str(world.org_id)
        return Scenario(NAME, seed, params, lambda: TencentSimulator(world_of()))

    def state(self, world: World, known: frozenset[str]) -> State:
        """The whole world; documents are what they say."""
        state = super().state(world, known)
        for key, value in state.items():
            if key[-1] == "document":
                state[key] = said_by(value)
            elif key[0] == "deployments" and key[-1] == "status" and value != "Deployed":
                state[key] = "outdated"
        for task in world.tasks.values():
            if task.status == "InProgress":
                state.update(_under_way(task, state))
        return state

    def by_itself(self, key: Key, before: Any, after: Any) -> bool:
        """What is deployed is outdated when something of the configuration changes."""
        is_deployment = key[0] == "deployments" and key[-1] == "status"
        outdated = after == "outdated" or (before == "Deployed" and isinstance(after, UnderWay))
        return (is_deployment and outdated) or super().by_itself(key, before, after)

    def later(self, world: World) -> None:
        """All tasks end."""
        world.finish_tasks()

    def blank(self, row: Row, world: World, before: State) -> Fields:
        """A configuration without policies that is deployed nowhere."""
        fields: Fields = {("session_duration",): 3600, ("description",): "", ("relay_state",): ""}
        return {("name",): row["subject"]["name"], **fields}

    def fields(self, after: Params) -> Fields:
        """Those that are not policies."""
        return {(name,): after[name] for name in FIELDS if name in after}

    def foreseen_of_more(self, row: Row, world: World, before: State) -> State:
        """A policy, a deployment or an assignment."""
        subject, thing = row["subject"], row["target"]["id"]
        if row["kind"] in ("policy", "custom_policy"):
            return self._policy_foreseen(row, before)
        ids = (thing, row["before"]["uin"], subject["id"]) if row["kind"] == "assignment" else (thing, subject["id"])
        key = (f"{row['kind']}s", label_of(*ids))
        if row["action"] == "update":
            return {(*key, "status"): "Deployed"}
        return dict.fromkeys([one for one in before if one[:2] == key])

    def _policy_foreseen(self, row: Row, before: State) -> State:
        subject, of = row["subject"], row["target"]
        known = any(one[:2] == (self.collection, of["id"]) for one in before)
        key = (self.collection, of["id"] if known else of["name"], "policies", subject["name"])
        is_system = row["kind"] == "policy"
        values: Fields = {
            ("name",): subject["name"],
            ("kind",): "System" if is_system else "Custom",
            ("number",): int(subject["id"]) if is_system else 0,
            ("document",): "" if is_system else said_by(json.dumps(row["after"])),
        }
        gone = row["action"] == "remove"
        return {(*key, *suffix): None if gone else value for suffix, value in values.items()}

    def carry_out(self, world: World, row: Row) -> object:
        """Somebody else comes first."""
        subject, action = row["subject"], row["action"]
        if row["kind"] == self.word:
            return self._carry_out_own(world, row)
        found = world.role_configurations.get(row["target"]["id"])
        if found is None:
            return None
        if row["kind"] == "assignment":
            return world.assignments.pop((found.id, int(row["before"]["uin"]), subject["id"]), None)
        if row["kind"] == "deployment":
            place = (found.id, int(subject["id"]))
            if action == "update" and place in world.deployments:
                world.deploy(*place)
            elif action == "remove" and not any(key[:2] == place for key in world.assignments):
                world.deployments.pop(place, None)
        else:
            self._carry_out_policy(world, row, found)
        return None

    def _carry_out_policy(self, world: World, row: Row, found: Any) -> None:
        name = row["subject"]["name"]
        document = json.dumps(row["after"]) if row["kind"] == "custom_policy" else ""
        present = found.policies.pop(name, None)
        if row["action"] != "remove":
            number = int(row["subject"]["id"] or 0)
            made = RolePolicy(name, "Custom" if document else "System", world.tick(), number, document)
            is_same = present is not None and said_by(present.document) == said_by(document)
            found.policies[name] = present if is_same else made
        if found.policies.get(name) is not present:
            world.outdate_deployments(found.id)

    def _carry_out_own(self, world: World, row: Row) -> object:
        name, after = row["subject"]["name"], row["after"] or {}
        found = world.role_configurations.get(row["subject"]["id"])
        if row["action"] == "create" and not self.find(world, {"name": name}):
            return world.add_role_configuration(name, **{one: after[one] for one in FIELDS if one in after})
        if row["action"] == "update" and found:
            if any(field in after and after[field] != getattr(found, field) for field in IS_DEPLOYED):
                world.outdate_deployments(found.id)
            for (field,), value in self.fields(after).items():
                setattr(found, field, value)
        is_deployed = found and any(key[0] == found.id for key in world.deployments)
        if row["action"] == "delete" and found and not found.policies and not is_deployed:
            return world.role_configurations.pop(found.id)
        return None

    def unmet_of(self, wish: Params, thing: Any, world: World) -> Iterator[str]:
        """Fields and policies; with provision nothing is outdated, but for what is under way."""
        yield from super().unmet_of(wish, thing, world)
        wanted = wish.get("policies")
        if wanted is not None:
            names = {world.system_policies.get(int(one), one) if str(one).isdigit() else one for one in wanted}
            present = {policy.name for policy in thing.policies.values() if policy.kind == "System"}
            if names != present:
                yield f"the policies are {present}, not {names}"
        if wish.get("provision", True) is False:
            return
        under_way = {(task.configuration, task.target) for task in world.tasks.values() if task.status == "InProgress"}
        for key, deployment in world.deployments.items():
            if key[0] == thing.id and deployment.status != "Deployed" and key not in under_way:
                yield f"{thing.name} is {deployment.status} in {key[1]}"

    def holds(self, thing: Any, option: str, value: Any) -> bool:
        """The fields and the custom policies are so."""
        if value is None:
            return True
        if option == "custom_policies":
            present = {one.name: said_by(one.document) for one in thing.policies.values() if one.kind == "Custom"}
            texts = {name: one if isinstance(one, str) else json.dumps(one) for name, one in value.items()}
            return present == {name: said_by(text) for name, text in texts.items()}
        return option not in FIELDS or getattr(thing, option) == value

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """Rows and summary; of deployments all but their times."""
        if any(row["status"] == "pending" for row in done["changes"]):
            return
        yield from super().differences(_without_times(planned), _without_times(done))


def said_by(text: str) -> str:
    """A document in one form only."""
    try:
        return json.dumps(json.loads(text), sort_keys=True)
    except ValueError:
        return text


def _under_way(task: Task, state: State) -> State:
    """What a task brings about."""
    place = (task.configuration, str(task.target))
    if task.kind == PROVISION:
        key = ("deployments", label_of(*place), "status")
        return {key: UnderWay(("Deployed",))} if state.get(key) == "outdated" else {}
    if task.kind == DEPROVISION:
        gone = ("deployments", label_of(*place))
    else:
        gone = ("assignments", label_of(*place, task.principal))
    return {key: UnderWay((None,)) for key in state if key[:2] == gone}


def _without_times(result: Row) -> Row:
    rows = []
    for row in result["role_configurations"]:
        deployments = [
            {name: value for name, value in one.items() if not name.endswith("_time")} for one in row["deployments"]
        ]
        rows.append({**row, "deployments": deployments})
    return {**result, "role_configurations": rows}


def _wish(rng: Random) -> Params:
    wish: Params = {
        "description": rng.choice(("", "Operations", "Fresh", None)),
        "session_duration": rng.choice((900, 3600, 7200, 43200)) if chance(rng, 0.97) else 60,
        "relay_state": rng.choice((*PAGES, None)),
        "policies": _policies_wished(rng),
        "custom_policies": {name: _document_wished(rng) for name in some(rng, CUSTOM, 3)},
        "provision": chance(rng, 0.6),
    }
    likely = {"policies": 0.5, "custom_policies": 0.4}
    return {name: value for name, value in wish.items() if chance(rng, likely.get(name, 0.25))}


def _policies_wished(rng: Random) -> list[Any]:
    numbers = {name: number for number, name in World().system_policies.items()}
    wished: list[Any] = [name if chance(rng, 0.6) else numbers[name] for name in some(rng, SYSTEM, 4)]
    if chance(rng, 0.04):
        wished.append(rng.choice(("QcloudCVMReadOnlyAcces", 99999, CUSTOM[0])))
    return wished


def _document_wished(rng: Random) -> Any:
    document = rng.choice((READ, WRITE))
    return rng.choice((document, json.dumps(document), json.dumps(document, indent=2)))


def _world(rng: Random, big: bool) -> World:
    world = tencent_world(rng)
    world.task_looks = rng.choice((0, 1, 1, 3))
    world.tasks_end_at_once = chance(rng, 0.25)
    principals = [*world.users, *world.groups]
    # The management account only sometimes.
    accounts = [member for member in world.members.values() if member.name in ACCOUNTS or chance(rng, 0.2)]
    for name in rng.sample(("reader", "operator", "auditor", "Owner", "retired", "former"), rng.randint(2, 5)):
        custom = {title: _document_present(rng) for title in some(rng, CUSTOM, 2)}
        fields = {"description": rng.choice(("", "Operations")), "relay_state": rng.choice(PAGES)}
        session = rng.choice((3600, 7200))
        found = world.add_role_configuration(name, some(rng, SYSTEM, 3), custom, session_duration=session, **fields)
        if name in ("retired", "former"):
            continue
        for account in some(rng, accounts, 4):
            world.deploy(found, account.uin, rng.choice(("Deployed", "Deployed", "DeployedRequired", "DeployFailed")))
            world.assign(found, account.uin, *some(rng, principals, 3))
    for number in range(MANY if big else 0):
        world.add_role_configuration(f"role-{number:03}", some(rng, SYSTEM, 1))
    if chance(rng, 0.25):
        marks: list[str | int] = [PROVISION, DEPROVISION, REVOKE, *(account.uin for account in accounts)]
        world.task_failures[rng.choice(marks)] = "The account refuses."
    if chance(rng, 0.08):
        world.role_configuration_quota = len(world.role_configurations) + rng.randint(0, 2)
    if chance(rng, 0.08):
        world.system_policy_quota = 3
    return world


def _document_present(rng: Random) -> str:
    if chance(rng, 0.05):
        return "{}"
    document = rng.choice((READ, WRITE))
    return json.dumps(document, indent=rng.choice((None, 2)), sort_keys=chance(rng, 0.5))
