// Beside the drawing: the chosen node with all that can be done with it, and the list of the same nodes. All of it by buttons, so
// that nobody needs the drawing.

import { named } from "../names";
import { pageOf } from "../suggestions";
import type { Model, Node } from "./model";

export interface Expansion {
  kind: string;
  shown: number;
  all: number;
}

export interface Doings {
  choose(iri: string): void;
  expand(iri: string, kind: string): void;
  pin(iri: string): void;
  hide(iri: string): void;
  remove(iri: string): void;
  pathFrom(iri: string | null): void;
  pathTo(iri: string): void;
}

export class Panel {
  private readonly items = new Map<string, HTMLLIElement>();

  constructor(
    private readonly chosenBox: HTMLElement,
    private readonly list: HTMLUListElement,
    private readonly size: HTMLElement,
    private readonly model: Model,
    private readonly words: Record<string, string>,
    private readonly nameOf: (local: string) => string,
    private readonly familyOf: (kind: string) => string,
    private readonly doings: Doings,
  ) {}

  /** The chosen node; `expansions` is null while the server is asked. */
  showChosen(iri: string | null, expansions: Expansion[] | null, pathFrom: string | null): void {
    const node = iri ? this.model.nodes.get(iri) : undefined;
    const focused = this.chosenBox.contains(document.activeElement) ? (document.activeElement as HTMLElement).dataset.key : undefined;
    if (!node) {
      this.chosenBox.replaceChildren(element("p", { className: "hint" }, this.words.nothing_chosen));
      return;
    }
    const heading = element("h3", {}, link(node));
    const kind = element("p", {}, this.classOf(node));
    this.chosenBox.replaceChildren(heading, kind, this.actions(node, pathFrom), ...this.expanding(node, expansions), ...this.linking(node));
    if (focused) this.chosenBox.querySelector<HTMLElement>(`[data-key="${focused}"]`)?.focus();
  }

  /** The list of all nodes. Thousands may be there: only what differs is touched. */
  showNodes(chosen: string | null): void {
    for (const [iri, item] of this.items) {
      if (this.model.placed.has(iri)) continue;
      item.remove();
      this.items.delete(iri);
    }
    const fresh: HTMLLIElement[] = [];
    for (const [iri, place] of this.model.placed) {
      let item = this.items.get(iri);
      const node = this.model.nodes.get(iri);
      if (!item && node) {
        item = this.item(node);
        this.items.set(iri, item);
        fresh.push(item);
      }
      if (!item) continue;
      const marks = [place.hidden ? this.words.hidden : "", place.pinned ? this.words.pinned : ""].filter(Boolean).join(" · ");
      const [button, hint] = item.children as unknown as [HTMLButtonElement, HTMLElement];
      if (hint.textContent !== marks) hint.textContent = marks;
      item.classList.toggle("is-hidden", place.hidden);
      const pressed = String(iri === chosen);
      if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
    }
    this.list.append(...fresh);
    this.size.textContent = String(this.model.placed.size);
    if (chosen) this.items.get(chosen)?.scrollIntoView({ block: "nearest" });
  }

  /** A node as lists and messages have it: its class and its name. */
  told(node: Node): HTMLElement {
    return element("span", {}, this.classOf(node), " ", name(node));
  }

  private item(node: Node): HTMLLIElement {
    const button = element("button", { type: "button" }, this.told(node));
    button.addEventListener("click", () => this.doings.choose(node.iri));
    return element("li", {}, button, element("span", { className: "hint" }));
  }

  private actions(node: Node, pathFrom: string | null): HTMLElement {
    const place = this.model.placed.get(node.iri);
    const from = pathFrom ? this.model.nodes.get(pathFrom) : undefined;
    const path =
      from && from.iri !== node.iri
        ? this.button("path", this.words.path_to.replace("{name}", from.name.slice(0, 60)), () => this.doings.pathTo(node.iri))
        : this.button("path", from ? this.words.path_cancel : this.words.path_from, () => this.doings.pathFrom(from ? null : node.iri));
    return element(
      "div",
      { className: "explorer-actions" },
      this.button("pin", place?.pinned ? this.words.unpin : this.words.pin, () => this.doings.pin(node.iri)),
      this.button("hide", place?.hidden ? this.words.show : this.words.hide, () => this.doings.hide(node.iri)),
      this.button("remove", this.words.remove, () => this.doings.remove(node.iri)),
      path,
    );
  }

  private expanding(node: Node, expansions: Expansion[] | null): HTMLElement[] {
    const heading = element("h4", {}, this.words.expand);
    if (!expansions) return [heading, element("p", { className: "hint" }, this.words.loading)];
    if (!expansions.length) return [heading, element("p", { className: "hint" }, this.words.no_neighbours)];
    const buttons = expansions.map(({ kind, shown, all }) => {
      const count = shown ? this.words.more.replace("{shown}", String(shown)).replace("{all}", String(all)) : String(all);
      const button = this.button(`expand-${kind}`, "", () => this.doings.expand(node.iri, kind));
      button.append(element("span", { className: `class family-${this.familyOf(kind)}` }, this.words[kind] ?? kind), " ", element("bdi", {}, count));
      button.disabled = shown >= all;
      return button;
    });
    return [heading, element("div", { className: "explorer-actions" }, ...buttons)];
  }

  /** The links of the chosen node to others that are drawn, as sentences: who, what, whom. */
  private linking(node: Node): HTMLElement[] {
    const items = this.model
      .links()
      .filter(({ from, to }) => from === node.iri || to === node.iri)
      .map(({ from, to, properties }) => {
        const other = this.model.nodes.get(from === node.iri ? to : from) as Node;
        const property = element("span", { className: "hint" }, properties.map(this.nameOf).join(" · "));
        const button = element("button", { type: "button", className: "plain" }, name(other));
        button.addEventListener("click", () => this.doings.choose(other.iri));
        return from === node.iri ? element("li", {}, property, ": ", button) : element("li", {}, button, " – ", property, ": ", this.words.this_one);
      });
    if (!items.length) return [];
    return [element("details", {}, element("summary", {}, `${this.words.links} (${items.length})`), element("ul", { className: "explorer-links" }, ...items))];
  }

  private classOf(node: Node): HTMLElement {
    return element("span", { className: `class family-${this.familyOf(node.kind)}` }, this.nameOf(node.kind));
  }

  private button(key: string, label: string, act: () => void): HTMLButtonElement {
    const button = element("button", { type: "button" }, label);
    button.dataset.key = key;
    button.addEventListener("click", act);
    return button;
  }
}

function link(node: Node): HTMLElement {
  return element("a", { href: pageOf(node.iri) }, name(node));
}

function name(node: Node): HTMLElement {
  return named(node.name, node.generated);
}

function element<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  properties: Partial<HTMLElementTagNameMap[Tag]>,
  ...children: (globalThis.Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = Object.assign(document.createElement(tag), properties);
  made.append(...children);
  return made;
}

