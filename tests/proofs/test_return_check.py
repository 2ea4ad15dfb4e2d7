# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The check of results against RETURN finds what it is there for."""

from __future__ import annotations

import copy
from typing import Any, Callable

import pytest

from support import returned
from support.cases import cases_of
from support.documented import returned as documentation
from support.returned import mistakes
from support.stage import stage

MODULE = "csp_group_users"
PARAMS: dict[str, Any] = {"group": "operators", "users": ["carol@example.com"], "return_members": True}
REFUSED: dict[str, Any] = {"group": "operatrs", "users": ["carol@example.com"]}
Spoil = Callable[[dict[str, Any]], object]
OF_A_CHANGE: dict[str, Spoil] = {
    "undocumented key": lambda result: result.update(surprise=1),
    "missing key": lambda result: result.pop("plan_id"),
    "no members": lambda result: result["memberships"][0].pop("members"),
    "number as id": lambda result: result["changes"][0]["subject"].update(id=7),
    "third key of a reference": lambda result: result["changes"][0]["target"].update(type="x"),
    "no name of a group": lambda result: result["memberships"][0]["group"].pop("name"),
    "unknown status": lambda result: result["changes"][0].update(status="perhaps"),
    "unknown action": lambda result: result["changes"][0].update(action="paint"),
    "no time": lambda result: result["changes"][0].pop("time"),
    "planned with a request": lambda result: result["changes"][0].update(status="planned"),
    "text for a number": lambda result: result["memberships"][0].update(members_count="3"),
    "number in a list of names": lambda result: result["memberships"][0]["added"].append(3),
    "another count": lambda result: result["summary"].update(lost=1),
    "another way of telling time": lambda result: result.update(collected_at="today"),
}
OF_A_REFUSAL: dict[str, Spoil] = {
    "unknown code": lambda result: result["error"].update(code="oh_no"),
    "no sentence": lambda result: result["error"].update(message=" "),
    "no hint": lambda result: result["error"].pop("hint"),
    "short row of items": lambda result: result["error"]["items"][0].pop("kind"),
    "text as candidate": lambda result: result["error"]["items"][0].update(candidates=["x"]),
    "half of what a connected task gives": lambda result: result.pop("auth"),
}


@pytest.fixture(scope="module")
def results() -> list[dict[str, Any]]:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        return [one.run(PARAMS), one.run(REFUSED)]


@pytest.mark.parametrize("name", [*OF_A_CHANGE, *OF_A_REFUSAL])
def test_a_spoilt_result_is_found(results: list[dict[str, Any]], name: str) -> None:
    result, params = (results[0], PARAMS) if name in OF_A_CHANGE else (results[1], REFUSED)
    assert mistakes(MODULE, result, params) == []
    spoilt = copy.deepcopy(result)
    {**OF_A_CHANGE, **OF_A_REFUSAL}[name](spoilt)
    assert mistakes(MODULE, spoilt, params)


def test_a_wording_that_nobody_knows_is_found(results: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch) -> None:
    documented = copy.deepcopy(documentation(MODULE))
    documented["summary"]["returned"] = "now and then"
    monkeypatch.setattr(returned, "returned", lambda module: documented)
    assert "nobody knows when" in mistakes(MODULE, results[0], PARAMS)[0]
