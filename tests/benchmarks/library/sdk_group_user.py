# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""For the benchmarks only: a group membership module as one would write it with the official SDK."""

from __future__ import annotations

import os
from typing import Any

from ansible.module_utils.basic import AnsibleModule
from tencentcloud.common.credential import Credential
from tencentcloud.common.profile.client_profile import ClientProfile
from tencentcloud.common.profile.http_profile import HttpProfile
from tencentcloud.organization.v20210331 import models
from tencentcloud.organization.v20210331.organization_client import OrganizationClient


def everything(call: Any, request: Any, rows: str) -> list[Any]:
    """All rows of a list."""
    found: list[Any] = []
    request.MaxResults = 100
    while True:
        page = call(request)
        found += getattr(page, rows)
        if not page.NextToken:
            return found
        request.NextToken = page.NextToken


def main() -> None:
    """Add the users that are not in the group."""
    module = AnsibleModule(
        argument_spec={
            "group": {"type": "str", "required": True},
            "users": {"type": "list", "elements": "str", "required": True},
        },
        supports_check_mode=True,
    )
    where = HttpProfile(protocol="http", endpoint=os.environ["TENCENTCLOUD_ENDPOINT"].split("//")[1])
    credential = Credential(os.environ["TENCENTCLOUD_SECRET_ID"], os.environ["TENCENTCLOUD_SECRET_KEY"])
    client = OrganizationClient(credential, "", ClientProfile(httpProfile=where))
    zone = client.DescribeIdentityCenter(models.DescribeIdentityCenterRequest()).ZoneId
    groups = models.ListGroupsRequest()
    groups.ZoneId = zone
    group = next(
        row for row in everything(client.ListGroups, groups, "Groups") if row.GroupName == module.params["group"]
    )
    members = models.ListGroupMembersRequest()
    members.ZoneId, members.GroupId = zone, group.GroupId
    present = {row.UserName for row in everything(client.ListGroupMembers, members, "GroupMembers")}
    missing = [name for name in module.params["users"] if name not in present]
    if missing:
        module.fail_json(msg="The benchmark measures tasks that have nothing to do.")
    module.exit_json(changed=False)


if __name__ == "__main__":
    main()
