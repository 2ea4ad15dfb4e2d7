# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Membership options as the module reads them."""

from __future__ import annotations

from typing import Any

from ansible_collections.orgkit.cloud.plugins.module_utils._membership.options import (
    MEMBERSHIP_SPEC,
    MembershipOptions,
    read_options,
)
from support.road import validated


def read(check_mode: bool = False, **params: Any) -> MembershipOptions:
    """Options as the module reads them: through the argument spec."""
    return read_options(validated({"argument_spec": MEMBERSHIP_SPEC}, params), check_mode=check_mode)
