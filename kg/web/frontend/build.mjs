// Makes ../static/built of src/: `npm ci && npm run build`. The result is committed, so that Node is needed only to change it.
// Says how large each page's files are and fails where they pass their budget.

import { copyFile, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";

const BUILT = join("..", "static", "built");
const MEGABYTE = 2 ** 20;
const ALL = 6 * MEGABYTE;
const PAGE = 500 * 1000; // compressed, of any page but the query editor
const WORLD = "countries-50m.json";
const EVERYWHERE = ["style.css", "page.js", ".woff2"];
const PAGES = {
  map: ["map.js", "map.css", WORLD],
  article: ["article.js"],
  explorer: ["explorer.js"],
  editor: ["editor.js", "editor.css"],
};

await rm(BUILT, { recursive: true, force: true });
await mkdir(BUILT, { recursive: true });
const made = await build({
  entryPoints: ["page.ts", "article.ts", "map.ts", "explorer.ts", "editor.ts", "style.css"].map((name) => join("src", name)),
  outdir: BUILT,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["es2022"],
  charset: "utf8",
  assetNames: "[name]-[hash]", // a year in caches, so a new font needs a new name
  loader: { ".woff2": "file", ".png": "dataurl", ".svg": "dataurl" },
  legalComments: "none",
  metafile: true,
});
await copyFile(join("node_modules", "world-atlas", WORLD), join(BUILT, WORLD));
await writeFile(join(BUILT, "LICENSES.txt"), await licences(Object.keys(made.metafile.inputs)));
await withinBudget();

/** The licences of every package of which a part is in the bundle, and of the map. */
async function licences(inputs) {
  const packages = new Set(["world-atlas"]);
  for (const input of inputs) {
    const found = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//);
    if (found) packages.add(found[1]);
  }
  const texts = [];
  for (const name of [...packages].sort()) {
    const folder = join("node_modules", name);
    const about = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
    const file = (await readdir(folder)).find((each) => /^licen[cs]e/i.test(each));
    const text = file ? await readFile(join(folder, file), "utf8") : `Licence: ${about.license}`;
    texts.push(`${name} ${about.version} (${about.license})\n\n${text.trim()}\n`);
  }
  return texts.join(`\n${"-".repeat(80)}\n\n`);
}

async function withinBudget() {
  const sizes = new Map();
  for (const name of await readdir(BUILT)) sizes.set(name, await readFile(join(BUILT, name)));
  const compressed = (names) =>
    [...sizes].filter(([name]) => names.some((each) => name.endsWith(each))).reduce((sum, [, data]) => sum + gzipSync(data).length, 0);
  const all = [...sizes.values()].reduce((sum, data) => sum + data.length, 0);
  const pages = Object.entries(PAGES).map(([page, names]) => [page, compressed([...EVERYWHERE, ...names])]);
  console.log(`${basename(BUILT)}: ${(all / MEGABYTE).toFixed(2)} MB in all; compressed: ${pages.map(([page, size]) => `${page} ${Math.round(size / 1000)} kB`).join(", ")}`);
  const heavy = pages.filter(([page, size]) => page !== "editor" && size > PAGE).map(([page]) => page);
  if (all > ALL || heavy.length) throw new Error(`over budget: ${all > ALL ? "all" : heavy.join(", ")}`);
}
