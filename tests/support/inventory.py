# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Runs ansible-inventory against a simulator, as a user and as AWX would."""

from __future__ import annotations

import json
import os
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from support.playbook import PLAYBOOK, tree

UNSAFE = "__ansible_unsafe"


@dataclass
class Listing:
    """What a run of ansible-inventory gave: exit code, what it told on stderr, groups, variables of the hosts.

    unmarked are the texts among the variables that Ansible would read as templates when it reads this output again.
    """

    code: int
    told: str
    groups: dict[str, dict[str, list[str]]]
    hosts: dict[str, dict[str, Any]]
    unmarked: list[str]


def listed(source: Path, environment: dict[str, str], *more: str) -> Listing:
    """The inventory of a file or folder. What is on no host of the inventory, such as the keys, comes from the environment."""
    own = {name: value for name, value in os.environ.items() if not name.startswith(("TENCENTCLOUD_", "ORGKIT_"))}
    variables = {
        **own,
        "ANSIBLE_COLLECTIONS_PATH": str(tree()),
        "ANSIBLE_NOCOLOR": "1",
        # As AWX has it: an inventory that cannot be read is a failure.
        "ANSIBLE_INVENTORY_UNPARSED_FAILED": "true",
        **environment,
    }
    command = [str(PLAYBOOK.with_name("ansible-inventory")), "-i", str(source), "--list", *more]
    done = subprocess.run(command, env=variables, cwd=source.parent, capture_output=True, text=True, check=False)
    groups = json.loads(done.stdout) if done.returncode == 0 else {}
    unmarked: list[str] = []
    hosts = _plain(groups.pop("_meta", {}).get("hostvars", {}), unmarked)
    return Listing(done.returncode, done.stderr, groups, hosts, unmarked)


def source_file(folder: Path, name: str = "prod.tencent_org.yml", **options: Any) -> Path:
    """A source of the plugin with these options."""
    path = folder / name
    path.write_text(yaml.safe_dump({"plugin": "orgkit.cloud.tencent_org", **options}), encoding="utf-8")
    return path


def _plain(value: Any, unmarked: list[str]) -> Any:
    """The value without the marks of foreign text."""
    if isinstance(value, dict):
        if set(value) == {UNSAFE}:
            return value[UNSAFE]
        return {name: _plain(inner, unmarked) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner, unmarked) for inner in value]
    if isinstance(value, str):
        unmarked.append(value)
    return value
