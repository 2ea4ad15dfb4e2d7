# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Several organizations are several hosts: each has its own statistics, files and approval."""

from __future__ import annotations

import json
import re
from typing import Any

from support.playbook import Run, play
from support.role_runs import Clouds

# What AWX shows of an event, and what it keeps of a job.
MOST_CHARACTERS = 1024
DATA: dict[str, Any] = {
    "orgkit_people": [{"user": "judy@example.com", "tencent": ["data-engineers"], "csp": ["auditors"]}],
    "offboarding_leavers": ["bob@example.com"],
    "access_audit_fail_on": [],
}


def several(clouds: Clouds, *arguments: str, **data: Any) -> Run:
    """Run playbooks for two hosts, which here are the same organizations."""
    file = clouds.folder / "people.json"
    file.write_text(json.dumps({**DATA, "orgkit_hosts": "shop,bank", **data}), encoding="utf-8")
    clouds.environment |= {"ANSIBLE_SHOW_CUSTOM_STATS": "1", "PWD": str(clouds.folder)}
    return play([], clouds.folder, clouds.environment, *arguments, "-i", "shop,bank,", "-e", f"@{file}")


def statistics(run: Run) -> dict[str, Any]:
    """What set_stats has published."""
    found: dict[str, Any] = json.loads(re.findall(r"RUN: (\{.*\})\n", run.output)[-1])
    return found


def test_statistics_are_keyed_by_host_and_no_file_overwrites_another(clouds: Clouds) -> None:
    run = several(
        clouds,
        *("orgkit.cloud.onboard", "orgkit.cloud.offboard", "orgkit.cloud.audit", "orgkit.cloud.export", "--check"),
        orgkit_plan_file=str(clouds.folder / "{{ inventory_hostname }}.json"),
        access_audit_dest=str(clouds.folder / "{{ inventory_hostname }}"),
    )
    assert run.code == 0, run.output
    told = statistics(run)
    assert set(told) == {"orgkit_stats_onboard", "orgkit_stats_plan_id", "orgkit_stats_offboard", "orgkit_stats_audit"}
    for row in told.values():
        assert set(row) == {"shop", "bank"}
        assert row["shop"] == row["bank"]
    assert told["orgkit_stats_onboard"]["shop"]["changes"] == 2
    assert told["orgkit_stats_offboard"]["shop"]["by_action"]["remove"] == 3
    assert told["orgkit_stats_audit"]["shop"]["complete"]
    assert len(json.dumps(told)) < MOST_CHARACTERS * 4
    plans = [json.loads((clouds.folder / f"{host}.json").read_text(encoding="utf-8")) for host in ("shop", "bank")]
    assert {plan["plan_id"] for plan in plans} == set(told["orgkit_stats_plan_id"].values())
    assert {path.name for path in clouds.folder.glob("*/report")} == {"report"}
    assert len(list(clouds.folder.glob("*/report/report.json"))) == 2
    assert {path.name for path in clouds.folder.glob("organization*")} == {
        "organization-shop.yml",
        "organization-bank.yml",
    }


def test_one_file_for_several_hosts_is_refused_and_so_is_a_host_that_nobody_approved(clouds: Clouds) -> None:
    saved = several(clouds, "orgkit.cloud.export", orgkit_export_file=str(clouds.folder / "all.yml"))
    assert saved.code == 2
    assert "one organization would overwrite the other" in str(saved.results[-1]["msg"])
    same = several(clouds, "orgkit.cloud.onboard", "--check", orgkit_plan_file=str(clouds.folder / "plan.json"))
    assert same.code == 2
    assert "one plan would overwrite the other" in str(same.results[-1]["msg"])
    assert clouds.tencent.log.entries == clouds.csp.log.entries == []
    other = several(clouds, "orgkit.cloud.onboard", orgkit_expect_plan={"branch": "0123456789abcdef"})
    assert other.code == 2
    assert "not nothing-approved as approved" in str(other.results[-1]["msg"])
    assert clouds.writes() == []
