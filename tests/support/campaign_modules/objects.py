# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What all modules of objects have in common: random tasks, what their changes mean, and the rows of their results."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from random import Random
from typing import Any, Callable

from support.campaign_module import CampaignModule, Key, Params, Row, State
from support.state import ids_of, values_of
from support.worlds import chance

# What only the service can say of a thing.
OF_THE_SERVICE = ("id", "create_time", "update_time")
# Values by what follows collection and thing in a key.
Fields = dict[Key, Any]


@dataclass
class Facts:
    """What a task can name: ids and names of what there is, names of what there is not; and values for the fields of one."""

    things: Sequence[tuple[str, str]]
    new: Sequence[str]
    fields: Callable[[Random], Params]
    id_option: str
    plural: str
    name_option: str = "name"
    can_rename: bool = True
    # The new name that belongs to a thing of this name.
    renamed: Callable[[str, str], str] = lambda old, new: new


def object_task(rng: Random, facts: Facts) -> Params:
    """A task with the options that all modules of objects have."""
    params: Params = {"max_connections": rng.choice((1, 1, 1, 8))}
    if chance(rng, 0.15):
        params["max_deletions"] = rng.randint(0, 4)
    if chance(rng, 0.4):
        return {**params, **_entry(rng, facts), **_rules(rng)}
    common = _rules(rng)
    if chance(rng, 0.3):
        common["state"] = rng.choice(("present", "absent"))
    if chance(rng, 0.1):
        common.update(facts.fields(rng))
    entries = [_entry(rng, facts) for _number in range(rng.randint(1, 6))]
    if chance(rng, 0.95):
        entries = list({_named(entry, facts): entry for entry in entries}.values())
    return {**params, **common, facts.plural: entries}


def _rules(rng: Random) -> Params:
    """What a task allows."""
    rules = {"force": chance(rng, 0.7), "allow_create": chance(rng, 0.9), "allow_similar": chance(rng, 0.5)}
    return {name: value for name, value in rules.items() if chance(rng, 0.5)}


def _named(entry: Params, facts: Facts) -> str:
    identity = entry.get(facts.id_option)
    return next((name for one, name in facts.things if one == identity), str(entry.get(facts.name_option)))


def _entry(rng: Random, facts: Facts) -> Params:
    """One thing, there or not, and what is wished of it."""
    if not facts.things or chance(rng, 0.35):
        entry: Params = {facts.name_option: rng.choice(facts.new), **facts.fields(rng)}
    else:
        entry = _entry_of_a_thing(rng, facts, *rng.choice(facts.things))
    if chance(rng, 0.03):
        entry[facts.id_option] = "4711"
    if chance(rng, 0.05):
        entry.update(_rules(rng))
    return entry


def _entry_of_a_thing(rng: Random, facts: Facts, identity: str, name: str) -> Params:
    entry: Params = {facts.id_option: identity} if chance(rng, 0.4) else {facts.name_option: name}
    if chance(rng, 0.06):
        entry = {facts.name_option: rng.choice((name.upper(), name.replace("-", "_"), f"{name}-", f" {name} "))}
    if chance(rng, 0.35):
        return {**entry, "state": "absent"}
    if facts.can_rename and facts.id_option in entry and chance(rng, 0.5):
        old = rng.choice([one for _identity, one in facts.things]) if chance(rng, 0.05) else rng.choice(facts.new)
        entry.update({facts.name_option: facts.renamed(name, old), "rename": chance(rng, 0.9)})
    return {**entry, **facts.fields(rng)}


class Objects(CampaignModule):
    """Things with fields. word and plural are those of the results, collection is where the world keeps them."""

    word: str
    plural: str
    collection: str
    id_option: str
    name_option = "name"

    def known(self, world: Any) -> frozenset[str]:
        """All ids."""
        return ids_of(world)

    def state(self, world: Any, known: frozenset[str]) -> State:
        """The whole world, taken apart."""
        return values_of(world, known)

    def blank(self, row: Row, world: Any, before: State) -> Fields:
        """The fields of a thing that was just created, when nothing is wished, its name too."""
        raise NotImplementedError

    def fields(self, after: Params) -> Fields:
        """Options of the module as the world keeps them."""
        raise NotImplementedError

    def label(self, name: str) -> str:
        """How the world calls what the module calls by this name."""
        return name

    def find(self, world: Any, entry: Params) -> list[Any]:
        """The things that an entry names, in the words of the world."""
        things = getattr(world, self.collection)
        if entry.get(self.id_option) is not None:
            return [thing for key, thing in things.items() if str(key) == entry[self.id_option]]
        return [
            thing for thing in things.values() if self.is_called(world, thing, str(entry[self.name_option]).strip())
        ]

    def is_called(self, world: Any, thing: Any, name: str) -> bool:
        """Whether this is the name of a thing."""
        return bool(thing.name == name)

    def foreseen(self, row: Row, world: Any, before: State, params: Params) -> State:
        """The fields that a change brings; for what must go before a thing, that."""
        if row["kind"] != self.word:
            return self.foreseen_of_more(row, world, before)
        subject = row["subject"]
        key = (self.collection, subject["id"] or self.label(subject["name"]))
        if not any(one[:2] == key for one in before):
            key = (self.collection, self.label(subject["name"]))
        if row["action"] == "delete":
            return dict.fromkeys([one for one in before if one[:2] == key])
        old, new = (self.fields(row[side] or {}) for side in ("before", "after"))
        values: Fields = {**dict.fromkeys(one for one in old if one not in new), **new}
        if row["action"] == "create":
            values = {**self.blank(row, world, before), **new}
        if row["action"] == "rename":
            values = {("name",): self.label(row["after"]["name"])}
        return {(*key, *suffix): value for suffix, value in values.items()}

    def foreseen_of_more(self, row: Row, world: Any, before: State) -> State:
        """What a change of another kind means."""
        raise NotImplementedError

    def by_name(self, key: Key, value: Any, state: State) -> tuple[Key, Any]:
        """The thing by its name."""
        return (key[0], state.get((*key[:2], "name"), key[1]), *key[2:]), value

    def unmet(self, params: Params, world: Any) -> Iterator[str]:
        """Each entry with what it takes from the task: a thing that is not as wished."""
        entries = [params] if params.get(self.plural) is None else params[self.plural]
        for entry in entries:
            wish = {**params, **{name: value for name, value in entry.items() if value is not None}}
            for option in (self.id_option, self.name_option):
                wish[option] = entry.get(option)
            found = self.find(world, wish)
            if wish.get("state") == "absent":
                yield from (f"{wish} is still there" for _thing in found)
            elif len(found) != 1:
                yield f"{wish} is there {len(found)} times"
            else:
                yield from self.unmet_of(wish, found[0], world)

    def unmet_of(self, wish: Params, thing: Any, world: Any) -> Iterator[str]:
        """What of the fields of a thing is not as wished."""
        name = wish.get(self.name_option)
        if name is not None and not self.is_called(world, thing, str(name).strip()):
            yield f"{name} is called otherwise: {thing}"
        for option, value in wish.items():
            yield from (f"{option} is not {value}: {thing}" for _fault in (1,) if not self.holds(thing, option, value))

    def holds(self, thing: Any, option: str, value: Any) -> bool:
        """Whether an option of a wish is so; options that are no field always are."""
        raise NotImplementedError

    def contradictions(self, result: Row) -> Iterator[str]:
        """The summary counts what the changes say."""
        own = [row for row in result["changes"] if row["kind"] == self.word]
        summary = result["summary"]
        for action, word in (("create", "created"), ("rename", "renamed"), ("delete", "deleted")):
            count = sum(1 for row in own if row["action"] == action and row["status"] == "done")
            if summary[word] != count:
                yield f"summary.{word} is {summary[word]}, the changes say {count}"
        for status in ("pending", "failed", "not_tried", "outcome_unknown"):
            count = sum(1 for row in result["changes"] if row["status"] == status)
            if summary[status] != count:
                yield f"summary.{status} is {summary[status]}, the changes say {count}"

    def differences(self, planned: Row, done: Row) -> Iterator[str]:
        """Rows of what is present, and the summary."""
        if planned["summary"] != done["summary"]:
            yield f"summary: planned {planned['summary']}, done {done['summary']}"
        rows, others = planned[self.plural], done[self.plural]
        if len(rows) != len(others):
            yield f"{self.plural}: planned {rows}, done {others}"
        for row, other in zip(rows, others):
            hidden = OF_THE_SERVICE if row["id"] is None else OF_THE_SERVICE[2:]
            left_out = {*hidden, "password"}
            if _without(row, left_out) != _without(other, left_out):
                yield f"{self.plural}: planned {row}, done {other}"


def _without(row: Mapping[str, Any], names: set[str]) -> Params:
    return {name: value for name, value in row.items() if name not in names}


def label_of(*ids: str) -> str:
    """How a state calls what is named by the ids of others."""
    return str(sorted(ids, key=repr))
