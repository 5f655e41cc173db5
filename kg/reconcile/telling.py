"""Findings as rows of a table and as objects for programs."""

from collections.abc import Iterator

from kg.incidents import Incident
from kg.reconcile.differing import Difference, Quotation
from kg.reconcile.matching import Finding
from kg.reconcile.records import Record

COLUMNS = ("outcome", "line", "row", "incident", "label", "score", "reason", "differs", "in_file", "in_graph", "article", "words")


def as_rows(finding: Finding) -> Iterator[tuple[str, ...]]:
    """A row for each difference, with the words of each article that says it; one row where nothing differs."""
    incident = finding.incident
    head = (
        finding.outcome,
        str(finding.record.line) if finding.record else "",
        _row(finding.record),
        incident.iri if incident else "",
        incident.ar if incident else "",
        f"{finding.score:.2f}" if finding.record and incident else "",
        finding.reason,
    )
    for difference in finding.differences:
        for quotation in difference.words or (Quotation("", ""),):
            yield (*head, difference.field, difference.in_file, difference.in_graph, quotation.article, quotation.words)
    if not finding.differences:
        words = finding.words[0] if finding.words else Quotation("", "")
        yield (*head, "", "", "", words.article, words.words)


def as_object(finding: Finding) -> dict[str, object]:
    """For JSON; what is not there is null or empty."""
    return {
        "outcome": finding.outcome,
        "line": finding.record.line if finding.record else None,
        "row": _record(finding.record) if finding.record else None,
        "incident": _incident(finding.incident) if finding.incident else None,
        "score": finding.score if finding.record and finding.incident else None,
        "reason": finding.reason,
        "differences": [_difference(each) for each in finding.differences],
        "words": [_quotation(each) for each in finding.words],
    }


def _row(record: Record | None) -> str:
    """When, where and how many, in a line."""
    if record is None:
        return ""
    killed = "" if record.killed is None else f"killed {record.killed}"
    return ", ".join(filter(None, (record.id, record.days, *record.places[:1], killed)))


def _record(record: Record) -> dict[str, object]:
    return {
        "id": record.id,
        "date": record.days,
        "places": list(record.places),
        "killed": str(record.killed) if record.killed else None,
        "injured": str(record.injured) if record.injured else None,
    }


def _incident(incident: Incident) -> dict[str, object]:
    return {
        "iri": incident.iri,
        "label_ar": incident.ar,
        "label_en": incident.en,
        "class": incident.kind,
        "earliest": incident.earliest.isoformat() if incident.earliest else None,
        "latest": incident.latest.isoformat() if incident.latest else None,
        "place_ar": incident.place.name.ar if incident.place else None,
    }


def _difference(difference: Difference) -> dict[str, object]:
    words = [_quotation(each) for each in difference.words]
    return {"field": difference.field, "in_file": difference.in_file, "in_graph": difference.in_graph, "words": words}


def _quotation(quotation: Quotation) -> dict[str, str]:
    return {"article": quotation.article, "words": quotation.words}
