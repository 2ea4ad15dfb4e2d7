# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Lists of the Cloud Services Platform: complete, of one moment, or not believed."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from support.scripted_csp import ORG, Answer, Service, many, members, ok, starts


@pytest.mark.parametrize("wrapped", [False, True])
@pytest.mark.parametrize(("totals", "links"), [(True, True), (True, False), (False, True), (False, False)])
@pytest.mark.parametrize(
    ("count", "pages"), [(0, [1]), (1, [1]), (199, [1]), (200, [1]), (201, [1, 201]), (450, [1, 201, 401])]
)
def test_lists_are_read_by_element_index_until_they_are_complete(
    count: int, pages: list[int], totals: bool, links: bool, wrapped: bool
) -> None:
    service = Service(many(count, totals=totals, links=links, wrapped=wrapped))
    assert members(service) == [f"user{number}" for number in range(count)]
    # Without a total every page begins with the last row of the page before, which proves that nothing moved.
    steps = pages if totals else [start - number for number, start in enumerate(pages)]
    # Only a list that never showed a link nor a total needs one more call to prove its end, or that nothing is in it.
    proof = [] if totals or (links and count > 200) else [max(count, 1)]
    assert starts(service) == steps + proof
    for verb, path in service.calls:
        assert (verb, path.split("?")[0]) == ("GET", f"/orgs/{ORG}/groups/g%40x%2Fy/users")
        assert httpx.URL(path).params["pageLimit"] == "200"
        assert httpx.URL(path).params["onlyDirectUsers"] == "true"


@pytest.mark.parametrize("count", [1, 200, 450])
def test_a_list_with_less_rows_than_it_promises_is_an_error(count: int) -> None:
    service = Service(many(count, totals=True, links=True, promised=count + 1))
    with pytest.raises(OrgkitError, match=f"{count} of {count + 1} rows"):
        members(service)


def test_one_lost_row_is_no_empty_list() -> None:
    whole = ok({"results": [{"userId": "u1", "username": "one"}]})
    service = Service(ok({"results": []}), whole, whole, whole)
    assert members(service) == ["one"]


@pytest.mark.parametrize("totals", [True, False])
def test_a_page_that_repeats_is_an_error(totals: bool) -> None:
    first = {"results": [{"userId": "u1", "username": "one"}], "nextLink": "/more"}
    service = Service(ok({**first, "totalResults": 2} if totals else first))
    with pytest.raises(OrgkitError, match="not complete") as caught:
        members(service)
    assert caught.value.code == "bad_response"
    assert starts(service) == [1, 2 if totals else 1] * 4


def test_a_list_in_which_a_row_comes_twice_is_read_again() -> None:
    one, two, three = ({"userId": f"u{number}", "username": f"{number}"} for number in range(3))
    first = ok({"results": [one, two], "totalResults": 3})
    service = Service(
        first, ok({"results": [two, three], "totalResults": 3}), first, ok({"results": [three], "totalResults": 3})
    )
    assert members(service) == ["0", "1", "2"]
    assert starts(service) == [1, 3, 1, 3]


def sliding(totals: bool, links: bool, *, for_ever: bool = False) -> Answer:
    """A list of 450 users from which the first one leaves after the first page was read (for_ever: after every one)."""
    users = [{"userId": f"u{number}", "username": f"user{number}"} for number in range(450)]

    def answer(request: httpx.Request) -> httpx.Response:
        start, limit = (int(request.url.params[name]) for name in ("pageStart", "pageLimit"))
        body: dict[str, Any] = {"results": users[start - 1 : start - 1 + limit]}
        body.update({"totalResults": len(users)} if totals else {})
        body.update({"nextLink": "/more"} if links and start + limit <= len(users) else {})
        if start == 1 and (for_ever or len(users) == 450):
            del users[0]
        return httpx.Response(200, json=body)

    return answer


@pytest.mark.parametrize("links", [True, False])
@pytest.mark.parametrize("totals", [True, False])
def test_nobody_is_lost_when_somebody_leaves_while_a_list_is_read(totals: bool, links: bool) -> None:
    assert members(Service(sliding(totals, links))) == [f"user{number}" for number in range(1, 450)]


@pytest.mark.parametrize("totals", [True, False])
def test_a_list_that_never_stands_still_is_no_list(totals: bool) -> None:
    service = Service(sliding(totals, True, for_ever=True))
    with pytest.raises(OrgkitError, match="not complete") as caught:
        members(service)
    assert (caught.value.code, starts(service).count(1)) == ("bad_response", 4)


def test_a_list_goes_on_beyond_its_total_while_a_link_leads_on() -> None:
    assert len(members(Service(many(450, totals=True, links=True, promised=200)))) == 450


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"results": None},
        {"results": None, "totalResults": 3},
        {"totalResults": 3},
        {"statusCode": 503, "message": "unavailable"},
        {"results": [], "statusCode": "503"},
        {"errorCode": "unavailable", "message": "try later"},
    ],
)
def test_a_good_status_without_the_list_is_no_empty_list(body: dict[str, Any]) -> None:
    service = Service(ok(body), ok({"results": [{"userId": "u1", "username": "one"}], "totalResults": 1}))
    assert members(service) == ["one"]
    with pytest.raises(OrgkitError):
        members(Service(ok(body)))


def test_null_beside_a_total_of_zero_is_an_empty_list() -> None:
    assert members(Service(ok({"results": None, "totalResults": 0}))) == []


def test_a_total_as_text_is_a_total() -> None:
    users = [{"userId": "u1", "username": "one"}]
    assert members(Service(ok({"results": users, "totalResults": "1"}))) == ["one"]


@pytest.mark.parametrize("body", [{}, {"groups": None}, {"results": []}])
def test_a_single_answer_without_its_content_is_not_believed(body: dict[str, Any]) -> None:
    with pytest.raises(ApiError) as caught:
        Service(ok(body)).client(retry_timeout=0).read("groups_of_user", user="u1")
    assert caught.value.code == "bad_response"


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_nested_without_end_is_a_typed_error(status: int) -> None:
    service = Service(httpx.Response(status, content=b'{"results":' + b"[" * 200_000))
    with pytest.raises(ApiError):
        service.client(retry_timeout=0).read("list_groups")


@pytest.mark.parametrize("errors", [[{"message": "some are missing"}], ["some are missing"], [{"code": 7}]])
def test_errors_beside_results_are_an_error_after_two_repeats(errors: list[Any]) -> None:
    service = Service(ok({"results": [{"userId": "u1", "username": "one"}], "totalResults": 1, "errors": errors}))
    with pytest.raises(ApiError, match="partial list") as caught:
        members(service)
    assert (starts(service), caught.value.code) == ([1, 1, 1], "bad_response")


@pytest.mark.parametrize("body", [[], "text", 7, None, {"results": {"a": 1}}, {"results": ["text"]}, {"results": [{}]}])
def test_an_answer_of_another_shape_is_a_typed_error(body: Any) -> None:
    service = Service(httpx.Response(200, content=json.dumps(body)))
    with pytest.raises(OrgkitError) as caught:
        members(service)
    assert caught.value.code == "bad_response"
