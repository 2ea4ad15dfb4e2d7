# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Every link of the documents and of the module documentation leads somewhere, as far as that can be seen without a network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest

from support.documents import HEADING, PAGES, ROOT, prose_of, text_of

pytestmark = pytest.mark.skipif(not (ROOT / "docs").is_dir(), reason="needs the checkout")

# Addresses of files of this repository, which are looked up here.
HERE = re.compile(r"https://github\.com/orgkit/cloud/(?:blob|tree)/main/(.+)")
CODE = re.compile(r"`[^`\n]*`")
MARKDOWN = re.compile(r"\]\(([^)\s]+)\)|<(https?://[^>\s]+)>")
DOCUMENTED = re.compile(r"\b[LU]\((?:[^(),]+,\s*)?(https?://[^)\s]+)\)|\blink:\s*[\"']?(https?://[^\s\"']+)")
PLUGINS = sorted(
    str(path.relative_to(ROOT))
    for pattern in ("plugins/*/*.py", "roles/*/meta/argument_specs.yml", "tools/returned/*.yml")
    for path in ROOT.glob(pattern)
)
PAGES_OF_SITE = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "docs" / "docsite" / "rst").glob("*.rst"))
OF_SITE = re.compile(r"<(https?://[^>\s]+)>`_")


def slugs(page: str) -> set[str]:
    """The anchors of a page, as GitHub makes them of its headings."""
    found: set[str] = set()
    for line in prose_of(page).splitlines():
        if HEADING.match(line):
            title = re.sub(r"\[([^]]*)\]\([^)]*\)", r"\1", line.lstrip("#").strip())
            slug = re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")
            times = sum(1 for one in found if re.fullmatch(re.escape(slug) + r"(-\d+)?", one))
            found.add(f"{slug}-{times}" if times else slug)
    return found


def links(page: str) -> Iterator[str]:
    for link in MARKDOWN.finditer(CODE.sub("", prose_of(page))):
        yield link[1] or link[2]


def fault(page: str, link: str) -> str:
    """What is wrong with a link; nothing when it is right."""
    here = HERE.fullmatch(link)
    if "://" in link and here is None:
        parts = urlsplit(link)
        right = parts.scheme == "https" and "." in parts.netloc and not re.search(r"[\s<>\"`|\\]", link)
        return "" if right else f"{link} is no https address"
    path, _hash, anchor = (here[1] if here else link).partition("#")
    target = ROOT / path if here else (ROOT / page).parent / path if path else ROOT / page
    if not target.exists():
        return f"{link}: there is no such file"
    inside = str(target.resolve().relative_to(ROOT))
    if anchor and anchor not in slugs(inside):
        return f"{link}: {inside} has no such heading"
    return ""


@pytest.mark.parametrize("page", PAGES)
def test_every_link_of_the_page_leads_somewhere(page: str) -> None:
    assert [told for link in links(page) if (told := fault(page, link))] == []


@pytest.mark.parametrize("path", [*PLUGINS, *PAGES_OF_SITE])
def test_every_address_in_documentation_is_one(path: str) -> None:
    pattern = OF_SITE if path.endswith(".rst") else DOCUMENTED
    found = ["".join(match.groups("")) for match in pattern.finditer(text_of(path))]
    assert [told for link in found if (told := fault(path, link))] == []


def test_the_guides_of_the_index_show_commands_that_are_run_elsewhere() -> None:
    run = "\n".join(text_of(page) for page in PAGES)
    for path in PAGES_OF_SITE:
        code = re.findall(r"^    (\S.*)$", text_of(path), re.MULTILINE)
        assert [line for line in code if line not in run] == [], path


def test_every_page_is_reached_from_the_readme() -> None:
    reached, left = set(), ["README.md"]
    while left:
        page = left.pop()
        reached.add(page)
        for link in links(page):
            path = (ROOT / page).parent / link.partition("#")[0]
            if "://" not in link and path.suffix == ".md" and path.exists():
                name = str(path.resolve().relative_to(ROOT))
                left += [] if name in reached or name not in PAGES else [name]
    assert sorted({page for page in PAGES if page.startswith("docs/")} - reached) == []


def test_the_check_can_tell() -> None:
    wrong = ["docs/nowhere.md", "docs/errors.md#nowhere", "#nowhere", "http://example.com/", "https://nowhere", "docs"]
    assert [bool(fault("README.md", link)) for link in wrong] == [True, True, True, True, True, False]
