# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Galaxy gets: all that a user needs, and nothing else that lies in the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from support.playbook import tree
from support.tool import tool

archive = tool("archive")

COLLECTION = Path("ansible_collections", "orgkit", "cloud")
PLANTED = [
    ".env",
    "vault.yml",
    "people.yml",
    "id_rsa",
    "orgkit-cloud-0.9.0.tar.gz",
    "notes.md",
    "demo/people.yml",
    "tests/unit/test_x.py",
    "tools/x.py",
    "simulators/x.py",
    "group_vars/all.yml",
    "inventory/hosts.yml",
    "playbooks/vault.yml",
    "plugins/modules/.env",
    "plugins/modules/x.pyc",
    "plugins/module_utils/__pycache__/x.pyc",
    "roles/csp_onboarding/.env",
    "roles/csp_onboarding/vars/vault.yml",
    "docs/.secret.md",
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the collection with things in it that belong to its developer."""
    folder = tmp_path_factory.mktemp("checkout") / COLLECTION
    shutil.copytree(tree() / COLLECTION, folder, ignore=shutil.ignore_patterns(".git", "__pycache__", "*.part"))
    for name in PLANTED:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("password: planted\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def built(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The archive that is built there."""
    output = tmp_path_factory.mktemp("artefact")
    galaxy = Path(sys.executable).with_name("ansible-galaxy")
    environment = {**os.environ, "HOME": str(output)}
    command = [str(galaxy), "collection", "build", "--output-path", str(output)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (found,) = output.glob("*.tar.gz")
    return found


@pytest.fixture(scope="module")
def shipped(built: Path) -> dict[str, bytes]:
    """What is in it."""
    return archive.content(built)


def test_nothing_is_shipped_that_lies_in_the_checkout_by_chance(shipped: dict[str, bytes]) -> None:
    assert sorted(set(shipped) & set(PLANTED)) == []
    assert not [name for name in shipped if any(part.startswith(".") for part in Path(name).parts)]


def test_nothing_but_the_collection_is_shipped(shipped: dict[str, bytes]) -> None:
    assert {name.split("/")[0] for name in shipped} == archive.TOP | archive.FOLDERS


def test_all_of_the_collection_is_shipped(checkout: Path, shipped: dict[str, bytes]) -> None:
    """All but the pictures: no page of Galaxy shows them, and they would double the size of the archive."""
    ours = {
        str(path.relative_to(checkout))
        for folder in archive.FOLDERS - {"changelogs"}
        for path in (checkout / folder).rglob("*")
        if path.is_file() and path.suffix != ".png"
    }
    assert sorted(ours - set(shipped) - set(PLANTED)) == []


def test_a_release_finds_no_fault_in_it(built: Path) -> None:
    assert archive.faults(built) == []


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("tests/unit/test_x.py", "# GPL-3.0-or-later", "does not belong"),
        ("notes.md", "", "does not belong"),
        ("plugins/../../x", "", "does not belong"),
        ("docs/.notes.md", "", "is hidden"),
        ("plugins/module_utils/x.pyc", "", "is hidden, compiled"),
        ("roles/csp_onboarding/vars/vault.yml", "# GPL-3.0-or-later", "left over"),
        ("plugins/modules/csp_x.py", "# GPL-3.0-or-later", "has no action plugin"),
        ("roles/other/tasks/main.yml", "# GPL-3.0-or-later", "without arguments"),
        ("plugins/module_utils/x.py", "import os", "does not name its licence"),
        ("docs/x.md", "x" * 400_000, "has 400000 bytes"),
        ("docs/x.md", "AKID" + "z8" * 16, "looks like a key"),
        ("docs/x.md", "-----BEGIN " + "PRIVATE KEY-----", "looks like a key"),
        ("docs/x.md", "see /home/" + "somebody/notes", "a folder of a person"),
        ("LICENSE", "Do what you want", "not the text of the licence"),
        ("meta/runtime.yml", "# GPL-3.0-or-later", "which ansible-core"),
    ],
)
def test_a_release_refuses(shipped: dict[str, bytes], name: str, text: str, words: str) -> None:
    broken = {**shipped, name: text.encode()}
    assert [fault for rule in archive.RULES for fault in rule(broken) if words in fault]


@pytest.mark.parametrize("name", sorted(archive.NEEDED - {"MANIFEST.json", "FILES.json"}))
def test_a_release_misses(shipped: dict[str, bytes], name: str) -> None:
    rest = {other: text for other, text in shipped.items() if other != name}
    assert f"{name} is missing" in list(archive.missing(rest))
