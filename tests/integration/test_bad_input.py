# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Bad input gets one clear sentence: before the first request where syntax tells, and always before the first write."""

from __future__ import annotations

from typing import Any

import pytest

from simulators.tencent import TencentSimulator
from support.road import Road

Params = dict[str, Any]
GROUP, MEMBER = "cic_group_user", "org_member"
ARGUMENT = "argument spec"
INVALID = "invalid_input"
TEMPLATE = "{{ undefined_name }}"


def group(*users: Any, **more: Any) -> Params:
    return {"group": "viewers", "users": list(users), **more}


def new(**more: Any) -> Params:
    return {"name": "new-account", "node": "Finance", "permissions": [1, 2], **more}


# module, options, code, words of the sentence. None of these needs a request.
BEFORE_ANY_REQUEST: dict[str, tuple[str, Params, str, str]] = {
    "nothing to manage": (GROUP, {}, INVALID, "Say what to manage"),
    "group without users": (GROUP, {"group": "viewers"}, INVALID, "users is missing"),
    "users without group": (GROUP, {"users": ["frank"]}, INVALID, "group is missing or blank"),
    "blank group": (GROUP, {"group": "  ", "users": ["frank"]}, INVALID, "group is missing or blank"),
    "null users": (GROUP, {"group": "viewers", "users": None}, INVALID, "users is missing"),
    "group is a template": (GROUP, {"group": TEMPLATE, "users": []}, INVALID, "is not a name"),
    "user is a template": (GROUP, group(TEMPLATE), INVALID, "is not a name"),
    "user is a dictionary": (GROUP, group({"name": "frank"}), INVALID, "is not a name"),
    "protected user is a template": (GROUP, group(protected_users=[TEMPLATE]), INVALID, "protected_users"),
    "assumed group is a template": (GROUP, group(assume_present={"groups": [TEMPLATE]}), INVALID, "assume_present.groups"),
    "entries and short form": (GROUP, group(memberships=[group()]), INVALID, "memberships excludes group and users"),
    "entries and users": (GROUP, {"users": [], "memberships": [group()]}, INVALID, "memberships excludes users"),
    "entry without users": (GROUP, {"memberships": [group(), {"group": "viewers"}]}, INVALID, "memberships[1]: users is missing"),
    "entry without group": (GROUP, {"memberships": [{"users": []}]}, INVALID, "memberships[0]: group is missing"),
    "blank group of an entry": (GROUP, {"memberships": [group(group="")]}, INVALID, "memberships[0]: group is missing"),
    "unknown key of an entry": (GROUP, {"memberships": [group(max_removal=1)]}, ARGUMENT, "max_removal"),
    "absent and exclusive": (GROUP, group(state="absent", exclusive=True), INVALID, "exclusive goes with state present only"),
    "absent and inherited exclusive": (
        GROUP, {"exclusive": True, "memberships": [group(state="absent")]}, INVALID, "memberships[0]: exclusive goes",
    ),
    "max_removals in words": (GROUP, group(max_removals="some"), INVALID, "max_removals must be a number or a percentage"),
    "max_removals of 101%": (GROUP, group(max_removals="101%"), INVALID, "from 0% to 100%"),
    "negative max_removals": (GROUP, group(max_removals=-1), INVALID, "'-1'"),
    "max_removals that is no percentage": (GROUP, group(max_removals="nan%"), INVALID, "'nan%'"),
    "max_removals with a fraction": (GROUP, group(max_removals=2.5), INVALID, "'2.5'"),
    "negative max_total_removals": (GROUP, group(max_total_removals=-1), INVALID, "must not be negative"),
    "all groups and a group": (GROUP, group("frank", all_groups=True, state="absent"), INVALID, "all_groups excludes group"),
    "all groups, present": (GROUP, {"all_groups": True, "users": ["frank"]}, INVALID, "state absent only"),
    "all groups, exclusive": (
        GROUP, {"all_groups": True, "users": ["frank"], "state": "absent", "exclusive": True}, INVALID, "exclusive",
    ),
    "all groups, nobody": (GROUP, {"all_groups": True, "state": "absent"}, INVALID, "all_groups needs users"),
    "unknown state": (GROUP, group(state="gone"), ARGUMENT, "state"),
    "unknown policy": (GROUP, group(unknown_users="forget"), ARGUMENT, "unknown_users"),
    "users is a dictionary": (GROUP, {"group": "viewers", "users": {"a": 1}}, ARGUMENT, "users"),
    "no member": (MEMBER, {}, INVALID, "Say which member: name or uin"),
    "blank name": (MEMBER, {"name": " "}, INVALID, "name is blank"),
    "name is a template": (MEMBER, new(name=TEMPLATE), INVALID, "is not a name"),
    "name too long": (MEMBER, new(name="x" * 26), INVALID, "has 26 characters; at most 25"),
    "name with a blank": (MEMBER, new(name="new account"), INVALID, "a blank"),
    "name with an umlaut": (MEMBER, new(name="b\u00fcro"), INVALID, "\u00fc"),
    "Chinese name on intl": (MEMBER, new(name="\u6570\u636e"), INVALID, "not allowed"),
    "account_name too long": (MEMBER, new(account_name="x" * 26), INVALID, "account_name"),
    "account_name with a slash": (MEMBER, new(account_name="a/b"), INVALID, "account_name 'a/b'"),
    "uin in words": (MEMBER, {"uin": "data-lake"}, INVALID, "uin must be a number"),
    "pay_uin in words": (MEMBER, new(pay_uin="payer"), INVALID, "pay_uin must be a number"),
    "node_id in words": (MEMBER, {"name": "data-lake", "node_id": "Finance"}, INVALID, "node_id must be a number"),
    "node and node_id": (MEMBER, new(node_id="5"), INVALID, "node and node_id exclude each other"),
    "blank node": (MEMBER, new(node=""), INVALID, "node is blank"),
    "assumed node is a template": (MEMBER, new(assume_present={"nodes": [TEMPLATE]}), INVALID, "assume_present.nodes"),
    "unknown permission": (MEMBER, new(permissions=["view_bills", "view_balance", "vieuw"]), INVALID, "vieuw"),
    "permission 0": (MEMBER, new(permissions=[0, 1, 2]), INVALID, "Unknown permissions: 0"),
    "permissions without 2": (MEMBER, new(permissions=[1, 4]), INVALID, "view_balance"),
    "no permissions": (MEMBER, new(permissions=[]), INVALID, "view_bills and view_balance"),
    "blank tag": (MEMBER, new(tags={" ": "v"}), INVALID, "blank key"),
    "identity 0": (MEMBER, new(identity_role_ids=[0]), INVALID, "identity_role_ids must be positive"),
    "identity in words": (MEMBER, new(identity_role_ids=["admin"]), ARGUMENT, "identity_role_ids"),
    "another policy": (MEMBER, new(policy_type="Finical"), ARGUMENT, "policy_type"),
    "tags in a list": (MEMBER, new(tags=["a"]), ARGUMENT, "tags"),
    "node both ways": (MEMBER + "_info", {"node": "a", "node_id": "1"}, ARGUMENT, "mutually exclusive"),
    "uin in words, reading": (MEMBER + "_info", {"uin": "x"}, INVALID, "uin must be a number"),
    "node_id in words, reading": (MEMBER + "_info", {"node_id": "x"}, INVALID, "node_id must be a number"),
    "node is a template, reading": (MEMBER + "_info", {"node": TEMPLATE}, INVALID, "is not a name"),
    "user is a template, reading": (GROUP + "_info", {"users": [TEMPLATE]}, INVALID, "is not a name"),
    "group is a template, reading": (GROUP + "_info", {"groups": [TEMPLATE]}, INVALID, "is not a name"),
    "plain http": (GROUP, group(endpoint="http://example.com"), INVALID, "must use https"),
    "endpoint with a path": (GROUP, group(endpoint="https://example.com/api"), INVALID, "no user, path"),
    "endpoint with a user": (GROUP, group(endpoint="https://example-name:EXAMPLEONLY@example.com"), INVALID, "no user, path"),
    "endpoint of another scheme": (MEMBER, new(endpoint="ftp://example.com"), INVALID, "https URL"),
    "unknown site": (MEMBER, new(site="moon"), INVALID, "site must be one of intl, mainland"),
    "unknown language": (MEMBER, new(language="de-DE"), ARGUMENT, "language"),
    "timeout 0": (MEMBER, new(timeout=0), INVALID, "timeout must be greater than 0"),
    "negative retry_timeout": (MEMBER, new(retry_timeout=-1), INVALID, "retry_timeout must not be negative"),
    "no connections": (MEMBER, new(max_connections=0), INVALID, "max_connections"),
    "no requests": (MEMBER, new(requests_per_second=0), INVALID, "requests_per_second"),
    "a rate that is no number": (MEMBER, new(requests_per_second="nan"), INVALID, "requests_per_second"),
    "timeout that is no number": (MEMBER, new(timeout="nan"), INVALID, "timeout"),
    "half a pair": (MEMBER, new(secret_id="EXAMPLEONLY"), "credentials", "secret_key is missing"),
    "only a token": (MEMBER, new(token="EXAMPLEONLY"), "credentials", "secret_id and secret_key is missing"),
}  # fmt: skip


def refused(road: Road, params: Params, code: str, words: str) -> None:
    """One sentence or two with these words; an argument error says it before the road begins."""
    if code == ARGUMENT:
        with pytest.raises(ValueError, match=words):
            road(**params)
        return
    for check_mode in (True, False):
        result = road(check_mode=check_mode, **params)
        assert (result["failed"], result["changed"]) == (True, False)
        assert (result["error"]["code"], result["error"]["message"] in result["msg"]) == (code, True), result["msg"]
        assert words in result["msg"], result["msg"]
        assert result["msg"][-1] in ".!?"
        assert len(result["msg"]) < 500
        assert "EXAMPLEONLY" not in str(result)


@pytest.mark.parametrize(("module", "params", "code", "words"), BEFORE_ANY_REQUEST.values(), ids=BEFORE_ANY_REQUEST)
def test_what_syntax_tells_costs_no_request(
    simulator: TencentSimulator, environment: dict[str, str], module: str, params: Params, code: str, words: str
) -> None:
    refused(Road("tencent_" + module, environment), params, code, words)
    assert simulator.log.entries == []


BEFORE_ANY_WRITE: dict[str, tuple[str, Params, str, str]] = {
    # A member that exists may have more than could be written, so these show only when it was looked for.
    "remark too long": (MEMBER, {"name": "data-lake", "remark": "x" * 41}, INVALID, "remark has 41 characters; at most 40"),
    "permission 11": (MEMBER, new(permissions=[1, 2, 11]), INVALID, "Unknown permissions: 11"),
    "eleven tags": (MEMBER, new(tags={f"k{number}": "v" for number in range(11)}), INVALID, "11 tags are given; at most 10"),
    "unknown zone": (GROUP, group("frank", zone_id="z-unknown"), "FailedOperation.ZoneIdNotExist", "leave zone_id out"),
    "unknown group": (GROUP, group("frank", group="viewer"), "unresolved_names", "viewers"),
    "unknown user": (GROUP, group("frankk"), "unresolved_names", "(near: frank)"),
    "unknown organization": (MEMBER, new(org_id="1"), "organization_mismatch", "not to 1"),
    "unknown department": (MEMBER, new(node="Finanse"), "unresolved_names", "(near: Finance)"),
    "unknown department id": (MEMBER, {"name": "data-lake", "node_id": "9"}, "unresolved_names", "node_id 9"),
    "unknown uin": (MEMBER, {"uin": "9", "remark": "x"}, "unresolved_names", "uin 9"),
    "unknown group, reading": (GROUP + "_info", {"groups": ["viewer", "nobody"]}, "unresolved_names", "(near: viewers)"),
    "unknown user, reading": (GROUP + "_info", {"users": ["frankk"]}, "unresolved_names", "(near: frank)"),
    "unknown department, reading": (MEMBER + "_info", {"node": "/Finance/Nothing"}, "unresolved_names", "/Finance/Nothing"),
    "unknown department id, reading": (MEMBER + "_info", {"node_id": "9"}, "unresolved_names", "node_id 9"),
    # Limits hold for what is written, not for what an existing account has already.
    "path without its beginning": (MEMBER + "_info", {"node": "/Platform"}, "unresolved_names", "/Platform"),
}  # fmt: skip


@pytest.mark.parametrize(("module", "params", "code", "words"), BEFORE_ANY_WRITE.values(), ids=BEFORE_ANY_WRITE)
def test_what_only_the_cloud_knows_costs_no_write(
    simulator: TencentSimulator, environment: dict[str, str], module: str, params: Params, code: str, words: str
) -> None:
    refused(Road("tencent_" + module, environment), params, code, words)
    assert simulator.log.entries
    assert simulator.log.writes() == []


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("TENCENTCLOUD_SITE", "moon", "must be one of intl, mainland, not moon"),
        ("TENCENTCLOUD_ENDPOINT", "http://example.com", "endpoint must use https"),
        ("ORGKIT_TIMEOUT", "soon", "ORGKIT_TIMEOUT must be a number"),
        ("ORGKIT_TIMEOUT", "-1", "timeout must be greater than 0"),
        ("ORGKIT_VALIDATE_CERTS", "maybe", "ORGKIT_VALIDATE_CERTS must be true or false"),
    ],
)
@pytest.mark.parametrize("module", [GROUP, MEMBER, GROUP + "_info", MEMBER + "_info"])
def test_bad_variables_cost_no_request(
    simulator: TencentSimulator, environment: dict[str, str], module: str, variable: str, value: str, words: str
) -> None:
    params = {GROUP: group("frank"), MEMBER: new()}.get(module, {})
    refused(Road("tencent_" + module, {**environment, variable: value}), params, INVALID, words)
    assert simulator.log.entries == []


def test_all_faults_of_a_task_are_told_at_once(simulator: TencentSimulator, environment: dict[str, str]) -> None:
    road = Road("tencent_org_member", environment)
    result = road(name="new account", permissions=["1", "vieuw"], node="a", node_id="b")
    for words in ("a blank", "vieuw", "exclude each other", "node_id must be a number"):
        assert words in result["msg"]
    assert simulator.log.entries == []


def test_a_permission_that_is_unknown_comes_with_all_that_are_known(environment: dict[str, str]) -> None:
    result = Road("tencent_org_member", environment)(**new(permissions=["vieuw"]))
    for name in ("view_bills (1)", "pay_on_behalf (7)", "credit_limit (10)"):
        assert name in result["msg"]


@pytest.mark.parametrize("name", ["\u6570\u636e", "data-\u6570\u636e"])
def test_the_mainland_site_takes_chinese_names(environment: dict[str, str], name: str) -> None:
    result = Road("tencent_org_member", environment)(check_mode=True, **new(name=name), site="mainland")
    assert not result["failed"], result["msg"]
