# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A snapshot of Cloud Services holds everything that gives access, and says what it could not see."""

from __future__ import annotations

from pathlib import Path
from random import Random
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import Snapshot, read_snapshot
from simulators.csp import CspWorld
from support.intercepted import intercepted
from support.stage import Stage, stage

MODULE = "csp_access_snapshot"
HOSTILE = (
    "{{ lookup('pipe', 'id') }}",
    "\x1b[31mred",
    "a\nb",
    "=1+1",
    "<script>alert(1)</script>",
    "\u2028",
    '"quoted"',
    "",
)


def taken(one: Stage, folder: Path, **params: Any) -> tuple[dict[str, Any], Snapshot]:
    result = one.run({"dest": str(folder / "csp.jsonl"), **params})
    assert not result["failed"], result["msg"]
    return result, read_snapshot(result["path"])


def random_world(rng: Random) -> CspWorld:
    world = CspWorld()
    people = [f"user{number}@example.com" for number in range(rng.randint(1, 12))]
    for name in people:
        world.add_user(name, role=rng.choice(("org_member", "org_owner")))
    world.add_service("clusters", "reader", "writer")
    for number in range(rng.randint(0, 5)):
        group = f"group {number}"
        world.add_group(group, roles=rng.sample(["org_member", "org_admin"], rng.randint(0, 2)))
        world.join(group, *rng.sample(people, rng.randint(0, len(people))))
        if rng.random() < 0.5:
            world.grant(group, "reader", service="clusters")
    if rng.random() < 0.5:
        world.add_group("directory", "AD_GROUP")
        world.join("directory", *rng.sample(people, 1))
        if "group 0" in {group.name for group in world.groups.values()}:
            world.nest("group 0", "directory")
    world.totals, world.links = rng.random() < 0.5, rng.random() < 0.5
    world.count_nested = rng.random() < 0.5
    return world


@pytest.mark.parametrize("seed", range(25))
def test_every_membership_and_role_of_any_world_is_there_and_no_other(seed: int, tmp_path: Path) -> None:
    world = random_world(Random(seed))
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path)
    direct = {(group.id, user) for group in world.groups.values() for user in group.direct}
    everybody = {(group.id, user) for group in world.groups.values() for user in world.everybody_in(group)}
    rows = snapshot.of("membership").values()
    assert {(row["group"]["id"], row["user"]["id"]) for row in rows if not row["inherited"]} == direct
    inherited = {(row["group"]["id"], row["user"]["id"]) for row in rows if row["inherited"]}
    # A number that leaves the nested ones out does not tell of them.
    assert inherited == (everybody - direct if world.count_nested else inherited & everybody - direct)
    roles = snapshot.of("role").values()
    assert {
        (row["principal"]["id"], row["role"])
        for row in roles
        if row["principal_type"] == "group" and not row["service"]
    } == {(group.id, role) for group in world.groups.values() for role in group.roles}
    assert {(row["principal"]["id"], row["role"]) for row in roles if row["principal_type"] == "user"} == {
        (user.id, role) for user in world.users.values() for role in user.roles
    }
    assert snapshot.complete
    assert set(snapshot.of("user")) == set(world.users)


@pytest.mark.parametrize("status", [403, 404])
def test_a_group_that_may_not_be_read_is_named_and_the_snapshot_is_not_complete(tmp_path: Path, status: int) -> None:
    world = CspWorld()
    world.add_group("open")
    world.add_group("closed")
    hidden = world.group("closed").id

    def refuse(verb: str, path: str, body: Any) -> int | None:
        return status if path.endswith(f"/groups/{hidden}/users") else None

    with intercepted(world, MODULE, refuse) as (road, _app):
        result = road(dest=str(tmp_path / "csp.jsonl"))
    snapshot = read_snapshot(result["path"])
    assert (result["complete"], snapshot.complete, result["counts"]["unreadable"]) == (False, False, 1)
    (row,) = snapshot.of("unreadable").values()
    assert (row["kind"], row["subject"]["name"]) == ("membership", "closed")
    assert "closed" in result["warnings"][0]
    assert "\x1b" not in str(row) + str(result)


def test_nothing_stays_of_a_snapshot_that_could_not_be_finished(tmp_path: Path) -> None:
    older = tmp_path / "csp.jsonl"
    older.write_text("yesterday", encoding="utf-8")
    world = CspWorld()
    world.add_group("operators")
    with stage(MODULE, world) as one:
        one.simulator.faults.add("http_503", None, 3, 1000)
        result = one.road(dest=str(older), retry_timeout=0)
    assert result["failed"]
    assert [file.name for file in tmp_path.iterdir()] == ["csp.jsonl"]
    assert older.read_text(encoding="utf-8") == "yesterday"


def test_names_from_the_cloud_stay_what_they_are(tmp_path: Path) -> None:
    world = CspWorld()
    for number, name in enumerate(HOSTILE):
        world.add_group(f"{number}{name}")
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path)
    assert {row["name"] for row in snapshot.of("group").values()} == {group.name for group in world.groups.values()}


def test_only_what_is_wanted_is_read(tmp_path: Path) -> None:
    world = CspWorld()
    world.add_group("operators")
    with stage(MODULE, world) as one:
        _result, snapshot = taken(one, tmp_path, include=["group"])
        assert one.calls() == {"token": 1, "list_groups": 1}
    assert (snapshot.holds("group"), snapshot.holds("user"), snapshot.of("user")) == (True, False, {})
