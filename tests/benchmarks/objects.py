# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Organizations from nothing: every module makes many things in one task, and finds them unchanged in the next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from benchmarks.cloud import Cloud, pages
from benchmarks.measure import CSP_PAGE, NO_LIMIT, Bench
from benchmarks.report import Table
from benchmarks.runs import child
from benchmarks.worlds import account_name, group_name, user_name

NODE_PAGE = 50
ACCOUNTS = 5


class Step(NamedTuple):
    """A task that makes many things, and the requests of the next one, which finds them."""

    module: str
    things: int
    params: dict[str, Any]
    steady: dict[str, int]


def objects(bench: Bench) -> Table:
    """The chains of both clouds."""
    table = Table(
        "Many things in one task",
        "Each task makes what it names in an organization that has nothing yet, and is then run once more and finds nothing "
        "to do. The people of CSP are there from the beginning, since they come by invitation. Roads in a process of their own, "
        "without a rate limit; memory is the peak of the second run.",
        ("module", "things", "writes", "requests to find them", "peak MB", "ms a thing to find", "s to make"),
    )
    count = bench.sizes.objects
    with Cloud(cloud="tencent", groups=0, accounts=ACCOUNTS) as cloud:
        _walk(bench, table, cloud, tencent_chain(count))
    with Cloud(cloud="csp", groups=0, users=count // 5) as cloud:
        _walk(bench, table, cloud, csp_chain(count // 5))
    return table


def tencent_chain(count: int) -> list[Step]:
    """Departments, users, groups, members, role configurations, and who has them."""
    departments, groups, configurations = count // 10, count // 5, count // 25
    users = [user_name(number) for number in range(count)]
    names = [group_name(number) for number in range(groups)]
    roles = [f"role-{number:03}" for number in range(configurations)]
    zone = {"DescribeIdentityCenter": 1}
    accounts = [account_name(number) for number in range(ACCOUNTS)]
    grants = [{"role_configuration": role, "accounts": accounts, "groups": names[:1]} for role in roles]
    nodes = [{"path": f"/department-{number:03}"} for number in range(departments)]
    entries = [
        {"group": name, "users": [users[(5 * number + place) % count] for place in range(5)]}
        for number, name in enumerate(names)
    ]
    lists_of_roles = {
        **zone,
        "ListRoleConfigurations": pages(configurations),
        "ListPermissionPoliciesInRoleConfiguration": configurations,
    }
    return [
        # The root is a department too.
        Step(
            "tencent_org_node",
            departments,
            {"nodes": nodes},
            {"DescribeOrganizationNodes": pages(departments + 1, NODE_PAGE)},
        ),
        Step("tencent_cic_user", count, _named("users", users), {**zone, "ListUsers": pages(count)}),
        Step("tencent_cic_group", groups, _named("groups", names), {**zone, "ListGroups": pages(groups)}),
        Step(
            "tencent_cic_group_user",
            5 * groups,
            {"memberships": entries},
            {**zone, "ListGroups": pages(groups), "ListGroupMembers": groups},
        ),
        Step(
            "tencent_cic_role_configuration",
            configurations,
            {**_named("role_configurations", roles), "policies": ["ReadOnlyAccess"]},
            {**lists_of_roles, "ListRoleConfigurationProvisionings": 1},
        ),
        Step(
            "tencent_cic_role_assignment",
            ACCOUNTS * configurations,
            {"assignments": grants},
            {
                **zone,
                "ListRoleConfigurations": pages(configurations),
                "ListRoleAssignments": pages(ACCOUNTS * configurations),
                "DescribeOrganizationMembers": 1,
            },
        ),
    ]


def csp_chain(count: int) -> list[Step]:
    """Groups, invitations, and members."""
    groups = count // 2
    names = [group_name(number) for number in range(groups)]
    people = [user_name(number) for number in range(count)]
    lists = {"token": 1, "list_groups": pages(groups, CSP_PAGE)}
    entries = [
        {"group": name, "users": [people[(5 * number + place) % count] for place in range(5)]}
        for number, name in enumerate(names)
    ]
    return [
        Step("csp_group", groups, _named("groups", names), lists),
        # The caller is a user too.
        Step("csp_user", count, _named("users", people), {"token": 1, "list_users": pages(count + 1, CSP_PAGE)}),
        Step("csp_group_users", 5 * groups, {"memberships": entries}, {**lists, "list_group_users": groups}),
    ]


def _named(option: str, names: Sequence[str]) -> dict[str, Any]:
    return {option: [{"name": name} for name in names]}


def _walk(bench: Bench, table: Table, cloud: Cloud, chain: Sequence[Step]) -> None:
    for step in chain:
        params = {**step.params, "requests_per_second": NO_LIMIT}
        job = {"program": "road", "module": step.module, "params": params, "check_mode": False}
        made = child(cloud, **job)
        cloud.forget()
        found = child(cloud, **job)
        bench.count(f"{step.module}, {step.things:,} things that are there", cloud, step.steady)
        each = found["seconds"] / step.things * 1000
        requests = sum(step.steady.values())
        row = step.module, step.things, made["api"]["writes"], requests, found["peak"], each, made["seconds"]
        table.rows.append(row)
        table.expect(f"{step.module}: the second run writes nothing", found["api"]["writes"] == 0)
