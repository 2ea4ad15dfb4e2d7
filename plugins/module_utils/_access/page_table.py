# Copyright (c) 2026 orgkit.cloud contributors
# GNU General Public License v3.0+ (see LICENSE or https://www.gnu.org/licenses/gpl-3.0.txt)
# SPDX-License-Identifier: GPL-3.0-or-later

"""The part of the page's script that draws a table of any length: only the rows in sight are in the document."""

TABLE = r"""
const make = (name, properties = {}, children = []) => {
  const element = Object.assign(document.createElement(name), properties);
  element.append(...children);
  return element;
};
// Rows beyond the sight that are drawn too, and rows that are printed.
const MORE = 12;
const PRINTED = 1000;
// A row is as high as the style says: one line, two lines, or a list of its cells where the page is narrow.
const HEIGHTS = {line: 36, tall: 58, narrow: 136};
const narrow = matchMedia("screen and (max-width: 640px)");
const number = (value) => value.toLocaleString("en");
const inRole = (role, element) => {
  element.setAttribute("role", role);
  return element;
};

class Table {
  constructor(root, {rows, columns, filters, file, empty, tall = false}) {
    Object.assign(this, {root, rows, columns, filters, file, empty, tall, printing: false, sorted: null});
    this.shown = rows;
    this.selects = [];
    this.label = root.dataset.label;
    root.append(this.tools(), this.frame());
    this.filter();
  }

  get height() {
    return narrow.matches ? HEIGHTS.narrow : this.tall ? HEIGHTS.tall : HEIGHTS.line;
  }

  tools() {
    const search = make("input", {type: "search", autocomplete: "off", spellcheck: false});
    search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.filter(), 60);
    });
    this.search = search;
    this.status = inRole("status", make("p", {className: "soft small"}));
    this.all = make("button", {type: "button", className: "all", textContent: "Show all"});
    this.all.addEventListener("click", () => {
      this.choose("");
      this.search.focus();
    });
    this.paper = make("p", {className: "paper small"});
    const fields = [["Search in " + this.label, search], ...this.filters.map((filter) => [filter.name, this.select(filter)])];
    return make("div", {}, [
      make("div", {className: "tools"}, fields.map(([name, control], index) => {
        control.id = `${this.root.id}-${index}`;
        return make("div", {className: "field"}, [make("label", {htmlFor: control.id, textContent: name}), control]);
      })),
      make("div", {className: "told"}, [this.status, this.all]),
      this.paper,
    ]);
  }

  select(filter) {
    const values = [...new Set(this.rows.map(filter.of))].sort();
    const options = values.map((value) => make("option", {value, textContent: filter.show(value) || value}));
    const select = make("select", {}, [make("option", {value: "", textContent: "all"}), ...options]);
    select.addEventListener("change", () => this.filter());
    this.selects.push([filter, select]);
    return select;
  }

  frame() {
    this.heads = this.columns.map((column, index) => {
      const button = make("button", {type: "button", textContent: column.name});
      button.addEventListener("click", () => this.sort(index));
      const head = inRole("columnheader", make("th", {scope: "col", className: column.number ? "number" : ""}, [button]));
      head.style.setProperty("--width", column.width || "auto");
      return head;
    });
    this.body = inRole("rowgroup", make("tbody"));
    this.table = inRole("table", make("table", {}, [
      make("caption", {className: "skip", textContent: this.label}),
      inRole("rowgroup", make("thead", {}, [inRole("row", make("tr", {}, this.heads))])),
      this.body,
    ]));
    this.scroll = inRole("region", make("div", {className: "scroll" + (this.tall ? " tall" : ""), tabIndex: 0}, [this.table]));
    this.scroll.setAttribute("aria-label", this.label);
    this.scroll.addEventListener("scroll", () => {
      if (!this.planned) {
        this.planned = requestAnimationFrame(() => {
          this.planned = 0;
          if (this.begin() !== this.drawn) {
            this.draw();
          }
        });
      }
    });
    return this.scroll;
  }

  // Every row as one lower-case text, made when somebody searches for the first time.
  texts() {
    if (!this.haystack) {
      this.haystack = new Map(this.rows.map((row) => [row, this.columns.map((one) => one.value(row)).join("\n").toLowerCase()]));
    }
    return this.haystack;
  }

  // Shows what has this value in the first filter that knows it, and nothing else; all rows for a blank.
  choose(value) {
    this.search.value = "";
    const known = this.selects.find(([, select]) => [...select.options].some((option) => option.value === value));
    for (const [, select] of this.selects) {
      select.value = known && known[1] === select ? value : "";
    }
    this.filter();
  }

  filter() {
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.selects.filter(([, select]) => select.value);
    const texts = wanted.length ? this.texts() : null;
    this.shown = this.rows.filter((row) =>
      chosen.every(([filter, select]) => filter.of(row) === select.value) &&
      wanted.every((word) => texts.get(row).includes(word)));
    this.all.hidden = !wanted.length && !chosen.length;
    this.order();
    this.scroll.scrollTop = 0;
    this.status.textContent = `${number(this.shown.length)} of ${number(this.rows.length)} rows`;
    this.draw();
  }

  sort(index) {
    const down = this.sorted && this.sorted.index === index && !this.sorted.down;
    this.sorted = {index, down: Boolean(down)};
    this.heads.forEach((head, position) => {
      head.removeAttribute("aria-sort");
      if (position === index) {
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
      }
    });
    this.order();
    this.draw();
  }

  order() {
    if (!this.sorted) {
      return;
    }
    const {value, number} = this.columns[this.sorted.index];
    const way = this.sorted.down ? -1 : 1;
    const keyed = this.shown.map((row, place) => [number ? value(row) : String(value(row)).toLowerCase(), place, row]);
    keyed.sort((one, other) => (one[0] < other[0] ? -way : one[0] > other[0] ? way : one[1] - other[1]));
    this.shown = keyed.map((entry) => entry[2]);
  }

  print(printing) {
    this.printing = printing;
    const chosen = this.selects.filter(([, select]) => select.value)
      .map(([filter, select]) => `${filter.name}: ${select.selectedOptions[0].textContent}`);
    const search = this.search.value.trim();
    const told = [...(search ? [`Search: ${search}`] : []), ...chosen].join(", ");
    const left = this.shown.length - PRINTED;
    this.paper.textContent = (told ? `Only rows with ${told}. ` : "") +
      (left > 0 ? `The first ${number(PRINTED)} rows are printed, ${number(left)} are left out: see ${this.file}.` : "");
    this.draw();
  }

  begin() {
    return this.printing ? 0 : Math.max(0, Math.floor(this.scroll.scrollTop / this.height) - MORE);
  }

  // A table that nobody sees has no rows; whoever shows it draws it.
  draw() {
    if (!this.printing && !this.scroll.clientHeight) {
      this.body.replaceChildren();
      return;
    }
    const sight = Math.ceil(Math.min(this.scroll.clientHeight, innerHeight) / this.height);
    const begin = this.begin();
    const end = Math.min(this.shown.length, this.printing ? PRINTED : begin + sight + 2 * MORE);
    const focused = this.body.contains(document.activeElement) ? document.activeElement.closest("tr").ariaRowIndex : null;
    const rows = [];
    for (let place = begin; place < end; place += 1) {
      rows.push(this.row(this.shown[place], place));
    }
    const below = this.printing ? 0 : this.shown.length - end;
    this.body.replaceChildren(this.gap(begin * this.height), ...rows, this.gap(below * this.height));
    if (!this.shown.length) {
      const textContent = this.rows.length ? "Nothing fits the search and the filters." : this.empty;
      const cell = inRole("cell", make("td", {className: "empty", colSpan: this.columns.length, textContent}));
      this.body.append(inRole("row", make("tr", {}, [cell])));
    }
    this.table.setAttribute("aria-rowcount", this.shown.length + 1);
    this.drawn = begin;
    if (focused) {
      // The row that has the keyboard was drawn anew; when it is out of sight, scrolling goes on by keyboard.
      const again = this.body.querySelector(`tr[aria-rowindex="${focused}"] a`);
      (again || this.scroll).focus({preventScroll: true});
    }
  }

  row(row, place) {
    const cells = this.columns.map((column) => {
      const value = String(column.value(row));
      const kind = [column.width && "short", column.number && "number", column.minor && "minor"].filter(Boolean).join(" ");
      const cell = inRole("cell", make("td", {title: value, className: kind}));
      if (column.label) {
        cell.dataset.name = column.name;
      }
      cell.append(column.cell ? column.cell(row, value) : value);
      return cell;
    });
    const element = inRole("row", make("tr", {className: place % 2 ? "row even" : "row"}, cells));
    element.setAttribute("aria-rowindex", place + 2);
    return element;
  }

  gap(height) {
    const cell = make("td", {colSpan: this.columns.length});
    cell.style.height = height + "px";
    const row = make("tr", {className: "gap"}, [cell]);
    row.setAttribute("aria-hidden", "true");
    row.hidden = !height;
    return row;
  }
}
"""
