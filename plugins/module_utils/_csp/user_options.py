# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The options of the modules about users of the Cloud Services Platform, and what they mean before anything is read. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from .._core import options
from .._object.options import Form, ObjectOptions
from .invitations import MOST_GROUPS

MEMBER = "org_member"

FORM = Form(
    word="user",
    plural="users",
    name_option="name",
    id_option="user_id",
    fields={
        "organization_roles": {"type": "list", "elements": "str"},
        "groups": {"type": "list", "elements": "str"},
    },
)


@dataclass(frozen=True)
class UserOptions:
    """The options that only this kind has. assumed_groups are those that an earlier task of the play creates (check mode)."""

    notify: bool = True
    invited_by: str | None = None
    renew_invitations: bool = False
    allow_self_removal: bool = False
    assumed_groups: frozenset[str] = frozenset()


def clean_field(name: str, value: Any, faults: list[str]) -> Any:
    """A field as it is sent."""
    if name not in ("organization_roles", "groups"):
        return value
    given = sorted(options.names(value, name, faults) or ())
    if name == "groups" and len(given) > MOST_GROUPS:
        faults.append(f"groups: an invitation can name at most {MOST_GROUPS} groups, not {len(given)}.")
    if name == "organization_roles" and not given:
        faults.append("organization_roles must not be empty: nobody is in the organization without a role.")
    return given


def with_member_role(given: ObjectOptions) -> ObjectOptions:
    """The options with the role that people are invited with when no other is named."""
    wishes = (
        replace(wish, fields={"organization_roles": [MEMBER], **wish.fields}) if wish.state == "present" else wish
        for wish in given.wishes
    )
    return replace(given, wishes=tuple(wishes))
