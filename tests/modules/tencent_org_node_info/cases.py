# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What tencent_org_node_info has to show."""

from __future__ import annotations

from simulators.tencent import World
from support.cases import Case, Refusal

LIST = {"DescribeOrganizationNodes": 1}


def world() -> World:
    """Two departments."""
    world = World()
    world.add_node("engineering", remark="builds")
    world.add_node("data", "engineering")
    return world


CASES = [
    Case("all", {}, LIST),
    Case("one by path, one by id", {"nodes": ["/engineering/data", "1000002"]}, LIST),
]
REFUSALS = [
    Refusal("unknown", {"nodes": ["/enginering"]}, "unresolved_names", "near: /engineering"),
    Refusal("a template", {"nodes": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]
