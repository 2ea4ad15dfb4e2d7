# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on the accounts of the organization."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row, has_tags, offset_page, tag_rows, tags_of
from simulators.tencent.errors import ApiError
from simulators.tencent.handlers.node import permission_rows
from simulators.tencent.records import Invitation, Member
from simulators.tencent.world import World

PAY_ON_BEHALF = 7
# Flag of a member -> the code with which DeleteOrganizationMembers refuses it.
LEAVE_REFUSALS = {
    "delegate_payer": "FailedOperation.MemberIsDelegatePayerNotAllowDelete",
    "has_delegate_payer": "FailedOperation.MemberExistDelegatePayerNotAllowDelete",
    "shares_resources": "FailedOperation.MemberShareResource",
    "uses_shared_resources": "FailedOperation.ShareResourceMemberInUse",
    "entity_admin": "FailedOperation.OrganizationAuthManageNotAllowDelete",
    "service_admin": "UnsupportedOperation.MemberExistServiceNotAllowDelete",
    "operation_approval": "UnsupportedOperation.MemberExistOperateProcessNotAllowDelete",
    "no_payment": "UnsupportedOperation.MemberNoPayment",
}


def create_member(call: Call) -> Row:
    world = call.world
    tags = tags_of(call)
    _need_node(call)
    _check_record(call)
    permissions = _permissions(call, world.required_permissions)
    _check_payer(world, permissions, call.get("PayUin", ""))
    if "AuthRelationId" in call.params and call["AuthRelationId"] not in world.auth_relations:
        raise ApiError("ResourceNotFound.OrganizationAuthRelationNotExist")
    identities = call.get("IdentityRoleID", [1])
    if not set(identities) <= set(world.identities):
        raise ApiError("InvalidParameter", "`IdentityRoleID` names an access identity that does not exist.")
    _refuse_used_name(world, call["Name"])
    if any(member.account_name == call["AccountName"] for member in world.members.values()):
        raise ApiError("FailedOperation.MemberNameUsed")
    _check_quota(world)
    uin = world.add_member(
        call["Name"],
        call["NodeId"],
        permissions,
        remark=call.get("Remark", ""),
        pay_uin=call.get("PayUin", ""),
        tags=tags,
        identities=identities,
        account_name=call["AccountName"],
    )
    if world.create_failure is not None:
        # The account is there, and yet the caller hears of a failure: the worst case that a client must survive.
        code, world.create_failure = world.create_failure, None
        raise ApiError(code)
    return {"Uin": uin}


def update_member(call: Call) -> Row:
    world = call.world
    member = world.members.get(call["MemberUin"])
    if member is None:
        raise ApiError("ResourceNotFound.MemberNotExist")
    if member.uin == world.host_uin:
        raise ApiError("UnsupportedOperation", "The management account cannot be changed.")
    permissions, payer = _wanted_permissions(call, member)
    name = call.get("Name", member.name)
    allow_quit = call.get("IsAllowQuit", member.allow_quit)
    if allow_quit == "Allow" and PAY_ON_BEHALF in permissions:
        raise ApiError("InvalidParameter.AllowQuitIllegal")
    if name != member.name:
        _refuse_used_name(world, name)
    if (permissions, payer) != (member.permissions, member.pay_uin):
        _change_permissions(world, member, permissions, payer)
    member.name = name
    if call.get("IsModifyNickName") == 1:
        member.nick_name = name
    member.remark = call.get("Remark", member.remark)
    member.allow_quit = allow_quit
    member.updated = world.tick()
    return {}


def delete_members(call: Call) -> Row:
    world, uins = call.world, set(call["MemberUin"])
    if world.host_uin in uins:
        raise ApiError("FailedOperation.DisableQuitSelfCreatedOrganization")
    if not uins <= set(world.members):
        raise ApiError("InvalidParameter", "An account of the list is no member of the organization.")
    # All are checked before the first one leaves; what the service does with half a list is not documented.
    for uin in uins:
        _refuse_to_let_go(world, world.members[uin])
    for uin in uins:
        del world.members[uin]
        world.forget_account(uin)
    return {}


def describe_members(call: Call) -> Row:
    world = call.world
    if "NodeId" in call.params and call["NodeId"] not in world.nodes:
        raise ApiError("ResourceNotFound.OrganizationNodeNotExist")
    if call.get("Product"):
        raise ApiError("ResourceNotFound.OrganizationServiceNotExist")
    wanted = tags_of(call)
    rows = []
    for member in world.members.values():
        if member.uin == world.host_uin and not world.list_management_account:
            continue
        if _matches(call, member) and has_tags(wanted, member.tags):
            rows.append(_member_row(world, member))
    return offset_page(call, rows)


def move_members(call: Call) -> Row:
    world = call.world
    _need_node(call)
    if not set(call["MemberUin"]) <= set(world.members):
        raise ApiError("FailedOperation.SomeUinsNotInOrganization")
    for uin in call["MemberUin"]:
        world.members[uin].node = call["NodeId"]
        world.members[uin].updated = world.tick()
    return {}


def invite_member(call: Call) -> Row:
    world, uin = call.world, call["MemberUin"]
    tags = tags_of(call)
    _need_node(call)
    permissions = _permissions(call, {1, 2})
    _check_payer(world, permissions, call.get("PayUin", ""))
    if uin in world.members:
        raise ApiError("FailedOperation.OrganizationMemberExist")
    if uin in world.invitations:
        raise ApiError("FailedOperation.InvitationExist")
    if uin in world.foreign_uins:
        raise ApiError("FailedOperation.MemberExistInOtherOrganization")
    _refuse_used_name(world, call["Name"])
    _check_quota(world)
    world.invitations[uin] = Invitation(
        uin,
        call["Name"],
        call["NodeId"],
        permissions,
        pay_uin=call.get("PayUin", ""),
        remark=call.get("Remark", ""),
        allow_quit=call.get("IsAllowQuit", "Denied"),
        tags=tags,
    )
    return {}


def _need_node(call: Call) -> None:
    if call["NodeId"] not in call.world.nodes:
        raise ApiError("FailedOperation.OrganizationNodeNotExist")


def _check_record(call: Call) -> None:
    if "RecordId" not in call.params:
        return
    if call["RecordId"] not in call.world.creation_records:
        raise ApiError("FailedOperation.CreateRecordNotExist")
    if call.world.creation_records[call["RecordId"]]:
        raise ApiError("FailedOperation.CreateRecordAlreadySuccess")


def _permissions(call: Call, required: set[int]) -> tuple[int, ...]:
    given = set(call["PermissionIds"])
    if not required <= given <= set(range(1, 11)):
        raise ApiError("FailedOperation.OrganizationPermissionIllegal")
    return tuple(sorted(given))


def _check_payer(world: World, permissions: tuple[int, ...], payer: str) -> None:
    known = payer.isdigit() and int(payer) in world.members
    if (payer and not known) or (PAY_ON_BEHALF in permissions and not payer):
        raise ApiError("FailedOperation.PayUinIllegal")


def _wanted_permissions(call: Call, member: Member) -> tuple[tuple[int, ...], str]:
    """Permissions and payer after the update. A payer must travel with the permissions."""
    if "PermissionIds" not in call.params:
        if "PayUin" in call.params:
            raise ApiError("FailedOperation.PayUinIllegal", "`PayUin` has to be sent together with `PermissionIds`.")
        return member.permissions, member.pay_uin
    permissions = _permissions(call, {1, 2})
    payer = call.get("PayUin", member.pay_uin)
    _check_payer(call.world, permissions, payer)
    return permissions, payer


def _change_permissions(world: World, member: Member, permissions: tuple[int, ...], payer: str) -> None:
    if member.permission_status == "UnConfirmed":
        raise ApiError("FailedOperation.ChangePermissionRecordExist")
    if world.consent_needed:
        member.pending = (permissions, payer)
        member.permission_status = "UnConfirmed"
    else:
        member.permissions, member.pay_uin = permissions, payer


def _refuse_used_name(world: World, name: str) -> None:
    if any(member.name == name for member in world.members.values()):
        raise ApiError("FailedOperation.OrganizationMemberNameUsed")


def _check_quota(world: World) -> None:
    if len(world.members) + len(world.invitations) >= world.member_quota:
        raise ApiError("LimitExceeded.OrganizationMemberOverLimit")


def _refuse_to_let_go(world: World, member: Member) -> None:
    if member.member_type == "Create" and member.bind_status != "Success":
        raise ApiError("UnsupportedOperation.CreateMemberNotAllowDelete")
    for flag, code in LEAVE_REFUSALS.items():
        if flag in member.flags:
            raise ApiError(code)
    if any(other.pay_uin == str(member.uin) for other in world.members.values() if other is not member):
        raise ApiError(LEAVE_REFUSALS["delegate_payer"])


def _matches(call: Call, member: Member) -> bool:
    key = call.get("SearchKey", "").lower()
    return (
        (key in member.name.lower() or key in str(member.uin))
        and call.get("NodeId", member.node) == member.node
        and call.get("NodeName") in (None, "", call.world.nodes[member.node].name)
        # No account of this world has a verified entity name.
        and not call.get("AuthName")
    )


def _member_row(world: World, member: Member) -> Row:
    payer = world.members.get(int(member.pay_uin)) if member.pay_uin else None
    identities = [world.identities[number] for number in member.identities]
    return {
        "MemberUin": member.uin,
        "Name": member.name,
        "MemberType": member.member_type,
        "OrgPolicyType": "Financial",
        "OrgPolicyName": "Finance",
        "OrgPermission": permission_rows(member.permissions),
        "NodeId": member.node,
        "NodeName": world.nodes[member.node].name,
        "Remark": member.remark,
        "CreateTime": member.created,
        "UpdateTime": member.updated,
        "IsAllowQuit": member.allow_quit,
        "PayUin": member.pay_uin,
        "PayName": payer.name if payer else "",
        "OrgIdentity": [{"IdentityId": found.id, "IdentityAliasName": found.name} for found in identities],
        "BindStatus": member.bind_status,
        "PermissionStatus": member.permission_status,
        "Tags": tag_rows(member.tags),
        "NickName": member.nick_name,
    }


HANDLERS: dict[str, Handler] = {
    "CreateOrganizationMember": create_member,
    "UpdateOrganizationMember": update_member,
    "DeleteOrganizationMembers": delete_members,
    "DescribeOrganizationMembers": describe_members,
    "MoveOrganizationNodeMembers": move_members,
    "InviteOrganizationMember": invite_member,
}
