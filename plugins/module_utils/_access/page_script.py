# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The script of the HTML report: tables of any length, search, filters, a page for each person.

Text reaches the page by textContent only; nothing is ever read as HTML.
"""

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

const tables = {
  findings: new Table(document.getElementById("findings"), {
    rows: data.findings,
    tall: true,
    columns: [
      {name: "Class", width: "150px", value: (row) => row.class, cell: (row) => tag(row.class)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Kind", width: "140px", value: (row) => words(row.kind)},
      {
        name: "What was found", value: (row) => row.text + (row.accepted ? " - " + row.accepted : ""),
        cell: (row, value) => clamp(value),
      },
      {name: "Person", width: "220px", value: (row) => (row.user < 0 ? "" : data.users[row.user].name),
        cell: (row, value) => (value ? person(row.user) : "")},
    ],
    filters: [
      {name: "Class", of: (row) => row.class, show: words},
      {name: "Cloud", of: (row) => row.cloud, show: (value) => CLOUDS[value]},
      {name: "Kind", of: (row) => row.kind, show: words},
    ],
    file: "findings.csv",
  }),
  access: new Table(document.getElementById("access"), {
    rows: access,
    columns: [
      {name: "Person", value: (row) => row.who.name, cell: (row) => person(row.user)},
      {name: "Status", width: "100px", value: (row) => row.who.status, cell: (row, value) => status(value)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Through group", value: through, cell: (row, value) => (row.group === null ? ours(value) : value)},
      {name: "Role", value: (row) => row.role ?? "no role", cell: (row, value) => (row.role === null ? ours(value) : value)},
      {name: "Where", value: where, cell: (row, value) => (row.place === null ? ours(value) : value)},
    ],
    filters: [
      {name: "Cloud", of: (row) => row.cloud, show: (value) => CLOUDS[value]},
      {name: "Kind", of: (row) => row.kind, show: (value) => KINDS[value]},
      {name: "Status", of: (row) => row.who.status || "unknown", show: (value) => value},
    ],
    file: "access.csv",
  }),
  people: new Table(document.getElementById("people"), {
    rows: data.users.map((user, index) => ({user, index})),
    columns: [
      {name: "Person", value: (row) => row.user.name, cell: (row) => person(row.index)},
      {name: "Name", value: (row) => row.user.display},
      {name: "Status", width: "100px", value: (row) => row.user.status, cell: (row, value) => status(value)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.user.cloud], cell: (row) => cloudCell(row.user.cloud)},
      {name: "Entitlements", width: "130px", number: true, value: (row) => row.user.entitlements},
      {name: "Findings", width: "110px", number: true, value: (row) => row.user.findings},
    ],
    filters: [
      {name: "Cloud", of: (row) => row.user.cloud, show: (value) => CLOUDS[value]},
      {name: "Status", of: (row) => row.user.status || "unknown", show: (value) => value},
      {name: "Has", of: (row) => (row.user.findings ? "findings" : row.user.entitlements ? "access" : "nothing"), show: (value) => value},
    ],
    file: "users.csv",
  }),
  differences: new Table(document.getElementById("differences"), {
    rows: data.differences,
    tall: true,
    columns: [
      {name: "Change", width: "120px", value: (row) => row.action, cell: (row) => tag(row.action)},
      {name: "Cloud", width: "160px", value: (row) => CLOUDS[row.cloud], cell: (row) => cloudCell(row.cloud)},
      {name: "Kind", width: "150px", value: (row) => words(row.kind)},
      {name: "What changed", value: (row) => row.text, cell: (row, value) => clamp(value)},
    ],
    filters: [
      {name: "Change", of: (row) => row.action, show: (value) => value},
      {name: "Cloud", of: (row) => row.cloud, show: (value) => CLOUDS[value]},
      {name: "Kind", of: (row) => row.kind, show: words},
    ],
    file: "differences.csv",
  }),
};

const showPerson = (index) => {
  const user = data.users[index];
  const root = document.getElementById("person");
  root.replaceChildren();
  if (!user) {
    root.append(make("p", {textContent: "Nobody has this number in this report."}));
    return "Unknown person";
  }
  const mine = access.filter((row) => row.user === index);
  const facts = make("div", {className: "card"}, [
    make("h2", {className: "break", textContent: user.name}),
    make("p", {}, [cloudCell(user.cloud), " ", status(user.status)]),
    make("p", {className: "soft break", textContent: [user.display, user.email, user.type, user.id].filter(Boolean).join(" \u00b7 ")}),
  ]);
  const elsewhere = data.users.filter((other) => other !== user && other.email && other.email === user.email);
  for (const other of elsewhere) {
    facts.append(make("p", {}, ["The same address in " + CLOUDS[other.cloud] + ": ", person(data.users.indexOf(other))]));
  }
  const wrong = make("div", {className: "card"}, [make("h2", {textContent: "Findings"})]);
  const found = data.findings.filter((row) => row.user === index);
  wrong.append(found.length
    ? make("ul", {}, found.map((row) => make("li", {className: "break"}, [tag(row.class), " " + row.text])))
    : make("p", {className: "soft", textContent: "None."}));
  const has = make("div", {className: "card"}, [make("h2", {textContent: "Access"})]);
  const groups = new Map();
  for (const row of mine) {
    const key = row.group === null ? "" : "group " + through(row);
    groups.set(key, [...(groups.get(key) || []), row]);
  }
  for (const [group, rows] of groups) {
    has.append(make("h3", {className: "break"}, group ? ["Through ", group] : ["Directly"]));
    has.append(make("ul", {}, rows.map((row) => make("li", {className: "break"},
      row.role === null ? [ours("no role comes with it")] : [row.role, " in ", row.place ?? ours("the organization")]))));
  }
  if (!mine.length) {
    has.append(make("p", {className: "soft", textContent: "None."}));
  }
  root.append(make("p", {}, [make("a", {href: "#people", textContent: "All people"})]),
    make("div", {className: "person"}, [facts, wrong, has]));
  return user.name;
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
  for (const link of document.querySelectorAll("nav a")) {
    link.toggleAttribute("aria-current", link.hash === "#" + known);
    if (link.hash === "#" + known) {
      link.setAttribute("aria-current", "page");
    }
  }
  let title = document.querySelector(`section[data-name="${known}"] h2`)?.textContent || "Summary";
  if (known === "person") {
    title = showPerson(Number(detail));
  } else if (tables[known]) {
    if (known === "findings" && detail) {
      tables.findings.choose("Class", detail);
    }
    tables[known].draw();
  }
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

SCRIPT = f'(() => {{\n"use strict";\n{TABLE}{_PAGE}}})();\n'
