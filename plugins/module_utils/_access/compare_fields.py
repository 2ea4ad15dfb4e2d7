# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""In which fields a thing differs from what is declared for it. Pure."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

from .declared import ThingWish
from .world import Thing, World

# Fields of texts and numbers that are called alike in declaration and snapshot.
PLAIN = {
    "account": ("remark",),
    "department": ("remark",),
    "user": ("first_name", "last_name", "display_name", "description", "email"),
    "group": ("description",),
    "role_configuration": ("description", "session_duration", "relay_state"),
}


def changes_of(world: World, thing: Thing, wish: ThingWish) -> list[str]:
    """What is different, one text each: "remark is a, declared b". A field that is not declared is not compared."""
    told: list[str] = []
    for name in PLAIN[wish.kind]:
        # A cloud that does not tell a field cannot be compared in it.
        if name in wish.fields and name in thing.row and not _alike(thing.row[name], wish.fields[name]):
            told.append(f"{name} is {_told(thing.row[name])}, declared {_told(wish.fields[name])}")
    further = _FURTHER.get(wish.kind)
    return told + (list(further(world, thing, wish)) if further else []) + list(_tags(thing, wish))


def _account(world: World, thing: Thing, wish: ThingWish) -> Iterator[str]:
    place = next((str(wish.fields[key]) for key in ("node_id", "node", "department") if wish.fields.get(key)), None)
    if place is not None:
        wanted = world.find("department", place)
        known = {one.id for one in wanted}
        here = thing.row["department"]["id"] if thing.row["department"] else None
        if here not in known and thing.row["path"] != place:
            yield f"it is in {thing.row['path']}, declared {place}"
    permissions = wish.fields.get("permissions", wish.fields.get("permission_ids"))
    if permissions is not None:
        yield from _set("permissions", thing.row["permissions"], permissions)


def _user(world: World, thing: Thing, wish: ThingWish) -> Iterator[str]:
    status, enabled = str(wish.fields.get("status", "")).lower(), thing.row["enabled"]
    if status in ("enabled", "disabled") and enabled is not None and enabled is not (status == "enabled"):
        yield f"status is {'enabled' if enabled else 'disabled'}, declared {status}"


def _group(world: World, thing: Thing, wish: ThingWish) -> Iterator[str]:
    """Roles of a group: complete sets, those of a service by the id or name of the service."""
    if world.unread("role", thing.id):
        return
    roles = world.roles.get(thing.id, [])
    wanted = wish.fields.get("organization_roles")
    if wanted is not None:
        given = [{"id": row["role"], "name": row["role"]} for row in roles if not row["service"]]
        yield from _set("organization_roles", given, wanted)
    services = wish.fields.get("service_roles")
    if isinstance(services, list):
        services = [one for one in services if isinstance(one, dict)]
        given = [_service_role(row["service"]["id"], row["role"]) for row in roles if row["service"]]
        pairs = [
            _service_role(str(one.get("service")), role)["id"] for one in services for role in one.get("roles") or ()
        ]
        yield from _set("service_roles", given, pairs)


def _role_configuration(world: World, thing: Thing, wish: ThingWish) -> Iterator[str]:
    if world.unread("policy", thing.id):
        return
    policies = world.policies.get(thing.id, [])
    wanted = wish.fields.get("policies")
    if wanted is not None:
        yield from _set("policies", [row for row in policies if row["type"] == "system"], wanted)
    documents = wish.fields.get("custom_policies")
    if isinstance(documents, dict):
        present = {row["name"]: row["document"] for row in policies if row["type"] == "custom"}
        for name in sorted({*present, *documents}):
            if name not in documents or name not in present:
                yield f"custom policy {name} is {'not declared' if name in present else 'not there'}"
            elif _parsed(present[name]) != _parsed(documents[name]):
                yield f"custom policy {name} has another document"


def _tags(thing: Thing, wish: ThingWish) -> Iterator[str]:
    """Tags compare as a subset."""
    wanted, present = wish.fields.get("tags"), thing.row.get("tags")
    if isinstance(wanted, dict) and isinstance(present, dict):
        for name, value in sorted(wanted.items()):
            if not _alike(present.get(name), value):
                yield f"tag {name} is {_told(present.get(name))}, declared {_told(value)}"


def _set(what: str, present: list[dict[str, Any]], wanted: Any) -> Iterator[str]:
    """A complete set, whose things may be named by id or name."""
    names = [str(one) for one in wanted] if isinstance(wanted, (list, tuple)) else [str(wanted)]
    known = {text for row in present for text in (row["id"], row["name"])}
    lacking = sorted(name for name in set(names) if name not in known)
    more = sorted(row["name"] for row in present if not {row["id"], row["name"]} & set(names))
    if lacking:
        yield f"{what} lack {', '.join(lacking)}"
    if more:
        yield f"{what} hold {', '.join(more)} too"


def _service_role(service: str, role: str) -> dict[str, Any]:
    return {"id": f"{role} of {service}", "name": f"{role} of {service}"}


def _parsed(document: Any) -> Any:
    try:
        return json.loads(document) if isinstance(document, str) else document
    except ValueError:
        return document


def _alike(present: Any, wanted: Any) -> bool:
    return str("" if present is None else present) == str("" if wanted is None else wanted)


def _told(value: Any) -> str:
    return "empty" if value is None or value == "" else str(value)


_FURTHER: dict[str, Callable[[World, Thing, ThingWish], Iterator[str]]] = {
    "account": _account,
    "user": _user,
    "group": _group,
    "role_configuration": _role_configuration,
}
