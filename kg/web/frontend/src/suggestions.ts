// Names under a search box while somebody types: an ARIA combobox over /search/suggest. Without it the box is a plain form.

interface Suggestion {
  name: string;
  iri: string;
  type: string;
}

const PAUSE = 120; // milliseconds without a key before the server is asked

/** `choose` is called with what is chosen; without it the browser goes to its page. */
export function suggestNames(input: HTMLInputElement, choose: (iri: string) => void = (iri) => location.assign(pageOf(iri))): void {
  const list = document.createElement("ul");
  list.className = "suggestions";
  list.id = `${input.id || "search"}-suggestions`;
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", input.getAttribute("aria-label") ?? "");
  input.after(list);
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

function show(input: HTMLInputElement, list: HTMLUListElement, found: Suggestion[], choose: (iri: string) => void): void {
  list.replaceChildren(...found.map((each, index) => option(each, `${list.id}-${index}`, choose)));
  list.hidden = found.length === 0;
  input.setAttribute("aria-expanded", String(found.length > 0));
  input.removeAttribute("aria-activedescendant");
}

function option(found: Suggestion, id: string, choose: (iri: string) => void): HTMLLIElement {
  const item = document.createElement("li");
  item.id = id;
  item.setAttribute("role", "option");
  item.setAttribute("aria-selected", "false");
  item.dataset.iri = found.iri;
  const name = document.createElement("bdi");
  name.textContent = found.name;
  item.append(name);
  item.addEventListener("pointerdown", () => choose(found.iri));
  return item;
}

function move(event: KeyboardEvent, input: HTMLInputElement, list: HTMLUListElement, choose: (iri: string) => void): void {
  const options = [...list.children] as HTMLLIElement[];
  const chosen = options.findIndex((each) => each.getAttribute("aria-selected") === "true");
  if (event.key === "Escape") {
    show(input, list, [], choose);
  } else if (event.key === "Enter" && chosen >= 0) {
    event.preventDefault();
    choose(options[chosen].dataset.iri ?? "");
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
