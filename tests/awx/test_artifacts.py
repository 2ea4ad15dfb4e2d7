# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What the playbooks publish by set_stats is counts: as small for 10,000 changes as for one, and without anybody's name."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from ansible_collections.orgkit.cloud.plugins.module_utils._access.findings import CLASSES, Finding, Ref, counts
from ansible_collections.orgkit.cloud.plugins.module_utils._people.plan import plan_of

ROOT = Path(__file__).parents[2]
MANY = 10_000
# Whatever has names of people in it, or as many rows as there are changes.
NAMES = re.compile(
    r"\b(changes|failures|refusals|findings|access|members|memberships|results|snapshots|msg|people|leavers)\b"
)


def tasks_of(content: Any) -> Iterator[dict[str, Any]]:
    """Every task in a file of tasks or plays, those in blocks too."""
    for row in content if isinstance(content, list) else ():
        yield row
        for key in ("tasks", "block", "rescue", "always"):
            yield from tasks_of(row.get(key))


def published() -> dict[str, str]:
    """The expressions of all set_stats of the collection, by name."""
    files = [path for folder in ("roles", "playbooks") for path in (ROOT / folder).rglob("*.yml")]
    contents = [yaml.load(path.read_text(encoding="utf-8"), Loader=yaml.BaseLoader) for path in files]
    found = [
        task["ansible.builtin.set_stats"]
        for content in contents
        for task in tasks_of(content)
        if "ansible.builtin.set_stats" in task
    ]
    return {name: json.dumps(value) for row in found for name, value in row["data"].items()}


def test_only_counts_are_published_and_under_names_that_nothing_reads() -> None:
    # AWX hands artifacts on as extra variables, which win over all others.
    names = published()
    assert {"orgkit_stats_onboard", "orgkit_stats_offboard", "orgkit_stats_plan_id", "orgkit_stats_audit"} <= set(names)
    assert [name for name in names if not name.startswith("orgkit_stats_")] == []
    assert {name: told for name, told in names.items() if NAMES.search(told)} == {}


def test_the_counts_of_a_plan_are_small_however_much_changes() -> None:
    rows = [
        {
            "action": ("add", "remove", "invite")[number % 3],
            "kind": "membership",
            "subject": {"id": f"u-{number}", "name": f"user-{number}@example.com"},
            "target": {"id": "g-1", "name": f"group-{number % 60}"},
            "before": None,
            "after": "member",
            "text": f"add user-{number}@example.com to a group",
            "status": "planned",
        }
        for number in range(MANY)
    ]
    plan = plan_of({"tencent": [{"changes": rows, "plan_id": "0123456789abcdef", "failed": False}]}, {})
    assert plan["counts"]["changes"] == MANY
    text = json.dumps(plan["counts"])
    assert len(text) < 1000
    assert "user-" not in text


def test_the_counts_of_an_audit_are_small_however_much_is_found() -> None:
    findings = [
        Finding(
            cloud="tencent",
            name=CLASSES[number % len(CLASSES)],
            kind="membership",
            subject=Ref(f"u-{number}", f"user-{number}"),
            target=None,
            text="somebody is where nobody said",
            exception=None,
            was=None,
        )
        for number in range(MANY)
    ]
    text = json.dumps(counts(findings, ("tencent", "csp")))
    assert len(text) < 2000
    assert "user-" not in text
