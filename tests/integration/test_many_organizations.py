# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""A host is an organization: many run side by side, and no task ever uses the keys of another host."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from support.many_organizations import Organizations
from support.playbook import Run, play
from support.road import Road
from support.road_tasks import IN_CONTROLLER, IN_PROCESS

COUNT, FORKS = 50, "10"
TENCENT, CSP = "orgkit.cloud.tencent_org_member", "orgkit.cloud.csp_group_info"
TENCENT_KEYS = ("secret_id", "secret_key", "profile", "credentials_file")
CSP_KEYS = ("api_token", "client_id", "client_secret")


def task(module: str, of: str = "", **more: Any) -> dict[str, Any]:
    """Ask an organization for what only it has, by its own variables or by those that `of` holds."""
    keys, (wish, variable) = (
        (TENCENT_KEYS, ("name", "account")) if module == TENCENT else (CSP_KEYS, ("groups", "team"))
    )
    options = {name: f"{{{{ {of}{name} | default(omit) }}}}" for name in keys}
    options[wish] = f"{{{{ {of}{variable} }}}}"
    return {module: options, "environment": f"{{{{ {of}own_environment }}}}", **more}


def run(organizations: Organizations, folder: Path, road: str, tasks: list[dict[str, Any]]) -> Run:
    """Play the tasks for all organizations."""
    inventory = organizations.inventory(folder)
    arguments = ["-i", str(inventory), "-f", FORKS, "-e", f"orgkit_cloud_in_process={road}"]
    environment = {**organizations.environment(), "ANSIBLE_PIPELINING": "1"}
    done = play(tasks, folder, environment, *arguments, play_options={"hosts": "organizations"})
    assert done.code == 0, done.output
    return done


def assert_nothing_is_mixed(organizations: Organizations, results: list[dict[str, Any]], per_host: list[int]) -> None:
    """Every organization was asked for its own things by its own keys, so many times, and answered with them."""
    assert organizations.unknown == [], "keys of nobody were used"
    found = sorted((row["name"], row.get("uin") or row["id"]) for result in results for row in rows_of(result))
    expected: list[tuple[str, str]] = []
    for one in organizations.all:
        entries = [*one.tencent.log.entries, *one.csp.log.entries]
        assert {entry["error"] for entry in entries} <= {None}, one.host
        asked = [entry["body"]["SearchKey"] for entry in one.tencent.log.entries if "SearchKey" in entry["body"]]
        lists = one.csp.log.calls().get("list_groups", 0)
        assert asked == [one.account] * len(asked), one.host
        assert len(asked) + lists == per_host[one.number], one.host
        expected += [(one.account, one.uin)] * len(asked) + [(one.group, one.csp_group_id)] * lists
    assert found == sorted(expected)


def rows_of(result: dict[str, Any]) -> list[dict[str, Any]]:
    """What a task, or each item of its loop, found."""
    results = result.get("results", [result])
    return [row for one in results for row in [one.get("member"), *one.get("groups", ())] if row]


def test_fifty_organizations_side_by_side_in_the_controller(tmp_path: Path) -> None:
    tasks = [
        task(TENCENT),
        task(CSP),
        # One worker process for all organizations, one after the other.
        task(TENCENT, "item.", loop="{{ everybody }}", run_once=True),
        task(CSP, "item.", loop="{{ everybody }}", run_once=True),
        # The keys are those that the task names, wherever it runs.
        task(TENCENT, delegate_to="{{ groups.organizations[(number + 1) % 50] }}", when="number < 5"),
        task(TENCENT, "everybody[(number + 1) % 50].", delegate_to="localhost", when="number < 5"),
    ]
    with Organizations(COUNT) as organizations:
        done = run(organizations, tmp_path, IN_CONTROLLER, tasks)
        times = [4 + (number < 5) + (1 <= number < 6) for number in range(COUNT)]
        assert_nothing_is_mixed(organizations, done.results, times)


def test_fifty_organizations_side_by_side_in_module_processes(tmp_path: Path) -> None:
    # A process costs half a second, so each host asks one of the clouds.
    tasks = [task(TENCENT, when="number % 2 == 0"), task(CSP, when="number % 2 == 1")]
    with Organizations(COUNT) as organizations:
        done = run(organizations, tmp_path, IN_PROCESS, tasks)
        assert_nothing_is_mixed(organizations, done.results, [1] * COUNT)


def test_keys_of_another_organization_are_noticed(tmp_path: Path) -> None:
    with Organizations(2) as organizations:
        one, other = organizations.all
        road = Road("tencent_org_member", {**organizations.environment(), "HOME": str(tmp_path)})
        result = road(secret_id=one.secret_id, secret_key=one.secret_key, name=other.account)
        with pytest.raises(AssertionError, match=one.host):
            assert_nothing_is_mixed(organizations, [result], [0, 1])
        road(name=one.account)
        with pytest.raises(AssertionError, match="of nobody"):
            assert_nothing_is_mixed(organizations, [], [0, 0])
