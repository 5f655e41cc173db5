// Where the rows of an answer are: by columns of coordinates, by points in well-known text, or by the places, and the events at
// places, that they name, which are looked up by a second question to the same endpoint.

import { parts, sparql, term, text } from "../explorer/asking";
import type { Answer, Data, Row } from "./data";
import { isNumber } from "./data";

export type At = [number, number]; // latitude, longitude
export type Whereabouts = (row: Row) => At | null;

const POINT = /^(?:<[^>]*>\s*)?POINT\s*\(\s*(-?[\d.]+)\s+(-?[\d.]+)\s*\)/i;
const LOOKED_AT = 500; // rows that tell whether an answer has places at all

/** By what stands in the answer itself; null where no row has coordinates. */
export function written(answer: Answer): Whereabouts | null {
  const named = (pattern: RegExp) => answer.variables.find((each) => pattern.test(each) && answer.rows.some((row) => isNumber(row[each])));
  const [latitude, longitude] = [named(/^lat(itude)?$|_lat(itude)?$/i), named(/^(long?|lng|longitude)$|_(long?|lng|longitude)$/i)];
  const point = answer.variables.find((each) => answer.rows.some((row) => POINT.test(row[each]?.value ?? "")));
  const where: Whereabouts = (row) => {
    if (latitude && longitude && row[latitude] && row[longitude]) return valid(row[latitude].value, row[longitude].value);
    const found = point ? POINT.exec(row[point]?.value ?? "") : null;
    return found && valid(found[2], found[1]);
  };
  return answer.rows.slice(0, LOOKED_AT).some(where) ? where : null;
}

/** Whether the answer names entities or events, of which places may be known. */
export function namesThings(answer: Answer, data: Data): boolean {
  return answer.rows.slice(0, LOOKED_AT).some((row) => things(row, answer, data).length > 0);
}

/** By the things that rows name: a row is at the first of them whose place is known. Throws what the endpoint answers instead. */
export async function lookedUp(answer: Answer, rows: readonly Row[], data: Data): Promise<Whereabouts> {
  const known = new Map<string, At>();
  for (const some of parts([...new Set(rows.flatMap((row) => things(row, answer, data)))])) {
    const found = await sparql(data.root, `SELECT ?thing ?lat ?long WHERE {
      VALUES ?thing { ${some.map(term).join(" ")} }
      OPTIONAL { ?thing kg:mainPlace ?main }
      BIND(COALESCE(?main, ?thing) AS ?place)
      ?place wgs:lat ?lat ; wgs:long ?long
    }`);
    for (const row of found) {
      const at = valid(text(row, "lat"), text(row, "long"));
      if (at) known.set(text(row, "thing"), at);
    }
  }
  return (row) => things(row, answer, data).map((each) => known.get(each)).find((at) => at !== undefined) ?? null;
}

function things(row: Row, answer: Answer, data: Data): string[] {
  const values = answer.variables.map((each) => row[each]).filter((each) => each?.type === "uri");
  return values.map((each) => each?.value ?? "").filter((iri) => ["entity/", "event/"].some((each) => iri.startsWith(data.base + each)));
}

function valid(latitude: string, longitude: string): At | null {
  const at: At = [Number(latitude), Number(longitude)];
  return Math.abs(at[0]) <= 90 && Math.abs(at[1]) <= 180 ? at : null;
}
