# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Install the collection, start both simulated clouds, and onboard people: planned, done, found unchanged, refused.

In the end an empty organization of each cloud gets everything that it needs.

What is shown is checked: exit codes, what the tasks say, what was sent, and who is in which group afterwards.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import tree

ROOT = tree.ROOT
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from simulators.csp import CspSimulator  # noqa: E402
from simulators.csp.demo import demo_world as csp_world  # noqa: E402
from simulators.csp.demo import empty_world as empty_csp_world  # noqa: E402
from simulators.serving import Server  # noqa: E402
from simulators.tencent import TencentSimulator  # noqa: E402
from simulators.tencent import World as EmptyTencent  # noqa: E402
from simulators.tencent.demo import demo_world as tencent_world  # noqa: E402

DATA = ROOT / "demo"
BUILD = ROOT / "build" / "demo"
COLLECTIONS = BUILD / "collections"
WIDTH = min(100, shutil.get_terminal_size((100, 24)).columns)
COLOUR = sys.stdout.isatty() and "NO_COLOR" not in os.environ
# All that a run sees of the environment; keys of a real cloud and settings of Ansible stay outside.
INHERITED = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TERM", "TMPDIR", "TZ")
ONBOARD = "ansible-playbook orgkit.cloud.onboard -e @{}"
ESCAPES = re.compile(r"\x1b\[[0-9;]*m")


class Broken(Exception):
    """Something is not as the demo promises; the text says what."""


def expect(condition: bool, sentence: str) -> None:
    """Raise Broken with the sentence unless the condition holds."""
    if not condition:
        raise Broken(sentence)


@contextmanager
def child(command: list[str], environment: dict[str, str], cwd: Path) -> Iterator[subprocess.Popen[str]]:
    """A process that does not outlive the block, whatever happens in it."""
    process = subprocess.Popen(
        command,
        env=environment,
        cwd=cwd,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        # Ctrl-C reaches this program only, which then ends the child.
        start_new_session=True,
    )
    try:
        yield process
    finally:
        if process.poll() is None:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            # ansible-playbook hands the signal on to its workers.
            process.terminate()
            try:
                process.wait(10)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait()


class Demo:
    """Two clouds and the steps that are played in them."""

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment
        self.tencent = tencent_world()
        self.csp = csp_world()
        self.clouds: tuple[Any, ...] = (TencentSimulator(self.tencent), CspSimulator(self.csp))
        self.steps = 0

    def writes(self) -> int:
        """How many writing requests both clouds have got so far."""
        return sum(len(cloud.log.writes()) for cloud in self.clouds)

    @contextmanager
    def instead(self, cloud: Any, url: str) -> Iterator[None]:
        """Play in this cloud for a while."""
        clouds, environment = self.clouds, self.environment
        self.clouds, self.environment = (cloud,), {**environment, **cloud.environment(url)}
        try:
            yield
        finally:
            self.clouds, self.environment = clouds, environment

    def memberships(self) -> dict[str, set[str]]:
        """Who is in which group, in both clouds."""
        found = {f"Tencent {group.name}": self.tencent.members_of(group.id) for group in self.tencent.groups.values()}
        for group in self.csp.groups.values():
            found[f"CSP {group.name}"] = {self.csp.users[user].username for user in group.direct}
        return found

    def expect_memberships(self, wanted: dict[str, set[str]]) -> None:
        """Raise Broken when somebody is in another group than wanted."""
        for group, names in self.memberships().items():
            expect(names == wanted[group], f"{group} holds {', '.join(sorted(names))}")

    def step(self, title: str, look_at: str) -> None:
        """Announce what comes and what to look at."""
        self.steps += 1
        print(f"\n{bold(f'{self.steps}. {title}')}")
        print(textwrap.fill(f"Look at: {look_at}", WIDTH, initial_indent="   ", subsequent_indent=" " * 12))

    def play(
        self, command: str, *, changed: int = 0, writes: int = 0, fails: bool = False, says: tuple[str, ...] = ()
    ) -> None:
        """Run a command of ansible-playbook, show it, and check what it did."""
        before = self.writes()
        print(f"\n   $ {command}", flush=True)
        shown = []
        with child(shlex.split(command), self.environment, DATA) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                shown.append(line)
        output = ESCAPES.sub("", "".join(shown))
        sent = self.writes() - before
        expect((process.returncode != 0) == fails, f"exit code {process.returncode}")
        expect(f"recap: {changed} changed, {int(fails)} failed" in output, f"{changed} changed tasks were expected")
        expect(sent == writes, f"{sent} writing requests instead of {writes}")
        for text in says:
            expect(text in " ".join(output.split()), f"the output does not say: {text}")
        print(f"   checked: exit code {process.returncode}, {sent} writing requests reached the clouds", flush=True)


def bold(text: str) -> str:
    """A heading."""
    return f"\x1b[1m{text}\x1b[0m" if COLOUR else text


def onboarding(demo: Demo) -> None:
    """Planned, done, found unchanged."""
    people = ONBOARD.format("people.yml")
    wanted = demo.memberships()
    demo.step(
        "What would happen: check mode with diff",
        "an account to open, a remark, who joins a group (+) and who leaves it (-). Nothing is written.",
    )
    demo.play(f"{people} --check --diff", changed=3)
    demo.expect_memberships(wanted)

    demo.step("The same for real", "the plan of step 1, now done.")
    demo.play(people, changed=3, writes=8)
    for group, joins, leaves in (
        ("Tencent platform-developers", "judy", ""),
        ("Tencent finance-viewers", "dave", "ivan"),
        ("CSP platform-operators", "judy", ""),
        ("CSP billing-viewers", "heidi", "frank"),
    ):
        wanted[group] = (wanted[group] | {f"{joins}@example.com"}) - {f"{leaves}@example.com"}
    demo.expect_memberships(wanted)
    expect(demo.tencent.member("mobile-backend").remark == "Owned by the mobile team", "the remark is not there")
    node = demo.tencent.node(demo.tencent.member("analytics-prod").node).name
    expect(node == "data", f"the new account is in department {node}")

    demo.step("And again", "nothing is left to do: 0 changed.")
    demo.play(people, changed=0)
    demo.expect_memberships(wanted)


def refusals(demo: Demo) -> None:
    """Mistakes that a guard rail or the look at the names catches; nothing is written."""
    wanted = demo.memberships()
    demo.step(
        "A list that lost its names", "the guard rail refuses the whole task and names who would have been removed (-)."
    )
    demo.play(ONBOARD.format("lost_names.yml") + " --diff", fails=True, says=("4 of 5 members would be removed",))
    demo.expect_memberships(wanted)

    demo.step("Typing errors", "all of them are told at once, with the names that are near.")
    demo.play(
        ONBOARD.format("typing_errors_tencent.yml"), fails=True, says=("near: platform-admins", "alice@example.com")
    )
    demo.play(ONBOARD.format("typing_errors_csp.yml"), fails=True, says=("near: platform-operators", "near: heidi@"))
    demo.expect_memberships(wanted)


def leaving(demo: Demo) -> None:
    """Somebody leaves all groups."""
    wanted = {group: names - {"bob@example.com"} for group, names in demo.memberships().items()}
    demo.step("A leaver", "bob is found in three groups of two clouds, and taken out of them.")
    demo.play("ansible-playbook leaver.yml -e leaver=bob@example.com --diff", changed=2, writes=3)
    demo.expect_memberships(wanted)


def tencent_from_nothing(demo: Demo) -> None:
    """An organization that has nothing but its management account: everything up to what a group may do in an account."""
    command = "ansible-playbook tencent_from_nothing.yml"
    with Server((cloud := TencentSimulator(EmptyTencent())).app) as server, demo.instead(cloud, server.url):
        demo.step(
            "An empty Tencent Cloud organization: check mode of the whole chain",
            "departments, an account, people, a group, a role and who has it there; each task counts on the ones before.",
        )
        demo.play(f"{command} --check --diff", changed=7)

        demo.step("The same for real", "judy and kim may run the data lake now.")
        demo.play(command, changed=7, writes=12)
        world = cloud.world
        expect(world.members_of("data-engineers") == {"judy@example.com", "kim@example.com"}, "wrong members")
        expect(world.assignments_of("data-operator") == {("data-lake", "data-engineers")}, "the grant is not there")
        expect(world.deployments_of("data-operator") == {"data-lake": "Deployed"}, "the role is not deployed")

        demo.step("And again", "nothing is left to do: 0 changed.")
        demo.play(command, changed=0)


def csp_from_nothing(demo: Demo) -> None:
    """Groups, people and memberships of an organization that has nothing but its owner."""
    command = "ansible-playbook csp_from_nothing.yml"
    with Server((cloud := CspSimulator(empty_csp_world())).app) as server, demo.instead(cloud, server.url):
        demo.step(
            "An empty organization of Cloud Services: check mode of three tasks that build on each other",
            "groups that do not exist yet are planned with, and so are people who are only invited then.",
        )
        demo.play(f"{command} --check --diff", changed=3)

        demo.step("The same for real", "judy has an account and is in at once; olivia is pending until she accepts.")
        demo.play(command, changed=3, writes=7, says=("1 pending",))
        world = cloud.world
        expect(world.group("billing-viewers").service_roles == {"cost-service": ["cost-viewer"]}, "a role is not there")
        expect(world.members_of("platform-operators") == {"admin@example.com", "judy@example.com"}, "wrong members")

        demo.step("And again", "an open invitation is no drift: 0 changed.")
        demo.play(command, changed=0)


def base_environment() -> dict[str, str]:
    """What every process of the demo sees."""
    own = {name: os.environ[name] for name in INHERITED if name in os.environ}
    own["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), own.get("PATH", os.defpath)])
    own |= {"HOME": str(BUILD / "home"), "PYTHONDONTWRITEBYTECODE": "1"}
    return own | {"ANSIBLE_CONFIG": str(BUILD / "ansible.cfg")}


def play_environment() -> dict[str, str]:
    """What ansible-playbook sees beside the variables of the clouds."""
    return base_environment() | {
        "ANSIBLE_COLLECTIONS_PATH": str(COLLECTIONS),
        "ANSIBLE_INVENTORY": str(BUILD / "hosts"),
        "ANSIBLE_STDOUT_CALLBACK": "orgkit.cloud.brief",
        "ANSIBLE_FORCE_COLOR" if COLOUR else "ANSIBLE_NOCOLOR": "1",
        "ORGKIT_BRIEF_WIDTH": str(WIDTH),
    }


def install() -> str:
    """Build the collection and install it as a user would; gives the name of the archive."""
    shutil.rmtree(BUILD, ignore_errors=True)
    (BUILD / "home").mkdir(parents=True)
    (BUILD / "ansible.cfg").touch()
    (BUILD / "hosts").write_text("localhost\n", encoding="utf-8")

    def galaxy(*arguments: str, cwd: Path) -> None:
        with child(["ansible-galaxy", "collection", *arguments], base_environment(), cwd) as process:
            output, _nothing = process.communicate()
        expect(process.returncode == 0, f"ansible-galaxy collection {arguments[0]} failed:\n{output}")

    galaxy("build", "--output-path", str(BUILD), cwd=tree.refresh())
    archive = next(BUILD.glob("*.tar.gz"))
    galaxy("install", str(archive), "--offline", "-p", str(COLLECTIONS), "--force", cwd=BUILD)
    return archive.name


def interrupted(*_: Any) -> None:
    """Ctrl-C and other signals end the demo in order."""
    raise KeyboardInterrupt


def main() -> int:
    """Play all steps; 0 when everything was as promised."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, interrupted)
    demo = Demo(play_environment())
    try:
        print(f"Built and installed {install()} into {COLLECTIONS.relative_to(ROOT)}.", flush=True)
        with ExitStack() as servers:
            for cloud in demo.clouds:
                server = servers.enter_context(Server(cloud.app))
                demo.environment.update(cloud.environment(server.url))
            print("Two simulated clouds run on loopback until the demo ends. The data of every step is in demo/.")
            onboarding(demo)
            refusals(demo)
            leaving(demo)
            tencent_from_nothing(demo)
            csp_from_nothing(demo)
    except Broken as problem:
        print(f"\nThe demo is broken at step {demo.steps}: {problem}.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped.", file=sys.stderr)
        return 130
    print(f"\n{bold('Every step did what it should, and the demo checked it.')}")
    print("To try by hand: make simulators, then change demo/people.yml and play it.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
