# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Rights are told once and truly: policies of the guide, the table of modules, the notes of ansible-doc, what is sent."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._tencent.client import LISTING, OF_CAM, READING, WRITING
from support.cases import cases_of
from support.documented import documentation

ROOT = Path(__file__).parents[2]
GUIDE = ROOT / "docs" / "tencent.md"
pytestmark = pytest.mark.skipif(not GUIDE.is_file(), reason="needs the checkout")
MODULES = sorted(path.stem for path in (ROOT / "plugins" / "modules").glob("*.py"))
OF_TENCENT = [module for module in MODULES if module.startswith("tencent_")]
OF_CSP = [module for module in MODULES if module.startswith("csp_")]
ACTIONS = {*READING, *LISTING, *WRITING}
# Sent only while a task of the cloud is awaited, which the budgets of cases.py leave out.
AWAITING = {"GetTaskStatus", "GetProvisioningTaskStatus", "ListTasks"}


def policies() -> list[set[str]]:
    """The actions of the policies in the section about rights."""
    section = GUIDE.read_text(encoding="utf-8").split("\n## Rights\n")[1].split("\n## ")[0]
    found = [json.loads(text) for text in re.findall(r"```json\n(.*?)```", section, re.DOTALL)]
    return [set(policy["statement"][0]["action"]) for policy in found]


def named(actions: set[str]) -> set[str]:
    """Actions as access management names them."""
    return {f"{'cam' if action in OF_CAM else 'organization'}:{action}" for action in actions}


def test_the_least_policies_are_what_planning_and_applying_need() -> None:
    plan, apply = policies()
    assert plan == named({*READING, *LISTING})
    assert apply == named({*WRITING})


def note(module: str) -> str:
    """The note about rights."""
    (found,) = [text for text in documentation(module).get("notes", []) if text.startswith("Rights: ")]
    return str(found)


def actions_of_note(module: str) -> set[str]:
    """The actions that the note names, by their names in the API."""
    named_there = re.findall(r"C\(((?:organization|cam):\w+)\)", note(module))
    actions = {name.partition(":")[2] for name in named_there}
    assert named(actions) == set(named_there)
    return actions


@cache
def table() -> dict[str, set[str]]:
    """The actions of every module, from the table for people."""
    pages = [ROOT / "README.md", *(ROOT / "docs").glob("*.md")]
    (page,) = [page for page in pages if "| Module | Always | Only for |" in page.read_text(encoding="utf-8")]
    rows: dict[str, set[str]] = {}
    before: set[str] = set()
    for row in re.findall(r"^\| `(tencent_\w+)` \| (.*)$", page.read_text(encoding="utf-8"), re.MULTILINE):
        module, text = row
        if " | " not in text:
            continue
        # "the same" means the row above.
        before = (before if text.startswith("the same") else set()) | (set(re.findall(r"\w+", text)) & ACTIONS)
        rows[module] = before
    return rows


@pytest.mark.parametrize("module", OF_TENCENT)
def test_the_note_names_the_actions_of_the_table(module: str) -> None:
    assert actions_of_note(module) == table()[module]


@pytest.mark.parametrize("module", OF_TENCENT)
def test_the_note_names_what_the_module_sends_and_nothing_else(module: str) -> None:
    sent = {action for case in cases_of(module).CASES for action in (*case.reads, *case.writes)}
    needed = actions_of_note(module)
    assert sent <= needed
    # A snapshot reads memberships by group or by user, whichever is cheaper.
    assert needed - sent <= AWAITING | {"ListJoinedGroupsForUser"}


@pytest.mark.parametrize("module", OF_CSP)
def test_the_note_names_the_roles_of_the_guide(module: str) -> None:
    section = (
        (ROOT / "docs" / "csp.md").read_text(encoding="utf-8").split("\n## Which roles it needs\n")[1].split("\n## ")[0]
    )
    written = module.removesuffix("_info")
    rows = [line for line in section.splitlines() if line.startswith("|") and f"`{written}`" in line]
    roles = set(re.findall(r"`(org_\w+)`", " ".join(rows)))
    told = set(re.findall(r"V\((org_\w+)\)", note(module)))
    assert told == (roles or {"org_member", "org_owner", "org_admin"})
