# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""Names of others on the page: they do not run, they change nothing, and nothing is sent anywhere."""

from __future__ import annotations

from pathlib import Path
from typing import Callable

from playwright.sync_api import expect

from ansible_collections.orgkit.cloud.plugins.module_utils._access.formats import write_report
from ansible_collections.orgkit.cloud.plugins.module_utils._access.lines import Places
from support.browser import Opened
from support.hostile import HOSTILE, hostile_report

Open = Callable[..., Opened]


def test_hostile_names_do_not_run_and_no_request_leaves_the_page(open_page: Open, tmp_path: Path) -> None:
    (row,) = write_report(hostile_report(tmp_path), str(tmp_path / "report"), ["html"], Places([]))
    opened = open_page(Path(row["path"]))
    page = opened.page
    for view in ("findings", "access", "people", "differences", *(f"person/{n}" for n in range(len(HOSTILE)))):
        page.evaluate("(view) => { location.hash = view; return new Promise(requestAnimationFrame); }", view)
        assert page.evaluate("document.body.dataset.view") == view.partition("/")[0]
    assert page.evaluate("document.querySelectorAll('img, iframe, base, object, form, b').length") == 0
    assert page.evaluate("document.scripts.length") == 2
    assert page.evaluate("[...document.links].every((link) => link.getAttribute('href').startsWith('#'))")
    assert opened.unasked == []


def test_the_policy_stops_what_is_not_of_the_page(open_page: Open, audits: dict[str, Path]) -> None:
    opened = open_page(audits["quiet"])
    page = opened.page
    stopped = """(directive) => new Promise((done) => {
      addEventListener("securitypolicyviolation", (event) => done(event.effectiveDirective), {once: true});
      const element = (name, textContent) => document.body.append(Object.assign(document.createElement(name), {textContent}));
      const attempts = {
        "script-src-elem": () => element("script", "window.ran = 1"),
        "style-src-elem": () => element("style", "main { display: none; }"),
        "img-src": () => { new Image().src = "https://evil.invalid/x.png"; },
        "connect-src": () => fetch("https://evil.invalid/").catch(() => 0),
      };
      attempts[directive]();
    })"""
    directives = ("script-src-elem", "style-src-elem", "img-src", "connect-src")
    assert [page.evaluate(stopped, directive) for directive in directives] == list(directives)
    assert page.evaluate("window.ran") is None
    expect(page.get_by_role("main")).to_be_visible()
    # The browser tells of each.
    assert len(opened.unasked) >= len(directives)
    opened.unasked.clear()
