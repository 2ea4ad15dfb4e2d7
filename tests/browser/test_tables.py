# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The tables of the page: search, filters, order, and how little of 50,000 rows is in the document."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from playwright.sync_api import Page, expect

from support.browser import Opened

Open = Callable[..., Opened]
# More than what fits on any screen.
WINDOW = 80


def rows(page: Page) -> int:
    return page.locator("main > section:not([hidden]) tr.row").count()


def test_search_filter_and_order_at_fifty_thousand_rows(open_page: Open, large: Path) -> None:
    opened = open_page(large)
    opened.view("access")
    page = opened.page
    status, search = page.get_by_role("status"), page.get_by_role("searchbox")
    expect(status).to_have_text("50,000 of 50,000 rows")
    assert rows(page) < WINDOW
    search.fill("TEAM-7 user99@")
    expect(status).to_have_text("1 of 50,000 rows")
    assert rows(page) == 1
    search.fill("admin")
    expect(status).to_have_text("1,000 of 50,000 rows")
    page.locator("#table-access").get_by_label("Status").select_option("disabled")
    expect(status).to_have_text("100 of 50,000 rows")
    head = page.get_by_role("columnheader", name="Person")
    for direction, first in (("ascending", "user0@example.com"), ("descending", "user990@example.com")):
        head.get_by_role("button").click()
        expect(head).to_have_attribute("aria-sort", direction)
        expect(page.locator("tr.row:visible td").first).to_have_text(first)
    assert rows(page) < WINDOW


def test_only_the_rows_in_sight_are_in_the_document_also_at_the_end(open_page: Open, large: Path) -> None:
    opened = open_page(large)
    opened.view("access")
    page = opened.page
    page.get_by_role("region").evaluate("(table) => { table.scrollTop = 1e9; }")
    expect(page.locator("tr.row:visible").last).to_have_attribute("aria-rowindex", "50001")
    assert rows(page) < WINDOW
    assert page.get_by_role("table").get_attribute("aria-rowcount") == "50001"


def test_the_keyboard_goes_through_rows_that_are_drawn_below_it(open_page: Open, large: Path) -> None:
    """One person stands in many rows; the keyboard must neither stay nor jump when they are drawn anew."""
    opened = open_page(large)
    opened.view("access")
    page = opened.page
    page.locator("tr.row:visible a").first.focus()
    places = [2]
    for _step in range(59):
        page.keyboard.press("Tab")
        page.evaluate("new Promise(requestAnimationFrame)")
        places.append(int(page.evaluate("document.activeElement.closest('tr').ariaRowIndex")))
    assert places == list(range(2, 62))


def test_the_summary_leads_to_the_rows_that_it_counts(open_page: Open, audits: dict[str, Path]) -> None:
    page = open_page(audits["busy"]).page
    status = page.get_by_role("status")
    for link, count in (("17 should not be there", "17 of 24 rows"), ("missing", "2 of 24 rows")):
        page.get_by_role("link", name=link, exact=True).click()
        expect(status).to_have_text(count)
        page.go_back()
    page.get_by_role("link", name="2 removed").click()
    expect(status).to_have_text("2 of 17 rows")
    page.get_by_role("button", name="Show all").click()
    expect(status).to_have_text("17 of 17 rows")
    expect(page.get_by_role("button", name="Show all")).to_be_hidden()


def test_an_empty_table_says_why_it_is_empty(open_page: Open, audits: dict[str, Path]) -> None:
    opened = open_page(audits["quiet"])
    page = opened.page
    expect(page.get_by_text("Everything that was read is as declared.")).to_be_visible()
    expect(page.get_by_text("Rule: nobody who is disabled has access.")).to_be_visible()
    for view, words in (("findings", "Nothing was found."), ("differences", "No earlier snapshot was given.")):
        opened.view(view)
        expect(page.locator("td.empty:visible")).to_have_text(words)
    opened.view("access")
    page.get_by_role("searchbox").fill("no such thing")
    expect(page.locator("td.empty:visible")).to_have_text("Nothing fits the search and the filters.")


def test_what_could_not_be_read_is_said_wherever_it_is_missing(open_page: Open, audits: dict[str, Path]) -> None:
    opened = open_page(audits["unreachable"])
    page = opened.page
    expect(page.locator(".verdict")).to_contain_text("Not everything could be read.")
    expect(page.locator(".verdict")).to_contain_text("did not answer for 60 seconds")
    expect(page.get_by_role("region", name="Cloud Services")).to_contain_text("Nothing in this report is about it.")
    for view in ("findings", "access", "people", "differences"):
        opened.view(view)
        expect(page.locator(".note:visible")).to_contain_text("Incomplete.")


def test_a_person_has_one_page_for_both_clouds(open_page: Open, audits: dict[str, Path]) -> None:
    opened = open_page(audits["busy"])
    opened.view("people")
    page = opened.page
    page.get_by_role("link", name="judy@example.com").first.click()
    shown = page.locator("#person")
    expect(page.get_by_role("heading", name="judy@example.com")).to_be_visible()
    for words in ("platform-admins platform-operator platform-prod", "billing-viewers cost-viewer cost-service"):
        expect(page.get_by_role("row", name=words)).to_be_visible()
    expect(shown).to_contain_text("which rule who operates does not pay never allows together")
    expect(shown).to_contain_text("membership judy@example.com - organization-owners")
    assert page.title() == "judy@example.com - who has access"
