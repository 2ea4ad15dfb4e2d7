# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""A stand-in for the get-pip script that ansible-test would download into its cache.

It runs the pip wheel that lies beside it, so that only the package index is needed.
"""

from __future__ import annotations

import re
import threading
from pathlib import Path

from envs import Failed, run

CACHE = Path.home() / ".ansible" / "test" / "cache"
MARK = "# Written by orgkit.cloud tools/getpip.py"
SCRIPT = """{mark}
import os
import sys

here = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(here, "{wheel}"))
from pip._internal.cli.main import main

arguments = [item for item in sys.argv[1:] if item not in ("--no-setuptools", "--no-wheel")]
sys.exit(main(["install", "-q", "--find-links", here] + arguments))
"""
_LOCK = threading.Lock()


def provide(bin_folder: Path) -> None:
    """Put the stand-in for this environment's ansible-test into its cache, unless a script of others is there."""
    [source] = bin_folder.parent.glob("lib/python*/site-packages/ansible_test/_internal/python_requirements.py")
    version = re.search(r"\bpip='([\d.]+)'", source.read_text(encoding="utf-8"))
    if version is None:
        raise Failed(f"{source.name} names no version of pip")
    wheel = f"pip-{version[1]}-py3-none-any.whl"
    script = CACHE / f"get_pip_{version[1].replace('.', '_')}.py"
    with _LOCK:
        if script.is_file() and MARK not in script.read_text(encoding="utf-8"):
            return
        if not (CACHE / wheel).is_file():
            CACHE.mkdir(parents=True, exist_ok=True)
            pip = (bin_folder / "python", "-m", "pip", "--disable-pip-version-check")
            run(*pip, "download", "--quiet", "--no-deps", "--dest", CACHE, f"pip=={version[1]}")
        script.write_text(SCRIPT.format(mark=MARK, wheel=wheel), encoding="utf-8")
