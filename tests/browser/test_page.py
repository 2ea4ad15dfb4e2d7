# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The page of a report in a real browser: search, filter, sort, keyboard, paper; foreign names do not run, nothing is sent."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from ansible_collections.orgkit.cloud.plugins.module_utils._access import kinds
from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
from ansible_collections.orgkit.cloud.plugins.module_utils._access.report import Report, make_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.snapshot import read_snapshot
from support.access_worlds import TODAY, account, group, role_configuration, user, write
from support.browser import MISSING, Browser, chromium
from support.hostile import HOSTILE, hostile_report

pytestmark = pytest.mark.skipif(chromium() is None, reason=MISSING)
PEOPLE, TEAMS = 1000, 50
SHOWN = "document.querySelector('main > section:not([hidden])')"
STATUS = f"{SHOWN}.querySelector('[role=status]').textContent"
FIRST = f"{SHOWN}.querySelector('tr.row td').textContent"


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    with Browser(tmp_path_factory.mktemp("browser")) as one:
        yield one


@pytest.fixture(scope="module")
def large(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A page with 50,000 rows of access."""
    folder = tmp_path_factory.mktemp("large")
    people = [user(f"user{number}@example.com", str(number), enabled=number % 10 != 0) for number in range(PEOPLE)]
    teams = [group(f"team-{number}", str(number)) for number in range(TEAMS)]
    place, job = account("billing", "1"), role_configuration("admin", "1")
    rows = [*people, *teams, place, job, kinds.assignment(teams[0], "group", job, place)]
    write(folder / "new.jsonl", [*rows, *(kinds.membership(one, team) for one in people for team in teams)])
    write(folder / "old.jsonl", rows)
    snapshots, baseline = ([read_snapshot(str(folder / f"{name}.jsonl"))] for name in ("new", "old"))
    made = make_report(
        snapshots, baseline, rules={"disabled_members": True}, today=TODAY, created="2026-06-01T00:00:00Z"
    )
    return page(made, folder)


def page(report: Report, folder: Path) -> str:
    (row,) = write_report(report, str(folder / "report"), ["html"], Places([]))
    return Path(row["path"]).as_uri()


def view(browser: Browser, name: str) -> None:
    browser.run(f"void (location.hash = '#{name}')")
    browser.wait(f"document.body.dataset.view === '{name.split('/')[0]}'")


def search(browser: Browser, words: str) -> None:
    before = browser.run(STATUS)
    browser.run(
        f"(() => {{ const one = {SHOWN}.querySelector('input'); one.value = {words!r};"
        " one.dispatchEvent(new Event('input')); })()"
    )
    browser.wait(f"{STATUS} !== {before!r}")


def test_search_filter_and_sort_at_fifty_thousand_rows(browser: Browser, large: str) -> None:
    browser.open(large)
    view(browser, "access")
    assert browser.run(STATUS) == "50,000 of 50,000 rows"
    search(browser, "TEAM-7 user99@")
    assert browser.run(STATUS) == "1 of 50,000 rows"
    search(browser, "admin")
    assert browser.run(STATUS) == "1,000 of 50,000 rows"
    status = f"{SHOWN}.querySelectorAll('select')[2]"
    browser.run(f"{status}.value = 'disabled'")
    browser.run(f"{status}.dispatchEvent(new Event('change'))")
    assert browser.run(STATUS) == "100 of 50,000 rows"
    assert browser.run(FIRST) == "user0@example.com"
    for direction, first in (("ascending", "user0@example.com"), ("descending", "user990@example.com")):
        browser.run(f"{SHOWN}.querySelector('th button').click()")
        assert browser.run(f"{SHOWN}.querySelector('th').getAttribute('aria-sort')") == direction
        assert browser.run(FIRST) == first


def test_only_the_rows_in_sight_are_drawn_also_at_the_end(browser: Browser, large: str) -> None:
    browser.open(large)
    view(browser, "access")
    assert browser.run(f"{SHOWN}.querySelectorAll('tr.row').length") < 80
    browser.run(f"void ({SHOWN}.querySelector('.scroll').scrollTop = 1e9)")
    browser.wait(f"[...{SHOWN}.querySelectorAll('tr.row')].at(-1).getAttribute('aria-rowindex') === '50001'")
    assert browser.run(f"{SHOWN}.querySelectorAll('tr.row').length") < 80


def test_a_person_has_a_page_and_the_keyboard_leads_there(browser: Browser, large: str) -> None:
    browser.open(large)
    view(browser, "people")
    browser.run(f"{SHOWN}.querySelector('tr.row a').focus()")
    browser.call(
        "Input.dispatchKeyEvent", type="keyDown", key="Enter", code="Enter", windowsVirtualKeyCode=13, text="\r"
    )
    browser.wait("document.body.dataset.view === 'person'")
    text = browser.run(f"{SHOWN}.textContent")
    assert "user0@example.com" in text
    assert "Through group team-0" in text
    assert "admin in billing" in text
    assert browser.run("document.activeElement.id") == "main"
    assert browser.run("document.title") == "user0@example.com - who has access"


def test_paper_shows_tables_without_tools_and_scrolling(browser: Browser, large: str) -> None:
    browser.open(large)
    browser.call("Emulation.setEmulatedMedia", media="print")
    browser.run("void dispatchEvent(new Event('beforeprint'))")
    display = "getComputedStyle(document.querySelector('{}')).display"
    assert browser.run(display.format("nav")) == "none"
    assert browser.run(display.format("section[data-name=access] .tools")) == "none"
    assert browser.run(display.format("section[data-name=access]")) == "block"
    assert browser.run("getComputedStyle(document.querySelector('.scroll')).overflow") == "visible"
    assert browser.run("document.querySelectorAll('#access tr.row').length") == 1000
    assert "and 49000 more rows: see access.csv" in browser.run("document.getElementById('access').textContent")
    browser.run("void dispatchEvent(new Event('afterprint'))")
    browser.call("Emulation.setEmulatedMedia", media="")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_follows_the_scheme_and_can_be_turned(browser: Browser, large: str, scheme: str) -> None:
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(large)
    colour = "getComputedStyle(document.body).backgroundColor"
    light, dark = "rgb(245, 246, 248)", "rgb(17, 21, 29)"
    assert browser.run(colour) == (light if scheme == "light" else dark)
    browser.run("document.querySelector('button.theme').click()")
    assert browser.run(colour) == (dark if scheme == "light" else light)


def test_hostile_names_do_not_run_and_no_request_leaves_the_page(browser: Browser, tmp_path: Path) -> None:
    address = page(hostile_report(tmp_path), tmp_path)
    browser.open(address)
    for name in (
        "summary",
        "findings",
        "access",
        "people",
        "differences",
        *(f"person/{n}" for n in range(len(HOSTILE))),
    ):
        view(browser, name)
        browser.run("new Promise(requestAnimationFrame)")
    requests: list[Any] = [told["request"]["url"] for told in browser.told("Network.requestWillBeSent")]
    assert {request.partition("#")[0] for request in requests} == {address}
    assert browser.told("Page.javascriptDialogOpening") == []
    assert browser.told("Runtime.exceptionThrown") == []
    assert browser.told("Log.entryAdded") == []
    assert browser.run("document.querySelectorAll('img, iframe, base, object, form').length") == 0
    assert browser.run("document.scripts.length") == 2


def test_the_policy_stops_what_is_not_of_the_page(browser: Browser, large: str) -> None:
    browser.open(large)
    told = "new Promise((done) => { addEventListener('securitypolicyviolation', (one) => done(one.effectiveDirective)); %s })"
    script = (
        "const one = document.createElement('script'); one.textContent = 'window.ran = 1'; document.body.append(one);"
    )
    assert browser.run(told % script) == "script-src-elem"
    assert browser.run("window.ran") is None
    assert browser.run(told % "new Image().src = 'https://evil.invalid/x.png';") == "img-src"
    assert browser.run(told % "fetch('https://evil.invalid/').catch(() => 0);") == "connect-src"
