// Completion from our own server alone: prefixes, and the terms of the ontology by short name or by what they are called in Arabic
// or English. YASGUI's own completers would ask prefix.cc and LOV; they are not used.

import type { Yasqe } from "@zazuko/yasqe";
import type { Data } from "./data";
import { shorten } from "./data";

interface Term {
  short: string;
  names: string[];
  meaning: string;
}

interface Completer {
  name: string;
  bulk: boolean;
  autoShow: boolean;
  isValidCompletionPosition: (yasqe: Yasqe) => boolean;
  get: (yasqe: Yasqe, token?: { string: string }) => Promise<string[]> | string[];
  postprocessHints?: (yasqe: Yasqe, hints: Hint[]) => Hint[];
}

interface Token {
  string: string;
  type: string | null;
  state: { inPrefixDecl: boolean };
}

interface Hint {
  text: string;
  render?: (element: HTMLElement) => void;
}

const MOST = 40;

/** Registers the completers; their names, for the editor's settings. */
export function registerCompleters(editor: typeof Yasqe, data: Data): string[] {
  const declared = Object.entries(data.prefixes).map(([name, space]) => `${name}: <${space}>`);
  // The shipped completer of prefixes also writes the PREFIX line of a prefix that is used; only where it has its list from is ours.
  editor.forkAutocompleter("prefixes", { name: "isnad-prefixes", persistenceId: undefined, get: () => declared.sort() }, false);
  for (const completer of [terms(data, true), terms(data, false)]) editor.registerAutocompleter(completer as never, false);
  return ["variables", "isnad-prefixes", "isnad-terms", "isnad-names"];
}

/** By short name (`kg:ki`) while somebody types, or by any name on Ctrl+Space. */
function terms(data: Data, short: boolean): Completer {
  let known: Promise<Term[]> | undefined;
  const all = () => (known ??= load(data));
  return {
    name: short ? "isnad-terms" : "isnad-names",
    bulk: false,
    autoShow: short,
    isValidCompletionPosition: (yasqe) => {
      const token = yasqe.getCompleteToken() as unknown as Token;
      const fits = short ? /^[a-z][\w-]*:[\w-]*$/i : /^[\p{L}\p{M}]{2,}$/u;
      return fits.test(token.string.trim()) && token.type !== "string" && token.type !== "comment" && !token.state.inPrefixDecl;
    },
    get: async (_yasqe, token) => fitting(await all(), token?.string.trim() ?? "").map((each) => each.short),
    postprocessHints: (_yasqe, hints) => hints.map((hint) => ({ ...hint, render: (box: HTMLElement) => void all().then((found) => draw(box, hint.text, found)) })),
  };
}

function draw(box: HTMLElement, text: string, found: Term[]): void {
  const term = found.find((each) => each.short === text);
  const code = Object.assign(document.createElement("code"), { textContent: text });
  const name = Object.assign(document.createElement("bdi"), { textContent: term?.names.join(" · ") ?? "" });
  box.replaceChildren(code, " ", name);
  box.title = term?.meaning ?? "";
}

function fitting(found: Term[], typed: string): Term[] {
  const words = typed.toLowerCase();
  const local = words.slice(words.indexOf(":") + 1);
  const begins = found.filter((each) => each.short.toLowerCase().startsWith(words));
  const named = local.length < 2 ? [] : found.filter((each) => each.names.some((name) => name.toLowerCase().includes(local)));
  const isShort = words.includes(":");
  const prefix = words.slice(0, words.indexOf(":") + 1);
  return [...new Set([...begins, ...named.filter((each) => !isShort || each.short.startsWith(prefix))])].slice(0, MOST);
}

/** The terms of the ontology with their names, and whatever other property the graph uses. */
async function load(data: Data): Promise<Term[]> {
  const answer = await fetch(`${data.root}/queries/terms?format=json`);
  const rows: Record<string, { value: string }>[] = answer.ok ? (await answer.json()).results.bindings : [];
  const english = document.documentElement.lang === "en";
  const own = rows.map((row) => ({
    short: shorten(row.term.value, data.prefixes),
    names: [row.term_ar.value, row.term_en.value],
    meaning: (english ? row.meaning_en : row.meaning_ar)?.value ?? "",
  }));
  const others = data.properties.map((iri) => shorten(iri, data.prefixes)).filter((each) => !each.includes("/") && !own.some((term) => term.short === each));
  return [...own, ...others.map((short) => ({ short, names: [], meaning: "" }))];
}
