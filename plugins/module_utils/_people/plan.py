# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The plan of a play, put together from the results of its tasks. Pure."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

SCHEMA = "orgkit.cloud/plan/1"
MEMBERSHIP, ASSIGNMENT = "membership", "assignment"
ADDING, REMOVING = ("add", "invite"), ("remove",)
GAINS, LOSES = "gains", "loses"

Result = Mapping[str, Any]
# By the name of a group, the accesses that it gives.
Grants = Mapping[str, Sequence[str]]


def plan_of(results: Mapping[str, Sequence[Result]], grants: Mapping[str, Grants]) -> dict[str, Any]:
    """The plan of results by cloud: schema, plan_id, clouds, changes, access, refusals, counts.

    results are those of writing modules, from check mode or not, failed ones too. grants: what groups give, by cloud.
    """
    changes = [row for cloud in sorted(results) for one in results[cloud] for row in _changes(cloud, one)]
    refusals = [row for cloud in sorted(results) for one in results[cloud] for row in _refusal(cloud, one)]
    return {
        "schema": SCHEMA,
        "plan_id": combined_id(results),
        "clouds": {cloud: _about(results[cloud]) for cloud in sorted(results)},
        "changes": changes,
        "access": _access(changes, grants),
        "refusals": refusals,
        "counts": {
            "changes": sum(not row["refused"] for row in changes),
            "refused_changes": sum(row["refused"] for row in changes),
            "refusals": len(refusals),
            "by_action": _by_action(changes),
        },
    }


def combined_id(results: Mapping[str, Iterable[Result]]) -> str:
    """What tells two plans of a play apart: 16 hex digits over the plans of its tasks that change anything."""
    rows = sorted(
        [cloud, str(one.get("plan_id"))] for cloud, several in results.items() for one in several if one.get("changes")
    )
    return hashlib.sha256(json.dumps(rows, separators=(",", ":")).encode()).hexdigest()[:16]


def grants_of_assignments(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """What groups of Identity Center give, from entries of `assignments`: role_configuration, accounts, groups."""
    found: dict[str, list[str]] = {}
    for row in rows:
        for group in row.get("groups") or ():
            gives = [f"{row.get('role_configuration')} in {account}" for account in row.get("accounts") or ()]
            found.setdefault(str(group), []).extend(gives)
    return {group: sorted(set(gives)) for group, gives in found.items()}


def grants_of_groups(rows: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """What groups of Cloud Services give, from rows of csp_group_info: organization_roles and service_roles."""
    return {str(row.get("name")): _roles(row) for row in rows}


def _roles(row: Mapping[str, Any]) -> list[str]:
    services = [
        f"{role} in service {one.get('service')}"
        for one in row.get("service_roles") or ()
        for role in one.get("roles") or ()
    ]
    return sorted({*(f"{role} in the organization" for role in row.get("organization_roles") or ()), *services})


def _is_refused(result: Result) -> bool:
    """Whether nothing of the result is done: it failed, and not only at the end."""
    return _failed(result) and not result.get("changed")


def _failed(result: Result) -> bool:
    """Whether a task failed, also when its play went on."""
    return bool(result.get("failed") or result.get("error"))


def _changes(cloud: str, result: Result) -> list[dict[str, Any]]:
    kept = ("action", "kind", "subject", "target", "before", "after", "text", "status")
    refused = _is_refused(result)
    return [
        {"cloud": cloud, **{key: row.get(key) for key in kept}, "refused": refused}
        for row in result.get("changes") or ()
    ]


def _refusal(cloud: str, result: Result) -> list[dict[str, Any]]:
    """Why a task failed; one that failed before its own road has only a sentence."""
    if not _failed(result):
        return []
    error = result.get("error") or {"message": result.get("msg")}
    return [{"cloud": cloud, **{key: error.get(key) for key in ("code", "message", "hint", "items")}}]


def _about(results: Iterable[Result]) -> dict[str, Any]:
    several = list(results)
    known = [one["organization"] for one in several if (one.get("organization") or {}).get("id")]
    return {
        "organization": known[0] if known else None,
        "plan_ids": [one.get("plan_id") for one in several if one.get("changes")],
        "collected_at": min((one["collected_at"] for one in several if one.get("collected_at")), default=None),
    }


def _by_action(changes: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    found: dict[str, int] = {}
    for row in changes:
        if not row["refused"]:
            found[row["action"]] = found.get(row["action"], 0) + 1
    return dict(sorted(found.items()))


def _access(changes: Iterable[Mapping[str, Any]], grants: Mapping[str, Grants]) -> list[dict[str, Any]]:
    """Who gains and loses what: by a membership of a group that gives it, by an assignment, by the roles of a group."""
    found = []
    for row in changes:
        if not row["refused"]:
            found += _access_of(row, grants.get(row["cloud"], {}))
    return sorted(found, key=lambda row: (row["cloud"], row["who"], row["effect"], row["access"], row["through"] or ""))


def _access_of(row: Mapping[str, Any], grants: Grants) -> list[dict[str, Any]]:
    who, target = row["subject"]["name"], row["target"]["name"]
    effect = GAINS if row["action"] in ADDING else LOSES

    def one(effect: str, kind: str, access: str, through: str | None) -> dict[str, Any]:
        return {
            "cloud": row["cloud"], "who": who, "kind": kind, "effect": effect, "access": access, "through": through,
        }  # fmt: skip

    if row["action"] in ADDING + REMOVING and row["kind"] == MEMBERSHIP:
        return [one(effect, "user", access, target) for access in grants.get(target, ())]
    if row["action"] in ADDING + REMOVING and row["kind"] == ASSIGNMENT:
        return [one(effect, str(row["after"] or row["before"]), target, None)]
    if row["kind"] == "group":
        before, after = (
            set(_roles(side)) if isinstance(side, Mapping) else set() for side in (row["before"], row["after"])
        )
        return [one(GAINS, "group", access, None) for access in sorted(after - before)] + [
            one(LOSES, "group", access, None) for access in sorted(before - after)
        ]
    return []
