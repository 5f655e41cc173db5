"""What was counted of a graph, and the file beside a snapshot that tells it."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path

from kg.ontology import ancestors

FILE = "void.json"
"""Its name in a snapshot."""


@dataclass(frozen=True, slots=True)
class Stats:
    """How many distinct things of each sort the articles name. Incidents are nodes: several reports of one count once.

    What only the gazetteer knows (the country of a city that an article names) is in the graph, but does not count.
    """

    articles: int
    entities: int
    organisations: int
    people: int
    places: int
    incidents: int
    meetings: int
    statements: int
    mentions: int
    claims: int
    quads: int
    kinds: tuple[tuple[str, int], ...]
    """How many nodes have each most specific class (`kg:kind`), most first."""


def told(kinds: Mapping[str, int], *, articles: int, mentions: int, claims: int, quads: int) -> Stats:
    """The counts of a graph; `kinds` is how many nodes that articles name or report have each most specific class."""
    sums: Counter[str] = Counter()
    for kind, number in kinds.items():
        sums.update(dict.fromkeys(ancestors(kind), number))
    return Stats(
        articles=articles,
        entities=sums["Entity"],
        organisations=sums["Organisation"],
        people=sums["Person"],
        places=sums["Place"],
        incidents=sums["Incident"],
        meetings=sums["Meeting"],
        statements=sums["Statement"],
        mentions=mentions,
        claims=claims,
        quads=quads,
        kinds=ranked(kinds),
    )


def ranked(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """The largest first, then by name."""
    return tuple(sorted(counts.items(), key=lambda each: (-each[1], each[0])))


@dataclass(frozen=True, slots=True)
class Contents:
    """What a published graph holds, as VoID and the start page tell it: of its default graph, unless another one is named."""

    base: str
    """What the IRIs of its instances begin with."""
    triples: int
    subjects: int
    """Distinct ones."""
    entities: int
    """Distinct subjects that are instances."""
    documents: int
    """Named graphs that are articles."""
    classes: tuple[tuple[str, int], ...]
    """IRIs of classes and how many entities each has; the largest first, then by IRI."""
    properties: tuple[tuple[str, int], ...]
    """IRIs of properties and how many triples each has; likewise."""
    stats: Stats


def write_contents(snapshot: Path, found: Contents) -> None:
    """Puts what was counted beside a snapshot. Raises OSError where it cannot be written."""
    (snapshot / FILE).write_text(json.dumps(asdict(found), ensure_ascii=False, indent=1), "utf-8")


def read_counts(snapshot: Path) -> Contents | None:
    """What was counted when a snapshot was published; None where it was by a version of Isnad that did not count."""
    try:
        found = json.loads((snapshot / FILE).read_text("utf-8"))
        pairs = {name: tuple((iri, number) for iri, number in found[name]) for name in ("classes", "properties")}
        counted = Stats(**{**found["stats"], "kinds": tuple((kind, number) for kind, number in found["stats"]["kinds"])})
        return Contents(**{**found, **pairs, "stats": counted})
    except (OSError, ValueError, KeyError, TypeError):
        return None
