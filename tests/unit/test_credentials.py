# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Where the keys come from: one source, taken whole, in the documented order."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Callable

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.credentials import Credentials
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


@pytest.mark.parametrize(
    "values",
    [{"secretKey": None}, {"secretId": ""}, {"secretKey": " "}, {"secretId": None, "secretKey": None, "token": SECRET}],
)
def test_half_a_pair_in_a_profile_is_an_error(machine: Machine, values: dict[str, Any]) -> None:
    machine.tccli("half", **values)
    assert "profile half are incomplete" in machine.failure(FROM_ENVIRONMENT, profile="half").message


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


def test_two_profiles_in_one_play_do_not_mix(machine: Machine) -> None:
    machine.tccli("one", token="EXAMPLETOKEN", **{"role-arn": ROLE})
    machine.tccli("two")
    first, second = machine.find(FROM_ENVIRONMENT, profile="one"), machine.find(FROM_ENVIRONMENT, profile="two")
    assert (first.secret_id, first.token, first.role_arn, first.source) == (
        "ID-one",
        "EXAMPLETOKEN",
        ROLE,
        "profile one",
    )
    assert (second.secret_id, second.token, second.role_arn, second.source) == ("ID-two", None, None, "profile two")


@pytest.mark.parametrize("variable", ["TENCENTCLOUD_PROFILE", "TCCLI_PROFILE"])
def test_the_environment_can_choose_the_profile_but_its_keys_come_first(machine: Machine, variable: str) -> None:
    machine.tccli("chosen")
    assert machine.find({variable: "chosen"}).source == "profile chosen"
    assert machine.find({variable: "chosen", **FROM_ENVIRONMENT}).source == "environment"


INI = f"""
[default]
secret_id = ID-default
secret_key = {SECRET}-default

[partner]
secret_id = "ID-partner"
secret_key = '{SECRET}%partner'
token = EXAMPLETOKEN
role_arn = {ROLE}
role_session_name = nightly
"""


def test_sections_of_the_sdk_file_are_profiles(machine: Machine) -> None:
    machine.ini(INI)
    assert machine.find().secret_id == "ID-default"
    assert machine.find(profile="partner") == Credentials(
        "ID-partner", f"{SECRET}%partner", "EXAMPLETOKEN", "profile partner", ROLE, "nightly"
    )


def test_the_file_of_tccli_comes_before_the_sdk_file(machine: Machine) -> None:
    machine.ini(INI.replace("ID-default", "ID-ini"))
    machine.tccli()
    assert machine.find().secret_id == "ID-default"


@pytest.mark.parametrize("content", [INI, json.dumps({"secretId": "ID-partner", "secretKey": SECRET})])
@pytest.mark.parametrize("by", ["option", "environment", "both"])
def test_a_credentials_file_may_be_anywhere_and_of_either_form(machine: Machine, content: str, by: str) -> None:
    path = str(machine.write("elsewhere/keys", content))
    machine.tccli("partner", secretId="ID-wrong")
    variables = {"TENCENTCLOUD_CREDENTIALS_FILE": path, "TENCENTCLOUD_PROFILE": "partner"}
    if by == "environment":
        found = machine.find(variables)
    elif by == "option":
        found = machine.find(FROM_ENVIRONMENT, profile="partner", credentials_file=path)
    else:
        found = machine.find({**FROM_ENVIRONMENT, "TENCENTCLOUD_CREDENTIALS_FILE": path}, profile="partner")
    assert (found.secret_id, found.source) == ("ID-partner", "profile partner")


def test_a_file_that_the_task_names_is_read_for_the_profile_that_the_environment_names(machine: Machine) -> None:
    path = str(machine.write("keys", INI))
    assert machine.find({"TENCENTCLOUD_PROFILE": "partner"}, credentials_file=path).secret_id == "ID-partner"


def test_a_tilde_in_a_variable_means_the_home_folder(machine: Machine) -> None:
    machine.write("keys", INI)
    assert machine.find({"TENCENTCLOUD_CREDENTIALS_FILE": "~/keys"}).secret_id == "ID-default"


@pytest.mark.parametrize(
    ("params", "environment"),
    [
        ({"profile": "lost"}, {}),
        ({"profile": "lost"}, FROM_ENVIRONMENT),
        ({}, {"TENCENTCLOUD_PROFILE": "lost"}),
        ({"credentials_file": "/nowhere/keys"}, FROM_ENVIRONMENT),
        ({}, {"TENCENTCLOUD_CREDENTIALS_FILE": "/nowhere/keys"}),
    ],
)
def test_a_profile_or_file_that_is_named_but_missing_is_an_error(
    machine: Machine, params: dict[str, Any], environment: dict[str, str]
) -> None:
    machine.tccli()
    machine.role()
    error = machine.failure(environment, **params)
    assert "was not found in" in error.message
    assert "no other source is tried" in error.hint


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f'{{"secretId": "{SECRET}"', "is not valid JSON"),
        (f"secret_id = {SECRET}", "is neither JSON nor INI"),
        (f"[default]\n{SECRET}\n", "is neither JSON nor INI"),
        (f"[default]\nsecret_id = a\nsecret_id = {SECRET}\n", "is neither JSON nor INI"),
        ("[default]\nregion = ap-guangzhou\n", "has neither secret_id nor secret_key"),
    ],
)
def test_a_broken_file_is_named_without_its_content(machine: Machine, content: str, told: str) -> None:
    machine.ini(content)
    assert told in machine.failure().message


def test_a_file_that_cannot_be_read_is_named(machine: Machine) -> None:
    (machine.home / ".tccli" / "default.credential").mkdir(parents=True)
    assert "default.credential cannot be read: IsADirectoryError" in machine.failure().message
    (machine.home / "binary").write_bytes(b"\xff\xfe\x00")
    path = str(machine.home / "binary")
    assert "cannot be read: UnicodeDecodeError" in machine.failure(credentials_file=path).message


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
