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

class Table {
  constructor(root, {rows, columns, filters, file, tall = false}) {
    Object.assign(this, {root, rows, columns, filters, file, height: tall ? 58 : 36, printing: false, sorted: null});
    this.shown = rows;
    this.selects = [];
    this.label = root.dataset.label;
    root.append(this.tools(), this.frame(tall));
    this.filter();
  }

  tools() {
    const search = make("input", {type: "search", autocomplete: "off", spellcheck: false});
    search.addEventListener("input", () => {
      clearTimeout(this.waiting);
      this.waiting = setTimeout(() => this.filter(), 60);
    });
    this.search = search;
    this.status = make("p", {className: "soft small"});
    this.status.setAttribute("role", "status");
    const labels = this.filters.map((filter) => make("label", {}, [filter.name, this.select(filter)]));
    return make("div", {}, [
      make("div", {className: "tools"}, [make("label", {}, ["Search in " + this.label, search]), ...labels]),
      this.status,
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

  frame(tall) {
    this.heads = this.columns.map((column, index) => {
      const button = make("button", {type: "button", textContent: column.name});
      button.addEventListener("click", () => this.sort(index));
      const head = make("th", {scope: "col"}, [button]);
      if (column.width) {
        head.style.width = column.width;
      }
      return head;
    });
    this.body = make("tbody");
    this.table = make("table", {}, [
      make("caption", {className: "skip", textContent: this.label}),
      make("thead", {}, [make("tr", {}, this.heads)]),
      this.body,
    ]);
    this.scroll = make("div", {className: "scroll" + (tall ? " tall" : ""), tabIndex: 0}, [this.table]);
    this.scroll.setAttribute("role", "region");
    this.scroll.setAttribute("aria-label", this.label);
    this.scroll.addEventListener("scroll", () => {
      if (!this.planned) {
        this.planned = requestAnimationFrame(() => {
          this.planned = 0;
          this.draw();
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

  choose(name, value) {
    const [, select] = this.selects.find(([filter]) => filter.name === name);
    select.value = value;
    this.filter();
  }

  filter() {
    const wanted = this.search.value.toLowerCase().split(/\s+/).filter(Boolean);
    const chosen = this.selects.filter(([, select]) => select.value);
    const texts = wanted.length ? this.texts() : null;
    this.shown = this.rows.filter((row) =>
      chosen.every(([filter, select]) => filter.of(row) === select.value) &&
      wanted.every((word) => texts.get(row).includes(word)));
    this.order();
    this.scroll.scrollTop = 0;
    const number = (value) => value.toLocaleString("en");
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
    this.draw();
  }

  draw() {
    const sight = Math.ceil((this.scroll.clientHeight || 600) / this.height);
    const begin = this.printing ? 0 : Math.max(0, Math.floor(this.scroll.scrollTop / this.height) - MORE);
    const end = Math.min(this.shown.length, this.printing ? PRINTED : begin + sight + 2 * MORE);
    const active = document.activeElement;
    const focused = this.body.contains(active) ? active.getAttribute("href") : null;
    const rows = [];
    for (let place = begin; place < end; place += 1) {
      rows.push(this.row(this.shown[place], place));
    }
    const below = this.shown.length - end;
    this.body.replaceChildren(this.gap(begin * this.height), ...rows, this.gap(this.printing ? 0 : below * this.height));
    if (this.printing && below) {
      const cell = make("td", {colSpan: this.columns.length, textContent: `and ${below} more rows: see ${this.file}`});
      this.body.append(make("tr", {}, [cell]));
    }
    if (!this.shown.length) {
      const cell = make("td", {colSpan: this.columns.length, textContent: "Nothing to show."});
      this.body.append(make("tr", {}, [cell]));
    }
    this.table.setAttribute("aria-rowcount", this.shown.length + 1);
    if (focused) {
      // The row that has the keyboard was drawn anew; when it is out of sight, scrolling goes on by keyboard.
      const again = [...this.body.querySelectorAll("a")].find((link) => link.getAttribute("href") === focused);
      (again || this.scroll).focus({preventScroll: true});
    }
  }

  row(row, place) {
    const cells = this.columns.map((column) => {
      const value = String(column.value(row));
      const cell = make("td", {title: value});
      cell.append(column.cell ? column.cell(row, value) : value);
      return cell;
    });
    const element = make("tr", {className: place % 2 ? "row even" : "row"}, cells);
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
