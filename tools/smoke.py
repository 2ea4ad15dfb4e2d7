# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Run tests/smoke/smoke.yml with one ansible-core and an installed collection, against the simulator."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from simulators.serving import Server  # noqa: E402
from simulators.tencent import TencentSimulator, World  # noqa: E402


def main() -> int:
    """Play it, then look at what is in the simulated cloud."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bin_folder", type=Path, help="where ansible-playbook is")
    parser.add_argument("collections", type=Path, help="the folder with ansible_collections/")
    arguments = parser.parse_args()

    world = World()
    world.add_user("alice", email="alice@example.com")
    world.add_user("bob", email="bob@example.com")
    world.add_group("cloud-admins")
    cloud = TencentSimulator(world)
    with Server(cloud.app) as server, tempfile.TemporaryDirectory() as home:
        env = {name: value for name, value in os.environ.items() if not name.startswith(("ANSIBLE_", "TENCENTCLOUD_"))}
        env |= cloud.environment(server.url)
        env |= {"ANSIBLE_COLLECTIONS_PATH": str(arguments.collections), "ANSIBLE_HOME": home}
        playbook = arguments.bin_folder / "ansible-playbook"
        command = [playbook, "-i", "localhost,", ROOT / "tests" / "smoke" / "smoke.yml"]
        done = subprocess.run(command, env=env, cwd=home, stdin=subprocess.DEVNULL, check=False)
        if done.returncode:
            return done.returncode
    if world.members_of("cloud-admins") != {"alice", "bob"}:
        print(f"cloud-admins holds {sorted(world.members_of('cloud-admins'))}", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
