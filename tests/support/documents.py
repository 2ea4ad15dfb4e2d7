# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The documents for people, and what stands in their fenced blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("README.md", "CONTRIBUTING.md", "docs/*.md", "roles/*/README.md")
    for path in ROOT.glob(pattern)
)
FENCED = re.compile(
    r"^(?P<indent> *)```(?P<language>\w*)[^\n]*\n(?P<text>.*?)^(?P=indent)```$", re.MULTILINE | re.DOTALL
)
HEADING = re.compile(r"^#+ ", re.MULTILINE)
FILE_NAME = re.compile(r"# (\w[\w./-]*\.\w+)\n")


@dataclass(frozen=True)
class Block:
    """A fenced block. after: the language of the block before it in the same section, else nothing."""

    page: str
    line: int
    language: str
    text: str
    after: str = ""

    @property
    def file_name(self) -> str:
        """The name of the file that the block is, when its first line is a comment with nothing else."""
        named = FILE_NAME.match(self.text)
        return named[1] if named else ""


def text_of(page: str) -> str:
    """A page, by its path in the checkout."""
    return (ROOT / page).read_text(encoding="utf-8")


def prose_of(page: str) -> str:
    """A page without its blocks."""
    return FENCED.sub("", text_of(page))


def blocks(page: str) -> list[Block]:
    """All fenced blocks of a page, in their order."""
    text, found, end, before = text_of(page), [], 0, ""
    for match in FENCED.finditer(text):
        if HEADING.search(text, end, match.start()):
            before = ""
        indent = len(match["indent"])
        content = "".join(line[indent:] for line in match["text"].splitlines(keepends=True))
        found.append(Block(page, text.count("\n", 0, match.start()) + 1, match["language"], content, before))
        end, before = match.end(), match["language"]
    return found


def commands(block: Block) -> list[tuple[str, str | None]]:
    """The commands of a block of the language shell or console, each with the output that a console shows for it."""
    if block.language == "console":
        parts = re.split(r"^\$ ", block.text.replace("\\\n", ""), flags=re.MULTILINE)
        return [(command, output) for command, _newline, output in (part.partition("\n") for part in parts if part)]
    lines = block.text.replace("\\\n", "").splitlines()
    return [(line.strip(), None) for line in lines if line.strip() and not line.startswith("#")]
