# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The onboarding roles without Ansible: their tasks in their order, from the variables of a data file.

What the roles do in Jinja stands here once more in Python, so that hundreds of files can be played; that both say the same is
what tests/integration_roles/test_random_files.py shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan import plan_of
from support.road import Road

CLOUDS = ("tencent", "csp")
PEOPLE = ("people", "functions", "leavers", "complete_groups", "max_leavers", "today")
GOES_ON = ("partial_failure", "outcome_unknown", "not_removable")
NOT_PLANNED = "nothing-planned"

Data = Mapping[str, Any]
Result = dict[str, Any]


class Step(NamedTuple):
    """One task of a role, or one item of its loop."""

    name: str
    module: str
    params: dict[str, Any]


class Played(NamedTuple):
    """What a run of the playbook left behind: the plan of both clouds, and the results of the steps by their names."""

    plan: dict[str, Any]
    results: dict[str, dict[str, Result]]

    @property
    def failed(self) -> list[str]:
        """What the play would fail with at its end."""
        return [row["message"] for row in self.plan["refusals"]]

    @property
    def texts(self) -> list[str]:
        """The changes in words."""
        return [row["text"] for row in self.plan["changes"]]


def onboard(
    data: Data,
    environment: dict[str, str],
    *,
    check_mode: bool = False,
    approved: Mapping[str, Mapping[str, Result]] | None = None,
) -> Played:
    """Both roles; with the results of a run in check mode as approved each step is bound to its plan."""
    results = {
        cloud: _role(cloud, data, environment, check_mode, None if approved is None else approved[cloud])
        for cloud in CLOUDS
    }
    return Played(plan_of({cloud: list(rows.values()) for cloud, rows in results.items()}, {}), results)


def offboard(leaver: str, environment: dict[str, str]) -> list[Result]:
    """The role offboarding for one person, without what it reads beforehand."""
    tasks: list[tuple[str, dict[str, Any]]] = [
        ("tencent_cic_user", {"users": [{"name": leaver, "allow_create": False, "status": "disabled"}]}),
        *((module, {"leavers": [leaver]}) for module in ("tencent_cic_group_user", "tencent_cic_role_assignment")),
        ("csp_group_users", {"leavers": [leaver]}),
    ]
    return [Road(module, environment)(**params) for module, params in tasks]


def _role(
    cloud: str, data: Data, environment: dict[str, str], check_mode: bool, approved: Mapping[str, Result] | None
) -> dict[str, Result]:
    results: dict[str, Result] = {}
    for step in steps_of(cloud, data):
        bound = {} if approved is None else {"expect_plan": _plan_id(approved.get(step.name))}
        result = Road(step.module, environment)(check_mode=check_mode, **step.params, **bound)
        results[step.name] = result
        if result["failed"] and not _goes_on(result):
            break
    return results


def _plan_id(planned: Result | None) -> str:
    return (planned or {}).get("plan_id") or NOT_PLANNED


def _goes_on(result: Result) -> bool:
    error = result.get("error") or {}
    left_out = {*result.get("unknown_users", ()), *result.get("unknown_groups", ())}
    return error.get("code") in GOES_ON or (
        error.get("code") == "unresolved_names" and {row["name"] for row in error["items"]} <= left_out
    )


def steps_of(cloud: str, data: Data) -> Iterator[Step]:
    """The tasks of the role of a cloud that have something to do. Raises AssertionError for a wrong file of people."""
    own = {name.partition("_onboarding_")[2]: value for name, value in data.items() if name.startswith(cloud)}
    people = {name: own.get(name, data.get(f"orgkit_{name}")) for name in PEOPLE}
    beside = {name: _present(own.get(name)) if name == "users" else own.get(name) for name in ("memberships", "users")}
    wishes = Road("people_file", {})(cloud=cloud, **people, **beside)
    assert not wishes["failed"], wishes["msg"]
    guards = {name: own.get(name) for name in ("max_removals", "max_total_removals", "protected_users")}
    leaving: dict[str, Any] = {"leavers": wishes["leavers"], "max_leavers": wishes["max_leavers"]}
    who = {**guards, **(leaving if wishes["leavers"] else {}), "unknown_users": own.get("unknown_users", "skip")}
    found = _tencent(own, wishes, who) if cloud == "tencent" else _csp(own, wishes, who)
    yield from (step for step in found if step is not None)


def _tencent(own: Data, wishes: Result, who: dict[str, Any]) -> Iterator[Step | None]:
    named = {row["name"] for row in own.get("users", ())}
    new = [row for row in wishes["users"] if row["name"] not in named] if own.get("create_people") else []
    users = [*wishes["listed_users"], *new]
    groups, configurations = _present(own.get("groups")), _present(own.get("role_configurations"))
    departments, accounts = _present(own.get("departments")), own.get("members", [])
    made = {"users": _names(users), "groups": _names(groups)}
    roles = {"role_configurations": _names(configurations), "accounts": _names(accounts)}
    yield _listed("departments", "tencent_org_node", "nodes", departments)
    for number, account in enumerate(accounts):
        more = {"allow_create": own.get("allow_create", False)}
        assumed = {"nodes": [row["path"] for row in departments]}
        yield Step(f"members[{number}]", "tencent_org_member", {**account, **more, "assume_present": assumed})
    yield _listed("users", "tencent_cic_user", "users", users)
    yield _listed("groups", "tencent_cic_group", "groups", groups)
    if wishes["memberships"] or wishes["leavers"]:
        params = {"memberships": wishes["memberships"], **who, "assume_present": made}
        yield Step("memberships", "tencent_cic_group_user", params)
    yield _listed("role_configurations", "tencent_cic_role_configuration", "role_configurations", configurations)
    if own.get("role_assignments") or wishes["leavers"]:
        params = {"assignments": own.get("role_assignments") or None, **who, "assume_present": {**made, **roles}}
        yield Step("role_assignments", "tencent_cic_role_assignment", params)
    for name, module, plural in (
        ("role_configurations", "tencent_cic_role_configuration", "role_configurations"),
        ("groups", "tencent_cic_group", "groups"),
        ("users", "tencent_cic_user", "users"),
        ("departments", "tencent_org_node", "nodes"),
    ):
        yield _listed(f"absent_{name}", module, plural, _absent(own.get(name)))


def _csp(own: Data, wishes: Result, who: dict[str, Any]) -> Iterator[Step | None]:
    groups, users = _present(own.get("groups")), wishes["listed_users"]
    yield _listed("groups", "csp_group", "groups", groups)
    yield _listed("users", "csp_user", "users", users, assume_present={"groups": _names(groups)})
    if wishes["memberships"] or wishes["leavers"]:
        assumed = {"groups": _names(groups), "invitations": users}
        more = {"invite_unknown": own.get("invite_unknown", False), "assume_present": assumed}
        yield Step("memberships", "csp_group_users", {"memberships": wishes["memberships"], **who, **more})
    yield _listed("absent_users", "csp_user", "users", _absent(own.get("users")))
    yield _listed("absent_groups", "csp_group", "groups", _absent(own.get("groups")))


def _listed(name: str, module: str, option: str, rows: list[Any], **more: Any) -> Step | None:
    return Step(name, module, {option: rows, **more}) if rows else None


def _absent(rows: Any) -> list[Any]:
    return [row for row in rows or () if row.get("state") == "absent"]


def _present(rows: Any) -> list[Any]:
    return [row for row in rows or () if row.get("state") != "absent"]


def _names(rows: list[Any]) -> list[str]:
    return [row["name"] for row in rows if "name" in row]
