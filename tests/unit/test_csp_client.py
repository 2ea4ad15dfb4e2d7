# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The client of the Cloud Services Platform over a scripted transport: paging, renewal, waits, errors, the write gate."""

from __future__ import annotations

import base64
import json
import threading
import zlib
from collections.abc import Iterator
from email.utils import formatdate
from typing import Any, Callable
from urllib.parse import quote_plus

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError, OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Change, Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.client import OPERATIONS, CspClient
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.credentials import Login
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from ansible_collections.orgkit.cloud.plugins.module_utils._membership.plan import Group
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.settings import TransportSettings

HOST = "https://csp.example.com"
API = "/csp/gateway/am/api"
ORG = "org"
NOW = 1_800_000_000.0
API_TOKEN = "fictional-api-token"
PAGE_HTML = "<html><body>Incident 0000</body></html>"
Answer = Callable[[httpx.Request], httpx.Response]


def jwt(number: int) -> str:
    """The access token of the n-th login."""
    claims = json.dumps({"context_name": ORG, "jti": number}).encode()
    return f"e30.{base64.urlsafe_b64encode(claims).rstrip(b'=').decode()}.signature"


class Broken(httpx.SyncByteStream):
    """A body that is not what its Content-Encoding says."""

    def __iter__(self) -> Iterator[bytes]:
        yield b"this is no gzip"


class Service:
    """Gives the scripted answers in order, the last one for ever; counts logins and keeps the calls."""

    def __init__(self, *answers: httpx.Response | Answer) -> None:
        self.answers = list(answers)
        self.calls: list[tuple[str, str]] = []
        self.bodies: list[Any] = []
        self.logins = 0
        self.now = NOW
        self.slept: list[float] = []
        self.lock = threading.Lock()

    def __call__(self, request: httpx.Request) -> httpx.Response:
        with self.lock:
            if "/auth/" in request.url.path:
                self.logins += 1
                return httpx.Response(200, json={"access_token": jwt(self.logins)})
            self.calls.append((request.method, request.url.raw_path.decode().removeprefix(API)))
            self.bodies.append(json.loads(request.content) if request.content else None)
            answer = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        if not isinstance(answer, httpx.Response):
            return answer(request)
        return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.now += seconds

    def client(
        self,
        login: Login | None = None,
        *,
        check_mode: bool = False,
        retry_timeout: float = 60,
        org_id: str | None = ORG,
    ) -> CspClient:
        """A client of this service with a clock that only waits move."""
        login = login or Login("test", api_token=API_TOKEN)
        http = Http(
            TransportSettings(30, retry_timeout, 1000, 8, True, None, None),
            {},
            HOST,
            transport=httpx.MockTransport(self),
            clock=lambda: self.now,
            sleep=self.sleep,
        )
        secrets = login.secrets()
        return CspClient(
            http, HOST, login, org_id=org_id, check_mode=check_mode, secrets=secrets, clock=lambda: self.now
        )


def ok(body: Any = None) -> httpx.Response:
    return httpx.Response(200, json={"results": []} if body is None else body)


def error(status: int, message: str = "refused", **more: Any) -> httpx.Response:
    envelope = {"message": message, "statusCode": status, "moduleCode": 540, "requestId": "request-1", **more}
    return httpx.Response(status, json=envelope)


def many(count: int, *, totals: bool, links: bool, wrapped: bool = False, promised: int | None = None) -> Answer:
    """Answers for a list of so many users that pages as the service does; promised is what totalResults claims."""
    users = [{"userId": f"vmwareid:{number}", "username": f"user{number}"} for number in range(count)]
    rows: list[Any] = [{"user": user} for user in users] if wrapped else users

    def answer(request: httpx.Request) -> httpx.Response:
        start, limit = (int(request.url.params[name]) for name in ("pageStart", "pageLimit"))
        body: dict[str, Any] = {"results": rows[start - 1 : start - 1 + limit]}
        if totals:
            body["totalResults"] = count if promised is None else promised
        if links and start + limit <= count:
            body["nextLink"] = f"/csp/am/api/elsewhere?pageStart={start + limit}&pageLimit={limit}"
        return httpx.Response(200, json=body)

    return answer


def starts(service: Service) -> list[int]:
    return [int(httpx.URL(path).params["pageStart"]) for _verb, path in service.calls]


def members(service: Service) -> list[str]:
    directory = CspDirectory(service.client(), CspOptions())
    return [user.name for user in directory.members(Group("g@x/y", "group"))]


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
    # Only a list that never showed a link nor a total needs one more call to prove its end.
    proof = [] if totals or count == 0 or (links and count > 200) else [count]
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


def test_an_error_inside_a_good_answer_to_a_write_leaves_it_unknown() -> None:
    service = Service(ok({"statusCode": 503, "message": "unavailable"}))
    with pytest.raises(ApiError) as caught:
        service.client().write("add_group_users", {}, group="g")
    assert (caught.value.http_status, caught.value.outcome_unknown, len(service.calls)) == (503, True, 1)


@pytest.mark.parametrize("status", [200, 400])
def test_an_answer_nested_without_end_is_a_typed_error(status: int) -> None:
    service = Service(httpx.Response(status, content=b'{"results":' + b"[" * 200_000))
    with pytest.raises(ApiError):
        service.client(retry_timeout=0).read("list_groups")


@pytest.mark.parametrize("quote", [lambda text: text, quote_plus, lambda text: json.dumps(text)[1:-1]])
def test_an_answer_that_quotes_what_was_sent_shows_no_form_of_a_secret(quote: Callable[[str], str]) -> None:
    pair = ("client", 'se/cret+"1"')
    header = base64.b64encode(":".join(pair).encode()).decode()
    client = Service(error(400, f"refused: Basic {header} {quote(pair[1])}")).client(Login("test", client=pair))
    with pytest.raises(ApiError) as caught:
        client.read("list_groups")
    assert header not in caught.value.message
    assert quote(pair[1]) not in caught.value.message


def test_a_refused_login_shows_no_form_of_the_client() -> None:
    pair = ("client", "secret-of-the-client")
    header = base64.b64encode(":".join(pair).encode()).decode()
    service = Service(ok())
    client = service.client(Login("test", client=pair))
    client.http._client._transport = httpx.MockTransport(lambda request: error(401, request.headers["authorization"]))
    with pytest.raises(ApiError, match="login") as caught:
        client.read("list_groups")
    assert header not in caught.value.message


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


def test_a_401_is_renewed_once_for_all_threads() -> None:
    barrier = threading.Barrier(8, timeout=10)

    def answer(request: httpx.Request) -> httpx.Response:
        if request.headers["authorization"] == f"Bearer {jwt(1)}":
            barrier.wait()
            return error(401)
        return ok()

    service = Service(answer)
    client = service.client()
    client.claims()
    client.http.map(lambda number: client.read("list_groups", {"n": number}), range(8))
    assert (service.logins, len(service.calls)) == (2, 16)


def test_a_second_401_is_an_error() -> None:
    service = Service(error(401))
    with pytest.raises(ApiError) as caught:
        service.client().read("list_groups")
    assert (service.logins, len(service.calls), caught.value.http_status) == (2, 2, 401)
    assert caught.value.hint


def test_an_access_token_of_the_user_is_not_renewed() -> None:
    service = Service(error(401))
    with pytest.raises(ApiError) as caught:
        service.client(Login("test", access_token=jwt(0))).read("list_groups")
    assert (service.logins, len(service.calls), caught.value.scope) == (0, 1, "task")


WAITS: dict[str, tuple[dict[str, str], float, float]] = {
    "seconds": ({"Retry-After": "7"}, 7, 7),
    "date": ({"Retry-After": formatdate(NOW + 9, usegmt=True)}, 9, 9),
    "date in the past": ({"Retry-After": formatdate(NOW - 9, usegmt=True)}, 0.25, 0.5),
    "zero": ({"Retry-After": "0"}, 0.25, 0.5),
    "none": ({}, 0.25, 0.5),
    "nonsense": ({"Retry-After": "soon"}, 0.25, 0.5),
}


@pytest.mark.parametrize("name", WAITS)
@pytest.mark.parametrize("write", [False, True])
def test_a_throttled_request_is_repeated_when_the_service_says(name: str, write: bool) -> None:
    headers, least, most = WAITS[name]
    service = Service(httpx.Response(429, headers=headers), ok())
    client = service.client()
    if write:
        client.write("remove_group_users", {"ids": ["u1"]}, group="g")
    else:
        client.read("list_groups")
    assert len(service.calls) == 2
    assert least <= sum(service.slept) <= most
    assert least <= client.http.usage()["throttled_seconds"] <= most


@pytest.mark.parametrize(
    ("retry_timeout", "after", "calls"), [(0, None, 1), (60, "61", 1), (60, "60", 2), (10, "4", 3)]
)
def test_a_throttled_request_is_not_repeated_beyond_retry_timeout(
    retry_timeout: float, after: str | None, calls: int
) -> None:
    service = Service(httpx.Response(429, headers={"Retry-After": after} if after else {}))
    with pytest.raises(ApiError) as caught:
        service.client(retry_timeout=retry_timeout).read("list_groups")
    assert (len(service.calls), caught.value.http_status) == (calls, 429)
    assert "retry_timeout" in caught.value.hint


# Status, scope of what is not tried any more, whether the outcome of a write is unknown, and a word of the hint.
REFUSALS = [
    (400, "group", False, "custom groups"),
    (401, "task", False, "token"),
    (403, "group", False, "org_owner"),
    (404, "group", False, "org_id"),
    (409, "item", True, "conflict"),
    (429, "item", False, "rate limit"),
    (500, "item", True, "again later"),
    (503, "item", True, "again later"),
]


@pytest.mark.parametrize(("status", "scope", "unknown", "hint"), REFUSALS)
@pytest.mark.parametrize("html", [False, True])
def test_a_refused_write_is_a_typed_error_with_a_hint(
    status: int, scope: str, unknown: bool, hint: str, html: bool
) -> None:
    answer = httpx.Response(status, text=PAGE_HTML) if html else error(status, "too bad", cspErrorCode="csp.540.bad")
    service = Service(answer)
    login = Login("test", access_token=jwt(0))
    with pytest.raises(ApiError) as caught:
        service.client(login, retry_timeout=0).write("add_group_users", {}, group="g")
    refusal = caught.value
    assert len(service.calls) == 1
    assert (refusal.http_status, refusal.scope, refusal.outcome_unknown) == (status, scope, unknown)
    assert hint in refusal.hint
    assert "<" not in refusal.sentence()
    if html:
        assert refusal.code == f"http_{status}"
    else:
        assert (refusal.code, refusal.request_id) == ("csp.540.bad", "request-1")
        assert "too bad" in refusal.message


@pytest.mark.parametrize("status", [500, 502, 503, 504, 301, 400, 403, 404, 409])
def test_a_read_is_repeated_when_the_service_failed_inside_and_only_then(status: int) -> None:
    service = Service(httpx.Response(status, text=PAGE_HTML), ok())
    if status >= 500:
        assert service.client().read("list_groups") == {"results": []}
    else:
        with pytest.raises(ApiError):
            service.client().read("list_groups")
    assert len(service.calls) == (2 if status >= 500 else 1)


@pytest.mark.parametrize("content", [PAGE_HTML, "", '{"succeeded": ['])
def test_a_write_with_an_answer_that_nobody_can_read_has_an_unknown_outcome(content: str) -> None:
    service = Service(httpx.Response(200, text=content))
    with pytest.raises(ApiError) as caught:
        service.client().write("add_group_users", {}, group="g")
    assert (len(service.calls), caught.value.outcome_unknown) == (1, True)
    assert "base_url" in caught.value.hint


@pytest.mark.parametrize("fault", [httpx.ReadTimeout("late"), httpx.ReadError("cut"), zlib.error("no gzip")])
def test_a_write_whose_answer_was_lost_has_an_unknown_outcome(fault: Exception) -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        if isinstance(fault, zlib.error):
            return httpx.Response(200, headers={"Content-Encoding": "gzip"}, stream=Broken())
        raise fault

    service = Service(answer)
    with pytest.raises(ApiError) as caught:
        service.client().write("add_group_users", {}, group="g")
    assert (len(service.calls), caught.value.outcome_unknown) == (1, True)


def test_a_write_that_never_left_was_certainly_not_executed() -> None:
    def answer(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("refused")

    with pytest.raises(ApiError) as caught:
        Service(answer).client().write("add_group_users", {}, group="g")
    assert (caught.value.code, caught.value.outcome_unknown) == ("connection_failed", False)


QUOTING = {
    "envelope": lambda text: error(400, text),
    "html": lambda text: httpx.Response(400, text=f"<p>{text}</p>"),
    "list errors": lambda text: ok({"results": [], "errors": [{"message": text}]}),
}


@pytest.mark.parametrize("form", QUOTING)
@pytest.mark.parametrize("login", ["api_token", "access_token", "client"])
def test_a_message_that_quotes_a_secret_is_masked(form: str, login: str) -> None:
    credentials: Any = {"client": ("client", "fictional-secret")}.get(login, "fictional-credential")
    service = Service(lambda request: QUOTING[form](f"{request.headers['authorization']} {''.join(credentials)}"))
    client = service.client(Login("test", **{login: credentials}))
    with pytest.raises(ApiError) as caught:
        client.read("list_groups")
    for secret in (jwt(1), "fictional-credential", "fictional-secret"):
        assert secret not in json.dumps(caught.value.report())
        assert secret not in str(caught.value)


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("check_mode", [False, True])
def test_every_change_passes_the_write_gate(operation: str, check_mode: bool) -> None:
    service = Service(ok({"results": [], "groups": [], "username": "one"}))
    client = service.client(check_mode=check_mode)
    path: dict[str, Any] = {"group": "g", "user": "u", "invitation": "i"}
    write = operation in ("add_group_users", "remove_group_users")
    if check_mode or not write:
        with pytest.raises(ValueError, match=operation):
            client.write(operation, {}, **path)
    else:
        client.write(operation, {}, **path)
    if write:
        with pytest.raises(ValueError, match=operation):
            client.read(operation, **path)
    else:
        client.read(operation, **path)
    verbs = [verb for verb, _path in service.calls]
    assert verbs == ([] if write and check_mode else [OPERATIONS[operation].verb])


@pytest.mark.parametrize("operation", ["remove_users", "create_invitations", ""])
def test_an_operation_that_nobody_knows_is_not_sent(operation: str) -> None:
    service = Service(ok())
    with pytest.raises(KeyError):
        service.client().write(operation, {})
    assert service.calls == []


def test_users_are_removed_by_id_in_the_body_of_a_delete() -> None:
    service = Service(ok({"succeeded": ["VMWAREID:1"], "failed": ["vmwareid:2"]}))
    directory = CspDirectory(service.client(), CspOptions())
    ids = ("vmwareid:1", "vmwareid:2", "vmwareid:3")
    changes = [Change("remove", "membership", Ref(one, one), Ref("g", "g"), "member", None, "") for one in ids]
    reply = directory.write("remove", "g", changes)
    assert service.calls == [("DELETE", f"/orgs/{ORG}/groups/g/users")]
    assert service.bodies == [{"ids": list(ids), "notifyUsers": False}]
    assert {number: failure.outcome_unknown for number, failure in reply.failures.items()} == {1: False, 2: True}
