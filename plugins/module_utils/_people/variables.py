# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The names of the variables that a data file may give, and what is said of others. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from .._core.errors import OrgkitError, invalid_input
from .._core.names import near_words
from .people import CLOUDS
from .values import is_given

_HOW = ("max_removals", "max_total_removals", "protected_users", "unknown_users", "expect_plans")
_STEPS = (
    "department", "member", "user", "group", "membership", "role_configuration", "role_assignment", "absent_user", "absent_group",
    "absent_department", "absent_role_configuration",
)  # fmt: skip
_LEFT_BEHIND = ("result", "results", "plan_ids", "wishes", *(f"{step}_results" for step in _STEPS))
_PEOPLE = ("people", "functions", "leavers", "complete_groups", "max_leavers", "today")
# What is done with people and objects; without any of it a run has nothing to do.
DATA = {
    "orgkit_": ("people", "leavers"),
    "tencent_onboarding_": (
        "people", "leavers", "members", "memberships", "departments", "users", "groups", "role_configurations",
        "role_assignments",
    ),
    "csp_onboarding_": ("people", "leavers", "memberships", "users", "groups"),
    "offboarding_": ("leavers",),
}  # fmt: skip
# How it is done, and what the roles and playbooks leave behind.
SETTINGS = {
    "orgkit_": (
        *_PEOPLE, "hosts", "environment", "plan_file", "expect_plan", "export_file", "export_clouds", "result", "cloud_in_process",
        "stats_onboard", "stats_offboard", "stats_audit", "stats_plan_id",
    ),
    "tencent_onboarding_": (*_PEOPLE, *_HOW, *_LEFT_BEHIND, "allow_create", "create_people"),
    "csp_onboarding_": (*_PEOPLE, *_HOW, *_LEFT_BEHIND, "invite_unknown", "notify_users", "invited_by"),
    "offboarding_": ("clouds", "disable", "delete", "max_leavers", "result", "plan"),
    "access_audit_": (
        "dest", "clouds", "formats", "fail_on", "exceptions", "rules", "baseline", "declared_files", "report", "snapshots", "failed",
        "snapshot_of_tencent", "snapshot_of_csp",
    ),
}  # fmt: skip
KNOWN = {prefix: {*DATA.get(prefix, ()), *words} for prefix, words in SETTINGS.items()}


def check_variables(variables: Mapping[str, Any]) -> list[str]:
    """Warnings about unknown variables that begin with a prefix of ours.

    Raises invalid_input for those that are near a known name, or when none of the variables gives anything to do.
    """
    near: dict[str, list[str]] = {}
    unknown: list[str] = []
    for name in sorted(variables):
        prefix = next((one for one in KNOWN if name.startswith(one)), None)
        word = name[len(prefix) :] if prefix else ""
        if prefix is None or word in KNOWN[prefix]:
            continue
        meant = near_words(word, KNOWN[prefix])
        if meant:
            near[name] = [prefix + one for one in meant]
        else:
            unknown.append(name)
    if near:
        told = ", ".join(f"{name} (near: {', '.join(meant)})" for name, meant in near.items())
        raise invalid_input([f"Unknown variables: {told}."], hint="Nothing was sent. Correct the names.")
    if not gives_data(variables):
        raise nothing_given()
    return [f"Unknown variables are not looked at: {', '.join(unknown)}."] if unknown else []


def gives_data(variables: Mapping[str, Any]) -> bool:
    """Whether any variable says who or what shall be where; an empty list says it too, null and blank do not."""
    names: Iterable[str] = (prefix + word for prefix, words in DATA.items() for word in words)
    return any(is_given(variables.get(name)) for name in names)


def clouds_in_use(variables: Mapping[str, Any]) -> list[str]:
    """The clouds that the variables speak of: by a list of the cloud, or by groups of people. Both when they speak of none.

    Leavers are of no cloud: an organization that is in one cloud has no keys of the other.
    """
    used = [cloud for cloud in CLOUDS if _speaks_of(cloud, variables)]
    return used or list(CLOUDS)


def _speaks_of(cloud: str, variables: Mapping[str, Any]) -> bool:
    prefix = f"{cloud}_onboarding_"
    lists = [prefix + word for word in DATA[prefix] if word not in _PEOPLE]
    people = [start + word for start in ("orgkit_", prefix) for word in ("functions", "people")]
    return any(is_given(variables.get(name)) for name in lists) or any(
        _names_groups(cloud, variables.get(name)) for name in people
    )


def _names_groups(cloud: str, value: Any) -> bool:
    """Whether functions or rows of people, also as the text that a survey gives, name groups of the cloud."""
    if isinstance(value, str):
        return cloud in value
    rows = list(value.values()) if isinstance(value, Mapping) else value if isinstance(value, list) else []
    return any(isinstance(row, Mapping) and bool(row.get(cloud)) for row in rows)


def nothing_given() -> OrgkitError:
    """The error of a run without any data: mostly the data file was not found."""
    return invalid_input(
        ["No people, leavers, members or memberships were given, so there is nothing to do."],
        hint="Nothing was sent. Give the data file, as -e @people.yml; in AWX as extra variables or in the inventory.",
    )
