// Statements (CONSTRUCT, DESCRIBE) as a drawing, by the explorer's canvas.

import { Canvas } from "../explorer/canvas";
import { local } from "../explorer/asking";
import { Model } from "../explorer/model";
import { pageOf } from "../suggestions";
import type { Data, Row } from "./data";
import { element, filled, shorten } from "./data";
import type { View } from "./views";

const MOST = 600; // nodes
const LABELS = ["http://www.w3.org/2000/01/rdf-schema#label", "http://purl.org/dc/terms/title", "http://www.w3.org/2004/02/skos/core#prefLabel"];
const KINDS = ["https://w3id.org/isnad/ontology#kind", "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"];

export function graphView(data: Data): View {
  return {
    name: "graph",
    priority: 12,
    can: (_answer, statements) => statements !== null && statements.some((row) => row.object?.type !== "literal"),
    draw: (box, _answer, statements) => draw(box, statements ?? [], data),
  };
}

function draw(box: HTMLElement, statements: Row[], data: Data): () => void {
  const canvas = element("div", { className: "result-canvas" });
  canvas.setAttribute("role", "img");
  canvas.setAttribute("aria-label", data.words.graph_canvas);
  box.append(canvas);
  const model = new Model();
  const cut = learn(model, statements, data);
  if (cut) box.prepend(element("p", { className: "hint" }, filled(data.words.too_many, { number: MOST })));
  const colour = (kind: string) => colourOf(data.families[kind] ?? "statement");
  const drawing = new Canvas(canvas, model, (node) => (node.kind === "Article" ? "article" : "entity"), colour, (name) => data.names[name] ?? data.words[`link_${name}`] ?? name, {
    chosen: (iri) => drawing.choose(iri),
    opened: (iri) => iri.startsWith(data.base) && location.assign(pageOf(iri)),
    moved: () => undefined,
  });
  drawing.draw();
  void drawing.arrange(true);
  return () => drawing.cy.destroy();
}

/** Nodes are IRIs that something is said of or that are said of something; their class is a colour and no node. */
function learn(model: Model, statements: Row[], data: Data): boolean {
  const [names, kinds] = [new Map<string, string>(), new Map<string, string>()];
  const language = document.documentElement.lang;
  for (const { subject, predicate, object } of statements) {
    if (!subject || !predicate || !object) continue;
    const isBetter = object["xml:lang"] === language || !names.has(subject.value);
    if (LABELS.includes(predicate.value) && isBetter) names.set(subject.value, object.value);
    const kind = local(object.value);
    if (KINDS.includes(predicate.value) && (predicate.value === KINDS[0] || (!kinds.has(subject.value) && data.families[kind]))) kinds.set(subject.value, kind);
  }
  let cut = false;
  const place = (iri: string): boolean => {
    if (!model.placed.has(iri) && model.placed.size >= MOST) {
      cut = true;
      return false;
    }
    const angle = model.placed.size * 2.39996;
    const radius = 30 * Math.sqrt(model.placed.size);
    model.know({ iri, name: names.get(iri) ?? shorten(iri, data.prefixes), kind: kinds.get(iri) ?? "", generated: false });
    if (!model.placed.has(iri)) model.placed.set(iri, { x: radius * Math.cos(angle), y: radius * Math.sin(angle), pinned: false, hidden: false });
    return true;
  };
  for (const { subject, predicate, object } of statements) {
    if (!subject || !predicate || !object || object.type === "literal" || KINDS.includes(predicate.value)) continue;
    if (place(subject.value) && place(object.value)) model.relate(subject.value, object.value, local(predicate.value));
  }
  return cut;
}

function colourOf(family: string): string {
  const probe = element("span", { className: `class family-${family}`, hidden: true });
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
