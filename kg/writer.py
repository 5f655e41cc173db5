"""A store that is open for writing: what was read goes in, articles are taken back, readers are shown the result."""

import json
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

import kg
from kg.change import UNRESOLVED, Derivation, Prepared, Recorder
from kg.confidence import required
from kg.describe import Describer
from kg.difference import Updater
from kg.errors import StoreError
from kg.extractions import Extractions
from kg.gazetteer import Gazetteer, load
from kg.identity import digest
from kg.memory import give_back
from kg.model import Article, Extraction, LinkedArticle
from kg.ontology import DEFAULT_BASE, Instances
from kg.own import require_free_default, show_own_graphs
from kg.resources import resource
from kg.search import FILE as SEARCH
from kg.search import SearchIndex
from kg.searchable import INDEX_ONLY
from kg.standing import Standing, as_text, forgotten, standings, taken
from kg.stats import FILE as COUNTS
from kg.stats import Contents, Counts, Stats, contents_of, counts_in, keep, kept, write_contents
from kg.store import LiveGraph, StoreFolder

_AT_ONCE = 100
"""Articles linked again, or taken back, in one transaction."""
_SHOWN_AT_ONCE = 500
"""Articles that are added before their events are worked out and the graph is brought up to date, unless it is published: each time large
events are grouped anew, all that is named again is described again, and Oxigraph merges what comes with a part of its tables."""
_GRAPH_CODE = (
    *("arabic", "change", "confidence", "decisions", "describe", "difference", "identity", "link"),
    *("model", "ontology", "origins", "resolution", "resolve", "summarise"),
)
"""Modules and packages that decide what the graph says of what was read."""
_SEARCH_CODE = ("arabic", "search", "searchable")
"""Those that decide how it is found."""


@dataclass(frozen=True, slots=True)
class StoreWriter:
    """The one writer of a store; `open_writer` makes it."""

    folder: StoreFolder
    extractions: Extractions
    live: LiveGraph
    describer: Describer
    derivation: Derivation
    index: SearchIndex
    dropped: tuple[str, ...] = ()
    """The gazetteer files of the build before that are used no more."""
    forgotten: int = 0
    """Decisions of the build before that are not there any more."""
    added: dict[str, LinkedArticle] = field(default_factory=dict)
    """Articles that were added, by their keys, and that the graph does not show yet."""

    def catch_up(self, progress: Callable[[int], None] = lambda _: None, *, resolves: bool = True) -> None:
        """Makes good what was left undone, and links articles again whose gazetteer, linker or decisions have changed since.

        `progress` is told how many articles were linked again. `resolves`: see `add_prepared`.
        """
        done, own = 0, self.derivation.own_versions()
        while stale := self.extractions.derived_otherwise(self.derivation.version, _AT_ONCE, own):
            self.recorder(resolves=resolves).link_again(stale)
            done += len(stale)
            progress(done)
        self._update(resolves=resolves)

    def add(self, read: Sequence[tuple[Article, Extraction]]) -> None:
        """Adds articles that were read, in place of what was there of them."""
        self.add_prepared([self.derivation.prepared(*one) for one in read])

    def add_prepared(self, read: Sequence[Prepared], *, resolves: bool = True) -> None:
        """The same, where what follows from each is there.

        Their events are worked out, and the graph is brought up to date, for many at once, and when it is published. Without `resolves`
        the events are left apart, until `catch_up` with it.
        """
        self.recorder(resolves=False).add(read)
        self.added.update((one.derived.article, one.linked) for one in read)
        if len(self.added) >= _SHOWN_AT_ONCE:
            self._update(resolves=resolves)

    def remove(self, keys: Sequence[str]) -> None:
        """Takes articles back."""
        for start in range(0, len(keys), _AT_ONCE):
            self.recorder().remove(keys[start : start + _AT_ONCE])
        self._update()

    def publish(self) -> bool:
        """Shows readers the graph as it is now. False where they see that already."""
        self._update()
        decisions = as_text(self.decisions())
        published = self.extractions.meta("published") == "yes" and self.folder.is_published(SEARCH, COUNTS) and self.folder.is_sound()
        if published and self.folder.decisions() == decisions:
            return False
        self.folder.publish(self.live, self.describer.instances.base, decisions=decisions, beside=self._put_beside)
        self.extractions.set_meta("published", "yes")
        return True

    def stats(self) -> Stats:
        """How much the store holds, once the live graph is up to date."""
        self._update(resolves=False)
        return self._contents().stats

    def decisions(self) -> tuple[Standing, ...]:
        """What people decided, and what of it could not be followed."""
        return tuple(standings(self.extractions, self.derivation.judgements))

    def _contents(self) -> Contents:
        instances = self.describer.instances
        counts = kept(self.extractions)
        if counts is None:
            keep(self.extractions, counts := self.live.counted(lambda graph: counts_in(graph, instances)))
        return contents_of(self.extractions, counts, instances)

    def _put_beside(self, snapshot: Path) -> None:
        """Puts the search index and the counts into a snapshot that nobody sees yet."""
        self.index.copy(snapshot)
        write_contents(snapshot, self._contents())

    def recorder(self, *, resolves: bool = True) -> Recorder:
        """What writes changes into the extractions."""
        return Recorder(self.extractions, self.derivation, resolves)

    def _update(self, *, resolves: bool = True) -> None:
        """Brings the live graph up to date, and before that, with `resolves`, works out the events that are still to be."""
        while resolves and (rest := self.extractions.pending(UNRESOLVED, _SHOWN_AT_ONCE)):
            self.recorder().resolve_rest(rest)
        show_own_graphs(self.extractions, self.live)
        Updater(self.extractions, self.live, self.describer, self.derivation, self.index, self.added).catch_up()
        self.added.clear()
        give_back()


@contextmanager
def open_writer(
    folder: StoreFolder,
    base: str | None = None,
    gazetteer: Sequence[Path] | None = None,
    *,
    decisions: Path | None = None,
    wait: bool = False,
    min_confidence: float | None = None,
) -> Iterator[StoreWriter]:
    """Opens a store for writing and closes it.

    `base` is that of instances' IRIs, which a store keeps: where it is None, the one it has. `gazetteer` are a user's own
    files; where it is None, what those of the last build said. `decisions` is a file that takes the place of the store's own.
    `min_confidence` is what may be left out for not being sure enough; where it is None, as in the last build.
    A live graph that is not there, or that other code made, is made again from the extractions.
    Raises StoreLocked where another process writes (unless `wait`), StoreError where the folder cannot be used or its IRIs
    have another base, GazetteerError, DecisionError, and UsageError for a confidence outside 0 to 1.
    """
    with folder.writer(wait=wait), Extractions(folder.extractions) as extractions:
        require_free_default(extractions, folder.path)
        base, judgements = _base(folder, extractions, base), taken(folder, decisions)
        code = digest(base, *_code(_GRAPH_CODE), *_data())
        before = _kept_files(extractions)
        entries = _kept_gazetteer(folder, before) if gazetteer is None else _given_gazetteer(extractions, gazetteer)
        now, least = _kept_files(extractions).values(), _least(extractions, min_confidence)
        if extractions.meta("code") != code or not folder.has_live():
            _begin_live_again(folder, extractions, code)
        describer, derivation = Describer(Instances(base), entries), Derivation.of(entries, judgements, code, min_confidence=least)
        with folder.live() as live, SearchIndex(folder.path, digest(unicodedata.unidata_version, *_code(_SEARCH_CODE))) as index:
            if not index.is_whole:
                _fill_index(extractions, index)
            dropped = tuple(name for name, text in before.items() if text not in now)
            yield StoreWriter(folder, extractions, live, describer, derivation, index, dropped, forgotten(folder))


def _base(folder: StoreFolder, extractions: Extractions, wanted: str | None) -> str:
    """The base of a store's IRIs: that of its first build for ever, since IRIs that were given away must not change."""
    held = extractions.meta("base")
    if held is None:
        held = wanted or DEFAULT_BASE
        extractions.set_meta("base", held)
    if wanted not in (None, held):
        problem = f"the IRIs in this store begin with {held}, not with {wanted}"
        raise StoreError(f"{folder.path}: {problem}; leave out the setting `base` (ISNAD_BASE), or build into a new folder")
    return held


def _least(extractions: Extractions, wanted: float | None) -> float:
    """How sure must be what the graph says: as wanted, else as in the last build."""
    if wanted is not None:
        extractions.set_meta("min_confidence", str(required(wanted)))
    return float(extractions.meta("min_confidence") or 0)


def _kept_files(extractions: Extractions) -> dict[str, str]:
    """The user's own gazetteer files of the last build, by their paths: what they said then."""
    return dict(json.loads(extractions.meta("gazetteer") or "{}"))


def _given_gazetteer(extractions: Extractions, files: Sequence[Path]) -> Gazetteer:
    """The gazetteer with a user's own files, which are kept."""
    entries = load(files) if files else _shipped()
    extractions.set_meta("gazetteer", json.dumps({str(file.absolute()): file.read_bytes().decode("utf-8") for file in files}))
    return entries


def _kept_gazetteer(folder: StoreFolder, files: Mapping[str, str]) -> Gazetteer:
    """The gazetteer of the last build, whatever has become of its files."""
    if not files:
        return _shipped()
    with TemporaryDirectory(dir=folder.path, prefix="gazetteer-") as place:
        copies = [Path(place, f"{number}.csv") for number in range(len(files))]
        for copy, text in zip(copies, files.values(), strict=True):
            copy.write_text(text, "utf-8", newline="")
        return load(copies)


@cache
def _shipped() -> Gazetteer:
    """The gazetteer without a user's files; read once, since it does not change while a program runs."""
    return load()


def _begin_live_again(folder: StoreFolder, extractions: Extractions, code: str) -> None:
    folder.remove_live()
    with extractions.transaction():
        extractions.mark("ontology", ["ontology"])
        extractions.mark_all()
        extractions.set_meta("code", code)
        keep(extractions, Counts())


def _fill_index(extractions: Extractions, index: SearchIndex) -> None:
    """Notes that a search index that was begun anew has to be given everything; no article is read for that."""
    with extractions.transaction():
        extractions.mark_all(("article", "entity", "event"), INDEX_ONLY)
    index.set_whole()


def _code(names: Iterable[str]) -> Iterator[str]:
    """The source of all that decides what graph and index say, so that neither outlives the code that made it."""
    package = Path(kg.__file__).parent
    for name in names:
        for path in (package / f"{name}.py", *sorted((package / name).rglob("*.py"))):
            if path.exists():
                yield path.read_text("utf-8")


def _data() -> Iterator[str]:
    """What the code of the graph goes by."""
    yield (resource("ontology") / "kg.ttl").read_text("utf-8")
    yield version("babel")  # labels have the names of months from it
    yield version("rensa")  # hashes of texts are its own
