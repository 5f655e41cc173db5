"""A store that is open for its users' graphs to be written, built into or not."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from kg.extractions import Extractions
from kg.ontology import DEFAULT_BASE, Instances
from kg.own import is_reserved, show_own_graphs
from kg.queries import Refused
from kg.search import SearchIndex
from kg.stats import write_counts
from kg.store import LiveGraph, StoreFolder
from kg.writer import open_writer

_WHY = "is made by `kg build` from articles, and what was written into it would be lost or have no source: write into a graph of your own"


@dataclass(frozen=True, slots=True)
class Opened:
    """A store that is open for its users' graphs to be written."""

    folder: StoreFolder
    extractions: Extractions
    live: LiveGraph
    instances: Instances
    publish: Callable[[], object]
    catch_up: Callable[[], object]
    """Makes the live graph hold all that is kept."""
    built: bool = False
    """Whether articles were ever built into it: else its default graph is the users' too."""

    def require_own(self, name: str) -> None:
        """Raises Refused for a graph that is not the users'."""
        if is_reserved(name, self.instances, built=self.built):
            raise Refused(f"{f'the graph {name}' if name else 'the default graph'} {_WHY}")


@contextmanager
def opened(folder: StoreFolder, base: str | None) -> Iterator[Opened]:
    """Opens a store for writing, made where there is none."""
    with folder.writer(), Extractions(folder.extractions) as extractions:
        if extractions.meta("code") is None:
            instances = Instances(base or DEFAULT_BASE)
            with folder.live() as live:
                publish = partial(_publish, folder, extractions, live, instances)
                yield Opened(folder, extractions, live, instances, publish, catch_up=partial(show_own_graphs, extractions, live))
            return
    with open_writer(folder, base) as writer:
        instances = writer.describer.instances
        yield Opened(folder, writer.extractions, writer.live, instances, writer.publish, writer.catch_up, built=True)


def _publish(folder: StoreFolder, extractions: Extractions, live: LiveGraph, instances: Instances) -> None:
    """Publishes a store into which nothing was built."""
    if extractions.meta("published") == "yes" and folder.is_published():
        return

    def beside(snapshot: Path) -> None:
        with SearchIndex(folder.path, "") as index:
            index.copy(snapshot)
        write_counts(snapshot, instances)

    folder.publish(live, instances.base, beside=beside)
    extractions.set_meta("published", "yes")
