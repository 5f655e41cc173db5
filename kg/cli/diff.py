"""The command that compares two builds."""

import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import asdict
from pathlib import Path

import click

from kg.cli.common import console, examples, print_table
from kg.cli.printable import printable
from kg.diff import Change, Counts, Difference, Differences, compared, open_graph, told
from kg.diff.differences import KINDS, SORTS

_MARKS = {"gained": "+", "lost": "-"}


@click.command(
    epilog=examples(
        "kg diff .store-before .store              two stores",
        "kg diff yesterday.nq.gz .store            an export of kg export, and a store",
        "kg diff .store-before .store --json       for programs",
    )
)
@click.argument("before", metavar="A", type=click.Path(path_type=Path, exists=True))
@click.argument("after", metavar="B", type=click.Path(path_type=Path, exists=True))
@click.option("--json", "as_json", is_flag=True, help="For programs.")
def diff(before: Path, after: Path, *, as_json: bool) -> None:
    """Say what two builds tell differently.

    That is incidents, meetings, statements, their facts and figures, with the articles concerned. A and B are stores' folders
    or exports (.nq, .trig, also .gz). Events are told to be the same by the words that report them, whatever their IRIs. Ends
    with 0 where the builds tell the same, with 1 where they differ, with 2 where they cannot be compared.
    """
    screen = console(errors=True)
    with screen.status("comparing") if screen.is_terminal else nullcontext():
        found = compared(*(told(open_graph(path)) for path in (before, after)))
    if as_json:
        click.echo(json.dumps(asdict(found), ensure_ascii=False, indent=2))
    elif found:
        _print(found)
    else:
        click.echo("No differences: both tell the same.")
    click.get_current_context().exit(1 if found else 0)


def _print(found: Differences) -> None:
    """How much of what, then each event."""
    print_table(("", *KINDS), _counts(found), numeric=KINDS)
    for difference in found.events:
        click.echo(printable("\n" + "\n".join(_lines(difference, found))))


def _counts(found: Differences) -> Iterator[tuple[str, ...]]:
    for sort in SORTS:
        of_sort = [difference.kind for difference in found.events if difference.sort == sort]
        yield f"{sort.lower()}s", *(f"{of_sort.count(kind) or ''}" for kind in KINDS)
    for name, counts in (("articles", found.articles), ("entities", found.entities), ("relations", found.relations)):
        yield name, *_row(counts)


def _row(counts: Counts) -> tuple[str, ...]:
    return tuple(f"{getattr(counts, kind, 0) or ''}" for kind in KINDS)


def _lines(difference: Difference, found: Differences) -> Iterator[str]:
    mark = _MARKS.get(difference.kind, "~")
    yield f"{mark} {difference.sort.lower()} {difference.kind}: {difference.label}"
    yield f"    events    {_events(difference)}"
    yield f"    articles  {', '.join(difference.articles)}"
    for change in difference.changes:
        yield f"    {change.property}: {_change(change, found)}"


def _events(difference: Difference) -> str:
    """Which events became which, by their ids."""
    before, after = (" ".join(f"event:{iri.rpartition('/')[2]}" for iri in side) for side in (difference.before, difference.after))
    return before if before == after else " → ".join(filter(None, (before, after)))


def _change(change: Change, found: Differences) -> str:
    lost, gained = ([found.labels.get(value, value) for value in side] for side in (change.lost, change.gained))
    return ", ".join([*(f"−{value}" for value in lost), *(f"+{value}" for value in gained)])
