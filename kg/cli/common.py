"""What the commands share: their settings, their store, their tables."""

import difflib
import signal
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, TypeVar

import click
from rich.cells import cell_len
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from kg.address import is_address
from kg.cli.printable import printable
from kg.decisions.judgement import Said
from kg.errors import UsageError
from kg.model import Span
from kg.settings import Settings, load
from kg.standing import Standing

_Command = TypeVar("_Command", bound=Callable[..., None])
_WIDE = 100_000  # columns: what goes to a file or a pipe is never cut


def in_words(standing: Standing) -> str:
    """A decision in one line, with its reason and why it was not followed below."""
    judgement = standing.judgement
    spans = (f"article:{a.article}#char={a.span.begin},{a.span.end}" for a in judgement.anchors())
    what = " ".join(filter(None, (judgement.verdict, judgement.property, _shown(judgement.value))))
    right = ", ".join(filter(None, (_shown(judgement.to), judgement.qualifier, judgement.scope)))
    undoes = f"undoes {judgement.undoes}" if judgement.undoes else ""
    parts = (what + (f" → {right}" if right else ""), *spans, undoes)
    lines = [f"{judgement.id}  {judgement.when[:10]} {judgement.who}: {' '.join(filter(None, parts))}", judgement.reason]
    return "\n  ".join(filter(None, (*lines, standing.problem and f"not followed: {standing.problem}")))


def _shown(said: Said | None) -> str:
    if isinstance(said, Span):
        return f"{said.begin},{said.end}"
    return "" if said is None else str(said)


def like(given: str, names: Iterable[str]) -> str | None:
    """The name that somebody may have meant: one that `given` is a part of, or is the file of, else one that is written much like it."""
    known = sorted(names, key=lambda name: (len(name), name))
    near = difflib.get_close_matches(given, known, n=1)
    return next((name for name in known if given in name or name == given.rpartition(".")[0]), near[0] if near else None)


def examples(*lines: str) -> str:
    """The end of a command's help: examples, each on its line."""
    return "\b\nExamples:\n" + "\n".join(f"  {line}" for line in lines)


def store_option(command: _Command) -> _Command:
    """Lets `--store` stand behind the command's name too; `settings()` knows it."""
    help_text = "The store's folder.  [default: $ISNAD_STORE, else .store]"
    return click.option("--store", type=click.Path(path_type=Path), help=help_text, expose_value=False, callback=_remember_store)(command)


confidence_option = click.option(
    "--min-confidence",
    type=click.FloatRange(0, 1),
    default=0.0,
    metavar="P",
    help="As if claims, and names, that are less sure were not there: from 0 to 1. Labels, main places and what is one event are not"
    " worked out anew, as kg build --min-confidence does.",
)
"""For commands whose answer may leave out what is not sure enough."""


def _remember_store(context: click.Context, _parameter: click.Parameter, value: Path | None) -> None:
    if value is not None:
        _options(context)["store"] = value


def _options(context: click.Context) -> dict[str, Any]:
    options: dict[str, Any] = context.find_root().ensure_object(dict)
    return options


def settings(*, elsewhere: bool = False, **overrides: object) -> Settings:
    """The settings of the running command: `overrides`, else its global options, else the environment and the file.

    Raises UsageError where the store is an address, unless it may be `elsewhere`.
    """
    options = _options(click.get_current_context())
    used = load({"store": options.get("store"), **overrides}, file=options.get("config"))
    if is_address(used.store) and not elsewhere:
        raise UsageError(
            f"{used.store}: this command works on a store's folder; an address is for `kg serve --store` and `kg publish --to`"
        )
    return used


def end_at_interrupt() -> None:
    """Lets Ctrl-C end the process at once: a query runs in native code, where Python would notice only when it is done.

    For commands that only read, and have nothing to put in order.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def console(*, errors: bool = False) -> Console:
    """Standard output (or error): as wide as the terminal, and without limit elsewhere."""
    terminal = Console(stderr=errors, highlight=False, soft_wrap=False)
    return terminal if terminal.is_terminal else Console(stderr=errors, width=_WIDE, highlight=False)


def print_table(columns: Sequence[str], rows: Iterable[Sequence[str]], *, numeric: Sequence[str] = ()) -> None:
    """Prints a table; `numeric` columns stand to the right."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold", justify="right" if column in numeric else "left")
    for row in rows:
        table.add_row(*(escape(printable(cell)) for cell in row))
    console().print(table)


def fits(columns: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Whether a table is no wider than the terminal, so that no cell must be folded."""
    widths = (max(map(cell_len, cells)) for cells in zip(columns, *rows, strict=True))
    return sum(widths) + 2 * len(columns) <= console().width


def print_records(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Prints each row as a paragraph, one line a column that has a value."""
    margin = max(map(len, columns), default=0)
    for number, row in enumerate(rows):
        lines = [f"{column:{margin}}  {cell}" for column, cell in zip(columns, row, strict=True) if cell]
        click.echo(("\n" if number else "") + printable("\n".join(lines)))
