# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Snapshots for tests: rows of a plainly fictional organization, random ones too, written by the real writer."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from pathlib import Path
from random import Random
from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import SnapshotWriter, Written

Row = dict[str, Any]
TIME = "2026-01-02T03:04:05Z"
TODAY = date(2026, 6, 1)
KINDS = tuple(kind for kind in kinds.KINDS if kind != "unreadable")


def user(name: str, number: str, **fields: Any) -> Row:
    row: Row = {"email": name, "display_name": None, "aliases": [], "type": "Manual", "enabled": True}
    return {"row": "user", "id": f"u-{number}", "name": name, **row, **fields}


def group(name: str, number: str, **fields: Any) -> Row:
    row: Row = {"type": "Manual", "description": None, "editable": True, "members_count": None}
    return {"row": "group", "id": f"g-{number}", "name": name, **row, **fields}


def account(name: str, number: str, path: str | None = "/", **fields: Any) -> Row:
    row: Row = {"department": None, "path": path, "permissions": [], "pending": False, "management": False}
    return {"row": "account", "id": f"2000{number}", "name": name, **row, "remark": None, "tags": {}, **fields}


def department(path: str, number: str, **fields: Any) -> Row:
    name = path.rpartition("/")[2] or "Root"
    return {"row": "department", "id": f"d{number}", "name": name, "path": path, "parent": None, "remark": None} | {
        "tags": {},
        **fields,
    }


def role_configuration(name: str, number: str, **fields: Any) -> Row:
    row: Row = {"description": None, "session_duration": 3600, "relay_state": None}
    return {"row": "role_configuration", "id": f"rc-{number}", "name": name, **row, **fields}


def invitation(name: str, number: str, groups: Iterable[Row] = (), **fields: Any) -> Row:
    row: Row = {"groups": [kinds.ref(one) for one in groups], "roles": [], "created": TIME, "expires": None}
    return {"row": "invitation", "id": f"i-{number}", "name": name, **row, "expired": False, **fields}


def write(path: Path, rows: Iterable[Row], cloud: str = "tencent", **header: Any) -> Written:
    """A whole snapshot with these rows."""
    told: Row = {"organization": {"id": "10001", "name": None}, "scope": "z-1", "endpoint": "https://cloud.invalid"}
    told |= {"caller": None, "include": KINDS, "started": TIME, "collection_version": "1.0.0", **header}
    with SnapshotWriter(str(path), cloud=cloud, **told) as writer:
        for row in rows:
            writer.add(row)
        return writer.finish(requests={"ListGroups": 1}, ended=TIME)


def random_rows(rng: Random, size: int = 6) -> list[Row]:
    """Users, groups, memberships, accounts and grants that fit together."""
    users = [user(f"user{n}@example.com", str(n), enabled=rng.random() > 0.2) for n in range(rng.randint(0, size))]
    groups = [group(f"group-{n}", str(n), editable=rng.random() > 0.2) for n in range(rng.randint(0, size))]
    accounts = [account(f"account-{n}", str(n)) for n in range(rng.randint(0, size))]
    configurations = [role_configuration(f"role-{n}", str(n)) for n in range(rng.randint(0, 3))]
    rows = [*users, *groups, *accounts, *configurations]
    rows += [kinds.membership(one, other) for one in users for other in groups if rng.random() < 0.4]
    for kind, principals in (("user", users), ("group", groups)):
        for one in principals:
            rows += [
                kinds.assignment(one, kind, configuration, place)
                for configuration in configurations
                for place in accounts
                if rng.random() < 0.2
            ]
    return rows
