# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Policies: complete sets, documents by what they say, foreign text, and answers that cannot be believed."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest

from simulators.tencent import World
from simulators.tencent.app import HANDLERS
from simulators.tencent.calls import Call, Row
from simulators.tencent.errors import ApiError
from support.cases import Case, cases_of
from support.stage import stage

MODULE = "tencent_cic_role_configuration"
LIST = "ListPermissionPoliciesInRoleConfiguration"
HOSTILE = (
    "plain", "{{ lookup('pipe', 'false') }}", " padded ", "line\nbreak", "\x1b[31mred", "\u202egnp", "a: b", "[list]",
    "201", "null", "\u6570\u636e", "x" * 60, "'quote'", "zo\u00eb", "zoe\u0308",
)  # fmt: skip
DOCUMENTS = (
    '{"version":"2.0","statement":[]}', '{"a": 1, "a": 2}', "not json", "", "[1]", '{"n": NaN}', '{"big": 1e400}',
    '{"text": "{{ x }}"}', '{"true": true, "one": 1, "float": 1.0}', '{"\\ud800": "\u0000"}',
)  # fmt: skip


@pytest.mark.parametrize(
    ("present", "wished", "same"),
    [
        ('{"a": 1, "b": [1, 2]}', {"b": [1, 2], "a": 1}, True),
        ('{"a": 1, "b": [1, 2]}', ' {"b":[1,2],\n"a":1} ', True),
        ('{"a": 1, "b": [1, 2]}', {"b": [2, 1], "a": 1}, False),
        ('{"a": true}', {"a": 1}, False),
        ('{"a": 1}', {"a": "1"}, False),
        ('{"a": null}', {}, False),
        ('{"a": 1, "a": 2}', {"a": 2}, False),
        ("not json", {}, False),
        ("", {}, False),
    ],
)
def test_documents_are_compared_by_what_they_say(present: str, wished: Any, same: bool) -> None:
    world = World()
    world.add_role_configuration("operator", (), {"one": present})
    with stage(MODULE, world) as one:
        result = one.run({"name": "operator", "custom_policies": {"one": wished}})
        assert not result["failed"], result["msg"]
        assert result["changed"] is not same
        assert one.run({"name": "operator", "custom_policies": {"one": wished}})["changes"] == []


def test_a_changed_document_is_sent_and_shown() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        document = {"version": "2.0", "statement": [{"effect": "deny", "action": "*", "resource": "\u6570"}]}
        result = one.run({"name": "operator", "custom_policies": {"no-deletion": document}})
        policy = one.world.role_configuration("operator").policies["no-deletion"]
        assert policy.document == ('{"version":"2.0","statement":[{"effect":"deny","action":"*","resource":"\u6570"}]}')
        assert "effect=deny" in result["diff"]["after"]
        assert result["changes"][0]["after"] == document


def hostile(rng: Random) -> World:
    """Configurations and policies with whatever names and documents a cloud may hold."""
    world = World()
    world.add_member("data-lake")
    names = rng.sample(HOSTILE, 6)
    attached = [world.add_system_policy(name) for name in rng.sample(HOSTILE, 5)]
    attached.append(world.add_system_policy("twice"))
    for name in names:
        custom = dict(zip(rng.sample(HOSTILE, 3), rng.sample(DOCUMENTS, 3)))
        number = world.add_role_configuration(
            name,
            rng.sample(attached, 3),
            custom,
            rng.choice(("", "{{ x }}")),
            rng.choice((3600, 60)),
            rng.choice(("", "x")),
        )
        if rng.random() < 0.5:
            world.deploy(number, "data-lake")
    world.add_role_configuration(names[0] + "-", [attached[0]])
    return world


@pytest.mark.parametrize("seed", range(20))
def test_role_configurations_as_they_are_change_nothing(seed: int) -> None:
    with stage(MODULE + "_info", hostile(Random(seed))) as one:
        found = one.run({})
        assert not found["failed"], found["msg"]
    with stage(MODULE, hostile(Random(seed))) as one:
        result = one.run(found["as_input"])
        assert not result["failed"], result["msg"]
        assert (result["changes"], one.writes()) == ([], {})
        assert "ListPolicies" not in one.calls()


@pytest.mark.parametrize(
    "row",
    [
        None,
        {"RolePolicyName": None, "RolePolicyType": "System", "RolePolicyId": 1},
        {"RolePolicyName": "x", "RolePolicyType": None, "RolePolicyId": 1},
        {"RolePolicyName": "x", "RolePolicyType": "Odd", "RolePolicyId": 1},
        {"RolePolicyName": "x", "RolePolicyType": "System", "RolePolicyId": 0},
        {"RolePolicyName": "x", "RolePolicyType": "System"},
        {"RolePolicyName": "x", "RolePolicyType": "Custom", "RolePolicyDocument": {"a": 1}},
    ],
)
def test_rows_of_policies_that_cannot_be_right_are_no_empty_list(monkeypatch: pytest.MonkeyPatch, row: Any) -> None:
    monkeypatch.setitem(HANDLERS, LIST, lambda call: {"TotalCounts": 1, "RolePolicies": [row]})
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "operator", "policies": [], "retry_timeout": 0})
        assert (result["error"]["code"], one.writes()) == ("bad_response", {})


def test_a_list_of_policies_that_lacks_some_is_not_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, LIST, lambda call: {"TotalCounts": 3, "RolePolicies": None})
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "operator", "policies": ["ReadOnlyAccess"], "retry_timeout": 0})
        assert (result["error"]["code"], one.writes()) == ("bad_response", {})


@pytest.mark.parametrize(
    "change",
    [{"TargetUin": None}, {"TargetType": None}, {"DeploymentStatus": None}, {"RoleConfigurationId": ""}],
)
def test_rows_of_deployments_that_cannot_be_right_are_not_believed(
    monkeypatch: pytest.MonkeyPatch, change: dict[str, Any]
) -> None:
    usual = HANDLERS["ListRoleConfigurationProvisionings"]

    def answer(call: Call) -> Row:
        found = usual(call)
        key = "RoleConfigurationProvisionings"
        return {**found, key: [{**row, **change} for row in found[key]]}

    monkeypatch.setitem(HANDLERS, "ListRoleConfigurationProvisionings", answer)
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "operator", "session_duration": 7200, "retry_timeout": 0})
        assert (result["error"]["code"], one.writes()) == ("bad_response", {})


@pytest.mark.parametrize("module", [MODULE, MODULE + "_info"])
def test_a_configuration_that_goes_away_while_it_is_read_is_neither_there_nor_gone(
    monkeypatch: pytest.MonkeyPatch, module: str
) -> None:
    def answer(call: Call) -> Row:
        raise ApiError("InvalidParameter.RoleConfigurationNotExist")

    monkeypatch.setitem(HANDLERS, LIST, answer)
    with stage(module, cases_of(MODULE).world()) as one:
        result = one.run({"name": "operator"} if module == MODULE else {})
        assert (result["error"]["code"], one.writes()) == ("conflict", {})
        assert "operator" in result["msg"]


@pytest.mark.parametrize("reads", [1, 2])
@pytest.mark.parametrize("case", [case for case in cases_of(MODULE).CASES if case.writes], ids=str)
def test_reads_that_lag_behind_the_writes_change_nothing(case: Case, reads: int) -> None:
    with stage(MODULE, cases_of(MODULE).world(), case.prepare) as one:
        one.simulator.stale_reads = reads
        result = one.run(case.params)
        assert not result["failed"], result["msg"]
        assert ({row["status"] for row in result["changes"]}, result["warnings"]) == ({"done"}, [])
        one.simulator.stale_reads = 0
        assert one.run(case.params)["changes"] == []


def test_a_custom_policy_of_access_management_is_no_system_policy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(HANDLERS, "GetPolicy", lambda call: {"PolicyName": "own", "Type": 1})
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "auditor", "policies": [100]})
        assert (result["error"]["code"], "id 100" in result["msg"]) == ("unresolved_names", True)


def test_somebody_else_adds_the_same_policy_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    usual = HANDLERS["AddPermissionPolicyToRoleConfiguration"]

    def answer(call: Call) -> Row:
        usual(call)
        raise ApiError("InvalidParameter.PolicyNameAlreadyExists")

    monkeypatch.setitem(HANDLERS, "AddPermissionPolicyToRoleConfiguration", answer)
    with stage(MODULE, cases_of(MODULE).world()) as one:
        result = one.run({"name": "empty", "policies": ["ReadOnlyAccess"]})
        assert (result["failed"], result["changed"]) == (False, False)
        assert any("Somebody else was faster" in text for text in result["warnings"])


def test_nothing_is_lost_when_what_is_new_is_refused() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        one.world.denied_actions = {"AddPermissionPolicyToRoleConfiguration"}
        result = one.run({"name": "operator", "custom_policies": {"deny-deletion": {"version": "2.0"}}})
        assert result["failed"]
        assert "no-deletion" in one.world.policies_of("operator")


def test_what_goes_makes_room_where_the_quota_is_used_up() -> None:
    with stage(MODULE, cases_of(MODULE).world()) as one:
        one.world.system_policy_quota = 2
        wish = {"name": "operator", "policies": ["QcloudTKEFullAccess", "ReadOnlyAccess"]}
        plan = one.run(wish, check_mode=True)
        result = one.run(wish)
        assert not result["failed"], result["msg"]
        told = [(row["action"], row["subject"]["name"]) for row in result["changes"][:2]]
        assert told == [("remove", "QcloudCVMReadOnlyAccess"), ("add", "ReadOnlyAccess")]
        assert plan["plan_id"] == result["plan_id"]


def test_a_custom_policy_may_be_called_like_its_configuration() -> None:
    with stage(MODULE, World()) as one:
        result = one.run({"name": "same", "custom_policies": {"same": {"version": "2.0"}}})
        assert [row["subject"]["id"] is None for row in result["changes"]] == [False, True]
        assert result["changes"][1]["target"] == result["changes"][0]["subject"]
