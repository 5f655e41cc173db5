// The answer on a map.

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { countriesOf } from "../map/countries";
import type { Answer, Data, Row } from "./data";
import { element, filled, naming, shown } from "./data";
import { lookedUp, namesThings, written } from "./places";
import type { At, Whereabouts } from "./places";
import type { View } from "./views";

interface Spot {
  at: At;
  rows: Row[];
}

const MOST = 2000;

export function mapView(data: Data, world: string): View {
  return {
    name: "map",
    priority: 4,
    can: (answer) => written(answer) !== null || namesThings(answer, data),
    draw: (box, answer) => begin(box, answer, data, world),
  };
}

/** Draws at once, or after the places were looked up; what ends it ends the looking up too. */
function begin(box: HTMLElement, answer: Answer, data: Data, world: string): () => void {
  const where = written(answer);
  if (where) return draw(box, answer, where, data, world);
  let end: (() => void) | null = () => undefined;
  lookedUp(answer, answer.rows.slice(0, MOST), data).then(
    (found) => {
      if (!end) return;
      if (answer.rows.slice(0, MOST).some(found)) end = draw(box, answer, found, data, world);
      else box.append(element("p", { className: "hint" }, data.words.no_places));
    },
    (error: Error) => box.append(element("p", { className: "problem" }, error.message)),
  );
  return () => {
    end?.();
    end = null;
  };
}

function draw(box: HTMLElement, answer: Answer, where: Whereabouts, data: Data, world: string): () => void {
  const canvas = element("div", { className: "result-canvas" });
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", data.words.map_canvas);
  box.append(canvas);
  const spots = together(answer, where);
  if (answer.rows.length > MOST) box.prepend(element("p", { className: "hint" }, filled(data.words.first_only, { number: MOST })));
  const map = L.map(canvas, { attributionControl: false, minZoom: 1, maxZoom: 10, zoomSnap: 0.25 });
  map.fitBounds(L.latLngBounds(spots.map((each) => each.at)), { padding: [30, 30], maxZoom: 6, animate: false });
  void countriesOf(world).then((countries) => {
    if (!canvas.isConnected) return;
    L.geoJSON(countries.map((each) => each.feature), { interactive: false, style: { className: "land", weight: 0.6 } }).addTo(map).bringToBack();
  });
  for (const spot of spots) {
    const radius = 4 + 2 * Math.sqrt(Math.min(100, spot.rows.length));
    L.circleMarker(spot.at, { radius, weight: 1, className: "result-spot" }).bindPopup(() => told(spot, answer, data), { maxWidth: 320 }).addTo(map);
  }
  return () => map.remove();
}

function together(answer: Answer, where: Whereabouts): Spot[] {
  const spots = new Map<string, Spot>();
  for (const row of answer.rows.slice(0, MOST)) {
    const at = where(row);
    if (!at) continue;
    const spot = spots.get(String(at)) ?? { at, rows: [] };
    spot.rows.push(row);
    spots.set(String(at), spot);
  }
  return [...spots.values()].sort((one, other) => other.rows.length - one.rows.length); // the small ones are drawn last, over the large
}

function told(spot: Spot, answer: Answer, data: Data): HTMLElement {
  const name = naming(answer, []);
  const items = spot.rows.slice(0, 12).map((row) => {
    const thing = answer.variables.map((each) => row[each]).find((each) => each?.type === "uri");
    const words = name ? row[name] : undefined;
    return element("li", { dir: "auto" }, words ? shown(words, data) : "", " ", thing && thing !== words ? shown(thing, data) : "");
  });
  const more = spot.rows.length - items.length;
  return element("ul", { className: "result-list" }, ...items, ...(more > 0 ? [element("li", {}, `+${more}`)] : []));
}
