# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of the HTML report: tables of any length, search, filters, a page for each person.

Text reaches the page by textContent only; nothing is ever read as HTML.
"""

from .page_person import PERSON
from .page_table import TABLE

_PAGE = r"""
const data = JSON.parse(document.getElementById("data").textContent);
const text = data.strings;
const CLOUDS = {tencent: "Tencent Cloud", csp: "Cloud Services"};
const KINDS = {
  membership: "group only", role_configuration: "role in account", organization_role: "organization role", service_role: "service role",
};
const words = (name) => name.replaceAll("_", " ");
const cloudCell = (cloud) => make("span", {className: "cloud " + cloud, textContent: CLOUDS[cloud]});
const tag = (name) => make("span", {className: "tag " + name, textContent: words(name)});
const status = (value) => (value === "disabled" ? tag(value) : value);
const person = (index) => make("a", {href: "#person/" + index, textContent: data.users[index].name});
const clamp = (value) => make("span", {className: "clamp", textContent: value});
const accepted = (row) => row.text + (row.accepted ? " - " + row.accepted : "");
const changed = (row) => words(row.kind) + " " + [row.subject, row.target, row.fields].filter(Boolean).join(" - ");

const access = data.access.map(([user, group, inherited, kind, role, place]) => {
  const who = data.users[user];
  return {
    user, who, cloud: who.cloud, group: group < 0 ? null : text[group], inherited: Boolean(inherited), kind: data.kinds[kind],
    role: role < 0 ? null : text[role], place: place < 0 ? null : text[place],
  };
});
// Words of ours look different from names of others: a group may be called "directly".
const ours = (value) => make("em", {className: "soft", textContent: value});
const through = (row) => (row.group === null ? "directly" : row.group + (row.inherited ? " (nested)" : ""));
const where = (row) => row.place ?? (row.kind === "organization_role" ? "organization" : "");

const byCloud = (of) => ({name: "Cloud", of, show: (value) => CLOUDS[value]});
const table = (name, options) => new Table(document.getElementById("table-" + name), {empty: data.empty[name], ...options});

const tables = {
  findings: table("findings", {
    rows: data.findings,
    tall: true,
    columns: [
      {name: "Class", width: "160px", value: (row) => words(row.class), cell: (row) => tag(row.class)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Kind", width: "160px", minor: true, value: (row) => words(row.kind)},
      {name: "What was found", tall: true, value: accepted, cell: (row, value) => clamp(value)},
      {name: "Person", width: "220px", value: (row) => (row.user < 0 ? "" : data.users[row.user].name),
        cell: (row, value) => (value ? person(row.user) : "")},
    ],
    filters: [
      {name: "Group", of: (row) => row.group, show: (value) => data.groups[value]},
      {name: "Class", of: (row) => row.class, show: words},
      byCloud((row) => row.cloud),
      {name: "Kind", of: (row) => row.kind, show: words},
    ],
    file: "findings.csv",
  }),
  access: table("access", {
    rows: access,
    columns: [
      {name: "Person", value: (row) => row.who.name, cell: (row) => person(row.user)},
      {name: "Status", width: "110px", value: (row) => row.who.status, cell: (row, value) => status(value)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Through group", label: true, value: through, cell: (row, value) => (row.group === null ? ours(value) : value)},
      {name: "Role", label: true, value: (row) => row.role ?? "no role", cell: (row, value) => (row.role === null ? ours(value) : value)},
      {name: "Where", label: true, value: where, cell: (row, value) => (row.place === null && value ? ours(value) : value)},
    ],
    filters: [
      byCloud((row) => row.cloud),
      {name: "Kind", of: (row) => row.kind, show: (value) => KINDS[value]},
      {name: "Status", of: (row) => row.who.status || "unknown", show: (value) => value},
    ],
    file: "access.csv",
  }),
  people: table("people", {
    rows: data.users.map((user, index) => ({user, index})),
    columns: [
      {name: "Person", value: (row) => row.user.name, cell: (row) => person(row.index)},
      {name: "Name", value: (row) => row.user.display},
      {name: "Status", width: "110px", value: (row) => row.user.status, cell: (row, value) => status(value)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.user.cloud], cell: (row) => cloudCell(row.user.cloud)},
      {name: "Entitlements", width: "130px", number: true, label: true, value: (row) => row.user.entitlements},
      {name: "Findings", width: "110px", number: true, label: true, value: (row) => row.user.findings},
    ],
    filters: [
      byCloud((row) => row.user.cloud),
      {name: "Status", of: (row) => row.user.status || "unknown", show: (value) => value},
      {name: "Has", of: (row) => (row.user.findings ? "findings" : row.user.entitlements ? "access" : "nothing"), show: (value) => value},
    ],
    file: "users.csv",
  }),
  differences: table("differences", {
    rows: data.differences,
    tall: true,
    columns: [
      {name: "Change", width: "120px", value: (row) => row.action, cell: (row) => tag(row.action)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Kind", width: "150px", value: (row) => words(row.kind)},
      {name: "What", value: (row) => row.subject, cell: (row, value) => (row.user < 0 ? clamp(value) : person(row.user))},
      {name: "In, or what it gives", value: (row) => row.target, cell: (row, value) => clamp(value)},
      {name: "What is different", value: (row) => row.fields, cell: (row, value) => clamp(value)},
    ],
    filters: [
      {name: "Change", of: (row) => row.action, show: (value) => value},
      byCloud((row) => row.cloud),
      {name: "Kind", of: (row) => row.kind, show: words},
    ],
    file: "differences.csv",
  }),
};

const show = (first) => {
  if (location.hash === "#main") {
    document.getElementById("main").focus();
    return;
  }
  const [name, detail] = (location.hash.slice(1) || "summary").split("/");
  const known = document.querySelector(`section[data-name="${CSS.escape(name)}"]`) ? name : "summary";
  document.body.dataset.view = known;
  for (const section of document.querySelectorAll("main > section")) {
    section.hidden = section.dataset.name !== known;
  }
  const here = known === "person" ? "#people" : "#" + known;
  for (const link of document.querySelectorAll("nav a")) {
    link.removeAttribute("aria-current");
    if (link.hash === here) {
      link.setAttribute("aria-current", known === "person" ? "true" : "page");
    }
  }
  let title = document.querySelector(`section[data-name="${known}"] h2`)?.textContent || "Summary";
  if (known === "person") {
    title = showPerson(Number(detail));
  } else if (tables[known] && detail) {
    tables[known].choose(detail);
  }
  Object.values(tables).forEach((one) => one.draw());
  document.title = title + " - who has access";
  if (!first) {
    window.scrollTo(0, 0);
    document.getElementById("main").focus({preventScroll: true});
  }
};

document.querySelector("button.theme").addEventListener("click", () => {
  const root = document.documentElement;
  const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.theme = dark ? "light" : "dark";
});
window.addEventListener("hashchange", () => show(false));
window.addEventListener("beforeprint", () => Object.values(tables).forEach((table) => table.print(true)));
window.addEventListener("afterprint", () => Object.values(tables).forEach((table) => table.print(false)));
window.addEventListener("resize", () => Object.values(tables).forEach((table) => table.draw()));
show(true);
"""

SCRIPT = f'(() => {{\n"use strict";\n{TABLE}{PERSON}{_PAGE}}})();\n'
