"""The graph in other tools' formats; sorted, the same bytes for the same graph."""

import os
import threading
from io import BytesIO
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse
from rdflib import Dataset, Graph

from kg.errors import UsageError
from kg.exports import format_for, format_of, rdf
from kg.exports.rdf import SYNTAXES, export
from kg.exports.whole_files import write_file

EX = "https://example.org/"
ARTICLE = NamedNode(EX + "article")
MERGED = DefaultGraph()


def quad(name: str, value: str, graph: NamedNode | DefaultGraph = MERGED) -> Quad:
    return Quad(NamedNode(EX + name), NamedNode(EX + "says"), Literal(value, language="ar"), graph)


QUADS = [quad("a", "سطر\nثانٍ"), quad("b", "قال «نعم»"), quad("c", "من المقال", ARTICLE), quad("a", "سطر\nثانٍ", ARTICLE)]


def store_of(quads: list[Quad]) -> Store:
    store = Store()
    store.extend(quads)
    return store


def written(store: Store, syntax: str, **options: object) -> bytes:
    output = BytesIO()
    export(store, output, syntax, **options)  # type: ignore[arg-type]
    return output.getvalue()


@pytest.mark.parametrize("syntax", [name for name, form in SYNTAXES.items() if form.supports_datasets])
def test_formats_of_many_graphs_hold_everything(syntax: str) -> None:
    back = set(parse(written(store_of(QUADS), syntax), format=SYNTAXES[syntax]))
    assert back == set(QUADS)


@pytest.mark.parametrize("syntax", [name for name, form in SYNTAXES.items() if not form.supports_datasets])
def test_formats_of_one_graph_hold_the_merged_knowledge(syntax: str) -> None:
    back = {q.triple for q in parse(written(store_of(QUADS), syntax), format=SYNTAXES[syntax])}
    assert back == {q.triple for q in QUADS if q.graph_name == MERGED}


def test_one_graph_can_be_asked_for() -> None:
    lines = written(store_of(QUADS), "nt", graph=ARTICLE.value)
    assert {q.triple for q in parse(lines, format=RdfFormat.N_TRIPLES)} == {q.triple for q in QUADS if q.graph_name == ARTICLE}


def test_a_graph_that_is_not_there_is_refused() -> None:
    with pytest.raises(UsageError, match="no graph"):
        written(store_of(QUADS), "nt", graph=EX + "other")


@pytest.mark.parametrize("syntax", ["nq", "nt"])
def test_sorted_exports_are_the_same_bytes_whatever_the_order(syntax: str) -> None:
    forwards, backwards = (written(store_of(quads), syntax, in_order=True) for quads in (QUADS, QUADS[::-1]))
    assert forwards == backwards
    assert forwards.splitlines() == sorted(forwards.splitlines())


def test_sorting_in_pieces_is_sorting(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = written(store_of(QUADS), "nq", in_order=True)
    monkeypatch.setattr(rdf, "_CHUNK", 1)
    assert written(store_of(QUADS), "nq", in_order=True) == whole


def test_what_cannot_be_sorted_says_what_can() -> None:
    with pytest.raises(UsageError, match="--format nq or nt"):
        written(store_of(QUADS), "trig", in_order=True)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match="trig, nq, jsonld"):
        written(store_of(QUADS), "docx")


@pytest.mark.parametrize(
    ("name", "syntax"), [("graph.ttl", "turtle"), ("Graph.NQ", "nq"), ("g.jsonld", "jsonld"), ("g.rdf", "rdfxml"), ("graph", None)]
)
def test_a_files_name_says_its_format(name: str, syntax: str | None) -> None:
    assert format_of(name) == syntax


def test_a_file_whose_ending_stands_for_no_format_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match=r"no format is known by '\.docx'; known are \.trig, \.nq"):
        format_for("graph.docx")
    assert (format_for("graph.ttl"), format_for("graph")) == ("turtle", None)


def test_other_tools_read_it() -> None:
    assert len(Graph().parse(data=written(store_of(QUADS), "turtle"), format="turtle")) == 2
    dataset = Dataset()
    dataset.parse(data=written(store_of(QUADS), "trig"), format="trig")
    assert len(list(dataset.quads())) == len(QUADS)


def test_a_file_is_whole_or_not_there(tmp_path: Path) -> None:
    def fails(output: object) -> None:
        raise UsageError("no")

    with pytest.raises(UsageError):
        write_file(tmp_path / "graph.nq", fails)
    assert list(tmp_path.iterdir()) == []


def test_a_pipe_is_written_to_and_stays_a_pipe(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    received: list[bytes] = []
    reader = threading.Thread(target=lambda: received.append(pipe.read_bytes()))
    reader.start()
    write_file(pipe, lambda output: output.writelines([b"a graph"]))
    reader.join(10)
    assert received == [b"a graph"]
    assert pipe.is_fifo()


def test_a_link_goes_on_leading_to_its_file(tmp_path: Path) -> None:
    (tmp_path / "graph.nq").write_bytes(b"before")
    (tmp_path / "latest.nq").symlink_to("graph.nq")
    write_file(tmp_path / "latest.nq", lambda output: output.writelines([b"after"]))
    assert (tmp_path / "latest.nq").is_symlink()
    assert (tmp_path / "graph.nq").read_bytes() == b"after"


@pytest.mark.parametrize("character", ["\x01", "\x1b", "\ufffe"])
def test_what_xml_cannot_hold_is_refused_before_anything_is_written(character: str) -> None:
    output = BytesIO()
    with pytest.raises(UsageError, match=f"U\\+{ord(character):04X}.*turtle"):
        export(store_of([quad("a", f"قال{character} نعم")]), output, "rdfxml")
    assert output.getvalue() == b""


def test_a_folder_that_is_not_there_is_said_plainly(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be written"):
        write_file(tmp_path / "none" / "graph.nq", lambda output: None)
