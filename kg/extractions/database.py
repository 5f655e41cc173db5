"""The SQLite file of what was read out of each article."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain, islice
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import msgspec
from cachetools import LRUCache

from kg.errors import StoreError
from kg.extractions.rows import Derived, Footprint, Known, Totals, article_key, fingerprint
from kg.extractions.schema import DERIVED_ANEW, FORMAT, META, REDERIVED, SCHEMA
from kg.extractions.tallies import Tallies
from kg.identity import reader_id
from kg.model import Article, Extraction, Match, Named, Naming, Reader, Report, Tie
from kg.packing import Kept, is_whole, packed, unpacked

_PACKED = {"article": "id, article, extraction", "reader": "id, body", "report": "id, body", "match": "left || ' ' || right, body"}
"""The tables whose rows have checksums: what tells a row from others, and what is packed in it."""
_REMEMBERED = 20_000
"""Reports whose comparisons are remembered, some 20 MB: those of a large event are asked for again with each report that joins it."""
_DAMAGED = "if it is damaged restore a backup, or move it away with live and snapshots and build again from the articles"


class Extractions:
    """The SQLite file of one store. Use it as a context manager, and write inside `transaction()`."""

    def __init__(self, path: Path) -> None:
        """Opens `path`, made where there is none. Raises StoreError where it is no such file or is of another version."""
        self._path = path
        self._sames: LRUCache[str, tuple[Tie, ...]] = LRUCache(_REMEMBERED)
        try:
            self._database = sqlite3.connect(path, isolation_level=None)
            self._tallies = Tallies(self._database)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{path}: {error}; check the folder and its permissions") from error
        try:
            self._begin()
        except BaseException:
            self._database.close()
            raise

    def _begin(self) -> None:
        try:
            # FULL: what is committed here survives a power cut; the graph must never be ahead of it.
            self._database.executescript("PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA secure_delete = ON;" + META)
            found = self.meta("format")
            if found not in (None, *REDERIVED, FORMAT):
                raise StoreError(f"{self._path}: made by another version of Isnad (format {found}, not {FORMAT}); build into a new folder")
            if found in REDERIVED:
                self._database.executescript(DERIVED_ANEW)
            self._database.executescript(SCHEMA)
            if found != FORMAT:  # else nothing is written: who only reads waits for nobody
                self.set_meta("format", FORMAT)
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: {error}; move it away and build again from the articles") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self._database.close()
        if isinstance(error, sqlite3.DatabaseError):
            raise StoreError(f"{self._path}: {error}; {_DAMAGED}") from error

    def _unpacked(self, body: bytes, kind: type[Kept]) -> Kept:
        """What a row holds. Raises StoreError where it is not what was written."""
        try:
            return unpacked(body, kind)
        except ValueError as error:
            what = f"an article, or what was read in one, is damaged ({kind.__name__}: {error})"
            raise StoreError(f"{self._path}: {what}; `kg check --files` says which; {_DAMAGED}") from error

    def damaged(self) -> Iterator[str]:
        """What is wrong in the file, in words: what SQLite finds, and each row that is not what was written. Reads all of it."""
        try:
            yield from (str(found) for (found,) in self._database.execute("PRAGMA integrity_check") if found != "ok")
            for table, columns in _PACKED.items():
                for name, *bodies in self._database.execute(f"SELECT {columns} FROM {table}"):  # noqa: S608  # constants above
                    if not all(map(is_whole, bodies)):
                        yield f"{table} {name} is not what was written"
        except sqlite3.DatabaseError as error:
            yield str(error)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All that is written inside is there afterwards, or nothing of it when anything is raised.

        Raises StoreError where the file cannot be written.
        """
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                yield
                self._database.execute("COMMIT")
            except BaseException:
                self._sames.clear()
                self._database.rollback()
                raise
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: {error}; the store is as it was before, run the same command again") from error

    # What is remembered of the store as a whole

    def meta(self, key: str) -> str | None:
        """A remembered value, or None."""
        row = self._database.execute("SELECT value FROM meta WHERE key = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def set_meta(self, key: str, value: str) -> None:
        """Remembers a value. Raises StoreError where the file cannot be written."""
        try:
            self._database.execute("INSERT OR REPLACE INTO meta VALUES (?, ?)", (key, value))
        except sqlite3.DatabaseError as error:
            raise StoreError(f"{self._path}: {error}; run the same command again when that is mended") from error

    # Articles

    def known(self, key: str) -> Known | None:
        """What is held of an article, or None."""
        row = self._database.execute("SELECT fingerprint, reader FROM article WHERE id = ?", (key,)).fetchone()
        return Known(*row) if row else None

    def read(self, key: str) -> tuple[Article, Extraction] | None:
        """An article and what was read in it, or None."""
        row = self._database.execute("SELECT article, extraction FROM article WHERE id = ?", (key,)).fetchone()
        return (self._unpacked(row[0], Article), self._unpacked(row[1], Extraction)) if row else None

    def write(self, article: Article, extraction: Extraction) -> None:
        """Keeps an article and what was read in it, in place of what was there."""
        reader = extraction.reader
        identifier = reader_id(reader.name, reader.version, reader.settings)
        self._database.execute("INSERT OR REPLACE INTO reader VALUES (?, ?)", (identifier, packed(reader)))
        marks = (article_key(article.id), fingerprint(article), identifier)
        bodies = (packed(article), packed(extraction))
        self._database.execute(
            "INSERT OR REPLACE INTO article (id, fingerprint, reader, article, extraction) VALUES (?, ?, ?, ?, ?)",
            marks + bodies,
        )

    def delete(self, key: str) -> None:
        """Forgets an article."""
        self._database.execute("DELETE FROM article WHERE id = ?", (key,))

    def read_otherwise(self, reader: str) -> tuple[str, ...]:
        """Keys of all articles that were read by another reader."""
        rows = self._database.execute("SELECT id FROM article WHERE reader < ?1 OR reader > ?1 ORDER BY id", (reader,))
        return tuple(key for (key,) in rows)

    def derived_otherwise(self, derivation: str, limit: int, own: Mapping[str, str] | None = None) -> tuple[str, ...]:
        """Up to `limit` keys of articles whose derived rows were made in another way than `derivation`.

        `own` are articles for which it has to be another one.
        """
        own = own or {}
        rows = self._database.execute("SELECT id, derivation FROM article WHERE derivation < ?1 OR derivation > ?1", (derivation,))
        stale = (key for key, found in rows if found != own.get(key, derivation))
        usual = (key for key in own if self._derivation(key) == derivation)
        return tuple(islice(chain(stale, usual), limit))

    def _derivation(self, key: str) -> str | None:
        row = self._database.execute("SELECT derivation FROM article WHERE id = ?", (key,)).fetchone()
        return str(row[0]) if row else None

    def reader(self, identifier: str) -> Reader:
        """The software of a reader id."""
        row = self._database.execute("SELECT body FROM reader WHERE id = ?", (identifier,)).fetchone()
        return self._unpacked(row[0], Reader)

    def totals(self) -> Totals:
        """How much the articles' graphs have."""
        (row,) = self._database.execute("SELECT count(*), coalesce(sum(mentions), 0), coalesce(sum(claims), 0) FROM article")
        return Totals(*row)

    # Derived rows

    def footprint(self, keys: Sequence[str]) -> Footprint:
        """What some articles have in the derived rows."""
        nodes = dict(self._each("SELECT id, node FROM report WHERE article = ?", keys))
        entities = frozenset(entity for (entity,) in self._each("SELECT entity FROM presence WHERE article = ?", keys))
        readers = frozenset(reader for (reader,) in self._each("SELECT reader FROM article WHERE id = ?", keys))
        return Footprint(nodes, entities, readers)

    def forget_derived(self, keys: Sequence[str]) -> None:
        """Drops the derived rows of some articles, but for their matches."""
        rows = [(key,) for key in keys]
        for key in keys:
            self._tallies.take(self._namings_in(key))
        self._database.executemany("DELETE FROM block WHERE report IN (SELECT id FROM report WHERE article = ?)", rows)
        for table in ("report", "presence", "naming", "unmet"):
            self._database.executemany(f"DELETE FROM {table} WHERE article = ?", rows)  # noqa: S608  # names of our own tables

    def write_derived(self, derived: Derived, derivation: str) -> None:
        """Adds an article's derived rows; each report is its own event until `set_node` says otherwise."""
        key, many = derived.article, self._database.executemany
        many("INSERT INTO presence VALUES (?, ?, 1)", [(key, entity) for entity in derived.named])
        many("INSERT OR IGNORE INTO presence VALUES (?, ?, 0)", [(key, entity) for entity in derived.containing])
        many("INSERT INTO naming VALUES (?, ?, ?, ?, ?)", [(n.entity, key, n.name, n.kind, n.count) for n in derived.namings])
        self._tallies.add(derived.namings)
        reports = zip(derived.reports, derived.sorts, strict=True)
        many("INSERT INTO report VALUES (?, ?, ?, ?, ?)", [(r.id, key, r.id, sort, packed(r)) for r, sort in reports])
        blocks = zip(derived.reports, derived.blocks, strict=True)
        many("INSERT INTO block VALUES (?, ?)", [(block, r.id) for r, keys in blocks for block in keys])
        many("INSERT INTO unmet VALUES (?, ?, ?)", [(key, decision, problem) for decision, problem in derived.unmet])
        self._database.execute("UPDATE article SET derivation = ? WHERE id = ?", (derivation, key))

    def unmet(self) -> dict[str, str]:
        """Ids of the decisions that could not be followed, and why."""
        return dict(self._database.execute("SELECT decision, problem FROM unmet ORDER BY article DESC"))

    def named(self, entity: str) -> Named:
        """How all articles name an entity."""
        return self._tallies.of(entity)

    def _namings_in(self, key: str) -> tuple[Naming, ...]:
        rows = self._database.execute("SELECT article, entity, name, kind, count FROM naming WHERE article = ?", (key,))
        return tuple(Naming(*row) for row in rows)

    def is_present(self, entity: str) -> bool:
        """Whether an article names an entity or something inside it."""
        return self._database.execute("SELECT 1 FROM presence WHERE entity = ? LIMIT 1", (entity,)).fetchone() is not None

    def is_named(self, entity: str) -> bool:
        """Whether an article names an entity itself."""
        return self._database.execute("SELECT 1 FROM presence WHERE entity = ? AND named LIMIT 1", (entity,)).fetchone() is not None

    # Reports and their events

    def report(self, identifier: str) -> Report:
        """A report by its id."""
        row = self._database.execute("SELECT body FROM report WHERE id = ?", (identifier,)).fetchone()
        return self._unpacked(row[0], Report)

    def reports_of(self, node: str) -> tuple[Report, ...]:
        """The reports of an event node, by id."""
        rows = self._database.execute("SELECT body FROM report WHERE node = ? ORDER BY id", (node,))
        return tuple(self._unpacked(body, Report) for (body,) in rows)

    def reports_in(self, key: str) -> tuple[Report, ...]:
        """The reports of an article, in the order of its extraction."""
        rows = self._database.execute("SELECT body FROM report WHERE article = ? ORDER BY rowid", (key,))
        return tuple(self._unpacked(body, Report) for (body,) in rows)

    def nodes_of(self, key: str) -> dict[str, str]:
        """The event node of each report of an article."""
        return dict(self._database.execute("SELECT id, node FROM report WHERE article = ?", (key,)))

    def place_of(self, report: str) -> tuple[str, str]:
        """The article and the event node of a report."""
        row = self._database.execute("SELECT article, node FROM report WHERE id = ?", (report,)).fetchone()
        return str(row[0]), str(row[1])

    def set_node(self, report: str, node: str) -> None:
        """Says of which event a report is."""
        self._database.execute("UPDATE report SET node = ? WHERE id = ?", (node, report))

    def sharing_a_block(self, report: str) -> tuple[str, ...]:
        """Ids of the other reports that share a blocking key with this one."""
        rows = self._database.execute(
            "SELECT DISTINCT other.report FROM block AS own JOIN block AS other USING (key)"
            " WHERE own.report = ?1 AND other.report <> ?1 ORDER BY 1",
            (report,),
        )
        return tuple(other for (other,) in rows)

    def all_reports(self) -> Iterator[tuple[str, bytes]]:
        """Every report: its id, and what it says as JSON."""
        for identifier, body in self._database.execute("SELECT id, body FROM report"):
            yield identifier, bytes(self._unpacked(body, msgspec.Raw))

    def count_reports(self) -> int:
        """How many reports there are."""
        return int(self._database.execute("SELECT count(*) FROM report").fetchone()[0])

    def all_blocks(self) -> Iterator[tuple[str, str]]:
        """Every blocking key with each report that has it, in order of both."""
        yield from self._database.execute("SELECT key, report FROM block ORDER BY key, report")

    def all_sames(self) -> Iterator[bytes]:
        """Every comparison that found one event, as JSON, in order."""
        for (body,) in self._database.execute("SELECT body FROM match WHERE same ORDER BY left, right"):
            yield bytes(self._unpacked(body, msgspec.Raw))

    def reports_pending(self, sort: str) -> Iterator[str]:
        """The reports of all articles that are noted under `sort`."""
        query = "SELECT report.id FROM report JOIN pending ON pending.sort = ? AND pending.id = report.article"
        yield from (report for (report,) in self._database.execute(query, (sort,)))

    def sharing(self, start: str) -> dict[str, list[str]]:
        """The blocking keys that begin with `start`, and the reports that have each, in order."""
        found: dict[str, list[str]] = {}
        for key, report in self._database.execute("SELECT key, report FROM block WHERE key GLOB ?1 || '*' ORDER BY key, report", (start,)):
            found.setdefault(key, []).append(report)
        return found

    def reports_with(self, key: str) -> tuple[str, ...]:
        """The reports that have a blocking key, in order."""
        return tuple(report for (report,) in self._database.execute("SELECT report FROM block WHERE key = ? ORDER BY report", (key,)))

    def same_as(self, report: str) -> tuple[str, ...]:
        """Ids of the reports that were held to be of the same event when compared with this one."""
        rows = self._database.execute(
            "SELECT right FROM match WHERE left = ?1 AND same UNION ALL SELECT left FROM match WHERE right = ?1 AND same", (report,)
        )
        return tuple(other for (other,) in rows)

    def sames_after(self, report: str) -> tuple[Tie, ...]:
        """The comparisons that found this report to be of one event with others whose ids come after its own."""
        if (known := self._sames.get(report)) is not None:
            return known
        rows = self._database.execute("SELECT body FROM match WHERE left = ? AND same ORDER BY right", (report,))
        found = self._sames[report] = tuple(self._unpacked(body, Tie) for (body,) in rows)
        return found

    def match(self, left: str, right: str) -> Match | None:
        """The comparison of two reports, where one is kept."""
        row = self._database.execute("SELECT body FROM match WHERE left = ? AND right = ?", (left, right)).fetchone()
        return self._unpacked(row[0], Match) if row else None

    def kept_match(self, left: str, right: str) -> Match:
        """The comparison of two reports. Raises KeyError where none is kept."""
        found = self.match(left, right)
        if found is None:
            raise KeyError(left, right)
        return found

    def matches_of(self, report: str) -> tuple[tuple[str, str], ...]:
        """The pairs of the comparisons kept of a report."""
        rows = self._database.execute("SELECT left, right FROM match WHERE left = ?1 OR right = ?1", (report,))
        return tuple((left, right) for left, right in rows)

    def write_match(self, match: Match, *, same: bool) -> None:
        """Keeps a comparison; `same` where the two by themselves are one event, whatever became of it."""
        self._sames.pop(match.left, None)
        row = (match.left, match.right, same, packed(match))
        self._database.execute("INSERT OR REPLACE INTO match VALUES (?, ?, ?, ?)", row)

    def delete_match(self, left: str, right: str) -> None:
        """Forgets a comparison."""
        self._sames.pop(left, None)
        self._database.execute("DELETE FROM match WHERE left = ? AND right = ?", (left, right))

    # Graphs that users write themselves

    def own_graphs(self) -> tuple[str, ...]:
        """The names of the graphs that users wrote, in order; "" is that of the default graph."""
        return tuple(name for (name,) in self._database.execute("SELECT name FROM own_graph ORDER BY name"))

    def own_graph(self, name: str) -> bytes:
        """A graph that users wrote, as N-Triples whose blank nodes keep their names; empty where there is none."""
        row = self._database.execute("SELECT triples FROM own_graph WHERE name = ?", (name,)).fetchone()
        return bytes(row[0]) if row else b""

    def write_own_graph(self, name: str, triples: bytes) -> None:
        """Keeps a graph in place of what it was, and notes that it is to be shown; without triples there is none."""
        self._database.execute("DELETE FROM own_graph WHERE name = ?", (name,))
        if triples:
            self._database.execute("INSERT INTO own_graph VALUES (?, ?)", (name, triples))
        self.mark("graph", [name])

    # What the graph does not show yet

    def mark(self, sort: str, identifiers: Iterable[str]) -> None:
        """Notes that what the graph says of these is to be worked out anew."""
        self._database.executemany("INSERT OR IGNORE INTO pending VALUES (?, ?)", [(sort, identifier) for identifier in identifiers])

    def mark_all(self, sorts: Collection[str] = ("article", "entity", "event", "match", "reader", "graph"), prefix: str = "") -> None:
        """Notes that all that the graph could say is to be worked out anew; of some `sorts`, under another name, with a `prefix`."""
        for sort, source in (
            ("article", "SELECT id FROM article"),
            ("entity", "SELECT DISTINCT entity FROM presence"),
            ("event", "SELECT DISTINCT node FROM report"),
            ("match", "SELECT left || ' ' || right FROM match"),
            ("reader", "SELECT id FROM reader"),
            ("graph", "SELECT name FROM own_graph"),
        ):
            if sort in sorts:
                self._database.execute(f"INSERT OR IGNORE INTO pending SELECT ?, found.* FROM ({source}) AS found", (prefix + sort,))  # noqa: S608  # constants above

    def pending(self, sort: str, limit: int) -> tuple[str, ...]:
        """Up to `limit` ids of one sort that the graph does not show yet."""
        return tuple(i for (i,) in self._database.execute("SELECT id FROM pending WHERE sort = ? ORDER BY id LIMIT ?", (sort, limit)))

    def clear(self, sort: str, identifiers: Iterable[str]) -> None:
        """Notes that the graph shows these now."""
        self._database.executemany("DELETE FROM pending WHERE sort = ? AND id = ?", [(sort, identifier) for identifier in identifiers])

    def clear_all(self, sort: str) -> None:
        """Notes that all of a sort is done."""
        self._database.execute("DELETE FROM pending WHERE sort = ?", (sort,))

    def set_counts(self, counts: Iterable[tuple[str, int, int]]) -> None:
        """Remembers how many claims and mentions the graphs of some articles have."""
        self._database.executemany("UPDATE article SET claims = ?2, mentions = ?3 WHERE id = ?1", list(counts))

    def set_kinds(self, kinds: Iterable[tuple[str, str, str | None]]) -> None:
        """Remembers the most specific class of nodes that articles name or report: sort, id, class; None for those that none does."""
        for sort, identifier, kind in kinds:
            if kind is None:
                self._database.execute("DELETE FROM node WHERE sort = ? AND id = ?", (sort, identifier))
            else:
                self._database.execute("INSERT OR REPLACE INTO node VALUES (?, ?, ?)", (sort, identifier, kind))

    def kinds(self) -> dict[str, int]:
        """How many nodes have each class."""
        return dict(self._database.execute("SELECT kind, count(*) FROM node GROUP BY kind"))

    def _each(self, query: str, keys: Iterable[str]) -> Iterator[Any]:
        for key in keys:
            yield from self._database.execute(query, (key,))
