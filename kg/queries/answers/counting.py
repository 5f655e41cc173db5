"""How many rows a written answer has: what paging needs to know whether there may be a next page."""

import csv
import io

from pyoxigraph import QueryBoolean, QueryResultsFormat, parse_query_results

from kg.queries.answers.writing import TABLES


def count_rows(answer: bytes, media_type: str) -> int | None:
    """The rows of a table in one of the formats of `TABLES`; None for anything else."""
    form = next((table.writer for table in TABLES if table.media_types[0] == media_type), None)
    if form == QueryResultsFormat.CSV:
        return sum(1 for _ in csv.reader(io.StringIO(answer.decode("utf-8"), newline=""))) - 1
    if not isinstance(form, QueryResultsFormat):
        return None
    found = parse_query_results(answer, form)
    return None if isinstance(found, QueryBoolean) else sum(1 for _ in found)
