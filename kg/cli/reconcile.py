"""The command that sets an analyst's file beside the graph."""

import csv
import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

import click

from kg.cli.common import examples, fits, print_records, print_table, settings, store_option
from kg.cli.printable import printable
from kg.errors import UsageError
from kg.exports import choose_of
from kg.exports.csv import BYTE_ORDER_MARK, safe
from kg.exports.databases.background import read_background
from kg.gazetteer import load
from kg.incidents import Filter
from kg.ontology import Instances
from kg.queries import shorten
from kg.reconcile import COLUMNS, FIELDS, Finding, Problem, Reconciled, as_object, as_rows, read_records, read_table, scheme_for
from kg.reconcile import reconcile as reconciled
from kg.reconcile.matching import OUTCOMES
from kg.reconcile.places import Atlas
from kg.store import StoreFolder

_FORMATS = ("table", "csv", "json")


@click.command(
    epilog=examples(
        "kg reconcile attacks.csv",
        "kg reconcile attacks.csv --columns date=Tag,place=Ort,killed=Tote",
        "kg reconcile gtd.csv --format csv > compared.csv",
        "kg reconcile acled.csv --format json --only conflicting",
    ),
)
@click.argument("file", metavar="FILE.csv", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--columns", "-c", "columns", metavar="FIELD=COLUMN,…", multiple=True, help=f"Which column says what: {', '.join(FIELDS)}.")
@click.option("--encoding", metavar="NAME", help="Of the file.  [default: UTF-8, else cp1256]")
@click.option("--format", "-f", "form", type=click.Choice(_FORMATS), default="table", show_default=True, help="json: an object a line.")
@click.option("--only", type=click.Choice(OUTCOMES), multiple=True, help="Show only these; may be repeated.")
@store_option
def reconcile(file: Path, columns: tuple[str, ...], encoding: str | None, form: str, *, only: tuple[str, ...]) -> None:
    """Set an analyst's rows beside the graph.

    Each row is matched, conflicting (date, place, class, status or toll differ), or missing in the graph; incidents within the
    file's span and places that no row has are extra. Columns of GTD, ACLED and UCDP GED and of kg export are known, others by their
    names or by --columns. Ends with 1 where anything differs or a row cannot be used.
    """
    table = read_table(file, encoding)
    scheme = scheme_for(table, _columns(columns))
    records, problems = read_records(table, scheme)
    if not records and not problems:
        raise UsageError(f"{file}: it has no rows below its header")
    folder = StoreFolder(settings().store)
    instances, gazetteer = Instances(folder.base()), load()
    chosen = choose_of(folder.snapshot(), Filter(), instances)
    background = read_background(lambda name: chosen.asks(name, {}), chosen.table, gazetteer, instances)
    found = reconciled(records, chosen.incidents, background, Atlas(chosen.table.places, gazetteer, instances), scheme.name)
    _report(file, scheme.name, table.encoding, problems, found)
    _WRITERS[form]([each for each in found.findings if not only or each.outcome in only], instances)
    if found.differs or problems:
        click.get_current_context().exit(1)


def _columns(given: Sequence[str]) -> Mapping[str, str]:
    """`("date=التاريخ,place=المكان",)` as a mapping. Raises UsageError for what has no «=», and for a field given twice."""
    found: dict[str, str] = {}
    for pair in ",".join(given).split(",") if given else ():
        name, equals, column = (part.strip() for part in pair.partition("="))
        if not equals or not name or not column:
            raise UsageError(f"--columns is given as FIELD=COLUMN,FIELD=COLUMN, not {pair!r}")
        if name in found:
            raise UsageError(f"--columns: {name!r} is given twice")
        found[name] = column
    return found


def _report(file: Path, scheme: str, encoding: str, problems: Sequence[Problem], found: Reconciled) -> None:
    """What was read and what came of it, on standard error."""
    for problem in problems:
        click.echo(printable(f"{file}:{problem.line}: {problem.text}"), err=True)
    rows = sum(finding.record is not None for finding in found.findings)
    columns = "own columns" if scheme == "own" else f"columns of {scheme}"
    counts = ", ".join(f"{found.count(outcome)} {outcome}" for outcome in OUTCOMES)
    unusable = f"; {_counted(len(problems))} cannot be used" if problems else ""
    click.echo(printable(f"{file}: {_counted(rows)} ({columns}, {encoding}): {counts}{unusable}"), err=True)


def _counted(rows: int) -> str:
    return f"{rows} row{'' if rows == 1 else 's'}"


def _print(findings: Sequence[Finding], instances: Instances) -> None:
    columns = ("outcome", "line", "row", "incident", "label", "score", "differs", "in_file", "in_graph", "article", "words")
    rows = [
        tuple(
            shorten(cell, instances) if name in ("incident", "article") and cell else cell
            for name, cell in zip(COLUMNS, row, strict=True)
            if name != "reason"
        )
        for finding in findings
        for row in as_rows(finding)
    ]
    if not rows:
        return
    (print_table if fits(columns, rows) else print_records)(columns, rows)


def _write_csv(findings: Sequence[Finding], _instances: Instances) -> None:
    sys.stdout.reconfigure(encoding="utf-8", newline="")  # type: ignore[union-attr]  # a text stream, whatever it is called
    sys.stdout.write(BYTE_ORDER_MARK)
    lines = csv.writer(sys.stdout)
    lines.writerow(COLUMNS)
    lines.writerows([safe(cell) for cell in row] for finding in findings for row in as_rows(finding))


def _write_json(findings: Sequence[Finding], _instances: Instances) -> None:
    for finding in findings:
        click.echo(json.dumps(as_object(finding), ensure_ascii=False))


_WRITERS = {"table": _print, "csv": _write_csv, "json": _write_json}
