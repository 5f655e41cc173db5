// Light or dark: what the system prefers until a reader chooses; the choice stays in the browser.

const KEPT = "isnad-theme";

export function offerThemes(): void {
  const root = document.documentElement;
  const kept = read();
  if (kept) root.dataset.theme = kept;
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[data-theme-switch]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      const dark = root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
      root.dataset.theme = dark ? "light" : "dark";
      keep(root.dataset.theme);
    });
  }
}

/** Browsers may refuse storage altogether: the choice then lasts as long as the page. */
function read(): string | null {
  try {
    return localStorage.getItem(KEPT);
  } catch {
    return null;
  }
}

function keep(theme: string): void {
  try {
    localStorage.setItem(KEPT, theme);
  } catch {
    // The page shows the choice; only the next page will not know it.
  }
}
