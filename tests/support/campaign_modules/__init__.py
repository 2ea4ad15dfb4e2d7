# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""All modules that the campaign plays, by name: a new writing module is one file here and one entry."""

from __future__ import annotations

from support.campaign_module import CampaignModule
from support.campaign_modules.accounts import Accounts
from support.campaign_modules.cic_groups import CicGroups
from support.campaign_modules.cic_memberships import CicMemberships
from support.campaign_modules.cic_users import CicUsers
from support.campaign_modules.csp_groups import CspGroups
from support.campaign_modules.csp_memberships import CspMemberships
from support.campaign_modules.csp_users import CspUsers
from support.campaign_modules.nodes import Nodes
from support.campaign_modules.role_assignments import RoleAssignments
from support.campaign_modules.role_configurations import RoleConfigurations

CAMPAIGN: dict[str, CampaignModule] = {
    one.name: one
    for one in (
        Accounts(),
        Nodes(),
        CicUsers(),
        CicGroups(),
        CicMemberships(),
        RoleConfigurations(),
        RoleAssignments(),
        CspUsers(),
        CspGroups(),
        CspMemberships(),
    )
}
