# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the keys come from: one source, taken whole, in the documented order."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable

import pytest

from support.machine import FROM_ENVIRONMENT, ROLE, SECRET, Machine

FROM_OPTIONS = {"secret_id": "ID-options", "secret_key": SECRET + "-options"}
OTHER_ROLE = "qcs::cam::uin/100000000001:roleName/other"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


def name_a_profile(machine: Machine, environment: dict[str, str], params: dict[str, Any]) -> None:
    machine.tccli("named")
    params["profile"] = "named"


Step = Callable[[Machine, dict[str, str], dict[str, Any]], None]
# Every source with what sets it up, the first to be asked first.
SOURCES: list[tuple[str, Step]] = [
    ("options", lambda machine, environment, params: params.update(FROM_OPTIONS)),
    ("profile named", name_a_profile),
    ("environment", lambda machine, environment, params: environment.update(FROM_ENVIRONMENT)),
    ("profile default", lambda machine, environment, params: machine.tccli()),
    ("machine role vm-role", lambda machine, environment, params: machine.role()),
]


@pytest.mark.parametrize("position", range(len(SOURCES)), ids=[source for source, _step in SOURCES])
def test_the_first_source_that_has_anything_wins(machine: Machine, position: int) -> None:
    environment: dict[str, str] = {}
    params: dict[str, Any] = {}
    for _source, step in SOURCES[position:]:
        step(machine, environment, params)
    found = machine.find(environment, **params)
    assert found.source == SOURCES[position][0]
    last_word = found.source.split()[-1].replace("vm-role", "machine")
    assert (found.secret_id, found.secret_key) == (f"ID-{last_word}", f"{SECRET}-{last_word}")
    assert bool(machine.fetched) is (position == len(SOURCES) - 1), "the metadata service is asked last"


@pytest.mark.parametrize(
    ("params", "environment", "missing"),
    [
        ({"secret_id": "ID"}, FROM_ENVIRONMENT, "secret_key is missing"),
        ({"secret_key": SECRET}, FROM_ENVIRONMENT, "secret_id is missing"),
        ({"token": SECRET}, FROM_ENVIRONMENT, "secret_id and secret_key is missing"),
        ({"secret_id": "ID", "secret_key": "  "}, FROM_ENVIRONMENT, "secret_key is blank"),
        ({}, {"TENCENTCLOUD_SECRET_ID": "ID"}, "TENCENTCLOUD_SECRET_KEY is missing"),
        ({}, {"TENCENTCLOUD_SECRET_KEY": SECRET}, "TENCENTCLOUD_SECRET_ID is missing"),
        ({}, {"TENCENTCLOUD_TOKEN": SECRET}, "TENCENTCLOUD_SECRET_ID and TENCENTCLOUD_SECRET_KEY is missing"),
    ],
)
def test_half_a_pair_is_an_error_and_nothing_is_filled_in_from_elsewhere(
    machine: Machine, params: dict[str, Any], environment: dict[str, str], missing: str
) -> None:
    machine.tccli()
    machine.role()
    assert missing in machine.failure(environment, **params).message


@pytest.mark.parametrize("variable", ["TENCENTCLOUD_TOKEN", "TENCENTCLOUD_SECURITY_TOKEN"])
def test_both_token_variables_count_and_the_first_may_be_blank(machine: Machine, variable: str) -> None:
    environment = {"TENCENTCLOUD_TOKEN": " ", **FROM_ENVIRONMENT, variable: "EXAMPLETOKEN"}
    assert machine.find(environment).token == "EXAMPLETOKEN"


def test_a_token_is_never_taken_from_another_source(machine: Machine) -> None:
    environment = {**FROM_ENVIRONMENT, "TENCENTCLOUD_TOKEN": "EXAMPLETOKEN"}
    assert machine.find(environment, **FROM_OPTIONS).token is None
    machine.tccli("named")
    assert machine.find(environment, profile="named").token is None


def test_other_blank_options_and_all_blank_variables_walk_on_to_the_next_source(machine: Machine) -> None:
    machine.tccli()
    blank_options = dict.fromkeys(("profile", "credentials_file", "role_arn"), " ")
    assert machine.find(FROM_ENVIRONMENT, **blank_options).source == "environment"
    blank_variables = dict.fromkeys(FROM_ENVIRONMENT, "")
    blank_variables.update(TENCENTCLOUD_PROFILE=" ", TCCLI_PROFILE="", TENCENTCLOUD_CREDENTIALS_FILE="")
    found = machine.find(blank_variables, **blank_options)
    assert (found.source, found.role_arn) == ("profile default", None)


@pytest.mark.parametrize("blank", ["", "  ", "\n"])
@pytest.mark.parametrize(
    "options",
    [("secret_id",), ("secret_key",), ("token",), ("secret_id", "secret_key"), ("secret_id", "secret_key", "token")],
)
def test_an_empty_variable_of_a_vault_does_not_become_the_identity_of_the_environment(
    machine: Machine, options: tuple[str, ...], blank: str
) -> None:
    machine.tccli()
    error = machine.failure(FROM_ENVIRONMENT, **dict.fromkeys(options, blank))
    assert f"{' and '.join(options)} is blank" in error.message
    assert machine.failure(FROM_ENVIRONMENT, **{**FROM_OPTIONS, options[0]: blank})


def test_options_that_are_null_are_not_given(machine: Machine) -> None:
    assert machine.find(FROM_ENVIRONMENT, secret_id=None, secret_key=None, token=None).source == "environment"


def test_surrounding_blanks_are_no_part_of_a_key(machine: Machine) -> None:
    padded = {name: f" {value}\n" for name, value in FROM_ENVIRONMENT.items()}
    assert machine.find(padded) == machine.find(FROM_ENVIRONMENT)


@pytest.mark.parametrize(
    ("params", "environment", "in_profile", "expected"),
    [
        ({}, {}, None, (None, None)),
        ({}, {}, ROLE, (ROLE, "nightly")),
        ({"role_arn": OTHER_ROLE, "role_session_name": "mine"}, {}, ROLE, (OTHER_ROLE, "mine")),
        ({}, {"TENCENTCLOUD_ROLE_ARN": ROLE, "TENCENTCLOUD_ROLE_SESSION_NAME": "env"}, None, (None, None)),
        ({"role_arn": OTHER_ROLE}, {"TENCENTCLOUD_ROLE_ARN": ROLE}, None, (OTHER_ROLE, None)),
        ({}, {"TENCENTCLOUD_ROLE_ARN": OTHER_ROLE}, ROLE, (ROLE, "nightly")),
    ],
    ids=[
        "none",
        "profile",
        "option over profile",
        "never the environment",
        "option over environment",
        "named profile over environment",
    ],
)
def test_the_role_for_the_keys_of_a_profile_comes_from_the_option_or_the_profile(
    machine: Machine,
    params: dict[str, Any],
    environment: dict[str, str],
    in_profile: str | None,
    expected: Sequence[str | None],
) -> None:
    role = {"role-arn": in_profile, "role-session-name": "nightly"} if in_profile else {}
    machine.tccli("named", **role)
    found = machine.find(environment, profile="named", **params)
    assert (found.role_arn, found.role_session_name) == tuple(expected)


IN_THE_ENVIRONMENT = {"TENCENTCLOUD_ROLE_ARN": ROLE, "TENCENTCLOUD_ROLE_SESSION_NAME": "env"}


@pytest.mark.parametrize("position", range(len(SOURCES)), ids=[source for source, _step in SOURCES])
def test_a_role_of_the_environment_counts_for_keys_of_the_environment_and_the_machine_only(
    machine: Machine, position: int
) -> None:
    source, step = SOURCES[position]
    environment, params = dict(IN_THE_ENVIRONMENT), {}
    step(machine, environment, params)
    found = machine.find(environment, **params)
    expected = (ROLE, "env") if source in ("environment", "machine role vm-role") else (None, None)
    assert (found.source, found.role_arn, found.role_session_name) == (source, *expected)


def test_the_option_names_another_role_than_the_environment(machine: Machine) -> None:
    found = machine.find({**FROM_ENVIRONMENT, **IN_THE_ENVIRONMENT}, role_arn=OTHER_ROLE)
    assert (found.role_arn, found.role_session_name) == (OTHER_ROLE, "env")


def test_with_nothing_configured_one_sentence_names_everything_that_can_be_set(machine: Machine) -> None:
    message = machine.failure().message
    for name in (
        "secret_id",
        "secret_key",
        "profile",
        "TENCENTCLOUD_SECRET_ID",
        "TENCENTCLOUD_SECRET_KEY",
        "~/.tccli/default.credential",
        "~/.tencentcloud/credentials",
    ):
        assert name in message
    assert message.rstrip(".").count(". ") == 0, "one sentence"


def test_credentials_never_show_their_secrets(machine: Machine) -> None:
    shown = repr(machine.find(secret_id="ID-x", secret_key=SECRET, token="EXAMPLETOKEN"))
    for secret in (SECRET, "EXAMPLETOKEN", "ID-x"):
        assert secret not in shown
