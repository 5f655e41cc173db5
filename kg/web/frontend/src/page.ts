// What every page loads: the choice of light or dark, and suggestions under the search box.

import { suggestNames } from "./suggestions";
import { offerThemes } from "./themes";

offerThemes();
for (const input of document.querySelectorAll<HTMLInputElement>("input[data-suggest]")) suggestNames(input);
