// What the page tells its scripts, and how one cell of an answer is shown.

import { named } from "../names";
import { pageOf } from "../suggestions";

export interface Data {
  base: string;
  root: string;
  names: Record<string, string>; // terms of our ontology, by local name, in the page's language
  families: Record<string, string>;
  words: Record<string, string>;
  prefixes: Record<string, string>;
  properties: string[];
  begin: string;
}

export interface Value {
  type: string;
  value: string;
  datatype?: string;
  "xml:lang"?: string;
}

export type Row = Record<string, Value | undefined>;

export interface Answer {
  variables: string[];
  rows: Row[];
}

const XSD = "http://www.w3.org/2001/XMLSchema#";
const LABEL = "http://www.w3.org/2000/01/rdf-schema#label";
const NUMBERS = new Set(["integer", "decimal", "double", "float", "int", "long", "nonNegativeInteger"].map((each) => XSD + each));
const DATES = new Set(["date", "dateTime", "gYear", "gYearMonth"].map((each) => XSD + each));

export function readData(): Data {
  return JSON.parse(document.getElementById("editor-data")?.textContent ?? "{}") as Data;
}

/** The short name of an IRI, or the IRI where no prefix fits; the longest prefix wins. */
export function shorten(iri: string, prefixes: Record<string, string>): string {
  const fitting = Object.entries(prefixes).filter(([, space]) => iri.startsWith(space) && iri.length > space.length);
  const [name, space] = fitting.sort((one, other) => other[1].length - one[1].length)[0] ?? [];
  return name === undefined ? iri : `${name}:${iri.slice(space.length)}`;
}

/** Whether a cell is an event's label, which the program worded, by the names of variables as `results_page` tells it. */
export function isWorded(variable: string, row: Row, answer: Answer, data: Data): boolean {
  if (!row[variable]?.["xml:lang"]) return false;
  const stem = variable.replace(/_(ar|en|label)$/, "");
  const isLabel = stem === "label" || (variable === "object" && row.predicate?.value === LABEL);
  const thing = isLabel ? row[answer.variables[0]] : stem === variable ? undefined : row[stem];
  return thing?.type === "uri" && thing.value.startsWith(`${data.base}event/`);
}

/** A term as an element: instances lead to their pages, other things to where their IRI says, words stand in their own direction. */
export function shown(value: Value, data: Data, generated = false): HTMLElement {
  if (value.type !== "uri") {
    const literal = named(value.value, generated, value["xml:lang"]);
    if (isNumber(value)) literal.className = "number";
    return literal;
  }
  const link = document.createElement("a");
  link.textContent = shorten(value.value, data.prefixes);
  link.dir = "ltr";
  link.title = value.value;
  if (value.value.startsWith(data.base)) link.href = pageOf(value.value);
  else if (/^https?:\/\//i.test(value.value)) Object.assign(link, { href: value.value, rel: "noreferrer" });
  return link;
}

export function isNumber(value: Value | undefined): boolean {
  return value !== undefined && NUMBERS.has(value.datatype ?? "") && Number.isFinite(Number(value.value));
}

export function isDate(value: Value | undefined): boolean {
  return value !== undefined && (DATES.has(value.datatype ?? "") || (value.type !== "uri" && /^\d{4}(-\d\d){0,2}$/.test(value.value) && !isNumber(value)));
}

/** The variable whose values name a row best: words in the page's language, then any words, then anything. */
export function naming(answer: Answer, except: readonly string[]): string | undefined {
  const language = document.documentElement.lang;
  const left = answer.variables.filter((each) => !except.includes(each));
  const has = (variable: string, fits: (value: Value) => boolean) => answer.rows.some((row) => row[variable] && fits(row[variable] as Value));
  return (
    left.find((each) => has(each, (value) => value["xml:lang"] === language)) ??
    left.find((each) => has(each, (value) => value["xml:lang"] !== undefined)) ??
    left.find((each) => has(each, (value) => value.type !== "uri" && !isNumber(value))) ??
    left[0]
  );
}

export function filled(words: string, values: Record<string, string | number>): string {
  return words.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? ""));
}

export function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}
