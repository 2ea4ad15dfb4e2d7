# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rules that hold whatever is declared: who may never be both, who may have what, what may not wait for ever. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from .._core.errors import invalid_input
from .._core.plan import Ref
from .dates import day_of
from .effective import effective
from .findings import Finding, finding
from .kinds import OF_CLOUD, parties
from .leavers import HOLDERS
from .snapshot import Row
from .world import World

RULES_SPEC: dict[str, dict[str, Any]] = {
    "never_together": {
        "type": "list",
        "elements": "dict",
        "options": {"name": {"type": "str"}, "groups": {"type": "list", "elements": "str"}},
    },
    "disabled_members": {"type": "bool"},
    "stale_invitations_days": {"type": "int"},
    "administrators": {
        "type": "list",
        "elements": "dict",
        "options": {
            "role_configurations": {"type": "list", "elements": "str"},
            "roles": {"type": "list", "elements": "str"},
            "allowed": {"type": "list", "elements": "str"},
        },
    },
}


# The kinds of rows that each rule looks at.
_NEEDS = {
    "never_together": ("group", "membership"),
    "administrators": ("role_configuration", "membership", "assignment", "role"),
    "disabled_members": ("user", "membership", "assignment", "role"),
    "stale_invitations_days": ("invitation",),
}


def check_rules(worlds: Sequence[World], rules: Mapping[str, Any], today: date) -> list[Finding]:
    """Findings of all rules that are given. Raises invalid_input for a rule that can never be broken."""
    _refuse_empty(rules)
    found: list[Finding] = list(_not_held(worlds, rules))
    for number, rule in enumerate(rules.get("never_together") or ()):
        name = rule.get("name") or f"never_together[{number}]"
        found += _never_together(worlds, name, rule.get("groups") or ())
    for number, rule in enumerate(rules.get("administrators") or ()):
        found += _administrators(worlds, f"administrators[{number}]", rule)
    for world in worlds:
        if rules.get("disabled_members"):
            found += _disabled(world)
        if rules.get("stale_invitations_days") is not None:
            found += _stale(world, rules["stale_invitations_days"], today)
    return found


def _refuse_empty(rules: Mapping[str, Any]) -> None:
    problems = [
        f"rules.never_together[{number}] names fewer than two groups."
        for number, rule in enumerate(rules.get("never_together") or ())
        if len(set(rule.get("groups") or ())) < 2
    ]
    problems += [
        f"rules.administrators[{number}] names neither role_configurations nor roles."
        for number, rule in enumerate(rules.get("administrators") or ())
        if not (rule.get("role_configurations") or rule.get("roles"))
    ]
    if problems:
        raise invalid_input(problems, hint="Nothing was reported. Correct the rules.")


def _not_held(worlds: Sequence[World], rules: Mapping[str, Any]) -> Iterator[Finding]:
    """Rules about kinds of rows that a snapshot was taken without: that nobody breaks them means nothing."""
    for name, needed in _NEEDS.items():
        for world in worlds if rules.get(name) not in (None, False, []) else ():
            kinds = [kind for kind in needed if kind in OF_CLOUD[world.cloud] and not world.snapshot.holds(kind)]
            if kinds:
                text = f"The rule {name} cannot be checked: the snapshot was taken without {', '.join(kinds)}."
                yield finding(world.cloud, "unreadable", "rule", Ref(None, name), None, text)


def _never_together(worlds: Sequence[World], name: str, groups: Sequence[str]) -> Iterator[Finding]:
    """Who is in two of the groups or more, also when the groups are in different clouds. Inherited membership counts."""
    held: dict[str, dict[tuple[str, str], str]] = {}
    people: dict[str, tuple[str, Ref]] = {}
    known: set[str] = set()
    for world in worlds:
        ids: dict[str, str] = {}
        for group in groups:
            found = world.find("group", group)
            known.update([group] if found else [])
            ids.update((thing.id, thing.name) for thing in found)
        for row in world.snapshot.of("membership").values():
            if row["group"]["id"] in ids:
                person = person_of(world, row["user"])
                people.setdefault(person, (world.cloud, Ref(row["user"]["id"], row["user"]["name"])))
                held.setdefault(person, {})[world.cloud, row["group"]["id"]] = ids[row["group"]["id"]]
    for group in groups:
        if group not in known and worlds:
            text = f"Rule {name} names group {group}, which no snapshot knows: the rule cannot be checked for it."
            yield finding(worlds[0].cloud, "unresolved", "rule", Ref(None, group), Ref(None, name), text)
    for person, both in held.items():
        if len(both) > 1:
            cloud, user = people[person]
            text = (
                f"{user.name} is in {' and in '.join(sorted(both.values()))}, which rule {name} never allows together."
            )
            yield finding(cloud, "conflict", "membership", user, Ref(None, name), text)


def _administrators(worlds: Sequence[World], where: str, rule: Mapping[str, Any]) -> Iterator[Finding]:
    """Who has one of the roles without being allowed to, directly or through a group."""
    allowed = {name.casefold() for name in rule.get("allowed") or ()}
    configurations = rule.get("role_configurations") or ()
    known = {
        name: {thing.id for world in worlds for thing in world.find("role_configuration", name)}
        for name in configurations
    }
    for name in [name for name, ids in known.items() if not ids and worlds]:
        text = (
            f"Rule {where} names role configuration {name}, which no snapshot knows: the rule cannot be checked for it."
        )
        yield finding(worlds[0].cloud, "unresolved", "rule", Ref(None, name), Ref(None, where), text)
    wanted = {
        "role_configuration": set().union(*known.values()),
        "organization_role": set(rule.get("roles") or ()),
        "service_role": set(rule.get("roles") or ()),
    }
    for world in worlds:
        places: dict[tuple[Ref, Ref], set[str]] = {}
        for one in effective(world.snapshot):
            if one.role is None or not {one.role.id, one.role.name} & wanted.get(one.kind, set()):
                continue
            names = {text.casefold() for text in names_of(world, one.user)}
            if not names & allowed:
                places.setdefault((one.user, one.role), set()).add(one.place.name if one.place else "the organization")
        for (user, role), where_to in places.items():
            text = f"{user.name} has {role.name} in {_some(sorted(where_to))}, and {where} does not allow it."
            yield finding(world.cloud, "conflict", "assignment", user, role, text)


def _disabled(world: World) -> Iterator[Finding]:
    """Disabled people who still have something directly."""
    users = world.snapshot.of("user")
    for kind in ("membership", "assignment", "role"):
        for row in world.snapshot.of(kind).values():
            user = users.get(row[HOLDERS[kind]]["id"])
            if (
                user is None
                or user["enabled"] is not False
                or row.get("inherited")
                or row.get("principal_type") == "group"
            ):
                continue
            subject, target = parties(row)
            text = f"{row['name']}, and is disabled."
            yield finding(world.cloud, "disabled_member", kind, subject, target, text)


def _stale(world: World, days: int, today: date) -> Iterator[Finding]:
    """Invitations that wait for longer than the rule allows, or for nobody knows how long."""
    for row in world.snapshot.of("invitation").values():
        since = day_of(row["created"])
        if since is not None and (today - since).days <= days and not row["expired"]:
            continue
        waits = "has expired" if row["expired"] else "waits for nobody knows how long"
        if since is not None and not row["expired"]:
            waits = f"waits for {(today - since).days} days; {days} are allowed"
        text = f"The invitation of {row['name']} {waits}."
        yield finding(world.cloud, "pending", "invitation", Ref(row["id"], row["name"]), None, text)


def person_of(world: World, user: Mapping[str, Any]) -> str:
    """Who a user is in whatever cloud: by e-mail address, else by name, whatever the case."""
    row: Row | None = world.snapshot.of("user").get(user["id"])
    return str((row["email"] if row else None) or user["name"]).casefold()


def names_of(world: World, user: Ref) -> list[str]:
    """All names of a user."""
    row = world.snapshot.of("user").get(user.id or "")
    more = (row["email"] or "", *row["aliases"]) if row else ()
    return [text for text in (user.id or "", user.name, *more) if text]


def _some(names: list[str]) -> str:
    """At most three names, and how many more."""
    return ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
