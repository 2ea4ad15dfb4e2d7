# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""The changelog of the release that galaxy.yml names: written by antsibull-changelog, and whether nothing is missing in it."""

from __future__ import annotations

import argparse
import datetime
import re
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml
from envs import Failed, run, tools_environment
from tree import ROOT

FRAGMENTS = Path("changelogs", "fragments")
RELEASE = re.compile(r"\d+\.\d+\.\d+")


def version(root: Path = ROOT) -> str:
    """The version in galaxy.yml."""
    galaxy: dict[str, Any] = yaml.safe_load((root / "galaxy.yml").read_text(encoding="utf-8"))
    return str(galaxy["version"])


def releases(root: Path = ROOT) -> dict[str, Any]:
    """What changelogs/changelog.yaml holds, by version."""
    content = yaml.safe_load((root / "changelogs" / "changelog.yaml").read_text(encoding="utf-8"))
    found: dict[str, Any] = content["releases"]
    return found


def fragments(root: Path = ROOT) -> list[str]:
    """The fragments that are in no release yet."""
    return sorted(path.name for path in (root / FRAGMENTS).glob("*.y*ml"))


def faults(root: Path = ROOT) -> list[str]:
    """Why the changelog is not that of a release; each with what to do."""
    wanted = version(root)
    if not RELEASE.fullmatch(wanted):
        return [f"galaxy.yml names the version {wanted}, which is none of a release. Set one such as 1.0.0."]
    found = []
    release = releases(root).get(wanted, {})
    if not release:
        found.append(f"changelogs/changelog.yaml has no release {wanted}. Run: make changelog")
    elif not release["changes"].get("release_summary"):
        found.append(
            f"The release {wanted} has no summary. Add a fragment with release_summary, and run: make changelog"
        )
    if fragments(root):
        found.append(f"Not in the changelog: {', '.join(fragments(root))} in {FRAGMENTS}. Run: make changelog")
    if f'<a id="v{wanted.replace(".", "-")}"></a>' not in (root / "CHANGELOG.md").read_text(encoding="utf-8"):
        found.append(f"CHANGELOG.md does not tell of {wanted}. Run: make changelog")
    return found


def write(date: str, root: Path = ROOT) -> None:
    """Take all fragments into the release, which may be there already. They are removed then. Raises Failed."""
    wanted = version(root)
    if not RELEASE.fullmatch(wanted):
        raise Failed(faults(root)[0])
    bin_folder = tools_environment()
    command = (bin_folder / "antsibull-changelog", "release", "--reload-plugins", "--date", date)
    run(*command, *(["--update-existing"] if wanted in releases(root) else []), cwd=root, only=[bin_folder])


def main(arguments: Sequence[str] | None = None) -> int:
    """Write CHANGELOG.md and changelogs/changelog.yaml."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--date", default=datetime.date.today().isoformat(), help="day of the release, today if not given"
    )
    try:
        write(parser.parse_args(arguments).date)
    except Failed as failed:
        print(failed, file=sys.stderr)
        return 1
    missing = faults()
    print("\n".join(missing) or f"CHANGELOG.md tells of {version()}. Look at it, and commit it.")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main())
