// The addresses of an answer for other programs, each with a button that copies it.

import type { Data } from "./data";
import { element } from "./data";
import type { View } from "./views";

const TABLES = ["json", "csv", "tsv", "xml"];
const GRAPHS = ["turtle", "ntriples", "jsonld", "rdfxml"];
const LONG = 2000; // characters that every program takes

export function elsewhereView(data: Data, endpoint: string, query: () => string): View {
  return {
    name: "elsewhere",
    priority: 0,
    can: () => true,
    draw: (box, _answer, statements) => draw(box, data, endpoint, query(), statements ? GRAPHS : TABLES),
  };
}

function draw(box: HTMLElement, data: Data, endpoint: string, query: string, formats: string[]): void {
  const { words } = data;
  const select = element("select", { dir: "ltr" }, ...formats.map((each) => element("option", {}, each)));
  const list = element("div", {});
  const fill = () => {
    const address = `${endpoint}?${new URLSearchParams({ query, format: select.value })}`;
    const curl = `curl --data-urlencode ${quoted(`query=${query}`)} --data-urlencode format=${select.value} ${quoted(endpoint)}`;
    const share = `${location.origin}${location.pathname}?lang=${document.documentElement.lang}#${new URLSearchParams({ query })}`;
    list.replaceChildren(
      copied(words.address, address, words),
      ...(address.length > LONG ? [element("p", { className: "hint" }, words.long)] : []),
      copied(words.curl, curl, words),
      copied(words.share, share, words),
    );
  };
  select.addEventListener("change", fill);
  box.append(element("p", { className: "hint" }, words.elsewhere_what), element("label", {}, `${words.format} `, select), list);
  fill();
}

function copied(label: string, text: string, words: Record<string, string>): HTMLElement {
  const button = element("button", { type: "button" }, words.copy);
  const code = element("pre", { dir: "ltr", tabIndex: 0 }, text);
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(text);
      button.textContent = words.copied;
    } catch {
      getSelection()?.selectAllChildren(code); // no clipboard without a secure address: Ctrl+C copies what is selected
    }
  });
  return element("section", {}, element("h4", {}, label, " ", button), code);
}

/** As one word of a POSIX shell. */
function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
