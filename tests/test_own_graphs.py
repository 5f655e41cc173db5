"""A graph that users wrote is put in place of what it was: whatever stays is not written again, and what is there is what was given."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse, serialize

from kg.store import GraphName, LiveGraph

GRAPH, OTHER = NamedNode("urn:graph"), NamedNode("urn:other")
TERMS = st.sampled_from(("<urn:a>", "<urn:b>", "_:a", "_:b"))
INTEGER = "<http://www.w3.org/2001/XMLSchema#integer>"
NUMBERS = (f'"1"^^{INTEGER}', f'"01"^^{INTEGER}', f'"+1"^^{INTEGER}', '"1.50"^^<http://www.w3.org/2001/XMLSchema#decimal>')
OBJECTS = st.one_of(TERMS, st.sampled_from(('"سطر\\nآخر"@ar', '"\\\\"', *NUMBERS)))
TRIPLES = st.frozensets(st.tuples(TERMS, st.sampled_from(("<urn:p>", "<urn:q>")), OBJECTS).map(lambda triple: " ".join(triple) + " ."))


def written(lines: frozenset[str]) -> bytes:
    """N-Triples as Oxigraph writes them, blank nodes under their own names."""
    return serialize([quad.triple for quad in parse("\n".join(lines), RdfFormat.N_TRIPLES)], format=RdfFormat.N_TRIPLES) or b""


def held(triples: bytes) -> set[bytes]:
    """Lines of N-Triples as a store gives them back: of numbers it keeps the value, however that is written."""
    store = Store()
    store.extend(parse(triples, RdfFormat.N_TRIPLES))
    return set((store.dump(format=RdfFormat.N_TRIPLES, from_graph=DefaultGraph()) or b"").splitlines())


@given(st.lists(TRIPLES, min_size=1, max_size=4), st.sampled_from((GRAPH, DefaultGraph())))
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_graph_is_what_was_put_in_its_place_last(
    tmp_path_factory: pytest.TempPathFactory, states: list[frozenset[str]], name: GraphName
) -> None:
    with LiveGraph(tmp_path_factory.mktemp("live")) as live:
        beside = written(frozenset(["<urn:a> <urn:p> _:a ."]))
        total = live.replace(OTHER, beside)
        for lines in states:
            total += live.replace(name, written(lines))
            assert set(live.triples(name).splitlines()) == held(written(lines))
            assert live.triples(OTHER) == beside
            assert len(live) == total
            assert (name in live.graphs()) == (bool(lines) and name == GRAPH)


def test_only_what_differs_is_parsed_and_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [f'<urn:s> <urn:p> "{number}" .' for number in range(100)]
    parsed = []

    def counting(text: bytes, *arguments: RdfFormat) -> object:
        parsed.append(len(text.splitlines()))
        return parse(text, *arguments)

    with LiveGraph(tmp_path) as live:
        live.replace(GRAPH, written(frozenset(lines)))
        monkeypatch.setattr("kg.store.live_graph.parse", counting)
        assert live.replace(GRAPH, written(frozenset([*lines[1:], '<urn:s> <urn:p> "other" .', '<urn:s> <urn:q> "other" .']))) == 1
    assert parsed == [1, 2]


def test_a_number_that_is_written_in_two_ways_is_one_quad(tmp_path: Path) -> None:
    one, padded = (f"<urn:s> <urn:p> {number} .".encode() for number in NUMBERS[:2])
    with LiveGraph(tmp_path) as live:
        assert live.replace(GRAPH, one + b"\n" + padded + b"\n") == len(live) == 1
        assert (live.replace(GRAPH, padded + b"\n"), len(live)) == (0, 1)
        assert (live.replace(GRAPH, b""), len(live)) == (-1, 0)
