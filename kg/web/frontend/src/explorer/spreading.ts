// Places for drawings of hundreds and thousands of nodes. The layout that draws few nodes well lets all the neighbours of a hub
// fall on one point; here forces find where nodes belong, and then nodes move apart until none covers another.

import { forceCollide, forceLink, forceManyBody, forceSimulation, forceX, forceY } from "d3-force";
import type { SimulationNodeDatum } from "d3-force";

/** A node with where it is; `fx` and `fy` where it must stay. Without x and y it is put where there is room. */
export interface Spot extends SimulationNodeDatum {
  id: string;
}

const APART = 26; // half of the room that a node wants to itself
const LINK = 70; // the length of a link between nodes with few links
const SEEKING = 80; // steps in which forces find places
const PARTING = 120; // steps in which nodes only move apart
const STEPS = 10; // after which the page is given time to answer

/** Moves the spots; links are pairs of ids. */
export async function spread(spots: Spot[], links: [string, string][]): Promise<void> {
  const degrees = new Map<string, number>();
  for (const id of links.flat()) degrees.set(id, (degrees.get(id) ?? 0) + 1);
  const room = ({ source, target }: { source: unknown; target: unknown }) => Math.max(...[source, target].map((each) => degrees.get((each as Spot).id) ?? 0));
  const middle = (axis: "x" | "y") => spots.reduce((sum, each) => sum + (each[axis] ?? 0), 0) / spots.length;
  const simulation = forceSimulation(spots)
    .force("link", forceLink<Spot, { source: string | Spot; target: string | Spot }>(links.map(([source, target]) => ({ source, target }))).id(({ id }) => id).distance((link) => Math.max(LINK, 18 * Math.sqrt(room(link)))))
    .force("apart", forceManyBody().strength(-150).theta(1.4).distanceMax(800))
    .force("x", forceX(middle("x")).strength(0.03))
    .force("y", forceY(middle("y")).strength(0.03))
    .alphaDecay(1 - 0.02 ** (1 / SEEKING))
    .stop();
  await run(() => simulation.tick(STEPS), SEEKING);
  for (const each of ["link", "apart", "x", "y"]) simulation.force(each, null);
  simulation.force("room", forceCollide(APART));
  await run(() => simulation.tick(STEPS), PARTING);
}

async function run(act: () => void, steps: number): Promise<void> {
  for (let done = 0; done < steps; done += STEPS) {
    act();
    await new Promise((resolve) => setTimeout(resolve));
  }
}
