# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The actions of access management (CAM) that look up policies. Only system policies are known here."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row
from simulators.tencent.errors import ApiError

SYSTEM = 2
DOCUMENT = '{"version":"2.0","statement":[]}'
ADDED = "2020-01-06 12:00:00"


def list_policies(call: Call) -> Row:
    key = call.get("Keyword", "").lower()
    known = {} if call.get("Scope") == "Local" else call.world.system_policies
    rows = [_row(number, name) for number, name in known.items() if key in name.lower()]
    size = call.get("Rp", 20)
    start = (call.get("Page", 1) - 1) * size
    return {"TotalNum": len(rows), "List": rows[start : start + size], "ServiceTypeList": []}


def get_policy(call: Call) -> Row:
    name = call.world.system_policies.get(call["PolicyId"])
    if name is None:
        raise ApiError("ResourceNotFound.PolicyIdNotFound", "The policy does not exist.")
    return {
        "PolicyName": name,
        "Description": "",
        "Type": SYSTEM,
        "AddTime": ADDED,
        "UpdateTime": ADDED,
        "PolicyDocument": DOCUMENT,
        "PresetAlias": name,
        "IsServiceLinkedRolePolicy": 0,
    }


def _row(number: int, name: str) -> Row:
    return {
        "PolicyId": number,
        "PolicyName": name,
        "AddTime": ADDED,
        "Type": SYSTEM,
        "Description": "",
        "CreateMode": 2,
        "Attachments": 0,
        "ServiceType": "",
        "IsAttached": 0,
        "Deactived": 0,
        "DeactivedDetail": [],
        "IsServiceLinkedPolicy": 0,
        "AttachEntityCount": 0,
        "AttachEntityBoundaryCount": 0,
        "UpdateTime": ADDED,
    }


HANDLERS: dict[str, Handler] = {
    "ListPolicies": list_policies,
    "GetPolicy": get_policy,
}
