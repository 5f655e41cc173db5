"""Kills builds, publications, removals, backups and restorations at drawn steps, and looks at what they leave."""

import random
import shutil
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import click

from soak.looking import Graph, held, require_settled, shown
from soak.material import Material
from soak.processes import ChildFailed, in_child, killed
from soak.scenarios import Scenario, Scenarios

_LONGEST = 0.005
"""Seconds after the beginning of a step at which half of the children are killed at the latest; the others die before it."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a kill left, and what became of it."""

    scenario: str
    at: str
    """The step, and when."""
    died: bool
    """False where the command had ended by then."""
    seen: int = -1
    """Which of the graphs that may be seen readers saw after the kill."""
    whole: int = 0
    """Articles that they saw whole."""
    half: int = 0
    lost: int = 0
    """Articles that are not there when the command was given again."""
    problem: str = ""


def kill(material: Material, place: Path, number: int, seed: int) -> Iterator[Found]:
    """Kills so many commands, each kind in turn, and tells of each."""
    ready = list(Scenarios(material, place / "undisturbed").ready())
    chance = random.Random(seed)  # noqa: S311  # no secret
    for at in range(number):
        scenario = ready[at % len(ready)]
        last, delay = chance.randint(1, scenario.steps), chance.choice((0.0, chance.uniform(0, _LONGEST)))
        folder = place / f"{at}"
        found = _killed(scenario, material, folder, last, delay)
        yield found
        if not found.problem:
            shutil.rmtree(folder)


def _killed(scenario: Scenario, material: Material, folder: Path, last: int, delay: float) -> Found:
    at = f"step {last} of {scenario.steps}, " + (f"{delay * 1000:.2f} ms after it began" if delay else "before it")
    shutil.copytree(scenario.before, folder, symlinks=True)
    died = False
    try:
        died = killed(lambda: scenario.act(folder), last, delay)
        return in_child(lambda: _looked_at(scenario, material, folder, at, died=died))
    except ChildFailed:
        return Found(scenario.name, at, died, problem="a child failed, see above")


def _looked_at(scenario: Scenario, material: Material, folder: Path, at: str, *, died: bool) -> Found:
    """Looks at what was left, gives the command again, and looks at what it comes to."""
    store, wanted = folder / "store", scenario.seen[-1]
    assert wanted
    left, problem = shown(store), ""
    half = _half(left, scenario.seen)
    if left not in scenario.seen:
        problem = "readers see a graph that never was"
    held(store, material)
    scenario.act(folder)
    end = shown(store)
    assert end
    if end != wanted:
        problem = problem or "the resumed graph is another one"
    require_settled(store, end)
    seen = scenario.seen.index(left) if left in scenario.seen else -1
    whole, lost = len(left.articles) - half if left else 0, len(wanted.articles.keys() - end.articles.keys())
    return Found(scenario.name, at, died, seen, whole, half, lost, problem)


def _half(left: Graph | None, seen: Sequence[Graph | None]) -> int:
    """How many articles readers see as they are in no graph that may be seen."""
    known = {(key, digest) for graph in seen if graph for key, digest in graph.articles.items()}
    return len(left.articles.items() - known) if left else 0


def tell(found: Sequence[Found]) -> bool:
    """Prints the counts. Whether nothing was lost, half or mixed."""
    click.echo(f"{'':<18}{'killed':>7}{'ended':>7}{'whole':>8}{'half':>6}{'lost':>6}{'bad':>5}  seen, from as before to as in the end")
    for name in dict.fromkeys(each.scenario for each in found):
        _tell_line(name, [each for each in found if each.scenario == name])
    _tell_line("in all", found)
    for each in found:
        if each.problem:
            click.echo(f"{each.scenario}, {each.at}: {each.problem}", err=True)
    return not any(each.problem or each.half or each.lost for each in found)


def _tell_line(name: str, found: Sequence[Found]) -> None:
    died, bad = sum(each.died for each in found), sum(bool(each.problem) for each in found)
    whole, half, lost = (sum(getattr(each, what) for each in found) for what in ("whole", "half", "lost"))
    seen = Counter(each.seen for each in found)
    told = ", ".join(f"{number}" for _, number in sorted(seen.items())) if name != "in all" else ""
    click.echo(f"{name:<18}{died:>7}{len(found) - died:>7}{whole:>8}{half:>6}{lost:>6}{bad:>5}  {told}")
