"""Rows for other databases: written as CSV, with sources and quoted words in the shape that each wants."""

from collections.abc import Iterable, Mapping, Sequence
from csv import writer
from typing import TextIO

from kg.exports.csv import BYTE_ORDER_MARK, cell
from kg.exports.databases.background import Background
from kg.incidents import Incident, Report

_LONGEST = 30_000
"""Code points of quotations in a cell: spreadsheets cut what is longer than 32,767."""


def write_rows(columns: Sequence[str], rows: Iterable[Mapping[str, object]], output: TextIO) -> None:
    """The file: UTF-8 with a byte order mark, a row of names, then the rows; what a row lacks, and None, is an empty cell."""
    output.write(BYTE_ORDER_MARK)
    lines = writer(output)
    lines.writerow(columns)
    for row in rows:
        lines.writerow([cell(row.get(column)) for column in columns])


def sources(incident: Incident) -> list[Report]:
    """The articles that report an incident, the latest first, those without a date last."""
    reports = sorted(incident.reports, key=lambda report: report.article)
    reports.sort(key=lambda report: report.issued.isoformat() if report.issued else "", reverse=True)
    return reports


def cited(report: Report) -> str:
    """An article in a line: its publisher, its day, and its IRI."""
    publisher = report.publisher.name("en") if report.publisher else ""
    return ", ".join(filter(None, (publisher, report.issued.isoformat() if report.issued else "", report.article)))


def publishers(incident: Incident) -> list[str]:
    """Names of those who published the reports, each once, in the order of `sources`."""
    return list(dict.fromkeys(report.publisher.name("en") for report in sources(incident) if report.publisher))


def quoted(incident: Incident, background: Background) -> str:
    """The words that an incident was read from, each sentence once, with the article's IRI behind it."""
    found = {(each.article, each.begin, each.words): None for each in background.evidence.get(incident.iri, ())}
    written: list[str] = []
    length = 0
    for article, _, words in found:
        quotation = f"«{words}» [{article}]"
        length += len(quotation) + 1
        if length > _LONGEST:
            return " ".join((*written, f"[+{len(found) - len(written)}]"))
        written.append(quotation)
    return " ".join(written)
