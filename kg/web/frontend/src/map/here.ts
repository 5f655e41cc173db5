// The list below the map: which incidents were at the place that was clicked. All names are set as text.

interface Listed {
  address: string;
  label: string;
  when: string;
  family: string;
  killed: number | null;
}

let asked = 0;

export async function showIncidents(place: { name: string; list: string; count: number }, words: DOMStringMap): Promise<void> {
  const panel = document.getElementById("here");
  if (!panel) return;
  const question = ++asked;
  const found = await incidentsAt(place.list);
  if (question !== asked) return; // another place was clicked meanwhile
  panel.replaceChildren(heading(panel, place.name, words.close ?? ""), found ? list(found.incidents) : element("p", "problem", words.failed ?? ""));
  if (found && found.total > found.incidents.length) panel.append(element("p", "note", `… ${found.total}`));
  panel.hidden = false;
}

async function incidentsAt(address: string): Promise<{ total: number; incidents: Listed[] } | null> {
  try {
    const answer = await fetch(address);
    return answer.ok ? await answer.json() : null;
  } catch {
    return null;
  }
}

function heading(panel: HTMLElement, name: string, close: string): HTMLElement {
  const made = document.createElement("h4");
  const button = element("button", "", "×");
  button.setAttribute("aria-label", close);
  button.addEventListener("click", () => {
    panel.hidden = true;
  });
  made.append(element("bdi", "", name), button);
  return made;
}

function list(incidents: readonly Listed[]): HTMLElement {
  const made = document.createElement("ul");
  for (const incident of incidents) {
    const link = element("a", "generated", "") as HTMLAnchorElement;
    link.href = incident.address;
    link.append(element("bdi", "", incident.label));
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
