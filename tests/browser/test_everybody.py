# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page for everybody: by keyboard, by screen reader, in light and dark, on a phone, on paper."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from support.browser import Opened

Open = Callable[..., Opened]
VIEWS = ("summary", "findings", "access", "people", "person/1", "differences")
# Rows beyond the first ones are like them.
SOME_ROWS = {"exclude": ["tr.row ~ tr.row ~ tr.row ~ tr.row ~ tr.row"]}
PHONE = {"width": 400, "height": 800}


def violations(opened: Opened, *rules: str) -> list[str]:
    """What axe-core finds in the view, by all its rules or by some."""
    options: dict[str, Any] = {
        "resultTypes": ["violations"],
        "preload": False,
        **({"runOnly": list(rules)} if rules else {}),
    }
    found: dict[str, Any] = Axe().run(opened.page, context=SOME_ROWS, options=options).response
    return [f"{one['id']}: {node['html'][:200]}" for one in found["violations"] for node in one["nodes"]]


@pytest.mark.parametrize(
    ("scheme", "views", "rules"),
    [("light", VIEWS, ()), ("dark", ("summary", "findings", "person/1"), ("color-contrast",))],
)
def test_axe_finds_nothing_in_any_view(
    open_page: Open, audits: dict[str, Path], scheme: str, views: tuple[str, ...], rules: tuple[str, ...]
) -> None:
    """In the dark only the colours are others, and these views have all of them."""
    opened = open_page(audits["busy"], color_scheme=scheme)
    for view in views:
        opened.view(view)
        assert (view, violations(opened, *rules)) == (view, [])
    for name in ("quiet", "unreachable"):
        assert (name, violations(open_page(audits[name], color_scheme=scheme), *rules)) == (name, [])


def test_a_phone_shows_every_view_without_scrolling_sideways(open_page: Open, audits: dict[str, Path]) -> None:
    opened = open_page(audits["busy"], viewport=PHONE)
    for view in VIEWS:
        opened.view(view)
        assert (view, opened.page.evaluate("document.documentElement.scrollWidth")) == (view, 400)
    opened.view("access")
    row = opened.page.locator("tr.row:visible").nth(1)
    row.scroll_into_view_if_needed()
    for words in ("alice@example.com", "Tencent Cloud", "platform-admins", "platform-operator", "platform-prod"):
        expect(row.get_by_text(words)).to_be_in_viewport()
    assert violations(opened) == []


def test_the_keyboard_reaches_everything_and_is_always_seen(open_page: Open, audits: dict[str, Path]) -> None:
    page = open_page(audits["busy"]).page
    reached = []
    for _step in range(8):
        page.keyboard.press("Tab")
        reached.append(page.evaluate("document.activeElement.textContent.replace(/ \\d+$/, '')"))
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid", reached
    views = ["Summary", "Findings", "Who has access", "People", "Differences"]
    assert reached[:7] == ["To the content", "Light or dark", *views]
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Since the last snapshot")).to_be_visible()
    assert page.evaluate("document.activeElement.id") == "main"
    assert page.title() == "Since the last snapshot - who has access"
    page.keyboard.press("Tab")
    page.keyboard.type("break-glass")
    expect(page.get_by_role("status")).to_have_text("2 of 17 rows")
    page.get_by_role("columnheader", name="What", exact=True).get_by_role("button").focus()
    for direction in ("ascending", "descending"):
        page.keyboard.press("Enter")
        expect(page.locator("[aria-sort]")).to_have_attribute("aria-sort", direction)
    page.locator("tr.row:visible a").first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="dave@example.com")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_scheme_and_can_be_turned(open_page: Open, audits: dict[str, Path], scheme: str) -> None:
    page = open_page(audits["busy"], color_scheme=scheme).page
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(244, 246, 249)", "rgb(16, 20, 27)"
    assert page.evaluate(colour) == (light if scheme == "light" else dark)
    page.get_by_role("button", name="Light or dark").click()
    assert page.evaluate(colour) == (dark if scheme == "light" else light)


def test_paper_shows_every_table_without_tools(open_page: Open, audits: dict[str, Path]) -> None:
    page = open_page(audits["busy"], color_scheme="dark", viewport={"width": 720, "height": 1000}).page
    page.emulate_media(media="print")
    page.evaluate("void dispatchEvent(new Event('beforeprint'))")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    expect(page.get_by_role("navigation")).to_be_hidden()
    for name, count in (("findings", 24), ("access", 56), ("people", 26), ("differences", 17)):
        table = page.locator(f"#table-{name}")
        expect(table.locator("tr.row:visible")).to_have_count(count)
        expect(table.locator(".tools")).to_be_hidden()
        assert table.locator(".scroll").evaluate("(one) => getComputedStyle(one).overflow") == "visible"
        cut = "(one) => [...one.querySelectorAll('td')].some((cell) => cell.scrollWidth > cell.clientWidth + 1)"
        assert not table.evaluate(cut), f"words of {name} are cut off"
    assert page.evaluate("document.documentElement.scrollWidth") == 720
    expect(page.locator(".paper:visible")).to_have_count(0)


def test_paper_says_what_it_leaves_out(open_page: Open, large: Path) -> None:
    opened = open_page(large)
    opened.view("access")
    page = opened.page
    page.get_by_role("searchbox").fill("team-1")
    expect(page.get_by_role("status")).to_have_text("11,000 of 50,000 rows")
    page.emulate_media(media="print")
    page.evaluate("void dispatchEvent(new Event('beforeprint'))")
    expect(page.locator("#table-access tr.row")).to_have_count(1000)
    expect(page.locator("#table-access .paper")).to_have_text(
        "Only rows with Search: team-1. The first 1,000 rows are printed, 10,000 are left out: see access.csv."
    )
    page.evaluate("void dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    assert page.locator("#table-access tr.row").count() < 100
