// A drawing as the fragment of an address: `#nQ159,12,-40,p;v7f3a91bc,200,10`. Letters tell entity, event and article; "p" is
// pinned, "h" hidden. A fragment is never sent to a server.

import type { Placed } from "./model";

const LETTERS: Record<string, string> = { n: "entity", v: "event", a: "article" };

export function written(placed: Map<string, Placed>, base: string): string {
  const parts: string[] = [];
  for (const [iri, { x, y, pinned, hidden }] of placed) {
    const [collection, identifier] = iri.slice(base.length).split("/");
    const letter = Object.keys(LETTERS).find((each) => LETTERS[each] === collection);
    if (letter) parts.push([letter + identifier, Math.round(x), Math.round(y), ...(pinned || hidden ? [`${pinned ? "p" : ""}${hidden ? "h" : ""}`] : [])].join(","));
  }
  return parts.join(";");
}

export function read(fragment: string, base: string): Map<string, Placed> {
  const placed = new Map<string, Placed>();
  for (const part of fragment.replace(/^#/, "").split(";")) {
    const [named, x, y, marks = ""] = part.split(",");
    const collection = LETTERS[named?.[0] ?? ""];
    if (!collection || !Number.isFinite(Number(x)) || !Number.isFinite(Number(y))) continue;
    placed.set(`${base}${collection}/${named.slice(1)}`, { x: Number(x), y: Number(y), pinned: marks.includes("p"), hidden: marks.includes("h") });
  }
  return placed;
}
