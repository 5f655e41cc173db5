"""A store of as many incidents as a test wants: invented, alike in shape to what a build writes, and the same each time.

Each incident has one article in a named graph of its own, a place in a country (every fifth another one in another country), an
agent, a toll, and a date that is exact, or known only to the month or the year.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store

from kg.ontology import Instances, ancestors, days, kg, term
from kg.stats import write_counts

COUNTRIES, PLACES, GROUPS, PUBLISHERS = 20, 400, 150, 12
KINDS = ("Bombing", "Shooting", "Airstrike", "Clash", "Arrest", "SecurityOperation", "SuicideBombing", "LegalAction", "Threat", "Attack")
STATUSES = ("Occurred", "Occurred", "Occurred", "Foiled", "Planned")
PLACE_KINDS = ("Settlement", "Settlement", "Facility", "Region")
FIRST_DAY = date(2015, 1, 1)

Fact = tuple[NamedNode, NamedNode, NamedNode | Literal]
_INSTANCES = Instances()


def publish_incidents(folder: Path, number: int, name: str = "1") -> None:
    """Publishes a store with so many incidents, and as many articles."""
    publish(folder, name, quads(number))


def publish(folder: Path, name: str, quads: Iterable[Quad]) -> None:
    """Puts a snapshot into a store's folder as a build does: written aside, then swapped in by renaming a link."""
    snapshot = folder / "snapshots" / name
    snapshot.mkdir(parents=True)
    graph = Store(str(snapshot / "graph"))
    graph.bulk_extend(quads)
    graph.flush()
    del graph
    write_counts(snapshot, _INSTANCES)
    link = folder / "next"
    link.symlink_to(Path("snapshots") / name)
    link.replace(folder / "current")


def quads(number: int) -> Iterator[Quad]:
    """All quads of such a store: what articles say in their graphs and merged, what the gazetteer and the summary say merged."""
    for fact in (*_countries(), *_places(), *_groups(), *_publishers()):
        yield Quad(*fact, DefaultGraph())
    for each in range(number):
        for fact in (*_article(each), *_read(each)):
            yield Quad(*fact, _INSTANCES.article(f"a{each}"))
            yield Quad(*fact, DefaultGraph())
        for fact in _summary(each):
            yield Quad(*fact, DefaultGraph())


def entity(letter: str, number: int) -> NamedNode:
    """A country (c), place (s), group (g) or publisher (m)."""
    return _INSTANCES.node("entity", f"{letter}{number}")


def event(number: int) -> NamedNode:
    """An incident."""
    return _INSTANCES.node("event", f"e{number}")


def _countries() -> Iterator[Fact]:
    for number in range(COUNTRIES):
        yield from _named(entity("c", number), "Country", f"بلد {number}", f"Country {number}")
        yield from _located(entity("c", number), 5.0 * (number % 5) + 12, 9.0 * (number // 5) + 10)


def _places() -> Iterator[Fact]:
    for number in range(PLACES):
        place, country = entity("s", number), number % COUNTRIES
        yield from _named(place, PLACE_KINDS[number % len(PLACE_KINDS)], f"مدينة {number}", f"Town {number}")
        yield from _located(place, 5.0 * (country % 5) + 10 + number % 7 / 2, 9.0 * (country // 5) + 8 + number % 11 / 2)
        yield place, kg("locatedIn"), entity("c", country)


def _groups() -> Iterator[Fact]:
    for number in range(GROUPS):
        yield from _named(entity("g", number), "ArmedGroup", f"جماعة {number}", f"Group {number}")


def _publishers() -> Iterator[Fact]:
    for number in range(PUBLISHERS):
        yield from _named(entity("m", number), "MediaOutlet", f"وكالة {number}", f"Agency {number}")


def _article(number: int) -> Iterator[Fact]:
    article = _INSTANCES.article(f"a{number}")
    issued = _day(number) + timedelta(days=1)
    yield article, term("rdf:type"), kg("Article")
    yield article, term("dcterms:identifier"), Literal(f"a{number}")
    yield article, term("dcterms:title"), Literal(f"خبر رقم {number}", language="ar")
    yield article, term("dcterms:issued"), Literal(issued.isoformat(), datatype=term("xsd:date"))
    yield article, term("dcterms:publisher"), entity("m", number * 5 % PUBLISHERS)


def _read(number: int) -> Iterator[Fact]:
    incident, kind = event(number), KINDS[number % len(KINDS)]
    for each in ancestors(kind):
        yield incident, term("rdf:type"), kg(each)
    yield incident, kg("place"), entity("s", number * 7 % PLACES)
    yield incident, kg("location"), entity("s", number * 7 % PLACES)
    if number % 5 == 0:
        yield incident, kg("place"), entity("s", (number * 7 + 3) % PLACES)
    yield incident, kg("agent"), entity("g", number * 11 % GROUPS)
    if "Attack" in ancestors(kind):
        yield incident, kg("perpetrator"), entity("g", number * 11 % GROUPS)
    if number % 4 == 0:
        yield incident, kg("target"), entity("c", number * 7 % COUNTRIES)


def _summary(number: int) -> Iterator[Fact]:
    incident, kind, written = event(number), KINDS[number % len(KINDS)], _date(number)
    yield incident, term("rdfs:label"), Literal(f"حادثة رقم {number}، {written}", language="ar")
    yield incident, term("rdfs:label"), Literal(f"Incident {number}, {written}", language="en")
    yield incident, kg("kind"), kg(kind)
    for name, day in zip(("earliest", "latest"), days(written), strict=True):
        yield incident, kg(name), Literal(day.isoformat(), datatype=term("xsd:date"))
    yield incident, kg("mainPlace"), entity("s", number * 7 % PLACES)
    yield incident, kg("mainStatus"), kg(STATUSES[number % len(STATUSES)])
    for figure, most in (("killed", 97), ("injured", 211)):
        best = number * 13 % most
        if number % 3:
            for bound, value in (("Low", best), ("Best", best), ("High", best + number % 2)):
                yield incident, kg(figure + bound), Literal(value)
    yield incident, kg("reports"), Literal(1)
    yield incident, kg("independentSources"), Literal(1)


def _named(node: NamedNode, kind: str, arabic: str, english: str) -> Iterator[Fact]:
    for each in ancestors(kind):
        yield node, term("rdf:type"), kg(each)
    yield node, kg("kind"), kg(kind)
    yield node, term("rdfs:label"), Literal(arabic, language="ar")
    yield node, term("rdfs:label"), Literal(english, language="en")


def _located(place: NamedNode, latitude: float, longitude: float) -> Iterator[Fact]:
    for name, degrees in (("lat", latitude), ("long", longitude)):
        yield place, term(f"wgs:{name}"), Literal(f"{degrees:.2f}", datatype=term("xsd:decimal"))


def _day(number: int) -> date:
    return FIRST_DAY + timedelta(days=number * 37 % 3300)


def _date(number: int) -> str:
    """A date as exact as some article may give it: mostly a day, now and then a month or a year."""
    day = _day(number).isoformat()
    return day[:4] if number % 19 == 0 else day[:7] if number % 7 == 0 else day
