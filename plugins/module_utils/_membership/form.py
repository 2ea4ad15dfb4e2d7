# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What a module about memberships calls things: in its options, in sentences and in results. Pure."""

from __future__ import annotations

from typing import Any, NamedTuple

STATES = ("present", "absent")


class Form(NamedTuple):
    """The words of one module.

    group is the option that names a group, and its word in sentences. With `among`, a list option, a group is a pair: what
    `group` names with each thing that the list names. kinds are the kinds of members: there are options with their plural.
    entries is the option with many entries and the key of the result's rows, everywhere the option that removes from all
    groups. assumable is what assume_present takes.
    """

    group: str = "group"
    among: str = ""
    kinds: tuple[str, ...] = ("user",)
    entries: str = "memberships"
    everywhere: str = "all_groups"
    assumable: tuple[str, ...] = ("users", "groups")
    can_return_members: bool = True
    # Whether there are clouds where somebody can be invited to be a member.
    has_invitations: bool = True
    # One member in one group, and what is counted in a group.
    membership: str = "membership"
    counted: str = "members"
    # One group and several in a count; the same as keys of the summary.
    one_group: str = "group"
    many_groups: str = "groups"
    summary: str = "groups"
    # What the state of a change is called; {kind} is the kind of its member.
    standing: str = "member"
    no_group: str = "are in no group"
    of_no_group: str = "are in none of the groups"
    diff: str = "group memberships"
    elsewhere: str = (
        "Change these memberships where they come from: in the identity provider, or in the group that is nested."
    )

    @property
    def group_word(self) -> str:
        """The word for a group in a sentence, before its name."""
        return self.group.replace("_", " ")

    def at(self, name: str) -> str:
        """The beginning of a sentence about a group."""
        word = self.group_word
        return f"{word[0].upper()}{word[1:]} {name}"

    def lists(self, joint: str) -> str:
        """The options that list members, for a sentence."""
        return f" {joint} ".join(f"{kind}s" for kind in self.kinds)

    def spec(self) -> dict[str, dict[str, Any]]:
        """The membership options of AnsibleModule."""
        shared: dict[str, dict[str, Any]] = {
            self.group: {"type": "str"},
            **({self.among: _names()} if self.among else {}),
            **{f"{kind}s": _names() for kind in self.kinds},
            **{f"protected_{kind}s": _names() for kind in self.kinds},
        }
        entry: dict[str, dict[str, Any]] = {
            **shared,
            # Not by choices: Ansible would refuse a null there, which means the state of the task.
            "state": {"type": "str"},
            "exclusive": {"type": "bool"},
            "max_removals": {"type": "str"},
            "allow_empty": {"type": "bool"},
            **{f"tolerated_{kind}s": _names() for kind in self.kinds},
        }
        task: dict[str, dict[str, Any]] = {
            **shared,
            self.entries: {"type": "list", "elements": "dict", "options": entry},
            self.everywhere: {"type": "bool", "default": False},
            "state": {"type": "str", "choices": list(STATES), "default": "present"},
            "exclusive": {"type": "bool", "default": False},
            "max_removals": {"type": "str", "default": "25%"},
            "max_total_removals": {"type": "int"},
            "leavers": _names(),
            "max_leavers": {"type": "str"},
            "allow_empty": {"type": "bool", "default": False},
            # No default: what it is depends on the state of each entry.
            "unknown_users": {"type": "str", "choices": ["fail", "skip", "warn", "ignore"]},
            "assume_present": {"type": "dict", "options": {name: _names() for name in self.assumable}},
        }
        if self.can_return_members:
            task["return_members"] = {"type": "bool", "default": False}
        return task


def _names() -> dict[str, Any]:
    return {"type": "list", "elements": "str"}


GROUPS = Form()
