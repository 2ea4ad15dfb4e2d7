# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of the page's script that shows one person: what in which cloud, through which group, what is wrong, what is new."""

PERSON = r"""
// The users of all clouds that have the address of this one.
const sameAddress = (index) => {
  const address = data.users[index].email.toLowerCase();
  return data.users.map((user, other) => other).filter((other) =>
    other === index || (address && data.users[other].email.toLowerCase() === address));
};

const listCard = (title, rows, none) => make("section", {className: "card"}, [
  make("h3", {textContent: title}),
  rows.length ? make("ul", {className: "words"}, rows) : make("p", {className: "soft", textContent: none}),
]);

const accessOf = (index) => {
  const user = data.users[index];
  const rows = access.filter((row) => row.user === index);
  const facts = [user.display, user.type, user.id].filter(Boolean).join(" \u00b7 ");
  const card = make("section", {className: "card"}, [
    make("h3", {}, [cloudCell(user.cloud), " ", make("span", {className: "soft"}, [status(user.status)])]),
    make("p", {className: "soft small break", textContent: facts}),
  ]);
  if (!rows.length) {
    card.append(make("p", {textContent: "Has nothing here."}));
    return card;
  }
  let last = null;
  const lines = rows.map((row) => {
    const group = through(row);
    const again = group === last && row.group !== null;
    last = group;
    return tableRow([
      cellOf("td", make("span", {className: again ? "again" : ""}, [row.group === null ? ours(group) : group])),
      cellOf("td", row.role === null ? ours("no role comes with it") : row.role),
      cellOf("td", row.place === null ? ours(where(row)) : row.place),
    ]);
  });
  const heads = ["Through group", "Role", "Where"].map((name) => cellOf("th", name));
  card.append(plainTable(user.name + " in " + CLOUDS[user.cloud], heads, lines));
  return card;
};

// The roles are said again, because narrow pages draw tables as lists.
const cellOf = (name, content) => {
  const cell = make(name, {className: "break"}, [content]);
  cell.setAttribute("role", name === "th" ? "columnheader" : "cell");
  return cell;
};
const tableRow = (cells) => {
  const row = make("tr", {}, cells);
  row.setAttribute("role", "row");
  return row;
};
const plainTable = (label, heads, lines) => {
  const parts = [make("thead", {}, [tableRow(heads)]), make("tbody", {}, lines)];
  parts.forEach((part) => part.setAttribute("role", "rowgroup"));
  const table = make("table", {className: "plain evidence"}, [make("caption", {className: "skip", textContent: label}), ...parts]);
  table.setAttribute("role", "table");
  return table;
};

// Shows the person and gives the name.
const showPerson = (index) => {
  const root = document.getElementById("person");
  root.replaceChildren(make("p", {className: "back"}, [make("a", {href: "#people", textContent: "All people"})]));
  const user = data.users[index];
  if (!user) {
    root.append(make("p", {textContent: "Nobody has this number in this report."}));
    return "Unknown person";
  }
  const all = sameAddress(index);
  const found = data.findings.filter((row) => all.includes(row.user));
  const changes = data.differences.filter((row) => all.includes(row.user));
  const line = (row, name, words) => make("li", {className: "break"}, [tag(name), " ", cloudCell(row.cloud), ": ", words]);
  root.append(
    make("h2", {className: "break", textContent: user.name}),
    make("p", {className: "soft break", textContent: user.email === user.name ? user.display : user.email}),
    make("div", {className: "person"}, [
      listCard("Findings", found.map((row) => line(row, row.class, accepted(row))), "None."),
      ...all.map(accessOf),
      listCard("Since the last snapshot", changes.map((row) => line(row, row.action, changed(row))),
        data.compared ? "Nothing is different." : "No earlier snapshot was given."),
    ]),
  );
  return user.name;
};
"""
