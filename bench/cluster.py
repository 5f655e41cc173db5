"""Whether a cluster of this machine makes the graph that `kg build --workers` makes, how long each takes, and what a killed worker costs.

Reads the first ARTICLES of FILE three times: in --workers processes, by a cluster of as many, and by a cluster of which a worker is
killed. Prints seconds by the clock and of all processors, and the most memory of all processes together. Ends with 1 where the graphs
differ in a line of their sorted N-Quads.
"""

import hashlib
import itertools
import lzma
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import click
import psutil

_MIB = 2**20
_READ = 12.0
"""Seconds of a processor after which a worker has loaded the pipeline and read some."""


def first(file: Path, articles: int, target: Path) -> None:
    """The first so many lines of a file, which may be compressed."""
    opened = lzma.open(file, "rt", encoding="utf-8") if file.suffix == ".xz" else file.open(encoding="utf-8")  # noqa: SIM115  # below
    with opened as given, target.open("w", encoding="utf-8") as taken:
        taken.writelines(itertools.islice(given, articles))


def built(arguments: Sequence[str], *, kill: bool = False) -> tuple[float, float, int]:
    """Runs `kg` to its end: seconds, seconds of processors, bytes of memory. `kill`: ends a worker that has read for a while."""
    began, most, spent, killed = time.monotonic(), 0, {}, False
    running = psutil.Popen([sys.executable, "-m", "kg", *arguments], stdout=subprocess.DEVNULL)
    while running.poll() is None:
        memory = 0
        for process in [running, *_below(running)]:
            try:
                times = process.cpu_times()
                memory += process.memory_full_info().uss
                spent[process.pid] = times.user + times.system
                if kill and not killed and process.pid != running.pid and times.user > _READ:
                    process.kill()
                    killed = True
            except psutil.Error:
                continue
        most = max(most, memory)
        time.sleep(0.5)
    if running.returncode:
        raise click.ClickException(f"kg {' '.join(arguments)} ended with {running.returncode}")
    if kill and not killed:
        raise click.ClickException("no worker read for so long that it was killed: give more articles")
    return time.monotonic() - began, sum(spent.values()), most


def _below(process: psutil.Process) -> list[psutil.Process]:
    try:
        return process.children(recursive=True)
    except psutil.Error:
        return []


def graph(store: Path) -> tuple[int, str]:
    """Lines and hash of a store's sorted N-Quads."""
    target = store.with_suffix(".nq")
    subprocess.run([sys.executable, "-m", "kg", "--store", str(store), "export", str(target), "--sorted"], check=True)  # noqa: S603
    content = target.read_bytes()
    target.unlink()
    return content.count(b"\n"), hashlib.sha256(content).hexdigest()


@click.command(help=__doc__)
@click.argument("file", type=click.Path(exists=True, path_type=Path))
@click.option("--articles", default=300, show_default=True)
@click.option("--workers", default=os.cpu_count() or 2, show_default=True)
def main(file: Path, articles: int, workers: int) -> None:
    """Measures, prints and compares."""
    ways = {"workers": ((), False), "cluster": (("--cluster",), False), "a worker killed": (("--cluster",), True)}
    graphs, seconds = {}, {}
    with tempfile.TemporaryDirectory() as name:
        given = Path(name, "articles.jsonl")
        first(file, articles, given)
        for way, (options, kill) in ways.items():
            store = Path(name, way.replace(" ", "-"))
            arguments = ["--store", str(store), "build", str(given), "--workers", str(workers), *options]
            seconds[way], processors, memory = built(arguments, kill=kill)
            graphs[way] = graph(store)
            figures = f"{seconds[way]:>8.1f} s {processors:>8.1f} s of processors {memory / _MIB:>7,.0f} MiB"
            click.echo(f"{way:<16}{figures}  {graphs[way][0]:,} quads, {graphs[way][1][:16]}")
    click.echo(f"throughput of the cluster beside --workers {workers}: {seconds['workers'] / seconds['cluster']:.2f}")
    if len(set(graphs.values())) > 1:
        raise click.ClickException("the graphs differ")


if __name__ == "__main__":
    main()
