// What every page loads: the choice of light or dark, suggestions of names, and keys for timelines.

import { suggestIdentifiers, suggestNames } from "./suggestions";
import { offerThemes } from "./themes";
import { moveAlong } from "./timeline";

offerThemes();
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggestNames(input);
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-fill]")) suggestIdentifiers(input);
for (const timeline of document.querySelectorAll<SVGSVGElement>("svg.timeline")) moveAlong(timeline);
