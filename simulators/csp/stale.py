# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Read-after-write lag: for a while, reads show what was there before a write."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

from .records import Group, StaleView
from .world import GROUPS, INVITATIONS, ROLES, USERS, CspWorld


def lists_of(world: CspWorld) -> dict[str, Any]:
    """Give everything that reads show, by the key under which they look for an older view of it."""
    groups = copy.deepcopy(world.visible_groups())
    return {
        GROUPS: groups,
        **{group.id: list(group.direct) for group in world.groups.values()},
        **{ROLES + group.id: group for group in groups},
        USERS: copy.deepcopy(world.org_users()),
        INVITATIONS: list(world.invitations.values()),
        **copy.deepcopy(world.invitations),
    }


def note_stale(world: CspWorld, before: dict[str, Any], reads: int) -> None:
    """Let the next reads of every list that a write has changed show what was before it."""
    after = lists_of(world)
    for key, view in before.items():
        same = _COMPARED.get(key, _roles if key.startswith(ROLES) else _itself)
        if key in after and same(after[key]) == same(view):
            continue
        # A view that is still shown is older than this write too.
        older = world.stale.get(key)
        shown = older.rows if older is not None and older.reads_left > 0 else view
        world.stale[key] = StaleView(shown, reads)


def _itself(rows: Any) -> Any:
    return rows


def _roles(group: Group) -> Any:
    return group.roles, group.service_roles


def _groups(groups: list[Group]) -> Any:
    return [(group.id, group.name, group.description, _roles(group)) for group in groups]


def _ids(invitations: list[Any]) -> list[str]:
    return [invitation.id for invitation in invitations]


_COMPARED: dict[str, Callable[[Any], Any]] = {GROUPS: _groups, INVITATIONS: _ids}
