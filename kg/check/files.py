"""Whether the files of a store are what was written: all that has a checksum, or a form of its own, is read."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.extractions import Extractions
from kg.seals import broken
from kg.search import damaged as damaged_index
from kg.store import StoreFolder

_REMOVE = "remove the store's folders live and snapshots, then `kg build` makes them again without reading an article"
_BY_ARTICLE = "if it is an article, take it back with `kg remove` and build it again from its file"
_BACKUP = "else restore a backup, or move the file away with live and snapshots and build again from the articles"


@dataclass(frozen=True, slots=True)
class Damage:
    """Something that is not what was written."""

    path: str
    problem: str
    remedy: str

    def __str__(self) -> str:
        return f"{self.path}: {self.problem}; {self.remedy}"


def damages(folder: StoreFolder, *, wait: bool = False) -> Iterator[Damage]:
    """What is damaged in a store, while nobody writes in it.

    Raises StoreMissing where there is none, StoreLocked where another process writes (unless `wait`), StoreError where it cannot be
    opened for writing, or what was read cannot be opened at all.
    """
    folder.require()
    with folder.writer(wait=wait):
        with Extractions(folder.extractions) as extractions:
            yield from (Damage(str(folder.extractions), problem, f"{_BY_ARTICLE}; {_BACKUP}") for problem in extractions.damaged())
        for problem in damaged_index(folder.path):
            yield Damage(f"{folder.path}/search.sqlite", problem, "remove it, then `kg build` makes it again")
        yield from _live(folder)
        for snapshot in folder.snapshots():
            yield from (Damage(str(snapshot), problem, _REMOVE) for problem in broken(snapshot, thoroughly=True))


def _live(folder: StoreFolder) -> Iterator[Damage]:
    if not folder.has_live():
        return
    try:
        with folder.live() as live:
            live.look_through()
    except StoreError as error:
        yield Damage(str(Path(folder.path, "live")), str(error), _REMOVE)
