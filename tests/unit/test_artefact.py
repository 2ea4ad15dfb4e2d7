# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""What Galaxy gets: all that a user needs, and nothing else that lies in the checkout."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from support.playbook import tree

COLLECTION = Path("ansible_collections", "orgkit", "cloud")
TOP = {
    "README.md", "CHANGELOG.md", "LICENSE", "requirements.txt", "execution-environment.yml", "MANIFEST.json", "FILES.json",
}  # fmt: skip
FOLDERS = {"docs", "meta", "playbooks", "plugins", "roles"}
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
def shipped(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The files of the archive that is built there."""
    output = tmp_path_factory.mktemp("artefact")
    galaxy = Path(sys.executable).with_name("ansible-galaxy")
    environment = {**os.environ, "HOME": str(output)}
    command = [str(galaxy), "collection", "build", "--output-path", str(output)]
    done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    (archive,) = output.glob("*.tar.gz")
    with tarfile.open(archive) as files:
        return {member.name for member in files if member.isfile()}


def test_nothing_is_shipped_that_lies_in_the_checkout_by_chance(shipped: set[str]) -> None:
    assert sorted(shipped & set(PLANTED)) == []
    assert not [name for name in shipped if any(part.startswith(".") for part in Path(name).parts)]


def test_nothing_but_the_collection_is_shipped(shipped: set[str]) -> None:
    assert {name.split("/")[0] for name in shipped} == TOP | FOLDERS | {"changelogs"}


def test_all_of_the_collection_is_shipped(checkout: Path, shipped: set[str]) -> None:
    """All but the pictures: no page of Galaxy shows them, and they would double the size of the archive."""
    ours = {
        str(path.relative_to(checkout))
        for folder in FOLDERS
        for path in (checkout / folder).rglob("*")
        if path.is_file() and path.suffix != ".png"
    }
    assert sorted(ours - shipped - set(PLANTED)) == []
