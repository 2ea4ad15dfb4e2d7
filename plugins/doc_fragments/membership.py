# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

from __future__ import annotations


class ModuleDocFragment:
    """Options of the modules that put users into groups."""

    DOCUMENTATION = r"""
options:
  group:
    description: Name or id of the group. Goes with O(users); the short form of one entry of O(memberships).
    type: str
  users:
    description:
      - User names, e-mail addresses or ids. An id wins over an exact user name, and that over a match that ignores case.
      - A name that means exactly one member of the group is that member. To remove somebody who is named by e-mail address or in
        another case, and for names that mean no member, all users are read.
      - Blank elements are dropped. V([]) is an empty list.
    type: list
    elements: str
  memberships:
    description:
      - Many groups in one task. This is much faster than a loop.
      - What an entry does not give is taken from the option of the task with the same name.
      - The same group may stand in several entries when none of them is exclusive.
    type: list
    elements: dict
    suboptions:
      group:
        description: Name or id of the group. Required.
        type: str
      users:
        description: User names, e-mail addresses or ids. Required; V([]) is an empty list.
        type: list
        elements: str
      state:
        description: As O(state), V(present) or V(absent).
        type: str
      exclusive:
        description: As O(exclusive).
        type: bool
      max_removals:
        description: As O(max_removals).
        type: str
      allow_empty:
        description: As O(allow_empty).
        type: bool
      protected_users:
        description: As O(protected_users).
        type: list
        elements: str
      tolerated_users:
        description:
          - Members whom O(exclusive) leaves where they are, although the list does not name them, such as people who come later. A name
            that no member has does not matter.
        type: list
        elements: str
  all_groups:
    description:
      - With O(state=absent) and O(users) only. Removes the users from every group that they are in. The short form of O(leavers).
      - Memberships that cannot be removed are listed in RV(not_removable), and the task fails after the others are removed.
    type: bool
    default: false
  state:
    description: Whether the users shall be in the group or not.
    type: str
    choices: [present, absent]
    default: present
  exclusive:
    description: With O(state=present), O(users) is the complete list. Everybody else is removed.
    type: bool
    default: false
  max_removals:
    description:
      - How many members O(exclusive) may remove from a group, as a number or as a percentage of the present members,
        rounded up.
      - Beyond it nothing is written at all. The refusal is the same in check mode and tells the full plan.
    type: str
    default: 25%
  max_total_removals:
    description:
      - How many memberships the whole task may remove, for both states, with the open invitations of leavers. Beyond it nothing is
        written at all.
    type: int
  leavers:
    description:
      - Users who lose every membership in the same plan as everything else, wherever it is. They are taken out of every list
        of the task, so that lists and leaving cannot disagree. They may be all that the task is about.
      - Only O(max_leavers), O(max_total_removals) and the protected users hold them back. When O(exclusive) asks for more than its
        guards allow, leavers leave all the same, everything else is not tried, and the task fails at the end.
      - A list that names nobody but leavers counts as an empty one that was meant.
      - A leaver whom the cloud does not know is only listed in RV(unknown_users), so that old names may stay in the list. A list of
        members that tells the exact name, or the id, counts too where the list of all users lacks it.
      - All users are read, and the groups of each known leaver.
    type: list
    elements: str
  max_leavers:
    description: How many leavers may lose something, as a number or as a percentage of all users. Beyond it nothing is written at all.
    type: str
  allow_empty:
    description: O(exclusive) with an empty list is refused unless this is V(true).
    type: bool
    default: false
  protected_users:
    description:
      - Users whom O(exclusive) never removes. To name one of them with O(state=absent) is an error.
      - A name that is in none of the groups gives a warning.
    type: list
    elements: str
  unknown_users:
    description:
      - What the task does with names that the cloud does not know. They always stand in RV(unknown_users). There is no default,
        since it depends on the state of each entry.
      - With O(state=present), V(fail) (used when nothing is given) writes nothing. V(skip) leaves such names out, does the rest and
        fails the task at the end; nobody is removed from a group with a name that was left out.
      - With O(state=absent), V(warn) (used when nothing is given) and V(ignore) go on, V(fail) writes nothing.
      - In a task with both, the value counts for the state that it fits.
    type: str
    choices: [fail, skip, warn, ignore]
  assume_present:
    description: What an earlier task of the same play creates. In check mode it is planned with as if it existed.
    type: dict
    suboptions:
      users:
        description: Names of users.
        type: list
        elements: str
      groups:
        description: Names of groups.
        type: list
        elements: str
  return_members:
    description: Whether RV(memberships) holds the complete lists of members too.
    type: bool
    default: false
notes:
  - Names are resolved completely before the first write. When a name cannot be resolved or a guard rail refuses, nothing is
    written, all problems are told in one error, and RV(changes) still holds what could be planned.
  - The removals of a group start only when all additions to it are done.
"""
