# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Start both simulated clouds on loopback and print the variables to use them with. Ctrl-C ends them."""

from __future__ import annotations

import argparse
import shlex
import signal
import sys
import threading
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

import tree

sys.path.insert(0, str(tree.ROOT / "tests"))
sys.path.insert(0, str(tree.ROOT))

from simulators.csp import CspSimulator
from simulators.csp.demo import demo_world as csp_world
from simulators.serving import Server
from simulators.tencent import TencentSimulator
from simulators.tencent.demo import demo_world as tencent_world

# Output for people: the sentences of this collection, and no warning that there is no inventory.
OUTPUT = {
    "ANSIBLE_STDOUT_CALLBACK": "orgkit.cloud.brief",
    "ANSIBLE_LOCALHOST_WARNING": "false",
    "ANSIBLE_INVENTORY_UNPARSED_WARNING": "false",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until a signal arrives."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tencent-port", type=int, default=0, help="a free one when not given")
    parser.add_argument("--csp-port", type=int, default=0, help="a free one when not given")
    ports = parser.parse_args(arguments)
    clouds = (
        ("Tencent Cloud Organization and Identity Center", TencentSimulator(tencent_world()), ports.tencent_port),
        ("VMware Cloud Services", CspSimulator(csp_world()), ports.csp_port),
    )

    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    with ExitStack() as servers:
        lines = []
        for name, cloud, port in clouds:
            try:
                server = servers.enter_context(Server(cloud.app, port))
            except (OSError, OverflowError) as error:
                print(
                    f"Port {port} cannot be used: {getattr(error, 'strerror', None) or 'it must be 0 to 65535'}.",
                    file=sys.stderr,
                )
                return 1
            variables = cloud.environment(server.url).items()
            lines += [f"\n# {name}", *(f"export {variable}={shlex.quote(value)}" for variable, value in variables)]
        lines += ["\n# This collection, and the Ansible that was installed for it"]
        lines += [f"export PATH={shlex.quote(str(Path(sys.executable).parent))}:$PATH"]
        lines += [f"export ANSIBLE_COLLECTIONS_PATH={shlex.quote(str(tree.TREE))}"]
        lines += [f"export {variable}={value}" for variable, value in OUTPUT.items()]
        tree.refresh()
        print("# Two simulated clouds with a small organization each. Copy these lines into another terminal:")
        print("\n".join(lines))
        print("\n# Then, for example:  ansible-playbook orgkit.cloud.onboard -e @demo/people.yml --check --diff")
        print("# Ctrl-C stops both and forgets everything that was changed.", flush=True)
        stop.wait()
    return 0


if __name__ == "__main__":
    sys.exit(main())
