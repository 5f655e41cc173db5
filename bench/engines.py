"""How distributed engines do on Isnad's own job, one after the other: reading articles with the pipeline, and the join of pairs.

Each engine lives in an environment of its own, beside what Isnad needs:

    python -m venv /tmp/dask && /tmp/dask/bin/pip install . 'dask[dataframe]' distributed
    python -m venv /tmp/ray  && /tmp/ray/bin/pip install . 'ray[data]' polars     # Ray's join is made by polars
    python -m venv /tmp/spark && /tmp/spark/bin/pip install . pyspark pandas setuptools    # and Java 17
    /tmp/dask/bin/python bench/engines.py dask articles.jsonl [--kill] [--join 200000]

`pool` is what `kg build --workers 2` reads with. Printed are seconds by the clock until the engine is there, until the first and
the last article is read, processor seconds of all processes, the most memory of all of them together, and how often the pipeline was
loaded. `--kill` ends one process that reads, by its id, when a third is done. On a machine that does other things as well, compare the
processor seconds.
"""

# ruff: noqa: PLC0415  # each environment has the packages of one engine

import json
import os
import random
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Any

import click
import psutil

_WORKERS, _AT_ONCE = 2, 16
_MIB = 2**20


@lru_cache(maxsize=1)
def _extractor() -> Any:  # noqa: ANN401  # loaded in the processes that read
    from kg.extract import load_extractor
    from kg.gazetteer import load

    return load_extractor(load())


def _ready() -> None:
    """The pipeline is loaded here."""
    _extractor()


def extracted(lines: Sequence[str]) -> list[dict[str, str]]:
    """What the articles of some JSON lines say, each with the process that read it."""
    import msgspec

    from kg.model import Article

    records = [json.loads(line) for line in lines]
    articles = [Article(str(r["id"]), r["text"], r["text"][:40], "", r.get("published")) for r in records]
    found = zip(articles, _extractor().pipe(articles), strict=True)
    return [{"id": a.id, "extraction": msgspec.json.encode(e).decode(), "process": str(os.getpid())} for a, e in found]


class Watch(threading.Thread):
    """Memory and processor time of this process and all below it, looked at five times a second; and the killing of one of them."""

    def __init__(self, folder: Path, *, kill: bool, total: int) -> None:
        super().__init__(daemon=True)
        self.folder, self.kill, self.total = folder, kill, total
        self.most, self.first, self.killed = 0, 0.0, 0
        self.seconds: dict[int, float] = {}
        self.over = False

    def run(self) -> None:
        """Looks until it is told to stop."""
        while not self.over:
            self._look()
            time.sleep(0.2)

    def _look(self) -> None:
        memory = 0
        for process in [psutil.Process(), *psutil.Process().children(recursive=True)]:
            try:
                times = process.cpu_times()
                self.seconds[process.pid] = times.user + times.system
                memory += process.memory_full_info().uss
            except psutil.Error:
                continue
        self.most = max(self.most, memory)
        done = list(self.folder.glob("*.done"))
        if done and not self.first:
            self.first = time.monotonic()
        if self.kill and not self.killed and len(done) * _AT_ONCE > self.total / 3:
            self.killed = int(done[-1].read_text())
            psutil.Process(self.killed).kill()


def told(folder: Path, lines: Sequence[str]) -> list[dict[str, str]]:
    """`extracted`, and a file that says that it is done."""
    found = extracted(lines)
    Path(folder, f"{found[0]['id']}.done").write_text(str(os.getpid()), "utf-8")
    return found


def batches(lines: Sequence[str]) -> Iterator[list[str]]:
    """Articles as they are read together."""
    for start in range(0, len(lines), _AT_ONCE):
        yield list(lines[start : start + _AT_ONCE])


def written(found: list[dict[str, str]], folder: Path) -> None:
    """A Parquet part."""
    import pyarrow
    from pyarrow import parquet

    parquet.write_table(pyarrow.Table.from_pylist(found), folder / f"{found[0]['id']}.parquet", compression="zstd")


def _read_and_written(folder: Path, lines: Sequence[str]) -> list[str]:
    """The ids of what was read."""
    found = told(folder, lines)
    written(found, folder)
    return [row["id"] for row in found]


def _lost(line: str) -> str:
    raise click.ClickException(f"a process was lost with {line[:80]}")


class Pool:
    """The processes of `--workers 2`, which start with the reading."""

    def read(self, lines: Sequence[str], folder: Path) -> None:
        """Reads into parts."""
        from kg.processes import Job, processes

        with processes(Job(partial(_read_and_written, folder), _ready, _ready, _lost), _WORKERS) as pool:
            for _ in pool.in_order(batches(lines), last=click.ClickException):
                pass

    def join(self, path: Path) -> int:
        """No join."""
        raise click.UsageError("the pool has no join")


class Dask:
    """Dask distributed."""

    def __init__(self) -> None:
        from distributed import Client, LocalCluster

        self.client = Client(LocalCluster(n_workers=_WORKERS, threads_per_worker=1, dashboard_address=None))

    def read(self, lines: Sequence[str], folder: Path) -> None:
        """Reads into parts."""
        self.client.gather([self.client.submit(_read_and_written, folder, batch, pure=False) for batch in batches(lines)])

    def join(self, path: Path) -> int:
        """How many pairs share a key."""
        import dask.dataframe

        rows = dask.dataframe.read_parquet(path)
        both = rows.merge(rows, on="key", suffixes=("", "_other"))
        return len(both[both.report < both.report_other][["report", "report_other"]].drop_duplicates())


class _Reader:
    """Ray's actor: the pipeline is loaded once for each."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def __call__(self, batch: dict[str, Any]) -> dict[str, Any]:
        found = told(self.folder, [str(line) for line in batch["item"]])
        return {name: [row[name] for row in found] for name in ("id", "extraction", "process")}


class Ray:
    """Ray Data."""

    def __init__(self) -> None:
        import ray
        import ray.data

        ray.init(num_cpus=_WORKERS, include_dashboard=False, log_to_driver=False, logging_level="ERROR")
        settings = ray.data.DataContext.get_current()
        settings.enable_progress_bars = False
        settings.use_datasource_v2 = False  # the newer reader of Parquet starts 32 processes, for one file as well
        self.ray = ray

    def read(self, lines: Sequence[str], folder: Path) -> None:
        """Reads into parts."""
        rows = self.ray.data.from_items(list(lines), override_num_blocks=len(lines) // _AT_ONCE or 1)
        two = self.ray.data.ActorPoolStrategy(size=_WORKERS)
        read = rows.map_batches(_Reader, fn_constructor_args=(str(folder),), compute=two, batch_size=_AT_ONCE, num_cpus=0.5)
        read.write_parquet(str(folder))

    def join(self, path: Path) -> int:
        """How many pairs share a key."""
        from ray.data.expressions import col

        left, right = (self.ray.data.read_parquet(str(path)) for _ in range(2))
        both = left.join(right, "inner", num_partitions=_WORKERS, on=("key",), right_suffix="_other")
        pairs = both.filter(expr=col("report") < col("report_other"))
        return int(pairs.groupby(["report", "report_other"], num_partitions=_WORKERS).count().count())


class Spark:
    """Spark."""

    def __init__(self) -> None:
        from pyspark.sql import SparkSession

        builder = SparkSession.builder.master(f"local[{_WORKERS}, 4]").config("spark.ui.enabled", "false")
        self.session = builder.config("spark.sql.shuffle.partitions", "8").config("spark.driver.memory", "2g").getOrCreate()
        self.session.sparkContext.addPyFile(__file__)  # its processes find no module beside a script

    def read(self, lines: Sequence[str], folder: Path) -> None:
        """Reads into parts."""
        place = str(folder)

        def each(lines_: Iterator[str]) -> Iterator[tuple[str, str, str]]:
            for batch in batches(list(lines_)):
                yield from ((row["id"], row["extraction"], row["process"]) for row in told(Path(place), batch))

        rows = self.session.sparkContext.parallelize(list(lines), len(lines) // _AT_ONCE or 1).mapPartitions(each)
        # With types: to find them out, Spark would read the first articles once more.
        rows.toDF("id string, extraction string, process string").write.parquet(str(folder / "spark"))

    def join(self, path: Path) -> int:
        """How many pairs share a key."""
        rows = self.session.read.parquet(str(path))
        other = rows.withColumnRenamed("report", "other")
        return int(rows.join(other, "key").where("report < other").select("report", "other").distinct().count())


ENGINES: dict[str, Callable[[], Any]] = {"pool": Pool, "dask": Dask, "ray": Ray, "spark": Spark}


def made_keys(rows: int, path: Path) -> None:
    """Keys as blocking has them: most are rare, some are met hundreds of times."""
    import pyarrow
    from pyarrow import parquet

    chance = random.Random(8)  # noqa: S311  # no secret
    found = {(f"k{int(chance.paretovariate(0.35)) % (rows // 2)}", f"{chance.randrange(rows // 20):016x}") for _ in range(rows)}
    few = [(key, report) for key, report in sorted(found) if len(key) > 4]
    parquet.write_table(pyarrow.table({"key": [k for k, _ in few], "report": [r for _, r in few]}), path)


@click.command(help=__doc__)
@click.argument("engine", type=click.Choice(list(ENGINES)))
@click.argument("articles", type=click.Path(exists=True, path_type=Path))
@click.option("--kill", is_flag=True, help="End one process that reads.")
@click.option("--join", "rows", default=0, help="Join so many rows of keys, too.")
def main(engine: str, articles: Path, rows: int, *, kill: bool) -> None:
    """Measures and prints."""
    lines = [line for line in articles.read_text("utf-8").split("\n") if line]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        watch = Watch(folder, kill=kill, total=len(lines))
        began = time.monotonic()
        watch.start()
        running = ENGINES[engine]()
        there = time.monotonic()
        running.read(lines, folder)
        ended = time.monotonic()
        seconds = sum(watch.seconds.values())
        told_by = {path.read_text("utf-8") for path in folder.glob("*.done")}
        first = watch.first - began
        click.echo(f"{engine}: there after {there - began:.1f} s, first batch {first:.1f} s, all {ended - began:.1f} s;")
        click.echo(
            f"  {seconds:.1f} processor seconds, {watch.most / _MIB:,.0f} MiB, {len(told_by)} processes read, killed: {watch.killed}"
        )
        click.echo(f"  rows in parts: {_rows(folder)} of {len(lines)}")
        if rows:
            keys = folder / "keys.parquet"
            made_keys(rows, keys)
            began, before = time.monotonic(), sum(watch.seconds.values())
            pairs = running.join(keys)
            spent = sum(watch.seconds.values()) - before
            click.echo(f"  join: {pairs:,} pairs in {time.monotonic() - began:.1f} s, {spent:.1f} processor seconds")
        watch.over = True


def _rows(folder: Path) -> int:
    from pyarrow import parquet

    return sum(parquet.read_metadata(path).num_rows for path in folder.rglob("*.parquet"))


if __name__ == "__main__":
    engines = import_module("engines")  # by its name: what runs elsewhere is found there, not in a script that nobody else runs
    engines.main()
