"""The options of `kg query` that save what was asked."""

from collections.abc import Callable
from typing import TypeVar

import click

from kg.cli.printable import printable
from kg.errors import UsageError
from kg.queries import SavedQuery, keep
from kg.resources import resource
from kg.settings import Settings

_Command = TypeVar("_Command", bound=Callable[..., None])


def save_options(command: _Command) -> _Command:
    """Lets a command be given `--save`, `--summary` and `--force`; `save_asked` knows them."""
    options = (
        click.option("--save", metavar="NAME", help="Save what was asked, to be asked again by this name."),
        click.option("--summary", metavar="TEXT", help="With --save: what it asks, in a line.  [default: NAME]"),
        click.option("--force", is_flag=True, help="With --save: overwrite a saved query of this name."),
    )
    for option in reversed(options):
        command = option(command)
    return command


def save_asked(asked: SavedQuery, used: Settings, *, save: str | None, summary: str | None, force: bool) -> None:
    """Saves a query where `--save` was given. Raises UsageError as `kg.queries.keep` does."""
    if save is None:
        if summary is not None or force:
            raise UsageError("--summary and --force go with --save NAME")
        return
    path = keep(used.queries or resource("queries"), save, asked.text, summary, overwrite=force)
    click.echo(printable(f"Saved as {path}; `kg query {save}` asks it again."), err=True)
