# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Departments of Tencent Cloud Organization: tencent_org_node."""

from __future__ import annotations

from random import Random
from typing import Any

from simulators.tencent import TencentSimulator, World
from support.campaign_module import OF_TENCENT, OVERTAKEN, Key, Params, Row, Scenario, State
from support.campaign_modules.objects import Facts, Fields, Objects, object_task
from support.worlds import chance, tencent_world

NAME = "tencent_org_node"
MANY = 55
NEW = ("Warehouse", "Incubator", "Labs", "Labs/Vision", "Labs/Vision/Two", "Field-Service", "Research", "x/y")


class Nodes(Objects):
    """A department is called by its path, in the world by the last part of it."""

    name = NAME
    faults = (*OF_TENCENT, *OVERTAKEN)
    unforeseen = frozenset(())
    word, plural, collection = "department", "nodes", "nodes"
    id_option, name_option = "node_id", "path"

    def scenario(self, seed: int, key: str, rng: Random, *, plain: bool, big: bool) -> Scenario:
        """A task about some departments, new ones below those that are there."""

        def world_of() -> World:
            return _world(Random(key), big)

        world = world_of()
        things = [(str(node.id), path_of(world, node)) for node in world.nodes.values()]
        if chance(rng, 0.8):
            things = [thing for thing in things if thing[1] != "/"]
        places = ["/", *(path + "/" for _id, path in things if path != "/")]
        new = [rng.choice(places) + name for name in rng.sample(NEW, 4)]
        facts = Facts(things, new, _wish, "node_id", "nodes", "path", renamed=_renamed)
        params = object_task(rng, facts)
        if chance(rng, 0.6):
            params["create_parents"] = chance(rng, 0.9)
        if chance(rng, 0.1):
            params["org_id"] = str(world.org_id)
        arrivals = []
        if chance(rng, 0.1) and "nodes" in params:
            arrivals = ["Later"]
            params["assume_present"] = {"nodes": ["/Later"]}
            params["nodes"].append({"path": "/Later/Child", "state": "present"})

        def arrive(world: World) -> None:
            for name in arrivals:
                world.add_node(name)

        return Scenario(NAME, seed, params, lambda: TencentSimulator(world_of()), arrive, bool(arrivals))

    def label(self, name: str) -> str:
        """The last part of the path."""
        return name.rsplit("/", 1)[-1]

    def is_called(self, world: World, thing: Any, name: str) -> bool:
        """Whether this is the path of a department."""
        return path_of(world, thing) == "/" + name.strip("/")

    def blank(self, row: Row, world: World, before: State) -> Fields:
        """Name and parent."""
        path = row["subject"]["name"]
        found = [str(node.id) for node in world.nodes.values() if self.is_called(world, node, path.rpartition("/")[0])]
        known = [number for number in found if ("nodes", number, "name") in before]
        above = known[0] if known else self.label(path.rpartition("/")[0])
        return {("name",): self.label(path), ("parent",): above, ("remark",): ""}

    def fields(self, after: Params) -> Fields:
        """Remark and tags."""
        tags: Fields = {("tags", key): str(value) for key, value in (after.get("tags") or {}).items()}
        return {("remark",): after["remark"], **tags} if "remark" in after else tags

    def state(self, world: World, known: frozenset[str]) -> State:
        """The whole world; the root has no department above."""
        return {key: value for key, value in super().state(world, known).items() if value != 0}

    def by_name(self, key: Key, value: Any, state: State) -> tuple[Key, Any]:
        """The department, and the one above it, by name."""
        key, value = super().by_name(key, value, state)
        return key, state.get(("nodes", value, "name"), value) if key[2:] == ("parent",) else value

    def holds(self, thing: Any, option: str, value: Any) -> bool:
        """Remark, and the tags that are wished among others."""
        if option == "tags":
            return all(thing.tags.get(key) == str(text) for key, text in (value or {}).items())
        return option != "remark" or value is None or thing.remark == value

    def carry_out(self, world: World, row: Row) -> object:
        """The department comes, goes or changes."""
        path, after = row["subject"]["name"], row["after"] or {}
        found = self.find(world, {"path": path})
        above = self.find(world, {"path": path.rpartition("/")[0]})
        if row["action"] == "create" and above and not found:
            if any(node.name == self.label(path) for node in world.nodes.values()):
                return None
            number = world.add_node(self.label(path), above[0].id, after.get("remark", ""))
            world.nodes[number].tags = dict(after.get("tags", {}))
        elif row["action"] == "delete" and found:
            return world.nodes.pop(found[0].id)
        elif row["action"] == "rename" and found:
            found[0].name = self.label(after["name"])
        elif row["action"] == "update" and found:
            found[0].remark = after["remark"]
        return None


def path_of(world: World, node: Any) -> str:
    """The path of a department."""
    if not node.parent:
        return "/"
    return path_of(world, world.nodes[node.parent]).rstrip("/") + "/" + str(node.name)


def _renamed(old: str, new: str) -> str:
    """A new name under the same parent."""
    return old.rpartition("/")[0] + "/" + new.rsplit("/", 1)[-1]


def _wish(rng: Random) -> Params:
    wish = {"remark": rng.choice(("", "Builds", "Ask Erin", None)), "tags": rng.choice(({"stage": "test"}, {}, None))}
    return {name: value for name, value in wish.items() if chance(rng, 0.5 if name == "remark" else 0.15)}


def _world(rng: Random, big: bool) -> World:
    world = tencent_world(rng)
    for node in list(world.nodes.values()):
        node.remark = rng.choice(("", "", "Builds", "Old"))
        node.tags = rng.choice(({}, {}, {"stage": "test"}, {"stage": "test", "owner": "erin"}))
    # Departments with nothing in them.
    for name in rng.sample(("Empty", "Attic", "Cellar", "Shed"), 3):
        world.add_node(name, rng.choice(list(world.nodes)) if chance(rng, 0.3) else None)
    for number in range(MANY if big else 0):
        world.add_node(f"department-{number:03}")
    return world
