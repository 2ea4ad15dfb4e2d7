# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that "make check" runs. Names given on the command line (or the beginning of one) choose some checks."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from functools import partial
from importlib import metadata
from pathlib import Path
from typing import Any

import archive
import awx_specs
import getpip
import make_returned
import tree
import yaml
from envs import CORES, ENVS, Failed, Missing, core_environment, interpreters, run, shellcheck_folder, tools_environment
from tree import COLLECTION, ROOT

BUILD = ROOT / "build"
ARTEFACTS = BUILD / "artefact"
INSTALLED = BUILD / "installed"
# Modules must run on the oldest Python of a managed host or an execution environment.
OLDEST_PYTHON = "3.9"
# What these play is the same with every core: commands of documents, and random organizations, whose data others hold against templates.
ONCE = {
    "test_audit_commands",
    "test_export",
    "test_organizations_of_the_guide",
    "test_pipelines",
    "test_random_files",
    "test_recipes",
}

Check = Callable[[], str | None]
"""A check raises Failed or Missing; what it returns is shown behind its name."""


def artefact() -> Path:
    """The archive that the check "build" made."""
    found = list(ARTEFACTS.glob("*.tar.gz"))
    if not found:
        raise Missing("nothing was built")
    return found[0]


def build() -> str:
    """Make the archive that Galaxy gets, and look at what is in it."""
    shutil.rmtree(ARTEFACTS, ignore_errors=True)
    galaxy = tools_environment() / "ansible-galaxy"
    run(galaxy, "collection", "build", "--output-path", ARTEFACTS, cwd=tree.TREE / COLLECTION)
    faults = archive.faults(artefact())
    if faults:
        raise Failed("\n".join(faults))
    return artefact().name


def install() -> None:
    """Install it into a fresh folder, as a user would."""
    shutil.rmtree(INSTALLED, ignore_errors=True)
    galaxy = tools_environment() / "ansible-galaxy"
    run(galaxy, "collection", "install", artefact(), "--offline", "-p", INSTALLED)


def importer() -> None:
    """What Galaxy says on upload; its exit code tells little, its log everything."""
    bin_folder = tools_environment()
    command = (bin_folder / "python", "-m", "galaxy_importer.main", artefact().name)
    # The check "lint" does that with the same profile. Here ansible-lint would find no playbook of a collection that another imports,
    # because the importer gives it a wrong folder.
    env = {"GALAXY_IMPORTER_RUN_ANSIBLE_LINT": "false"}
    output = run(*command, cwd=ARTEFACTS, env=env, only=[bin_folder])
    if re.search(r"^(WARNING|ERROR|CRITICAL)", output, re.MULTILINE) or "Importer processing completed" not in output:
        raise Failed(output)


def sanity(core: str) -> str:
    """ansible-test sanity, in a copy of its own because it writes into the collection."""
    version, bin_folder = core_environment(core)
    getpip.provide(bin_folder)
    copy = tree.refresh(BUILD / f"sanity-{core}")
    command = (bin_folder / "ansible-test", "sanity", "--local", "--color", "no")
    path = [bin_folder, *shellcheck_folder()]
    output = run(*command, "--python", version, cwd=copy, only=path)
    if OLDEST_PYTHON in interpreters() and core == min(CORES, key=_number):
        tests = ("--test", "import", "--test", "compile")
        output += run(*command, *tests, "--python", OLDEST_PYTHON, cwd=copy, only=path)
        version += f" and {OLDEST_PYTHON}"
    if "All targets skipped" in output:
        raise Failed(output)
    missing = set(re.findall(r'Required program "(\S+)" not found', output))
    return ", ".join([f"Python {version}", *(f"without {name}" for name in sorted(missing))])


def smoke(core: str) -> str:
    """Run a playbook with the installed collection against the simulator."""
    version, bin_folder = core_environment(core)
    if not (INSTALLED / COLLECTION).is_dir():
        raise Missing("nothing was installed")
    run(sys.executable, ROOT / "tools" / "smoke.py", bin_folder, INSTALLED, only=[bin_folder])
    return f"Python {version}"


def playbooks(core: str, in_process: bool) -> str:
    """The playbook tests with another core, on one of the two roads: inside the controller, or in a module process."""
    version, bin_folder = core_environment(core)
    tests = ROOT / "tests"
    names = (
        "integration/test_playbooks.py",
        "integration/test_killed_controller.py",
        "integration_csp/test_playbooks.py",
    )
    files = [tests / name for name in names]
    if in_process:
        # The roles call the same modules, and an inventory has no road; once a core is enough.
        roles = sorted((tests / "integration_roles").glob("test_*.py"))
        files += [file for file in roles if file.stem not in ONCE]
        files.append(tests / "integration" / "test_inventory.py")
    env = {
        "ORGKIT_TEST_PLAYBOOK": str(bin_folder / "ansible-playbook"),
        "ORGKIT_TEST_IN_PROCESS": str(in_process).lower(),
    }
    run(sys.executable, "-m", "pytest", "-q", *files, env=env)
    return f"Python {version}"


def ruff() -> None:
    """Lint Python."""
    run(tools_environment() / "ruff", "check", "--no-fix", "--output-format", "concise", ".")


def mypy_collection() -> None:
    """Types of the plugins, under the names that Ansible gives them."""
    bin_folder = tools_environment()
    command = (bin_folder / "mypy", "--config-file", ROOT / "pyproject.toml", "--cache-dir", BUILD / "mypy-collection")
    run(*command, "-p", "ansible_collections.orgkit.cloud.plugins", cwd=tree.TREE, only=[bin_folder])


def mypy_tools() -> None:
    """Types of the simulators and of these tools."""
    bin_folder = tools_environment()
    targets = [ROOT / "tools", *(folder for folder in [ROOT / "simulators"] if folder.is_dir())]
    path = f"{ROOT}:{ROOT / 'tests'}:{ROOT / 'tools'}:{tree.TREE}"
    run(bin_folder / "mypy", *targets, env={"MYPYPATH": path}, only=[bin_folder])


def lint() -> None:
    """Playbooks, roles, metadata: ansible-lint, profile production."""
    bin_folder = tools_environment()
    command = (bin_folder / "ansible-lint", "--offline", "--profile", "production", "--strict", "--nocolor")
    # playbooks/awx uses modules of awx.awx.
    env = {"ANSIBLE_COLLECTIONS_PATH": f"{tree.TREE}:{awx_specs.awx_collection()}"}
    run(*command, cwd=tree.TREE / COLLECTION, env=env, only=[bin_folder])


def awx() -> str:
    """The tests of playbooks/awx go by the arguments that awx.awx really takes."""
    if awx_specs.text() != awx_specs.SPECS.read_text(encoding="utf-8"):
        raise Failed("Run tools/awx_specs.py: the arguments of awx.awx are others.")
    return awx_specs.PACKAGE


def execution_environment() -> None:
    """What ansible-builder makes of execution-environment.yml, and what it finds in the collection. An image needs an engine."""
    builder = tools_environment() / "ansible-builder"
    context = BUILD / "execution-environment"
    shutil.rmtree(context, ignore_errors=True)
    run(
        builder, "create", "-f", ROOT / "execution-environment.yml", "-c", context, "--output-filename", "Containerfile"
    )
    wanted = (context / "_build" / "requirements.yml").read_text(encoding="utf-8")
    found = run(builder, "introspect", tree.TREE)
    if "orgkit.cloud" not in wanted or not re.search(r"httpx\S*.*from collection orgkit\.cloud", found):
        raise Failed(f"The collection or httpx would be missing.\n{wanted}\n{found}")


def required_options(module: Path) -> str:
    """Lines that give a module what it cannot do without: nothing else would be looked at."""
    found = re.search(r'DOCUMENTATION = r"""\n(.*?)"""', module.read_text(encoding="utf-8"), re.DOTALL)
    options: dict[str, Any] = yaml.safe_load(found[1] if found else "").get("options") or {}
    return "".join(f"        {name}: [x]\n" for name, option in options.items() if option.get("required"))


def options() -> None:
    """ansible-lint finds a misspelt option of every module: it looks for it behind the action plugin."""
    modules = sorted((ROOT / "plugins" / "modules").glob("*.py"))
    tasks = [
        f"    - name: Misspell\n      orgkit.cloud.{path.stem}:\n        misspelt_in_{path.stem}: x\n{required_options(path)}"
        for path in modules
    ]
    bin_folder = tools_environment()
    command = (
        bin_folder / "ansible-lint",
        "--offline",
        "--strict",
        "--nocolor",
        "-f",
        "pep8",
        "playbooks/misspelt.yml",
    )
    env = {**os.environ, "ANSIBLE_COLLECTIONS_PATH": str(tree.TREE), "PATH": f"{bin_folder}:{os.environ['PATH']}"}
    # Not below the checkout, whose settings leave build/ out.
    with tempfile.TemporaryDirectory() as folder:
        play = Path(folder) / "playbooks" / "misspelt.yml"
        play.parent.mkdir()
        play.write_text("---\n- name: Misspell\n  hosts: localhost\n  tasks:\n" + "".join(tasks), encoding="utf-8")
        done = subprocess.run(command, env=env, cwd=folder, capture_output=True, text=True, check=False)
    missed = [path.stem for path in modules if f"misspelt_in_{path.stem}" not in done.stdout]
    if missed or not done.returncode:
        raise Failed(f"not found in {', '.join(missed) or 'strict mode'}\n{done.stdout}{done.stderr}")


def docs() -> None:
    """Module documentation and docs/."""
    bin_folder = tools_environment()
    command = (bin_folder / "antsibull-docs", "lint-collection-docs", ".", "--plugin-docs")
    run(*command, "--validate-collection-refs", "self", cwd=tree.TREE / COLLECTION, only=[bin_folder])


def changelog() -> None:
    """Changelog fragments."""
    bin_folder = tools_environment()
    run(bin_folder / "antsibull-changelog", "lint", cwd=tree.TREE / COLLECTION, only=[bin_folder])


def returned() -> None:
    """The shared parts of RETURN are as tools/returned says."""
    files = make_returned.outdated()
    if files:
        raise Failed(
            f'Run "make returned": {", ".join(str(path.relative_to(ROOT)) for path in files)} is not up to date.'
        )


def data_files() -> str:
    """Data files of the demo and examples of the documentation are as their JSON schema says."""
    return run(tools_environment() / "python", ROOT / "tools" / "data_files.py").strip()


def _number(core: str) -> tuple[int, ...]:
    return tuple(int(part) for part in core.split("."))


def sanity_cores() -> list[str]:
    """The oldest and the newest ansible-core that the interpreters allow; the newest at all is named even if not."""
    cores = sorted(CORES, key=_number)
    newest = next((core for core in reversed(cores) if set(CORES[core]) & set(interpreters())), cores[-1])
    return list(dict.fromkeys([cores[-1], newest, cores[0]]))


class Report:
    """One line for each check as it ends, and the count."""

    def __init__(self) -> None:
        self.passed = self.failed = self.skipped = 0
        self._lock = threading.Lock()

    def run(self, name: str, check: Check) -> None:
        """Run one check and tell how it went."""
        began = time.monotonic()
        try:
            note = check()
        except Missing as missing:
            self._tell("skipped", f"SKIP {name}: {missing}")
        except Failed as failed:
            self._tell("failed", f"FAIL {name} ({time.monotonic() - began:.0f} s)\n{failed}")
        except Exception as error:  # a check that is broken itself must not stop the others
            self._tell("failed", f"FAIL {name}: {error!r}")
        else:
            took = f"{time.monotonic() - began:.0f} s"
            self._tell("passed", f"ok   {name} ({', '.join(filter(None, [note, took]))})")

    def _tell(self, outcome: str, text: str) -> None:
        with self._lock:
            setattr(self, outcome, getattr(self, outcome) + 1)
            print(text, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the checks, several at a time."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", help="which checks; all when none is given")
    names: list[str] = parser.parse_args(arguments).names

    # "make test" has played the core of its own environment already.
    others = [core for core in CORES if not metadata.version("ansible-core").startswith(f"{core}.")]
    # The longest first, so that no worker is left alone with one of them at the end.
    checks: dict[str, Check] = {
        f"playbooks {core} {road}": partial(playbooks, core, road == "controller")
        for road in ("controller", "module")
        for core in others
    }
    checks |= {f"sanity {core}": partial(sanity, core) for core in sanity_cores()}
    checks |= {
        "lint": lint,
        "options": options,
        "docs": docs,
        "mypy plugins": mypy_collection,
        "mypy tools": mypy_tools,
    }
    checks |= {"awx": awx, "execution-environment": execution_environment, "ruff": ruff, "changelog": changelog}
    checks |= {"returned": returned, "data-file": data_files}
    first: dict[str, Check] = {"build": build, "install": install}
    of_artefact: dict[str, Check] = {"importer": importer} | {f"smoke {core}": partial(smoke, core) for core in CORES}

    def chosen(name: str) -> bool:
        return not names or any(name.startswith(wanted) for wanted in names)

    report = Report()
    began = time.monotonic()
    tree.refresh()
    ENVS.mkdir(parents=True, exist_ok=True)
    needs_artefact = any(map(chosen, of_artefact))

    def make_artefact() -> None:
        for name, check in first.items():
            if chosen(name) or needs_artefact:
                report.run(name, check)

    pool = ThreadPoolExecutor(max_workers=3)
    try:
        made = pool.submit(make_artefact)
        done = [pool.submit(report.run, name, check) for name, check in checks.items() if chosen(name)]
        wait([made])
        wait(done + [pool.submit(report.run, name, check) for name, check in of_artefact.items() if chosen(name)])
    except KeyboardInterrupt:
        pool.shutdown(cancel_futures=True)
        return 130
    counts = f"{report.passed} passed, {report.failed} failed, {report.skipped} skipped"
    print(f"took: {time.monotonic() - began:.0f} s\ncheck: {counts}", flush=True)
    return 1 if report.failed or not report.passed else 0


if __name__ == "__main__":
    sys.exit(main())
