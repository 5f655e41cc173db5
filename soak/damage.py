"""Files of a store that are flipped, cut short, zeroed or gone: is it noticed, and does what is told to be done mend it?

A copy of a built store is damaged at one place, then asked: readers read all of its graph and find something by a word, `kg check
--files` looks, and a build goes on. An answer that is another one, without an error, is what must not be.
"""

import random
import shutil
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import cycle
from pathlib import Path

import click

from kg.check.files import damages
from kg.errors import KgError
from kg.queries.sparql.searching import open_search
from kg.search import Question
from kg.store import StoreFolder
from soak.looking import Graph, shown
from soak.material import Material
from soak.processes import ChildFailed, in_child

_PAGE = 4096
_WORD = "انفجار"


def _flip(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    at = chance.randrange(len(content))
    content[at] ^= 1 << chance.randrange(8)
    path.write_bytes(content)


def _cut(path: Path, chance: random.Random) -> None:
    path.write_bytes(path.read_bytes()[: chance.randrange(path.stat().st_size)])


def _zero(path: Path, chance: random.Random) -> None:
    content = bytearray(path.read_bytes())
    at = chance.randrange(0, len(content), _PAGE)
    content[at : at + _PAGE] = bytes(len(content[at : at + _PAGE]))
    path.write_bytes(content)


def _lose(path: Path, _: random.Random) -> None:
    path.unlink()


_WAYS: dict[str, Callable[[Path, random.Random], None]] = {"a bit": _flip, "cut short": _cut, "a page of zeros": _zero, "gone": _lose}
_PLACES = {
    "extractions": "extractions.sqlite",
    "snapshot: tables": "snapshots/*/graph/*.sst",
    "snapshot: others": "snapshots/*/graph/[!0-9]*",
    "snapshot: search": "snapshots/*/search.sqlite",
    "snapshot: counts, base": "snapshots/*/[bv]*",
    "live graph": "live/*",
    "search index": "search.sqlite",
}


@dataclass(frozen=True, slots=True)
class Damaged:
    """What came of a damage."""

    place: str
    what: str
    read: str
    """What readers got: "the same", an error, or "ANOTHER"."""
    checked: bool
    """Whether `kg check --files` found something."""
    built: str
    """What the next build came to: "the same", an error, or "ANOTHER"."""
    mended: bool
    """Whether it is all the same again after what is told to be done."""


@dataclass(frozen=True, slots=True)
class _Answers:
    """What readers are answered."""

    graph: Graph
    hits: tuple[str, ...]


def damage(material: Material, place: Path, number: int, seed: int) -> Iterator[Damaged]:
    """Damages so many copies, each place and way in turn, and tells of each."""
    half, everything = len(material.articles) // 2, len(material.articles)
    before, after = place / "before" / "store", place / "after" / "store"
    before.parent.mkdir()
    in_child(lambda: material.build(before, 0, half))
    shutil.copytree(before.parent, after.parent, symlinks=True)
    in_child(lambda: material.build(after, 0, everything))
    wanted = [in_child(partial(_asked, store)) for store in (before, after)]
    chance = random.Random(seed)  # noqa: S311  # no secret
    for at, (name, pattern) in zip(range(number), cycle(_PLACES.items()), strict=False):
        way = list(_WAYS)[at // len(_PLACES) % len(_WAYS)]
        folder = place / f"{at}"
        shutil.copytree(before.parent, folder, symlinks=True)
        found = sorted(path for path in (folder / "store").glob(pattern) if path.stat().st_size and path.name != "LOCK")
        path = chance.choice(found)
        _unshare(path)
        _WAYS[way](path, chance)
        what = f"{path.relative_to(folder / 'store')}: {way}"
        try:
            yield in_child(partial(_looked, material, folder / "store", wanted, name, what))
        except ChildFailed:
            yield Damaged(name, what, "CRASH", checked=False, built="CRASH", mended=False)
        shutil.rmtree(folder)


def _unshare(path: Path) -> None:
    """Makes a file one of its own: snapshots share theirs with the live graph."""
    content = path.read_bytes()
    path.unlink()
    path.write_bytes(content)


def _asked(store: Path) -> _Answers:
    graph = shown(store)
    assert graph
    folder = StoreFolder(store)
    folder.require_whole()
    with open_search(folder) as search:
        return _Answers(graph, tuple(hit.iri for hit in search.find(Question.of(_WORD), 100).hits))


def _looked(material: Material, store: Path, wanted: Sequence[_Answers], place: str, what: str) -> Damaged:
    read = _told(lambda: _asked(store), wanted[0])
    try:
        checked = bool(list(damages(StoreFolder(store))))
    except KgError:
        checked = True
    built = _told(lambda: _built(material, store), wanted[1])
    _mend(store, place)
    mended = _told(lambda: _built(material, store), wanted[1])
    return Damaged(place, what, read, checked, built, mended == "the same")


def _built(material: Material, store: Path) -> _Answers:
    material.build(store, 0, len(material.articles))
    return _asked(store)


def _mend(store: Path, place: str) -> None:
    """Does what the messages say."""
    if place == "extractions":  # moved away, and built again from the articles
        for path in store.glob("extractions.sqlite*"):
            path.unlink()
    if place == "search index":
        (store / "search.sqlite").unlink(missing_ok=True)
    shutil.rmtree(store / "live", ignore_errors=True)
    shutil.rmtree(store / "snapshots", ignore_errors=True)


def _told(ask: Callable[[], _Answers], wanted: _Answers) -> str:
    try:
        return "the same" if ask() == wanted else "ANOTHER"
    except KgError as error:
        return f"told: {error}"
    except AssertionError as error:
        return f"ANOTHER: {error}"
    except Exception as error:  # noqa: BLE001  # an error all the same, but without a remedy
        return f"told without a remedy: {type(error).__name__}: {error}"


def tell(found: Sequence[Damaged]) -> bool:
    """Prints the counts. Whether no answer was another one, and all could be mended."""
    click.echo(f"{'':<24}{'damaged':>8}{'told':>6}{'no remedy':>10}{'harmless':>9}{'ANOTHER':>8}{'by check':>9}{'mended':>7}")
    for name in dict.fromkeys(each.place for each in found):
        those = [each for each in found if each.place == name]
        worst = Counter(_worst(each) for each in those)
        counts = [worst[kind] for kind in ("told", "no remedy", "harmless", "ANOTHER")]
        numbers = "".join(f"{number:>{width}}" for number, width in zip(counts, (6, 10, 9, 8), strict=True))
        click.echo(f"{name:<24}{len(those):>8}{numbers}{sum(each.checked for each in those):>9}{sum(each.mended for each in those):>7}")
    for each in found:
        if _worst(each) in ("ANOTHER", "no remedy") or not each.mended:
            click.echo(
                f"{each.what}\n    read: {each.read}\n    built: {each.built}\n    check: {each.checked}, mended: {each.mended}", err=True
            )
    return all(_worst(each) != "ANOTHER" and each.mended for each in found)


def _worst(each: Damaged) -> str:
    both = (each.read, each.built)
    if any(one.startswith(("ANOTHER", "CRASH")) for one in both):
        return "ANOTHER"
    if any("without a remedy" in one for one in both):
        return "no remedy"
    return "told" if any(one.startswith("told") for one in both) else "harmless"
