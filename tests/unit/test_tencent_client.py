# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of Tencent Cloud over a fake network: requests, pages, the write gate, answers that are errors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import (
    LISTING,
    READING,
    WRITING,
    TencentClient,
)
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings

CONTRACT: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "simulators" / "tencent" / "contract.json").read_text(encoding="utf-8")
)
ACTIONS: dict[str, dict[str, Any]] = CONTRACT["actions"]
URL = "https://organization.intl.tencentcloudapi.com"
NOW = 1700000000
KEYS = Credentials("AKIDEXAMPLE", "EXAMPLEKEY", None, "options")


class Cloud:
    """Gives prepared answers in turn and notes what was asked."""

    def __init__(self, *answers: Any, retry_timeout: float = 60.0, **options: Any) -> None:
        self.answers = list(answers)
        self.requests: list[httpx.Request] = []
        self.slept: list[float] = []
        settings = TransportSettings(30.0, retry_timeout, 20.0, 8, True, None, None)
        self.client = TencentClient(
            Http(
                settings,
                {},
                URL,
                transport=httpx.MockTransport(self.answer),
                clock=lambda: 0.0,
                sleep=self.slept.append,
            ),
            options.pop("credentials", KEYS),
            URL,
            clock=lambda: NOW,
            **{"region": None, "language": "en-US", "org_id": None, "check_mode": False, **options},
        )

    def answer(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        if isinstance(answer, httpx.Response):
            return answer
        return httpx.Response(200, json={"Response": {"RequestId": "r-1", **answer}})

    @property
    def bodies(self) -> list[dict[str, Any]]:
        return [json.loads(request.content) for request in self.requests]

    def actions(self) -> list[str]:
        return [request.headers["X-TC-Action"] for request in self.requests]


def refusal(code: str, message: str = "no", **headers: str) -> httpx.Response:
    body = {"Response": {"Error": {"Code": code, "Message": message}, "RequestId": "r-9"}}
    return httpx.Response(200, json=body, headers=headers)


def rows(name: str, start: int, stop: int) -> list[dict[str, Any]]:
    return [{name: number} for number in range(start, stop)]


def token_pages(count: int, size: int = 100) -> list[dict[str, Any]]:
    """What ListUsers answers for so many users."""
    pages = []
    for start in range(0, max(count, 1), size):
        page = {"Users": rows("UserId", start, min(start + size, count)), "TotalCounts": count, "IsTruncated": False}
        if start + size < count:
            page.update(IsTruncated=True, NextToken=f"after {start + size}")
        pages.append(page)
    return pages


def offset_pages(count: int, size: int = 50) -> list[dict[str, Any]]:
    """What DescribeOrganizationMembers answers for so many members."""
    return [
        {"Items": rows("MemberUin", start, min(start + size, count)), "Total": count}
        for start in range(0, max(count, 1), size)
    ]


@pytest.mark.parametrize(
    ("count", "pages"), [(0, 1), (1, 1), (99, 1), (100, 1), (101, 2), (105, 2), (200, 2), (250, 3)]
)
def test_lists_with_a_token_are_read_to_the_end(count: int, pages: int) -> None:
    cloud = Cloud(*token_pages(count))
    assert list(cloud.client.pages("ListUsers", {"ZoneId": "z-1"})) == rows("UserId", 0, count)
    following = [{"ZoneId": "z-1", "MaxResults": 100, "NextToken": f"after {100 * n}"} for n in range(1, pages)]
    assert cloud.bodies == [{"ZoneId": "z-1", "MaxResults": 100}, *following]


@pytest.mark.parametrize(("count", "pages"), [(0, 1), (1, 1), (49, 1), (50, 1), (51, 2), (100, 2), (105, 3), (250, 5)])
def test_lists_with_an_offset_are_read_to_the_end(count: int, pages: int) -> None:
    cloud = Cloud(*offset_pages(count))
    found = list(cloud.client.pages("DescribeOrganizationMembers", {"SearchKey": "x"}))
    assert found == rows("MemberUin", 0, count)
    assert cloud.bodies == [{"SearchKey": "x", "Offset": 50 * n, "Limit": 50} for n in range(pages)]


def incomplete(action: str, *answers: Any) -> str:
    with pytest.raises(OrgkitError) as caught:
        list(Cloud(*answers).client.pages(action))
    assert caught.value.code == "bad_response"
    return caught.value.message


def test_a_page_that_repeats_is_an_error() -> None:
    first, _second, _third = token_pages(250)
    assert "nothing new" in incomplete("ListUsers", first, first)
    assert "nothing new" in incomplete("ListUsers", first, {**first, "NextToken": "another"})
    assert "nothing new" in incomplete("DescribeOrganizationMembers", *[offset_pages(120)[0]] * 2)


def test_an_empty_page_before_the_end_is_an_error() -> None:
    assert incomplete("ListUsers", {"Users": [], "TotalCounts": 5, "IsTruncated": True, "NextToken": "t"})
    assert incomplete("DescribeOrganizationMembers", {"Items": None, "Total": 60})


def test_a_truncated_list_without_a_token_does_not_go_on_for_ever() -> None:
    first = {"Users": rows("UserId", 0, 100), "TotalCounts": 105, "IsTruncated": True}
    assert incomplete("ListUsers", first, first, first)


@pytest.mark.parametrize(
    ("action", "answer", "told"),
    [
        ("ListUsers", {"Users": rows("UserId", 0, 3), "TotalCounts": 4, "IsTruncated": False}, "3 of 4 rows"),
        ("ListGroups", {"Groups": None, "TotalCounts": 1, "IsTruncated": False}, "0 of 1 rows"),
        ("DescribeOrganizationMembers", {"Items": rows("MemberUin", 0, 30), "Total": 40}, "30 of 40 rows"),
    ],
)
def test_fewer_rows_than_the_total_are_an_error(action: str, answer: dict[str, Any], told: str) -> None:
    assert told in incomplete(action, answer)


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("ListUsers", {"Users": None, "TotalCounts": 0, "IsTruncated": False}),
        ("ListUsers", {}),
        ("ListUsers", {"Users": None, "TotalCounts": None, "IsTruncated": None, "NextToken": None}),
        ("DescribeOrganizationMembers", {"Items": None, "Total": 0}),
        ("DescribeOrganizationMembers", {}),
    ],
)
def test_null_lists_and_missing_counts_are_an_empty_list(action: str, answer: dict[str, Any]) -> None:
    assert list(Cloud(answer).client.pages(action)) == []


@pytest.mark.parametrize("without", [("TotalCounts",), ("IsTruncated",), ("TotalCounts", "IsTruncated")])
@pytest.mark.parametrize("null", [False, True])
def test_pages_are_followed_without_the_counts(without: tuple[str, ...], null: bool) -> None:
    pages = [{key: value for key, value in page.items() if key not in without} for page in token_pages(105)]
    if null:
        pages = [{**page, **dict.fromkeys(without)} for page in pages]
    assert len(list(Cloud(*pages).client.pages("ListUsers"))) == 105


def test_without_a_total_pages_by_offset_are_read_until_one_is_empty() -> None:
    pages = [{"Items": page["Items"]} for page in offset_pages(100)]
    cloud = Cloud(*pages, {"Items": []})
    assert len(list(cloud.client.pages("DescribeOrganizationMembers"))) == 100


def test_a_row_that_moves_to_the_next_page_is_given_once() -> None:
    first = {"Items": rows("MemberUin", 0, 50), "Total": 51}
    second = {"Items": rows("MemberUin", 49, 51), "Total": 51}
    assert list(Cloud(first, second).client.pages("DescribeOrganizationMembers")) == rows("MemberUin", 0, 51)


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
    full = Cloud({}, credentials=keys, region="ap-singapore", language="zh-CN")
    full.client.call("DescribeOrganization")
    headers = full.requests[0].headers
    assert [headers[f"X-TC-{name}"] for name in ("Token", "Region", "Language")] == [
        "EXAMPLETOKEN",
        "ap-singapore",
        "zh-CN",
    ]
    plain = Cloud({})
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


@pytest.mark.parametrize(("action", "listing"), LISTING.items())
def test_every_list_pages_as_in_the_contract_with_the_biggest_pages(action: str, listing: Any) -> None:
    paging = ACTIONS[action]["pagination"]
    assert (paging["style"], paging["items"]) == (listing.style, listing.rows)
    cloud = Cloud({})
    list(cloud.client.pages(action))
    assert cloud.bodies[0][paging["size"]] == paging["max"]


def test_a_quota_of_requests_is_repeated_only_a_few_times() -> None:
    cloud = Cloud(*[refusal("LimitExceeded.AddUserToGroupLimitExceeded")] * 9)
    with pytest.raises(ApiError):
        cloud.client.write("AddUserToGroup", {})
    assert len(cloud.requests) == 4
