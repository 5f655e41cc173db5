// The drawing: Cytoscape.js with the layout fcose. Colours are those of the style sheet, so that they follow light and dark.

import cytoscape from "cytoscape";
import type { Core, ElementDefinition, NodeSingular, StylesheetJson } from "cytoscape";
import fcose from "cytoscape-fcose";
import { lettered } from "./lettering";
import type { Model, Node } from "./model";
import { spread } from "./spreading";
import type { Spot } from "./spreading";

cytoscape.use(fcose);

const MANY = 300; // nodes from which on nothing moves by itself and labels wait for a closer look

export interface Told {
  chosen(iri: string | null): void;
  opened(iri: string): void;
  moved(): void;
}

export class Canvas {
  readonly cy: Core;

  constructor(
    private readonly box: HTMLElement,
    private readonly model: Model,
    private readonly shape: (node: Node) => "article" | "entity" | "event",
    private readonly colour: (kind: string) => string,
    private readonly nameOf: (property: string) => string,
    told: Told,
  ) {
    withoutStyleElement();
    this.cy = cytoscape({
      container: box,
      style: this.style(),
      minZoom: 0.05,
      maxZoom: 4,
      hideEdgesOnViewport: true,
      textureOnViewport: true,
      pixelRatio: Math.min(devicePixelRatio, 2),
      selectionType: "single",
    });
    this.cy.on("tap", (event) => told.chosen(event.target === this.cy || event.target.isEdge() ? null : event.target.id()));
    this.cy.on("dbltap", "node", (event) => told.opened(event.target.id()));
    this.cy.on("dragfree", "node", () => {
      this.keepPlaces();
      told.moved();
    });
    const again = () => this.cy.style(this.style());
    new MutationObserver(again).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
    void document.fonts.load('16px "Markazi Text"', "اa").then(again);
  }

  /** Draws what the model has, where it has it. */
  draw(): void {
    const { cy, model } = this;
    const shown = [...model.placed].filter(([iri, place]) => !place.hidden && model.nodes.has(iri));
    const wanted = new Map<string, ElementDefinition>();
    const links = model.links();
    for (const [iri, place] of shown) wanted.set(iri, { group: "nodes", data: this.data(iri), position: { x: place.x, y: place.y } });
    for (const { from, to, properties } of links) {
      const id = `${from} ${to}`;
      wanted.set(id, { group: "edges", data: { id, source: from, target: to, label: properties.map(this.nameOf).join(" · ") } });
    }
    cy.batch(() => {
      cy.elements().filter((each) => !wanted.has(each.id())).remove();
      for (const [iri, place] of shown) {
        const node = cy.getElementById(iri);
        if (node.nonempty() && (node.position("x") !== place.x || node.position("y") !== place.y)) node.position({ x: place.x, y: place.y });
      }
      cy.add([...wanted.values()].filter((each) => cy.getElementById(each.data.id as string).empty()));
      // Every change has its styles worked out anew: only what differs is changed.
      cy.nodes().forEach((node) => {
        const [degree, pinned] = [node.degree(false), this.isPinned(node)];
        if (node.data("degree") !== degree) node.data("degree", degree);
        if (node.hasClass("pinned") !== pinned) node.toggleClass("pinned", pinned);
      });
      const crowded = shown.length > MANY;
      cy.elements().filter((each) => each.hasClass("crowded") !== crowded).toggleClass("crowded", crowded);
    });
  }

  choose(iri: string | null): void {
    this.cy.batch(() => {
      this.cy.$(":selected").unselect();
      this.cy.$(".beside").removeClass("beside");
      if (!iri) return;
      const beside = this.cy.getElementById(iri).select().connectedEdges();
      if (beside.length <= MANY) beside.addClass("beside"); // lighting up thousands tells nothing, and takes a second
    });
  }

  /** Finds places: of the new nodes among the others, or of all that are not pinned. Resolves when they stand. */
  async arrange(fresh: boolean): Promise<void> {
    const count = this.cy.nodes().length;
    if (count < 2) return;
    if (count > MANY) await this.arrangeMany(fresh);
    else await this.arrangeFew(fresh);
    this.keepPlaces();
  }

  private async arrangeFew(fresh: boolean): Promise<void> {
    const fixed = this.cy.nodes().filter((node) => this.isPinned(node));
    const layout = this.cy.layout({
      name: "fcose",
      quality: "default",
      randomize: fresh,
      animate: !matchMedia("(prefers-reduced-motion: reduce)").matches,
      animationDuration: 350,
      fit: true,
      padding: 40,
      nodeDimensionsIncludeLabels: true,
      idealEdgeLength: 110,
      nodeRepulsion: 9000,
      packComponents: true,
      fixedNodeConstraint: fixed.toArray().map((node) => ({ nodeId: node.id(), position: { ...(node as NodeSingular).position() } })),
    } as cytoscape.LayoutOptions);
    const stands = layout.promiseOn("layoutstop");
    layout.run();
    await stands;
  }

  private async arrangeMany(fresh: boolean): Promise<void> {
    const spots: Spot[] = this.cy.nodes().map((node) => {
      const { x, y } = node.position();
      if (this.isPinned(node)) return { id: node.id(), x, y, fx: x, fy: y };
      return fresh ? { id: node.id() } : { id: node.id(), x, y };
    });
    await spread(spots, this.cy.edges().map((edge) => [edge.source().id(), edge.target().id()]));
    const found = new Map(spots.map(({ id, x = 0, y = 0 }) => [id, { x, y }]));
    this.cy.batch(() => this.cy.nodes().positions((node) => found.get(node.id()) ?? node.position())); // some may be new meanwhile
    this.fit();
  }

  private isPinned(node: NodeSingular): boolean {
    return this.model.placed.get(node.id())?.pinned === true;
  }

  fit(): void {
    this.cy.fit(undefined, 40);
    if (this.cy.zoom() > 1.4) this.cy.zoom({ level: 1.4, renderedPosition: { x: this.box.clientWidth / 2, y: this.box.clientHeight / 2 } });
    if (this.cy.nodes().length < 2) this.cy.center();
  }

  zoom(factor: number): void {
    const middle = { x: this.box.clientWidth / 2, y: this.box.clientHeight / 2 };
    this.cy.zoom({ level: this.cy.zoom() * factor, renderedPosition: middle });
  }

  async picture(): Promise<Blob> {
    return this.cy.png({ output: "blob-promise", full: true, scale: 2, maxWidth: 8000, maxHeight: 8000, bg: variable("--paper") });
  }

  private keepPlaces(): void {
    this.cy.nodes().forEach((node: NodeSingular) => {
      const place = this.model.placed.get(node.id());
      if (place) Object.assign(place, node.position());
    });
  }

  private data(iri: string): Record<string, unknown> {
    const node = this.model.nodes.get(iri) as Node;
    return { id: iri, label: lettered(node.name), kind: node.kind, shape: this.shape(node), generated: node.generated ? 1 : 0, degree: 0 };
  }

  private style(): StylesheetJson {
    const font = { "font-family": '"Markazi Text", "Noto Naskh Arabic", serif' };
    const [ink, quiet, paper, link] = ["--ink", "--quiet", "--paper", "--link"].map(variable);
    return [
      {
        selector: "node",
        style: {
          ...font,
          label: "data(label)",
          "background-color": (node: NodeSingular) => this.colour(node.data("kind")),
          width: (node: NodeSingular) => 16 + Math.min(20, 3 * Math.sqrt(node.data("degree"))),
          height: (node: NodeSingular) => 16 + Math.min(20, 3 * Math.sqrt(node.data("degree"))),
          color: ink,
          "font-size": 16,
          "text-valign": "bottom",
          "text-margin-y": 2,
          "text-wrap": "wrap",
          "text-max-width": "400px", // `lettered` has the lines
          "text-background-color": paper,
          "text-background-opacity": 0.8,
          "text-background-padding": "1px",
          "min-zoomed-font-size": 7,
        },
      },
      { selector: "node[shape = 'event']", style: { shape: "round-rectangle" } },
      { selector: "node[shape = 'article']", style: { shape: "diamond" } },
      { selector: "node[generated = 1]", style: { color: quiet } },
      { selector: "node.pinned", style: { "border-width": 3, "border-color": ink, "border-style": "double" } },
      { selector: "node:selected", style: { "border-width": 3, "border-color": link, "border-style": "solid", color: ink, "font-weight": 700, "z-index": 10 } },
      {
        selector: "edge",
        style: {
          ...font,
          width: 1,
          "line-color": quiet,
          "line-opacity": 0.45,
          "target-arrow-color": quiet,
          "target-arrow-shape": "triangle",
          "arrow-scale": 0.7,
          "curve-style": "bezier",
          label: "data(label)",
          "font-size": 12,
          color: quiet,
          "text-rotation": "autorotate",
          "text-background-color": paper,
          "text-background-opacity": 0.85,
          "min-zoomed-font-size": 8,
        },
      },
      { selector: "edge.crowded", style: { "curve-style": "haystack", "target-arrow-shape": "none", label: "" } },
      { selector: "node.crowded", style: { "text-background-opacity": 0, "min-zoomed-font-size": 10 } },
      { selector: "edge.beside", style: { "line-color": link, "line-opacity": 1, "target-arrow-color": link, color: ink, width: 1.5, "curve-style": "bezier", "target-arrow-shape": "triangle", label: "data(label)" } },
    ] as StylesheetJson;
  }
}

/** Cytoscape adds a style element where no element has this id; the content security policy forbids it, and explorer.css has its rule. */
function withoutStyleElement(): void {
  const id = "__________cytoscape_stylesheet";
  if (!document.getElementById(id)) document.head.append(Object.assign(document.createElement("meta"), { id }));
}

/** A colour of the style sheet as the browser works it out: canvases know neither var() nor light-dark(). */
export function variable(name: string): string {
  const probe = document.createElement("span");
  probe.style.color = `var(${name})`;
  document.body.append(probe);
  const found = getComputedStyle(probe).color;
  probe.remove();
  return found;
}
