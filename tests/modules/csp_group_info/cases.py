# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What csp_group_info has to show."""

from __future__ import annotations

from simulators.csp import CspWorld
from support.cases import Case, Refusal

LIST = {"token": 1, "list_groups": 1}


def world() -> CspWorld:
    """A custom group with roles, and an enterprise group."""
    world = CspWorld()
    world.add_service("clusters", "reader")
    world.add_group("operators", description="run it", roles=["org_member"])
    world.grant("operators", "reader", service="clusters")
    world.add_group("directory", "AD_GROUP")
    return world


CASES = [
    Case("all", {}, LIST),
    Case("one by name, one by id", {"groups": ["operators", world().group("directory").id]}, LIST),
]
REFUSALS = [
    Refusal("unknown", {"groups": ["operator"]}, "unresolved_names", "near: operators"),
    Refusal("a template", {"groups": ["{{ x }}"]}, "invalid_input", "is not a name", before_any_request=True),
]
