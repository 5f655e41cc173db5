"""Commands that ask the graph: query, stats."""

import difflib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kg.cli.common import confidence_option, end_at_interrupt, examples, fits, print_records, print_table, settings, store_option
from kg.cli.saving import save_asked, save_options
from kg.confidence import confident
from kg.errors import UsageError
from kg.ontology import Instances
from kg.queries import Parameter, SavedQueries, SavedQuery, answer, fill, load_file, parse, run
from kg.queries import table as as_table
from kg.queries.saved.query import files
from kg.queries.sparql.searching import expand, finder, search_beside
from kg.resources import resource
from kg.settings import Settings
from kg.stats import Stats, read_counts
from kg.stats import stats as counted
from kg.store import StoreFolder

_FOR_PEOPLE = ("table", "records")
"""Formats of answers that only the command line has."""


@click.command(
    epilog=examples(
        "kg query --list",
        "kg query incidents",
        "kg query incidents --format csv > incidents.csv",
        "kg query statements-about --param about=entity:Q159",
        "kg query my-question.rq --format json",
        "echo 'SELECT ?x { ?x a kg:Attack }' | kg query -",
        "kg query incidents --min-confidence 0.8",
        "kg query my-question.rq --save my-question --summary 'What I ask every day'",
    )
)
@click.argument("question", metavar="NAME|FILE.rq|-", required=False)
@click.argument("further", metavar="", nargs=-1)
@click.option("--param", "-p", "parameters", metavar="NAME=VALUE", multiple=True, help="A parameter of the query; may be repeated.")
@click.option(
    "--format",
    "-f",
    "form",
    default="table",
    show_default=True,
    help="table, or records where that is too wide; json, xml, csv, tsv; of graphs turtle, ntriples, jsonld, trig, nquads.",
)
@click.option("--list", "listing", is_flag=True, help="List the saved queries.")
@confidence_option
@save_options
@store_option
def query(
    question: str | None,
    further: tuple[str, ...],
    form: str,
    *,
    min_confidence: float,
    listing: bool,
    parameters: tuple[str, ...],
    **saving: Any,  # noqa: ANN401  # as `save_options` has them
) -> None:
    """Ask the graph: a saved query, a file, or standard input.

    A query is SPARQL 1.1; the prefixes of the vocabulary need no declaration.
    """
    used = settings()
    if listing:
        _list_queries(used)
        return
    if question is None:
        raise UsageError("what is to be asked? Give the name of a saved query (kg query --list), a file, or - for standard input")
    _require_no_more(question, further)
    asked = find_query(question, used)
    store = StoreFolder(used.store).snapshot()
    instances = Instances(StoreFolder(used.store).base())
    text = expand(fill(asked, parse_parameters(parameters), instances), finder(lambda: search_beside(store)))
    end_at_interrupt()
    store = confident(store, min_confidence, instances.base)
    if form.lower() in _FOR_PEOPLE:
        found = as_table(run(store, text, instances), instances)
        _print_answer(found.variables, list(found.rows), as_records=form.lower() == "records")
    else:
        sys.stdout.buffer.write(answer(store, text, form, instances, _FOR_PEOPLE))
        sys.stdout.buffer.flush()  # here, where what goes wrong can still be told
    save_asked(asked, used, **saving)


def _require_no_more(question: str, further: Sequence[str]) -> None:
    """Raises UsageError for what stands behind the question without an option."""
    if further and "=" in further[0]:
        pairs = " ".join(f"-p {pair}" for pair in further)
        raise UsageError(f"a parameter is given with -p: kg query {question} {pairs}")
    if further:
        raise UsageError(f"one question at a time: what is {further[0]!r}? A parameter is given as -p NAME=VALUE")


def _print_answer(columns: Sequence[str], rows: Sequence[Sequence[str]], *, as_records: bool) -> None:
    if not rows:
        click.echo("Nothing found.", err=True)
    elif as_records or not fits(columns, rows):
        print_records(columns, rows)
    else:
        print_table(columns, rows)


def find_query(question: str, used: Settings) -> SavedQuery:
    """The query that `question` names: standard input, a file, or a saved one. Raises UsageError where there is none."""
    if question == "-" or question.endswith(".rq") or "/" in question:
        name = "standard input" if question == "-" else question
        try:
            return parse(name, (sys.stdin.buffer.read() if question == "-" else Path(question).read_bytes()).decode("utf-8"))
        except OSError as error:
            raise UsageError(f"{name}: cannot be read: {error.strerror}") from error
        except UnicodeDecodeError as error:
            raise UsageError(f"{name}: not UTF-8 at byte {error.start}; save it as UTF-8") from error
    saved = {path.stem: path for path in files(used.queries or resource("queries"))}
    if any(space in question for space in " \n{"):
        raise UsageError("a query in words of SPARQL goes through standard input: echo '…' | kg query -")
    if question not in saved:
        near = difflib.get_close_matches(question, saved, n=1)
        hint = f"did you mean {near[0]}?" if near else "`kg query --list` shows all"
        raise UsageError(f"there is no saved query {question!r}; {hint}")
    return load_file(saved[question])


def parse_parameters(given: tuple[str, ...]) -> Mapping[str, str]:
    """`("place=entity:Q159",)` as a mapping. Raises UsageError for what has no «=», and for a name given twice."""
    values: dict[str, str] = {}
    for pair in given:
        name, equals, value = pair.partition("=")
        if not equals or not name:
            raise UsageError(f"a parameter is given as NAME=VALUE, not {pair!r}")
        if name in values:
            raise UsageError(f"the parameter {name!r} is given twice")
        values[name] = value
    return values


def _list_queries(used: Settings) -> None:
    saved = SavedQueries(used.queries or resource("queries"))
    rows = ((each.name, each.summary["en"], each.summary["ar"], " ".join(_shown(p) for p in each.parameters)) for each in saved.values())
    print_table(("name", "question", "السؤال", "parameters"), rows)


def _shown(parameter: Parameter) -> str:
    return f"{parameter.name}:{parameter.type}" if parameter.default is None else f"[{parameter.name}={parameter.default}]"


@click.command(epilog=examples("kg stats", "kg stats --json"))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def stats(*, as_json: bool) -> None:
    """Count what the graph holds."""
    folder = StoreFolder(settings().store)
    folder.require_whole()
    known = read_counts(folder.path / "current")
    found = known.stats if known else counted(folder.snapshot())
    if as_json:
        click.echo(json.dumps({**asdict(found), "kinds": dict(found.kinds)}, ensure_ascii=False, indent=2))
        return
    print_table(("in the graph", "count"), _counts(found), numeric=("count",))
    click.echo()
    print_table(("class", "nodes"), ((kind, f"{number:,}") for kind, number in found.kinds), numeric=("nodes",))


def _counts(found: Stats) -> list[tuple[str, str]]:
    """The counts as rows, without the kinds."""
    return [(name, f"{number:,}") for name, number in asdict(found).items() if isinstance(number, int)]
