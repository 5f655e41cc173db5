// The views of an answer beside the table: what YASR calls plugins. Each says whether it can show an answer and draws it.

import type { Yasr } from "@zazuko/yasr";
import type { Answer, Row } from "./data";

/** What a view is made of: `draws` fills the box and may return what ends it. */
export interface View {
  name: string;
  priority: number;
  can(answer: Answer, statements: Row[] | null): boolean;
  draw(box: HTMLElement, answer: Answer, statements: Row[] | null): void | (() => void);
}

/** YASR wants a class for each view. */
export function pluginOf(view: View, label: string): unknown {
  return class {
    priority = view.priority;
    label = label;
    private end: void | (() => void) = undefined;
    constructor(private readonly yasr: Yasr) {}

    canHandleResults(): boolean {
      if (!this.yasr.results || this.yasr.results.hasError() || this.yasr.results.getBoolean() !== undefined) return false;
      return view.can(answerOf(this.yasr), statementsOf(this.yasr));
    }

    draw(): void {
      this.destroy();
      const box = document.createElement("div");
      box.className = `result-${view.name}`;
      this.yasr.resultsEl.append(box);
      this.end = view.draw(box, answerOf(this.yasr), statementsOf(this.yasr));
    }

    destroy(): void {
      this.end?.();
      this.end = undefined;
    }

    getIcon(): undefined {
      return undefined;
    }
  };
}

/** Variables and rows as the server sent them: YASR's own reading replaces {{…}} in texts, and texts stay as they are here. */
function answerOf(yasr: Yasr): Answer {
  const results = yasr.results;
  if (!results) return { variables: [], rows: [] };
  if (results.getContentType()?.includes("json")) {
    try {
      const read = JSON.parse(results.getOriginalResponseAsString());
      if (read.results) return { variables: read.head.vars, rows: read.results.bindings };
    } catch {
      // not the JSON of SPARQL: what YASR makes of it is shown
    }
  }
  return { variables: results.getVariables(), rows: (results.getBindings() ?? []) as Row[] };
}

function statementsOf(yasr: Yasr): Row[] | null {
  const type = yasr.results?.getContentType() ?? "";
  return /turtle|n-?triples|n3|trig|n-?quads/.test(type) ? ((yasr.results?.getBindings() ?? []) as Row[]) : null;
}

/** What went wrong, in the server's words, instead of YASR's view of errors, which offers to leave the page; or that it was stopped. */
export function errorView(stopped: string): unknown {
  return class {
    priority = 20;
    label = "error";
    hideFromSelection = true;
    constructor(private readonly yasr: Yasr) {}

    canHandleResults(): boolean {
      return this.yasr.results?.hasError() === true;
    }

    draw(): void {
      const isStopped = (this.yasr.results as unknown as { error?: Error }).error?.name === "AbortError"; // told in the browser's words
      const text = isStopped ? stopped : told(this.yasr.results?.getError()?.text ?? "");
      const box = Object.assign(document.createElement("pre"), { className: "problem", dir: "auto", textContent: text });
      box.setAttribute("role", "alert");
      this.yasr.resultsEl.append(box);
    }

    getIcon(): undefined {
      return undefined;
    }
  };
}

/** The sentence within the JSON that our server explains errors with; any other text as it is. */
function told(text: string): string {
  try {
    return String(JSON.parse(text).error ?? text);
  } catch {
    return text;
  }
}
