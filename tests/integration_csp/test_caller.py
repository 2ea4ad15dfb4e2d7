# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Whoever runs the task is not removed, however the token writes the name; in doubt nobody is removed."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group, User
from simulators.csp import CspWorld
from support.road import Road

ADMIN = User("u-admin", "admin@example.com", "ada@corp.example.com", aliases=("aadmin",))


class Client:
    """A client that knows only what its token tells."""

    def __init__(self, claims: dict[str, Any], application: bool = False) -> None:
        self._claims = claims
        self.login = type("Login", (), {"is_service_account": application})()

    def claims(self) -> dict[str, Any]:
        return self._claims


def directory(claims: dict[str, Any], application: bool = False, **options: bool) -> CspDirectory:
    return CspDirectory(Client(claims, application), CspOptions(**options))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "u-admin"},
        {"sub": "vmware.com:u-admin"},
        {"sub": "vmwareid:U-ADMIN"},
        {"username": "Admin@example.com"},
        {"acct": "aadmin"},
        {"sub": "elsewhere:other", "email": "ada@corp.example.com"},
    ],
)
def test_the_caller_is_recognized_by_id_and_by_every_name(claims: dict[str, Any]) -> None:
    assert directory(claims).is_caller(ADMIN)
    assert directory(claims).is_caller(ADMIN._replace(id="vmware.com:u-admin"))
    assert not directory(claims).is_caller(User("u-other", "other@example.com"))
    assert not directory(claims, allow_self_removal=True).is_caller(ADMIN)


def test_a_token_that_does_not_tell_whose_it_is_removes_nobody() -> None:
    group, other = Group("g", "operators", "USER_GROUP"), User("u-other", "other@example.com")
    for claims in ({}, {"sub": ""}, {"sub": " ", "username": "", "email": None}, {"sub": 7}):
        assert "could be you" in directory({"context_name": "org", **claims}).refusal("remove", group, other)
        assert not directory(claims).is_caller(User("", ""))
    assert directory({"context_name": "org"}).refusal("add", group, other) == ""
    assert directory({"context_name": "org"}, allow_self_removal=True).refusal("remove", group, other) == ""
    assert directory({"context_name": "org"}, application=True).refusal("remove", group, other) == ""


def test_an_exclusive_list_keeps_the_caller(group_users: Road, world: CspWorld) -> None:
    world.join("operators", "admin@example.com")
    result = group_users(group="operators", users=["alice@example.com"], exclusive=True, max_removals="100%")
    assert result["memberships"][0]["kept"] == ["admin@example.com"], result["msg"]
