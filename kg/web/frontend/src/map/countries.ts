// The world that ships with Isnad: Natural Earth's countries, and which of them a point lies in.

import type { Feature, MultiPolygon, Polygon, Position } from "geojson";
import { feature } from "topojson-client";
import type { GeometryCollection, Topology } from "topojson-specification";

export interface Country {
  feature: Feature<Polygon | MultiPolygon>;
  name: string;
  /** A point in the middle of its largest part: longitude, latitude. */
  middle: Position;
}

/** What Natural Earth calls countries that the graph, as Wikidata, calls otherwise. */
const CALLED: Readonly<Record<string, string>> = {
  "Antigua and Barbuda": "Antigua and Barb.",
  "Bosnia and Herzegovina": "Bosnia and Herz.",
  "Cape Verde": "Cabo Verde",
  "Central African Republic": "Central African Rep.",
  "Czech Republic": "Czechia",
  "Democratic Republic of the Congo": "Dem. Rep. Congo",
  "Dominican Republic": "Dominican Rep.",
  "East Timor": "Timor-Leste",
  "Equatorial Guinea": "Eq. Guinea",
  Eswatini: "eSwatini",
  "Federated States of Micronesia": "Micronesia",
  "Marshall Islands": "Marshall Is.",
  "North Macedonia": "Macedonia",
  "Republic of the Congo": "Congo",
  "Saint Kitts and Nevis": "St. Kitts and Nevis",
  "Saint Vincent and the Grenadines": "St. Vin. and Gren.",
  "Solomon Islands": "Solomon Is.",
  "South Sudan": "S. Sudan",
  "São Tomé and Príncipe": "São Tomé and Principe",
  "The Bahamas": "Bahamas",
  "The Gambia": "Gambia",
  "United States": "United States of America",
  "Vatican City": "Vatican",
  "Western Sahara": "W. Sahara",
};

/** All countries, none where the file cannot be had: places are then drawn without a world below them. */
export async function countriesOf(address: string): Promise<Country[]> {
  try {
    const world: Topology<{ countries: GeometryCollection }> = await (await fetch(address)).json();
    const found = feature(world, world.objects.countries).features as Feature<Polygon | MultiPolygon>[];
    return found.filter((each) => each.geometry).map(country);
  } catch {
    return [];
  }
}

/** The country of an English name, else the one that a point lies in. */
export function countryOf(countries: readonly Country[], english: string, point: Position | null): Country | undefined {
  const name = CALLED[english] ?? english;
  return countries.find((each) => each.name === name) ?? (point ? countries.find((each) => lies(point, each.feature.geometry)) : undefined);
}

function country(found: Feature<Polygon | MultiPolygon>): Country {
  const shape = unrolled(found);
  const lines = (shape.geometry.coordinates as Position[][][]).map((rings) => rings[0]);
  const weighed = lines.map(weigh).sort((one, other) => other.area - one.area);
  return { feature: shape, name: String(found.properties?.name), middle: weighed[0].middle };
}

/** The area of what a line encloses, in square degrees, and its centre of gravity. */
function weigh(line: Position[]): { area: number; middle: Position } {
  let [area, x, y] = [0, 0, 0];
  for (let here = 0; here < line.length - 1; here++) {
    const [[x1, y1], [x2, y2]] = [line[here], line[here + 1]];
    const part = x1 * y2 - x2 * y1;
    area += part / 2;
    x += ((x1 + x2) * part) / 6;
    y += ((y1 + y2) * part) / 6;
  }
  return { area: Math.abs(area), middle: area ? [x / area, y / area] : line[0] };
}

/** The same country without lines across the whole map: what lies beyond the 180th meridian is drawn beyond the map's edge. */
function unrolled(country: Feature<Polygon | MultiPolygon>): Feature<Polygon | MultiPolygon> {
  const polygons = country.geometry.type === "Polygon" ? [country.geometry.coordinates] : country.geometry.coordinates;
  return { ...country, geometry: { type: "MultiPolygon", coordinates: polygons.map((rings) => rings.map(unrolledLine)) } };
}

function unrolledLine(line: Position[]): Position[] {
  let shift = 0;
  return line.map(([x, y], index) => {
    const step = index ? x - line[index - 1][0] : 0;
    if (Math.abs(step) > 180) shift -= 360 * Math.sign(step);
    return [x + shift, y];
  });
}

function lies(point: Position, geometry: Polygon | MultiPolygon): boolean {
  const polygons = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
  return polygons.some(([outer, ...holes]) => isWithin(point, outer) && !holes.some((hole) => isWithin(point, hole)));
}

/** Counts how often a ray from the point to the east crosses the line: an odd number where the point is within. */
function isWithin([x, y]: Position, line: Position[]): boolean {
  let within = false;
  for (let here = 0, before = line.length - 1; here < line.length; before = here++) {
    const [[x1, y1], [x2, y2]] = [line[here], line[before]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) within = !within;
  }
  return within;
}
