# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Copy the collection to a real .../ansible_collections/orgkit/cloud folder, where Ansible's tools want it.

Only files that differ are written, and what is gone from the sources is removed, so the copy can be refreshed
at any time. Ansible's own tools skip a folder that the surrounding git repository ignores; hence the "git init".
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TREE = ROOT / "build" / "tree"
COLLECTION = Path("ansible_collections", "orgkit", "cloud")
# Never copied when the sources are no git checkout, which would know by itself.
NOT_SOURCES = {"build", ".git", ".venv", ".ansible", "__pycache__"}


def _git(*args: str, cwd: Path) -> str | None:
    """Output of a git command, None when git is missing or refuses."""
    try:
        done = subprocess.run(["git", *args], cwd=cwd, capture_output=True, text=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None


def _walk(folder: Path, skip: set[str]) -> Iterator[Path]:
    """Files under a folder, relative to it."""
    for where, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name not in skip]
        for name in files:
            yield (Path(where) / name).relative_to(folder)


def sources() -> list[Path]:
    """The files of the collection, relative to its root: tracked or new, neither deleted nor ignored."""
    top = _git("rev-parse", "--show-toplevel", cwd=ROOT)
    if top is not None and Path(top.strip()).resolve() == ROOT:
        listed = _git("ls-files", "-z", "--cached", "--others", "--exclude-standard", cwd=ROOT)
        if listed is not None:
            return sorted({Path(name) for name in listed.split("\0") if name and (ROOT / name).is_file()})
    return sorted(path for path in _walk(ROOT, NOT_SOURCES) if path.suffix != ".pyc")


def _same(source: Path, target: Path) -> bool:
    """Whether the copy is up to date; copies keep the time of their source."""
    if not target.is_file():
        return False
    ours, theirs = source.stat(), target.stat()
    return (ours.st_size, ours.st_mtime_ns, ours.st_mode) == (theirs.st_size, theirs.st_mtime_ns, theirs.st_mode)


def refresh(tree: Path = TREE) -> Path:
    """Bring the copy below `tree` up to date and return the collection's folder in it."""
    target = tree / COLLECTION
    target.mkdir(parents=True, exist_ok=True)
    wanted = sources()
    for path in wanted:
        if not _same(ROOT / path, target / path):
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            # Replaced in one step: a test that runs meanwhile never sees half a file.
            part = target / path.parent / f".{path.name}.{os.getpid()}.part"
            shutil.copy2(ROOT / path, part)
            os.replace(part, target / path)
    for path in set(_walk(target, {".git", "__pycache__"})) - set(wanted):
        (target / path).unlink(missing_ok=True)
    for where, _folders, _files in os.walk(target, topdown=False):
        if not os.listdir(where) and ".git" not in Path(where).parts:
            os.rmdir(where)
    if not (target / ".git").is_dir():
        _git("init", "-q", cwd=target)
    return target


if __name__ == "__main__":
    print(refresh(Path(sys.argv[1]).resolve() if len(sys.argv) > 1 else TREE))
