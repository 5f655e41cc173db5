"""The commands that copy a store, and make one of a copy."""

import json
from dataclasses import asdict
from pathlib import Path

import click

from kg.backup import backup as backed_up
from kg.backup import restore as restored
from kg.backup import verify
from kg.cli.common import examples, settings, store_option
from kg.errors import UsageError

_MEGABYTE = 1_000_000


@click.command(
    epilog=examples(
        "kg backup isnad.tar.gz                       one file",
        'kg backup "backups/$(date +%F).tar.gz"       one for each day',
        "kg backup backups/today                      a folder",
    )
)
@click.argument("target", metavar="FILE_OR_FOLDER", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what is in it for programs.")
@store_option
def backup(target: Path, *, as_json: bool) -> None:
    """Copy the whole store, also while a build runs.

    A name that ends in .tar, .tar.gz or .tgz is written as an archive, any other as a folder. What is in it was read once
    more and compared with its checksums. It holds the articles as they were given: keep it as you keep these.
    """
    made = backed_up(settings().store, target)
    if as_json:
        click.echo(json.dumps(asdict(made), ensure_ascii=False))
    else:
        click.echo(f"{target}: {len(made.files)} files, {made.size / _MEGABYTE:,.1f} MB before packing")


@click.command(
    epilog=examples(
        "kg --store new restore isnad.tar.gz          into a new folder",
        "kg restore isnad.tar.gz --force              in place of what is there",
        "kg restore isnad.tar.gz --check              only look whether it is whole",
    )
)
@click.argument("source", metavar="FROM", type=click.Path(path_type=Path))
@click.option("--force", is_flag=True, help="Replace the store that is there.")
@click.option("--check", is_flag=True, help="Only compare the backup with its checksums.")
@click.option("--wait", is_flag=True, help="Wait while another process writes in the store.")
@store_option
def restore(source: Path, *, force: bool, check: bool, wait: bool) -> None:
    """Make a store of a backup.

    The graph is made again from what was read, without reading an article. Readers, a running server too, see the old graph
    until the new one is there, whole; where anything fails the store is as it was.
    """
    if check:
        made = verify(source)
        click.echo(f"{source}: whole; {len(made.files)} files of {made.made}, by Isnad {made.version}")
        return
    if not source.exists():
        raise UsageError(f"{source}: there is no such file or folder; name a backup that `kg backup` made")
    done = restored(source, settings(), force=force, wait=wait)
    click.echo(f"{done.articles:,} articles, {done.quads:,} quads ({done.seconds:.1f} s)")
