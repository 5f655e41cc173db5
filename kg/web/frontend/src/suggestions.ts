// Names under a search box while somebody types: an ARIA combobox over /search/suggest. Without it the box is a plain form.

import { named } from "./names";

interface Suggestion {
  name: string;
  iri: string;
  type: string;
  class: Record<string, string>; // by language
  title: string | null; // of the article that reports an event first: labels of events may be alike
}

const WORDED = new Set(["incident", "meeting", "statement"]); // types whose names the program worded

const PAUSE = 120; // milliseconds without a key before the server is asked

let boxes = 0;

type Choose = (iri: string, name: string) => void;

/** `choose` is called with what is chosen; without it the browser goes to its page. */
export function suggestNames(input: HTMLInputElement, choose: Choose = (iri) => location.assign(pageOf(iri))): void {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `suggestions-${++boxes}`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? input.labels?.[0]?.textContent?.trim() ?? "");
  (input.closest("label") ?? input).after(list); // within its label the list would be part of its name
  for (const [name, value] of [["role", "combobox"], ["aria-autocomplete", "list"], ["aria-controls", list.id], ["aria-expanded", "false"], ["autocomplete", "off"]]) {
    input.setAttribute(name, value);
  }
  let waiting = 0;
  let asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = window.setTimeout(async () => {
      const question = ++asked;
      const found = await names(input);
      if (question === asked) show(input, list, found, choose); // an answer that comes late must not replace a newer one
    }, PAUSE);
  });
  input.addEventListener("keydown", (event) => move(event, input, list, choose));
  input.addEventListener("blur", () => window.setTimeout(() => show(input, list, [], choose), 150));
}

/** A field of a form that wants an identifier: what is chosen is put in as a short name (`entity:Q1530`), with its name beside it. */
export function suggestIdentifiers(input: HTMLInputElement): void {
  input.dataset.suggest = input.dataset.fill;
  const told = document.createElement("bdi");
  told.className = "hint";
  suggestNames(input, (iri, name) => {
    const [collection, identifier] = iri.split("/").slice(-2);
    input.value = `${collection}:${collection === "article" ? decodeURIComponent(identifier) : identifier}`;
    told.textContent = name;
  });
  input.closest("label")?.after(told);
  input.addEventListener("input", () => told.replaceChildren());
}

async function names(input: HTMLInputElement): Promise<Suggestion[]> {
  const words = input.value.trim();
  if (!words) return [];
  const address = new URL(input.dataset.suggest ?? "", location.href);
  address.searchParams.set("q", words);
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : [];
  } catch {
    return []; // offline or stopped: the form still works
  }
}

function show(input: HTMLInputElement, list: HTMLUListElement, found: Suggestion[], choose: Choose): void {
  list.replaceChildren(...found.map((each, index) => option(each, `${list.id}-${index}`, choose)));
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  input.removeAttribute("aria-activedescendant");
}

function option(found: Suggestion, id: string, choose: Choose): HTMLLIElement {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  Object.assign(item.dataset, { iri: found.iri, name: found.name });
  const further = document.createElement("span");
  further.className = "hint";
  further.append(found.class[document.documentElement.lang] ?? "");
  if (found.title) further.append(" · ", named(found.title));
  item.append(named(found.name, WORDED.has(found.type)), further);
  item.addEventListener("pointerdown", () => choose(found.iri, found.name));
  return item;
}

function move(event: KeyboardEvent, input: HTMLInputElement, list: HTMLUListElement, choose: Choose): void {
  const options = [...list.children] as HTMLLIElement[];
  const chosen = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") {
    show(input, list, [], choose);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    const { iri = "", name = "" } = options[chosen].dataset;
    choose(iri, name);
    show(input, list, [], choose);
  } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
    event.preventDefault();
    const next = (chosen + (event.key === "ArrowDown" ? 1 : chosen < 0 ? 0 : -1) + options.length) % options.length;
    options.forEach((each, index) => each.setAttribute("aria-selected", String(index === next)));
    input.setAttribute("aria-activedescendant", options[next].id);
  }
}

/** The page of this server about a thing: its IRI ends in what stands behind /id/. */
export function pageOf(iri: string): string {
  const [collection, identifier] = iri.split("/").slice(-2);
  const root = document.documentElement.dataset.root ?? "";
  return `${root}/id/${collection}/${identifier}?lang=${document.documentElement.lang}`;
}
