"""The command that brings a SPARQL store to the state of a snapshot."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

import click
from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn, TimeElapsedColumn, TimeRemainingColumn

from kg.address import KINDS, Address
from kg.cli.common import console, examples, settings, store_option
from kg.cli.export import shown_folder
from kg.errors import UsageError
from kg.remote import Published, Remote, differences, write_files
from kg.remote import publish as published
from kg.remote.publishing import Progress as Told
from kg.store import StoreFolder

_STAGES = {"compare": "comparing", "send": "sending", "check": "checking"}


@click.command(
    epilog=examples(
        "kg publish --to oxigraph+http://127.0.0.1:7878           what changed since the last time",
        "kg publish --to virtuoso+http://127.0.0.1:8890 --check   only read all of it, and compare",
        "kg publish --to fuseki+https://host/news --public        as strangers are shown it",
        "kg publish --to neptune+https://host:8182 --files load   files for its own loader",
    )
)
@click.option("--to", "address", metavar="ADDRESS", required=True, help=f"KIND+URL; the kind is one of {', '.join(KINDS)}.")
@click.option("--check", is_flag=True, help="Change nothing: read all that is there, and say which graphs differ.")
@click.option("--files", metavar="FOLDER", type=click.Path(path_type=Path), help="Send nothing: write what a first load needs into files.")
@click.option("--replace", is_flag=True, help="Read all that the store holds and replace what differs: where somebody else wrote there.")
@click.option("--public", is_flag=True, help="As strangers are shown it: some people by a pseudonym (docs/public.md).")
@click.option("--json", "as_json", is_flag=True, help="Print what was done for programs.")
@store_option
def publish(address: str, *, check: bool, files: Path | None, replace: bool, public: bool, as_json: bool) -> None:
    """Bring a SPARQL store to the state of the newest snapshot.

    What changed since the last publication is sent, read again and compared. Interrupted or killed, the same command goes on
    from there; builds may run beside it. Who may write there is said by $ISNAD_REMOTE_USER and $ISNAD_REMOTE_PASSWORD, or by
    $ISNAD_REMOTE_TOKEN. docs/remote.md has what differs between servers, and what readers see meanwhile.
    """
    if sum(map(bool, (check, files, replace))) > 1:
        raise UsageError("--check and --files change nothing: they go neither together nor with --replace")
    used = settings()
    folder = shown_folder(used, public=public)
    remote = Remote.of(Address.of(address), used, folder.base())
    if files:
        _print([str(file) for file in write_files(folder, remote, files)], as_json=as_json)
    elif check:
        _check(folder, remote, as_json=as_json)
    else:
        _print_published(_published(folder, remote, replace=replace), remote, as_json=as_json)


def _published(folder: StoreFolder, remote: Remote, *, replace: bool) -> Published:
    try:
        with _progress() as tell:
            return published(folder, remote, replace=replace, progress=tell)
    except KeyboardInterrupt as error:
        raise KeyboardInterrupt("interrupted; what was sent stays there: the same command again goes on from there") from error


def _check(folder: StoreFolder, remote: Remote, *, as_json: bool) -> None:
    with _progress() as tell:
        done = 0

        def read(number: int) -> None:
            nonlocal done
            done += number
            tell(Told("check", done))

        found = differences(folder, remote, read)
    if as_json:
        click.echo(json.dumps([each._asdict() for each in found], ensure_ascii=False))
    else:
        for each in found:
            click.echo(f"{each.graph or 'the merged knowledge'}: {each.there:,} triples there, {each.here:,} here")
        click.echo(f"{remote.address}: {f'{len(found):,} graphs differ' if found else 'the same as the snapshot'}")
    if found:
        click.get_current_context().exit(1)


def _print(lines: list[str], *, as_json: bool) -> None:
    click.echo(json.dumps(lines, ensure_ascii=False) if as_json else "\n".join(lines))


def _print_published(done: Published, remote: Remote, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(asdict(done), ensure_ascii=False))
        return
    what = f"{done.graphs:,} graphs sent, {done.removed:,} removed, {done.inserted:,} further triples inserted, {done.deleted:,} deleted"
    click.echo(f"{remote.address}: {done.triples:,} triples ({what}; {done.seconds:.1f} s)")


@contextmanager
def _progress() -> Iterator[Callable[[Told], None]]:
    """A bar on the standard error, on a terminal only, and gone in the end."""
    screen = console(errors=True)
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(bar_width=20),
        TaskProgressColumn(),
        TextColumn("{task.completed:,} triples"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
    )
    with Progress(*columns, console=screen, transient=True, disable=not screen.is_terminal) as shown:
        task = shown.add_task("starting", total=None)
        yield lambda told: shown.update(task, description=_STAGES[told.stage], completed=told.done, total=told.total)
