"""How long saved queries take over a store: ten that analysts ask, each a few times, all their rows read."""

import statistics
import time
from pathlib import Path

import click

from kg.ontology import Instances
from kg.queries import SavedQueries, fill, run
from kg.queries import table as as_table
from kg.queries.sparql.searching import expand, finder, open_search
from kg.resources import resource
from kg.store import StoreFolder

_ASKED: tuple[tuple[str, dict[str, str]], ...] = (
    ("incidents", {"limit": "100"}),
    ("deadliest-incidents", {}),
    ("differing-figures", {"limit": "100"}),
    ("group-incidents", {"group": "entity:Q2429253"}),
    ("timeline", {"entity": "entity:Q796"}),
    ("incidents-near", {"place": "entity:Q1530"}),
    ("statements-by", {"speaker": "entity:Q1065"}),
    ("entity-mentions", {"entity": "entity:Q1530"}),
    ("find-entity", {"name": "بغداد"}),
    ("coverage", {}),
)
"""Saved queries with their parameters: daesh, Iraq, Baghdad, the United Nations."""
_TIMES = 3


@click.command(help=__doc__)
@click.option("--store", required=True, type=click.Path(exists=True, path_type=Path))
def main(store: Path) -> None:
    """Measures and prints: seconds of the first time, and the median of those after it."""
    saved, instances = SavedQueries(resource("queries")), Instances(StoreFolder(store).base())
    for name, values in _ASKED:
        text = expand(fill(saved[name], values, instances), finder(lambda: open_search(StoreFolder(store))))
        seconds, rows = [], 0
        for _ in range(1 + _TIMES):
            started = time.perf_counter()
            snapshot = StoreFolder(store).snapshot()
            rows = sum(1 for _ in as_table(run(snapshot, text, instances), instances).rows)
            seconds.append(time.perf_counter() - started)
        click.echo(f"{name:<20} {rows:>8,} rows {seconds[0]:>8.2f} s first {statistics.median(seconds[1:]):>8.2f} s")


if __name__ == "__main__":
    main()
