"""What a row and an incident say differently, and the words of the articles that it was read from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kg.exports.databases.background import Background, Evidence
from kg.incidents import Incident
from kg.reconcile.counting import in_words, told
from kg.reconcile.records import Record


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words of an article, by its IRI."""

    article: str
    words: str


@dataclass(frozen=True, slots=True)
class Difference:
    """What a row and the graph say differently: "date", "place", "class", "status", "killed" or "injured"."""

    field: str
    in_file: str
    in_graph: str
    words: tuple[Quotation, ...]


def differences(record: Record, incident: Incident, background: Background, fields: Sequence[str]) -> tuple[Difference, ...]:
    """What differs, with the words of the articles that say so."""
    return tuple(
        Difference(field, _in_file(record, field), _in_graph(incident, background, field), quotations(incident, background, field))
        for field in fields
    )


def quotations(incident: Incident, background: Background, field: str = "") -> tuple[Quotation, ...]:
    """The words that a part of an incident was read from; each article's first where no claim is about it, as none is about a class."""
    evidence = background.evidence.get(incident.iri, ())
    chosen: Iterable[Evidence] = [each for each in evidence if each.relation == field] or _firsts(evidence)
    return tuple(dict.fromkeys(Quotation(each.article, each.words) for each in chosen))


def _firsts(evidence: Sequence[Evidence]) -> Iterable[Evidence]:
    found: dict[str, Evidence] = {}
    for each in evidence:
        found.setdefault(each.article, each)
    return found.values()


def _in_file(record: Record, field: str) -> str:
    if field == "place":
        return "، ".join(record.places) or "{}, {}".format(*(record.point or ("", "")))
    return {
        "date": record.days,
        "class": ", ".join(sorted(record.kinds)),
        "status": ", ".join(sorted(record.statuses)),
        "killed": str(record.killed),
        "injured": str(record.injured),
    }[field]


def _in_graph(incident: Incident, background: Background, field: str) -> str:
    if field == "date":
        return Record(0, first=incident.earliest, last=incident.latest).days
    if field == "place":
        return incident.place.name.ar if incident.place else ""
    if field in ("class", "status"):
        return incident.kind if field == "class" else incident.status
    return in_words(told(background.figures(incident, field)))
