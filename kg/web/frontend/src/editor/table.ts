// The answer as a table: fifty rows a page, sorted by a click on a heading, narrowed by words.

import type { Answer, Data, Row, Value } from "./data";
import { element, filled, isNumber, isWorded, shown } from "./data";
import type { View } from "./views";

const ROWS = 50;

export function tableView(data: Data): View {
  return {
    name: "table",
    priority: 10,
    can: (answer) => answer.variables.length > 0,
    draw: (box, answer) => new Table(box, answer, data).draw(),
  };
}

class Table {
  private first = 0;
  private words = "";
  private sorted: { variable: string; down: boolean } | null = null;
  private readonly body = document.createElement("tbody");
  private readonly said = element("span", { className: "hint" });
  private readonly headings: HTMLTableCellElement[] = [];

  constructor(
    private readonly box: HTMLElement,
    private readonly answer: Answer,
    private readonly data: Data,
  ) {}

  draw(): void {
    const { words } = this.data;
    const filter = element("input", { type: "search", dir: "auto" });
    filter.addEventListener("input", () => {
      this.words = filter.value.trim().toLowerCase();
      this.first = 0;
      this.fill();
    });
    const turns = [this.turn(words.previous, -ROWS), this.turn(words.next, ROWS)];
    const tools = element("div", { className: "result-tools" }, element("label", {}, `${words.filter} `, filter), ...turns, this.said);
    const head = element("thead", {}, element("tr", {}, ...this.answer.variables.map((each) => this.heading(each))));
    const table = element("table", {}, head, this.body);
    this.box.append(tools, element("div", { className: "wide" }, table));
    this.fill();
  }

  private heading(variable: string): HTMLTableCellElement {
    const button = element("button", { type: "button", className: "plain", dir: "ltr", title: filled(this.data.words.sort, { name: variable }) }, variable);
    button.addEventListener("click", () => {
      this.sorted = { variable, down: this.sorted?.variable === variable && !this.sorted.down };
      for (const each of this.headings) each.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", this.sorted.down ? "descending" : "ascending");
      this.fill();
    });
    const cell = element("th", { scope: "col" }, button);
    this.headings.push(cell);
    return cell;
  }

  private turn(label: string, by: number): HTMLButtonElement {
    const button = element("button", { type: "button" }, label);
    button.addEventListener("click", () => {
      const next = this.first + by;
      if (next < 0 || next >= this.rows().length) return;
      this.first = next;
      this.fill();
    });
    return button;
  }

  private rows(): Row[] {
    const { variables, rows } = this.answer;
    const fitting = this.words ? rows.filter((row) => variables.some((each) => row[each]?.value.toLowerCase().includes(this.words))) : [...rows];
    const by = this.sorted;
    return by ? fitting.sort((one, other) => (by.down ? -1 : 1) * compare(one[by.variable], other[by.variable])) : fitting;
  }

  private fill(): void {
    const rows = this.rows();
    const some = rows.slice(this.first, this.first + ROWS);
    this.body.replaceChildren(...some.map((row) => element("tr", {}, ...this.answer.variables.map((each) => this.cell(each, row)))));
    const { words } = this.data;
    this.said.textContent = rows.length
      ? filled(words.page, { first: this.first + 1, last: this.first + some.length, all: rows.length })
      : words.none;
  }

  private cell(variable: string, row: Row): HTMLTableCellElement {
    const value = row[variable];
    const generated = isWorded(variable, row, this.answer, this.data);
    return element("td", { className: isNumber(value) ? "number" : "" }, value ? element("div", { dir: "auto" }, shown(value, this.data, generated)) : "");
  }
}

function compare(one: Value | undefined, other: Value | undefined): number {
  if (!one || !other) return Number(Boolean(other)) - Number(Boolean(one));
  if (isNumber(one) && isNumber(other)) return Number(one.value) - Number(other.value);
  return one.value.localeCompare(other.value, document.documentElement.lang, { numeric: true });
}
