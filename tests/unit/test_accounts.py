# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""From accounts and departments to hosts and groups: every account has one host of its own, whatever the names are."""

from __future__ import annotations

import re
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.departments import Departments
from ansible_collections.orgkit.cloud.plugins.plugin_utils._accounts import RESERVED, Group, groups_of, host_names

NAMES = (
    st.sampled_from(["a", "A", "a-b", "a_b", "a b", "", "1", "20", "{{ x }}", "all", "localhost", "資料", "a:b", "-a"])
    | st.text()
)

PROFILE = settings(derandomize=True, max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def accounts(*names: str) -> list[dict[str, Any]]:
    """Accounts with these names, and uins 1, 2, ..."""
    return [{"uin": str(number), "name": name} for number, name in enumerate(names, 1)]


def departments(*rows: tuple[int, int, str]) -> list[dict[str, Any]]:
    """Rows as the plugin keeps them, from (id, id of the parent, name)."""
    known = Departments({"NodeId": number, "ParentNodeId": parent, "Name": name} for number, parent, name in rows)
    return [row._asdict() for row in known.rows]


@pytest.mark.parametrize("name", ["data-lake", "web_shop", "shop.prod", "資料", "a1"])
def test_a_fit_name_is_the_host(name: str) -> None:
    assert host_names(accounts(name, "other"), ()) == {"1": name, "2": "other"}


@pytest.mark.parametrize(
    "name", ["", " a", "a b", "a\n", "a:b", "a,b", "!a", "a*", "a[0]", "{{ a }}", "-a", "../a", "42", *RESERVED]
)
def test_an_unfit_name_is_the_uin(name: str) -> None:
    assert host_names(accounts(name, "other"), ()) == {"1": "1", "2": "other"}


def test_of_namesakes_nobody_has_the_name() -> None:
    assert host_names(accounts("data", "Data", "other"), ()) == {"1": "1", "2": "2", "3": "other"}


def test_a_name_that_is_used_already_is_not_taken_again() -> None:
    assert host_names(accounts("web", "data"), ["WEB"]) == {"1": "1", "2": "data"}


@PROFILE
@given(st.lists(NAMES), st.lists(NAMES))
def test_every_account_has_a_host_of_its_own(names: list[str], taken: list[str]) -> None:
    hosts = host_names(accounts(*names), taken)
    assert len(set(hosts.values())) == len(names)
    used = {*taken, *RESERVED}
    assert all(host == uin or host not in used for uin, host in hosts.items())


@PROFILE
@given(st.lists(NAMES))
def test_every_department_has_a_group_of_its_own(names: list[str]) -> None:
    rows = [{"id": str(n), "parent_id": str(n // 2), "name": name, "depth": n} for n, name in enumerate(names, 1)]
    groups = [group.name for group in groups_of(rows).values()]
    assert len(set(groups)) == len(names)
    assert all(re.fullmatch(r"\w+", name) for name in groups)


def test_departments_stand_in_each_other() -> None:
    groups = groups_of(departments((12, 11, "data platform"), (10, 0, "Root"), (11, 10, "engineering")))
    assert list(groups.values()) == [
        Group("department_Root", None),
        Group("department_engineering", "department_Root"),
        Group("department_data_platform", "department_engineering"),
    ]


def test_departments_that_would_share_a_group_are_told_apart_by_their_ids() -> None:
    groups = groups_of(departments((10, 0, "Root"), (11, 10, "a-b"), (12, 10, "a_b"), (13, 10, "14"), (14, 10, "c")))
    assert [group.name for group in groups.values()] == [
        "department_Root",
        "department_11",
        "department_12",
        "department_13",
        "department_c",
    ]


def test_departments_in_a_circle_are_no_parents_of_each_other() -> None:
    groups = groups_of(departments((10, 0, "Root"), (11, 12, "a"), (12, 11, "b")))
    assert {group.name: group.parent for group in groups.values()} == {
        "department_Root": None,
        "department_a": None,
        "department_b": None,
    }
