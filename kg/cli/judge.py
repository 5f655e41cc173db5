"""Commands that judge the graph: check, evaluate."""

import json
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import click
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from kg.check import GraphKind, Quads, Violation, check_part, parts
from kg.check.files import damages
from kg.cli.common import console, examples, settings, store_option
from kg.cli.printable import printable
from kg.evaluate import evaluate as evaluated
from kg.evaluate import lines, to_json
from kg.ontology import Instances
from kg.queries import NamedNode, shorten
from kg.store import StoreFolder

_CHECKED = {GraphKind.ARTICLE: "articles", GraphKind.DEFAULT: "parts of what they say together", GraphKind.MATCHES: "matches"}


@click.command(
    epilog=examples(
        "kg check            the graph against its shapes",
        "kg check --json     for programs",
        "kg check --files    whether a disk has damaged the store",
    )
)
@click.option("--json", "as_json", is_flag=True, help="For programs: one object a line.")
@click.option("--files", is_flag=True, help="Read all files of the store instead, and compare them with their checksums.")
@store_option
def check(*, as_json: bool, files: bool) -> None:
    """Check the graph against the shapes of its ontology.

    Each graph is checked by itself; violations come in plain words, as they are found. Ends with 1 where there are some.
    With --files the files are checked instead, while nobody writes: what a disk has damaged is named with what to do about it.
    """
    used = settings()
    if files:
        _check_files(StoreFolder(used.store), as_json=as_json)
        return
    instances = Instances(StoreFolder(used.store).base())
    number = 0
    for found in _violations(StoreFolder(used.store).snapshot(), instances):
        number += 1
        click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else printable(_in_words(found, instances)))
    if number:
        click.echo(f"kg: {number} violation{'s' if number > 1 else ''}", err=True)
        click.get_current_context().exit(1)
    if not as_json:
        click.echo("No violations: the graph satisfies the shapes of its ontology.")


def _check_files(folder: StoreFolder, *, as_json: bool) -> None:
    """Tells what is damaged in a store's folder."""
    number = 0
    for number, found in enumerate(damages(folder), start=1):  # noqa: B007  # how many there were
        click.echo(json.dumps(asdict(found), ensure_ascii=False) if as_json else printable(str(found)))
    if number:
        click.echo(f"kg: {number} found damaged", err=True)
        click.get_current_context().exit(1)
    if not as_json:
        click.echo("No damage: all files are what was written.")


def _violations(store: Quads, instances: Instances) -> Iterator[Violation]:
    """What violates the shapes, graph by graph, with a bar on a terminal that says how far it is: articles take most of the time."""
    screen = console(errors=True)
    names = (name for name in store.named_graphs() if isinstance(name, NamedNode))
    articles = sum(instances.article_identifier(name.value) is not None for name in names)
    bar = (SpinnerColumn(), TextColumn("checking {task.description}"), BarColumn(bar_width=20), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*bar, console=screen, transient=True, disable=not screen.is_terminal) as shown:
        tasks = {kind: shown.add_task(what, total=None, visible=False) for kind, what in _CHECKED.items()}
        shown.update(tasks[GraphKind.ARTICLE], total=articles)
        for part in parts(store, instances):
            shown.update(tasks[part.kind], visible=True)
            yield from check_part(part)
            shown.advance(tasks[part.kind])


def _in_words(found: Violation, instances: Instances) -> str:
    """A violation as three lines: where, what in English, what in Arabic."""
    value = "" if found.value is None else f" = {found.value}"
    what = f", {found.path}{value}" if found.path else value
    return f"{shorten(found.graph, instances)}: {shorten(found.node, instances)}{what}\n  {found.message_en}\n  {found.message_ar}"


@click.command(epilog=examples("kg evaluate tests/gold", "kg evaluate tests/gold --show", "kg evaluate my-gold --json"))
@click.argument("gold", metavar="GOLD_DIR", type=click.Path(path_type=Path))
@click.option("--show", is_flag=True, help="List what was missed and what was found wrongly.")
@click.option("--json", "as_json", is_flag=True, help="For programs.")
@store_option
def evaluate(gold: Path, *, show: bool, as_json: bool) -> None:
    """Compare the graph with articles that people annotated.

    GOLD_DIR holds one NAME.json for each annotated article, and NAME.txt where its text is not in the graph.
    Ends with 1 where an annotated article is not in the graph.
    """
    found = evaluated(StoreFolder(settings().store).snapshot(), gold)
    if as_json:
        click.echo(json.dumps(to_json(found), ensure_ascii=False, indent=2))
    else:
        click.echo(printable("\n".join(lines(found, show=show))))
    if found.missing:
        click.get_current_context().exit(1)
