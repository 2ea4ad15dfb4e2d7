# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The task that reads the file of people, in playbooks: dates of YAML, texts of surveys, names that look like templates."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from support.playbook import Run, play

RUN = "x {{ lookup('pipe', 'touch marker') }}"
FILE = f"""
orgkit_today: 2026-12-15
orgkit_functions:
  engineer:
    tencent: [engineers, !unsafe "{RUN}"]
orgkit_people:
  - user: judy@example.com
    functions: [engineer]
    from: 2026-12-01
    until: 2026-12-15
  - user: ivan@example.com
    tencent: [engineers]
    until: 2026-12-14
  - user: !unsafe "{RUN}"
    csp: [operators]
    first_name:
orgkit_leavers: [grace@example.com]
"""
NAMES = ("functions", "people", "leavers", "complete_groups", "max_leavers", "today")
# Before ansible-core 2.19 a template turns dates into Python's words for them.
OPTIONS = {name: f"{{{{ orgkit_{name} | default(omit) }}}}" for name in NAMES}
OPTIONS["people"] = "{{ orgkit_people | default([]) | to_json }}"


def read(folder: Path, content: str, *clouds: str, **more: Any) -> Run:
    """Read a data file for each cloud, and use what it gives once more."""
    (folder / "people.yml").write_text(content, encoding="utf-8")
    tasks: list[dict[str, Any]] = []
    for cloud in clouds:
        options = {**OPTIONS, "cloud": cloud, **more}
        tasks.append({"orgkit.cloud.people_file": options, "register": "wishes", "check_mode": True})
        tasks.append({"ansible.builtin.set_fact": {"kept": "{{ wishes.memberships }}"}})
        tasks.append({"ansible.builtin.debug": {"msg": "{{ kept }}"}})
    return play(tasks, folder, {}, "-e", f"@{folder / 'people.yml'}")


def test_a_file_is_read_for_both_clouds_and_no_name_in_it_runs(tmp_path: Path) -> None:
    run = read(tmp_path, FILE, "tencent", "csp")
    assert run.code == 0, run.output
    tencent, _fact, shown, csp, *_rest = run.results
    assert tencent["memberships"] == [
        {"group": "engineers", "users": ["judy@example.com"]},
        {"group": RUN, "users": ["judy@example.com"]},
    ]
    assert shown["msg"] == tencent["memberships"]
    assert csp["memberships"] == [{"group": "operators", "users": [RUN]}]
    assert csp["users"] == [{"name": RUN}]
    assert tencent["leavers"] == csp["leavers"] == ["grace@example.com", "ivan@example.com"]
    assert tencent["counts"] == {"people": 3, "active": 2, "upcoming": 0, "leavers": 2}
    assert (tencent["max_leavers"], tencent["changed"]) == (3, False)
    assert not (tmp_path / "marker").exists()


def test_a_time_of_day_is_no_date(tmp_path: Path) -> None:
    run = read(tmp_path, FILE.replace("2026-12-14", "2026-12-14 08:00:00"), "tencent")
    assert run.code == 2
    assert run.results[0]["error"]["code"] == "invalid_input"
    assert "people[1] (ivan@example.com).until" in run.results[0]["msg"]


def test_a_survey_gives_everything_as_text(tmp_path: Path) -> None:
    people = [{"user": "judy@example.com", "tencent": ["engineers"]}]
    beside = [{"group": "engineers", "users": "erin@example.com,ivan@example.com", "exclusive": "yes"}]
    more = {"people": json.dumps(people), "memberships": json.dumps(beside), "leavers": "", "functions": ""}
    run = read(tmp_path, "{}", "tencent", **more, complete_groups="all", max_leavers="", today=" ")
    assert run.code == 0, run.output
    assert run.results[0]["memberships"] == [
        {"group": "engineers", "users": ["erin@example.com", "ivan@example.com", "judy@example.com"], "exclusive": True}
    ]


def test_a_leaver_who_is_wanted_is_a_warning_that_people_see(tmp_path: Path) -> None:
    run = read(tmp_path, FILE.replace("grace@", "Judy@"), "tencent")
    assert run.results[0]["warnings"] == ['Both leaver and wanted, the leaver wins: "judy@example.com".']


def test_variables_are_checked_by_their_names(tmp_path: Path) -> None:
    names = "{{ query('ansible.builtin.varnames', '^(orgkit|tencent_onboarding|csp_onboarding)_') }}"
    values = "{{ dict(names | zip(query('ansible.builtin.vars', *names))) }}"
    task = {"orgkit.cloud.people_file": {"variables": values}, "vars": {"names": names}}
    for given, words in (
        ({"orgkit_poeple": []}, "near: orgkit_people"),
        ({}, "nothing to do"),
        ({"orgkit_people": []}, ""),
    ):
        run = play([task], tmp_path, {}, "-e", json.dumps(given))
        assert run.code == (2 if words else 0), run.output
        assert words in run.results[0]["msg"]
