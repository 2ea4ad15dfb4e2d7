# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

# Private to orgkit.cloud: everything in this package can change at any time.

"""The rows of a snapshot: their kinds, the fields of each, and how rows about two things are made. Pure.

docs/schemas/snapshot.schema.json says the same for other tools; a test compares both.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .._core.plan import Ref

SCHEMA = 1
CLOUDS = ("tencent", "csp")

# Types of fields. "?" allows null: not told by the cloud, or not there.
_TYPES: dict[str, Any] = {
    "text": str,
    "flag": bool,
    "number": int,
    "texts": list,
    "map": dict,
    "ref": dict,
    "refs": list,
}

# What every row of a kind has beside `row`, `id` and `name`. More fields are allowed and are compared like these.
FIELDS: dict[str, dict[str, str]] = {
    "account": {
        "department": "ref?",
        "path": "text?",
        "permissions": "refs",
        "pending": "flag",
        "management": "flag",
        "remark": "text?",
        "tags": "map",
    },
    "department": {"path": "text", "parent": "ref?", "remark": "text?", "tags": "map"},
    "user": {
        "email": "text?",
        "display_name": "text?",
        "aliases": "texts",
        "type": "text?",
        "enabled": "flag?",
    },
    "group": {"type": "text?", "description": "text?", "editable": "flag", "members_count": "number?"},
    "membership": {"user": "ref", "group": "ref", "inherited": "flag", "joined": "text?"},
    "role_configuration": {"description": "text?", "session_duration": "number?", "relay_state": "text?"},
    "policy": {"role_configuration": "ref", "type": "text", "document": "text?"},
    "assignment": {"principal": "ref", "principal_type": "text", "role_configuration": "ref", "account": "ref"},
    "deployment": {"role_configuration": "ref", "account": "ref", "status": "text", "pending": "flag"},
    "synchronization": {"principal": "ref", "principal_type": "text", "account": "ref", "status": "text?"},
    "invitation": {"groups": "refs", "roles": "texts", "created": "text?", "expires": "text?", "expired": "flag"},
    "role": {"principal": "ref", "principal_type": "text", "role": "text", "service": "ref?"},
    "unreadable": {"kind": "text", "subject": "ref?", "reason": "text"},
}
KINDS = tuple(FIELDS)
# What each cloud has.
OF_CLOUD: dict[str, tuple[str, ...]] = {
    "tencent": (
        *("account", "department", "user", "group", "membership", "role_configuration", "policy", "assignment"),
        *("deployment", "synchronization"),
    ),
    "csp": ("user", "group", "membership", "role", "invitation"),
}
# Fields with a fixed vocabulary.
WORDS: dict[str, tuple[str, ...]] = {
    "principal_type": ("user", "group"),
    "policy.type": ("system", "custom"),
    "unreadable.kind": tuple(kind for kind in KINDS if kind != "unreadable"),
}
# Follow from other rows: a membership that comes is one difference, and so is a department that gets another name.
DERIVED = frozenset({"members_count", "path"})
# Their names are made of the names of others.
RELATIONS = frozenset({"membership", "assignment", "role", "deployment", "synchronization"})


def ref(row: Mapping[str, Any]) -> dict[str, Any]:
    """A thing as other rows name it."""
    return {"id": row["id"], "name": row["name"]}


def membership(
    user: Mapping[str, Any], group: Mapping[str, Any], *, inherited: bool = False, joined: str | None = None
) -> dict[str, Any]:
    """The row of a user in a group. inherited: not directly, but by a nested group."""
    return {
        "row": "membership",
        "id": f"{group['id']}/{user['id']}" + ("/inherited" if inherited else ""),
        "name": f"{user['name']} in {group['name']}",
        "user": ref(user),
        "group": ref(group),
        "inherited": inherited,
        "joined": joined,
    }


def assignment(
    principal: Mapping[str, Any], principal_type: str, role_configuration: Mapping[str, Any], account: Mapping[str, Any]
) -> dict[str, Any]:
    """The row of a user or group (principal_type) that has a role configuration in an account."""
    return {
        "row": "assignment",
        "id": f"{role_configuration['id']}/{account['id']}/{principal['id']}",
        "name": f"{principal['name']} has {role_configuration['name']} in {account['name']}",
        "principal": ref(principal),
        "principal_type": principal_type,
        "role_configuration": ref(role_configuration),
        "account": ref(account),
    }


def role(
    principal: Mapping[str, Any], principal_type: str, name: str, service: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    """The row of a user or group that has a role of the organization, or of a service in it, directly."""
    return {
        "row": "role",
        "id": f"{service['id'] if service else ''}/{name}/{principal['id']}",
        "name": f"{principal['name']} has {name}" + (f" of {service['name']}" if service else ""),
        "principal": ref(principal),
        "principal_type": principal_type,
        "role": name,
        "service": ref(service) if service else None,
    }


def unreadable(kind: str, subject: Mapping[str, Any] | None, reason: str) -> dict[str, Any]:
    """The row that says what could not be read: rows of a kind, about one thing or altogether."""
    return {
        "row": "unreadable",
        "id": f"{kind}/{subject['id'] if subject else '*'}",
        "name": str(subject["name"]) if subject else kind,
        "kind": kind,
        "subject": ref(subject) if subject else None,
        "reason": reason,
    }


def parties(row: Mapping[str, Any]) -> tuple[Ref, Ref | None]:
    """Who or what a row is about, and what it is in or gets. The target of an assignment is the pair of role and account."""
    kind = row["row"]
    if kind == "membership":
        return _named(row["user"]), _named(row["group"])
    if kind == "assignment":
        return _named(row["principal"]), grant_of(row["role_configuration"], row["account"])
    if kind == "role":
        return _named(row["principal"]), role_of(row)
    if kind == "deployment":
        return _named(row["role_configuration"]), _named(row["account"])
    if kind == "synchronization":
        return _named(row["principal"]), _named(row["account"])
    if kind == "policy":
        return Ref(row["id"], row["name"]), _named(row["role_configuration"])
    return Ref(row["id"], row["path"] if kind == "department" else row["name"]), None


def grant_of(role_configuration: Mapping[str, Any], account: Mapping[str, Any]) -> Ref:
    """A role configuration in an account as one thing."""
    return Ref(f"{role_configuration['id']}/{account['id']}", f"{role_configuration['name']} in {account['name']}")


def role_of(row: Mapping[str, Any]) -> Ref:
    """The role of a row of that kind; one of a service together with its service."""
    service = row["service"]
    if service:
        return Ref(f"{service['id']}/{row['role']}", f"{row['role']} of {service['name']}")
    return Ref(row["role"], row["role"])


def _named(thing: Mapping[str, Any]) -> Ref:
    return Ref(thing["id"], thing["name"])


def fault(row: Mapping[str, Any]) -> str:
    """Why a row cannot be right, or an empty text."""
    kind = row.get("row")
    if kind not in FIELDS:
        return f"{kind!r} is no kind of row"
    for name in ("id", "name"):
        if not isinstance(row.get(name), str) or (name == "id" and not row["id"]):
            return f"a row of kind {kind} has no {name}"
    for name, told in FIELDS[kind].items():
        if name not in row:
            return f"{kind} {row['id']} has no {name}"
        if not _fits(row[name], told):
            return f"{name} of {kind} {row['id']} is not a {told.rstrip('?')}"
        words = WORDS.get(name) or WORDS.get(f"{kind}.{name}")
        if words and row[name] not in words:
            return f"{name} of {kind} {row['id']} is not one of {', '.join(words)}"
    return ""


def _fits(value: Any, told: str) -> bool:
    if value is None:
        return told.endswith("?")
    told = told.rstrip("?")
    if not isinstance(value, _TYPES[told]) or (told == "number" and isinstance(value, bool)):
        return False
    if told == "texts":
        return all(isinstance(one, str) for one in value)
    if told == "refs":
        return all(_is_ref(one) for one in value)
    return told != "ref" or _is_ref(value)


def _is_ref(value: Any) -> bool:
    """An id and a name, both texts."""
    return isinstance(value, dict) and isinstance(value.get("name"), str) and isinstance(value.get("id"), str)
