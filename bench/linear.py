"""Whether time grows with the length of a text only: of every regular expression of the package, and of reading as a whole.

Each is run over things that are repeated ever more often. Four times as many must take about four times as long; what goes with the
square takes sixteen times.
"""

import importlib
import inspect
import pkgutil
import re
import sys
import time
from collections.abc import Callable, Iterator

import click
from hostile_texts import UNITS

import kg
from kg.extract import load_extractor
from kg.gazetteer import load
from kg.model import Article
from kg.processor_time import TakesTooLong, limited

_TIMES = 4
_MOST = 9.0
"""How many times as long `_TIMES` as much may take: caches and memory make it more than `_TIMES`, the square would be 16."""
_OF_WORDS = ("_DECIMAL", "ADJECTIVE", "_HIS", "_ADVERB", "_ACCUSATIVE", "_AT")
"""Those that are only ever matched with the whole of a word or name; looked for in a text they would go with the square of a word."""
_SEEN = 0.02
"""Seconds from which a time tells anything."""
_LONGEST = 2.0
_SHORT = 2_000
"""Characters at first."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled regular expression for texts that a module holds, or makes when it is first needed."""
    for module in pkgutil.walk_packages(kg.__path__, "kg."):
        if module.name.endswith("__main__"):
            continue
        try:
            loaded = importlib.import_module(module.name)
        except ImportError:  # an extra that is not installed
            continue
        for name, value in vars(loaded).items():
            made = value() if _makes_one(value, module.name) else value
            if isinstance(made, re.Pattern) and isinstance(made.pattern, str):
                yield f"{module.name}.{name}", made


def _makes_one(value: object, module: str) -> bool:
    if not callable(value) or getattr(value, "__module__", "") != module or inspect.isclass(value):
        return False
    signature = inspect.signature(value)
    return not signature.parameters and "Pattern" in str(signature.return_annotation)


def units_of(pattern: re.Pattern[str]) -> list[str]:
    """What is repeated before it: what is hostile anyway, and what it speaks of."""
    own = sorted(set(pattern.pattern))
    words = re.findall(r"\w{2,}", pattern.pattern)[:9]
    return list(dict.fromkeys((*(unit for unit in UNITS if len(unit) < 4), *own, *words, *(f"{word} " for word in words))))


def seconds(work: Callable[[], object]) -> float:
    """Processor time; no more than is needed to know that it is too long."""
    started = time.process_time()
    try:
        with limited(_LONGEST):
            work()
    except TakesTooLong:
        pass
    return time.process_time() - started


def growth(work: Callable[[str], object], unit: str, short: int) -> tuple[float, float]:
    """How many times as long four times as much takes, and how long; the best of two, as other processes disturb."""
    text = (unit * (_TIMES * short // len(unit) + 1))[: _TIMES * short]
    if (at_once := seconds(lambda: work(text))) < _SEEN:
        return 0.0, at_once
    first, second = (min(seconds(lambda part=part: work(part)) for _ in range(2)) for part in (text[:short], text))
    return second / max(first, _SEEN / _TIMES), second


def of_patterns() -> list[str]:
    """What is wrong with the regular expressions."""
    wrong, found = [], list(patterns())
    for done, (name, pattern) in enumerate(found):
        if done % 10 == 0:
            click.echo(f"{done} of {len(found)} regular expressions, {len(wrong)} too slow", err=True)
        for unit in units_of(pattern):
            times, took = growth(pattern.fullmatch if name.endswith(_OF_WORDS) else pattern.findall, unit, _SHORT)
            if times > _MOST:
                wrong.append(f"{name}: {unit!r} takes {took:.2f} s, {times:.0f} times as long")
                break
    click.echo(f"{len(found)} regular expressions: {len(wrong)} grow faster than the text ({_SHORT:,} to {_TIMES * _SHORT:,} characters)")
    return wrong


def of_reading() -> list[str]:
    """What is wrong with reading as a whole."""
    extractor, wrong, slowest = load_extractor(load(())), [], (0.0, "")
    for unit in UNITS:
        times, took = growth(lambda text: extractor(Article("x", text, "", "", issued="2024-03-05")), unit, _SHORT)
        slowest = max(slowest, (took, unit))
        if times > _MOST:
            wrong.append(f"reading: {unit!r} takes {took:.2f} s, {times:.0f} times as long")
    click.echo(f"reading {len(UNITS)} texts of {_TIMES * _SHORT:,} characters: at most {slowest[0]:.1f} s, for {slowest[1]!r}")
    return wrong


@click.command()
@click.option("--reading/--no-reading", default=True, help="Also the whole extractor.")
def main(*, reading: bool) -> None:
    """Ends with 1 where something grows faster than the text."""
    wrong = [*of_patterns(), *(of_reading() if reading else ())]
    for each in wrong:
        click.echo(each)
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
