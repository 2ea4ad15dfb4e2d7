# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The report as a page for people: one file that needs nothing else, sends nothing, and runs only its own script. Pure."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator

from .findings import MEANINGS
from .markup import escaped, in_script
from .page_data import page_data
from .page_script import SCRIPT
from .page_style import STYLE
from .report import Report
from .snapshot import Snapshot
from .summary import CLOUD_NAMES, POPULATION, organization, population, state, verdict

VIEWS = {"summary": "Summary", "findings": "Findings", "access": "Who has access", "people": "People"}
_SIGNS = {"clean": "\u2713", "findings": "!", "incomplete": "!", "undeclared": "?"}


def html_text(report: Report) -> Iterator[str]:
    """The text of the file, in parts."""
    yield _head()
    yield _navigation(report)
    yield '<main id="main" class="wide" tabindex="-1">\n'
    yield f'<section data-name="summary">\n<h2 class="skip">Summary</h2>\n{_summary(report)}</section>\n'
    for name in ("findings", "access", "people"):
        yield _table_view(name, VIEWS[name], "")
    yield _table_view("differences", "Since the last snapshot", _baseline(report))
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
    views = {**VIEWS, "differences": f"Differences ({len(report.differences)})"}
    views["findings"] = f"Findings ({report.open})"
    links = "".join(f'<li><a href="#{name}">{label}</a></li>' for name, label in views.items())
    return (
        '<header><div class="wide"><div class="top"><div>\n<h1>Who has access</h1>\n'
        f'<p class="soft small">{places} \u00b7 made {escaped(report.created)}</p></div>\n'
        '<button type="button" class="theme">Light or dark</button></div>\n'
        f'<nav aria-label="Views"><ul>{links}</ul></nav></div></header>\n'
    )


def _summary(report: Report) -> str:
    now = state(report)
    cards = "".join(_snapshot_card(one) for one in report.snapshots)
    cards += "".join(
        f'<div class="card"><p><span class="cloud {one.cloud}">{CLOUD_NAMES[one.cloud]}</span></p>'
        f"<p><strong>There is no snapshot of it.</strong> {escaped(one.reason)}</p></div>"
        for one in report.failed
    )
    return (
        f'<p class="verdict {now}"><span aria-hidden="true">{_SIGNS[now]}</span> {escaped(verdict(report))}</p>\n'
        f'{_plot(report)}<div class="cards">{cards}</div>\n{_since(report)}{_evidence(report)}'
        '<noscript><p class="card">The tables need JavaScript; findings.csv, access.csv and users.csv hold the same.</p></noscript>\n'
    )


def _snapshot_card(snapshot: Snapshot) -> str:
    numbers = "".join(
        f"<div><dt>{POPULATION[kind]}</dt><dd>{number:,}</dd></div>" for kind, number in population(snapshot).items()
    )
    whole = "" if snapshot.complete else "<p><strong>Not everything could be read.</strong></p>"
    return (
        f'<div class="card"><p><span class="cloud {snapshot.cloud}">{CLOUD_NAMES[snapshot.cloud]}</span> '
        f'<span class="soft break">{escaped(organization(snapshot))}</span></p>{whole}<dl class="numbers">{numbers}</dl></div>'
    )


def _plot(report: Report) -> str:
    """Findings by class and cloud: a table whose last column draws the numbers."""
    counts = {name: numbers for name, numbers in report.counts.items() if any(numbers.values())}
    if not counts:
        return ""
    longest = max(sum(numbers.values()) for numbers in counts.values())
    heads = "".join(
        f'<th scope="col" class="number"><span class="cloud {one}">{CLOUD_NAMES[one]}</span></th>'
        for one in report.clouds
    )
    rows = "".join(
        f'<tr><th scope="row"><a href="#findings/{name}">{name.replace("_", " ")}</a>'
        f'<div class="soft small">{MEANINGS[name]}</div></th>'
        + "".join(f'<td class="number">{numbers[cloud]}</td>' for cloud in report.clouds)
        + f'<td class="bar">{_bar(numbers, longest)}</td></tr>\n'
        for name, numbers in counts.items()
    )
    return (
        '<div class="card"><h2>Findings by class and cloud</h2>\n<table class="plain plot">'
        f'<thead><tr><th scope="col">Class</th>{heads}<th scope="col"><span class="skip">Drawn</span></th></tr></thead>\n'
        f"<tbody>{rows}</tbody></table></div>\n"
    )


def _bar(numbers: dict[str, int], longest: int) -> str:
    parts, begin = "", 0.0
    for cloud, number in numbers.items():
        width = 100 * number / longest
        if number:
            parts += f'<rect class="{cloud}" x="{begin:.2f}" y="0" width="{width:.2f}" height="10"/>'
        begin += width
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{parts}</svg>'


def _since(report: Report) -> str:
    start = '<div class="card"><h2>Since the last snapshot</h2>'
    if not report.baselines:
        return f'{start}<p class="soft">No earlier snapshot was given.</p></div>\n'
    numbers = dict.fromkeys(("added", "removed", "changed"), 0)
    for one in report.differences:
        numbers[one.action] += 1
    told = ", ".join(f"{number:,} {action}" for action, number in numbers.items())
    return f'{start}<p><a href="#differences">{told}</a></p></div>\n'


def _evidence(report: Report) -> str:
    """Which files the report was made of, so that everybody can prove it."""
    rows = "".join(
        f"<tr><td>{CLOUD_NAMES[one.cloud]}</td><td>{use}</td><td>{escaped(one.header['started'])}</td>"
        f"<td>{'complete' if one.complete else 'incomplete'}</td><td><code>{one.sha256}</code></td></tr>\n"
        for use, given in (("now", report.snapshots), ("before", report.baselines))
        for one in given
    )
    heads = "".join(f'<th scope="col">{name}</th>' for name in ("Cloud", "Snapshot", "Taken", "Whole", "SHA-256"))
    return (
        '<div class="card"><h2>Evidence</h2><table class="plain small">'
        f"<thead><tr>{heads}</tr></thead><tbody>{rows}</tbody></table></div>\n"
    )


def _table_view(name: str, label: str, note: str) -> str:
    return f'<section data-name="{name}" hidden><h2>{label}</h2>{note}<div id="{name}" data-label="{name}"></div></section>\n'


def _baseline(report: Report) -> str:
    told = [f"{CLOUD_NAMES[one.cloud]} {escaped(one.header['started'])}" for one in report.baselines]
    text = f"Compared with {', '.join(told)}." if told else "No earlier snapshot was given."
    return f'<p class="soft">{text}</p>'
