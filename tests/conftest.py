"""Stores that several test modules ask: a small invented one, and the graph of the seeds. And the shipped reader."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Store

from kg.ontology import Instances, kg, term
from kg.settings import Settings
from kg.stats import write_counts

if TYPE_CHECKING:
    from reading import KnownNames, Read, ReadDocument

    from kg.extract.pipeline import PipelineExtractor

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True)
def _interrupts_as_they_were() -> Iterator[None]:
    """Commands that only read let Ctrl-C end their process at once; the next test must not find it so."""
    before = signal.getsignal(signal.SIGINT)
    yield
    signal.signal(signal.SIGINT, before)


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


@pytest.fixture(scope="session")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder with the two invented articles."""
    folder = tmp_path_factory.mktemp("small")
    publish(folder, "1", small_quads())
    return folder


@pytest.fixture(scope="session")
def seeds_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store's folder built from `seeds/`, once for all tests."""
    folder = tmp_path_factory.mktemp("seeds")
    build = import_module("kg.build")  # loads the reading pipeline: tests that build nothing do not wait for it
    build.build([str(ROOT / "seeds")], Settings(store=folder))
    return folder


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-cases", action="store_true", help="write what tests/cases expect anew, to be looked at before it is kept")


@pytest.fixture(scope="session")
def extractor() -> PipelineExtractor:
    """The shipped extractor over the shipped gazetteer."""
    return import_module("kg.extract").load_extractor(import_module("kg.gazetteer").load())


@pytest.fixture(scope="session")
def read(extractor: PipelineExtractor) -> Read:
    """Reads words as an article: `read("…", issued="2021-05-11")`."""
    return import_module("reading").reader(extractor)


@pytest.fixture(scope="session")
def known_names(extractor: PipelineExtractor) -> KnownNames:
    """The names that the shipped gazetteer and patterns have, without the network: `known_names("…")`."""
    return import_module("reading").known_names(extractor)


@pytest.fixture(scope="session")
def document(extractor: PipelineExtractor) -> ReadDocument:
    """Makes a document of words with its sentences, dates and figures, without a gazetteer."""
    return import_module("reading").components("isnad_sentences", "isnad_names", "isnad_dates", "isnad_figures")
