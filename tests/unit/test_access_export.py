# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever is in both clouds, saved as a data file: an audit with this file finds nothing, and finds whatever comes later."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import Any

import pytest
from ansible.parsing.dataloader import DataLoader

from ansible_collections.orgkit.cloud.plugins.filter.to_data_file import to_data_file
from ansible_collections.orgkit.cloud.plugins.module_utils._access.differences import Difference
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshots
from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from support.access_worlds import TODAY
from support.declared import everything
from support.hostile import HOSTILE
from support.road import Road
from support.worlds import csp_world, some, tencent_world

# What JSON of a cloud cannot say.
NAMES = [name for name in HOSTILE if "\ud800" not in name]


def rename(rng: Random, *tables: dict[Any, Any]) -> None:
    """Give some things of each table hostile names, some of which differ in case only."""
    for table in tables:
        for thing, name in zip(some(rng, table.values(), 4), rng.sample(NAMES, 4)):
            thing.name = rng.choice((name, name.upper(), thing.name.upper()))


def random_tencent(rng: Random) -> World:
    world = tencent_world(rng)
    world.denied_actions = set()
    accounts = list(world.members)
    for name in ("operator", "auditor", "billing")[: rng.randint(0, 3)]:
        configuration = world.add_role_configuration(name)
        for account in some(rng, accounts, 3):
            principals = [*some(rng, world.users, 2), *some(rng, world.groups, 2)]
            world.assign(configuration, account, *principals)
    rename(rng, world.users, world.groups, world.members, world.role_configurations)
    return world


def random_csp(rng: Random) -> CspWorld:
    world = csp_world(rng)
    # Where two people have one name, a group that names one of them means nobody.
    for user in [one for one in world.users.values() if not one.accessible]:
        user.username = f"old-{user.username}"
    world.add_service("clusters", "reader", "writer")
    for group in some(rng, [one.id for one in world.groups.values() if one.type == "USER_GROUP"], 3):
        world.grant(group, rng.choice(("reader", "writer")), service="clusters")
    rename(rng, world.groups)
    return world


@contextmanager
def served(rng: Random) -> Iterator[tuple[World, CspWorld, dict[str, str]]]:
    """Two random organizations, and the variables that lead to them."""
    tencent, csp = TencentSimulator(random_tencent(rng)), CspSimulator(random_csp(rng))
    # Nobody can declare an open invitation.
    csp.world.invitations.clear()
    with Server(tencent.app) as one, Server(csp.app) as other:
        environment = {**tencent.environment(one.url), **csp.environment(other.url), "HOME": "/nonexistent"}
        yield tencent.world, csp.world, environment


def exported(folder: Path, environment: dict[str, str]) -> dict[str, Any]:
    """Both organizations as the playbook saves them, as Ansible reads the file."""
    path = folder / "organization.yml"
    path.write_text(to_data_file(everything(environment)), encoding="utf-8")
    found: dict[str, Any] = DataLoader().load_from_file(str(path))
    return found


def audited(
    folder: Path, environment: dict[str, str], declared: dict[str, Any], before: list[str]
) -> tuple[Report, list[str]]:
    """The report on new snapshots, which are also given."""
    paths = []
    for cloud in ("tencent", "csp"):
        result = Road(f"{cloud}_access_snapshot", environment)(dest=str(folder / f"{cloud}{len(before)}.jsonl"))
        assert not result["failed"], result["msg"]
        paths.append(result["path"])
    snapshots = read_snapshots(paths)
    made = make_report(snapshots, read_snapshots(before, like=snapshots), declared=declared, today=TODAY, created="")
    return made, paths


def findings(made: Report) -> list[str]:
    return [f"{one.name}: {one.text}" for one in made.findings if one.name != "pending"]


@pytest.mark.parametrize("seed", [0, 1, 2, 3, 4, 13, 22])
def test_what_was_exported_has_no_finding_and_what_comes_later_has(tmp_path: Path, seed: int) -> None:
    rng = Random(seed)
    with served(rng) as (tencent, csp, environment):
        declared = exported(tmp_path, environment)
        made, before = audited(tmp_path, environment, declared, [])
        assert findings(made) == []
        changes = _change(rng, tencent, csp)
        later, _paths = audited(tmp_path, environment, declared, before)
    assert {(one.action, one.kind, *_ids(one)) for one in later.differences} == changes
    assert {
        (one.kind, one.subject.id, one.target and one.target.id) for one in later.findings if one.name != "pending"
    } == {change[1:] for change in changes}


def _ids(one: Difference) -> tuple[str | None, str | None]:
    return one.subject.id, one.target.id if one.target else None


def _change(rng: Random, tencent: World, csp: CspWorld) -> set[tuple[str, str, str | None, str | None]]:
    """Change memberships of both clouds; what changed."""
    told: set[tuple[str, str, str | None, str | None]] = set()
    for group in some(rng, [one for one in tencent.groups.values() if one.group_type == "Manual"], 2):
        for user in some(rng, [one for one in tencent.users if one not in group.joined], 2):
            tencent.join(group.id, user)
            told.add(("added", "membership", user, group.id))
        for user in some(rng, [one for one in group.joined if ("added", "membership", one, group.id) not in told], 1):
            del group.joined[user]
            told.add(("removed", "membership", user, group.id))
    for team in some(rng, [one for one in csp.groups.values() if one.type == "USER_GROUP"], 1):
        for user in some(rng, [one.id for one in csp.org_users() if one.id not in csp.everybody_in(team)], 1):
            csp.join(team.id, user)
            told.add(("added", "membership", user, team.id))
    return told
