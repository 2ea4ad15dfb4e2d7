# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of Tencent Cloud over a fake network: requests, pages, the write gate, answers that are errors."""

from __future__ import annotations

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import (
    LISTING,
    READING,
    WRITING,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
from support.scripted_tencent import ACTIONS, CONTRACT, Cloud, refusal


def test_a_token_beyond_ascii_is_never_sent_and_is_not_shown() -> None:
    cloud = Cloud({}, credentials=Credentials("AKIDEXAMPLE", "EXAMPLEKEY", "EXAMPLETOKÉN", "options"))
    with pytest.raises(ApiError, match="was not sent") as caught:
        cloud.client.write("AddUserToGroup", {})
    assert (cloud.requests, caught.value.outcome_unknown, caught.value.scope) == ([], False, "task")
    assert "EXAMPLETOK" not in str(caught.value.report())


def test_a_message_that_quotes_a_key_is_masked() -> None:
    keys = Credentials("AKIDEXAMPLE", "EXAMPLE/KEY+1", "EXAMPLETOKEN", "options")
    quoting = refusal("InvalidParameter", "Credential=AKIDEXAMPLE, EXAMPLE%2FKEY%2B1, EXAMPLETOKEN")
    with pytest.raises(ApiError) as caught:
        Cloud(quoting, credentials=keys).client.call("DescribeOrganization")
    assert caught.value.message.endswith("Credential=***, ***, ***")


@pytest.mark.parametrize("content_type", ["application/json", "application/json; charset=utf-8", "text/plain", ""])
def test_an_answer_and_an_error_are_read_whatever_their_content_type(content_type: str) -> None:
    good = httpx.Response(200, content=b'{"Response": {"OrgId": 7}}', headers={"Content-Type": content_type})
    assert Cloud(good).client.call("DescribeOrganization") == {"OrgId": 7}
    bad = refusal("InvalidParameter", **{"Content-Type": content_type})
    with pytest.raises(ApiError, match="InvalidParameter"):
        Cloud(bad).client.call("DescribeOrganization")


def test_an_error_inside_http_200_is_an_error_with_its_code_and_request_id() -> None:
    with pytest.raises(ApiError) as caught:
        Cloud(refusal("InvalidParameter.GroupNotExist", "no such group")).client.write("AddUserToGroup", {})
    error = caught.value
    assert (error.code, error.request_id, error.http_status) == ("InvalidParameter.GroupNotExist", "r-9", 200)
    assert error.message == "AddUserToGroup was refused: InvalidParameter.GroupNotExist: no such group"


@pytest.mark.parametrize(
    "body",
    [
        b"<html>Sign in to the guest network</html>",
        b"",
        b"[]",
        b"null",
        b"{}",
        b'{"Response": null}',
        b'{"Response": []}',
        b'{"Response": {"Error": "busy"}}',
        b"\xff\xfe",
    ],
)
@pytest.mark.parametrize("status", [200, 502])
def test_an_answer_that_is_not_of_the_api_is_explained_and_leaves_a_write_unknown(body: bytes, status: int) -> None:
    with pytest.raises(ApiError) as caught:
        Cloud(httpx.Response(status, content=body)).client.write("AddUserToGroup", {})
    assert caught.value.code == "bad_response"
    assert (caught.value.http_status, caught.value.outcome_unknown) == (status, True)
    assert "proxy" in caught.value.hint


@pytest.mark.parametrize("status", [401, 403, 404, 407])
def test_a_refusal_by_something_in_between_is_no_unknown_outcome(status: int) -> None:
    with pytest.raises(ApiError) as caught:
        Cloud(httpx.Response(status, text="<html>no</html>")).client.write("AddUserToGroup", {})
    assert (caught.value.http_status, caught.value.outcome_unknown) == (status, False)


def test_http_429_is_a_throttle_and_repeated_even_for_a_write() -> None:
    cloud = Cloud(httpx.Response(429, text="slow down"), {})
    assert cloud.client.write("AddUserToGroup", {"UserId": "u-1"})["RequestId"] == "r-1"
    assert cloud.bodies == [{"UserId": "u-1"}] * 2


def test_token_region_and_language_are_sent_only_as_given() -> None:
    keys = Credentials("AKIDEXAMPLE", "EXAMPLEKEY", "EXAMPLETOKEN", "options")
    full = Cloud({"OrgId": 7}, credentials=keys, region="ap-singapore", language="zh-CN")
    full.client.call("DescribeOrganization")
    headers = full.requests[0].headers
    assert [headers[f"X-TC-{name}"] for name in ("Token", "Region", "Language")] == [
        "EXAMPLETOKEN",
        "ap-singapore",
        "zh-CN",
    ]
    plain = Cloud({"OrgId": 7})
    plain.client.call("DescribeOrganization")
    assert not {"x-tc-token", "x-tc-region"} & set(plain.requests[0].headers)
    assert plain.requests[0].headers["X-TC-Language"] == "en-US"
    assert plain.requests[0].headers["Content-Type"] == CONTRACT["transport"]["content_type"]


@pytest.mark.parametrize("action", ["DescribeOrganization", "ListUsers", "DeleteOrganization", "UpdateZone", ""])
def test_the_write_gate_lets_only_known_writing_actions_through(action: str) -> None:
    cloud = Cloud()
    with pytest.raises(ValueError, match="not a writing action"):
        cloud.client.write(action, {})
    assert cloud.requests == []


@pytest.mark.parametrize("action", WRITING)
def test_nothing_is_written_in_check_mode_nor_through_the_door_of_reads(action: str) -> None:
    cloud = Cloud(check_mode=True)
    with pytest.raises(ValueError, match="check mode"):
        cloud.client.write(action, {})
    with pytest.raises(ValueError, match="not a reading action"):
        cloud.client.call(action)
    assert cloud.requests == []


@pytest.mark.parametrize("code", ["RequestLimitExceeded", "InternalError", "FailedOperation.CreateAccount"])
def test_a_creation_is_sent_once_whatever_the_answer_is(code: str) -> None:
    cloud = Cloud(refusal(code), {})
    with pytest.raises(ApiError) as caught:
        cloud.client.write("CreateOrganizationMember", {})
    assert (len(cloud.requests), caught.value.outcome_unknown) == (1, code != "RequestLimitExceeded")


def test_the_organization_is_read_once_and_compared_with_the_wished_one() -> None:
    cloud = Cloud({"OrgId": 7}, org_id="7")
    cloud.client.verify()
    cloud.client.verify()
    assert cloud.actions() == ["DescribeOrganization"]
    with pytest.raises(OrgkitError, match="belong to organization 7, not to 8") as caught:
        Cloud({"OrgId": 7}, org_id="8").client.verify()
    assert caught.value.code == "organization_mismatch"


def test_without_org_id_nothing_is_asked() -> None:
    cloud = Cloud()
    cloud.client.verify()
    assert cloud.requests == []


@pytest.mark.parametrize(
    ("date", "sentence"),
    [
        ("Tue, 14 Nov 2023 22:03:20 GMT", "This machine's clock is 600 seconds ahead of the server's."),
        ("Tue, 14 Nov 2023 23:13:20 GMT", "This machine's clock is 3600 seconds behind the server's."),
    ],
)
def test_a_wrong_clock_is_explained_with_the_difference_and_not_repeated(date: str, sentence: str) -> None:
    cloud = Cloud(refusal("AuthFailure.SignatureExpire", Date=date))
    with pytest.raises(ApiError) as caught:
        cloud.client.call("DescribeOrganization")
    assert caught.value.hint == f"{sentence} The clock of this machine is wrong: set it by NTP."
    assert (len(cloud.requests), caught.value.scope) == (1, "task")


@pytest.mark.parametrize("headers", [{}, {"Date": "yesterday"}])
def test_without_a_usable_date_a_wrong_clock_is_still_explained(headers: dict[str, str]) -> None:
    with pytest.raises(ApiError) as caught:
        Cloud(refusal("AuthFailure.SignatureExpire", **headers)).client.call("DescribeOrganization")
    assert caught.value.hint == "The clock of this machine is wrong: set it by NTP."


def test_the_actions_are_classified_as_in_the_contract() -> None:
    assert {ACTIONS[action]["kind"] for action in WRITING} == {"write"}
    assert {ACTIONS[action]["kind"] for action in (*READING, *LISTING)} == {"read"}
    assert not any(ACTIONS[action].get("pagination") for action in READING)


def test_a_quota_of_requests_is_repeated_only_a_few_times() -> None:
    cloud = Cloud(*[refusal("LimitExceeded.AddUserToGroupLimitExceeded")] * 9)
    with pytest.raises(ApiError):
        cloud.client.write("AddUserToGroup", {})
    assert len(cloud.requests) == 4
