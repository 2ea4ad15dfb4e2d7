# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""No secret comes out, however much is printed and whatever goes wrong. All secrets here are fictional."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.serving import Server
from simulators.tencent import TencentSimulator, World
from simulators.tencent.signature import SecretKey
from support.playbook import Run, play
from support.road import Road

Options = dict[str, Any]
Task = dict[str, Any]
MODULES = ("cic_group_user", "cic_group_user_info", "org_member", "org_member_info")
ROLE = "qcs::cam::uin/200010000001:roleName/orgkit"
# A key pair with a token, which the simulator knows.
ID, KEY, TOKEN = "AKIDEXAMPLESHORTLIVED", "EXAMPLESHORTLIVEDKEY", "example-token-of-the-session"
WRONG_ID, WRONG_KEY, WRONG_TOKEN = "AKIDEXAMPLEUNKNOWN", "EXAMPLEUNKNOWNKEY", "example-token-of-nobody"
PROXY = "http://example-user:example-proxy-secret@127.0.0.1:9"
SECRETS = (
    ID, KEY, TOKEN, WRONG_ID, WRONG_KEY, WRONG_TOKEN,
    TencentSimulator.secret_id, TencentSimulator.secret_key,
    "AKIDTEMPORARYEXAMPLE", "TEMPORARYEXAMPLEKEY", "simulated-session", "example-proxy-secret",
    "TC3-HMAC-SHA256", "Signature=", "tc3_request",
)  # fmt: skip


@pytest.fixture
def simulator(world: World) -> TencentSimulator:
    """A simulator that knows one more key, with a token."""
    simulator = TencentSimulator(world)
    simulator._ring.add(SecretKey(ID, KEY, token=TOKEN, expires=2**40))
    return simulator


@pytest.fixture
def skewed(world: World) -> Iterator[str]:
    """A simulator whose clock is an hour ahead."""
    simulator = TencentSimulator(world)
    simulator.clock_offset = 3600
    with Server(simulator.app) as server:
        yield server.url


@pytest.fixture
def cutting(world: World) -> Iterator[str]:
    """A simulator that cuts every connection."""
    simulator = TencentSimulator(world)
    simulator.faults.add("cut_after", times=10_000)
    with Server(simulator.app) as server:
        yield server.url


def nothing_leaks(*texts: str) -> None:
    for text in texts:
        leaked = [secret for secret in SECRETS if secret in text]
        assert leaked == []


def everything(run: Run) -> str:
    return run.output + json.dumps(run.results)


def task(module: str, name: str, options: Options) -> Task:
    return {"name": name, f"orgkit.cloud.tencent_{module}": options, "ignore_errors": True, "diff": True}


def wishes(name: str) -> dict[str, Options]:
    """A task of every module that has something to do once in a world."""
    return {
        "cic_group_user": {"group": "auditors", "users": ["frank"]},
        "cic_group_user_info": {"users": ["frank"]},
        "org_member": {"name": f"new-{name}", "node": "Finance", "permissions": [1, 2]},
        "org_member_info": {"name": "data-lake"},
    }


# Options, error code ("" for success). @ stands for the URL of a simulator.
SOURCES: dict[str, tuple[Options, str]] = {
    "options": ({"secret_id": ID, "secret_key": KEY, "token": TOKEN}, ""),
    "environment": ({}, ""),
    "profile": ({"profile": "work"}, ""),
    "role-of-options": ({"secret_id": ID, "secret_key": KEY, "token": TOKEN, "role_arn": ROLE}, ""),
    "role-of-environment": ({"role_arn": ROLE}, ""),
    "role-of-profile": ({"profile": "role"}, ""),
    "wrong-id": ({"secret_id": WRONG_ID, "secret_key": WRONG_KEY}, "AuthFailure.SecretIdNotFound"),
    "wrong-key": ({"secret_id": ID, "secret_key": WRONG_KEY, "token": TOKEN}, "AuthFailure.SignatureFailure"),
    "wrong-token": ({"secret_id": ID, "secret_key": KEY, "token": WRONG_TOKEN}, "AuthFailure.TokenFailure"),
    "wrong-key-for-role": (
        {"secret_id": ID, "secret_key": WRONG_KEY, "token": TOKEN, "role_arn": ROLE}, "AuthFailure.SignatureFailure",
    ),
    "wrong-profile": ({"profile": "wrong"}, "AuthFailure.SecretIdNotFound"),
    "half": ({"secret_key": KEY}, "credentials"),
    "broken-file": ({"credentials_file": "broken.json"}, "credentials"),
    "skewed": ({"secret_id": ID, "secret_key": KEY, "token": TOKEN, "endpoint": "@skewed"}, "AuthFailure.SignatureExpire"),
    "skewed-role": ({"profile": "role", "endpoint": "@skewed"}, "AuthFailure.SignatureExpire"),
    "cut": ({"secret_id": ID, "secret_key": KEY, "token": TOKEN, "endpoint": "@cutting"}, "connection_failed"),
    "cut-role": ({"profile": "role", "endpoint": "@cutting"}, "connection_failed"),
    "proxy": ({"proxy": PROXY, "endpoint": "https://192.0.2.1", "timeout": 2}, "connection_failed"),
}  # fmt: skip


def write_profiles(home: Path) -> None:
    folder = home / ".tccli"
    folder.mkdir()
    keys = {"secretId": ID, "secretKey": KEY, "token": TOKEN}
    for name, content in {
        "work": keys,
        "role": {**keys, "role-arn": ROLE},
        "wrong": {"secretId": WRONG_ID, "secretKey": WRONG_KEY},
    }.items():
        (folder / f"{name}.credential").write_text(json.dumps(content), encoding="utf-8")
    (home / "broken.json").write_text(f'{{"secretId": "{ID}", "secretKey": "{KEY}"', encoding="utf-8")


def held_back(value: Any, variables: dict[str, str]) -> Any:
    """A secret as a lookup of a variable, anything else as it is."""
    if not isinstance(value, str) or not any(secret in value for secret in SECRETS):
        return value
    name = f"EXAMPLE_{len(variables)}"
    variables[name] = value
    return f"{{{{ lookup('ansible.builtin.env', '{name}') }}}}"


def test_no_secret_is_printed_by_ansible_playbook_at_vvvv(
    server: Server, skewed: str, cutting: str, environment: dict[str, str], tmp_path: Path
) -> None:
    write_profiles(tmp_path)
    urls = {"@skewed": skewed, "@cutting": cutting, "broken.json": str(tmp_path / "broken.json")}
    variables = {
        **environment,
        "TENCENTCLOUD_SECRET_ID": ID,
        "TENCENTCLOUD_SECRET_KEY": KEY,
        "TENCENTCLOUD_TOKEN": TOKEN,
    }
    steps, codes = [], []
    for number, (name, (options, code)) in enumerate(SOURCES.items()):
        given = {option: urls.get(str(value), value) for option, value in options.items()}
        # Ansible quotes the lines of the playbook around a failed task, so no key may be written there.
        given = {option: held_back(value, variables) for option, value in given.items()}
        # One module in turn for each source; the roads below take all of them.
        module = MODULES[number % len(MODULES)]
        steps.append(task(module, name, {"retry_timeout": 0, **wishes(str(number))[module], **given}))
        codes.append(code)
    run = play(steps, tmp_path, variables, "-vvvv", "--diff")
    assert run.code == 0, run.output
    assert [result.get("error", {}).get("code", "") for result in run.results] == codes
    assert "module_args" in everything(run)
    nothing_leaks(everything(run))


@pytest.mark.parametrize("module", MODULES)
@pytest.mark.parametrize("check_mode", [True, False])
def test_no_secret_stands_in_a_result(
    skewed: str, cutting: str, environment: dict[str, str], tmp_path: Path, module: str, check_mode: bool
) -> None:
    write_profiles(tmp_path)
    urls = {"@skewed": skewed, "@cutting": cutting, "broken.json": str(tmp_path / "broken.json")}
    variables = {"TENCENTCLOUD_SECRET_ID": ID, "TENCENTCLOUD_SECRET_KEY": KEY, "TENCENTCLOUD_TOKEN": TOKEN}
    road = Road("tencent_" + module, {**environment, **variables})
    for name, (options, code) in SOURCES.items():
        given = {option: urls.get(str(value), value) for option, value in options.items()}
        result = road(check_mode=check_mode, **{"retry_timeout": 0, **wishes(name)[module], **given})
        assert result.get("error", {}).get("code", "") == code, f"{name}: {result['msg']}"
        nothing_leaks(json.dumps(result))


@pytest.mark.parametrize("kind", ["cut_after", "internal_error_after", "html_after", "malformed_after", "http_503"])
def test_no_secret_stands_in_the_error_of_a_write(
    simulator: TencentSimulator, environment: dict[str, str], kind: str
) -> None:
    simulator.faults.add(kind, "AddUserToGroup", times=100)
    simulator.faults.add(kind, "CreateOrganizationMember", times=100)
    keys: Options = {"secret_id": ID, "secret_key": KEY, "token": TOKEN, "role_arn": ROLE}
    for module in ("cic_group_user", "org_member"):
        result = Road("tencent_" + module, environment)(**wishes("account")[module], **keys)
        assert result["changes"]
        nothing_leaks(json.dumps(result))


@pytest.mark.parametrize("module", MODULES)
def test_options_that_hold_secrets_are_not_logged(module: str) -> None:
    modules = "ansible_collections.orgkit.cloud.plugins.modules.tencent_"
    options = importlib.import_module(modules + module).spec()["argument_spec"]
    assert {name for name, details in options.items() if details.get("no_log")} == {
        "secret_id", "secret_key", "token", "proxy",
    }  # fmt: skip


def test_a_traceback_would_not_show_a_secret() -> None:
    credentials = importlib.import_module("ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials")
    nothing_leaks(repr(credentials.Credentials(ID, KEY, TOKEN, "options")))
