# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What people type wrong: each time one clear sentence, a code, and nothing written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from simulators.csp import CspSimulator, CspWorld
from simulators.serving import Server
from support.road import Road

Params = dict[str, Any]
ALICE, BOB, CAROL = (f"{name}@example.com" for name in ("alice", "bob", "carol"))
# Says of itself that it is of the organization "x".
FORGED = "a.eyJjb250ZXh0X25hbWUiOiJ4In0.c"
GOOD: Params = {"group": "operators", "users": [CAROL]}
ENTRY = {"group": "operators", "users": [CAROL]}

# Options, code of the error, a part of the sentence. None of these needs a single request.
BEFORE_THE_FIRST_REQUEST: dict[str, tuple[Params, str, str]] = {
    "nothing to do": ({}, "invalid_input", "Say what to manage"),
    "users without group": ({"users": [CAROL]}, "invalid_input", "group is missing"),
    "blank group": ({"group": "  ", "users": [CAROL]}, "invalid_input", "group is missing or blank"),
    "group without users": ({"group": "operators"}, "invalid_input", "users is missing"),
    "template as group": ({"group": "{{ team }}", "users": [CAROL]}, "invalid_input", "not a name"),
    "template as user": ({"group": "operators", "users": ["{'name': 'x'}"]}, "invalid_input", "not a name"),
    "group beside memberships": ({**GOOD, "memberships": [ENTRY]}, "invalid_input", "memberships excludes"),
    "entry without users": ({"memberships": [{"group": "operators"}]}, "invalid_input", "memberships[0]"),
    "second entry without group": ({"memberships": [ENTRY, {"users": []}]}, "invalid_input", "memberships[1]"),
    "exclusive and absent": ({**GOOD, "state": "absent", "exclusive": True}, "invalid_input", "exclusive goes with"),
    "inherited exclusive and absent": (
        {"memberships": [{**ENTRY, "state": "absent"}], "exclusive": True},
        "invalid_input",
        "exclusive goes with",
    ),
    "limit as a word": ({**GOOD, "max_removals": "many"}, "invalid_input", "max_removals"),
    "limit above all": ({**GOOD, "max_removals": "101%"}, "invalid_input", "max_removals"),
    "negative limit": ({**GOOD, "max_removals": "-1"}, "invalid_input", "max_removals"),
    "limit that is no number": ({**GOOD, "max_removals": "nan%"}, "invalid_input", "max_removals"),
    "negative total": ({**GOOD, "max_total_removals": -1}, "invalid_input", "max_total_removals"),
    "all groups and present": ({"users": [CAROL], "all_groups": True}, "invalid_input", "state absent"),
    "all groups without users": ({"all_groups": True, "state": "absent"}, "invalid_input", "needs users"),
    "all groups and a group": ({**GOOD, "all_groups": True, "state": "absent"}, "invalid_input", "excludes group"),
    "time that is none": ({**GOOD, "timeout": 0.0}, "invalid_input", "timeout"),
    "no rate": ({**GOOD, "requests_per_second": 0.0}, "invalid_input", "requests_per_second"),
    "no connections": ({**GOOD, "max_connections": 0}, "invalid_input", "max_connections"),
    "negative patience": ({**GOOD, "retry_timeout": -1.0}, "invalid_input", "retry_timeout"),
    "plain http": ({**GOOD, "base_url": "http://csp.example.com"}, "invalid_input", "https"),
    "address with a path": ({**GOOD, "base_url": "https://csp.example.com/csp"}, "invalid_input", "base_url"),
    "two ways to log in": ({**GOOD, "api_token": "x", "access_token": "y"}, "invalid_input", "one way to log in"),
    "half a client": ({**GOOD, "client_id": "fictional"}, "credentials", "client_secret"),
}
# These need a look at the organization.
BEFORE_THE_FIRST_WRITE: dict[str, tuple[Params, str, str]] = {
    "wrong group": ({"group": "operatrs", "users": [CAROL]}, "unresolved_names", "near: operators"),
    "blank id as group": (
        {"group": "00000000-0000-0000-0000-000000000000", "users": []},
        "unresolved_names",
        "Unknown",
    ),
    "two wrong groups": (
        {"memberships": [{"group": "one", "users": []}, {"group": "two", "users": []}]},
        "unresolved_names",
        '"one", "two"',
    ),
    "wrong user": ({"group": "operators", "users": ["carla@example.com"]}, "unresolved_names", f"near: {CAROL}"),
    "user of many names": ({"group": "operators", "users": ["dora@mail.example.org"]}, "ambiguous_name", "Use the id"),
    "same group twice, once exclusive": (
        {"memberships": [ENTRY, {**ENTRY, "group": "OPERATORS", "exclusive": True}]},
        "invalid_input",
        "make it one entry",
    ),
    "present and absent": (
        {"memberships": [ENTRY, {**ENTRY, "users": [CAROL.upper()], "state": "absent"}]},
        "invalid_input",
        "both present and absent",
    ),
    "foreign organization": ({**GOOD, "org_id": "another"}, "organization_mismatch", "not of another"),
    "opaque token": ({**GOOD, "access_token": "opaque"}, "invalid_input", "does not tell its organization"),
    "unproved organization": (
        {**GOOD, "access_token": "a.b.c", "org_id": "x"},
        "organization_mismatch",
        "cannot prove",
    ),
    "blank organization": ({**GOOD, "org_id": ""}, "invalid_input", "org_id is blank"),
    "organization as a path": ({**GOOD, "org_id": ".."}, "invalid_input", "org_id must be"),
    "wrong access token": ({**GOOD, "access_token": FORGED, "org_id": "x"}, "csp.540.invalid_token", "expired"),
    "wrong API token": ({**GOOD, "api_token": "fictional-wrong"}, "csp.340.invalid_grant", "login was refused"),
    "wrong client": ({**GOOD, "client_id": "a", "client_secret": "b"}, "csp.340.invalid_client", "login was refused"),
    "unwanted user from outside, strictly": (
        {"group": "operators", "users": ["gone@example.com"], "state": "absent", "unknown_users": "fail"},
        "unresolved_names",
        "gone@example.com",
    ),
}


def clear(result: dict[str, Any], code: str, said: str, simulator: CspSimulator) -> None:
    """The task failed with one clear sentence, and nothing was written."""
    assert (result["failed"], result["changed"], result["error"]["code"]) == (True, False, code), result["msg"]
    assert said in result["msg"]
    assert result["msg"].startswith(result["error"]["message"].rstrip("."))
    assert result["msg"].endswith((".", "!"))
    assert not any(noise in result["msg"] for noise in ("Traceback", "Error(", "\n", "None", "<"))
    assert simulator.log.writes() == []


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("name", BEFORE_THE_FIRST_REQUEST)
def test_bad_options_are_told_before_the_first_request(
    group_users: Road, simulator: CspSimulator, name: str, check_mode: bool
) -> None:
    params, code, said = BEFORE_THE_FIRST_REQUEST[name]
    clear(group_users(check_mode=check_mode, **params), code, said, simulator)
    assert simulator.log.entries == []


@pytest.mark.parametrize("check_mode", [False, True])
@pytest.mark.parametrize("name", BEFORE_THE_FIRST_WRITE)
def test_what_does_not_fit_the_organization_is_told_before_the_first_write(
    group_users: Road, simulator: CspSimulator, name: str, check_mode: bool
) -> None:
    params, code, said = BEFORE_THE_FIRST_WRITE[name]
    clear(group_users(check_mode=check_mode, **params), code, said, simulator)


def test_all_faults_of_the_options_stand_in_one_error(group_users: Road) -> None:
    entries = [{"group": " ", "users": [CAROL]}, {"group": "operators"}]
    result = group_users(memberships=entries, max_total_removals=-1)
    for said in ("memberships[0]: group", "memberships[1]: users", "max_total_removals"):
        assert said in result["msg"]


def test_all_faults_of_the_names_stand_in_one_error(group_users: Road) -> None:
    entries = [
        {"group": "nothing", "users": []},
        {"group": "operators", "users": ["x1@example.com", "x2@example.com"]},
        {"group": "viewers", "users": ["dora@mail.example.org", "x3@example.com"]},
    ]
    items = group_users(memberships=entries)["error"]["items"]
    assert {(item["name"], item["kind"], item["group"]) for item in items} == {
        ("nothing", "group", None),
        ("x1@example.com", "user", "operators"),
        ("x2@example.com", "user", "operators"),
        ("dora@mail.example.org", "user", "viewers"),
        ("x3@example.com", "user", "viewers"),
    }


@pytest.mark.parametrize("variable", ["ORGKIT_TIMEOUT", "ORGKIT_VALIDATE_CERTS", "CSP_BASE_URL"])
def test_a_bad_variable_is_named(environment: dict[str, str], simulator: CspSimulator, variable: str) -> None:
    result = Road("csp_group_users", {**environment, variable: "https:/often"})(**GOOD)
    said = "base_url" if variable == "CSP_BASE_URL" else variable
    clear(result, "invalid_input", said, simulator)


def test_without_credentials_one_sentence_says_what_can_be_set(simulator: CspSimulator, server: Server) -> None:
    result = Road("csp_group_users", {"CSP_BASE_URL": server.url})(**GOOD)
    clear(result, "credentials", "CSP_API_TOKEN", simulator)
    assert result["msg"].count(".") == 1


@pytest.mark.parametrize("token", ["a.b.c\nsecond-half", "a.b\x00.c", "t\u00f6ken"])
@pytest.mark.parametrize("source", ["option", "environment"])
def test_a_token_that_cannot_be_sent_is_told_and_not_shown(
    simulator: CspSimulator, environment: dict[str, str], token: str, source: str
) -> None:
    variables = {**environment, "CSP_ACCESS_TOKEN": token} if source == "environment" else environment
    params: Params = {"access_token": token} if source == "option" else {}
    result = Road("csp_group_users", variables)(**GOOD, org_id=simulator.world.org_id, retry_timeout=0, **params)
    assert (result["failed"], simulator.log.entries) == (True, [])
    text = json.dumps(result)
    assert not any(part in text for part in ("second-half", "a.b.c", "a.b", "ken\\", "t\\u00f6ken"))


@pytest.mark.parametrize(
    ("status", "role", "said"), [(404, "org_owner", "org_id"), (403, "org_owner", "role"), (404, "org_member", "role")]
)
def test_a_token_that_does_not_fit_is_explained(
    group_users: Road, simulator: CspSimulator, world: CspWorld, status: int, role: str, said: str
) -> None:
    world.foreign_org_status = status
    simulator.caller_role = role
    org_id = None if role == "org_member" else "another-organization"
    result = group_users(**GOOD, access_token=simulator.access_token(org_id))
    assert (result["failed"], result["error"]["http_status"]) == (True, 403 if role == "org_member" else status)
    assert said in result["error"]["hint"]
    assert result["error"]["request_id"]
    assert simulator.log.writes() == []


def test_an_admin_who_may_not_touch_an_owner_group_is_told_so(
    group_users: Road, simulator: CspSimulator, world: CspWorld
) -> None:
    world.add_group("owners", roles=["org_owner"])
    simulator.caller_role = "org_admin"
    result = group_users(memberships=[{"group": "owners", "users": [ALICE]}, {"group": "auditors", "users": [ALICE]}])
    assert (result["failed"], result["error"]["code"], result["error"]["http_status"]) == (True, "partial_failure", 403)
    assert "org_owner" in result["error"]["hint"]
    assert {row["target"]["name"]: row["status"] for row in result["changes"]} == {
        "owners": "failed",
        "auditors": "done",
    }


INFO: dict[str, tuple[Params, str, str]] = {
    "unknown group": ({"groups": ["operatrs"]}, "unresolved_names", "near: operators"),
    "unknown user": ({"users": ["carla@example.com"]}, "unresolved_names", f"near: {CAROL}"),
    "ambiguous user": ({"users": ["dora@mail.example.org"]}, "ambiguous_name", "Use the id"),
    "template": ({"groups": ["{{ x }}"]}, "invalid_input", "not a name"),
}


@pytest.mark.parametrize("name", INFO)
def test_the_info_module_tells_bad_names(group_users_info: Road, simulator: CspSimulator, name: str) -> None:
    params, code, said = INFO[name]
    clear(group_users_info(**params), code, said, simulator)
