# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The CSP modules as ansible-playbook runs them. A run costs more than a second, so one run holds many tasks."""

from __future__ import annotations

import base64
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from support.documented import left_blank
from support.playbook import passed, play
from support.stage import lasting

Task = dict[str, Any]
MODULE, INFO = "orgkit.cloud.csp_group_users", "orgkit.cloud.csp_group_users_info"
ALICE, BOB, CAROL, DAVE = (f"{name}@example.com" for name in ("alice", "bob", "carol", "dave"))
# All fictional.
WRONG_TOKEN = "fictional-token-of-nobody"
WRONG_SECRET = "fictional-secret-of-nobody"
# Says of itself that it is of the organization "x".
WRONG_ACCESS = "e30.eyJjb250ZXh0X25hbWUiOiJ4In0.fictional-signature"


def bare(result: dict[str, Any]) -> dict[str, Any]:
    """What two results of the same changes share."""
    return {name: result[name] for name in ("changed", "diff", "summary") if name in result}


def test_a_check_run_sends_no_write_and_equals_the_real_run(
    world: CspWorld, simulator: CspSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    world.stranger_mode = "invite"
    tasks: list[Task] = [
        {MODULE: {"group": "operators", "users": [CAROL, ALICE], "exclusive": True, "max_removals": "50%"}},
        {
            MODULE: {
                "memberships": [
                    {"group": "viewers", "users": [ALICE, BOB, CAROL, DAVE], "exclusive": True},
                    {"group": "auditors", "users": ["mmeyer", "partner@example.org"]},
                ],
                "invite_unknown": True,
                "notify_users": True,
            }
        },
        {MODULE: {"all_groups": True, "usernames": ["erin@example.com"], "state": "absent"}},
    ]
    world.join("mixed", "erin@example.com")
    checked = passed(play(tasks[:2], tmp_path, environment, "--check", "--diff"), 2)
    assert simulator.log.entries
    assert simulator.log.writes() == []
    assert world.mails == []
    run = play(tasks, tmp_path, environment, "--diff")
    done = list(passed(run, 3))
    for wished, result in zip(checked, done):
        assert wished["changed"]
        assert lasting(result) == lasting(wished)
        assert bare(result) == bare(wished)
    assert len(simulator.log.writes()) == 2 + 3 + 1
    for line in ("+operators: carol@example.com", "-operators: bob@example.com", "+auditors: mallory"):
        assert line in run.output
    simulator.log.clear()
    for again in passed(play(tasks, tmp_path, environment, "--diff"), 3):
        assert (again["changed"], again["changes"]) == (False, [])
        assert (again["diff"]["before"], again["diff"]["after"]) == ("", "")
    assert simulator.log.writes() == []


def test_module_defaults_of_the_action_group_reach_both_modules(
    world: CspWorld, simulator: CspSimulator, server: Server, tmp_path: Path
) -> None:
    defaults = {
        "api_token": simulator.api_token,
        "base_url": server.url,
        "org_id": world.org_id,
        "access_token": None,
        "client_id": None,
        "proxy": "",
    }
    tasks: list[Task] = [{INFO: {"groups": ["operators"]}}, {MODULE: {"group": "operators", "users": [ALICE]}}]
    # Blank variables count as not given: AWX injects them.
    blank = {"CSP_API_TOKEN": "", "CSP_BASE_URL": " ", "CSP_ORG_ID": "", "ORGKIT_TIMEOUT": ""}
    options = {"module_defaults": {"group/orgkit.cloud.csp": defaults}}
    for result in passed(play(tasks, tmp_path, blank, play_options=options), 2):
        assert result["auth"] == {"source": "options: API token", "endpoint": server.url}
        assert not result["changed"]


GOOD: Task = {"group": "operators", "users": [ALICE]}
# Options, code of the error, a part of the sentence.
WRONG: dict[str, tuple[Task, str | None, str]] = {
    "wrong token": ({**GOOD, "api_token": WRONG_TOKEN}, "csp.340.invalid_grant", "check it and base_url"),
    "wrong client": (
        {**GOOD, "client_id": "a", "client_secret": WRONG_SECRET},
        "csp.340.invalid_client",
        "was refused",
    ),
    "wrong access token": ({**GOOD, "access_token": WRONG_ACCESS, "org_id": "x"}, "csp.540.invalid_token", "get a new"),
    "foreign organization": ({**GOOD, "org_id": "another"}, "organization_mismatch", "not of another"),
    "enterprise group": ({**GOOD, "group": "directory"}, "not_editable", "it is an enterprise group"),
    "shared group": ({**GOOD, "group": "shared", "users": [BOB]}, "not_editable", "shared by another organization"),
    "domain group": ({**GOOD, "group": "everybody", "users": [BOB]}, "not_editable", "it is a domain group"),
    "unknown group": ({**GOOD, "group": "operatrs"}, "unresolved_names", "near: operators"),
    "closed port": (
        {**GOOD, "base_url": "http://127.0.0.1:9", "retry_timeout": 0},
        "connection_failed",
        "No connection",
    ),
    "unknown option": ({**GOOD, "gruop": "x"}, None, "Unsupported parameters"),
    "bad choice": ({**GOOD, "state": "gone"}, None, "must be one of"),
}


def test_what_is_wrong_is_told_in_one_clear_sentence(
    simulator: CspSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    tasks: list[Task] = [{MODULE: options, "ignore_errors": True} for options, _code, _said in WRONG.values()]
    run = play(tasks, tmp_path, environment)
    for (name, (_options, code, said)), result in zip(WRONG.items(), passed(run, len(tasks))):
        assert result["failed"], name
        assert said in result["msg"], name
        assert "\n" not in result["msg"], name
        assert result.get("error", {}).get("code") == code, name
        assert "Traceback" not in str(result), name
    assert simulator.log.writes() == []


@pytest.fixture
def minted(simulator: CspSimulator, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """All access tokens that the simulator gives from now on."""
    tokens: list[str] = []
    real = simulator.mint.mint

    def mint(claims: dict[str, Any], lifetime: float) -> str:
        tokens.append(real(claims, lifetime))
        return tokens[-1]

    monkeypatch.setattr(simulator.mint, "mint", mint)
    return tokens


@pytest.fixture
def cutting(world: CspWorld) -> Iterator[str]:
    """A simulator of the same organization that cuts every connection."""
    simulator = CspSimulator(world)
    simulator.faults.add("cut_after", times=10_000)
    with Server(simulator.app) as server:
        yield server.url


@pytest.mark.parametrize("in_process", ["true", "false"])
def test_nothing_secret_is_printed_at_the_highest_verbosity(
    simulator: CspSimulator,
    environment: dict[str, str],
    minted: list[str],
    cutting: str,
    tmp_path: Path,
    in_process: str,
) -> None:
    client = {"client_id": simulator.client_id, "client_secret": simulator.client_secret}
    access = simulator.access_token()
    logins: list[tuple[Task, bool]] = [
        ({}, False),
        ({"api_token": simulator.api_token}, False),
        (client, False),
        ({"access_token": access}, False),
        ({"api_token": WRONG_TOKEN}, True),
        ({**client, "client_secret": WRONG_SECRET}, True),
        ({"access_token": WRONG_ACCESS, "org_id": "another"}, True),
        ({"api_token": simulator.api_token, "access_token": access}, True),
        ({"api_token": simulator.api_token, "org_id": "another"}, True),
        ({"api_token": simulator.api_token, "base_url": cutting, "retry_timeout": 0}, True),
        ({**client, "base_url": cutting, "retry_timeout": 0}, True),
        ({"access_token": access, "base_url": cutting, "retry_timeout": 0}, True),
        ({"api_token": simulator.api_token, "group": "directory"}, True),
    ]
    users = [f"user{number}@example.com" for number in range(len(logins))]
    for name in users:
        simulator.world.add_user(name)
    tasks: list[Task] = [
        {MODULE: {"group": "auditors", "users": [name], **login}, "ignore_errors": True}
        for name, (login, _fails) in zip(users, logins)
    ]
    tasks.append({INFO: {}})
    # A token that expires in the middle of a task.
    simulator.faults.add("unauthorized", "list_group_users")
    run = play(tasks, tmp_path, environment, "-vvvv", "--diff", "-e", f"orgkit_cloud_in_process={in_process}")
    results = list(passed(run, len(tasks)))
    assert [result["failed"] for result in results] == [*(fails for _login, fails in logins), False]
    pairs = [f"{simulator.client_id}:{secret}".encode() for secret in (simulator.client_secret, WRONG_SECRET)]
    secrets = [simulator.api_token, simulator.client_secret, WRONG_TOKEN, WRONG_SECRET, WRONG_ACCESS, *minted]
    secrets += [base64.b64encode(pair).decode() for pair in pairs]
    assert len(minted) >= 6
    text = run.output + json.dumps(results)
    assert [secret for secret in secrets if secret in text] == []
    assert "Bearer " not in text
    assert "Basic " not in text
    urls = [entry["url"] for entry in simulator.log.entries]
    assert [secret for secret in secrets if any(secret in url for url in urls)] == []


def test_null_and_blank_options_are_not_given(
    simulator: CspSimulator, environment: dict[str, str], tmp_path: Path
) -> None:
    group = next(iter(simulator.world.groups.values())).name
    wish = {"memberships": f"- group: {group}\n  users: []\n  state:\n  exclusive: ''\n"}
    tasks: list[Task] = []
    for nothing in (None, ""):
        tasks.append({INFO: left_blank("csp_group_users_info", nothing)})
        tasks.append({MODULE: {**left_blank("csp_group_users", nothing), **wish}})
    for result in passed(play(tasks, tmp_path, environment), len(tasks)):
        assert not result["changed"]
        assert result["api"]["calls"]
    assert simulator.log.writes() == []
