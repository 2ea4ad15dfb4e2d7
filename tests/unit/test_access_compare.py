# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Everything in the cloud that is not declared is found, and nothing else: random worlds against a naive second opinion."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from support.access_worlds import TODAY, Row, random_rows, write

Key = tuple[str, str, str, str]
LISTS = {"user": "users", "group": "groups", "account": "members", "role_configuration": "role_configurations"}


def report(path: Path, rows: Iterable[Row], declared: Row, **more: Any) -> Report:
    write(path / "tencent.jsonl", rows)
    snapshot = read_snapshot(str(path / "tencent.jsonl"))
    return make_report([snapshot], [], declared=declared, today=TODAY, created="2026-06-01T00:00:00Z", **more)


def told(made: Report) -> set[Key]:
    return {(one.name, one.kind, one.subject.name, one.target.name if one.target else "") for one in made.findings}


def exported(rows: Iterable[Row]) -> dict[str, Any]:
    """The declaration that says exactly what is there."""
    rows = list(rows)
    declared: dict[str, Any] = {
        f"tencent_onboarding_{name}": [{"name": row["name"]} for row in rows if row["row"] == kind]
        for kind, name in LISTS.items()
    }
    declared["tencent_onboarding_memberships"] = [
        {
            "group": group["name"],
            "users": [
                row["user"]["name"] for row in rows if row["row"] == "membership" and row["group"]["id"] == group["id"]
            ],
        }
        for group in rows
        if group["row"] == "group"
    ]
    declared["tencent_onboarding_role_assignments"] = [
        {
            "role_configuration": row["role_configuration"]["name"],
            "accounts": [row["account"]["id"]],
            f"{row['principal_type']}s": [row["principal"]["name"]],
        }
        for row in rows
        if row["row"] == "assignment"
    ]
    return declared


def disturbed(rng: Random, declared: dict[str, Any]) -> dict[str, Any]:
    """A declaration that leaves things out, adds what is not there, and forbids some of what is."""
    result = {name: [dict(entry) for entry in entries if rng.random() > 0.25] for name, entries in declared.items()}
    for kind, name in LISTS.items():
        if rng.random() < 0.3:
            result[f"tencent_onboarding_{name}"].append({"name": f"ghost-{kind}"})
        for entry in result[f"tencent_onboarding_{name}"]:
            if rng.random() < 0.1:
                entry["state"] = "absent"
    memberships = result["tencent_onboarding_memberships"]
    for entry in memberships:
        entry["users"] = [name for name in entry["users"] if rng.random() > 0.2]
        entry["users"] += rng.sample(["user0@example.com", "ghost-user", "nobody"], rng.randint(0, 2))
        if rng.random() < 0.15:
            entry["state"] = "absent"
    if rng.random() < 0.3:
        memberships.append({"group": rng.choice(["ghost-group", "no-group"]), "users": ["user1@example.com"]})
    for entry in result["tencent_onboarding_role_assignments"]:
        if rng.random() < 0.15:
            entry["state"] = "absent"
    return result


def expected(rows: list[Row], declared: dict[str, Any]) -> set[Key]:
    """The naive second opinion: one question after the other, by names only."""
    there = {kind: {row["name"]: row for row in rows if row["row"] == kind} for kind in LISTS}
    lists = {kind: declared[f"tencent_onboarding_{name}"] for kind, name in LISTS.items()}
    present = {kind: {one["name"] for one in found if one.get("state") != "absent"} for kind, found in lists.items()}
    absent = {kind: {one["name"] for one in found if one.get("state") == "absent"} for kind, found in lists.items()}
    memberships = declared["tencent_onboarding_memberships"]
    grants = declared["tencent_onboarding_role_assignments"]
    accounts = {row["id"]: row["name"] for row in there["account"].values()}
    named = {kind: present[kind] | absent[kind] for kind in LISTS}
    by_group: dict[str, dict[str, bool]] = {}
    for entry in memberships:
        wanted = by_group.setdefault(entry["group"], {})
        wanted.update(dict.fromkeys(entry["users"], entry.get("state") != "absent"))
        named["group"].add(entry["group"])
        # The users of a group that is unknown are named all the same.
        named["user"].update(entry["users"])
    wanted_grants: dict[Key, bool] = {}
    for entry in grants:
        kind = "user" if "users" in entry else "group"
        (principal,), (place,) = entry[f"{kind}s"], entry["accounts"]
        named[kind].add(principal)
        named["account"].add(accounts[place])
        named["role_configuration"].add(entry["role_configuration"])
        wanted_grants[entry["role_configuration"], accounts[place], kind, principal] = entry.get("state") != "absent"
    found: set[Key] = set()
    for kind in LISTS:
        found |= {("missing", kind, name, "") for name in present[kind] - set(there[kind])}
        found |= {("unmanaged", kind, name, "") for name in absent[kind] & set(there[kind])}
        found |= {
            ("unmanaged", kind, name, "")
            for name, row in there[kind].items()
            if name not in named[kind] and (kind != "group" or row["editable"])
        }
    members = {(row["user"]["name"], row["group"]["name"]) for row in rows if row["row"] == "membership"}
    for group in named["group"]:
        if group not in there["group"]:
            if group in by_group and group not in present["group"]:
                found.add(("unresolved", "group", group, ""))
            continue
        wanted = by_group.get(group, {})
        for name, shall in wanted.items():
            if shall and (name, group) not in members:
                known = name in there["user"] or name in present["user"]
                found.add(("missing" if known else "unresolved", "membership", name, group))
            if not shall and (name, group) in members:
                found.add(("unmanaged", "membership", name, group))
        if group in by_group or there["group"][group]["editable"]:
            others = {name for name, other in members if other == group} - set(wanted)
            found |= {("unmanaged", "membership", name, group) for name in others}
    given = {
        (row["role_configuration"]["name"], row["account"]["name"], row["principal_type"], row["principal"]["name"])
        for row in rows
        if row["row"] == "assignment"
    }
    for grant, shall in wanted_grants.items():
        if shall is not (grant in given):
            name = "missing" if shall else "unmanaged"
            found.add((name, "assignment", grant[3], f"{grant[0]} in {grant[1]}"))
    for grant in given - set(wanted_grants):
        found.add(("unmanaged", "assignment", grant[3], f"{grant[0]} in {grant[1]}"))
    return found


@pytest.mark.parametrize("seed", range(60))
def test_everything_that_is_not_declared_is_found_and_nothing_else(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    rows = random_rows(rng)
    declared = disturbed(rng, exported(rows))
    assert told(report(tmp_path, rows, declared)) == expected(rows, declared)


@pytest.mark.parametrize("seed", range(20))
def test_what_is_declared_as_it_is_has_no_finding(tmp_path: Path, seed: int) -> None:
    rows = random_rows(Random(seed))
    assert told(report(tmp_path, rows, exported(rows))) == set()


@pytest.mark.parametrize("seed", range(10))
def test_nothing_is_compared_when_nothing_is_declared(tmp_path: Path, seed: int) -> None:
    made = report(tmp_path, random_rows(Random(seed)), {})
    assert told(made) == set()
    assert not made.declared
