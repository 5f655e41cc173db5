"""Whether time grows with the length of a text only: of every regular expression of the package, and of reading as a whole.

Each is run over things that are repeated. Where that takes long enough to tell, a quarter of it must take about a quarter of the time;
what goes with the square takes a sixteenth. It is processor time that is measured, so that a busy machine changes little.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from math import inf
from types import ModuleType

import click
from hostile_texts import UNITS

import kg
from kg.extract import load_extractor
from kg.gazetteer import load
from kg.model import Article
from kg.processor_time import TakesTooLong, limited

_TIMES = 4
"""A quarter of a text is what the whole is compared with."""
_MOST = 6.5
"""How many times as long `_TIMES` as much may take: caches and memory make it more than `_TIMES`, the square would be 16."""
_WORDS = 20
"""Of those in an expression as many are tried."""
_TAIL = "\x7f"
"""What a text ends with, so that an expression for the whole of it, or its end, fails there and looks for other ways."""
_LONGEST = 3.0
"""Seconds after which what is measured is stopped, and too slow whatever a part of it takes."""
_WAYS = {**{name: name for name in ("fullmatch", "match", "search", "findall")}, **dict.fromkeys(("finditer", "sub", "split"), "findall")}
"""How an expression may be called, and what takes as long: one that only ever begins at one place may look far from there."""


@dataclass(frozen=True, slots=True)
class Measure:
    """How much text is enough to tell."""

    characters: int
    seen: float
    """Seconds of processor time below which so much text is read fast enough, and nothing more is measured."""


_EXPRESSION = Measure(4_000, 0.01)
_READING = Measure(20_000, 1.0)


def expressions() -> Iterator[tuple[str, Callable[[str], object], re.Pattern[str]]]:
    """Every compiled regular expression for texts that a module holds, or makes when it is first needed: its name, a way in which the
    package calls it, and itself.
    """
    modules = list(_modules())
    sources = [inspect.getsource(module) for module in modules]
    for module, source in zip(modules, sources, strict=True):
        for name, value in vars(module).items():
            made = value() if _makes_one(value, module.__name__) else value
            if isinstance(made, re.Pattern) and isinstance(made.pattern, str):
                for way in _ways(name, [source] if name.startswith("_") else sources):
                    yield f"{module.__name__}.{name}", getattr(made, way), made


def _modules() -> Iterator[ModuleType]:
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if not module.name.endswith("__main__"):
            try:
                yield importlib.import_module(module.name)
            except ImportError:  # an extra that is not installed
                continue


def _makes_one(value: object, module: str) -> bool:
    if not callable(value) or getattr(value, "__module__", "") != module or inspect.isclass(value):
        return False
    signature = inspect.signature(value)
    return not signature.parameters and "Pattern" in str(signature.return_annotation)


def _ways(name: str, sources: Iterable[str]) -> list[str]:
    """How sources call an expression; as one that is looked for everywhere, where they only hand it on."""
    called = re.compile(rf"\b{name}(?:\(\))?\.({'|'.join(_WAYS)})\b")
    return sorted({_WAYS[way] for source in sources for way in called.findall(source)}) or ["findall"]


def repetitions_of(pattern: re.Pattern[str]) -> list[tuple[str, str]]:
    """What is repeated before an expression: what is hostile anyway, also behind what it speaks of, and that itself."""
    hostile = [unit for unit in UNITS if len(unit) < 4]
    words = re.findall(r"\w{2,}", pattern.pattern)[:_WORDS]
    own = dict.fromkeys((*sorted(set(pattern.pattern)), *words))
    alone = (("", unit) for unit in (*hostile, *own, *(f"{word} " for word in words)))
    return [*dict.fromkeys(alone), *((head, unit) for head in own for unit in hostile)]


def too_slow(work: Callable[[str], object], repetitions: Iterable[tuple[str, str]], measure: Measure) -> Iterator[str]:
    """What takes a time that grows faster than the text, in words: of pairs of what the text begins with, and what is repeated after it."""
    for head, unit in repetitions:
        text = (head + unit * (measure.characters // len(unit) + 1))[: measure.characters] + _TAIL
        times, took = growth(work, text, measure.seen)
        if times > _MOST:
            yield f"{f'{head!r} and ' if head else ''}{unit!r} takes {took:.2f} s, {times:.1f} times as long as a quarter of it"


def growth(work: Callable[[str], object], text: str, seen: float) -> tuple[float, float]:
    """How many times as long a text takes as a quarter of it, and how long; 0 times where it is fast enough.

    What looks bad is measured again, as other processes disturb.
    """
    if (whole := seconds(work, text)) < seen:
        return 0.0, whole
    quarter = text[: len(text) // _TIMES] + _TAIL
    part = seconds(work, quarter)
    if whole / part > _MOST:
        whole, part = min(whole, seconds(work, text)), max(part, seconds(work, quarter))
    return inf if whole >= _LONGEST else whole / part, whole


def seconds(work: Callable[[str], object], text: str) -> float:
    """Processor time; no more than is needed to know that it is too long."""
    started = time.process_time()
    try:
        with limited(_LONGEST):
            work(text)
    except TakesTooLong:
        return _LONGEST
    return time.process_time() - started


def of_expressions() -> int:
    """How many regular expressions are too slow; each is told of at once."""
    found, wrong = list(expressions()), 0
    for name, call, pattern in found:
        if fault := next(too_slow(call, repetitions_of(pattern), _EXPRESSION), None):
            wrong += 1
            click.echo(f"{name}.{call.__name__}: {fault}")
    click.echo(f"{len(found)} calls of regular expressions: {wrong} grow faster than the text, up to {_EXPRESSION.characters:,} characters")
    return wrong


def of_reading() -> int:
    """How many repetitions reading is too slow for; each is told of at once."""
    extractor, wrong = load_extractor(load(())), 0
    repetitions = (("", unit) for unit in UNITS)
    for fault in too_slow(lambda text: extractor(Article("x", text, "", "", issued="2024-03-05")), repetitions, _READING):
        wrong += 1
        click.echo(f"reading: {fault}")
    click.echo(f"reading {len(UNITS)} texts of {_READING.characters:,} characters: {wrong} grow faster than the text")
    return wrong


@click.command()
@click.option("--reading/--no-reading", default=True, help="Also the whole extractor.")
def main(*, reading: bool) -> None:
    """Ends with 1 where something grows faster than the text."""
    wrong = of_expressions() + (of_reading() if reading else 0)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
