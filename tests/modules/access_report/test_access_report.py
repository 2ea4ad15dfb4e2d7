# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The module that makes reports: options, result, check mode, both roads. It has no cloud, hence no cases.py."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest
import yaml

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._core.resource import Task
from ansible_collections.orgkit.cloud.plugins.module_utils._core.run import attempt
from ansible_collections.orgkit.cloud.plugins.modules import access_report
from support.access_worlds import Row, group, user, write
from support.playbook import play
from support.returned import mistakes
from support.road import validated

FRANK, JUDY = user("frank@example.com", "1"), user("judy@example.com", "2")
ENGINEERS = group("data-engineers", "1")
ROWS: tuple[Row, ...] = (FRANK, JUDY, ENGINEERS, kinds.membership(FRANK, ENGINEERS))
MEMBERSHIPS = [{"group": "data-engineers", "users": ["frank@example.com", "judy@example.com"]}]
DECLARED: dict[str, Any] = {"tencent_onboarding_memberships": MEMBERSHIPS}
# 2026-06-01.
NOW = 1_780_272_000.0


def report(folder: Path, *, check_mode: bool = False, rows: Iterable[Row] = ROWS, **params: Any) -> dict[str, Any]:
    path = folder / "new.jsonl"
    if not path.exists():
        write(path, rows)
    given = {"snapshots": [str(path)], "dest": str(folder / "report"), **params}
    task = Task(validated(access_report.spec(), given), {}, check_mode=check_mode, clock=lambda: NOW)
    result = attempt(access_report.run_task, task)
    assert not mistakes("access_report", result)
    return result


@pytest.mark.parametrize("check_mode", [True, False])
def test_it_writes_all_formats_and_never_says_changed(tmp_path: Path, check_mode: bool) -> None:
    result = report(tmp_path, declared=DECLARED, check_mode=check_mode)
    assert (result["failed"], result["changed"]) == (False, False)
    assert result["msg"].startswith("1 finding needs somebody.")
    assert result["counts"]["missing"] == {"tencent": 1}
    assert result["findings"] == ["missing: judy@example.com is declared for group data-engineers, and is not in it."]
    assert len(result["files"]) == len(list((tmp_path / "report").iterdir())) == 9
    for row in result["files"]:
        assert hashlib.sha256(Path(row["path"]).read_bytes()).hexdigest() == row["sha256"]


def test_it_writes_what_is_wanted_only(tmp_path: Path) -> None:
    result = report(tmp_path, formats=["markdown"])
    assert [Path(row["path"]).name for row in result["files"]] == ["report.md"]
    assert result["msg"].startswith("Nothing was declared, so nothing could be compared.")


def test_findings_of_a_class_fail_the_task_after_everything_is_written(tmp_path: Path) -> None:
    assert not report(tmp_path, declared=DECLARED, fail_on=["unmanaged", "conflict"])["failed"]
    failed = report(tmp_path, declared=DECLARED, fail_on=["missing", "unmanaged"])
    assert failed["failed"]
    assert failed["error"]["code"] == "refused"
    assert failed["error"]["message"] == "There are findings that fail_on names: 1 missing."
    assert len(failed["files"]) == 9
    assert failed["counts"]["missing"] == {"tencent": 1}


def test_a_big_report_has_a_small_result(tmp_path: Path) -> None:
    rows = [user(f"user{number}@example.com", str(number)) for number in range(400)]
    result = report(tmp_path, rows=rows, declared=DECLARED)
    assert len(result["findings"]) == 50
    assert result["open"] == 401
    assert len(json.dumps(result)) < 20_000


def test_the_clock_decides_about_exceptions(tmp_path: Path) -> None:
    accepted = {"class": "missing", "kind": "membership", "subject": "judy@example.com", "owner": "x", "reason": "y"}
    path = tmp_path / "exceptions.json"
    for expires, name in (("2026-06-01", "excepted"), ("2026-05-31", "expired_exception")):
        path.write_text(json.dumps([{**accepted, "expires": expires}]), encoding="utf-8")
        result = report(tmp_path, declared=DECLARED, exceptions=str(path))
        assert result["counts"][name] == {"tencent": 1}


def test_a_cloud_without_snapshot_is_a_finding(tmp_path: Path) -> None:
    result = report(tmp_path, failed_snapshots=[{"cloud": "csp", "reason": "The token has expired."}])
    assert result["counts"]["unreadable"] == {"tencent": 0, "csp": 1}
    assert result["complete"] is False
    assert "Not everything could be read." in result["msg"]


def test_two_clouds_without_snapshot_are_a_report_too(tmp_path: Path) -> None:
    failed = [{"cloud": cloud, "reason": "no answer"} for cloud in ("tencent", "csp")]
    rules = {"never_together": [{"groups": ["a", "b"]}], "administrators": [{"role_configurations": ["c"]}]}
    result = report(
        tmp_path, snapshots=[], failed_snapshots=failed, declared=DECLARED, rules=rules, fail_on=["unreadable"]
    )
    assert result["counts"]["unreadable"] == {"tencent": 1, "csp": 1}
    assert (result["failed"], result["complete"], len(result["files"])) == (True, False, 9)


@pytest.mark.parametrize(
    ("params", "words"),
    [
        ({"snapshots": ["/nonexistent/a.jsonl", "/nonexistent/b.jsonl"]}, "b.jsonl' cannot be used: it cannot be read"),
        ({"declared": {"tencent_onboarding_memberships": [{}]}}, "has no group"),
        ({"exceptions": "/nonexistent.json"}, "must be a JSON file"),
        ({"exceptions": {"class": "missing"}}, "neither a list nor the path"),
        ({"declared_files": ["/nonexistent.yml"]}, "cannot be read"),
        ({"dest": "/proc/nothing"}, "cannot be made"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(tmp_path: Path, params: Row, words: str) -> None:
    result = report(tmp_path, **params)
    assert result["failed"]
    assert result["error"]["code"] == "invalid_input"
    assert words in result["msg"]
    assert not (tmp_path / "report").exists()


def test_the_examples_work_on_both_roads_and_in_check_mode(tmp_path: Path) -> None:
    tasks = yaml.safe_load(access_report.EXAMPLES)
    creators, approvers = group("payment-creators", "2"), group("payment-approvers", "3")
    told = []
    for in_process, options in (("true", {}), ("false", {}), ("true", {"check_mode": True})):
        folder = tmp_path / f"{in_process}{len(options)}"
        (folder / "access" / "last").mkdir(parents=True)
        for place in ("tencent.jsonl", "last/tencent.jsonl"):
            write(folder / "access" / place, [*ROWS, creators, approvers])
        run = play([{**task, **options} for task in tasks], folder, {}, "-e", f"orgkit_cloud_in_process={in_process}")
        assert run.code == 0, run.output
        told.append({name: run.results[0][name] for name in ("changed", "counts", "findings", "open", "msg")})
        assert (folder / "access" / "report" / "report.html").is_file()
    assert told[0] == told[1] == told[2]
    assert told[0]["counts"]["missing"] == {"tencent": 1}
