# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Build the reference of modules and roles as HTML under build/site; nothing is fetched while building."""

from __future__ import annotations

import shutil
import sys

import tree
from envs import OWN_VERSION, Failed, Missing, environment, interpreters, run
from tree import ROOT

SITE = ROOT / "build" / "site"
REQUIREMENTS = ("ansible-core>=2.19", "antsibull-docs>=2.20", "sphinx", "sphinx-ansible-theme", "ansible-pygments")


def main() -> int:
    """Make the sources with antsibull-docs, then the pages with sphinx."""
    try:
        bin_folder = environment("docs", interpreters()[OWN_VERSION], *REQUIREMENTS)
        tree.refresh()
        shutil.rmtree(SITE, ignore_errors=True)
        SITE.mkdir(parents=True)
        init = (bin_folder / "antsibull-docs", "sphinx-init", "--use-current", "--squash-hierarchy", "--lenient")
        env = {"ANSIBLE_COLLECTIONS_PATH": str(tree.TREE)}
        run(*init, "--title", "orgkit.cloud", "--dest-dir", SITE, "orgkit.cloud", env=env, only=[bin_folder])
        with (SITE / "conf.py").open("a", encoding="utf-8") as conf:
            conf.write("\n# Links to other projects would be looked up on the network.\nintersphinx_mapping = {}\n")
        run("bash", SITE / "build.sh", env=env, cwd=SITE, only=[bin_folder])
    except (Failed, Missing) as problem:
        print(problem, file=sys.stderr)
        return 1
    print((SITE / "build" / "html" / "index.html").relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
