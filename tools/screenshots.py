# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Make the pictures of docs/images: pages of the demo organizations, written by the modules, seen by a headless Chromium."""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import tree

ROOT = tree.ROOT
IMAGES = ROOT / "docs" / "images"
# Name of the picture -> page, view, colour scheme, height.
PICTURES = {
    "report.png": ("busy", "summary", "light", 980),
    "report-dark.png": ("busy", "person/9", "dark", 780),
}
WIDTH = 1200
LARGEST = 200_000


def main() -> int:
    """Write every picture; 1 without a browser, or when a picture is too large for a README."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    tree.refresh()
    sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
    from ansible.plugins.loader import init_plugin_loader

    init_plugin_loader([str(tree.TREE)])
    from support.audit_story import audit_pages
    from support.browser import MISSING, Opened, browsing, chromium

    if chromium() is None:
        print(f"No picture was made: {MISSING}.", file=sys.stderr)
        return 1
    IMAGES.mkdir(exist_ok=True)
    large = []
    with tempfile.TemporaryDirectory() as folder, browsing() as browser:
        pages = audit_pages(Path(folder))
        for name, (page, view, scheme, height) in PICTURES.items():
            size = {"width": WIDTH, "height": height}
            opened = Opened(browser, pages[page], viewport=size, color_scheme=scheme, device_scale_factor=1.5)
            opened.view(view)
            opened.page.screenshot(path=IMAGES / name)
            length = (IMAGES / name).stat().st_size
            print(f"docs/images/{name}: {length // 1000} kB")
            large += [name] if length > LARGEST else []
    if large:
        print(f"Larger than {LARGEST // 1000} kB: {', '.join(large)}.", file=sys.stderr)
    return 1 if large else 0


if __name__ == "__main__":
    sys.exit(main())
