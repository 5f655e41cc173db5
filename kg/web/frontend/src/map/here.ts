// The list below the map: which incidents were at the place that was clicked. All names are set as text.

import { named } from "../names";

interface Listed {
  address: string;
  label: string;
  when: string;
  family: string;
  killed: number | null;
}

let asked = 0;

interface At {
  name: string;
  list: string;
}

/** `opener` is the place on the map, to which the focus goes back; where it was opened by keys the focus comes to the list. */
export async function showIncidents(place: At, words: DOMStringMap, opener: Element | undefined, byKeys = false): Promise<void> {
  const panel = document.getElementById("here");
  if (!panel) return;
  const question = ++asked;
  const found = await incidentsAt(place.list);
  if (question !== asked) return; // another place was clicked meanwhile
  const close = closing(panel, words.close ?? "", opener);
  const heading = document.createElement("h4");
  heading.append(named(place.name), close);
  panel.replaceChildren(heading, found ? list(found.incidents) : element("p", "problem", words.failed ?? ""));
  if (found && found.total > found.incidents.length) panel.append(element("p", "note", `… ${found.total}`));
  panel.hidden = false;
  if (byKeys) close.focus();
}

async function incidentsAt(address: string): Promise<{ total: number; incidents: Listed[] } | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function closing(panel: HTMLElement, label: string, opener: Element | undefined): HTMLElement {
  const button = element("button", "", "×");
  button.setAttribute("aria-label", label);
  button.addEventListener("click", () => {
    panel.hidden = true;
    if (opener instanceof SVGElement) opener.focus();
  });
  return button;
}

function list(incidents: readonly Listed[]): HTMLElement {
  const made = document.createElement("ul");
  for (const incident of incidents) {
    const link = element("a", "generated", "") as HTMLAnchorElement;
    link.href = incident.address;
    link.append(named(incident.label));
    const item = document.createElement("li");
    item.append(element("bdi", "date", incident.when), link);
    made.append(item);
  }
  return made;
}

function element(tag: string, name: string, content: string): HTMLElement {
  const made = document.createElement(tag);
  if (name) made.className = name;
  made.textContent = content;
  return made;
}
