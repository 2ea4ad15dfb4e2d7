# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Everything that "make release" does: the changelog is looked at, the archive built, looked into, installed and run.

Nothing is published, tagged or committed from here; what is left to do is printed at the end.
"""

from __future__ import annotations

import sys
from functools import partial

import changelog
import check
import tree
from envs import CORES, ENVS, Failed, run

NEXT = """
{built} is ready. What is left, by hand:

  git tag --annotate {version} --message "Release {version}"
  git push origin {version}
  ansible-galaxy collection publish {built}

Then set the next development version in galaxy.yml, such as {following}-dev0, and commit it.
"""


def look_at_changelog() -> str:
    """The changelog tells of this version, and no fragment is left."""
    faults = changelog.faults()
    if faults:
        raise Failed("\n".join(faults))
    return changelog.version()


def look_at_checkout() -> None:
    """What is built is what others can check out."""
    changed = run("git", "status", "--porcelain")
    if changed:
        raise Failed(f"Commit this first, or take it away:\n{changed}")


def stages() -> list[dict[str, check.Check]]:
    """The checks of "make check" that are about the archive; a stage needs the one before."""
    return [
        {"changelog": look_at_changelog, "checkout": look_at_checkout},
        {"build": check.build},
        {"install": check.install, "importer": check.importer},
        {f"smoke {core}": partial(check.smoke, core) for core in CORES},
    ]


def main() -> int:
    """Run the stages until one fails, and say what to do next."""
    report = check.Report()
    tree.refresh()
    ENVS.mkdir(parents=True, exist_ok=True)
    for stage in stages():
        for name, run_check in stage.items():
            report.run(name, run_check)
        # What was skipped was not shown, and a release shows everything.
        if report.failed or report.skipped:
            print("release: stopped, nothing is ready", flush=True)
            return 1
    version = changelog.version()
    major, minor, _patch = version.split(".")
    built = check.artefact().relative_to(tree.ROOT)
    print(NEXT.format(built=built, version=version, following=f"{major}.{int(minor) + 1}.0"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
