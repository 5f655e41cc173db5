"""The copy for strangers: made from the newest snapshot, published as a snapshot of its own, kept until there is a newer one."""

import time
from dataclasses import dataclass, replace
from functools import cache, cached_property
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Store

from kg.errors import StoreError
from kg.identity import digest
from kg.ontology import Instances, kg, term
from kg.public.pseudonyms import Pseudonyms, secret_in
from kg.public.rewriting import Rewriting
from kg.public.withheld import Source
from kg.search import FILE as SEARCH
from kg.search import Document
from kg.search.copied import rewritten
from kg.search.documents import ARTICLE
from kg.search.schema import ENTITY_TYPES
from kg.stats import write_counts
from kg.store import StoreFolder
from kg.tombstones import FILE as TOMBSTONES
from kg.workers import published, published_at

_MADE_FROM = "made-from"
"""A file beside the copy's graph: what tells the snapshot that it was made from from all others, and the code that made it."""


@dataclass(frozen=True)
class PublicStore:
    """The copy of a store."""

    store: Path

    @classmethod
    def shown_at(cls, folder: Path) -> "PublicStore":
        """Of the store whose copy lies in `folder`."""
        return cls(folder.parent)

    @property
    def folder(self) -> StoreFolder:
        """Where the copy is; it is read as any store is."""
        return StoreFolder(self.store / "public")

    def is_there(self) -> bool:
        """Whether one was ever made."""
        return (self.folder.path / "current").is_symlink()

    def is_current(self) -> bool:
        """Whether it shows what was published last."""
        try:
            return (self.folder.path / "current" / _MADE_FROM).read_text("utf-8") == self._now()
        except OSError:
            return False

    def behind(self) -> float:
        """For how many seconds there has been a newer graph than the one that it shows; 0 where there is none."""
        at = published_at(self.store)
        return 0.0 if at is None or self.is_current() else max(0.0, time.time() - at)

    def refresh(self) -> bool:
        """Makes the copy anew where there is a newer snapshot. False where nothing was to be done.

        One process does it, and others wait for it. Raises StoreError where it cannot be written.
        """
        original = StoreFolder(self.store)
        if self.is_current() or not original.is_published():
            return False
        with self.folder.writer(wait=True):
            if self.is_current():
                return False
            copy = self._begun(original)
            self.folder.publish(copy, copy.source.instances.base, beside=copy.put_beside)
        return True

    def _begun(self, original: StoreFolder) -> "_Copy":
        """Of the newest snapshot: graph and index must be of one, whatever is published meanwhile."""
        while True:
            now, snapshot, path = self._now(), original.snapshot(), (self.store / "current").resolve()
            source = Source(snapshot, Instances(original.base()))
            if now == self._now():
                return _Copy(source, Pseudonyms(self._secret()), path, now)

    def _now(self) -> str:
        return f"{published(self.store)} {_code()}"

    def _secret(self) -> bytes:
        try:
            return secret_in(self.folder.path)
        except OSError as error:
            raise StoreError(f"{self.folder.path}: {error}; run the same command again when that is mended") from error


@dataclass(frozen=True)
class _Copy:
    """One snapshot's copy while it is made."""

    source: Source
    pseudonyms: Pseudonyms
    snapshot: Path
    made_from: str

    @cached_property
    def rewriting(self) -> Rewriting:
        return Rewriting(self.source, self.pseudonyms)

    def backup(self, target: Path) -> None:
        """Writes the graph into a folder that is not there yet. Raises StoreError where it cannot be written."""
        try:
            graph = Store(str(target))
            graph.bulk_extend(self.rewriting.quads())
            graph.flush()
        except (OSError, RuntimeError) as error:
            raise StoreError(f"{target}: {error}; run the same command again when that is mended") from error

    def put_beside(self, unfinished: Path) -> None:
        """Puts in what is published with the graph."""
        if (self.snapshot / SEARCH).exists():
            graph = Store.read_only(str(unfinished / "graph"))
            rewritten(self.snapshot, unfinished, lambda document: self._document(document, graph))
        if (self.snapshot / TOMBSTONES).exists():
            (unfinished / TOMBSTONES).write_bytes((self.snapshot / TOMBSTONES).read_bytes())
        write_counts(unfinished, self.source.instances)
        (unfinished / _MADE_FROM).write_text(self.made_from, "utf-8")

    def _document(self, document: Document, graph: Store) -> Document:
        """What can be found, by what the copy's own graph says of it."""
        iri = self.rewriting.iri(document.iri)
        if document.iri in self.rewriting.withheld:
            arabic, english = (self.pseudonyms.label(document.iri, tag) for tag in ("ar", "en"))
            return Document(iri, document.type, document.kind, arabic, english, tuple(sorted((arabic, english))), weight=document.weight)
        article = self.rewriting.iri(document.article) if document.article else ""
        if document.type in ENTITY_TYPES:
            return document
        is_article = document.type == ARTICLE
        said = _said(graph, iri, term("dcterms:title" if is_article else "rdfs:label"))
        english = said.pop("en", "")
        arabic = next(iter(said.values()), "")
        text = next(iter(_said(graph, iri, kg("text"), iri).values()), "") if is_article else ""
        names = tuple(sorted({name for name in (arabic, english) if name.strip()}))
        return replace(document, iri=iri, label_ar=arabic, label_en=english, names=names, article=article, text=text)


def _said(graph: Store, subject: str, predicate: NamedNode, among: str = "") -> dict[str, str]:
    """The words that a graph has for a property, by their language; of the default graph, unless one is named."""
    found = graph.quads_for_pattern(NamedNode(subject), predicate, None, NamedNode(among) if among else DefaultGraph())
    return {quad.object.language or "": quad.object.value for quad in found if isinstance(quad.object, Literal)}


@cache
def _code() -> str:
    """The source of what makes the copy, so that none outlives it."""
    return digest(*(path.read_text("utf-8") for path in sorted(Path(__file__).parent.glob("*.py"))))
