// Keys for the timeline: one tab stop for all bars, and arrows from bar to bar. Without this script each bar is a stop of its own.

export function moveAlong(timeline: SVGSVGElement): void {
  const bars = [...timeline.querySelectorAll<SVGAElement>("a.bar")];
  const forward = document.documentElement.dir === "rtl" ? "ArrowLeft" : "ArrowRight";
  const backward = forward === "ArrowLeft" ? "ArrowRight" : "ArrowLeft";
  for (const bar of bars) bar.setAttribute("tabindex", bar === bars.at(-1) ? "0" : "-1");
  timeline.addEventListener("keydown", (event) => {
    const here = bars.indexOf(document.activeElement as unknown as SVGAElement);
    const next = { [forward]: here + 1, [backward]: here - 1, Home: 0, End: bars.length - 1 }[event.key];
    if (here < 0 || next === undefined || !bars[next]) return;
    event.preventDefault();
    bars[here].setAttribute("tabindex", "-1");
    bars[next].setAttribute("tabindex", "0");
    bars[next].focus();
  });
}
