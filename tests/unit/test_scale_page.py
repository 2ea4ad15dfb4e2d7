# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The numbers of docs/scale.md are those of its formulas, and its formulas are those of the snapshots."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest

from simulators.csp import CspWorld
from simulators.tencent import World
from support import scale
from support.stage import stage

PAGE = Path(__file__).parents[2] / "docs" / "scale.md"


@pytest.mark.skipif(not PAGE.exists(), reason="needs the documentation")
@pytest.mark.parametrize("rows", [scale.one_organization, scale.many_organizations, scale.additions])
def test_every_table_is_what_the_formulas_give(rows: Callable[[], list[str]]) -> None:
    assert "\n".join(rows()) in PAGE.read_text(encoding="utf-8")


@pytest.mark.skipif(not PAGE.exists(), reason="needs the documentation")
def test_every_number_that_the_formulas_use_stands_on_the_page() -> None:
    text = PAGE.read_text(encoding="utf-8")
    for words in (
        f"requests / {scale.TENCENT_RATE} at",
        f"requests / {scale.CSP_RATE} at",
        f"window of {scale.WINDOW_HOURS} hours",
        f"⌊{scale.WINDOW}/t⌋",
        f"with {scale.FORKS} forks",
    ):
        assert words in text, words


# By group, and by user.
@pytest.mark.parametrize(("groups", "members"), [(3, 120), (30, 130)])
def test_a_snapshot_of_tencent_cloud_takes_the_requests_of_the_formula(
    tmp_path: Path, groups: int, members: int
) -> None:
    size = scale.Size(
        "",
        people=130 if groups > 3 else 250,
        groups=groups,
        members=members,
        accounts=61,
        roles=3,
        grants=3,
        deployments=3,
    )
    world = World()
    names = [f"user-{number}@example.com" for number in range(size.people)]
    for name in names:
        world.add_user(name)
    for number in range(groups):
        world.join(world.add_group(f"group-{number}"), *names[:members])
    # The management account is one of them.
    for number in range(size.accounts - 1):
        world.add_member(f"account-{number}")
    for number in range(size.roles):
        world.add_role_configuration(f"role-{number}")
        world.assign(f"role-{number}", "account-0", "group-0")
    assert requests("tencent_access_snapshot", world, tmp_path) == size.tencent()


def test_a_snapshot_of_cloud_services_takes_the_requests_of_the_formula(tmp_path: Path) -> None:
    size = scale.Size("", people=450, groups=3, members=250, accounts=0, roles=0, grants=0, deployments=0)
    world = CspWorld()
    # The caller is one of them.
    names = [f"user-{number}@example.com" for number in range(size.people - 1)]
    for name in names:
        world.add_user(name)
    for number in range(size.groups):
        world.add_group(f"group-{number}")
        world.join(f"group-{number}", *names[: size.members])
    for name in ("new@example.com", "other@example.com"):
        world.invite(name, ["group-0"])
    assert requests("csp_access_snapshot", world, tmp_path) == size.csp(invitations=2)


def requests(module: str, world: Any, folder: Path) -> int:
    """How many requests a snapshot of a world takes."""
    with stage(module, world) as place:
        result = place.run({"dest": str(folder / "snapshot.jsonl")})
        assert not result["failed"], result["msg"]
        return sum(place.calls().values())
