# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A task for every module, and a look at how it fails."""

from __future__ import annotations

from typing import Any

from support.road import Road

GROUP: dict[str, Any] = {"group": "viewers", "users": ["bob@example.com"]}
ADDITIONS: dict[str, Any] = {
    "group": "auditors",
    "users": [f"{name}@example.com" for name in ("alice", "bob", "carol")],
}
MEMBER: dict[str, Any] = {"name": "data-lake"}
MODULES: dict[str, dict[str, Any]] = {
    "cic_group_user": GROUP,
    "cic_group_user_info": {},
    "org_member": MEMBER,
    "org_member_info": {},
}


def failure(road: Road, code: str, *words: str, **params: Any) -> dict[str, Any]:
    """The result of a task that must fail with this code and these words, the same in check mode."""
    checked, result = road(check_mode=True, **params), road(**params)
    assert (checked["failed"], checked["msg"]) == (True, result["msg"])
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result["msg"]
    for word in words:
        assert word in result["msg"]
    return result
