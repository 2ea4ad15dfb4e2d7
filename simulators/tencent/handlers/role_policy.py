# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on the policies of a role configuration."""

from __future__ import annotations

import json

from simulators.tencent.calls import Call, Handler, Row, containing, matching
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.lookup import need_configuration
from simulators.tencent.records import RoleConfiguration, RolePolicy


def list_policies(call: Call) -> Row:
    policies = need_configuration(call, call["RoleConfigurationId"]).policies
    rows = [
        {
            "RolePolicyId": policy.number,
            "RolePolicyName": policy.name,
            "RolePolicyType": policy.kind,
            "RolePolicyDocument": policy.document,
            "AddTime": policy.added,
        }
        for policy in policies.values()
    ]
    rows = containing(call, matching(call, rows, ("RolePolicyType",)), "RolePolicyName")
    return {"TotalCounts": len(rows), "RolePolicies": rows}


def add_policies(call: Call) -> Row:
    world, found = call.world, need_configuration(call, call["RoleConfigurationId"])
    kind = call["RolePolicyType"]
    added = _custom_policies(call) if kind == "Custom" else _system_policies(call)
    names = [policy.name for policy in added]
    if len(set(names)) < len(names) or set(names) & set(found.policies):
        raise ApiError("InvalidParameter.PolicyNameAlreadyExists")
    quota = world.custom_policy_quota if kind == "Custom" else world.system_policy_quota
    if sum(policy.kind == kind for policy in found.policies.values()) + len(added) > quota:
        raise ApiError(f"FailedOperation.{kind}PolicyOverUpperLimit")
    found.policies.update({policy.name: policy for policy in added})
    _changed(call, found)
    return {}


def remove_policy(call: Call) -> Row:
    found = need_configuration(call, call["RoleConfigurationId"])
    name, number = call.get("RolePolicyName"), call.get("RolePolicyId")
    if name is None and number is None:
        raise ApiError("InvalidParameter.ParamError", "One of `RolePolicyName` and `RolePolicyId` is needed.")
    for policy in found.policies.values():
        fits = name in (None, policy.name) and number in (None, policy.number)
        if fits and policy.kind == call["RolePolicyType"]:
            del found.policies[policy.name]
            _changed(call, found)
            return {}
    raise ApiError("InvalidParameter.RolePolicyNotExist")


def update_custom_policy(call: Call) -> Row:
    found = need_configuration(call, call["RoleConfigurationId"])
    policy = found.policies.get(call["CustomPolicyName"])
    if policy is None:
        raise ApiError("InvalidParameter.RolePolicyNotExist")
    if policy.kind != "Custom":
        raise ApiError("InvalidParameter.PolicyTypeError")
    document = call.get("NewCustomPolicyDocument", "")
    if not document:
        raise ApiError("InvalidParameter.PolicyDocumentEmpty")
    _check_document(document, "InvalidParameter")
    policy.document = document
    _changed(call, found)
    return {}


def _changed(call: Call, found: RoleConfiguration) -> None:
    found.updated = call.world.tick()
    call.world.outdate_deployments(found.id)


def _system_policies(call: Call) -> list[RolePolicy]:
    """The policies of the request, by number and name together, or by name alone."""
    known, now = call.world.system_policies, call.world.tick()
    numbers = {name: number for number, name in known.items()}
    wanted = [(row.get("PolicyId"), row.get("PolicyName")) for row in call.get("RolePolicies", [])]
    if any(None in pair for pair in wanted):
        raise ApiError("InvalidParameter.ParamError", "`RolePolicies` needs `PolicyId` and `PolicyName` together.")
    wanted += [(numbers.get(name), name) for name in call.get("RolePolicyNames", [])]
    if not wanted:
        raise ApiError("InvalidParameter.ParamError", "No policy is named.")
    for number, name in wanted:
        if number not in known or known[number] != name:
            raise ApiError("InvalidParameter.ParamError", f"There is no system policy `{name}` of number {number}.")
    return [RolePolicy(name, "System", now, number) for number, name in wanted]


def _custom_policies(call: Call) -> list[RolePolicy]:
    names = call.get("RolePolicyNames", [])
    documents = call.get("CustomPolicyDocuments") or [call.get("CustomPolicyDocument", "")]
    if not names or call.get("RolePolicies"):
        raise ApiError("InvalidParameter.ParamError", "Custom policies are named by `RolePolicyNames`.")
    if not all(documents):
        raise ApiError("InvalidParameter.PolicyDocumentEmpty")
    if len(documents) != len(names):
        raise ApiError("InvalidParameter.ParamError", "Every custom policy needs one document.")
    for document in documents:
        _check_document(document, "InvalidParameter.ParamError")
    now = call.world.tick()
    return [RolePolicy(name, "Custom", now, document=document) for name, document in zip(names, documents)]


def _check_document(document: str, code: str) -> None:
    try:
        json.loads(document)
    except ValueError:
        raise ApiError(code, "The policy document is not JSON.") from None


HANDLERS: dict[str, Handler] = {
    "ListPermissionPoliciesInRoleConfiguration": list_policies,
    "AddPermissionPolicyToRoleConfiguration": add_policies,
    "RemovePermissionPolicyFromRoleConfiguration": remove_policy,
    "UpdateCustomPolicyForRoleConfiguration": update_custom_policy,
}
