// A name as lines that fit under a node. Canvases draw a line at a time and have one direction, so each line is isolated in the
// direction of its name, and what a name isolates itself (another script within a label) is closed and opened again at line ends.

const LINE = 22; // characters
const LINES = 3;
const [OPENING, PDI] = ["\u2066\u2067\u2068", "\u2069"];
const [LRI, RLI] = OPENING;
const OVERRIDES = /[\u200e\u200f\u202a-\u202e\u0000-\u001f]/g; // would turn what follows
const ISOLATES = /[\u2066-\u2069]/g;
const RIGHT_TO_LEFT = /^[^\p{L}]*[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff]/u;

/** Cut after whole words, or within the first where that alone is too long, with "…" where it is cut. */
export function lettered(name: string): string {
  const safe = name.replace(OVERRIDES, " ").trim();
  const plain = isBalanced(safe) ? safe : safe.replace(ISOLATES, "");
  const direction = RIGHT_TO_LEFT.test(plain.replace(ISOLATES, "")) ? RLI : LRI;
  let open: string[] = [];
  return lines(plain.split(/\s+/)).map((line) => {
    const before = open.join("");
    open = stillOpen(open, line);
    return direction + before + line + PDI.repeat(open.length + 1);
  }).join("\n");
}

function lines(words: string[]): string[] {
  const found: string[] = [];
  for (const word of words) {
    const last = found.at(-1);
    const joined = last === undefined ? word : `${last} ${word}`;
    if (length(joined) <= LINE && last !== undefined) found[found.length - 1] = joined;
    else if (found.length === LINES) return [...found.slice(0, -1), `${last}…`];
    else if (length(word) > LINE) return [...found, `${shortened(word)}…`];
    else found.push(word);
  }
  return found;
}

function length(text: string): number {
  return [...text.replace(ISOLATES, "")].length;
}

function shortened(word: string): string {
  return [...word].slice(0, LINE).join("");
}

/** Whether a name closes no more than it opens, so that it ends within its line. */
function isBalanced(name: string): boolean {
  let depth = 0;
  for (const mark of name.match(ISOLATES) ?? []) {
    depth += mark === PDI ? -1 : 1;
    if (depth < 0) return false;
  }
  return true;
}

/** The isolates that are open after a line. */
function stillOpen(before: readonly string[], line: string): string[] {
  const open = [...before];
  for (const mark of line.match(ISOLATES) ?? []) {
    if (mark !== PDI) open.push(mark);
    else open.pop();
  }
  return open;
}
