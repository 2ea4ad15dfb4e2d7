# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as a page for people: one file that needs nothing else, sends nothing, and runs only its own script. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from .markup import escaped, in_script
from .page_data import page_data
from .page_script import SCRIPT
from .page_style import STYLE
from .page_summary import baseline_html, moment, summary_html
from .report import Report
from .summary import CLOUD_NAMES, organization

VIEWS = {
    "summary": "Summary",
    "findings": "Findings",
    "access": "Who has access",
    "people": "People",
    "differences": "Differences",
}


def html_text(report: Report) -> Iterator[str]:
    """The text of the file, in parts."""
    yield _head()
    yield _navigation(report)
    yield '<main id="main" class="wide" tabindex="-1">\n'
    yield f'<section data-name="summary">\n<h2 class="skip">Summary</h2>\n{summary_html(report)}</section>\n'
    for name in ("findings", "access", "people"):
        yield _table_view(name, VIEWS[name], _incomplete(report))
    yield _table_view("differences", "Since the last snapshot", _incomplete(report) + baseline_html(report))
    yield '<section data-name="person" hidden><div id="person"></div></section>\n</main>\n'
    yield f'<script type="application/json" id="data">{in_script(page_data(report))}</script>\n'
    yield f"<script>{SCRIPT}</script>\n</body>\n</html>\n"


def policy() -> str:
    """The Content-Security-Policy: this script and this style, and nothing else from anywhere."""
    return (
        f"default-src 'none'; script-src '{_hash(SCRIPT)}'; style-src '{_hash(STYLE)}'; "
        "base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def _head() -> str:
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy()}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>Who has access</title>\n<style>{STYLE}</style>\n</head>\n"
        '<body data-view="summary">\n<a class="skip" href="#main">To the content</a>\n'
    )


def _navigation(report: Report) -> str:
    places = " \u00b7 ".join(
        f"{CLOUD_NAMES[one.cloud]} {escaped(organization(one))}".strip() for one in report.snapshots
    )
    numbers = {"findings": report.open}
    if report.baselines:
        numbers["differences"] = len(report.differences)
    links = "".join(
        f'<li><a href="#{name}">{label}{_count(numbers.get(name))}</a></li>' for name, label in VIEWS.items()
    )
    return (
        '<header><div class="wide"><div class="top"><div>\n<h1>Who has access</h1>\n'
        f'<p class="soft small break">{places}</p>\n<p class="soft small">Report of {moment(report.created)}</p></div>\n'
        '<button type="button" class="theme">Light or dark</button></div>\n'
        f'<nav aria-label="Views"><ul>{links}</ul></nav></div></header>\n'
    )


def _count(number: int | None) -> str:
    return "" if number is None else f' <span class="count">{number:,}</span>'


def _incomplete(report: Report) -> str:
    """What a table without everything has to say above its rows."""
    if report.complete:
        return ""
    text = "What could not be read is not in this table."
    return f'<p class="note"><strong>Incomplete.</strong> {text} <a href="#summary">What that is</a></p>'


def _table_view(name: str, label: str, note: str) -> str:
    return (
        f'<section data-name="{name}" hidden><h2>{label}</h2>{note}'
        f'<div id="table-{name}" data-label="{VIEWS[name].lower()}"></div></section>\n'
    )
