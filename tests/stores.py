"""Small stores for tests, published as a build does it, but without one."""

from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from kg.ontology import Instances, kg, term
from kg.stats import write_counts


def small_quads() -> list[Quad]:
    """The quads of `data/small.trig` with the default graph that they amount to."""
    store = Store()
    store.load(path=Path(__file__).parent / "data" / "small.trig", format=RdfFormat.TRIG)
    quads = list(store)
    kept_out = {Instances().graph(name) for name in ("matches", "readers", "ontology")}
    evidence = {
        quad.subject
        for quad in store.quads_for_pattern(None, term("rdf:type"), None)
        if quad.object in (kg("Claim"), term("nif:RFC5147String"))
    }
    merged = {
        Quad(quad.subject, quad.predicate, quad.object, DefaultGraph())
        for quad in quads
        if quad.graph_name not in kept_out and quad.subject not in evidence and quad.predicate != kg("text")
    }
    return [*quads, *merged]


def publish(folder: Path, name: str, quads: list[Quad]) -> None:
    """Put a snapshot into a store's folder as a build does: written aside, then swapped in by renaming a link."""
    snapshot = folder / "snapshots" / name
    snapshot.mkdir(parents=True)
    graph = Store(str(snapshot / "graph"))
    graph.bulk_extend(quads)
    graph.flush()
    del graph
    write_counts(snapshot, Instances())
    link = folder / "next"
    link.symlink_to(Path("snapshots") / name)
    link.replace(folder / "current")
