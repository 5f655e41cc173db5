"""What it costs to add articles to a store, to take them back, and to read them again, publishing included.

Run it on a small store and on a large one: the ratio says whether a graph that grows becomes slower to keep up to date.
"""

import json
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from kg.articles import read


def _timed(store: Path, *arguments: str) -> tuple[float, dict[str, object]]:
    started = time.perf_counter()
    command = [sys.executable, "-m", "kg", "--store", str(store), *arguments, "--json"]
    done = subprocess.run(command, check=True, capture_output=True, text=True)  # noqa: S603  # ourselves
    return time.perf_counter() - started, json.loads(done.stdout)


def _steps(articles: Path, identifiers: Sequence[str]) -> Sequence[tuple[str, tuple[str, ...]]]:
    return (
        ("nothing new", ("build", "--workers", "2")),
        ("adding", ("build", str(articles), "--workers", "2")),
        ("the same again", ("build", str(articles), "--workers", "2")),
        ("taking back", ("remove", *identifiers)),
        ("adding again", ("build", str(articles), "--workers", "2")),
        ("taking back", ("remove", *identifiers)),
    )


@click.command(help=__doc__)
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--store", required=True, type=click.Path(exists=True, path_type=Path), help="A store that has none of them.")
def main(articles: Path, store: Path) -> None:
    """Measures and prints; the store is in the end what it was."""
    identifiers = [article.id for article in read([articles], report=lambda error: None)]
    for name, arguments in _steps(articles, identifiers):
        seconds, summary = _timed(store, *arguments)
        publishing = summary.get("publishing", 0)
        click.echo(
            f"{name:<16} {seconds:>7.1f} s, {publishing} s of it publishing; {summary['articles']:,} articles, {summary['quads']:,} quads"
        )


if __name__ == "__main__":
    main()
