"""Commands that read the graph: query, explain, stats."""

import difflib
import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click

from kg.cli.common import console, end_at_interrupt, examples, fits, in_words, print_records, print_table, settings, store_option
from kg.cli.printable import printable
from kg.cli.saving import save_asked, save_options
from kg.confidence import confident
from kg.errors import UsageError
from kg.explain import Aspect, Explanation, ReportRef, SideBySide, decisions_about, side_by_side, sources
from kg.explain import explain as explained
from kg.ontology import Instances
from kg.queries import Parameter, SavedQueries, SavedQuery, answer, fill, load_file, parse, run
from kg.queries import table as as_table
from kg.queries.saved import files
from kg.queries.searching import expand, finder, open_search
from kg.resources import resource
from kg.settings import Settings
from kg.standing import from_text
from kg.stats import Stats, read_counts
from kg.stats import stats as counted
from kg.store import StoreFolder

_FOR_PEOPLE = ("table", "records")
"""Formats of answers that only the command line has."""
sure_enough = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="As if claims, and names, that are less sure were not there: from 0 to 1. Labels, main places and what is one event are not"
    " worked out anew, as kg build --min-confidence does.",
)


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
@sure_enough
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
    instances = Instances(StoreFolder(used.store).base())
    asked = find_query(question, used)
    text = expand(fill(asked, parse_parameters(parameters), instances), finder(lambda: open_search(StoreFolder(used.store))))
    store = StoreFolder(used.store).snapshot()
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


@click.command(
    epilog=examples("kg explain 3f0c2a9be1d44c07", "kg explain event:3f0c2a9be1d44c07 event:91bb07d25c3ae684", "kg explain EVENT --json")
)
@click.argument("event")
@click.argument("other", metavar="[EVENT]", required=False)
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def explain(event: str, other: str | None, *, as_json: bool) -> None:
    """Say why reports of an event were or were not held to be the same.

    With one EVENT: all comparisons of its reports, and what people decided about it. With two: those between them. An event
    is an IRI or the last part of one.
    """
    folder = StoreFolder(settings().store)
    store, instances = folder.snapshot(), Instances(folder.base())
    decisions = [] if other else decisions_about(store, instances, event, from_text(folder.decisions()))
    try:
        found = explained(store, instances, event, other)
    except UsageError:
        if not decisions:
            raise
        found = []  # a decision took it out of the graph
    if as_json:
        click.echo(json.dumps([asdict(each) for each in found], ensure_ascii=False, indent=2))
    if found and not other and not as_json:
        _print_sources(sources(store, instances, event))
    for each in () if as_json else found:
        _print_explanation(each)
    for decision in () if as_json else decisions:
        click.echo(printable(f"decided  {in_words(decision)}\n"))
    if not found and not decisions:
        _print_nothing(side_by_side(store, instances, event, other) if other else None)
        click.get_current_context().exit(1)


def _print_nothing(pair: SideBySide | None) -> None:
    """Why there is no comparison to show: on standard error, since it is none."""
    screen = console(errors=True)
    if pair is None:
        screen.print(
            "Nothing to explain: no report of another article came near enough to it. (`kg explain EVENT EVENT` sets two side by side.)"
        )
        return
    if pair.left == pair.right:
        screen.print(f"Both are reports of event:{pair.left}, by way of its other reports: `kg explain {pair.left}` shows them.")
        return
    screen.print(printable(_apart(pair)), markup=False)
    for aspect in pair.aspects:
        screen.print(printable(f"  {aspect.name:8} {_aspect(aspect)}"), markup=False)


def _apart(pair: SideBySide) -> str:
    if pair.shared:
        articles = ", ".join(f"article:{each}" for each in pair.shared)
        return f"Two events: {articles} reports both, and what one article tells apart is never held to be one."
    return "Two events: they did not come near enough to one for a comparison to be kept (`kg decide same` makes them one)."


def _aspect(aspect: Aspect) -> str:
    left, right = (", ".join(side) or "unknown" for side in (aspect.left, aspect.right))
    if not aspect.left or not aspect.right:
        return f"{left} / {right}"
    return f"the same: {left}" if left == right else f"differs: {left} / {right}"


def _print_sources(counts: tuple[int, int] | None) -> None:
    if counts:
        articles, origins = (f"{count} {noun}{'s' if count > 1 else ''}" for count, noun in zip(counts, ("report", "origin"), strict=True))
        click.echo(f"{articles} from {origins}\n")


def _print_explanation(explanation: Explanation) -> None:
    who = f", decided by {explanation.decided_by}" if explanation.decided_by else ""
    click.echo(printable(f"{explanation.decision} (score {explanation.score}{who})"))
    for report in (explanation.left, explanation.right):
        click.echo(printable(f"  {_reference(report)}"))
    click.echo(printable(f"  {explanation.reason_en}\n  {explanation.reason_ar}\n"))


def _reference(report: ReportRef) -> str:
    node = "" if report.node == report.id else f", part of event:{report.node}"
    return f"event:{report.id}{node}: {report.label} — article:{report.article} «{report.title}»"


@click.command(epilog=examples("kg stats", "kg stats --json"))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def stats(*, as_json: bool) -> None:
    """Count what the graph holds."""
    folder = StoreFolder(settings().store)
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
