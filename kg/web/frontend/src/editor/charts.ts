// The answer as bars (a name and a number) and along time (a date).

import type { Answer, Data, Row, Value } from "./data";
import { element, filled, isDate, isNumber, naming, shown } from "./data";
import { pageOf } from "../suggestions";
import type { View } from "./views";

const BARS = 100;
const DOTS = 3000;
const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HIGHEST, FOOT, STEP] = [1000, 240, 36, 9]; // of the drawing; dots stand on the foot, STEP apart

export function chartView(data: Data): View {
  return {
    name: "chart",
    priority: 3,
    can: (answer) => answer.variables.length > 1 && numbers(answer).length > 0,
    draw: (box, answer) => bars(box, answer, data),
  };
}

function numbers(answer: Answer): string[] {
  return answer.variables.filter((each) => answer.rows.some((row) => isNumber(row[each])) && answer.rows.every((row) => !row[each] || isNumber(row[each])));
}

function bars(box: HTMLElement, answer: Answer, data: Data): void {
  const found = numbers(answer);
  const select = element("select", { dir: "ltr" }, ...found.map((each) => element("option", {}, each)));
  const list = element("ol", { className: "result-bars" });
  const fill = () => list.replaceChildren(...barsOf(answer, select.value, naming(answer, found), data));
  select.addEventListener("change", fill);
  box.append(element("div", { className: "result-tools" }, element("label", {}, `${data.words.number} `, select)));
  if (answer.rows.length > BARS) box.append(element("p", { className: "hint" }, filled(data.words.first_only, { number: BARS })));
  box.append(list);
  fill();
}

function barsOf(answer: Answer, variable: string, name: string | undefined, data: Data): HTMLElement[] {
  const rows = answer.rows.filter((row) => row[variable]).slice(0, BARS);
  const most = Math.max(1e-9, ...rows.map((row) => Math.abs(Number(row[variable]?.value))));
  return rows.map((row) => {
    const number = Number(row[variable]?.value);
    const bar = element("span", { className: "bar" });
    bar.style.inlineSize = `${(100 * Math.abs(number)) / most}%`;
    const label = name && row[name] ? shown(row[name] as Value, data) : "";
    return element("li", {}, element("span", { className: "name", dir: "auto" }, label), element("span", { className: "room" }, bar), element("bdi", { className: "number" }, String(number)));
  });
}

export function timelineView(data: Data): View {
  return {
    name: "timeline",
    priority: 2,
    can: (answer) => dated(answer) !== undefined,
    draw: (box, answer) => timeline(box, answer, data),
  };
}

function dated(answer: Answer): string | undefined {
  return answer.variables.find((each) => answer.rows.some((row) => isDate(row[each])) && answer.rows.every((row) => !row[each] || isDate(row[each])));
}

/** The first moment of a day, a month or a year, in milliseconds. */
function moment(value: Value | undefined): number {
  const [year, month = "01", day = "01"] = (value?.value ?? "").slice(0, 10).split("-");
  return Date.UTC(Number(year), Number(month) - 1, Number(day));
}

/** Each row is a dot above its time; dots of the same time stand on each other. */
function timeline(box: HTMLElement, answer: Answer, data: Data): void {
  const variable = dated(answer) as string;
  const rows = answer.rows.filter((row) => row[variable] && Number.isFinite(moment(row[variable]))).slice(0, DOTS);
  const times = rows.map((row) => moment(row[variable]));
  const first = times.reduce((one, other) => Math.min(one, other), Infinity);
  const last = times.reduce((one, other) => Math.max(one, other), -Infinity);
  const room = Math.max(1, last - first);
  const across = (time: number) => 20 + ((WIDTH - 40) * (time - first)) / room;
  const columns = new Map<number, number>();
  const dots = rows.map((row, index) => {
    const column = Math.round(across(times[index]) / STEP);
    const below = columns.get(column) ?? 0;
    columns.set(column, below + 1);
    return { row, x: column * STEP, below };
  });
  const highest = Math.max(1, ...columns.values());
  const step = Math.min(STEP, HIGHEST / highest);
  const height = 20 + highest * step + FOOT;
  const name = naming(answer, [variable]);
  const svg = drawn("svg", { viewBox: `0 0 ${WIDTH} ${height}`, class: "result-svg", role: "group", "aria-label": data.words.timeline });
  svg.append(drawn("path", { d: `M20 ${height - FOOT + 6}H${WIDTH - 20}`, class: "axis" }), ...ticks(first, last, across, height - 10));
  svg.append(...dots.map(({ row, x, below }) => dot(row, x, height - FOOT - below * step, step, { variable, name, data })));
  box.append(svg);
  const undated = answer.rows.length - rows.length;
  if (undated) box.append(element("p", { className: "hint" }, filled(data.words.undated, { number: undated })));
}

function dot(row: Row, x: number, y: number, step: number, said: { variable: string; name: string | undefined; data: Data }): SVGElement {
  const { variable, name, data } = said;
  const circle = drawn("circle", { cx: x, cy: y, r: Math.min(4, step / 2), class: "dot" });
  const title = drawn("title", {});
  const words = [row[variable]?.value, name ? row[name]?.value : ""].filter(Boolean).join(" · ").slice(0, 200);
  title.textContent = words;
  circle.append(title);
  const thing = Object.values(row).find((each) => each?.type === "uri" && each.value.startsWith(data.base));
  if (!thing) return circle;
  const link = drawn("a", { href: pageOf(thing.value), "aria-label": words });
  link.append(circle);
  return link;
}

/** Years, or months where all is within three years, not more than a dozen of them. */
function ticks(first: number, last: number, across: (time: number) => number, y: number): SVGElement[] {
  const [from, to] = [new Date(first), new Date(last)];
  const months = (to.getUTCFullYear() - from.getUTCFullYear()) * 12 + to.getUTCMonth() - from.getUTCMonth() + 1;
  const unit = months > 36 ? 12 : 1;
  const every = unit * Math.ceil(months / unit / 12);
  const found: SVGElement[] = [];
  for (let month = from.getUTCFullYear() * 12 + (unit === 12 ? 0 : from.getUTCMonth()); found.length < 30; month += every) {
    const time = Date.UTC(Math.floor(month / 12), month % 12, 1);
    if (time > last && found.length) break;
    if (time < first && unit === 12 && months > 12) continue;
    const text = drawn("text", { x: across(Math.max(first, time)), y, class: "tick" });
    text.textContent = new Date(time).toISOString().slice(0, unit === 12 ? 4 : 7);
    found.push(text);
  }
  return found;
}

function drawn(name: string, attributes: Record<string, string | number>): SVGElement {
  const made = document.createElementNS(SVG, name);
  for (const [each, value] of Object.entries(attributes)) made.setAttribute(each, String(value));
  return made;
}
