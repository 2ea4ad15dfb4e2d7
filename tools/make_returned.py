# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later
"""Write the shared parts of RETURN into the modules.

A module names the blocks that it uses in one line of its RETURN: "# From tools/returned: memberships, plan, about".
What stands above this line is written by hand, what stands below it is made from the files of these names. A word
with a dollar comes from words.yml, by module or by cloud; $codes is the list of error codes in _core/errors.py.
"""

from __future__ import annotations

import importlib.util
import re
import string
import sys
import textwrap
from pathlib import Path

import yaml
from tree import ROOT

BLOCKS = ROOT / "tools" / "returned"
MODULES = ROOT / "plugins" / "modules"
ERRORS = ROOT / "plugins" / "module_utils" / "_core" / "errors.py"
MARK = re.compile(
    r'(?P<line>^# From tools/returned: (?P<names>[a-z_, ]+)\n)(?P<text>.*?)(?=^""")', re.MULTILINE | re.DOTALL
)

# What a block brings along.
ALSO = {"about": ("error", "error_sample")}
# They go on with the key of the block before them.
CONTINUED = ("error_sample",)


def error_codes() -> list[str]:
    """The codes of errors.py, in its order."""
    spec = importlib.util.spec_from_file_location("orgkit_errors", ERRORS)
    assert spec is not None
    assert spec.loader is not None
    errors = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(errors)
    return [value for name, value in vars(errors).items() if name.isupper() and isinstance(value, str)]


def words(module: str) -> dict[str, str]:
    """What the dollar words mean in a module."""
    table: dict[str, dict[str, str]] = yaml.safe_load((BLOCKS / "words.yml").read_text(encoding="utf-8"))
    codes = textwrap.wrap(", ".join(f"V({code})" for code in error_codes()), 110)
    return {**table[module.split("_")[0]], **table.get(module, {}), "codes": "\n      ".join(codes)}


def block(name: str) -> str:
    """The text of a block and of those that it brings along, without the lines about their licence."""
    lines = (BLOCKS / f"{name}.yml").read_text(encoding="utf-8").splitlines(keepends=True)
    text = "".join(line for line in lines if not line.startswith("#"))
    if name in CONTINUED:
        text = textwrap.indent(text, "  ")
    return text + "".join(block(other) for other in ALSO.get(name, ()))


def completed(module: str, source: str) -> str:
    """The source of a module with its shared blocks as they should be. Raises ValueError when it names none."""
    if not MARK.search(source):
        raise ValueError(f'{module}: RETURN has no line "# From tools/returned: ...".')

    def write(found: re.Match[str]) -> str:
        text = "".join(block(name.strip()) for name in found["names"].split(","))
        return found["line"] + string.Template(text).substitute(words(module))

    return MARK.sub(write, source)


def outdated() -> dict[Path, str]:
    """The modules whose shared blocks are not as they should be, with the right text."""
    found = {}
    for path in sorted(MODULES.glob("[!_]*.py")):
        source = path.read_text(encoding="utf-8")
        text = completed(path.stem, source)
        if text != source:
            found[path] = text
    return found


def main() -> int:
    """Write what is outdated; say which files."""
    for path, text in outdated().items():
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(ROOT))
    return 0


if __name__ == "__main__":
    sys.exit(main())
