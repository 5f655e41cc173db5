"""Building from feeds, and as articles come: what `kg build` does with addresses and with `--follow`."""

import json
import logging
import signal
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from threading import Event
from typing import Any, TypeVar

import click

from kg.build import BuildOptions, BuildSummary
from kg.cli.printable import printable
from kg.errors import ArticleError, UsageError
from kg.extractors import choice
from kg.feeds.addresses import is_address
from kg.feeds.following import addresses_in, opened
from kg.settings import Settings
from kg.watching import told_apart
from kg.watching.looking import Looked
from kg.watching.watch import LOG, Ways, log, report, watch

_Command = TypeVar("_Command", bound=Callable[..., None])
_INTERRUPTED = 130
_OPTIONS = (
    click.option(
        "--allow-host",
        "allowed",
        metavar="HOST",
        multiple=True,
        help="A host that may be asked though it is at an address of this machine or network; may be repeated.",
    ),
    click.option(
        "--every",
        type=click.IntRange(1, 604_800),
        metavar="SECONDS",
        help="With --follow: how often to ask each feed.  [default: $ISNAD_FEED_EVERY, else 900]",
    ),
    click.option(
        "--feeds", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE", help="A file of addresses of feeds, one a line."
    ),
    click.option("--follow", "follows", is_flag=True, help="Go on: read what comes into folders and feeds, until Ctrl-C."),
)


def feed_options(command: _Command) -> _Command:
    """Gives a command the options `--follow`, `--feeds`, `--every` and `--allow-host`."""
    for option in _OPTIONS:
        command = option(command)
    return command


def feeds_in(paths: Sequence[str], options: dict[str, Any]) -> tuple[tuple[str, ...], dict[str, Any]]:
    """Takes what is about feeds out of a command's paths and options: the addresses, and the settings that are given of them."""
    file, every, allowed = (options.pop(name) for name in ("feeds", "every", "allowed"))
    given = {"feed_every": every, "feed_hosts": " ".join(allowed) or None}
    return (*filter(is_address, paths), *(addresses_in(file) if file else ())), given


def fetched(
    addresses: Sequence[str], ours: Settings, options: BuildOptions, build: Callable[[tuple[Path, ...]], BuildSummary | None]
) -> BuildSummary:
    """Asks each feed once, and builds what is new in them: `build` is given the files. What cannot be read is told and counted."""
    faults: list[ArticleError] = []

    def tell(error: ArticleError) -> None:
        if options.strict:
            raise error
        faults.append(error)
        click.echo(printable(f"kg: {error}"), err=True)

    with opened(addresses, ours, tell) as feeds:
        if feeds is None:
            return build(()) or BuildSummary()
        feeds.read_once()
        with feeds.arrived() as arrived:
            summary = build(arrived) or BuildSummary()
    return replace(summary, skipped=summary.skipped + len(faults))


def follow(paths: Sequence[str], addresses: Sequence[str], ours: Settings, options: BuildOptions, *, as_json: bool) -> int:
    """Builds what is there and what comes, until it is told to end; what the process ends with. Raises UsageError."""
    _require_followable(paths, addresses, options)
    folders, _ = told_apart([path for path in paths if not is_address(path)])
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.WARNING)
    LOG.setLevel(logging.INFO)
    ended = Event()

    def end(*_: object) -> None:
        ended.set()
        signal.raise_signal(signal.SIGINT)

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell may have had it ignored
    signal.signal(signal.SIGTERM, end)  # as a service's manager ends it: like Ctrl-C, and no failure
    try:
        with opened(addresses, ours, report) as feeds:
            watch(Looked(folders), ours, Event(), ways=Ways(feeds, options, _in_json if as_json else log))
    except KeyboardInterrupt:
        LOG.info("stopped")
    click.echo("kg: what was read is kept: the same command goes on from there", err=True)
    return 0 if ended.is_set() else _INTERRUPTED


def _require_followable(paths: Sequence[str], addresses: Sequence[str], options: BuildOptions) -> None:
    chosen = choice(options.extractor)
    if not paths and not addresses:
        raise UsageError("--follow what? Name folders or addresses of feeds, or a file of addresses with --feeds")
    if "-" in paths:
        raise UsageError("--follow cannot read standard input (-): leave --follow away, or name a folder")
    if options.strict:
        raise UsageError("--follow goes on where something cannot be read, and --strict does not: leave one of them away")
    if chosen and chosen.door.is_priced:
        raise UsageError("--follow would ask a language model whenever something comes: run `kg build` with --max-cost from time to time")


def _in_json(summary: BuildSummary) -> None:
    click.echo(json.dumps(asdict(summary), ensure_ascii=False))
