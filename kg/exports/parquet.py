"""Flat tables as Parquet files, for pandas, R, DuckDB and Spark: incidents, claims, entities, articles. Needs the extra `parquet`.

Columns that hold several values are lists. What is not known is null, never 0. Rows come in a fixed order.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from io import RawIOBase
from itertools import islice
from typing import Any

import pyarrow
from pyarrow import parquet

from kg.exports.chosen import Chosen
from kg.exports.network import read_network
from kg.incidents import Incident
from kg.incidents.reading import Row, local, text

_TEXT, _TEXTS, _DAY = pyarrow.string(), pyarrow.list_(pyarrow.string()), pyarrow.date32()
_WHOLE, _DEGREES = pyarrow.int64(), pyarrow.float64()
_AT_ONCE = 50_000
"""Rows of a group: no more are held at once."""
_Columns = Mapping[str, tuple[Any, Callable[[Any], object]]]
"""A column's name, its type in Arrow, and its value for a row."""


def write_incidents(chosen: Chosen) -> Iterator[bytes]:
    """A row an incident, in order."""
    return _written(_INCIDENTS, chosen.incidents)


def write_entities(chosen: Chosen) -> Iterator[bytes]:
    """A row an entity: all, or where a filter was given those that have a part in what it left."""
    return _written(_ENTITIES, read_network(chosen).entities.values())


def write_articles(chosen: Chosen) -> Iterator[bytes]:
    """A row an article: all, or where a filter was given those that report what it left."""
    return _written(_ARTICLES, _articles(chosen))


def write_claims(chosen: Chosen) -> Iterator[bytes]:
    """A row a claim of these articles; where a filter was given only what is said of the incidents that it left."""
    return _written(_CLAIMS, _claims(chosen))


def _articles(chosen: Chosen) -> Iterator[Row]:
    reporting = {report.article for incident in chosen.incidents for report in incident.reports}
    return (row for row in chosen.asks("article-details", {}) if chosen.is_whole or text(row, "article") in reporting)


def _claims(chosen: Chosen) -> Iterator[Row]:
    """All at once, or where a filter was given article by article: to look through those of other articles takes longer."""
    if chosen.is_whole:
        yield from chosen.asks("claims", {})
        return
    incidents = {incident.iri for incident in chosen.incidents}
    for article in _articles(chosen):
        for row in chosen.asks("claims", {"article": text(article, "article")}):
            if text(row, "subject") in incidents:
                yield row


def _written(columns: _Columns, rows: Iterable[object]) -> Iterator[bytes]:
    schema = pyarrow.schema([(name, kind) for name, (kind, _) in columns.items()])
    output, waiting = _Parts(), iter(rows)
    with parquet.ParquetWriter(pyarrow.PythonFile(output, mode="w"), schema, compression="zstd") as writer:
        while some := list(islice(waiting, _AT_ONCE)):
            arrays = [pyarrow.array([value(row) for row in some], kind) for kind, value in columns.values()]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            yield output.taken()
    yield output.taken()


class _Parts(RawIOBase):
    """A file that hands on what was written into it since it was last asked."""

    def __init__(self) -> None:
        self._waiting, self._length = bytearray(), 0

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]  # that is all that Arrow gives
        size = len(data)
        self._waiting += data
        self._length += size
        return size

    def tell(self) -> int:
        return self._length

    def taken(self) -> bytes:
        """The bytes that are new."""
        found = bytes(self._waiting)
        self._waiting.clear()
        return found


def _cell(variable: str) -> Callable[[Row], str | None]:
    return lambda row: text(row, variable) or None


def _known_terms(variable: str) -> Callable[[Row], str | None]:
    return lambda row: local(row, variable) or text(row, variable) or None


def _number(variable: str) -> Callable[[Row], float | None]:
    return lambda row: float(text(row, variable)) if text(row, variable) else None


def _whole(variable: str) -> Callable[[Row], int | None]:
    return lambda row: int(text(row, variable)) if text(row, variable) else None


def _bounds(name: str) -> _Columns:
    def bound(which: str) -> Callable[[Incident], int | None]:
        return lambda incident: getattr(getattr(incident, name), which, None)

    return {f"{name}_{which}": (_WHOLE, bound(which)) for which in ("low", "best", "high")}


def _actors(relation: str) -> _Columns:
    def actors(incident: Incident) -> list[str]:
        return [actor.entity.iri for actor in incident.actors if actor.relation == relation]

    return {relation: (_TEXTS, actors)}


_INCIDENTS: _Columns = {
    "incident": (_TEXT, lambda incident: incident.iri),
    "label_ar": (_TEXT, lambda incident: incident.ar),
    "label_en": (_TEXT, lambda incident: incident.en or None),
    "class": (_TEXT, lambda incident: incident.kind),
    "status": (_TEXT, lambda incident: incident.status),
    "earliest": (_DAY, lambda incident: incident.earliest),
    "latest": (_DAY, lambda incident: incident.latest),
    "place": (_TEXT, lambda incident: incident.place and incident.place.name.iri),
    "place_ar": (_TEXT, lambda incident: incident.place and incident.place.name.ar),
    "place_en": (_TEXT, lambda incident: incident.place and (incident.place.name.en or None)),
    "precision": (_TEXT, lambda incident: incident.place and incident.place.precision),
    "latitude": (_DEGREES, lambda incident: incident.place and incident.place.latitude),
    "longitude": (_DEGREES, lambda incident: incident.place and incident.place.longitude),
    **_bounds("killed"),
    **_bounds("injured"),
    **_actors("agent"),
    **_actors("perpetrator"),
    **_actors("claimedBy"),
    **_actors("accused"),
    **_actors("deniedBy"),
    **_actors("target"),
    "articles": (_TEXTS, lambda incident: [report.article for report in incident.reports]),
    "independent_sources": (_WHOLE, lambda incident: incident.sources),
}
_ENTITIES: _Columns = {
    "entity": (_TEXT, lambda entity: entity.iri),
    "label_ar": (_TEXT, lambda entity: entity.ar),
    "label_en": (_TEXT, lambda entity: entity.en or None),
    "class": (_TEXT, lambda entity: entity.kind),
    "names": (_TEXTS, lambda entity: list(entity.names)),
    "wikidata": (_TEXT, lambda entity: entity.wikidata or None),
    "latitude": (_DEGREES, lambda entity: entity.latitude),
    "longitude": (_DEGREES, lambda entity: entity.longitude),
}
_ARTICLES: _Columns = {
    "article": (_TEXT, _cell("article")),
    "identifier": (_TEXT, _cell("identifier")),
    "title": (_TEXT, _cell("title")),
    "issued": (_TEXT, _cell("issued")),
    "publisher": (_TEXT, _cell("publisher")),
    "publisher_ar": (_TEXT, _cell("publisher_ar")),
    "publisher_en": (_TEXT, _cell("publisher_en")),
    "page": (_TEXT, _cell("page")),
}
_CLAIMS: _Columns = {
    "claim": (_TEXT, _cell("claim")),
    "article": (_TEXT, _cell("in_article")),
    "subject": (_TEXT, _cell("subject")),
    "predicate": (_TEXT, _known_terms("predicate")),
    "object": (_TEXT, _cell("object")),
    "qualifier": (_TEXT, _known_terms("qualifier")),
    "scope": (_TEXT, _known_terms("scope")),
    "counted": (_TEXT, _cell("counted")),
    "role": (_TEXT, _cell("role")),
    "former": (_TEXT, _cell("former")),
    "attribution": (_TEXT, _cell("attribution")),
    "said_by": (_TEXT, _cell("said_by")),
    "confidence": (_DEGREES, _number("confidence")),
    "begin": (_WHOLE, _whole("begin")),
    "end": (_WHOLE, _whole("end")),
    "words": (_TEXT, _cell("words")),
}
"""Offsets are code points of the article's text, the end exclusive. `object` is an IRI, a number, a date or a text, as text."""
