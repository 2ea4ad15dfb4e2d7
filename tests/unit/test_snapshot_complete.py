# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No snapshot is told complete that lacks something, and its file takes the place of a file only."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import Snapshot, read_snapshot
from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.private_file import PrivateFile, write_private
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.client import CspClient
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.access import TencentReader
from simulators.csp import CspWorld
from simulators.tencent import World
from simulators.tencent.demo import demo_world
from support.intercepted import intercepted
from support.stage import stage

TENCENT, CSP = "tencent_access_snapshot", "csp_access_snapshot"


def missing(snapshot: Snapshot) -> set[tuple[str, str | None]]:
    rows = snapshot.of("unreadable").values()
    return {(row["kind"], row["subject"] and row["subject"]["name"]) for row in rows}


@pytest.mark.parametrize(
    ("denied", "include", "told"),
    [
        ("DescribeOrganizationNodes", ["department"], {"department"}),
        ("DescribeOrganizationNodes", ["account"], {"account"}),
        ("DescribeOrganizationMembers", ["department", "account"], {"account"}),
        ("ListGroups", ["membership"], {"membership"}),
        ("ListGroups", ["group", "membership"], {"group", "membership"}),
        ("ListRoleConfigurations", ["policy"], {"policy"}),
        ("ListUsers", ["membership"], set()),
    ],
)
def test_what_hangs_on_a_list_that_is_refused_is_missing_too(
    tmp_path: Path, denied: str, include: list[str], told: set[str]
) -> None:
    world = demo_world()
    world.denied_actions = {denied}
    with stage(TENCENT, world) as one:
        result = one.run({"dest": str(tmp_path / "x.jsonl"), "include": include})
    snapshot = read_snapshot(result["path"])
    assert missing(snapshot) == {(kind, None) for kind in told}
    assert snapshot.complete is result["complete"] is not told


@pytest.mark.parametrize(
    ("end", "include", "told"),
    [
        ("/users", ["role"], {"role"}),
        ("/groups", ["role", "membership"], {"role", "membership"}),
        ("/users", ["user", "role", "group"], {"user", "role"}),
    ],
)
def test_a_list_of_cloud_services_that_is_refused_is_told_for_all_that_hangs_on_it(
    tmp_path: Path, end: str, include: list[str], told: set[str]
) -> None:
    def refuse(verb: str, path: str, body: Any) -> int | None:
        return 403 if path.split("?")[0].endswith(end) else None

    with intercepted(CspWorld(), CSP, refuse) as (road, _app):
        result = road(dest=str(tmp_path / "x.jsonl"), include=include)
    assert missing(read_snapshot(result["path"])) == {(kind, None) for kind in told}


def test_two_lists_that_are_refused_make_a_file_that_can_be_read(tmp_path: Path) -> None:
    def refuse(verb: str, path: str, body: Any) -> int | None:
        return 403 if path.split("?")[0].endswith(("/users", "/groups")) else None

    with intercepted(CspWorld(), CSP, refuse) as (road, _app):
        result = road(dest=str(tmp_path / "x.jsonl"))
    assert ("role", None) in missing(read_snapshot(result["path"]))


@pytest.mark.parametrize(("status", "complete"), [(403, False), (404, True)])
def test_an_invitation_that_may_not_be_seen_is_missing_and_one_that_is_gone_is_not(
    tmp_path: Path, status: int, complete: bool
) -> None:
    world = CspWorld()
    world.add_group("operators")
    world.invite("carol@example.com", ["operators"])

    def refuse(verb: str, path: str, body: Any) -> int | None:
        return status if "/invitations/" in path else None

    with intercepted(world, CSP, refuse) as (road, _app):
        result = road(dest=str(tmp_path / "x.jsonl"), include=["invitation"])
    assert read_snapshot(result["path"]).complete is complete


def test_an_invitation_that_is_listed_without_an_id_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    world = CspWorld()
    world.add_group("operators")
    world.invite("carol@example.com", ["operators"])
    read = CspClient.read

    def without_ids(client: CspClient, operation: str, *more: Any, **path: Any) -> dict[str, Any]:
        answer = read(client, operation, *more, **path)
        return {"results": [{}]} if operation == "list_invitations" else answer

    monkeypatch.setattr(CspClient, "read", without_ids)
    with stage(CSP, world) as one:
        result = one.run({"dest": str(tmp_path / "x.jsonl"), "include": ["invitation"]})
    assert missing(read_snapshot(result["path"])) == {("invitation", None)}


@pytest.mark.parametrize("people", [3, 30])
@pytest.mark.parametrize(("number", "late", "complete"), [(7, False, False), (7, True, True), (None, False, True)])
def test_a_group_whose_number_and_list_disagree_to_the_end_is_not_complete(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, people: int, number: int | None, late: bool, complete: bool
) -> None:
    world, asked = World(), []
    for user in range(people):
        world.add_user(f"user{user}")
    for group in range(4):
        world.add_group(f"group{group}")
    world.join("group0", "user0", "user1")
    read = TencentReader._group

    def told(reader: TencentReader, listed: dict[str, Any]) -> dict[str, Any]:
        asked.append(listed)
        count = number if listed["GroupName"] == "group0" and not (late and len(asked) > 4) else listed["MemberCount"]
        return read(reader, {**listed, "MemberCount": count})

    monkeypatch.setattr(TencentReader, "_group", told)
    with stage(TENCENT, world) as one:
        result = one.run({"dest": str(tmp_path / "x.jsonl"), "include": ["membership"]})
        calls = one.calls()
    snapshot = read_snapshot(result["path"])
    assert len(snapshot.of("membership")) == 2
    assert missing(snapshot) == (set() if complete else {("membership", "group0")})
    assert calls["ListGroups"] == (1 if number is None else 2)
    assert calls.get("ListGroupMembers", 0) == (0 if people == 3 else 4) + (number is not None)


def test_no_device_is_replaced_by_a_file(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link").symlink_to(tmp_path / "pipe")
    for name in ("pipe", "link", "."):
        with pytest.raises(OrgkitError, match="cannot be written"):
            write_private(str(tmp_path / name), "text")
    assert stat.S_ISFIFO((tmp_path / "pipe").stat().st_mode)
    assert sorted(os.listdir(tmp_path)) == ["link", "pipe"]


def test_a_write_that_fails_is_told_as_such(tmp_path: Path) -> None:
    def fill() -> None:
        with PrivateFile(str(tmp_path / "x")) as file:
            # Now neither writing nor closing works, as on a full disk.
            os.close(file._file.fileno())
            file.write("x" * (1 << 20))

    with pytest.raises(OrgkitError, match="cannot be written"):
        fill()
    assert os.listdir(tmp_path) == []


def test_naming_the_organization_makes_no_other_place_of_it(tmp_path: Path) -> None:
    world = demo_world()
    with stage(TENCENT, world) as one:
        places = set()
        for org_id in (None, str(world.org_id)):
            result = one.run({"dest": str(tmp_path / "x.jsonl"), "include": ["group"], "org_id": org_id})
            places.add(read_snapshot(result["path"]).place)
    assert len(places) == 1
