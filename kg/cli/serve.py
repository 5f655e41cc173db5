"""The command that serves the graph."""

import os
import signal
import socket
import sys

import click

from kg.cli.common import examples, settings, store_option
from kg.errors import UsageError
from kg.store import StoreFolder
from kg.web import serve as served


@click.command(epilog=examples("kg serve", "kg serve --port 8080", "kg serve --host 0.0.0.0    reachable from other machines"))
@click.option("--host", help="The address to listen at.  [default: $ISNAD_HOST, else 127.0.0.1]")
@click.option("--port", type=click.IntRange(1, 65535), help="The port to listen at.  [default: $ISNAD_PORT, else 8000]")
@store_option
def serve(host: str | None, port: int | None) -> None:
    """Answer SPARQL and saved queries over HTTP.

    /sparql speaks the SPARQL protocol and refuses updates; /queries lists the saved queries. The newest snapshot is served:
    kg build can run beside it. Ctrl-C ends it.
    """
    used = settings(host=host, port=port)
    require_port(used.host, used.port)
    if not StoreFolder(used.store).is_published():
        click.echo(f"kg: {used.store}: nothing was built here yet; answers start when `kg build` is done", err=True)
    address = f"[{used.host}]" if ":" in used.host else used.host
    click.echo(f"Serving at http://{address}:{used.port} (Ctrl-C ends it)")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # a container's first process has no other way to be ended
    served(used)


def require_port(host: str, port: int) -> None:
    """Raises UsageError where nobody can listen at that address and port."""
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
    except OSError as error:
        why = os.strerror(error.errno) if error.errno and error.errno > 0 else error.strerror or str(error)
        raise UsageError(f"cannot listen at {host}, port {port}: {why}; choose another with --port (make run PORT=…)") from error
