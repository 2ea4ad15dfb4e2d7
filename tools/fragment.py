# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Refuse a commit that changes what users get and says nothing about it in changelogs/fragments."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Sequence

FOR_USERS = ("plugins/", "roles/", "playbooks/")
FRAGMENTS = "changelogs/fragments/"


def missing(files: Sequence[str]) -> str:
    """What to say about a commit of these files; an empty text when it is complete."""
    changed = [name for name in files if name.startswith(FOR_USERS)]
    if not changed or any(name.startswith(FRAGMENTS) for name in files):
        return ""
    return (
        f"{changed[0]} changes, but no file in {FRAGMENTS}. Write one sentence for users there, "
        "or under trivial when they will not notice."
    )


def main() -> int:
    """Look at what is staged."""
    command = ["git", "diff", "--cached", "--name-only"]
    staged = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    problem = missing(staged.splitlines())
    if problem:
        print(problem, file=sys.stderr)
    return 1 if problem else 0


if __name__ == "__main__":
    sys.exit(main())
