// An article beside what was read in it: pointing at a fact lights up its words, pointing at words the facts that rest on them.
// Offsets in addresses (#char=b,e) are code points, and so are those that the server wrote beside each piece: nothing is counted here.

const text = document.querySelector<HTMLElement>("[data-text]");
const facts = document.querySelector<HTMLElement>("[data-facts]");
if (text && facts) pair(text, facts);

function pair(text: HTMLElement, facts: HTMLElement): void {
  let pinned: HTMLElement | undefined;
  const pieces = [...text.querySelectorAll<HTMLElement>("[data-at]")];
  const told = [...facts.querySelectorAll<HTMLElement>(".fact")];

  const light = (chosen: HTMLElement | undefined): void => {
    const isFact = chosen?.classList.contains("fact") ?? false;
    const lit = !chosen ? [] : isFact ? [chosen] : factsOf(chosen);
    const evidence = new Set(isFact || !chosen ? lit.flatMap((fact) => numbers(fact, "evidence")) : numbers(chosen, "evidence"));
    const things = new Set(lit.flatMap((fact) => numbers(fact, "things")));
    for (const fact of told) fact.classList.toggle("lit", lit.includes(fact));
    for (const piece of pieces) {
      const inside = numbers(piece, "evidence").some((each) => evidence.has(each));
      piece.classList.toggle("lit", inside);
      piece.classList.toggle("named", inside && isFact && numbers(piece, "things").some((each) => things.has(each)));
    }
    if (lit.length && !isFact) bring(facts, lit[0]);
  };

  /** Facts that rest on the words of a piece; where it names something, those about that, if there are any. */
  const factsOf = (piece: HTMLElement): HTMLElement[] => {
    const resting = told.filter((fact) => shares(fact, piece, "evidence"));
    const about = resting.filter((fact) => shares(fact, piece, "things"));
    return about.length ? about : resting;
  };

  const watch = (area: HTMLElement, selector: string): void => {
    const chosen = (event: Event) => (event.target as Element).closest<HTMLElement>(selector) ?? undefined;
    for (const kind of ["pointerover", "focusin"]) area.addEventListener(kind, (event) => light(chosen(event) ?? pinned));
    for (const kind of ["pointerleave", "focusout"]) area.addEventListener(kind, () => light(pinned));
    area.addEventListener("click", (event) => {
      pinned = chosen(event);
      light(pinned);
    });
  };
  watch(text, "[data-at]");
  watch(facts, ".fact");

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") light((pinned = undefined));
  });

  /** A span that an address names: lit in the text, with the facts that rest on just these words. */
  const follow = (): void => {
    const span = location.hash.match(/^#char=(\d+),(\d+)$/);
    if (!span) return;
    const [begin, end] = [Number(span[1]), Number(span[2])];
    let first: HTMLElement | undefined;
    for (const piece of pieces) {
      const [from, to] = (piece.dataset.at ?? "0,0").split(",").map(Number);
      const inside = from < end && begin < to;
      piece.classList.toggle("target", inside);
      if (inside) first ??= piece;
    }
    first?.scrollIntoView({ block: "center" });
    const same = told.find((fact) => fact.querySelector("a")?.getAttribute("href") === location.hash);
    if (same && !facts.contains(document.activeElement)) bring(facts, same);
  };
  addEventListener("hashchange", follow);
  follow();
}

function numbers(element: HTMLElement, name: "evidence" | "things"): string[] {
  return element.dataset[name]?.split(" ").filter(Boolean) ?? [];
}

function shares(left: HTMLElement, right: HTMLElement, name: "evidence" | "things"): boolean {
  const others = numbers(right, name);
  return numbers(left, name).some((each) => others.includes(each));
}

/** Scrolls a box of its own so that something in it is seen, and never the page. */
function bring(box: HTMLElement, element: HTMLElement): void {
  const [outer, inner] = [box.getBoundingClientRect(), element.getBoundingClientRect()];
  if (inner.top < outer.top || inner.bottom > outer.bottom) box.scrollTop += inner.top - outer.top - outer.height / 3;
}
