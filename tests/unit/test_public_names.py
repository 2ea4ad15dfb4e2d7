# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No public name goes, or becomes something else, by accident. They stand in public_names.json."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.tool import tool

public_names = tool("public_names")
Name = public_names.Name
DEPRECATE = (
    "Users rely on it. Keep it and deprecate it first, as docs/releasing.md says. What was never released, or goes with a new first part "
    "of the version, is taken out by: build/venv/bin/python tools/public_names.py --break"
)
ADD = "New public names are promised from the next release on. Take them in by: build/venv/bin/python tools/public_names.py"


@pytest.fixture(scope="module")
def names() -> dict[Any, str]:
    """The public names of the sources."""
    found: dict[Any, str] = public_names.of_sources()
    return found


def test_no_public_name_is_gone_or_something_else(names: dict[Any, str]) -> None:
    faults = public_names.broken(public_names.promised(), names)
    assert not faults, "\n".join([*faults, DEPRECATE])


def test_every_public_name_is_in_the_file(names: dict[Any, str]) -> None:
    promised = public_names.promised()
    new = sorted(name for name, told in names.items() if promised.get(name) != told)
    assert not new, "\n".join([*map(str, new), ADD])


def test_what_is_written_is_what_is_read(
    names: dict[Any, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(public_names, "FILE", tmp_path / "names.json")
    public_names.write(names)
    assert public_names.promised(tmp_path / "names.json") == names


@pytest.mark.parametrize(
    ("name", "told"),
    [
        (Name("modules", "csp_group"), ""),
        (Name("options", "expect_plan", "tencent_org_node"), "str"),
        (Name("options", "memberships.exclusive", "csp_group_users"), "bool"),
        (Name("options", "max_removals", "csp_group_users"), "str, default 25%"),
        (Name("options", "node", "tencent_org_member"), "str, also department"),
        (Name("results", "plan_id", "csp_user"), "str"),
        (
            Name("results", "changes.status", "csp_user"),
            "str, one of planned done pending failed outcome_unknown not_tried",
        ),
        (Name("variables of roles", "tencent_onboarding_memberships"), "raw"),
        (Name("variables", "orgkit_expect_plan"), ""),
        (Name("playbooks", "awx.configure"), ""),
        (Name("options of plugins", "width", "brief"), "int, default 0"),
        (Name("options of plugins", "org_id", "tencent_org"), "str"),
        (Name("environment variables", "TENCENTCLOUD_SECRET_ID"), ""),
        (Name("error codes", "plan_changed"), ""),
        (Name("rows of snapshots", "membership.group"), "ref"),
        (Name("findings", "unmanaged"), ""),
    ],
    ids=str,
)
def test_names_of_every_kind_are_found(names: dict[Any, str], name: Any, told: str) -> None:
    assert names[name] == told


def test_a_name_that_went_and_one_that_changed_are_told(names: dict[Any, str]) -> None:
    went, other = Name("options", "expect_plan", "csp_user"), Name("options", "state", "csp_user")
    after = {name: told for name, told in names.items() if name != went} | {other: "bool"}
    assert public_names.broken(names, after) == [
        "options: expect_plan of csp_user is gone",
        "options: state of csp_user is 'bool' now, and was 'str, default present, one of present absent'",
    ]


@pytest.mark.parametrize(
    ("old", "new", "breaks"),
    [
        ("str", "str", False),
        ("str", "int", True),
        ("str", "str, required", True),
        ("str, default a, one of a b", "str, default a, one of a b c", False),
        ("str, default a, one of a b", "str, default b, one of a b", True),
        ("str, one of a b", "str, one of a c", True),
        ("str, one of a b", "str", True),
        ("str", "str, also name", False),
        ("str, also name", "str", True),
        ("str", "str, one of a b", True),
    ],
)
def test_more_choices_take_nothing_away(old: str, new: str, breaks: bool) -> None:
    name = Name("options", "x", "csp_user")
    assert bool(public_names.broken({name: old}, {name: new})) is breaks
