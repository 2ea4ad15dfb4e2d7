# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on departments, on access identities, and on the organization itself."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row, has_tags, offset_page, tag_rows, tags_of
from simulators.tencent.contract import load
from simulators.tencent.errors import ApiError
from simulators.tencent.records import Identity, Node
from simulators.tencent.world import World


def permission_rows(ids: tuple[int, ...]) -> list[Row]:
    """Financial permissions as the API writes them."""
    labels = load()["enums"]["PermissionIds"]
    return [{"Id": number, "Name": labels[str(number)]} for number in ids]


def describe_organization(call: Call) -> Row:
    world = call.world
    host = world.members[world.host_uin]
    return {
        "OrgId": world.org_id,
        "HostUin": world.host_uin,
        "NickName": host.nick_name,
        "OrgType": 1,
        "IsManager": world.is_manager,
        "OrgPolicyType": "Financial",
        "OrgPolicyName": "Finance",
        "OrgPermission": permission_rows(host.permissions),
        "RootNodeId": world.root_node_id,
        "CreateTime": host.created,
        "JoinTime": host.created,
        "IsAllowQuit": host.allow_quit,
        "PayUin": host.pay_uin,
        "PayName": "",
        "IsAssignManager": False,
        "IsAuthManager": False,
    }


def describe_nodes(call: Call) -> Row:
    wanted = tags_of(call)
    return offset_page(call, [_node_row(node) for node in call.world.nodes.values() if has_tags(wanted, node.tags)])


def add_node(call: Call) -> Row:
    world, name = call.world, call["Name"]
    tags = tags_of(call)
    if call["ParentNodeId"] not in world.nodes:
        raise ApiError("InvalidParameter.OrganizationNodeNotExist")
    _refuse_used_name(world, name)
    if _level(world, call["ParentNodeId"]) >= world.node_levels:
        raise ApiError("LimitExceeded.NodeDepthExceedLimit")
    if len(world.nodes) > world.node_quota:
        raise ApiError("LimitExceeded.NodeExceedLimit")
    number = world.add_node(name, call["ParentNodeId"], call.get("Remark", ""))
    world.nodes[number].tags = tags
    return {"NodeId": number}


def update_node(call: Call) -> Row:
    world = call.world
    node = world.nodes.get(call["NodeId"])
    if node is None:
        raise ApiError("FailedOperation.OrganizationNodeNotExist")
    name = call.get("Name", node.name)
    if name != node.name:
        _refuse_used_name(world, name)
    node.name = name
    node.remark = call.get("Remark", node.remark)
    node.updated = world.tick()
    return {}


def delete_nodes(call: Call) -> Row:
    world, numbers = call.world, set(call["NodeId"])
    if world.root_node_id in numbers:
        raise ApiError("InvalidParameter", "The root department cannot be deleted.")
    if not numbers <= set(world.nodes):
        raise ApiError("InvalidParameter", "A department of the list does not exist.")
    if any(member.node in numbers for member in world.members.values()):
        raise ApiError("FailedOperation.NodeNotEmpty")
    if any(node.parent in numbers and node.id not in numbers for node in world.nodes.values()):
        raise ApiError("FailedOperation.OrganizationNodeNotEmpty")
    for number in numbers:
        del world.nodes[number]
    return {}


def list_identities(call: Call) -> Row:
    key = call.get("SearchKey", "")
    rows = [
        _identity_row(identity)
        for identity in call.world.identities.values()
        if key.lower() in identity.name.lower()
        and call.get("IdentityId", identity.id) == identity.id
        and call.get("IdentityType", identity.kind) == identity.kind
    ]
    return offset_page(call, rows)


def _refuse_used_name(world: World, name: str) -> None:
    if any(node.name == name for node in world.nodes.values()):
        raise ApiError("FailedOperation.OrganizationNodeNameUsed")


def _level(world: World, number: int) -> int:
    """How many levels a department lies below the root."""
    level = 0
    while number != world.root_node_id:
        number = world.nodes[number].parent
        level += 1
    return level


def _node_row(node: Node) -> Row:
    return {
        "NodeId": node.id,
        "Name": node.name,
        "ParentNodeId": node.parent,
        "Remark": node.remark,
        "CreateTime": node.created,
        "UpdateTime": node.updated,
        "Tags": tag_rows(node.tags),
    }


def _identity_row(identity: Identity) -> Row:
    policies = [
        {"PolicyId": number, "PolicyName": name, "PolicyType": identity.kind, "PolicyDocument": ""}
        for number, name in identity.policies.items()
    ]
    return {
        "IdentityId": identity.id,
        "IdentityAliasName": identity.name,
        "Description": identity.description,
        "IdentityPolicy": policies,
        "IdentityType": identity.kind,
        "UpdateTime": identity.updated,
    }


HANDLERS: dict[str, Handler] = {
    "DescribeOrganization": describe_organization,
    "DescribeOrganizationNodes": describe_nodes,
    "AddOrganizationNode": add_node,
    "UpdateOrganizationNode": update_node,
    "DeleteOrganizationNodes": delete_nodes,
    "ListOrganizationIdentity": list_identities,
}
