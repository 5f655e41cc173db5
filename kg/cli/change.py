"""Commands that change the graph: build, remove."""

import json
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn
from rich.text import Text

from kg.build import BuildOptions, BuildSummary, Room, room
from kg.build import Progress as BuildProgress
from kg.build import build as built
from kg.build import follow as followed
from kg.build import remove as removed
from kg.cli.common import console, examples, like, print_table, settings, store_option
from kg.cli.feeds import feed_options, feeds_in, fetched
from kg.cli.feeds import follow as follow_on
from kg.cli.printable import printable
from kg.cli.spending import agreed, spending, spending_options
from kg.cluster import LOCAL
from kg.errors import ArticleError, UsageError
from kg.explain import article_identifiers
from kg.feeds.addresses import is_address
from kg.memory import collect_rarely
from kg.settings import Settings
from kg.store import StoreFolder

_STAGES = {
    "link": "linking again",
    "read": "reading",
    "write": "writing",
    "compare": "comparing",
    "publish": "publishing",
    "stop": "stopping",
}
_ADDRESS = re.compile(r"[a-z]+://.+|[\w.-]+:\d+")
"""What the address of a scheduler looks like, and a path as a rule does not."""
_ESTIMATED = 600.0
"""Seconds by which the time that is left is estimated: articles come in clumps, and some are long."""
_LARGE = 1_000_000_000
"""Bytes that a build takes from which on that is told."""
_STOPPING = "kg: stopping when what was read is written; Ctrl-C again stops at once, and that is read again next time"
_CHANGES = ("new", "changed", "unchanged", "repeated", "removed", "relinked", "skipped", "ignored")
_HELD = ("articles", "entities", "incidents", "statements", "claims", "quads")


@click.command(
    epilog=examples(
        "kg build seeds                            a folder",
        "kg build news/*.html 2024.jsonl.xz        files",
        "kg build https://example.org/feed.xml     what a feed of Atom or RSS has that is new",
        "kg build --follow news --feeds feeds.txt  and what comes into these later, until Ctrl-C",
        "zcat dump.jsonl.gz | kg build -           JSON lines from standard input",
        "kg build news --gazetteer our-groups.csv  with names of your own",
        "kg build news --workers 4 --json          for programs",
        "kg build news --cluster --workers 4       by a cluster of this machine, started for it",
        "kg build news --cluster tcp://host:8786 --parts s3://bucket/isnad   see docs/cluster.md",
        "kg build                                  only follow what was decided since",
        "kg build --min-confidence 0.7             leave out what is less sure; nothing is read again",
        "kg build news --extractor spacy:MODEL     names by a spaCy pipeline of yours",
        "kg build news --extractor llm:MODEL --price 0.15/0.60 --max-cost 5",
    )
)
@click.argument("paths", metavar="[PATH]...", nargs=-1)
@click.option("--workers", type=click.IntRange(min=1), default=1, show_default=True, help="Processes that read.")
@click.option(
    "--cluster",
    is_flag=False,
    flag_value=LOCAL,
    metavar="[ADDRESS]",
    default="",
    help="Let the workers of a Dask scheduler read and compare, as at tcp://HOST:8786; without ADDRESS those of a cluster of this"
    " machine, with --workers processes, or one for each core.",
)
@click.option(
    "--parts",
    metavar="PLACE",
    default="",
    help="With --cluster: a folder or object store (s3://BUCKET/FOLDER) for what passes between the machines, which all of them see."
    "  [default: the folder `parts` in the store]",
)
@click.option("--strict", is_flag=True, help="Stop at the first article that cannot be read.")
@click.option("--wait", is_flag=True, help="Wait while another process writes in the store.")
@click.option(
    "--gazetteer",
    multiple=True,
    type=click.Path(path_type=Path),
    help="Names of your own: a CSV, or a FollowTheMoney or OpenSanctions list (JSON lines); may be repeated.",
)
@click.option(
    "--decisions",
    type=click.Path(path_type=Path),
    help="What people decided, in place of what the store has of it.  [default: decisions.jsonl in the store]",
)
@click.option(
    "--extractor",
    metavar="NAME[:MODEL]",
    default="",
    help="What reads: isnad, spacy:MODEL, gliner:MODEL or llm:MODEL; see docs/extractors.md.  [default: isnad]",
)
@feed_options
@spending_options
@click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    metavar="P",
    help="Leave out what was read less surely, from 0 to 1; the store remembers it.  [default: as in the last build, at first 0]",
)
@click.option(
    "--publish-every",
    type=click.FloatRange(min=0),
    metavar="SECONDS",
    default=30,
    show_default=True,
    help="Show readers what there is so far, for no more than a twentieth of the time or to make room; 0: when all is done.",
)
@click.option("--json", "as_json", is_flag=True, help="Print the summary for programs.")
@store_option
def build(paths: tuple[str, ...], *, cluster: str, strict: bool, as_json: bool, **further: Any) -> None:  # noqa: ANN401  # options
    """Read articles into the graph.

    PATH is a file or a folder of texts (.txt), pages (.html) or JSON lines (.jsonl), each also .gz or .xz; the address of
    a feed (docs/following.md); - is standard input. What has not changed since is not read again. Articles that cannot be
    read are reported and left out: kg then ends with 1, or with 2 where none was left. Ctrl-C keeps what was read; the same
    command goes on from there. Without a PATH nothing is read: only what people decided since the last build, or another
    --min-confidence, is followed.
    """
    collect_rarely()
    if cluster and cluster != LOCAL and not _ADDRESS.fullmatch(cluster):  # it is a PATH: no ADDRESS was given
        paths, cluster = (cluster, *paths), LOCAL
    addresses, about_feeds = feeds_in(paths, further)
    follows = further.pop("follows")
    if about_feeds["feed_every"] and not follows:
        raise UsageError("--every says how often feeds are asked while they are followed: give --follow too, or leave it away")
    ours, agrees = spending(further, about_feeds)
    options = BuildOptions(cluster=cluster, strict=strict, **further)
    if follows:
        click.get_current_context().exit(follow_on(paths, addresses, ours, options, as_json=as_json))

    def build_all(arrived: tuple[Path, ...]) -> BuildSummary | None:
        """Builds what is in files and what was fetched of feeds; None where it would be an empty store."""
        given = (*(path for path in paths if not is_address(path)), *map(str, arrived))
        if addresses and not given and not StoreFolder(ours.store).extractions.exists():
            return None
        extractor = agreed(given, ours, options, agrees=agrees)
        _tell_room(room(given, ours.store))
        with _progress() as (report, progress):
            return built(given, ours, options, extractor=extractor, report=report, progress=progress)

    try:
        summary = fetched(addresses, ours, options, build_all) if paths or addresses else _followed(ours, options)
    except KeyboardInterrupt as error:  # before anything was read, or pressed twice; else it is a BuildInterrupted
        raise KeyboardInterrupt("interrupted; what was written by then is kept: the same command again goes on from there") from error
    if summary.skipped and not StoreFolder(ours.store).extractions.exists() and not as_json:
        click.echo("kg: nothing could be read, so no store was made", err=True)
    else:
        _print_summary(summary, as_json=as_json)
    if summary.skipped:
        given = summary.new + summary.changed + summary.unchanged
        click.get_current_context().exit(1 if given else 2)


def _tell_room(found: Room | None) -> None:
    """Says how much room a large build takes, and whether that is there."""
    if found is None or found.needed < _LARGE:
        return
    needed, free = (round(size / 1e9, 1) for size in (found.needed, found.free))
    remedy = "" if needed < free else ": make room, or choose another folder with --store; what is read until the disk is full is kept"
    click.echo(f"kg: the store may come to need {needed:g} GB more while it is built; {free:g} GB are free{remedy}", err=True)


def _followed(ours: Settings, options: BuildOptions) -> BuildSummary:
    """A build without articles. Raises UsageError where there is no store yet, or reading was asked for."""
    if not StoreFolder(ours.store).extractions.exists():
        what = f"{ours.store}: no store is here yet; say what to read into a new one, as in"
        raise UsageError(f"{what} `kg --store {ours.store} build news` (a folder, files, or - for standard input)")
    if options.gazetteer or options.extractor or options.cluster:
        option = "--gazetteer" if options.gazetteer else "--extractor" if options.extractor else "--cluster"
        raise UsageError(f"{option} says how articles are read: give their PATH too (those that the store has are then read again as well)")
    with _progress() as (_, progress):
        return followed(ours, options.decisions, min_confidence=options.min_confidence, wait=options.wait, progress=progress)


@click.command(
    epilog=examples(
        'kg remove 004_0c08197946eba48f --reason "withdrawn by its publisher"',
        "kg remove nahar-17 nahar-18 --json",
        "kg remove nahar-19 --erase                leave nothing behind",
    )
)
@click.argument("identifiers", metavar="ID...", nargs=-1, required=True)
@click.option("--reason", default="", help="Why; whoever asks for the article by its IRI is told.")
@click.option("--erase", "erased", is_flag=True, help="Leave nothing, not even that it was there; also after it was removed.")
@click.option("--wait", is_flag=True, help="Wait while another process writes in the store.")
@click.option("--json", "as_json", is_flag=True, help="Print the summary for programs.")
@store_option
def remove(identifiers: tuple[str, ...], *, reason: str, erased: bool, wait: bool, as_json: bool) -> None:
    """Take articles back; nothing of what they said stays.

    ID is the article's identifier: the name of its file without the extensions, or the id of its record; article:ID is as good.
    The server answers for it that it is gone, since when and why; with --erase as if it had never been there. Ends with 1 where
    some article is not in the graph, with 2 where none is.
    """
    if erased and reason:
        raise click.UsageError("--erase leaves nothing, and so no --reason either.")
    used = settings()
    named = [identifier.removeprefix("article:") for identifier in identifiers]  # as queries have it
    done = removed(named, used, wait=wait, reason=reason, erased=erased)
    if done.summary.removed:
        _print_summary(done.summary, as_json=as_json)
    held = article_identifiers(StoreFolder(used.store).snapshot()) if done.unknown else ()
    for identifier in done.unknown:
        near = like(identifier, held)
        hint = f"; did you mean {near}?" if near else ""
        click.echo(printable(f"kg: there is no article {identifier!r} in the graph{hint}"), err=True)
    if done.unknown:
        click.get_current_context().exit(1 if done.summary.removed else 2)


_Report = Callable[[ArticleError], None]
_Tell = Callable[[BuildProgress], None]


@contextmanager
def _progress() -> Iterator[tuple[_Report, _Tell]]:
    """How faults and progress are shown: on standard error, the progress on a terminal only, and gone in the end."""
    screen = console(errors=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TextColumn("{task.fields[done]}"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal, speed_estimate_period=_ESTIMATED) as shown:
        task, began = shown.add_task("starting", total=None, done=""), time.monotonic()

        def tell(progress: BuildProgress) -> None:
            if progress.stage == "stop":
                screen.print(_STOPPING, soft_wrap=True)
            rate = progress.articles / max(time.monotonic() - began, 1)
            done = f"{progress.articles:,} articles, {progress.files:,} files, {rate:.1f} articles/s"
            total = None if progress.share is None else 1.0
            shown.update(task, total=total, completed=progress.share, description=_STAGES.get(progress.stage, progress.stage), done=done)

        yield lambda error: screen.print(Text(printable(f"kg: {error}")), soft_wrap=True), tell


def _print_summary(summary: BuildSummary, *, as_json: bool) -> None:
    """The whole summary for programs, or what is not zero of it for people."""
    figures = asdict(summary)
    if as_json:
        click.echo(json.dumps(figures, ensure_ascii=False))
        return
    changes = [f"{figures[name]:,} {name}" for name in _CHANGES if figures[name]]
    click.echo(f"{', '.join(changes) or 'nothing to do'} ({summary.seconds:.1f} s)\n")
    print_table(("in the graph", "count"), ((name, f"{figures[name]:,}") for name in _HELD), numeric=("count",))
    for note in summary.notes:
        click.echo(printable(f"kg: {note}"), err=True)
