# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every command, playbook, task and data file of the documents is run, page after page, in the clouds of the demo.

What a `console` block shows is what is printed. A YAML block whose first line is `# name.yml` is that file. Tasks of a page are
planned, done and found unchanged; a playbook is run; a data file is planned. What cannot be run here stands in the lists below.
"""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from support.documents import PAGES, ROOT, Block, blocks, commands, prose_of
from support.playbook import play
from support.reader import Reader, differs, reader
from support.stage import disagreements

pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="needs the checkout")

# The beginning of a command that is not run, and why. Its syntax is looked at all the same.
NOT_RUN = {
    "ansible-galaxy collection": "installs from Galaxy or from what is built; make check installs the archive",
    "ansible-builder build": "needs an engine of containers; make check runs ansible-builder create",
    "cd ": "the clone, or the project; commands are run where their files are",
    "cp -r ~/.ansible/": "where ansible-galaxy installs; the folder of every reader holds the project",
    "export ": "keys of an own cloud; those of the simulators are set",
    "git clone": "the network",
    "make ": "makes or checks the whole collection; that there is such a target is looked at",
    "ansible-playbook -i organizations.yml": "tests/integration_roles/test_organizations_of_the_guide.py has two organizations",
    "ansible-playbook orgkit.cloud.awx.configure": "needs an AWX; tests/awx runs it with stand-ins",
    "podman push": "a registry",
    "python -m pip install": "a package index",
}
# Commands that fail, and why they have to.
FAILS = {
    ("docs/audits.md", "ansible-playbook orgkit.cloud.audit -e @people.yml"): "the file does not declare everything",
}
# Tasks that have nothing to do in the demo.
UNCHANGED = {("docs/recipes.md", "Keep the groups as wished")}
# Blocks that are neither run nor written to a file, by page and how they begin, and why.
GUIDE_OF_AWX = "tests/awx/test_documentation.py compares it with playbooks/awx"
SHOWN = {
    ("docs/audits.md", "#!/bin/sh"): "tests/integration_roles/test_audit_commands.py runs it",
    ("docs/audits.md", "audit:"): "a job of GitLab; its command is one that the page runs before",
    ("docs/awx.md", "additional_build_files:"): "a part of the settings of ansible-builder",
    ("docs/awx.md", "awx_organization:"): GUIDE_OF_AWX,
    ("docs/awx.md", "awx_tencent_inputs:"): GUIDE_OF_AWX,
    ("docs/awx.md", "DTSTART;"): GUIDE_OF_AWX,
    ("docs/awx.md", "collections/requirements.yml "): GUIDE_OF_AWX,
    ("docs/awx.md", '{"text": "Job'): GUIDE_OF_AWX,
    ("docs/development.md", "modules, action, filter"): "tests/unit/test_house.py holds the arrows",
    ("docs/how_it_works.md", "{"): "shortened; tests/proofs/test_return.py holds what a result has",
    ("docs/scale.md", "organizations:"): "tests/integration_roles/test_organizations_of_the_guide.py runs it",
    (
        "docs/scale.md",
        "- name: Audit all organizations",
    ): "tests/integration_roles/test_organizations_of_the_guide.py runs it",
    ("docs/tencent.md", "{"): "tests/unit/test_rights.py compares the policies with the client",
}
# Blocks that cannot name the file that they are, by page and how they begin.
NAMED = {
    ("docs/audits.md", "["): "exceptions.json",
    ("docs/recipes.md", "all:"): "organizations.yml",
    ("docs/recipes.md", "user,functions,tencent,csp,from,until"): "people.csv",
}


def with_a_baseline(one: Reader) -> None:
    """Older snapshots are there, no open invitation, which nobody can declare, and no disabled member."""
    shutil.copytree(one.folder / "access", one.folder / "access" / "last", ignore=lambda *_: ["report"])
    one.csp.world.invitations.clear()
    one.tencent.world.user("ivan@example.com").status = "Enabled"


# What a reader has done before the tasks of a page.
PREPARED: dict[str, Callable[[Reader], None]] = {"docs/audits.md": with_a_baseline}
OURS = re.compile(r"(orgkit|tencent_onboarding|csp_onboarding|offboarding|access_audit)_")


def kind(block: Block) -> str:
    """What a block is: commands, output, file, playbook, tasks, data, or shown."""
    if listed(block, SHOWN):
        return "shown"
    if block.language in ("shell", "console"):
        return "commands"
    if name_of(block):
        return "file"
    if block.language == "text" and block.after == "shell":
        return "output"
    content = yaml.safe_load(block.text) if block.language == "yaml" else None
    if isinstance(content, list):
        return "playbook" if {"hosts", "import_playbook"} & set(content[0]) else "tasks"
    if isinstance(content, dict) and all(OURS.match(name) for name in content):
        return "data"
    raise AssertionError(f"{block.page}:{block.line}: nobody runs this block; see tests/documents/test_blocks.py")


def listed(block: Block, rows: dict[tuple[str, str], str]) -> str:
    """What a list says of a block, if anything."""
    return next(
        (word for (page, start), word in rows.items() if block.page == page and block.text.startswith(start)), ""
    )


def name_of(block: Block) -> str:
    """The file that a block is, if it is one."""
    return block.file_name or listed(block, NAMED)


def is_run(command: str) -> bool:
    return not command.startswith(tuple(NOT_RUN))


def type_in(one: Reader, block: Block, command: str, shown: str | None) -> None:
    """Run a command of a page; it has to end as the page says."""
    if not is_run(command):
        return
    where = f"{block.page}:{block.line}: {command}"
    code, output, everything = one.run(command)
    may_fail = any(block.page == page and command.startswith(start) for page, start in FAILS)
    fails = may_fail or (shown is not None and re.search(r"[1-9]\d* failed", shown) is not None)
    assert (code != 0) is fails, f"{where}: exit code {code}\n{everything}"
    if shown is not None:
        assert not (how := differs(shown, output, one.folder)), f"{where}\n{how}"


def settle(one: Reader, page: str, tasks: list[dict[str, Any]]) -> None:
    """The tasks of a page are planned, done as planned, and then change nothing."""
    steps = [{**task, **more} for task in tasks for more in ({"check_mode": True, "diff": True}, {}, {})]
    keys = {"vault_secret_id": one.tencent.secret_id, "vault_secret_key": one.tencent.secret_key}
    run = play(steps, one.folder, one.variables, play_options={"vars": keys})
    assert run.code == 0, f"{page}\n{run.output}"
    assert len(run.results) == len(steps), run.output
    results = iter(run.results)
    for task, checked, done, again in zip(tasks, results, results, results):
        assert checked["changed"] is done["changed"], (page, task["name"])
        assert again["changed"] is (done["changed"] and "check_mode" in task), (page, task["name"])
        assert not disagreements(checked, done), (page, task["name"])
        assert done.get("changes") != [] or (page, task["name"]) in UNCHANGED, (page, task["name"], "nothing to do")


@pytest.mark.parametrize("page", PAGES)
def test_what_the_page_says_is_so(page: str, tmp_path: Path) -> None:
    found = blocks(page)
    kinds = [kind(block) for block in found]
    typed = [command for block in found if kind(block) == "commands" for command, _shown in commands(block)]
    if not {"file", "playbook", "tasks", "data"} & set(kinds) and not any(map(is_run, typed)):
        return
    tasks: list[dict[str, Any]] = []
    data: list[dict[str, Any]] = []
    with reader(tmp_path) as one:
        for block, what, following in zip(found, kinds, [*found[1:], None]):
            if what == "commands":
                rows = commands(block)
                if following is not None and kind(following) == "output":
                    rows[-1] = (rows[-1][0], following.text)
                for command, shown in rows:
                    type_in(one, block, command, shown)
            elif what == "file":
                one.write(name_of(block), block.text)
            elif what == "playbook":
                one.write("playbook.yml", block.text)
                inventory = " -i organizations.yml" if (one.folder / "organizations.yml").exists() else ""
                type_in(one, block, f"ansible-playbook playbook.yml{inventory}", None)
            elif what == "tasks":
                tasks += yaml.safe_load(block.text)
            elif what == "data":
                data.append(yaml.safe_load(block.text))
        if tasks:
            PREPARED.get(page, lambda one: None)(one)
            settle(one, page, tasks)
        if data:
            assert not (told := one.plannable(data)), f"{page}\n{told}"


@pytest.mark.parametrize("page", PAGES)
def test_the_commands_of_the_page_are_commands(page: str) -> None:
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    for block in blocks(page):
        if block.language in ("shell", "console"):
            typed = [command for command, _shown in commands(block)]
            done = subprocess.run(["bash", "-n"], input="\n".join(typed), capture_output=True, text=True, check=False)
            assert done.returncode == 0, f"{page}:{block.line}: {done.stderr}"
            assert {command.split()[1] for command in typed if command.startswith("make ")} <= set(targets), page


def test_the_lists_name_nothing_in_vain() -> None:
    found = [block for page in PAGES for block in blocks(page)]
    typed = [
        (block.page, command) for block in found if kind(block) == "commands" for command, _shown in commands(block)
    ]
    assert [start for start in NOT_RUN if not any(command.startswith(start) for _page, command in typed)] == []
    for rows in (SHOWN, NAMED):
        assert [row for row, word in rows.items() if not any(listed(block, {row: word}) for block in found)] == []
    played = {(block.page, "ansible-playbook") for block in found if kind(block) == "playbook"}
    assert [row for row in FAILS if row not in played and row not in typed] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_file_of_the_page_is_used(page: str) -> None:
    found = blocks(page)
    for block in found:
        if block.file_name:
            others = "".join(other.text for other in found if other is not block) + prose_of(page)
            assert block.file_name in others, f"{page}:{block.line}: nothing uses {block.file_name}"


def test_the_readme_is_read_in_one_go() -> None:
    assert len((ROOT / "README.md").read_text(encoding="utf-8").splitlines()) <= 200
