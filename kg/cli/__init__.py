"""The command line: `kg COMMAND …`. Each command is thin over one function that can be imported and called without it.

The commands' modules are loaded by name, when one is asked for: `kg --help` does not pay for spaCy.
"""

import errno
import signal
import threading
import traceback
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

import click

from kg import __version__
from kg.cli.printable import printable
from kg.errors import KgError
from kg.interrupts import ending

COMMANDS = {
    "build": ("kg.cli.change:build", "Read articles into the graph."),
    "remove": ("kg.cli.change:remove", "Take articles back; nothing of what they said stays."),
    "decide": ("kg.cli.decide:decide", "Take down what a person decides; kg build follows it."),
    "query": ("kg.cli.ask:query", "Ask the graph: a saved query, a file, or standard input."),
    "search": ("kg.cli.search:search", "Find things by words: names, labels, titles, texts."),
    "export": ("kg.cli.export:export", "Write the graph in a format that other tools read."),
    "watch": ("kg.cli.watch:watch", "Tell when what a saved query answers changes in meaning."),
    "explain": ("kg.cli.explain:explain", "Say why reports of an event were or were not held to be the same."),
    "stats": ("kg.cli.ask:stats", "Count what the graph holds."),
    "diff": ("kg.cli.diff:diff", "Say what two builds tell differently."),
    "check": ("kg.cli.judge:check", "Check the graph against the shapes of its ontology."),
    "evaluate": ("kg.cli.judge:evaluate", "Compare the graph with articles that people annotated."),
    "reconcile": ("kg.cli.reconcile:reconcile", "Set an analyst's rows beside the graph."),
    "serve": ("kg.cli.serve:serve", "Answer SPARQL and saved queries over HTTP."),
    "publish": ("kg.cli.publish:publish", "Bring a SPARQL store to the state of the newest snapshot."),
    "backup": ("kg.cli.backup:backup", "Copy the whole store, also while a build runs."),
    "restore": ("kg.cli.backup:restore", "Make a store of a backup."),
}
"""Each command: where it is ("module:function"), and the first line of its help."""

EPILOG = """\b
Examples:
  kg build seeds           read the articles in a folder
  kg query --list          list the questions that are ready to be asked
  kg query incidents       ask one of them
  kg serve                 answer them, and SPARQL, over HTTP
\b
Exit codes:
    0  done
    1  done, but some of it was bad: articles left out, violations found, nothing to explain; builds or rows that differ
    2  not done: the message says what to do instead
   70  a fault of Isnad's own: please report what it printed
  130  interrupted; what was read by then is kept"""


_INTERRUPTED = 130


def _leave_in_peace(exit_code: int) -> None:
    """Where a command was interrupted, lets no further Ctrl-C break into the end of the process and its exit code."""
    if exit_code == _INTERRUPTED and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


def _imported(module: str) -> ModuleType:
    """The module of that name; Ctrl-C ends the process while it is loaded, which takes its time."""
    with ending(_INTERRUPTED, "kg: interrupted; nothing was done yet\n"):
        return import_module(module)


class LazyGroup(click.Group):
    """A group that imports a command when it is called, and puts errors into words."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names of all commands, in the order in which a user meets them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name, its module imported now; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, function = COMMANDS[cmd_name][0].split(":")
        command = getattr(_imported(module), function)
        assert isinstance(command, click.Command)  # noqa: S101  # the table above names commands only
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The list of commands, without importing any."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in COMMANDS.items()])

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Reads the arguments. Raises click.UsageError for one that is no text, since nothing can be looked up or kept by it."""
        for argument in args:
            if argument != argument.encode("utf-8", "replace").decode("utf-8"):
                raise click.UsageError(f"{argument!r} is not UTF-8; write or rename it so", ctx)
        return super().parse_args(ctx, args)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401  # click's signature
        """Runs the command; errors become a line on standard error and an exit code."""
        try:
            return super().invoke(ctx)
        except KgError as error:
            _leave_in_peace(error.exit_code)
            click.echo(printable(f"kg: {error}"), err=True)
            ctx.exit(error.exit_code)
        except KeyboardInterrupt as error:
            _leave_in_peace(_INTERRUPTED)
            click.echo(f"kg: {str(error) or 'interrupted'}", err=True)
            ctx.exit(_INTERRUPTED)
        except OSError as error:
            if error.errno == errno.EPIPE:  # the reader of our output has seen enough: click ends the program quietly
                raise
            where = f"{error.filename}: " if error.filename else ""
            click.echo(printable(f"kg: {where}{error.strerror or error}"), err=True)
            ctx.exit(2)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception:  # noqa: BLE001  # the outermost edge: shown whole, and told apart from exit code 1
            traceback.print_exc()
            ctx.exit(70)


@click.group(cls=LazyGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.option("--store", type=click.Path(path_type=Path), help="The store's folder.  [default: $ISNAD_STORE, else .store]")
@click.option("--config", type=click.Path(path_type=Path, dir_okay=False), help="A TOML file of settings.")
@click.version_option(__version__, prog_name="kg")
@click.pass_context
def main(context: click.Context, store: Path | None, config: Path | None) -> None:
    """Isnad: knowledge graphs of Arabic news in which every statement can be traced to its words."""
    context.obj = {"store": store, "config": config}
