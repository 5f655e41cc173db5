"""A store's folder: the graph that is being written, the snapshots that are read, and who may write.

    DIR/extractions.sqlite   the truth (`kg.extractions`), graphs that users wrote (`kg.own`) among it
    DIR/tombstones.json      what is left of articles that were taken back; published with each snapshot
    DIR/public/              a store's folder like this one, of what strangers are shown (`kg.public`)
    DIR/live/                Oxigraph, for the writer alone
    DIR/snapshots/N/graph/   Oxigraph as readers see it: whole, and never changed again
    DIR/snapshots/N/base     the base of its instances' IRIs
    DIR/snapshots/N/decisions the decisions that it follows, and those that it could not
    DIR/snapshots/N/search.sqlite, void.json  what is published with it: `kg.search`, `kg.stats`
    DIR/snapshots/N/seal.json  what its files are: sizes and checksums (`kg.seals`)
    DIR/snapshots/N/readers  who reads it holds a lock on this file: then it is not removed
    DIR/search.sqlite        the search index, for the writer alone
    DIR/current              relative link to the newest snapshot, swapped by rename
    DIR/decisions.jsonl      what people decided, an input (`kg.decisions`)
    DIR/builds.jsonl         when what was built
    DIR/feeds.sqlite, DIR/arrived/  what was seen of feeds, and what of them is being built (`kg.feeds`)
    DIR/replaced-N.unfinished  what a restoration replaces, until readers see snapshot N (`Replacement`)
    DIR/lock, DIR/lock.json  held by the one writer; who that is

Readers open `current` only, so that they never wait for a writer nor see half of a change.

    folder.py      all of this: who writes, what is published, what is left over    live_graph.py   DIR/live, and changes of it
    snapshot.py    a graph that is open to read                                      replacement.py  DIR/replaced-N.unfinished
"""

from pathlib import Path

from oxrdflib import OxigraphStore
from rdflib import Dataset

from kg.store.folder import RESTORED, StoreFolder, elsewhere
from kg.store.live_graph import Change, GraphName, LiveGraph, quad_in, update_text
from kg.store.snapshot import Snapshot, base_of

__all__ = [
    "RESTORED",
    "Change",
    "GraphName",
    "LiveGraph",
    "Snapshot",
    "StoreFolder",
    "base_of",
    "elsewhere",
    "open_graph",
    "quad_in",
    "update_text",
]


def open_graph(path: str | Path) -> Dataset:
    """A store's newest snapshot as an rdflib Dataset, to read.

    Its default graph is the merged knowledge, each fact once; each article is a named graph whose name is its IRI, which
    `get_graph` gives (`graph` would make one, which a snapshot refuses). SPARQL is answered by Oxigraph.

        dataset = kg.open_graph(".store")
        article = dataset.get_graph(URIRef("https://w3id.org/isnad/id/article/002"))
        for subject, predicate, value in article: ...
        for row in dataset.query("SELECT ?label { ?incident a kg:Incident ; rdfs:label ?label }", initNs=namespaces): ...

    Raises StoreMissing where nothing was built at `path` yet.
    """
    return Dataset(store=OxigraphStore(store=StoreFolder(Path(path)).snapshot()), default_union=False)
