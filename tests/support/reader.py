# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Somebody who follows a document at a terminal: both clouds of the demo, a folder, and the variables of a shell."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import certifi
import yaml

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world
from support.documents import ROOT, blocks
from support.playbook import prepared

ONBOARD = "orgkit.cloud.onboard"
# What "make simulators" prints beside the variables of the clouds.
TERMINAL = {
    "ANSIBLE_STDOUT_CALLBACK": "orgkit.cloud.brief",
    "ANSIBLE_LOCALHOST_WARNING": "false",
    "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
    "ORGKIT_BRIEF_WIDTH": "100",
    "COLUMNS": "100",
}
# What no two runs share, and a word that stands for it.
VOLATILE = (
    (re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ"), "TIME"),
    (re.compile(r"\b[0-9a-f]{16}\b"), "PLAN"),
    (re.compile(r"http://127\.0\.0\.1:\d+"), "ADDRESS"),
    (re.compile(r"\b\d{4}-\d\d-\d\d\b"), "DATE"),
)


class Reader:
    """Both clouds of the demo and a folder, in which the file of docs/data_file.md and a project of AWX lie."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tencent, self.csp = TencentSimulator(tencent_world()), CspSimulator(csp_world())
        self.variables: dict[str, str] = {}
        shutil.copytree(ROOT / "playbooks" / "awx" / "project", folder, dirs_exist_ok=True)
        people = blocks("docs/data_file.md")[0].text
        self.write("people.yml", people)
        self._people: dict[str, Any] = yaml.safe_load(people)
        self.write("private-ca.pem", Path(certifi.where()).read_text(encoding="utf-8"))
        for profile in ("shop", "bank"):
            self.write(
                f".tccli/{profile}.credential",
                json.dumps({"secretId": self.tencent.secret_id, "secretKey": self.tencent.secret_key}),
            )

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, command: str) -> tuple[int, str, str]:
        """Exit code, output, and the output with what went to stderr, of a command line."""
        done = subprocess.run(
            ["bash", "-c", command], env=self.variables, cwd=self.folder, capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout, done.stdout + done.stderr

    def plannable(self, files: list[dict[str, Any]]) -> str:
        """What goes wrong when these data files are added to the file of data_file.md and planned; nothing when they can be.

        Lists are joined, as somebody does who follows one recipe after the other. A list that is a template is planned alone.
        """
        people = self._people
        joined, plans = dict(people), []
        for file in files:
            if any(isinstance(value, str) for value in file.values()):
                plans.append({**people, **file})
            elif file != people:
                joined |= {name: _joined(joined.get(name), value) for name, value in file.items()}
        plans += [joined] if joined != people else []
        if not plans:
            return ""
        self.write("plans.yml", yaml.safe_dump([{"import_playbook": ONBOARD, "vars": plan} for plan in plans]))
        code, _output, everything = self.run("ansible-playbook plans.yml --check")
        return everything if code else ""


def _joined(before: Any, value: Any) -> Any:
    return before + value if isinstance(before, list) and isinstance(value, list) else value


@contextmanager
def reader(folder: Path) -> Iterator[Reader]:
    """A reader whose clouds are served."""
    found = Reader(folder)
    with Server(found.tencent.app) as tencent, Server(found.csp.app) as csp:
        clouds = {**found.tencent.environment(tencent.url), **found.csp.environment(csp.url), **TERMINAL}
        command, variables = prepared([], folder, clouds)
        path = f"{Path(command[0]).parent}{os.pathsep}{os.environ['PATH']}"
        found.variables = {**variables, "PATH": path, "PWD": str(folder)}
        yield found


def settled(output: str, folder: Path) -> list[str]:
    """The lines of an output without what no two runs share."""
    text = output.replace(str(folder), "FOLDER")
    for pattern, word in VOLATILE:
        text = pattern.sub(word, text)
    return [line.rstrip() for line in text.strip("\n").splitlines()]


def differs(shown: str, output: str, folder: Path) -> str:
    """How an output differs from what a document shows; a line of three dots stands for any lines. Nothing when it does not."""
    wanted, got = settled(shown, folder), settled(output, folder)
    pattern = "".join(r"(?:.*\n)*?" if line.strip() == "..." else re.escape(line) + r"\n" for line in wanted)
    if re.fullmatch(pattern, "".join(line + "\n" for line in got)):
        return ""
    return "shown:\n" + "\n".join(wanted) + "\nprinted:\n" + "\n".join(got)
