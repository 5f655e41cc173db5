// Names on the page: each in its own direction, and, as the templates have it, marked where the program worded it and where it is in
// Arabic among other words or on a page that is not.

const ARABIC = /[\u0600-\u06ff]/g;
const LATIN = /[A-Za-z]/g;
const ISOLATED = /\u2068([^\u2068\u2069]*)\u2069/; // a name of another script within a label

/** `language` is the one that the name is told to be in; without it its letters decide. */
export function named(name: string, generated = false, language = ""): HTMLElement {
  const made = document.createElement("bdi");
  if (generated) made.className = "generated";
  const tongue = language || tongueOf(name);
  if (tongue && tongue !== document.documentElement.lang) made.lang = tongue;
  const parts = tongue === "ar" ? [name] : name.split(ISOLATED);
  made.append(...parts.map((part, place) => (place % 2 ? isolated(part) : part)).flat());
  return made;
}

/** "ar" where most letters outside of isolated names are Arabic, else "". */
function tongueOf(name: string): string {
  const outside = name.split(ISOLATED).filter((_, place) => place % 2 === 0).join("");
  const arabic = outside.match(ARABIC)?.length ?? 0;
  return arabic && arabic >= (outside.match(LATIN)?.length ?? 0) ? "ar" : "";
}

function isolated(name: string): (globalThis.Node | string)[] {
  if (!name.match(ARABIC)) return [`\u2068${name}\u2069`];
  const made = Object.assign(document.createElement("span"), { textContent: name, lang: "ar" });
  return ["\u2068", made, "\u2069"];
}
