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

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import ApiError
from ansible_collections.orgkit.cloud.plugins.module_utils._core.plan import Change, Ref
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.client import OPERATIONS
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.credentials import Login
from ansible_collections.orgkit.cloud.plugins.module_utils._csp.directory import CspDirectory, CspOptions
from support.scripted_csp import NOW, ORG, Service, error, jwt, ok

PAGE_HTML = "<html><body>Incident 0000</body></html>"


class Broken(httpx.SyncByteStream):
    """A body that is not what its Content-Encoding says."""

    def __iter__(self) -> Iterator[bytes]:
        yield b"this is no gzip"


def test_an_error_inside_a_good_answer_to_a_write_leaves_it_unknown() -> None:
    service = Service(ok({"statusCode": 503, "message": "unavailable"}))
    with pytest.raises(ApiError) as caught:
        service.client().write("add_group_users", {}, group="g")
    assert (caught.value.http_status, caught.value.outcome_unknown, len(service.calls)) == (503, True, 1)


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
    service = Service(ok({"results": [], "groups": [], "username": "one", "organizationRoles": []}))
    client = service.client(check_mode=check_mode)
    path: dict[str, Any] = {"group": "g", "user": "u", "invitation": "i"}
    write = operation.split("_")[0] not in ("list", "get", "groups")
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


@pytest.mark.parametrize("operation", ["delete_organization", "groups", ""])
def test_an_operation_that_nobody_knows_is_not_sent(operation: str) -> None:
    service = Service(ok())
    with pytest.raises(KeyError):
        service.client().write(operation, {})
    assert service.calls == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_a_success_without_a_body_is_one_only_where_the_service_gives_none(operation: str) -> None:
    client = Service(httpx.Response(200)).client()
    path: dict[str, Any] = {"group": "g", "user": "u", "invitation": "i"}
    if OPERATIONS[operation].silent:
        assert client.write(operation, {}, **path) == {}
    else:
        with pytest.raises(ApiError, match="not of the API"):
            client.write(operation, {}, **path) if OPERATIONS[operation].write else client.read(operation, **path)


def test_users_are_removed_by_id_in_the_body_of_a_delete() -> None:
    service = Service(ok({"succeeded": ["VMWAREID:1"], "failed": ["vmwareid:2"]}))
    directory = CspDirectory(service.client(), CspOptions())
    ids = ("vmwareid:1", "vmwareid:2", "vmwareid:3")
    changes = [Change("remove", "membership", Ref(one, one), Ref("g", "g"), "member", None, "") for one in ids]
    reply = directory.write("remove", changes)
    assert service.calls == [("DELETE", f"/orgs/{ORG}/groups/g/users")]
    assert service.bodies == [{"ids": list(ids), "notifyUsers": False}]
    assert {number: failure.outcome_unknown for number, failure in reply.failures.items()} == {1: False, 2: True}
