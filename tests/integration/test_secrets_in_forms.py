# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No form of a secret comes out: encoded, quoted by a server, in an address, for a proxy. All secrets here are fictional."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote, quote_plus

import pytest

from support.plain_service import Quiet, serving
from support.playbook import Run, play

CLIENT, SECRET = "fictional-client", 'EXAMPLE "secret" & more/\u00e4'
API_TOKEN = "EXAMPLE+api/token=="
USER, PASSWORD = "proxyexampleuser", "EXAMPLE/proxy:word"
BASIC = base64.b64encode(f"{CLIENT}:{SECRET}".encode()).decode()
PROXY = f"http://{USER}:{quote(PASSWORD, safe='')}@127.0.0.1:9"
PROXY_BASIC = base64.b64encode(f"{USER}:{PASSWORD}".encode()).decode()
FORMS = [
    form
    for secret in (SECRET, API_TOKEN, BASIC, USER, PASSWORD, PROXY_BASIC)
    for form in (secret, quote(secret, safe=""), quote_plus(secret), json.dumps(secret)[1:-1])
]


@pytest.fixture
def quoting() -> Iterator[str]:
    """A service that refuses every login and quotes all that it was sent."""

    class Handler(Quiet):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
            authorization = self.headers.get("Authorization", "")
            parsed = base64.b64decode(authorization.partition(" ")[2]).decode()
            quoted = f"bad login: {authorization} {sent} {json.dumps(parsed)} {json.dumps(parsed, ensure_ascii=False)}"
            body = json.dumps({"message": quoted, "cspErrorCode": "invalid_grant"}).encode()
            self.answer(400, body)

    with serving(Handler) as url:
        yield url


def nothing_leaks(run: Run) -> None:
    text = run.output + json.dumps(run.results) + json.dumps(run.results, ensure_ascii=False)
    assert [form for form in FORMS if form in text] == []


def by_lookup(variable: str) -> str:
    """Ansible quotes the lines of the playbook around a failed task, so no secret may be written there."""
    return f"{{{{ lookup('ansible.builtin.env', '{variable}') }}}}"


def failing(module: str, options: dict[str, Any]) -> dict[str, Any]:
    return {f"orgkit.cloud.{module}": {"retry_timeout": 0, **options}, "ignore_errors": True}


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_a_login_error_that_quotes_what_was_sent_shows_no_form_of_a_secret(
    quoting: str, tmp_path: Path, in_process: str
) -> None:
    # Not by the keyword environment: Ansible itself shows that one.
    variables = {
        "CSP_CLIENT_ID": CLIENT,
        "CSP_CLIENT_SECRET": SECRET,
        "EXAMPLE_TOKEN": API_TOKEN,
        "CSP_BASE_URL": quoting,
    }
    tasks = [
        failing("csp_group_users_info", {"client_id": CLIENT, "client_secret": by_lookup("CSP_CLIENT_SECRET")}),
        failing("csp_group_users_info", {"api_token": by_lookup("EXAMPLE_TOKEN")}),
        failing("csp_group_users_info", {}),
    ]
    run = play(tasks, tmp_path, variables, "-vvvv", "-e", f"orgkit_cloud_in_process={in_process}")
    assert run.code == 0, run.output
    assert [result["error"]["code"] for result in run.results] == ["invalid_grant"] * 3
    assert all("bad login" in result["msg"] for result in run.results)
    nothing_leaks(run)


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_a_password_in_an_address_or_of_a_proxy_is_not_shown(
    environment: dict[str, str], tmp_path: Path, in_process: str
) -> None:
    address = f"https://{USER}:{quote(PASSWORD, safe='')}@api.example.com"
    variables = {**environment, "EXAMPLE_ADDRESS": address, "HTTPS_PROXY": PROXY, "CSP_API_TOKEN": API_TOKEN}
    far = {"timeout": 2, "retry_timeout": 0}
    tasks = [
        failing("tencent_org_member_info", {"endpoint": by_lookup("EXAMPLE_ADDRESS")}),
        failing("csp_group_users_info", {"base_url": by_lookup("EXAMPLE_ADDRESS")}),
        failing("tencent_org_member_info", {"endpoint": "https://192.0.2.1", "proxy": by_lookup("HTTPS_PROXY"), **far}),
        failing("csp_group_users_info", {"base_url": "https://192.0.2.1", **far}),
    ]
    run = play(tasks, tmp_path, variables, "-vvvv", "-e", f"orgkit_cloud_in_process={in_process}")
    assert run.code == 0, run.output
    codes = [result["error"]["code"] for result in run.results]
    assert codes == ["invalid_input", "invalid_input", "connection_failed", "connection_failed"]
    assert "module_args" in run.output + json.dumps(run.results)
    nothing_leaks(run)
