"""The command that says why reports of an event were or were not held to be the same."""

import json
from dataclasses import asdict

import click

from kg.cli.common import console, examples, in_words, settings, store_option
from kg.cli.printable import printable
from kg.errors import UsageError
from kg.explain import Aspect, Explanation, ReportRef, SideBySide, decisions_about, side_by_side, sources
from kg.explain import explain as explained
from kg.ontology import Instances
from kg.standing import from_text
from kg.store import StoreFolder


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
