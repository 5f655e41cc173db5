"""`make bench-publish`: how long a publication takes, the first one and one after a single article changed, and what it sends.

The articles that are named (seeds/, or one file of JSON lines) are built into a store; it is published to Oxigraph's own server, and to
Virtuoso where that is installed, both on this machine.
"""

import json
import shutil
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path

import click
from remotes import PASSWORD, USER, VIRTUOSO, oxigraph, virtuoso

from kg.build import build
from kg.ontology import Instances
from kg.remote import Published, Remote, publish
from kg.remote.publishing import sums_of
from kg.settings import Settings
from kg.store import StoreFolder

_SAID = "\nوقال شهود عيان إن انفجارا وقع في بغداد وأسفر عن مقتل 3 أشخاص."


def changed(path: Path, folder: Path) -> Path:
    """A file with the first of the articles, longer by a sentence; its name or identifier is the same."""
    first = min(path.glob("*.txt")) if path.is_dir() else path
    copy = folder / first.name
    if path.is_dir():
        copy.write_text(first.read_text("utf-8") + _SAID, "utf-8")
    else:
        with path.open(encoding="utf-8") as lines:
            article = json.loads(next(lines))
        copy.write_text(json.dumps({**article, "text": article["text"] + _SAID}, ensure_ascii=False) + "\n", "utf-8")
    return copy


def measured(what: str, folder: StoreFolder, remote: Remote) -> None:
    """Publishes once, and prints what that took."""
    done: Published = publish(folder, remote)
    sent = f"{done.graphs:>6,} {done.inserted:>9,} {done.deleted:>8,} {done.seconds:>8.1f}"
    click.echo(f"{remote.address.kind:<10} {what:<22} {done.triples:>10,} {sent}")


def main() -> None:
    """Prints a table."""
    path = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as name, ExitStack() as stack:
        place = Path(name)
        (place / "virtuoso").mkdir()
        (place / "changed").mkdir()
        settings = Settings(store=place / "store")
        build([str(path)], settings)
        folder = StoreFolder(settings.store)
        began = time.perf_counter()
        parts = len(sums_of(folder.snapshot(), Instances(folder.base())))
        click.echo(f"{parts:,} parts compared in {time.perf_counter() - began:.1f} s here")
        click.echo(f"{'store':<10} {'publication':<22} {'triples':>10} {'graphs':>6} {'inserted':>9} {'deleted':>8} {'seconds':>8}")
        remotes = [Remote(stack.enter_context(oxigraph(place / "oxigraph")))]
        if VIRTUOSO:
            remotes.append(Remote(stack.enter_context(virtuoso(place / "virtuoso")), user=USER, password=PASSWORD))
        for what in ("first", "nothing changed", "one article changed"):
            if what == "one article changed":
                build([str(changed(path, place / "changed"))], settings)
            for remote in remotes:
                measured(what, folder, remote)
        shutil.rmtree(settings.store)


if __name__ == "__main__":
    main()
