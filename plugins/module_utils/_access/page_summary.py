# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The first view of the HTML report: the verdict, the numbers behind it, and what they were made of. Pure."""

from __future__ import annotations

from typing import Any

from .findings import MEANINGS
from .markup import escaped
from .page_words import GROUPS, checked, group_counts
from .report import Report
from .snapshot import Snapshot
from .summary import CLOUD_NAMES, POPULATION, organization, population, state, verdict

_SIGNS = {"clean": "\u2713", "findings": "!", "incomplete": "!", "undeclared": "?"}
# How many things that could not be read are named at the top.
_NAMED = 3


def summary_html(report: Report) -> str:
    """The whole view."""
    return (
        f"{_verdict(report)}{_groups(report)}{_plot(report)}"
        f'<div class="cards">{"".join(_snapshot_card(one) for one in report.snapshots)}{_failed(report)}</div>\n'
        f'<div class="cards">{_since(report)}{_checked(report)}</div>\n{_evidence(report)}'
        '<noscript><p class="card">The tables need JavaScript; findings.csv, access.csv and users.csv hold the same.</p></noscript>\n'
    )


def cloud_html(cloud: str) -> str:
    """The name of a cloud with its colour."""
    return f'<span class="cloud {cloud}">{CLOUD_NAMES[cloud]}</span>'


def moment(value: Any) -> str:
    """A moment as people read it."""
    text = str(value or "")
    return escaped(text.replace("T", " ").replace("Z", " UTC")) if text[10:11] == "T" else escaped(text)


def _verdict(report: Report) -> str:
    now = state(report)
    words = f"<p>{escaped(verdict(report))}</p>"
    unread = [one for one in report.findings if one.name == "unreadable"]
    if unread:
        words += "<ul>" + "".join(f'<li class="break">{escaped(one.text)}</li>' for one in unread[:_NAMED]) + "</ul>"
    if len(unread) > _NAMED:
        words += f'<p class="more"><a href="#findings/unreadable">All {len(unread):,} that could not be read</a></p>'
    return f'<div class="verdict {now}"><span class="sign" aria-hidden="true">{_SIGNS[now]}</span><div>{words}</div></div>\n'


def _groups(report: Report) -> str:
    """Findings by what has to be done about them."""
    tiles = "".join(
        f'<li><a class="tile {group}" href="#findings/{group}"><strong>{number:,}</strong> <span>{GROUPS[group][0]}</span></a></li>'
        for group, number in group_counts(report).items()
    )
    return f'<ul class="tiles">{tiles}</ul>\n' if tiles else ""


def _plot(report: Report) -> str:
    """Findings by class and cloud: a table, one column of which draws the numbers."""
    counts = {name: numbers for name, numbers in report.counts.items() if any(numbers.values())}
    if not counts:
        return ""
    longest = max(sum(numbers.values()) for numbers in counts.values())
    heads = "".join(
        f'<th role="columnheader" scope="col" class="number">{cloud_html(cloud)}</th>' for cloud in report.clouds
    )
    rows = "".join(
        f'<tr role="row"><th role="rowheader" scope="row"><a href="#findings/{name}">{name.replace("_", " ")}</a>'
        f'<span class="soft small">{MEANINGS[name]}</span></th>'
        f'<td role="cell" class="bar">{_bar(numbers, longest)}</td>'
        + "".join(_number(numbers[cloud]) for cloud in report.clouds)
        + "</tr>\n"
        for name, numbers in counts.items()
    )
    return (
        '<div class="card"><h2>Findings by class and cloud</h2>\n<table role="table" class="plain plot">'
        '<thead role="rowgroup"><tr role="row"><th role="columnheader" scope="col">Class</th>'
        f'<th role="columnheader" scope="col"><span class="skip">Drawn</span></th>{heads}</tr></thead>\n'
        f'<tbody role="rowgroup">{rows}</tbody></table></div>\n'
    )


def _number(number: int) -> str:
    return f'<td role="cell" class="number{"" if number else " soft"}">{number:,}</td>'


def _bar(numbers: dict[str, int], longest: int) -> str:
    parts, begin = "", 0.0
    for cloud, number in numbers.items():
        width = 100 * number / longest
        if number:
            parts += f'<rect class="{cloud}" x="{begin:.2f}" y="0" width="{width:.2f}" height="10"/>'
        begin += width
    return f'<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">{parts}</svg>'


def _snapshot_card(snapshot: Snapshot) -> str:
    numbers = "".join(
        f"<div><dt>{POPULATION[kind]}</dt><dd>{number:,}</dd></div>" for kind, number in population(snapshot).items()
    )
    whole = "complete" if snapshot.complete else "<strong>not everything could be read</strong>"
    return (
        f'<section class="card" aria-label="{CLOUD_NAMES[snapshot.cloud]}"><p>{cloud_html(snapshot.cloud)} '
        f'<span class="soft break">{escaped(organization(snapshot))}</span></p><dl class="numbers">{numbers}</dl>'
        f'<p class="soft small">Read {moment(snapshot.header["started"])}, {whole}.</p></section>'
    )


def _failed(report: Report) -> str:
    return "".join(
        f'<section class="card" aria-label="{CLOUD_NAMES[one.cloud]}"><p>{cloud_html(one.cloud)}</p>'
        f'<p><strong>Not read.</strong> <span class="break">{escaped(one.reason)}</span></p>'
        '<p class="soft small">Nothing in this report is about it.</p></section>'
        for one in report.failed
    )


def _since(report: Report) -> str:
    start = '<section class="card" aria-label="Since the last snapshot"><h2>Since the last snapshot</h2>'
    if not report.baselines:
        return f'{start}<p class="soft">No earlier snapshot was given.</p></section>'
    numbers = dict.fromkeys(("added", "removed", "changed"), 0)
    for one in report.differences:
        numbers[one.action] += 1
    tiles = "".join(
        f'<li><a href="#differences/{action}"><strong>{number:,}</strong> {action}</a></li>'
        for action, number in numbers.items()
    )
    return f'{start}<ul class="changes">{tiles}</ul>{baseline_html(report)}</section>'


def baseline_html(report: Report) -> str:
    """What the differences are relative to, and of which cloud there are none."""
    told = [f"{CLOUD_NAMES[one.cloud]} of {moment(one.header['started'])}" for one in report.baselines]
    if not told:
        return '<p class="soft">No earlier snapshot was given.</p>'
    known = {one.place for one in report.baselines}
    without = [CLOUD_NAMES[one.cloud] for one in report.snapshots if one.place not in known]
    rest = f" Of {' and '.join(without)} no earlier snapshot was given." if without else ""
    return f'<p class="soft small">Compared with {", ".join(told)}.{rest}</p>'


def _checked(report: Report) -> str:
    rows = "".join(f'<li class="break">{escaped(one)}</li>' for one in checked(report))
    return f'<section class="card" aria-label="What was checked"><h2>What was checked</h2><ul class="words">{rows}</ul></section>'


def _evidence(report: Report) -> str:
    """Which files the report was made of, so that everybody can prove it."""
    rows = "".join(
        f'<tr role="row"><td role="cell">{CLOUD_NAMES[one.cloud]}</td><td role="cell">{use}</td>'
        f'<td role="cell">{moment(one.header["started"])}</td>'
        f'<td role="cell">{"complete" if one.complete else "incomplete"}</td>'
        f'<td role="cell"><code>{one.sha256}</code></td></tr>\n'
        for use, given in (("now", report.snapshots), ("before", report.baselines))
        for one in given
    )
    heads = "".join(
        f'<th role="columnheader" scope="col">{name}</th>' for name in ("Cloud", "Snapshot", "Read", "Whole", "SHA-256")
    )
    return (
        '<div class="card"><h2>Evidence</h2><table role="table" class="plain small evidence">'
        f'<thead role="rowgroup"><tr role="row">{heads}</tr></thead><tbody role="rowgroup">{rows}</tbody></table></div>\n'
    )
