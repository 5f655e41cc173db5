// The graph explorer: joins the model, the drawing, the list beside it, the address and the questions to the server.

import { read, written } from "./explorer/address";
import { Asking, local } from "./explorer/asking";
import { Canvas } from "./explorer/canvas";
import { Model } from "./explorer/model";
import type { Node, Placed } from "./explorer/model";
import { Panel } from "./explorer/panel";
import type { Expansion } from "./explorer/panel";
import { pageOf, suggestNames } from "./suggestions";

interface Data {
  base: string;
  root: string;
  names: Record<string, string>;
  families: Record<string, string>;
  words: Record<string, string>;
}

const FOREIGN: Record<string, (words: Record<string, string>) => string> = {
  taIdentRef: (words) => words.mentions,
  publisher: (words) => words.publisher,
  Article: (words) => words.one_article,
};
const PATHS = 12; // paths that are drawn at a time
const NAMED = 5; // unknown nodes of an address that are named
const PAUSE = 300; // milliseconds between a change and the address that tells of it

class Explorer {
  private readonly model = new Model();
  private readonly asking: Asking;
  private readonly canvas: Canvas;
  private readonly panel: Panel;
  private readonly counted = new Map<string, [string, number][]>();
  private readonly fetched = new Map<string, string[]>(); // neighbours of a node and kind that the server gave already, in its order
  private chosen: string | null = null;
  private pathFrom: string | null = null;
  private waiting = 0;

  constructor(
    private readonly box: HTMLElement,
    private readonly data: Data,
  ) {
    const nameOf = (local: string) => data.names[local] ?? FOREIGN[local]?.(data.words) ?? local;
    const familyOf = (kind: string) => data.families[kind] ?? "statement";
    this.asking = new Asking(data.root, document.documentElement.lang === "en", data.families);
    const shape = (node: Node) => (node.kind === "Article" ? "article" : this.asking.isEvent(node.kind) ? "event" : "entity");
    this.canvas = new Canvas(this.part(".explorer-canvas"), this.model, shape, (kind) => this.colourOf(familyOf(kind)), nameOf, {
      chosen: (iri) => void this.choose(iri),
      opened: (iri) => location.assign(pageOf(iri)),
      moved: () => this.tell(),
    });
    this.panel = new Panel(this.part(".explorer-chosen"), this.part(".explorer-nodes"), this.part(".explorer-size"), this.model, data.words, nameOf, familyOf, {
      choose: (iri) => void this.choose(iri),
      expand: (iri, kind) => void this.saying(() => this.expand(iri, kind)),
      pin: (iri) => this.change(iri, (place) => (place.pinned = !place.pinned)),
      hide: (iri) => this.change(iri, (place) => (place.hidden = !place.hidden)),
      remove: (iri) => this.remove(iri),
      pathFrom: (iri) => this.beginPath(iri),
      pathTo: (iri) => void this.saying(() => this.findPaths(iri)),
    });
    this.listen();
  }

  async begin(start: string): Promise<void> {
    const placed = read(location.hash, this.data.base);
    if (placed.size) await this.restore(placed);
    else if (start) await this.add(start);
  }

  async add(iri: string): Promise<void> {
    await this.saying(async () => {
      this.open();
      const current = (await this.asking.describe(this.model, [iri])).get(iri);
      if (!current) return void this.say("unknown", { name: iri });
      if (!this.model.placed.has(current)) {
        this.model.remember();
        await this.place([current], null);
      }
      await this.choose(current);
    });
  }

  private async restore(placed: Map<string, Placed>): Promise<void> {
    await this.saying(async () => {
      this.open();
      const current = await this.asking.describe(this.model, [...placed.keys()]);
      const unknown = [...placed.keys()].filter((iri) => !current.has(iri));
      if (unknown.length) this.say("unknown", { name: unknown.slice(0, NAMED).map(local).join(" · ") + (unknown.length > NAMED ? " …" : "") });
      for (const [iri, place] of placed) {
        const now = current.get(iri);
        if (now) this.model.placed.set(now, place);
      }
      await this.asking.relate(this.model, [...this.model.placed.keys()]);
      this.show();
      this.canvas.fit();
      const first = this.model.placed.keys().next();
      if (!first.done) await this.choose(first.value);
    });
  }

  private async expand(iri: string, kind: string): Promise<void> {
    const key = `${iri} ${kind}`;
    const known = this.fetched.get(key) ?? [];
    const gone = known.findIndex((each) => !this.model.placed.has(each));
    const offset = gone < 0 ? known.length : gone; // from the first that was removed, so that it comes back
    const step = Number(this.part<HTMLSelectElement>('[data-do="step"]').value);
    const found = await this.asking.neighbours(this.model, iri, kind, step, offset);
    this.fetched.set(key, [...new Set([...known, ...found])]);
    this.model.remember();
    const fresh = found.filter((each) => !this.model.placed.has(each));
    await this.place(fresh, iri);
    this.say("added", { number: String(fresh.length) });
  }

  /** Puts nodes around one, learns their links, and lets all find their places. */
  private async place(iris: string[], around: string | null): Promise<void> {
    const first = this.model.placed.size === 0;
    const middle = (around && this.model.placed.get(around)) || this.canvas.cy.extent();
    const [x, y] = "x" in middle ? [middle.x, middle.y] : [(middle.x1 + middle.x2) / 2, (middle.y1 + middle.y2) / 2];
    iris.forEach((iri, index) => {
      const angle = index * 2.39996; // the golden angle: points that fill a disc evenly
      const radius = first ? 0 : 60 + 22 * Math.sqrt(index);
      this.model.placed.set(iri, { x: x + radius * Math.cos(angle), y: y + radius * Math.sin(angle), pinned: false, hidden: false });
    });
    await this.asking.relate(this.model, iris);
    this.show();
    if (iris.length) await this.canvas.arrange(false);
    this.canvas.fit();
    this.tell();
  }

  private beginPath(iri: string | null): void {
    this.pathFrom = iri;
    if (iri) this.say("path_pick", {});
    this.showChosen();
  }

  private async findPaths(to: string): Promise<void> {
    const from = this.pathFrom;
    if (!from) return;
    this.say("path_looking", {});
    const paths = await this.asking.paths(from, to, PATHS);
    if (!paths.length) return void this.say("path_none", {});
    this.model.remember();
    const inner = [...new Set(paths.flat())];
    await this.asking.describe(this.model, inner);
    for (const iri of [from, to, ...inner]) {
      const place = this.model.placed.get(iri);
      if (place) place.hidden = false;
    }
    await this.place(inner.filter((iri) => !this.model.placed.has(iri)), from);
    await this.asking.relate(this.model, [from, to, ...inner]);
    this.pathFrom = null;
    this.show();
    this.tell();
    this.say("path_found", { links: String(paths[0].length + 1), paths: String(paths.length) });
  }

  private change(iri: string, how: (place: Placed) => void): void {
    const place = this.model.placed.get(iri);
    if (!place) return;
    this.model.remember();
    how(place);
    this.show();
    this.tell();
  }

  private remove(iri: string): void {
    this.model.remember();
    const before = [...this.model.placed.keys()];
    this.model.placed.delete(iri);
    if (this.pathFrom === iri) this.pathFrom = null;
    const next = before[before.indexOf(iri) + 1] ?? before[before.indexOf(iri) - 1] ?? null;
    this.show();
    this.tell();
    void this.choose(next);
    this.sayChosen();
  }

  private undo(): void {
    if (!this.model.undo()) return;
    if (this.chosen && !this.model.placed.has(this.chosen)) this.chosen = null;
    this.show();
    this.tell();
    this.say("undone", {});
  }

  private async choose(iri: string | null): Promise<void> {
    this.chosen = iri;
    this.canvas.choose(iri);
    this.panel.showNodes(iri);
    this.showChosen();
    if (!iri || this.counted.has(iri)) return;
    await this.saying(async () => {
      this.counted.set(iri, await this.asking.counts(iri));
      if (this.chosen === iri) this.showChosen();
    });
  }

  private show(): void {
    this.canvas.draw();
    this.canvas.choose(this.chosen);
    this.panel.showNodes(this.chosen);
    this.showChosen();
  }

  private showChosen(): void {
    const counts = this.chosen ? this.counted.get(this.chosen) : undefined;
    const expansions: Expansion[] | undefined = counts?.map(([kind, all]) => ({ kind, all, shown: Math.min(all, this.shownOf(`${this.chosen} ${kind}`)) }));
    this.panel.showChosen(this.chosen, expansions ?? null, this.pathFrom);
  }

  private shownOf(key: string): number {
    return (this.fetched.get(key) ?? []).filter((each) => this.model.placed.has(each)).length;
  }

  private listen(): void {
    const doings: Record<string, () => void> = {
      undo: () => this.undo(),
      arrange: () => void this.canvas.arrange(true).then(() => this.tell()),
      fit: () => this.canvas.fit(),
      "zoom-in": () => this.canvas.zoom(1.3),
      "zoom-out": () => this.canvas.zoom(1 / 1.3),
      picture: () => void this.saying(() => this.savePicture()),
      address: () => void this.copyAddress(),
      clear: () => location.assign(`${location.pathname}?lang=${document.documentElement.lang}`),
    };
    for (const [name, act] of Object.entries(doings)) this.part(`[data-do="${name}"]`).addEventListener("click", act);
    this.box.addEventListener("keydown", (event) => {
      if (event.ctrlKey && event.key === "z") this.undo();
    });
    this.part(".explorer-canvas").addEventListener("keydown", (event) => this.key(event));
    window.addEventListener("hashchange", () => location.reload()); // somebody pasted the address of another drawing
  }

  private key(event: KeyboardEvent): void {
    const iri = this.chosen;
    const acts: Record<string, () => void> = {
      ArrowDown: () => this.step(1),
      ArrowUp: () => this.step(-1),
      ArrowRight: () => this.step(document.documentElement.dir === "rtl" ? -1 : 1),
      ArrowLeft: () => this.step(document.documentElement.dir === "rtl" ? 1 : -1),
      "+": () => this.canvas.zoom(1.3),
      "-": () => this.canvas.zoom(1 / 1.3),
      ...(iri && {
        Enter: () => location.assign(pageOf(iri)),
        Delete: () => this.remove(iri),
        p: () => this.change(iri, (place) => (place.pinned = !place.pinned)),
        h: () => this.change(iri, (place) => (place.hidden = !place.hidden)),
      }),
    };
    if (event.ctrlKey || event.metaKey || event.altKey || !acts[event.key]) return;
    event.preventDefault();
    acts[event.key]();
  }

  private step(by: number): void {
    const iris = [...this.model.placed.keys()];
    if (!iris.length) return;
    const now = this.chosen ? iris.indexOf(this.chosen) : -1;
    void this.choose(iris[(now + by + iris.length) % iris.length]);
    this.sayChosen();
  }

  private async savePicture(): Promise<void> {
    const address = URL.createObjectURL(await this.canvas.picture());
    Object.assign(document.createElement("a"), { href: address, download: "isnad.png" }).click();
    window.setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }

  private async copyAddress(): Promise<void> {
    this.tellNow();
    try {
      await navigator.clipboard.writeText(location.href);
      this.say("copied", {});
    } catch {
      this.say("copy_by_hand", {}); // browsers give the clipboard only to pages of secure addresses
    }
  }

  /** Lets the address tell what is drawn, so that it can be kept, shared and loaded again. */
  private tell(): void {
    clearTimeout(this.waiting);
    this.waiting = window.setTimeout(() => this.tellNow(), PAUSE);
  }

  private tellNow(): void {
    const fragment = written(this.model.placed, this.data.base);
    history.replaceState(null, "", `${location.pathname}?lang=${document.documentElement.lang}${fragment ? `#${fragment}` : ""}`);
    const other = document.querySelector<HTMLAnchorElement>(".switches a[hreflang]");
    if (other) other.hash = fragment;
  }

  private open(): void {
    this.box.hidden = false;
    const offers = document.getElementById("explorer-start");
    if (offers) offers.hidden = true;
    this.canvas.cy.resize();
  }

  private async saying(act: () => Promise<void>): Promise<void> {
    this.box.setAttribute("aria-busy", "true");
    try {
      await act();
    } catch (error) {
      this.say("failed", { reason: error instanceof Error ? error.message : String(error) });
    } finally {
      this.box.removeAttribute("aria-busy");
    }
  }

  private say(word: string, values: Record<string, string>): void {
    const text = this.data.words[word].replace(/\{(\w+)\}/g, (_, name: string) => values[name] ?? "");
    this.part(".explorer-said").textContent = text;
  }

  /** Tells who hears the page which node the keys have come to: a drawing has nothing to be focused. */
  private sayChosen(): void {
    const node = this.chosen ? this.model.nodes.get(this.chosen) : undefined;
    this.part(".explorer-said").replaceChildren(node ? this.panel.told(node) : this.data.words.nothing_chosen);
  }

  private colourOf(family: string): string {
    const shown = document.querySelector(`.explorer-legend .family-${family}`) ?? this.box;
    return getComputedStyle(shown).color;
  }

  private part<Found extends HTMLElement>(selector: string): Found {
    return this.box.querySelector(selector) as Found;
  }
}

const box = document.getElementById("explorer") as HTMLElement;
const data = JSON.parse(document.getElementById("explorer-data")?.textContent ?? "{}") as Data;
const explorer = new Explorer(box, data);
const search = document.getElementById("explorer-search") as HTMLInputElement;
search.dataset.suggest = search.dataset.explorerSuggest;
suggestNames(search, (iri) => {
  search.value = "";
  search.dispatchEvent(new Event("input"));
  void explorer.add(iri);
});
void explorer.begin(box.dataset.start ?? "");
