# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""One client for a task: what is repeated and what never."""

from __future__ import annotations

import sys
from typing import Callable

import httpx
import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._core.errors import OrgkitError
from ansible_collections.orgkit.cloud.plugins.module_utils._transport.client import Http, Request, fetch
from support.scripted_http import SETTINGS, URL, Server, Step


def cut() -> httpx.TransportError:
    return httpx.ReadError("connection reset")


def unreachable() -> httpx.TransportError:
    return httpx.ConnectError("connection refused")


def test_an_answer_is_read_and_counted() -> None:
    server = Server("ok")
    assert server.exchange() == "ok"
    assert server.http.usage() == {"calls": {"Act": 1}, "writes": 0, "retries": 0, "throttled_seconds": 0.0}


@pytest.mark.parametrize("write", [False, True])
def test_a_throttled_request_is_repeated_until_it_is_served(write: bool) -> None:
    server = Server("throttled", "throttled", "ok")
    assert server.exchange(write=write) == "ok"
    usage = server.http.usage()
    assert (usage["calls"], usage["writes"], usage["retries"]) == ({"Act": 3}, 3 * write, 2)
    assert usage["throttled_seconds"] == pytest.approx(sum(server.clock.slept), abs=0.001)


@pytest.mark.parametrize(("word", "write"), [("throttled", False), ("throttled", True), ("transient", False)])
def test_repeats_end_with_retry_timeout_and_the_last_error(word: str, write: bool) -> None:
    server = Server(word, retry_timeout=10.0)
    assert server.failure(write=write).code == word
    assert len(server.sent) > 3
    assert server.sent[-1] - server.sent[0] <= 10.0


@pytest.mark.parametrize("word", ["throttled", "transient"])
@pytest.mark.parametrize("retry_after", [None, 0.0, 5.0])
def test_with_retry_timeout_zero_nothing_is_ever_repeated(word: str, retry_after: float | None) -> None:
    server = Server(word, "ok", retry_timeout=0.0)
    server.retry_after = retry_after
    assert server.failure().code == word
    assert (len(server.sent), server.http.usage()["retries"]) == (1, 0)


@pytest.mark.parametrize("step", ["transient", cut(), httpx.ReadTimeout("slow"), unreachable()])
def test_a_read_is_repeated_after_a_passing_error(step: Step) -> None:
    server = Server(step, "ok")
    assert server.exchange() == "ok"
    assert (len(server.sent), server.http.usage()["throttled_seconds"]) == (2, 0.0)


@pytest.mark.parametrize(
    "step", ["transient", cut(), httpx.ReadTimeout("slow"), httpx.RemoteProtocolError("no answer")]
)
def test_a_write_with_a_lost_answer_is_sent_once_and_its_outcome_is_unknown(step: Step) -> None:
    server = Server(step, "ok")
    assert server.failure(write=True).outcome_unknown
    assert server.http.usage()["calls"] == {"Act": 1}


@pytest.mark.parametrize(
    "step", [unreachable(), httpx.ConnectTimeout("slow"), httpx.ProxyError("407"), httpx.PoolTimeout("")]
)
def test_a_write_that_never_left_this_machine_is_not_unknown(step: Step) -> None:
    server = Server(step, "ok")
    error = server.failure(write=True)
    assert (error.outcome_unknown, error.code, len(server.sent)) == (False, "connection_failed", 1)
    assert "api.example.com" in error.message
    assert error.hint


@pytest.mark.parametrize("write", [False, True])
def test_a_refused_request_is_not_repeated(write: bool) -> None:
    server = Server("refused", "ok")
    error = server.failure(write=write)
    assert (error.outcome_unknown, len(server.sent)) == (False, 1)


@pytest.mark.parametrize("step", ["throttled", "transient", "refused", cut(), unreachable()])
def test_what_is_not_repeatable_is_sent_once_even_when_it_was_throttled(step: Step) -> None:
    server = Server(step, "ok")
    server.failure(write=True, repeatable=False)
    assert len(server.sent) == 1


def test_an_error_can_limit_its_repeats() -> None:
    server = Server("throttled")
    server.max_repeats = 3
    server.failure(write=True)
    assert len(server.sent) == 4


def test_the_wait_that_the_server_asks_for_is_kept() -> None:
    server = Server("throttled", "ok")
    server.retry_after = 7.0
    server.exchange()
    assert server.sent[1] - server.sent[0] == pytest.approx(7.0)


@pytest.mark.parametrize("retry_after", [0.0, 0.001])
def test_a_server_that_asks_for_no_wait_is_not_flooded(retry_after: float) -> None:
    server = Server("throttled", retry_timeout=20.0)
    server.retry_after = retry_after
    server.failure(write=True)
    assert len(server.sent) < 12
    assert min(server.clock.slept) >= 0.25


def test_a_throttle_that_lasts_is_waited_for_once_in_a_task_and_is_an_error_of_the_task() -> None:
    server = Server("throttled", retry_timeout=20.0)
    assert server.failure(write=True).scope == "task"
    waited = server.clock.now
    for write in (True, False, True):
        sent = len(server.sent)
        assert server.failure(write=write).scope == "task"
        assert len(server.sent) == sent + 1
    assert server.clock.now - waited < 1


def test_a_throttle_that_passes_stops_nothing() -> None:
    server = Server("throttled", "throttled", "ok", "throttled", "ok")
    assert (server.exchange(write=True), server.exchange(write=True)) == ("ok", "ok")


def test_who_never_waits_hears_of_one_request_only() -> None:
    assert Server("throttled", retry_timeout=0.0).failure(write=True).scope == "item"


def test_a_wait_beyond_retry_timeout_is_not_begun() -> None:
    server = Server("throttled", "ok")
    server.retry_after = 61.0
    server.failure()
    assert server.clock.slept == []


def test_every_attempt_is_built_anew_so_that_its_signature_is_fresh() -> None:
    server = Server("throttled", "throttled", "ok")
    built: list[float] = []

    def build() -> Request:
        built.append(server.clock.now)
        return Request("POST", URL + "/", {}, b"{}")

    server.http.exchange("Act", build, server.read, bucket="Act")
    assert built == server.sent
    assert len(set(built)) == 3


def test_an_answer_that_cannot_be_unpacked_is_a_lost_answer() -> None:
    assert Server(httpx.DecodingError("bad gzip")).failure(write=True).outcome_unknown


def test_an_address_that_httpx_does_not_take_is_a_typed_error() -> None:
    assert Server(httpx.InvalidURL("bad")).failure(write=True).code == "connection_failed"


def test_an_untrusted_certificate_gets_a_hint_about_ca_path() -> None:
    error = httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED] unable to get local issuer certificate")
    assert "ca_path" in Server(error).failure(write=True).hint


def test_a_missing_httpx_names_interpreter_and_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.delenv("JOB_ID", raising=False)
    with pytest.raises(OrgkitError) as caught:
        Http(SETTINGS, URL)
    assert caught.value.code == "missing_library"
    assert sys.executable in caught.value.message
    assert caught.value.hint == f"Install it with: {sys.executable} -m pip install httpx"


@pytest.mark.parametrize("variable", ["JOB_ID", "INVENTORY_UPDATE_ID"])
def test_in_awx_a_missing_httpx_is_a_matter_of_the_environment(monkeypatch: pytest.MonkeyPatch, variable: str) -> None:
    monkeypatch.setitem(sys.modules, "httpx", None)
    monkeypatch.setenv(variable, "7")
    with pytest.raises(OrgkitError) as caught:
        Http(SETTINGS, URL)
    assert caught.value.hint == "Use an execution environment with httpx."


def fetched(answer: Callable[[httpx.Request], httpx.Response]) -> bytes | None:
    return fetch("http://metadata.example.com/", 1.0, httpx.MockTransport(answer))


def test_the_metadata_service_is_asked_once_and_its_silence_is_none() -> None:
    asked = []

    def silent(request: httpx.Request) -> httpx.Response:
        asked.append(str(request.url))
        raise httpx.ConnectTimeout("slow")

    assert fetched(silent) is None
    assert len(asked) == 1
    assert fetched(lambda request: httpx.Response(404, text="no")) is None
    assert fetched(lambda request: httpx.Response(200, text="role")) == b"role"
