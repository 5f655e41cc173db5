"""The command that serves the graph."""

import logging
import os
import signal
import socket
import sys
from contextlib import nullcontext
from dataclasses import replace
from typing import Any

import click

from kg.address import is_address
from kg.cli.common import examples, settings, store_option
from kg.errors import UsageError
from kg.public import as_shown, following
from kg.settings import Settings
from kg.store import StoreFolder
from kg.watching import watching
from kg.web import is_loopback, source_of
from kg.web import serve as served

_PUBLIC = """kg: {host} can be reached from other machines. Think of:
kg:   HTTPS: put a reverse proxy in front (nginx, Caddy), and name its address in the setting `trusted_proxy`
kg:   who may read: there is no password; articles and names are shown as they are, but with --public
kg:   limits: `time_limit`, `memory` and `per_client` are in docs/endpoint.md"""


@click.command(
    epilog=examples(
        "kg serve",
        "kg serve --port 8080 --time-limit 5",
        "kg serve --watch news                read what is in a folder, and what comes into it",
        "kg serve --watch https://example.org/feed.xml",
        "kg serve --host 0.0.0.0 --public     for strangers",
        "kg serve --store fuseki+http://127.0.0.1:3030/news  a SPARQL store that kg publish filled",
        "kg serve --dev                       while working on its pages",
    )
)
@click.option("--host", help="The address to listen at.  [default: $ISNAD_HOST, else 127.0.0.1]")
@click.option(
    "--public",
    is_flag=True,
    default=None,
    help="For strangers: private people, minors and the accused by a pseudonym; see docs/public.md.  [default: $ISNAD_PUBLIC, else no]",
)
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen at.  [default: $ISNAD_PORT, else 8000]")
@click.option("--time-limit", type=click.IntRange(1), help="Seconds that a query may take.  [default: $ISNAD_TIME_LIMIT, else 30]")
@click.option("--workers", type=click.IntRange(1), help="Queries at once.  [default: $ISNAD_WORKERS, else one for each core]")
@click.option(
    "--access-log", metavar="FILE", help="A line for each request; - for the standard error.  [default: $ISNAD_ACCESS_LOG, else none]"
)
@click.option(
    "--write-token", help="Lets who sends it write graphs of their own; $ISNAD_WRITE_TOKEN keeps it out of the list of processes."
)
@click.option(
    "--watch",
    "watched",
    metavar="FOLDER|ADDRESS",
    multiple=True,
    help="Read the articles in a folder or a feed, and new and changed ones as they come; may be repeated.",
)
@click.option("--dev", is_flag=True, help="Begin again when code or templates change; for development only.")
@store_option
def serve(*, public: bool | None, watched: tuple[str, ...], dev: bool, **given: Any) -> None:  # noqa: ANN401  # options
    """Answer SPARQL and saved queries over HTTP.

    /sparql speaks the SPARQL protocol; /queries lists the saved queries. The newest snapshot is served: kg build can run
    beside it. --store may be the ADDRESS of a SPARQL store, which is then asked in its place (docs/remote.md). Each query runs
    in a process that can be stopped; docs/endpoint.md has the limits. Ctrl-C ends it when what is under way is answered, a
    second one at once. What --watch finds is read as by kg build; what it says of articles goes to the standard error, and
    articles whose files are removed stay.
    """
    if dev and watched:
        raise UsageError("--dev begins again all the time: let another `kg serve --watch`, or `kg build`, read beside it")
    used = settings(elsewhere=True, public=int(public) if public else None, **given)
    source_of(used)  # what cannot be is said before anything is started
    if watched and is_address(used.store):
        raise UsageError(f"--watch reads articles into a store's folder, and {used.store} is none: `kg publish` brings there what is read")
    as_shown(used)
    if dev:
        _require_development(used)
    else:
        used = replace(used, port=required_port(used.host, used.port))
    log_to(used.access_log)
    if not is_address(used.store) and not StoreFolder(used.store).is_published():
        click.echo(f"kg: {used.store}: nothing was built here yet; answers start when `kg build` is done", err=True)
    if not is_loopback(used.host) and used.trusted_proxy == "none":
        click.echo(_PUBLIC.format(host=used.host), err=True)
    address = f"[{used.host}]" if ":" in used.host else used.host
    click.echo(f"Serving at http://{address}:{used.port} (Ctrl-C ends it)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # a container's first process has no other way to be ended
    with watching(used, watched), following(used.store) if used.public else nullcontext():
        served(used, dev=dev)


def _require_development(used: Settings) -> None:
    """Raises UsageError where strangers could reach a server that is made for development."""
    if used.public or not is_loopback(used.host):
        raise UsageError("--dev is for this machine alone: leave --host and --public away")


def log_to(access: str) -> None:
    """Warnings go to the standard error, the lines of requests where they are wanted.

    Raises UsageError for a file that cannot be written.
    """
    logging.basicConfig(format="%(levelname)s %(name)s %(message)s", level=logging.WARNING)
    logger = logging.getLogger("kg.access")
    logger.propagate = False
    if access == "none":
        return
    try:
        handler = logging.StreamHandler() if access == "-" else logging.FileHandler(access, encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{access}: {error.strerror}; name a file that can be written with --access-log") from error
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)


def required_port(host: str, port: int) -> int:
    """The port, or for 0 a free one. Raises UsageError where nobody can listen at that address and port."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET) as found:
            return int(found.getsockname()[1])
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
        raise UsageError(f"cannot listen at {host}, port {port}: {why}; choose another with --port (make run PORT=…)") from error
