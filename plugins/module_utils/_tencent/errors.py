# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What an error code of Tencent Cloud means for the caller: may it be repeated, what does it stop, what helps.

Sources: the error lists of the API pages CreateOrganizationMember, AddUserToGroup and their relatives, and the common
error codes of Tencent Cloud.
"""

from __future__ import annotations

from .._core.errors import ApiError

# A create-like quota and a throttle share the prefix LimitExceeded; these are worded as "too many requests".
_THROTTLE_LIKE = (
    "LimitExceeded.AddUserToGroupLimitExceeded",
    "LimitExceeded.CreateRoleAssignmentLimitExceeded",
    "LimitExceeded.CreateUserLimitExceeded",
    "LimitExceeded.CreateUserSyncProvisioningLimitExceeded",
    "LimitExceeded.RemoveUserFromGroupLimitExceeded",
)
# A limit of the place of one thing only; the quotas of the organization are used up for all.
_ITEM_LIMITS = ("LimitExceeded.NodeDepthExceedLimit",)
_THROTTLE_LIKE_REPEATS = 3

_TRANSIENT = ("InternalError", "ServiceUnavailable", "ResourceUnavailable", "ResourceInUse")
# The API says that a step inside failed; the thing itself may have been made.
_UNKNOWN_AFTER_WRITE = (
    "FailedOperation.CreateAccount",
    "FailedOperation.CreateBillingPermissionErr",
    "FailedOperation.CreateRole",
    "FailedOperation.DBOperationError",
    "FailedOperation.OperateBillingPermissionErr",
    "FailedOperation.PartnerManagementErr",
    "FailedOperation.QuitShareUintError",
    "FailedOperation.TagResourcesError",
    "FailedOperation.UserProvisioningFailed",
    "UnsupportedOperation.ManagementSystemError",
)
_ALREADY = (
    "FailedOperation.CreateRecordAlreadySuccess",
    "InvalidParameter.ConfigurationNameAlreadyExists",
    "FailedOperation.RoleConfigurationAuthorizationAlreadyExist",
    "InvalidParameter.GroupNameAlreadyExists",
    "InvalidParameter.GroupUserAlreadyExists",
    "InvalidParameter.GroupUserNotExist",
    "InvalidParameter.PolicyNameAlreadyExists",
    "InvalidParameter.UsernameAlreadyExists",
    "ResourceNotFound.RoleConfigurationAuthorizationNotFound",
    "ResourceNotFound.UserProvisioningNotFound",
)
# What shall go is gone; elsewhere these are errors.
_ALREADY_GONE = {
    "DeleteGroup": "InvalidParameter.GroupNotExist",
    "DeleteRoleConfiguration": "InvalidParameter.RoleConfigurationNotExist",
    "DeleteUser": "ResourceNotFound.UserNotExist",
    "DismantleRoleConfiguration": "ResourceNotFound.RoleConfigurationProvisioningNotFound",
    "RemovePermissionPolicyFromRoleConfiguration": "InvalidParameter.RolePolicyNotExist",
}
_TASK_SCOPE = (
    "ActionOffline",
    "AuthFailure",
    "FailedOperation.AuthInfoEmpty",
    "FailedOperation.AuthNotEnterprise",
    "FailedOperation.IdentityCenterNotOpen",
    "FailedOperation.ZoneIdNotExist",
    "IpInBlacklist",
    "IpNotInWhitelist",
    "LimitExceeded",
    "NoSuchProduct",
    "NoSuchVersion",
    "ResourceInsufficient",
    "ResourceNotFound.OrganizationNotExist",
    "ServiceUnavailable",
    "UnauthorizedOperation",
)
_GROUP_SCOPE = (
    "FailedOperation.GroupUserCountOverUpperLimit",
    "FailedOperation.ManualGroupNotUpdate",
    "FailedOperation.SynchronizedGroup",
    "InvalidParameter.GroupNotExist",
)

_BILLING = (
    "The billing or reseller state of an account forbids this. Settle it in the console's billing centre; "
    "running again does not help."
)
_LOOK_IN_CONSOLE = (
    "A step inside Tencent Cloud failed and the account may exist: look at the console before running again."
)
_KEYS = "Check secret_id and secret_key, or the profile and environment they come from."
_CAM = (
    "Grant the CAM action named in the message (resource *) to the key's user, and use a key of the management account; "
    "docs/tencent.md lists the actions of each module."
)
_SCIM = "The group is delivered by SCIM: change it in the identity provider, or switch SCIM synchronization off."

# The longest prefix wins, so a general sentence can stand beside special ones.
_HINTS = {
    "ActionOffline": "This action has been withdrawn on this site.",
    "AuthFailure": _KEYS,
    "AuthFailure.InvalidSecretId": "This kind of key cannot call the API: use an API key of CAM.",
    "AuthFailure.MFAFailure": "The key's user must pass a second factor: use a key or a role without this condition.",
    "AuthFailure.SecretIdNotFound": "The key is unknown, disabled or deleted, or belongs to the other site. " + _KEYS,
    "AuthFailure.SignatureExpire": "The clock of this machine is wrong: set it by NTP.",
    "AuthFailure.SignatureFailure": "The secret key does not belong to the secret id. " + _KEYS,
    "AuthFailure.TokenFailure": "The temporary token is wrong or has expired: get new temporary credentials.",
    "AuthFailure.UnauthorizedOperation": _CAM,
    "FailedOperation.AuthInfoEmpty": "The management account has no identity verification: complete it in the console.",
    "FailedOperation.AuthInfoNotSame": "Management account and member are verified as different legal entities.",
    "FailedOperation.AuthNotEnterprise": "The management account needs an enterprise verification: complete it in the console.",
    "FailedOperation.ChangePermissionRecordExist": "An earlier permission change still waits for the member's consent.",
    "FailedOperation.ConfigurationOverUpperLimit": "The Identity Center holds no more role configurations: ask for a higher quota.",
    "FailedOperation.CreateAccount": _LOOK_IN_CONSOLE,
    "FailedOperation.CreateBillingPermissionErr": _LOOK_IN_CONSOLE,
    "FailedOperation.CreateMemberAuthOverLimit": "Too many accounts are verified with this legal entity: ask for a higher limit.",
    "FailedOperation.CreateRecordAlreadySuccess": "This record_id belongs to a creation that is complete: leave record_id out.",
    "FailedOperation.CreateRecordNotExist": "This record_id is unknown: leave record_id out.",
    "FailedOperation.CreateRole": _LOOK_IN_CONSOLE,
    "FailedOperation.CustomPolicyOverUpperLimit": "The role configuration holds no more custom policies: remove some in a task before.",
    "FailedOperation.DisableQuitSelfCreatedOrganization": "The account that created the organization cannot leave it.",
    "FailedOperation.GetAuthInfo": "The identity verification could not be read: try again later.",
    "FailedOperation.DeleteGroupNotAllowExistUser": "Somebody joined the group meanwhile: run again.",
    "FailedOperation.GroupOverUpperLimit": "The Identity Center holds no more groups: ask for a higher quota.",
    "FailedOperation.GroupTypeUserTypeNotMatch": "Manual users go into manual groups only, synchronized ones into synchronized groups.",
    "FailedOperation.GroupUserCountOverUpperLimit": "The group is full: remove members or ask for a higher quota.",
    "FailedOperation.IdentityCenterNotOpen": "Switch Identity Center on in the console of the management account.",
    "FailedOperation.ManualGroupNotDelete": "The group is locked for this caller: look at its settings in the console.",
    "FailedOperation.ManualUserNot": "The user is locked for this caller: look at its settings in the console.",
    "FailedOperation.ManualGroupNotUpdate": "The group is locked for this caller: look at its settings in the console.",
    "FailedOperation.MemberExistDelegatePayerNotAllowDelete": "Another account pays for this member: end that first.",
    "FailedOperation.MemberIsDelegatePayerNotAllowDelete": "This member pays for others: end that first.",
    "FailedOperation.MemberNameUsed": "The member name or the account name is taken: choose another name or account_name.",
    "FailedOperation.MemberShareResource": "The member shares resources: end the shares first.",
    "FailedOperation.OperateBillingPermissionErr": _LOOK_IN_CONSOLE,
    "FailedOperation.OrganizationAuthManageNotAllowDelete": "The member is the administrator of a legal entity: hand that over first.",
    "FailedOperation.OrganizationMemberNotExist": "The account is not a member of this organization any more.",
    "FailedOperation.OrganizationMemberNameUsed": "Another member has this name: choose another name.",
    "FailedOperation.OrganizationNodeNotExist": "The department is gone: check node or node_id.",
    "FailedOperation.OrganizationPermissionIllegal": "The site does not accept this set of permissions: view_bills and "
    "view_balance are always needed, on the international site pay_on_behalf (with pay_uin) too.",
    "FailedOperation.OrganizationPolicyIllegal": "policy_type must be Financial.",
    "FailedOperation.PartnerManagementErr": _LOOK_IN_CONSOLE,
    "FailedOperation.PayUinIllegal": "pay_uin must be the uin of an account of this organization that may pay for others.",
    "FailedOperation.RoleConfigurationAuthorizationExist": "A role was granted meanwhile: run again.",
    "FailedOperation.RoleConfigurationProvisioningAlreadyDeployed": "The role configuration was deployed meanwhile: run again.",
    "FailedOperation.RoleConfigurationProvisioningStatusError": "A task on this account is under way: run again when it is over.",
    "FailedOperation.RoleConfigurationAuthorizationOverLimit": "The Identity Center holds no more assignments: ask for a higher quota.",
    "FailedOperation.ShareResourceMemberInUse": "The member uses shared resources: end that first.",
    "FailedOperation.SomeUinsNotInOrganization": "The account is not a member of this organization any more.",
    "FailedOperation.SynchronizedGroup": _SCIM,
    "FailedOperation.SynchronizedUser": "The user is delivered by SCIM: change it in the identity provider, or switch SCIM off.",
    "FailedOperation.SystemPolicyOverUpperLimit": "The role configuration holds no more system policies: remove some.",
    "FailedOperation.TagResourcesError": _LOOK_IN_CONSOLE,
    "FailedOperation.UserAddGroupCountOverUpperLimit": "The user is in too many groups: remove the user from some.",
    "FailedOperation.UserOverUpperLimit": "The Identity Center holds no more users: ask for a higher quota.",
    "FailedOperation.UserProvisioningExists": "A synchronization into CAM was made meanwhile: run again.",
    "FailedOperation.UserProvisioningFailed": "A step inside Tencent Cloud failed: look at the synchronizations in the console.",
    "FailedOperation.ZoneIdNotExist": "There is no Identity Center space with this zone_id: leave zone_id out to use the only one.",
    "InternalError": "The service failed inside: run again later.",
    "InvalidAction": "The service does not know this action at this endpoint: check endpoint and site.",
    "InvalidParameter": "The API refused an argument; the message says which.",
    "InvalidParameter.AllowQuitIllegal": "A member that is paid for cannot be allowed to leave: drop pay_on_behalf or allow_quit.",
    "InvalidParameter.BindPolicyNameNotAllowed": "A policy of this name cannot be part of a role configuration.",
    "InvalidParameter.EmailAlreadyExists": "Another user has this e-mail address.",
    "InvalidParameter.GroupNotExist": "The group is gone: check its name.",
    "InvalidParameter.GroupUserAlreadyExists": "The user is in the group already.",
    "InvalidParameter.GroupUserNotExist": "The user is not in the group.",
    "InvalidParameter.OrganizationMemberNotExist": "An account that the request names is not a member: check pay_uin.",
    "InvalidParameter.PolicyDocumentEmpty": "A custom policy needs a document.",
    "InvalidParameter.PolicyNameSizeOverUpperLimit": "Names of custom policies have at most 32 characters.",
    "InvalidParameter.PolicyTypeError": "A system policy has this name: choose another name for the custom policy.",
    "InvalidParameter.RoleConfigurationNotExist": "The role configuration is gone: check its name.",
    "InvalidParameter.RolePolicyAlreadyExist": "A policy was added meanwhile: run again.",
    "InvalidParameter.RolePolicyNotExist": "The policy was removed meanwhile: run again.",
    "InvalidParameter.TagError": "The tags are not accepted: check keys and values in the tag console.",
    "IpInBlacklist": "The address of this machine is blocked for the key.",
    "IpNotInWhitelist": "The address of this machine is not allowed for the key.",
    "LimitExceeded": "A quota is used up: ask for a higher one.",
    "LimitExceeded.AddUserToGroupLimitExceeded": "Too many additions at once: lower requests_per_second.",
    "LimitExceeded.CreateUserLimitExceeded": "Too many creations at once: lower requests_per_second.",
    "LimitExceeded.CreateMemberOverLimit": "The quota for creating accounts is used up: ask for a higher one.",
    "LimitExceeded.OrganizationMemberOverLimit": "The organization has reached its number of members: ask for a higher one.",
    "LimitExceeded.RemoveUserFromGroupLimitExceeded": "Too many removals at once: lower requests_per_second.",
    "RequestLimitExceeded": "The rate limit held longer than retry_timeout: run again later, or lower requests_per_second.",
    "ResourceInsufficient": "The service has no capacity for this: run again later.",
    "ResourceNotFound.MemberNotExist": "The account is not a member of this organization any more.",
    "ResourceNotFound.OrganizationAuthRelationNotExist": "auth_relation_id is unknown: look it up in the console.",
    "ResourceNotFound.OrganizationMemberNotExist": "An account that the request names is not a member: check pay_uin.",
    "ResourceNotFound.OrganizationNodeNotExist": "The department is gone: check node or node_id.",
    "ResourceNotFound.OrganizationNotExist": "These keys belong to no organization: use keys of the management account.",
    "ResourceNotFound.PolicyIdNotFound": "There is no policy of this id in access management.",
    "ResourceNotFound.UserNotExist": "The user is gone from Identity Center: check the name.",
    "ServiceUnavailable": "The service is down: run again later.",
    "UnauthorizedOperation": _CAM,
    "UnsupportedOperation": _BILLING,
    "UnsupportedOperation.CreateMemberNotAllowDelete": "A created account can leave only when e-mail and phone are bound to it.",
    "UnsupportedOperation.ManagementSystemError": _LOOK_IN_CONSOLE,
    "UnsupportedOperation.MemberExistOperateProcessNotAllowDelete": "The member has an operation approval configured: remove it first.",
    "UnsupportedOperation.MemberExistServiceNotAllowDelete": "The member is the delegated administrator of a service: end that first.",
    "UnsupportedOperation.MemberNoPayment": "The member has no payment method of its own: add one first.",
    "UnsupportedOperation.MemberNotAllowQuit": "The member may not leave: its billing relation forbids it.",
    "UnsupportedOperation.OperationForbidden": "The site forbids this operation for the account.",
}


def hint_for(code: str) -> str:
    """What to do about an error code, in plain words; empty for a code that nobody has described."""
    prefixes = [prefix for prefix in _HINTS if code.startswith(prefix)]
    return _HINTS[max(prefixes, key=len)] if prefixes else ""


def api_error(action: str, code: str, message: str, request_id: str | None) -> ApiError:
    """The typed error for an error code that an action answered."""
    throttle_like = code in _THROTTLE_LIKE
    return ApiError(
        code,
        f"{action} was refused: {code}: {message}",
        hint=hint_for(code),
        request_id=request_id,
        http_status=200,
        throttled=throttle_like or code.startswith("RequestLimitExceeded"),
        transient=code.split(".")[0] in _TRANSIENT or code == "FailedOperation.DBOperationError",
        outcome_unknown=code in _UNKNOWN_AFTER_WRITE,
        already=code in _ALREADY or code == _ALREADY_GONE.get(action),
        scope=_scope(code),
        max_repeats=_THROTTLE_LIKE_REPEATS if throttle_like else None,
    )


def _scope(code: str) -> str:
    # A throttle becomes an error of the task only when it outlasts its waits.
    if code in _THROTTLE_LIKE or code.startswith(_ITEM_LIMITS):
        return "item"
    if code.startswith(_TASK_SCOPE):
        return "task"
    return "group" if code.startswith(_GROUP_SCOPE) else "item"
