# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The style of the HTML report: light and dark, wide and narrow, on screen and on paper."""

_SCREEN = r"""
:root {
  color-scheme: light dark;
  --page: light-dark(#f4f6f9, #10141b); --card: light-dark(#ffffff, #191f29); --row: light-dark(#f8fafc, #1d2430);
  --text: light-dark(#182030, #e8ebf1); --soft: light-dark(#535d70, #a7b1c2); --line: light-dark(#dbe0e8, #303949);
  --link: light-dark(#0b57ad, #86bbff);
  --good: light-dark(#0f6245, #82dfb7); --good-back: light-dark(#e2f4eb, #12352a);
  --bad: light-dark(#9c2018, #ffaca4); --bad-back: light-dark(#fdeae8, #421e1c);
  --warn: light-dark(#714500, #ffd48f); --warn-back: light-dark(#fdf0d8, #3d2d10);
  --calm: light-dark(#174f96, #a9ceff); --calm-back: light-dark(#e7f0fb, #1a2f4b);
  --tencent: light-dark(#2470d8, #5aa2ff); --csp: light-dark(#0c8073, #3cc4b3);
}
:root[data-theme="light"] { color-scheme: light; }
:root[data-theme="dark"] { color-scheme: dark; }
* { box-sizing: border-box; }
[hidden] { display: none !important; }
body { margin: 0; background: var(--page); color: var(--text); }
body { font: 15px/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif; }
a { color: var(--link); text-underline-offset: 2px; }
p { margin: 0 0 0.6rem; }
h1 { font-size: 1.45rem; line-height: 1.25; margin: 0 0 0.15rem; letter-spacing: -0.01em; }
h2 { font-size: 1.15rem; margin: 0 0 0.7rem; }
h3 { font-size: 1rem; margin: 0 0 0.5rem; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 3px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 9; }
.wide { max-width: 1280px; margin: 0 auto; padding: 0 1.5rem; }
.soft { color: var(--soft); }
.small { font-size: 0.87rem; }
.break { overflow-wrap: anywhere; }
.words { margin: 0; padding-left: 1.1rem; }
.words li + li { margin-top: 0.25rem; }
code { font-size: 0.8rem; overflow-wrap: anywhere; }

header { background: var(--card); border-bottom: 1px solid var(--line); }
header p { margin: 0; }
.top { display: flex; align-items: flex-start; justify-content: space-between; gap: 1rem; padding-top: 1.2rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0 0.25rem; list-style: none; margin: 0.9rem 0 0 -0.85rem; padding: 0; }
nav a { display: block; padding: 0.5rem 0.85rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; }
nav a:hover { color: var(--text); border-color: var(--line); }
nav a[aria-current] { color: var(--text); border-color: var(--link); font-weight: 600; }
.count { background: var(--calm-back); color: var(--calm); border-radius: 99px; padding: 0.05rem 0.5rem; }
.count { font-size: 0.8rem; font-weight: 600; }
main.wide { padding-top: 1.5rem; padding-bottom: 3rem; }
main:focus { outline: none; }

.verdict { display: flex; gap: 0.9rem; border-radius: 10px; padding: 1.1rem 1.3rem; margin: 0 0 1rem; border-left: 6px solid; }
.verdict p { font-size: 1.35rem; line-height: 1.35; font-weight: 650; margin: 0; }
.verdict .sign { font-size: 1.35rem; line-height: 1.35; font-weight: 700; }
.verdict ul { margin: 0.5rem 0 0; padding-left: 1.1rem; }
.verdict p.more { font-size: 1rem; font-weight: 400; margin-top: 0.4rem; }
.verdict.clean { background: var(--good-back); color: var(--good); }
.verdict.findings, .verdict.incomplete { background: var(--bad-back); color: var(--bad); }
.verdict.undeclared { background: var(--warn-back); color: var(--warn); }
.verdict a { color: inherit; }
.note { background: var(--bad-back); color: var(--bad); border-radius: 8px; padding: 0.5rem 0.9rem; }
.note a { color: inherit; }

.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 1rem; }
.tiles, .changes { list-style: none; margin: 0 0 1rem; padding: 0; }
.tile { display: block; background: var(--card); border: 1px solid var(--line); border-top: 4px solid var(--tone); border-radius: 10px; }
.tile { padding: 0.8rem 1.2rem; text-decoration: none; color: var(--text); --tone: var(--soft); height: 100%; }
.tile:hover span { text-decoration: underline; }
.tile strong { display: block; font-size: 2rem; line-height: 1.2; font-variant-numeric: tabular-nums; color: var(--tone); }
.tile.unknown, .tile.excess { --tone: var(--bad); }
.tile.drift { --tone: var(--warn); }
.tile.waiting { --tone: var(--calm); }
.tile.accepted { --tone: var(--good); }

.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 1rem; margin: 1rem 0; }
.cards:empty { display: none; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1.1rem 1.3rem; }
.card > :last-child { margin-bottom: 0; }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(98px, 1fr)); gap: 0.6rem 0.5rem; margin: 0 0 0.8rem; }
.numbers div { display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.numbers dt { color: var(--soft); font-size: 0.84rem; line-height: 1.3; }
.numbers dd { margin: 0; font-size: 1.35rem; line-height: 1.3; font-weight: 650; font-variant-numeric: tabular-nums; }
.changes { display: flex; flex-wrap: wrap; gap: 0.4rem 1.6rem; }
.changes strong { font-size: 1.35rem; font-variant-numeric: tabular-nums; }
.cloud { font-weight: 600; white-space: nowrap; }
.cloud::before { content: ""; display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 3px; margin-right: 0.4rem; }
.scroll .cloud, li .cloud { font-weight: 400; }
.cloud.tencent::before { background: var(--tencent); }
.cloud.csp::before { background: var(--csp); }

svg { display: block; width: 100%; height: 16px; }
svg rect { stroke: var(--card); stroke-width: 2px; vector-effect: non-scaling-stroke; }
svg .tencent { fill: var(--tencent); }
svg .csp { fill: var(--csp); }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.plain th, .plain td { padding: 0.45rem 1rem 0.45rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.plain th:last-child, .plain td:last-child { padding-right: 0; }
.plain tbody tr:last-child > * { border-bottom: 0; }
.plot th .soft { display: block; font-weight: 400; }
.plot td { vertical-align: middle; }
.plot td.number { font-size: 1.05rem; font-weight: 600; }
.plot td.number.soft { font-weight: 400; }
.plot thead .number { width: 1%; padding-left: 1rem; }
.plot td.bar { width: 46%; }
.tag { display: inline-block; border-radius: 5px; padding: 0.05rem 0.5rem; font-size: 0.82rem; font-weight: 600; white-space: nowrap; }
.tag { background: var(--bad-back); color: var(--bad); }
.tag.missing, .tag.changed, .tag.unresolved, .tag.disabled, .tag.removed { background: var(--warn-back); color: var(--warn); }
.tag.pending, .tag.added { background: var(--calm-back); color: var(--calm); }
.tag.excepted { background: var(--good-back); color: var(--good); }

.tools { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin-bottom: 0.7rem; }
.field { display: flex; flex-direction: column; gap: 0.15rem; }
.field label { font-size: 0.84rem; color: var(--soft); }
.field:first-child { flex: 1 1 260px; }
input, select, button {
  font: inherit; color: var(--text); background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: 0.4rem 0.6rem;
}
.tools input, .tools select { font-size: 15px; height: 2.4rem; }
button { cursor: pointer; }
.told { display: flex; align-items: center; gap: 0.8rem; min-height: 2rem; margin-bottom: 0.3rem; }
.told p { margin: 0; }
button.all { font-size: 0.87rem; padding: 0.1rem 0.6rem; }
button.theme { font-size: 0.87rem; white-space: nowrap; }
.scroll { overflow: auto; max-height: max(360px, calc(100vh - 24rem)); }
.scroll { border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.scroll table { table-layout: fixed; min-width: 940px; }
.scroll thead th { position: sticky; top: 0; background: var(--card); border-bottom: 1px solid var(--line); padding: 0; z-index: 1; }
.scroll th { width: var(--width); }
.scroll th button { border: 0; width: 100%; text-align: inherit; font-weight: 600; padding: 0.5rem 0.75rem; background: none; }
.scroll th button:focus-visible { outline-offset: -3px; }
.scroll th button:hover { color: var(--link); }
.scroll th[aria-sort="ascending"] button::after { content: " \25B2"; font-size: 0.7em; }
.scroll th[aria-sort="descending"] button::after { content: " \25BC"; font-size: 0.7em; }
.scroll td { height: 36px; padding: 0 0.75rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.scroll tr.row { border-bottom: 1px solid var(--line); }
.scroll tr.even { background: var(--row); }
.scroll tr.row:hover { background: var(--calm-back); }
.scroll tr.gap td { padding: 0; border: 0; }
.scroll td.empty { height: 6rem; text-align: center; color: var(--soft); }
.scroll.tall .row td { height: 58px; white-space: normal; line-height: 1.35; }
.clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; overflow: hidden; overflow-wrap: anywhere; }
.paper { display: none; }
.person { display: grid; gap: 1rem; }
.person table { table-layout: fixed; }
.person h3 .soft { font-weight: 400; }
.again { color: var(--soft); }
"""

_NARROW = r"""
@media screen and (max-width: 640px) {
  .wide { padding: 0 1rem; }
  nav a { padding: 0.4rem 0.7rem; }
  nav ul { margin-left: -0.7rem; }
  .tiles { grid-template-columns: 1fr 1fr; gap: 0.75rem; }
  .tile { padding: 0.6rem 0.9rem; }
  .field { flex: 1 1 40%; }
  .field:first-child { flex: 1 1 100%; }
  .plot tr { display: grid; grid-template-columns: 1fr 1fr; border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  .plot tbody tr:last-child { border: 0; }
  .plot th, .plot td { border: 0; padding: 0.1rem 0; }
  .plot tbody th, .plot td.bar { grid-column: 1 / -1; width: auto; }
  .plot thead th:nth-child(-n+2) { display: none; }
  .plot .number, .plot thead .number { text-align: left; padding: 0; width: auto; }
  .evidence thead { position: absolute; left: -9999px; }
  .evidence tr { display: flex; flex-wrap: wrap; gap: 0 0.8rem; border-bottom: 1px solid var(--line); padding: 0.5rem 0; }
  .evidence tbody tr:last-child { border: 0; }
  .evidence td { border: 0; padding: 0; }
  .scroll { max-height: 75vh; }
  .scroll table { min-width: 0; display: block; }
  .scroll thead, .scroll tbody { display: block; }
  .scroll thead { position: sticky; top: 0; z-index: 1; background: var(--card); border-bottom: 1px solid var(--line); overflow-x: auto; }
  .scroll thead tr { display: flex; }
  .scroll thead th { position: static; border: 0; flex: none; width: auto; }
  .scroll tr.row { display: flex; flex-wrap: wrap; align-content: center; gap: 0.1rem 0.8rem; }
  .scroll tr.row { height: 136px; padding: 0.4rem 0.75rem; overflow: hidden; }
  .scroll .row td, .scroll.tall .row td { display: block; height: auto; padding: 0; flex: 1 1 100%; text-align: left; }
  .scroll .row td.short { flex: 0 0 auto; max-width: 100%; }
  .scroll .row td.minor, .scroll .row td:empty { display: none; }
  .clamp { -webkit-line-clamp: 3; }
  .scroll td[data-name]::before { content: attr(data-name) ": "; color: var(--soft); }
  .scroll tr.gap, .scroll td.empty { display: block; }
  .scroll tr.gap td { display: block; }
}
"""

_PAPER = r"""
@page { margin: 14mm 12mm; }
@media print {
  :root, :root[data-theme] { color-scheme: light; --page: #fff; --card: #fff; --row: #fff; }
  :root, :root[data-theme] { --text: #000; --soft: #444; --line: #bbb; --link: #000; }
  :root { font-size: 11px; }
  body { font-size: 1rem; }
  .wide { max-width: none; padding: 0; }
  nav, .tools, .told, .skip, button.theme, .back { display: none; }
  header { border-bottom: 2px solid #000; padding-bottom: 0.5rem; }
  .top { padding: 0; }
  .cards .card, .tile, .verdict, .note { break-inside: avoid; }
  .tiles { grid-template-columns: repeat(auto-fit, minmax(110px, 1fr)); }
  .plot td.bar { width: 30%; }
  .plain th, .plain td { padding-top: 0.2rem; padding-bottom: 0.2rem; }
  .verdict, .note, .tag { border: 1px solid currentColor; }
  .card, .tile, .verdict { padding: 0.7rem 0.9rem; }
  .tile strong { font-size: 1.5rem; }
  a { text-decoration: none; }
  body:not([data-view="person"]) main > section:not([data-name="person"]) { display: block !important; break-before: page; }
  body:not([data-view="person"]) main > section:first-of-type { break-before: avoid; }
  .paper:not(:empty) { display: block; border: 1px solid #000; padding: 0.4rem 0.6rem; font-weight: 600; }
  .scroll { overflow: visible; max-height: none; border: 0; }
  .scroll table { min-width: 0; table-layout: auto; }
  .scroll th { width: auto; }
  .scroll thead th { position: static; border-bottom: 2px solid #000; }
  .scroll th button { padding: 0.2rem 0.5rem 0.2rem 0; }
  .scroll .row td, .scroll.tall .row td { height: auto; padding: 0.2rem 0.5rem 0.2rem 0; vertical-align: top; white-space: normal; }
  .scroll .row td { overflow-wrap: anywhere; min-width: 4.5rem; }
  .clamp { display: block; overflow: visible; }
  tr { break-inside: avoid; }
  .cloud::before, svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""

STYLE = _SCREEN + _NARROW + _PAPER
