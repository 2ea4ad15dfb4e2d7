# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of Tencent Cloud: complete, of one moment, or not believed."""

from __future__ import annotations

from typing import Any

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import (
    LISTING,
    READING,
)
from support.scripted_tencent import ACTIONS, CAM_URL, URL, Cloud, offset_pages, rows, token_pages


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
    """What is said of a list that gives these pages each time when it is read; it is read four times."""
    cloud = Cloud(*answers * 4)
    with pytest.raises(OrgkitError) as caught:
        cloud.client.pages(action)
    assert (caught.value.code, cloud.answers) == ("bad_response", [])
    return caught.value.message


def test_a_page_that_repeats_is_an_error() -> None:
    first, _second, _third = token_pages(250)
    assert "came twice" in incomplete("ListUsers", first, first)
    assert "came twice" in incomplete("ListUsers", first, {**first, "NextToken": "another"})
    assert "came twice" in incomplete("DescribeOrganizationMembers", *[offset_pages(120)[0]] * 2)


def test_an_empty_page_is_no_end_while_the_cursor_moves() -> None:
    empty = {"Users": [], "TotalCounts": 5, "IsTruncated": True, "NextToken": "t"}
    rest = {"Users": rows("UserId", 0, 5), "TotalCounts": 5, "IsTruncated": False}
    assert len(Cloud(empty, {**empty, "NextToken": "u"}, rest).client.pages("ListUsers")) == 5
    assert "not where" in incomplete("ListUsers", empty, empty)
    assert "0 of 60 rows" in incomplete("DescribeOrganizationMembers", *[{"Items": [], "Total": 60}] * 2)


def test_a_list_that_never_ends_is_given_up() -> None:
    endless = [{"Users": [], "IsTruncated": True, "NextToken": f"t{number}"} for number in range(21)]
    cloud = Cloud(*endless)
    with pytest.raises(OrgkitError, match="does not come to an end") as caught:
        cloud.client.pages("ListUsers")
    assert (caught.value.code, len(cloud.requests)) == ("bad_response", 21)


def test_a_truncated_list_without_a_token_does_not_go_on_for_ever() -> None:
    first = {"Users": rows("UserId", 0, 100), "TotalCounts": 105, "IsTruncated": True}
    assert "not where" in incomplete("ListUsers", first)


def shifted_pages(action: str) -> list[dict[str, Any]]:
    """Two pages between which the first row left, so that one row was never seen."""
    name, row_id = ("Items", "MemberUin") if action.startswith("Describe") else (LISTING[action].rows, "UserId")
    total, size = ("Total", 50) if action.startswith("Describe") else ("TotalCounts", 100)
    more = {} if total == "Total" else {"IsTruncated": True, "NextToken": "t"}
    last = {} if total == "Total" else {"IsTruncated": False}
    first = {name: rows(row_id, 0, size), total: size + 5, **more}
    return [first, {name: rows(row_id, size + 1, size + 5), total: size + 4, **last}]


@pytest.mark.parametrize("action", ["DescribeOrganizationMembers", "ListUsers", "ListGroupMembers"])
def test_a_list_from_which_somebody_left_while_it_was_read_is_read_again(action: str) -> None:
    assert "total changed" in incomplete(action, *shifted_pages(action))
    steady = offset_pages(54) if action.startswith("Describe") else token_pages(104)
    steady = [{LISTING[action].rows: page.pop("Users", page.get("Items")), **page} for page in steady]
    cloud = Cloud(*shifted_pages(action), *steady)
    assert len(cloud.client.pages(action)) == (54 if action.startswith("Describe") else 104)


@pytest.mark.parametrize(
    "users",
    [
        [None],
        ["text"],
        [{}],
        [{"UserId": None}],
        [{"UserId": ""}],
        [{"UserId": True}],
        [{"UserId": []}],
        {"a": 1},
        True,
    ],
)
def test_rows_without_an_id_are_not_believed_and_asked_for_again(users: Any) -> None:
    broken = {"Users": users, "TotalCounts": 1, "IsTruncated": False}
    cloud = Cloud(broken, *token_pages(3))
    assert len(cloud.client.pages("ListUsers")) == 3
    with pytest.raises(ApiError, match="ListUsers gave an answer that cannot be used") as caught:
        Cloud(*[broken] * 6).client.pages("ListUsers")
    assert caught.value.code == "bad_response"


@pytest.mark.parametrize(("total", "fine"), [("3", True), (" 3 ", True), ("three", False), (True, False), ([3], False)])
def test_a_total_as_text_is_taken_and_nonsense_is_not(total: Any, fine: bool) -> None:
    page = {"Users": rows("UserId", 0, 3), "TotalCounts": total, "IsTruncated": "false"}
    if fine:
        assert len(Cloud(page).client.pages("ListUsers")) == 3
    else:
        with pytest.raises(ApiError, match="TotalCounts is no number"):
            Cloud(page, retry_timeout=0).client.pages("ListUsers")


@pytest.mark.parametrize("action", READING)
def test_a_single_answer_without_its_content_is_not_believed(action: str) -> None:
    with pytest.raises(ApiError) as caught:
        Cloud({}, retry_timeout=0).client.call(action)
    assert caught.value.code == "bad_response"


def test_an_answer_nested_without_end_is_a_typed_error() -> None:
    deep = httpx.Response(200, content=b'{"Response": ' + b"[" * 200_000)
    with pytest.raises(ApiError, match="not of the API"):
        Cloud(deep, retry_timeout=0).client.call("DescribeOrganization")


@pytest.mark.parametrize(
    ("action", "answer", "told"),
    [
        ("ListUsers", {"Users": rows("UserId", 0, 3), "TotalCounts": 4, "IsTruncated": False}, "3 of 4 rows"),
        ("ListGroups", {"Groups": [], "TotalCounts": 1, "IsTruncated": False}, "0 of 1 rows"),
        ("ListGroups", {"Groups": [{"GroupId": "a"}], "TotalCounts": 0, "IsTruncated": False}, "1 of 0 rows"),
        ("DescribeOrganizationMembers", {"Items": rows("MemberUin", 0, 30), "Total": 40}, "30 of 40 rows"),
    ],
)
def test_fewer_rows_than_the_total_are_an_error(action: str, answer: dict[str, Any], told: str) -> None:
    assert told in incomplete(action, answer)


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("ListUsers", {"Users": None, "TotalCounts": 0, "IsTruncated": False}),
        ("ListUsers", {"Users": [], "TotalCounts": None, "IsTruncated": None, "NextToken": None}),
        ("ListUsers", {"Users": []}),
        ("DescribeOrganizationMembers", {"Items": None, "Total": 0}),
        ("DescribeOrganizationMembers", {"Items": [], "Total": 0}),
    ],
)
def test_an_empty_list_is_one_that_says_so(action: str, answer: dict[str, Any]) -> None:
    assert Cloud(answer).client.pages(action) == []


@pytest.mark.parametrize(
    ("action", "answer"),
    [
        ("ListUsers", {}),
        ("ListUsers", {"Users": None, "TotalCounts": None, "IsTruncated": None, "NextToken": None}),
        ("ListUsers", {"Users": None, "TotalCounts": 3}),
        ("DescribeOrganizationMembers", {}),
        ("DescribeOrganizationMembers", {"Items": None}),
    ],
)
def test_an_answer_without_the_list_is_no_empty_list(action: str, answer: dict[str, Any]) -> None:
    with pytest.raises(ApiError, match="no list of rows") as caught:
        Cloud(answer, retry_timeout=0).client.pages(action)
    assert caught.value.code == "bad_response"


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


def test_a_row_that_moves_to_the_next_page_makes_the_list_be_read_again() -> None:
    first = {"Items": rows("MemberUin", 0, 50), "Total": 51}
    second = {"Items": rows("MemberUin", 49, 51), "Total": 51}
    cloud = Cloud(first, second, *offset_pages(51))
    assert cloud.client.pages("DescribeOrganizationMembers") == rows("MemberUin", 0, 51)


@pytest.mark.parametrize(("action", "listing"), LISTING.items())
def test_every_list_pages_as_in_the_contract_with_the_biggest_pages(action: str, listing: Any) -> None:
    paging = ACTIONS[action].get("pagination") or {"style": "whole", "items": ACTIONS[action]["response"][-1]["name"]}
    assert (paging["style"], paging["items"]) == (listing.style, listing.rows)
    cloud = Cloud({listing.rows: []})
    list(cloud.client.pages(action))
    assert listing.style == "whole" or cloud.bodies[0][paging["size"]] == paging["max"]


def test_numbered_pages_are_read_to_the_end() -> None:
    pages = [{"List": rows("PolicyId", start, min(start + 200, 405)), "TotalNum": 405} for start in range(0, 405, 200)]
    cloud = Cloud(*pages)
    assert len(cloud.client.pages("ListPolicies", {"Scope": "QCS"})) == 405
    assert cloud.bodies == [{"Scope": "QCS", "Page": number, "Rp": 200} for number in (1, 2, 3)]


def test_policies_are_asked_for_at_access_management_and_the_rest_at_the_organization() -> None:
    cloud = Cloud({"List": [], "TotalNum": 0}, {"PolicyName": "X"}, {"OrgId": 7})
    cloud.client.pages("ListPolicies", {"Keyword": "secret?name"})
    cloud.client.call("GetPolicy", {"PolicyId": 1})
    cloud.client.call("DescribeOrganization")
    versions = [(str(request.url), request.headers["X-TC-Version"]) for request in cloud.requests]
    assert versions == [(CAM_URL + "/", "2019-01-16")] * 2 + [(URL + "/", "2021-03-31")]
    scopes = [request.headers["Authorization"].split("/")[2] for request in cloud.requests]
    assert scopes == ["cam", "cam", "organization"]
