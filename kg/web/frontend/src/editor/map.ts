// The answer on a map: rows with a latitude and a longitude, or with a point in well-known text.

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { countriesOf } from "../map/countries";
import type { Answer, Data, Row } from "./data";
import { element, filled, isNumber, naming, shown } from "./data";
import type { View } from "./views";

interface Spot {
  at: [number, number];
  rows: Row[];
}

const POINT = /^(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;
const MOST = 2000;

export function mapView(data: Data, world: string): View {
  return {
    name: "map",
    priority: 4,
    can: (answer) => answer.rows.slice(0, 500).some(whereabouts(answer)),
    draw: (box, answer) => draw(box, answer, data, world),
  };
}

/** How the place of a row is found, or not. */
function whereabouts(answer: Answer): (row: Row) => [number, number] | null {
  const named = (pattern: RegExp) => answer.variables.find((each) => pattern.test(each) && answer.rows.some((row) => isNumber(row[each])));
  const [latitude, longitude] = [named(/^lat(itude)?$|_lat(itude)?$/i), named(/^(long?|lng|longitude)$|_(long?|lng|longitude)$/i)];
  const text = answer.variables.find((each) => answer.rows.some((row) => POINT.test(row[each]?.value ?? "")));
  return (row) => {
    if (latitude && longitude && row[latitude] && row[longitude]) return valid(Number(row[latitude].value), Number(row[longitude].value));
    const found = text ? POINT.exec(row[text]?.value ?? "") : null;
    return found && valid(Number(found[2]), Number(found[1]));
  };
}

function valid(latitude: number, longitude: number): [number, number] | null {
  return Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180 ? [latitude, longitude] : null;
}

function draw(box: HTMLElement, answer: Answer, data: Data, world: string): () => void {
  const canvas = element("div", { className: "result-canvas" });
  canvas.setAttribute("role", "region");
  canvas.setAttribute("aria-label", data.words.map_canvas);
  box.append(canvas);
  const spots = together(answer);
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

function together(answer: Answer): Spot[] {
  const where = whereabouts(answer);
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
