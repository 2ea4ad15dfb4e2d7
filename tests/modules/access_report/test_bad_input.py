# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whatever stands in the variables that are compared, or in an exception, the answer is a report or a sentence."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from support.access_worlds import Row, group, invitation, random_rows, user, write
from support.road import Road

VALUES: tuple[Any, ...] = (
    *(None, "", " ", "x", 7, 1.5, True, ["a"], [["a"]], [None], [7], [{}], {}, {"a": 1}, {"": "x"}, [{"a": None}]),
    *("{{ x }}", ["a\nb"], "[]", "{}", '[{"group": "g"}]', "\x1b[31m", "\ud800", "x" * 5000),
)
ENTRIES: dict[str, Row] = {
    "members": {"uin": "20000", "name": "account-0", "node": "/", "permissions": [], "tags": {}, "state": "present"},
    "departments": {"path": "/", "node_id": "1", "remark": "", "tags": {}},
    "users": {"user_id": "u-0", "name": "user0@example.com", "status": "enabled", "email": "x"},
    "groups": {"name": "group-0", "description": "", "organization_roles": [], "service_roles": []},
    "role_configurations": {"name": "role-0", "policies": [], "custom_policies": {}, "session_duration": 3600},
    "memberships": {"group": "group-0", "users": [], "state": "present"},
    "role_assignments": {
        "role_configuration": "role-0",
        "accounts": ["account-0"],
        "users": ["user0@example.com"],
        "groups": [],
    },
    "people": {"user": "user0@example.com", "functions": ["f"], "tencent": [], "csp": [], "from": None, "until": None},
}
ACCEPTED = {"class": "unmanaged", "kind": "user", "subject": "a", "target": "b", "cloud": "csp"}
ACCEPTED |= {"owner": "o", "reason": "r", "expires": "2099-01-01"}


@pytest.fixture(scope="module")
def usual(tmp_path_factory: pytest.TempPathFactory) -> Row:
    """Options that make a report of both clouds."""
    folder = tmp_path_factory.mktemp("bad")
    write(folder / "tencent.jsonl", random_rows(Random(1)))
    write(folder / "csp.jsonl", [user("a", "1"), group("group-0", "1"), invitation("z", "1")], "csp")
    snapshots = [str(folder / name) for name in ("tencent.jsonl", "csp.jsonl")]
    return {"snapshots": snapshots, "dest": str(folder / "report"), "formats": ["markdown", "sarif"]}


def wrong(usual: Row, params: Row) -> list[str]:
    """The text of an answer that is neither a report nor a sentence about the input."""
    result = Road("access_report", {})(**usual, **params)
    if result["failed"] and (result["error"]["code"] != "invalid_input" or not result["msg"].strip()):
        return [f"{str(params)[:200]}: {result['msg']}"]
    return []


@pytest.mark.parametrize("prefix", ["tencent_onboarding", "csp_onboarding", "orgkit"])
@pytest.mark.parametrize("name", [*ENTRIES, "leavers", "functions"])
def test_a_variable_is_compared_or_refused(usual: Row, prefix: str, name: str) -> None:
    told = [text for value in VALUES for text in wrong(usual, {"declared": {f"{prefix}_{name}": value}})]
    for field in ENTRIES.get(name, {}):
        for value in VALUES:
            declared = {
                f"{prefix}_{name}": [{**ENTRIES[name], field: value}],
                "orgkit_functions": {"f": {"tencent": value}},
            }
            told += wrong(usual, {"declared": declared})
    assert not told


@pytest.mark.parametrize("field", ACCEPTED)
def test_an_exception_is_applied_or_refused(usual: Row, field: str) -> None:
    assert not [text for value in VALUES for text in wrong(usual, {"exceptions": [{**ACCEPTED, field: value}]})]
