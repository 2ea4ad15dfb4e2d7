# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Actions on the Identity Center itself."""

from __future__ import annotations

from simulators.tencent.calls import Call, Handler, Row


def describe_identity_center(call: Call) -> Row:
    world = call.world
    created = world.nodes[world.root_node_id].created
    return {
        "ZoneId": world.zone_id,
        "ZoneName": world.zone_name,
        "ServiceStatus": "Enabled" if world.service_open else "Disabled",
        "ScimSyncStatus": "Enabled" if world.scim_enabled else "Disabled",
        "CreateTime": created,
        "UpdateTime": created,
    }


def get_zone_statistics(call: Call) -> Row:
    world = call.world
    return {
        "ZoneStatistics": {
            "UserQuota": world.user_quota,
            "GroupQuota": world.group_quota,
            "RoleConfigurationQuota": world.role_configuration_quota,
            "SystemPolicyPerRoleConfigurationQuota": world.system_policy_quota,
            "UserCount": len(world.users),
            "GroupCount": len(world.groups),
            "RoleConfigurationCount": len(world.role_configurations),
            "UserProvisioningCount": len(world.synchronizations),
            "RoleConfigurationSyncCount": len(world.deployments),
        }
    }


HANDLERS: dict[str, Handler] = {
    "DescribeIdentityCenter": describe_identity_center,
    "GetZoneStatistics": get_zone_statistics,
}
