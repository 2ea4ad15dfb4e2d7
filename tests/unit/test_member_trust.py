# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""An account is never taken for another one: equal names, accounts of somebody else, answers that cannot be right."""

from __future__ import annotations

from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import UNKNOWN
from support.organization import HOST, MemoryOrganization, answering, member_row

NEW: dict[str, Any] = {"name": "fresh", "node": "Platform", "permissions": [1, 2]}
TAKEN = ApiError("FailedOperation.OrganizationMemberNameUsed", "The name is used.", hint="Choose another name.")
ALREADY = ApiError("FailedOperation.CreateRecordAlreadySuccess", "The record is finished.", already=True)
LOST = ApiError("connection_failed", "The answer was lost.", outcome_unknown=True)


def opened_by(
    row: dict[str, Any], error: ApiError | None = None, answer: dict[str, Any] | None = None
) -> MemoryOrganization:
    """An organization in which an account is there when the creation has been sent."""
    organization = MemoryOrganization([member_row(HOST, "host", NodeId=10)])

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        organization.members.append(row)
        if error is not None:
            raise error
        return answer or {}

    organization._write = write
    return organization


@pytest.mark.parametrize(
    "params",
    [
        {"name": "data"},
        {"name": "data", "remark": "x"},
        {"name": "data", "node": "Finance"},
        {"name": "data", "state": "absent"},
        {"name": "data", "node": "Platform", "permissions": [1, 2]},
    ],
)
@pytest.mark.parametrize("check_mode", [True, False])
def test_a_name_that_two_members_have_is_an_error_with_their_uins(params: dict[str, Any], check_mode: bool) -> None:
    organization = MemoryOrganization([member_row(), member_row(200000000043)])
    result = organization(check_mode=check_mode, **params)
    assert (result["error"]["code"], organization.written) == ("ambiguous_name", [])
    assert "200000000042, 200000000043" in result["msg"]
    assert [row["id"] for row in result["error"]["items"][0]["candidates"]] == ["200000000042", "200000000043"]


@pytest.mark.parametrize(
    "params",
    [
        {"remark": "x"},
        {"node": "Finance"},
        {"state": "absent"},
        {"name": "data", "remark": "x"},
        {"name": "other", "rename": True},
    ],
)
def test_a_uin_tells_two_members_of_equal_name_apart(params: dict[str, Any]) -> None:
    organization = MemoryOrganization([member_row(), member_row(200000000043)])
    result = organization(check_mode=True, uin="200000000043", **params)
    assert not result["failed"], result["msg"]
    assert [row["subject"]["id"] for row in result["changes"]] == ["200000000043"]


def test_who_left_is_known_by_uin_and_a_newcomer_of_that_name_is_somebody_else() -> None:
    organization = MemoryOrganization([member_row(), member_row(HOST, "host")])

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        organization.members[0] = member_row(200000000099)
        return {}

    organization._write = write
    result = organization(name="data", state="absent")
    assert (result["failed"], result["member"], result["warnings"], organization.slept) == (False, None, [], [])


def test_a_leaver_who_still_shows_is_not_hidden_by_a_new_name() -> None:
    organization = MemoryOrganization([member_row(), member_row(HOST, "host")])

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        organization.members[0] = member_row(name="renamed meanwhile")
        return {}

    organization._write = write
    assert [text for text in organization(name="data", state="absent")["warnings"] if "not visible yet" in text]


DIFFERENT: dict[str, tuple[dict[str, Any], dict[str, Any], str]] = {
    "department": ({"NodeId": 12, "NodeName": "Finance"}, {}, "node is Finance, not /Platform"),
    "permissions": ({"OrgPermission": [{"Id": 1}]}, {}, "permissions is view_bills, not view_bills, view_balance"),
    "payer": ({}, {"pay_uin": HOST}, f"pay_uin is empty, not {HOST}"),
    "policy": ({"OrgPolicyType": "Other"}, {}, "policy_type is Other, not Financial"),
    "remark": ({"Remark": "theirs"}, {"remark": "ours"}, "remark is theirs, not ours"),
    "tags": ({}, {"tags": {"a": "b"}}, "tags are missing"),
}


@pytest.mark.parametrize("error", [TAKEN, ALREADY, LOST], ids=["taken", "already", "lost"])
@pytest.mark.parametrize(("fields", "params", "words"), DIFFERENT.values(), ids=DIFFERENT)
def test_an_account_of_the_name_that_is_not_as_planned_does_not_count_as_ours(
    fields: dict[str, Any], params: dict[str, Any], words: str, error: ApiError
) -> None:
    organization = opened_by(member_row(200000000077, "fresh", **fields), error)
    result = organization(**{**NEW, "allow_quit": False, **params})
    assert result["failed"]
    assert "There is a member fresh (200000000077), but not as planned" in result["msg"]
    assert words in result["msg"]
    assert "Run again" in result["msg"]
    assert len(organization.written) == 1, "what was not planned is not sent"
    assert (result["changes"][0]["status"] == UNKNOWN) is (error is LOST)


@pytest.mark.parametrize("error", [TAKEN, ALREADY], ids=["taken", "already"])
def test_an_account_that_somebody_else_opened_just_as_planned_is_all_that_was_wished(error: ApiError) -> None:
    organization = opened_by(member_row(200000000077, "fresh"), error)
    result = organization(**NEW)
    assert (result["failed"], result["changed"], result["changes"]) == (False, False, [])
    assert result["member"]["uin"] == "200000000077"
    assert [text for text in result["warnings"] if "faster" in text]


@pytest.mark.parametrize("answer", [{}, {"Uin": None}, {"Uin": 0}, {"Uin": ""}, {"Uin": ["x"]}, {"Uin": {"a": 1}}])
def test_an_account_that_was_opened_without_a_uin_in_the_answer_is_found_by_its_name(answer: dict[str, Any]) -> None:
    organization = opened_by(member_row(200000000077, "fresh"), answer=answer)
    result = organization(**NEW, allow_quit=False)
    assert not result["failed"], result["msg"]
    assert [(row["action"], row["status"], row["subject"]["id"]) for row in result["changes"]] == [
        ("create", "done", "200000000077"),
        ("update", "done", "200000000077"),
    ]
    assert organization.written[1][1]["MemberUin"] == 200000000077


def test_an_account_that_was_opened_without_a_uin_and_does_not_show_is_an_unknown_outcome() -> None:
    organization = MemoryOrganization([member_row(HOST, "host")])
    result = organization(**NEW)
    assert (result["error"]["code"], result["changes"][0]["status"]) == ("outcome_unknown", UNKNOWN)
    assert "look at the console" in result["msg"]
    assert len(organization.written) == 1


def test_two_accounts_that_appear_under_the_lost_name_are_not_guessed_at() -> None:
    organization = opened_by(member_row(200000000077, "fresh"), LOST)
    first = organization._write

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        organization.members.append(member_row(200000000078, "fresh"))
        return first(action, body)

    organization._write = write
    result = organization(**NEW)
    assert result["changes"][0]["status"] == UNKNOWN
    assert "200000000078, 200000000077" in result["msg"]


def test_an_account_is_not_opened_when_the_list_lacks_what_the_search_shows() -> None:
    class Shifted(MemoryOrganization):
        def pages(self, action: str, body: dict[str, Any] | None = None) -> Any:
            rows = list(super().pages(action, body))
            return iter(rows if body else rows[:-1]) if "Members" in action else iter(rows)

    organization = Shifted([member_row(HOST, "host"), member_row(name="fresh-2")])
    result = organization(**NEW)
    assert (result["error"]["code"], organization.written) == ("bad_response", [])


BROKEN: dict[str, dict[str, Any]] = {
    "no name": {"Name": None},
    "name is a list": {"Name": ["data"]},
    "no uin": {"MemberUin": None},
    "empty uin": {"MemberUin": ""},
    "no department": {"NodeId": None},
    "permission without id": {"OrgPermission": [{"Name": "x"}]},
    "permissions are no rows": {"OrgPermission": "all"},
    "permission is a word": {"OrgPermission": [{"Id": "one"}]},
    "tag without key": {"Tags": [{"TagValue": "x"}]},
    "identity without id": {"OrgIdentity": [{}]},
    "payer is a list": {"PayUin": []},
}


@pytest.mark.parametrize("fields", BROKEN.values(), ids=BROKEN)
def test_a_row_that_cannot_be_right_is_a_bad_response_and_nothing_is_opened(fields: dict[str, Any]) -> None:
    organization = MemoryOrganization([member_row(**fields)])
    result = organization(**NEW)
    assert (result["error"]["code"], organization.written) == ("bad_response", []), result["msg"]


def test_a_management_account_that_is_not_known_lets_nobody_leave() -> None:
    organization = MemoryOrganization([member_row()])
    organization.organization = dict  # type: ignore[assignment,method-assign]
    result = organization(name="data", state="absent")
    assert (result["error"]["code"], organization.written) == ("bad_response", [])


def test_numbers_as_text_and_texts_as_numbers_are_no_drift() -> None:
    row = member_row(
        "200000000042", 4711, OrgPermission=[{"Id": "1"}, {"Id": "2"}, {"Id": 7}], PayUin=int(HOST), NodeId="11",
        OrgIdentity=[{"IdentityId": "1"}], IsAllowQuit="denied", Remark=None, Tags=None,
    )  # fmt: skip
    result = MemoryOrganization([row])(
        name="4711",
        node="Platform",
        permissions=[1, 2, 7],
        pay_uin=HOST,
        identity_role_ids=[1],
        allow_quit=False,
        remark="",
    )
    assert (result["failed"], result["changes"]) == (False, []), result["msg"]


def test_a_new_payer_given_as_a_number_is_visible_at_once() -> None:
    organization = MemoryOrganization([member_row(PayUin=0)])

    def write(action: str, body: dict[str, Any]) -> dict[str, Any]:
        organization.members[0]["PayUin"] = int(body["PayUin"])
        return {}

    organization._write = write
    result = organization(name="data", pay_uin=HOST)
    assert ([row["status"] for row in result["changes"]], organization.slept) == (["done"], [])


def test_a_refused_write_keeps_what_was_done_before() -> None:
    organization = MemoryOrganization([member_row()], write=answering(ApiError("Some.Code", "No.")))
    result = organization(name="data", remark="x", node="Finance")
    assert [row["status"] for row in result["changes"]] == ["failed", "not_tried"]
    assert result["changes"][0]["time"]


NASTY = "da\x1b[2Jta\n+admins: root"


def test_control_characters_of_a_name_reach_no_terminal() -> None:
    organization = MemoryOrganization([member_row(name=NASTY, Remark="a\nb")])
    result = organization(uin="200000000042", remark="c\x1b[0m", node="Finance", check_mode=True)
    shown = [result["msg"], *result["warnings"], *result["diff"].values(), *(row["text"] for row in result["changes"])]
    assert not [text for text in shown if "\x1b" in text or "\n+" in text]
    assert "remark: a\\nb" in result["diff"]["before"]
    assert "\x1b" not in organization(uin="200000000042", name="x", check_mode=True)["msg"]


@pytest.mark.parametrize("near", ["Fresh", "fre-sh", " fresh ", "fr esh", "fresh\n", "\u00a0fresh"])
def test_a_name_that_only_looks_different_refuses_the_creation(near: str) -> None:
    organization = MemoryOrganization([member_row(name=near)])
    assert (organization(**NEW)["error"]["code"], organization.written) == ("ambiguous_name", [])
