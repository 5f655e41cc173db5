"""Stores that several test modules ask: a small invented one, and the graph of the seeds. And the shipped reader."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from stores import publish, small_quads

from kg.settings import Settings

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
