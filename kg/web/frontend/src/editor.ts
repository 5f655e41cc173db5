// The query editor: YASGUI over this server's endpoint, with our prefixes, terms, saved queries and views of answers.

import "@zazuko/yasgui/build/yasgui.min.css";
import "./styles/editor.css";
import Yasgui from "@zazuko/yasgui";
import { registerCompleters } from "./editor/completion";
import { chartView, timelineView } from "./editor/charts";
import { readData } from "./editor/data";
import type { Data } from "./editor/data";
import { elsewhereView } from "./editor/elsewhere";
import { graphView } from "./editor/graph";
import { mapView } from "./editor/map";
import { tableView } from "./editor/table";
import { errorView, pluginOf } from "./editor/views";

type Tab = ReturnType<Yasgui["addTab"]>;

const box = document.getElementById("yasgui") as HTMLElement;
const data = readData();
const endpoint = new URL(box.dataset.endpoint ?? "/sparql", location.href).href;
for (const plain of document.querySelectorAll<HTMLElement>(".editor-plain")) plain.remove();
configure(data);
const yasgui = new Yasgui(box, {
  persistenceId: "isnad",
  tabName: data.words.tab,
  autofocus: false,
  // The address of a shared query may name any endpoint and headers: the query is taken, and nothing else. It is in the fragment,
  // and is asked at once; one in ?query= is only shown, below.
  populateFromUrl: location.hash.length > 1 && ((shared) => ({ ...shared, requestConfig: { ...Yasgui.defaults.requestConfig } })),
  endpointCatalogueOptions: { getData: () => [{ endpoint }], keys: [] },
});
makeAccessible(box, data);
offerSaved();
yasgui.on("tabSelect", () => showForm()); // told before the tab is the active one
const asked = new URLSearchParams(location.search);
if (asked.has("name")) void open(asked.get("name") as string, "", false);
else if (asked.has("query")) show(data.words.tab, data.begin);
else showForm();

function configure(data: Data): void {
  const { Yasqe, Yasr } = Yasgui;
  // Lists of settings are merged place by place, so that a shorter one would keep the end of the longer: they are set, not given.
  Yasqe.defaults.autocompleters = registerCompleters(Yasqe, data);
  Yasqe.defaults.value = data.begin;
  Yasqe.defaults.prefixCcApi = null;
  Object.assign(Yasgui.defaults.requestConfig, { endpoint: () => endpoint, method: "POST", acceptHeaderGraph: "text/turtle", acceptHeaderSelect: "application/sparql-results+json" });
  const views = [
    tableView(data),
    mapView(data, box.dataset.world ?? ""),
    timelineView(data),
    chartView(data),
    graphView(data),
    elsewhereView(data, endpoint, () => yasgui.getTab()?.getQuery() ?? ""),
  ];
  for (const view of views) Yasr.registerPlugin(view.name, pluginOf(view, data.words[view.name]) as never, true);
  Yasr.registerPlugin("error", errorView(data.words.stopped) as never, true);
  const Response = Yasr.plugins.response as unknown as new (yasr: unknown) => { label: string };
  Yasr.registerPlugin(
    "response",
    class extends Response {
      label = data.words.response;
      getIcon(): undefined {
        return undefined;
      }
    } as never,
    true,
  );
  Yasr.defaults.prefixes = data.prefixes;
  Yasr.defaults.pluginOrder = [...views.slice(0, -1).map((view) => view.name), "response", "elsewhere"];
}

/** What YASGUI lacks for people who hear the page or read it in Arabic; done again whenever it draws. */
function makeAccessible(root: HTMLElement, data: Data): void {
  const set = (selector: string, attributes: Record<string, string>) => {
    for (const each of root.querySelectorAll<HTMLElement>(selector)) {
      for (const [name, value] of Object.entries(attributes)) if (each.getAttribute(name) !== value) each.setAttribute(name, value);
    }
  };
  const mend = () => {
    const { words } = data;
    set(".yasqe_queryButton", { title: words.run, "aria-label": words.run });
    set(".CodeMirror textarea", { "aria-label": "SPARQL" });
    set(".CodeMirror-scroll", { tabindex: "0" });
    set(".tabsList .addTab", { role: "tab", "aria-selected": "false", title: words.add, "aria-label": words.add });
    set(".yasr_btn.disabled", { "aria-disabled": "true" });
    set(".yasr_btn:not(.disabled)", { "aria-disabled": "false" });
    for (const view of ["table", "map", "timeline", "chart", "graph"]) {
      const why = `${words[view]}: ${words[`why_${view}`]}`;
      set(`.yasr_btn.select_${view}:not(.disabled)`, { title: words[view] });
      set(`.yasr_btn.select_${view}.disabled`, { title: why });
      for (const said of root.querySelectorAll(`.yasr:has(.yasr_btn.selected.select_${view}) .yasr_fallback_info p`)) {
        if (said.textContent !== why) said.textContent = why; // YASGUI has it in English
      }
    }
    for (const each of root.querySelectorAll<HTMLElement>(".yasr_btnGroup .yasr_btn")) {
      const label = each.textContent ?? "";
      if (each.getAttribute("aria-label") !== label) each.setAttribute("aria-label", label);
    }
  };
  new MutationObserver(mend).observe(root, { childList: true, subtree: true, attributes: true, attributeFilter: ["title", "class", "aria-label", "tabindex"] });
  mend();
}

function offerSaved(): void {
  for (const link of document.querySelectorAll<HTMLAnchorElement>("a[data-query]")) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      void open(link.dataset.query ?? "", "", false);
    });
  }
  for (const form of document.querySelectorAll<HTMLFormElement>(".editor-form")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const given = [...new FormData(form)].filter(([, value]) => value !== "") as [string, string][];
      void open(form.dataset.form ?? "", new URLSearchParams(given).toString(), true);
    });
  }
}

/** Opens a saved query in its tab, with its form above; `run` asks it at once. */
async function open(name: string, values: string, run: boolean): Promise<void> {
  const form = document.querySelector<HTMLFormElement>(`[data-form="${CSS.escape(name)}"]`);
  if (!form) return;
  const answer = await fetch(`${data.root}/editor/${name}.rq?${values}${values ? "&" : ""}lang=${document.documentElement.lang}`);
  const text = await answer.text();
  const problem = document.querySelector<HTMLElement>(".editor-problem");
  if (problem) {
    problem.hidden = answer.ok;
    problem.textContent = answer.ok ? "" : text;
  }
  if (!answer.ok) return;
  const tab = show(form.dataset.title ?? name, text);
  showForm();
  if (run) await tab.query().catch(() => undefined); // the answer's view says what is wrong
}

/** The form of the saved query that the open tab is named after, and no other. */
function showForm(): void {
  queueMicrotask(() => {
    const title = yasgui.getTab()?.getName();
    for (const form of document.querySelectorAll<HTMLFormElement>(".editor-form")) {
      form.hidden = form.dataset.title !== title;
      const link = document.querySelector(`a[data-query="${CSS.escape(form.dataset.form ?? "")}"]`);
      if (form.hidden) link?.removeAttribute("aria-current");
      else link?.setAttribute("aria-current", "true");
    }
  });
}

/** A query in the tab of that name, which is made where there is none. */
function show(name: string, query: string): Tab {
  const found = Object.values(yasgui._tabs).find((tab) => tab.getName() === name);
  if (!found) return yasgui.addTab(true, { name, yasqe: { value: query } });
  found.select();
  found.setQuery(query);
  return found;
}
