// What is drawn: nodes with their places, links between them, and what was there before each change.

export interface Node {
  iri: string;
  name: string;
  generated: boolean; // worded by the program: the labels of events
  kind: string; // its most specific class, by local name
}

export interface Placed {
  x: number;
  y: number;
  pinned: boolean;
  hidden: boolean;
}

export interface Link {
  from: string;
  to: string;
  properties: string[]; // local names
}

const REMEMBERED = 60; // changes that can be undone
const IMPLIED: Record<string, string> = { place: "location", agent: "perpetrator" }; // who sees the second need not see the first

export class Model {
  /** All nodes and links that were ever heard of: an undone change needs no question. */
  readonly nodes = new Map<string, Node>();
  placed = new Map<string, Placed>();
  private readonly properties = new Map<string, Set<string>>();
  private past: Map<string, Placed>[] = [];

  know(node: Node): void {
    this.nodes.set(node.iri, node);
  }

  relate(from: string, to: string, property: string): void {
    const key = `${from} ${to}`;
    this.properties.set(key, (this.properties.get(key) ?? new Set()).add(property));
  }

  /** The links between nodes that are placed and not hidden. */
  links(): Link[] {
    const found: Link[] = [];
    for (const [key, properties] of this.properties) {
      const [from, to] = key.split(" ");
      if (!this.visible(from) || !this.visible(to)) continue;
      found.push({ from, to, properties: [...properties].filter((each) => !properties.has(IMPLIED[each])).sort() });
    }
    return found;
  }

  visible(iri: string): boolean {
    return this.placed.get(iri)?.hidden === false;
  }

  /** Call before a change that a reader may want to undo. */
  remember(): void {
    this.past.push(new Map([...this.placed].map(([iri, place]) => [iri, { ...place }])));
    if (this.past.length > REMEMBERED) this.past.shift();
  }

  undo(): boolean {
    const before = this.past.pop();
    if (before) this.placed = before;
    return before !== undefined;
  }
}
