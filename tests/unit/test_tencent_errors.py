# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the error codes of Tencent Cloud mean: may a request be repeated, what does it stop, what helps."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import LISTING, OF_CAM, READING, WRITING
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.errors import api_error, hint_for

CONTRACT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "simulators" / "tencent" / "contract.json").read_text(encoding="utf-8")
)
ACTIONS: dict[str, dict[str, Any]] = CONTRACT["actions"]
CATALOG: dict[str, dict[str, Any]] = CONTRACT["error_catalog"]


def errors_of(action: str) -> list[str]:
    """The documented codes; the contract of access management does not classify its own."""
    errors: list[str] = [] if action in OF_CAM else ACTIONS[action]["errors"]
    return errors


OUR_CODES = [(action, code) for action in (*WRITING, *READING, *LISTING) for code in errors_of(action)]


@pytest.mark.parametrize(("action", "code"), OUR_CODES)
def test_every_documented_error_is_repeated_or_settled_as_the_contract_says(action: str, code: str) -> None:
    error, entry = api_error(action, code, "message", "r-1"), CATALOG[code]
    assert error.throttled is (entry["retry"] == "after_backoff")
    writes = ACTIONS[action]["kind"] == "write"
    if writes:
        assert (error.transient or error.outcome_unknown) is entry["outcome_unknown_on_write"]
    else:
        assert error.transient is (entry["retry"] == "reads_only")


@pytest.mark.parametrize(("code", "entry"), CONTRACT["common_errors"].items())
def test_every_common_error_is_repeated_as_the_contract_says(code: str, entry: dict[str, str]) -> None:
    error = api_error("ListUsers", code, "message", "r-1")
    assert (error.throttled, error.transient) == (entry["retry"] == "after_backoff", entry["retry"] == "reads_only")


@pytest.mark.parametrize(
    "code", sorted({*ACTIONS["CreateOrganizationMember"]["errors"], *ACTIONS["AddUserToGroup"]["errors"]})
)
def test_every_error_of_the_two_main_actions_has_a_hint_of_its_own_or_of_its_kind(code: str) -> None:
    hint = hint_for(code)
    assert hint.endswith(".")
    assert code == "InvalidParameter" or hint != hint_for("InvalidParameter")
    assert not code.startswith("LimitExceeded.") or hint != hint_for("LimitExceeded")


def test_a_code_that_nobody_described_has_no_hint() -> None:
    assert hint_for("FailedOperation.SomethingNew") == ""
    assert api_error("ListUsers", "Brand.New", "m", None).scope == "item"


@pytest.mark.parametrize(
    ("code", "scope"),
    [
        ("AuthFailure.SecretIdNotFound", "task"),
        ("AuthFailure.UnauthorizedOperation", "task"),
        ("UnauthorizedOperation", "task"),
        ("FailedOperation.IdentityCenterNotOpen", "task"),
        ("FailedOperation.ZoneIdNotExist", "task"),
        ("IpNotInWhitelist", "task"),
        ("LimitExceeded", "task"),
        ("LimitExceeded.CreateMemberOverLimit", "task"),
        ("LimitExceeded.OrganizationMemberOverLimit", "task"),
        ("ResourceInsufficient", "task"),
        ("ServiceUnavailable", "task"),
        ("LimitExceeded.NodeDepthExceedLimit", "item"),
        ("LimitExceeded.AddUserToGroupLimitExceeded", "item"),
        ("InternalError", "item"),
        ("InvalidParameter.GroupNotExist", "group"),
        ("FailedOperation.GroupUserCountOverUpperLimit", "group"),
        ("FailedOperation.SynchronizedGroupNotAddUser", "group"),
        ("FailedOperation.UserAddGroupCountOverUpperLimit", "item"),
        ("ResourceNotFound.UserNotExist", "item"),
        ("RequestLimitExceeded", "item"),
    ],
)
def test_an_error_stops_what_it_is_about(code: str, scope: str) -> None:
    assert api_error("AddUserToGroup", code, "m", None).scope == scope


@pytest.mark.parametrize("code", ["InvalidParameter.GroupUserAlreadyExists", "InvalidParameter.GroupUserNotExist"])
def test_a_membership_that_is_there_already_is_no_failure(code: str) -> None:
    assert api_error("AddUserToGroup", code, "m", None).already
