# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The style of the HTML report: light and dark, on screen and on paper."""

STYLE = r"""
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --card: #ffffff; --text: #1b2130; --soft: #566074; --line: #d9dee7; --link: #0b5bb5; --row: #f8f9fb;
  --good: #12694a; --good-back: #e3f4ec; --bad: #a3231b; --bad-back: #fdeae8; --warn: #7a4b00; --warn-back: #fdf1da;
  --tencent: #1f6fd1; --csp: #0e8074; --focus: #0b5bb5;
}
@media (prefers-color-scheme: dark) {
  :root:not([data-theme="light"]) {
    --page: #11151d; --card: #1a202b; --text: #e8ebf1; --soft: #a5afc0; --line: #303949; --link: #82b8ff; --row: #1e2531;
    --good: #7fdcb4; --good-back: #13352a; --bad: #ffaaa2; --bad-back: #431e1c; --warn: #ffd28a; --warn-back: #3d2d10;
    --tencent: #5aa2ff; --csp: #3cc4b3; --focus: #82b8ff;
  }
}
:root[data-theme="dark"] {
  color-scheme: dark;
  --page: #11151d; --card: #1a202b; --text: #e8ebf1; --soft: #a5afc0; --line: #303949; --link: #82b8ff; --row: #1e2531;
  --good: #7fdcb4; --good-back: #13352a; --bad: #ffaaa2; --bad-back: #431e1c; --warn: #ffd28a; --warn-back: #3d2d10;
  --tencent: #5aa2ff; --csp: #3cc4b3; --focus: #82b8ff;
}
:root[data-theme="light"] { color-scheme: light; }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 15px/1.5 system-ui, "Segoe UI", Roboto, sans-serif; }
a { color: var(--link); }
h1 { font-size: 1.5rem; margin: 0; letter-spacing: -0.01em; }
h2 { font-size: 1.2rem; margin: 0 0 0.75rem; }
h3 { font-size: 1rem; margin: 1.25rem 0 0.4rem; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
.skip { position: absolute; left: -9999px; }
.skip:focus { left: 1rem; top: 0.5rem; background: var(--card); padding: 0.5rem 1rem; z-index: 9; }
.wide { max-width: 1280px; margin: 0 auto; padding: 0 1.25rem; }
header { background: var(--card); border-bottom: 1px solid var(--line); }
.top { display: flex; align-items: center; justify-content: space-between; gap: 1rem; padding-top: 1.1rem; }
.soft { color: var(--soft); }
.small { font-size: 0.86rem; }
nav ul { display: flex; flex-wrap: wrap; gap: 0.25rem; list-style: none; margin: 0.7rem 0 0; padding: 0; }
nav a { display: block; padding: 0.5rem 0.85rem; text-decoration: none; color: var(--soft); border-bottom: 3px solid transparent; }
nav a:hover { color: var(--text); }
nav a[aria-current] { color: var(--text); border-color: var(--link); font-weight: 600; }
main.wide { padding-top: 1.25rem; padding-bottom: 3rem; }
main:focus { outline: none; }
.verdict { border-radius: 10px; padding: 1rem 1.2rem; font-size: 1.3rem; font-weight: 650; display: flex; gap: 0.8rem; }
.verdict.clean { background: var(--good-back); color: var(--good); }
.verdict.findings, .verdict.incomplete { background: var(--bad-back); color: var(--bad); }
.verdict.undeclared { background: var(--warn-back); color: var(--warn); }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(270px, 1fr)); gap: 1rem; margin: 1rem 0; }
.verdict { margin: 0 0 1rem; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 1rem 1.2rem; }
.card + .card { margin-top: 1rem; }
.cards .card + .card, .person .card + .card { margin-top: 0; }
.card > p:first-child { margin-top: 0; }
.card > p:last-child { margin-bottom: 0; }
.numbers { display: grid; grid-template-columns: repeat(auto-fill, minmax(105px, 1fr)); gap: 0.5rem; margin: 0; }
.numbers div { display: flex; flex-direction: column-reverse; }
.numbers dt { color: var(--soft); font-size: 0.8rem; }
.numbers dd { margin: 0; font-size: 1.3rem; font-weight: 650; font-variant-numeric: tabular-nums; }
.cloud { font-weight: 600; white-space: nowrap; }
.cloud::before { content: ""; display: inline-block; width: 0.7rem; height: 0.7rem; border-radius: 3px; margin-right: 0.4rem; }
.scroll .cloud { font-weight: 400; }
.cloud.tencent::before { background: var(--tencent); }
.cloud.csp::before { background: var(--csp); }
svg .tencent { fill: var(--tencent); }
svg .csp { fill: var(--csp); }
svg { display: block; width: 100%; height: 14px; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; font-weight: 600; }
.plain th, .plain td { padding: 0.35rem 0.7rem 0.35rem 0; border-bottom: 1px solid var(--line); vertical-align: top; }
.plain th .soft { font-weight: 400; }
.plain .number { text-align: right; font-variant-numeric: tabular-nums; }
.plot td.bar { width: 38%; vertical-align: middle; }
.tag { display: inline-block; border-radius: 5px; padding: 0 0.45rem; font-size: 0.82rem; font-weight: 600; white-space: nowrap; }
.tag { background: var(--bad-back); color: var(--bad); }
.tag.missing, .tag.changed, .tag.unresolved, .tag.pending, .tag.disabled, .tag.removed { background: var(--warn-back); color: var(--warn); }
.tag.excepted, .tag.enabled, .tag.added { background: var(--good-back); color: var(--good); }
.tools { display: flex; flex-wrap: wrap; gap: 0.75rem; align-items: end; margin-bottom: 0.7rem; }
.tools label { display: flex; flex-direction: column; font-size: 0.82rem; color: var(--soft); }
.tools label:first-child { flex: 1 1 260px; }
input, select, button {
  font: inherit; color: inherit; background: var(--card); border: 1px solid var(--soft); border-radius: 6px; padding: 0.4rem 0.6rem;
}
button { cursor: pointer; }
.scroll { overflow: auto; max-height: 68vh; border: 1px solid var(--line); border-radius: 8px; background: var(--card); }
.scroll table { table-layout: fixed; min-width: 860px; }
.scroll thead th { position: sticky; top: 0; background: var(--card); border-bottom: 1px solid var(--line); padding: 0; z-index: 1; }
.scroll th button { border: 0; width: 100%; text-align: left; font-weight: 600; padding: 0.5rem 0.6rem; background: none; }
.scroll th[aria-sort="ascending"] button::after { content: " \25B2"; font-size: 0.7em; }
.scroll th[aria-sort="descending"] button::after { content: " \25BC"; font-size: 0.7em; }
.scroll td { height: 36px; padding: 0 0.6rem; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.scroll tr.row { border-bottom: 1px solid var(--line); }
.scroll tr.even { background: var(--row); }
.scroll tr.gap td { padding: 0; border: 0; }
.scroll.tall td { height: 58px; white-space: normal; line-height: 1.35; }
.scroll.tall .clamp { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.scroll.tall .clamp { overflow: hidden; overflow-wrap: anywhere; }
.person { display: grid; grid-template-columns: repeat(auto-fit, minmax(320px, 1fr)); gap: 1rem; }
.break { overflow-wrap: anywhere; }
code { font-size: 0.82rem; overflow-wrap: anywhere; }
[hidden] { display: none; }
@media print {
  :root, :root[data-theme] {
    color-scheme: light; --page: #fff; --card: #fff; --text: #000; --soft: #333; --line: #bbb; --row: #fff; --link: #000;
    --good: #000; --bad: #000; --warn: #000; --good-back: #fff; --bad-back: #fff; --warn-back: #fff;
  }
  body { font-size: 11px; }
  nav, .tools, .skip, button.theme { display: none; }
  .verdict, .card { border: 1px solid #888; break-inside: avoid; }
  body:not([data-view="person"]) main > section:not([data-name="person"]) { display: block; break-before: page; }
  body:not([data-view="person"]) main > section:first-of-type { break-before: avoid; }
  .scroll { overflow: visible; max-height: none; border: 0; }
  .scroll table { min-width: 0; }
  .scroll td, .scroll.tall td { height: auto; white-space: normal; overflow-wrap: anywhere; }
  .scroll thead th { position: static; }
  .scroll.tall .clamp { display: block; overflow: visible; }
  tr { break-inside: avoid; }
  svg * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
"""
