// All that the explorer knows it asks of the public endpoint: saved queries by name, and /sparql for many nodes at once.

import type { Model } from "./model";

export type Row = Record<string, { type: string; value: string } | undefined>;

const ONTOLOGY = "https://w3id.org/isnad/ontology#";
const MANY = 400; // nodes of one question
const EVENTS = new Set(["Meeting", "Statement"]);

export class Asking {
  constructor(
    private readonly root: string,
    private readonly english: boolean,
    private readonly families: Record<string, string>,
  ) {}

  /** How many neighbours a node has, by class. */
  async counts(node: string): Promise<[string, number][]> {
    const rows = await this.saved("neighbour-counts", { node });
    return rows.map((row) => [local(text(row, "kind")), Number(text(row, "neighbours"))]);
  }

  /** Some of the neighbours of a class, in the server's order, in which the model learns them. */
  async neighbours(model: Model, node: string, kind: string, limit: number, offset: number): Promise<string[]> {
    const rows = await this.saved("neighbours", { node, kind: `kg:${kind}`, limit: String(limit), offset: String(offset) });
    for (const row of rows) {
      const iri = text(row, "neighbour");
      this.learn(model, row, "neighbour");
      for (const property of words(text(row, "out"))) model.relate(node, iri, local(property));
      for (const property of words(text(row, "in"))) model.relate(iri, node, local(property));
    }
    return rows.map((row) => text(row, "neighbour"));
  }

  /** The nodes between two, path by path, the shortest paths only; [[]] for a direct link, [] where there is none. */
  async paths(from: string, to: string, limit: number): Promise<string[][]> {
    const near = await this.saved("connections", { from, to, limit: String(limit) });
    const shortest = near.some((row) => !row.first) ? near.filter((row) => !row.first) : near;
    if (shortest.length) return shortest.map((row) => between(row, ["first"]));
    const far = await this.saved("distant-connections", { from, to, limit: String(limit) });
    const paths = far.map((row) => between(row, ["first", "second", "third"]));
    const least = Math.min(...paths.map((path) => path.length));
    return paths.filter((path) => path.length === least);
  }

  /** Learns names and classes of nodes. What is in the graph under another IRI by now comes back under that. */
  async describe(model: Model, iris: string[]): Promise<Map<string, string>> {
    const current = new Map<string, string>();
    for (const some of parts(iris)) {
      const rows = await this.sparql(`SELECT ?asked ?node ?kind ?node_ar ?node_en WHERE {
        VALUES ?asked { ${some.map(term).join(" ")} }
        OPTIONAL { ?asked dcterms:isReplacedBy ?other }
        BIND(COALESCE(?other, ?asked) AS ?node)
        OPTIONAL { ?node kg:kind ?class }
        OPTIONAL { ?node a kg:Article BIND(kg:Article AS ?article) }
        BIND(COALESCE(?class, ?article) AS ?kind) FILTER(BOUND(?kind))
        OPTIONAL { ?node rdfs:label ?ar FILTER(LANG(?ar) = "ar") }
        OPTIONAL { ?node rdfs:label ?en FILTER(LANG(?en) = "en") }
        OPTIONAL { ?node dcterms:title ?title } OPTIONAL { ?node dcterms:identifier ?identifier }
        BIND(COALESCE(?ar, ?title, ?identifier) AS ?node_ar) BIND(COALESCE(?en, ?ar, ?title, ?identifier) AS ?node_en)
      }`);
      for (const row of rows) {
        this.learn(model, row, "node");
        current.set(text(row, "asked"), text(row, "node"));
      }
    }
    return current;
  }

  /** Learns the links that go out from nodes to any that the model has placed. */
  async relate(model: Model, iris: string[]): Promise<void> {
    for (const some of parts(iris)) {
      const rows = await this.sparql(`SELECT DISTINCT ?from ?property ?to WHERE {
        VALUES ?from { ${some.map(term).join(" ")} }
        { VALUES ?property { kg:place kg:location kg:agent kg:perpetrator kg:claimedBy kg:accused kg:deniedBy kg:target kg:subEventOf
            kg:participant kg:speaker kg:about kg:affiliatedWith kg:country kg:partOf kg:locatedIn dcterms:publisher }
          ?from ?property ?to }
        UNION { GRAPH ?from { ?mention itsrdf:taIdentRef ?to } BIND(itsrdf:taIdentRef AS ?property) }
      }`);
      for (const row of rows) {
        const [from, to] = [text(row, "from"), text(row, "to")];
        if (from !== to && model.placed.has(to)) model.relate(from, to, local(text(row, "property")));
      }
    }
  }

  private learn(model: Model, row: Row, variable: string): void {
    const kind = local(text(row, "kind"));
    const name = text(row, `${variable}_${this.english ? "en" : "ar"}`) || text(row, `${variable}_ar`) || local(text(row, variable));
    model.know({ iri: text(row, variable), name, kind, generated: this.isEvent(kind) });
  }

  isEvent(kind: string): boolean {
    return kind !== "Article" && (EVENTS.has(kind) || !["organisation", "person", "place"].includes(this.families[kind] ?? ""));
  }

  private async saved(name: string, values: Record<string, string>): Promise<Row[]> {
    return bindings(await fetch(`${this.root}/queries/${name}?${new URLSearchParams({ ...values, format: "json" })}`));
  }

  private sparql(query: string): Promise<Row[]> {
    return sparql(this.root, query);
  }
}

/** The rows that the endpoint of this server answers with. */
export async function sparql(root: string, query: string): Promise<Row[]> {
  const headers = { Accept: "application/sparql-results+json" };
  return bindings(await fetch(`${root}/sparql`, { method: "POST", headers, body: new URLSearchParams({ query }) }));
}

/** What stands behind the last # or / of an IRI. */
export function local(iri: string): string {
  return iri.startsWith(ONTOLOGY) ? iri.slice(ONTOLOGY.length) : iri.slice(Math.max(iri.lastIndexOf("#"), iri.lastIndexOf("/")) + 1);
}

async function bindings(answer: Response): Promise<Row[]> {
  if (!answer.ok) throw new Error((await answer.text()).slice(0, 300));
  return (await answer.json()).results.bindings;
}

function between(row: Row, variables: string[]): string[] {
  return variables.map((each) => text(row, each)).filter(Boolean);
}

export function text(row: Row, variable: string): string {
  return row[variable]?.value ?? "";
}

function words(written: string): string[] {
  return written.split(" ").filter(Boolean);
}

/** So few at a time that they fit into one question. */
export function parts(iris: string[]): string[][] {
  const count = Math.ceil(iris.length / MANY);
  return Array.from({ length: count }, (_, index) => iris.slice(index * MANY, (index + 1) * MANY));
}

/** An IRI as SPARQL has it. What cannot be one comes from an address that somebody made by hand, and names nothing. */
export function term(iri: string): string {
  return /^[a-z][a-z0-9+.-]*:[^\s<>"{}|\\^`\u0000-\u0020]*$/i.test(iri) ? `<${iri}>` : "<urn:nothing>";
}
