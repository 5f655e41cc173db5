// The map of the page of incidents. Without this script the table below it has all that it shows.

import "leaflet/dist/leaflet.css";
import * as L from "leaflet";
import { countriesOf, countryOf, type Country } from "./map/countries";
import { showIncidents } from "./map/here";
import { named } from "./names";

interface Place {
  name: string;
  english: string;
  lat: number | null;
  long: number | null;
  precision: "facility" | "settlement" | "region" | "country" | "unknown";
  count: number;
  family: string;
  list: string;
}

/** A place with where it is drawn. */
interface Drawn extends Place {
  at: L.LatLngTuple;
  country?: Country;
}

const FAMILIES = ["attack", "clash", "operation", "justice", "threat", "statement"];
const SVG = "http://www.w3.org/2000/svg";

const element = document.getElementById("map");
if (element) void draw(element);

async function draw(element: HTMLElement): Promise<void> {
  const words = element.dataset;
  const places: Place[] = JSON.parse(document.getElementById("places")?.textContent ?? "[]");
  const map = L.map(element, {
    zoomControl: false,
    attributionControl: false,
    zoomSnap: 0.25,
    minZoom: 0.5,
    maxZoom: 9,
    maxBounds: [[-70, -200], [86, 200]],
    maxBoundsViscosity: 0.8,
    scrollWheelZoom: false, // the page itself is scrolled over the map; keys, buttons and two fingers zoom
  });
  map.createPane("land").style.zIndex = "350"; // below all that is drawn of incidents
  L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
  wholeWorld(words.all ?? "").addTo(map);
  L.control.attribution({ prefix: false }).addAttribution(words.source ?? "").addTo(map);
  hatchings();
  const countries = await countriesOf(words.world ?? "");
  const drawn = places.map((each) => locate(each, countries)).filter((each) => each !== undefined);
  fit(map, drawn);
  new ResizeObserver(() => map.invalidateSize()).observe(element);
  L.geoJSON(countries.map((each) => each.feature), { interactive: false, pane: "land", style: { className: "land", weight: 0.6 } }).addTo(map);
  for (const place of drawn) add(map, place);
}

function locate(place: Place, countries: readonly Country[]): Drawn | undefined {
  const point = place.lat === null || place.long === null ? null : [place.long, place.lat];
  const country = place.precision === "country" ? countryOf(countries, place.english, point) : undefined;
  const middle = country?.middle ?? point;
  return middle ? { ...place, at: [middle[1], middle[0]], country } : undefined;
}

/** Shows where nearly all incidents were: a few that are far away must not make the rest a blot. */
function fit(map: L.Map, places: readonly Drawn[]): void {
  const [south, north] = middle(places, (each) => each.at[0]);
  const [west, east] = middle(places, (each) => each.at[1]);
  map.fitBounds([[south, west], [north, east]], { padding: [24, 24], maxZoom: 6, animate: false });
}

/** The least and the greatest of a number when one incident of twenty is left out at either end. */
function middle(places: readonly Drawn[], number: (place: Drawn) => number): [number, number] {
  const sorted = [...places].sort((one, other) => number(one) - number(other));
  const beyond = places.reduce((sum, each) => sum + each.count, 0) / 20;
  return [first(sorted, beyond, number), first(sorted.reverse(), beyond, number)];
}

function first(sorted: readonly Drawn[], beyond: number, number: (place: Drawn) => number): number {
  let passed = 0;
  const found = sorted.find((each) => (passed += each.count) > beyond);
  return found ? number(found) : 0;
}

function wholeWorld(title: string): L.Control {
  const control = new L.Control({ position: "topleft" });
  control.onAdd = (map) => {
    const bar = L.DomUtil.create("div", "leaflet-bar leaflet-control");
    const link = L.DomUtil.create("a", "", bar);
    link.textContent = "○";
    link.href = "#map";
    for (const [name, value] of [["title", title], ["aria-label", title], ["role", "button"]]) link.setAttribute(name, value);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.on(link, "click", (event) => {
      L.DomEvent.preventDefault(event);
      map.fitBounds([[-55, -170], [75, 180]]);
    });
    return bar;
  };
  return control;
}

/** Leaflet reads a string as HTML: all names go in as elements. A town is a circle; a province, of which no more is known, a dashed ring; a country is hatched whole. */
function add(map: L.Map, place: Drawn): void {
  const isRough = place.precision !== "facility" && place.precision !== "settlement";
  const layer = place.country ? area(place.country, place) : isRough ? ring(place) : spot(place);
  layer.bindTooltip(named(told(map, place)), { sticky: true, className: "map-name" });
  layer.on("click", () => void showIncidents(place, map.getContainer().dataset, layer.getElement()));
  layer.addTo(map);
  if (place.country) layer.bringToBack();
  if (isRough) label(place).addTo(map);
  const shape = layer.getElement();
  reach(shape, told(map, place), (shape) => void showIncidents(place, map.getContainer().dataset, shape, true));
  shape?.addEventListener("focus", () => {
    if (shape.matches(":focus-visible") && !map.getBounds().contains(place.at)) map.panTo(place.at); // what keys reach must be seen
  });
}

function area(country: Country, place: Place): L.Path & { getElement(): Element | undefined } {
  const className = `country family-${place.family}`;
  const drawn = L.geoJSON(country.feature, { style: { className, fillColor: `url(#hatch-${place.family})`, fillOpacity: 1, weight: 1.2 } });
  return drawn.getLayers()[0] as L.Polygon;
}

function ring(place: Drawn): L.CircleMarker {
  return L.circleMarker(place.at, { radius: 12 + size(place.count), weight: 1.5, dashArray: "4 4", className: `ring family-${place.family}` });
}

function spot(place: Drawn): L.CircleMarker {
  return L.circleMarker(place.at, { radius: 2.5 + size(place.count), weight: 1, className: `spot family-${place.family}` });
}

/** Pixels by which a radius grows: areas are as the numbers are, up to a hundred. */
function size(count: number): number {
  return 2 * Math.sqrt(Math.min(count, 100));
}

/** How many there are, where the map shows no point to be counted by. It lets clicks through to what it stands on. */
function label(place: Drawn): L.Tooltip {
  return L.tooltip({ permanent: true, direction: "center", className: "map-count", interactive: false })
    .setLatLng(place.at)
    .setContent(named(String(place.count)));
}

function told(map: L.Map, place: Place): string {
  const words = map.getContainer().dataset;
  const rough = { region: words.region, country: words.country }[place.precision as "region" | "country"];
  return `${place.name}${rough ? ` (${rough})` : ""} · ${words.incidents}: ${place.count}`;
}

/** Makes a shape that can be clicked one that keys and screen readers reach. */
function reach(shape: Element | undefined, name: string, act: (shape: Element) => void): void {
  if (!(shape instanceof SVGElement)) return;
  for (const [attribute, value] of [["tabindex", "0"], ["role", "button"], ["aria-label", name]]) shape.setAttribute(attribute, value);
  shape.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" && event.key !== " ") return;
    event.preventDefault();
    act(shape);
  });
}

/** One pattern a family, somewhere in the page: shapes refer to them by name. */
function hatchings(): void {
  const svg = document.createElementNS(SVG, "svg");
  for (const [name, value] of [["width", "0"], ["height", "0"], ["aria-hidden", "true"], ["class", "hatchings"]]) svg.setAttribute(name, value);
  for (const family of FAMILIES) {
    const pattern = document.createElementNS(SVG, "pattern");
    const attributes = { id: `hatch-${family}`, width: "6", height: "6", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)", class: `family-${family} class` };
    for (const [name, value] of Object.entries(attributes)) pattern.setAttribute(name, value);
    const line = document.createElementNS(SVG, "path");
    line.setAttribute("d", "M1 0V6");
    pattern.append(line);
    svg.append(pattern);
  }
  document.body.append(svg);
}
