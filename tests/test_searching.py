"""Search inside SPARQL: one shape of triple becomes the things that its words find, and nothing else becomes anything."""

import json
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QueryResultsFormat, Store

from kg.errors import QueryError, StoreMissing, UsageError
from kg.ontology import Instances, prefix_lines, term
from kg.queries import SyntaxProblem, run
from kg.queries.sparql.searching import expand, finder, open_search
from kg.search import SearchMissing
from kg.store import StoreFolder

BASRA, MOSUL = "https://w3id.org/isnad/id/entity/Q1", "https://w3id.org/isnad/id/entity/Q2"
FOUND = {"البصرة": [BASRA], "مدينة": [BASRA, MOSUL]}


def find(words: str) -> Iterable[str]:
    return FOUND.get(words, [])


def asked(query: str) -> list[list[str]]:
    """What a query finds in a graph of two places, after it was expanded."""
    store = Store()
    for iri, label in ((BASRA, "البصرة"), (MOSUL, "الموصل")):
        store.add(Quad(NamedNode(iri), term("rdfs:label"), Literal(label, language="ar"), NamedNode("urn:g")))
        store.add(Quad(NamedNode(iri), term("rdfs:label"), Literal(label, language="ar")))
    answer = json.loads(run(store, expand(query, find), Instances()).serialize(format=QueryResultsFormat.JSON) or b"")
    return sorted([row[name]["value"] for name in answer["head"]["vars"] if name in row] for row in answer["results"]["bindings"])


@pytest.mark.parametrize(
    "pattern",
    [
        '?x kg:search "البصرة"',
        '?x kg:search "البصرة" .',
        "?x kg:search 'البصرة'",
        '?x kg:search """البصرة""" .',
        '?x kg:search "البصرة"@ar .',
        r'?x kg:search "\u0627لبصرة"',
        '?x <https://w3id.org/isnad/ontology#search> "البصرة" .',
        '?x # a comment\n kg:search "البصرة"',
        'GRAPH <urn:g> { ?x kg:search "البصرة" }',
        '{ ?x kg:search "البصرة" } UNION { ?x kg:search "لا شيء" }',
        'FILTER(true) ?x kg:search "مدينة" . ?x kg:search "البصرة"',
    ],
)
def test_the_pattern_stands_for_what_its_words_find(pattern: str) -> None:
    assert asked(f"SELECT ?x {{ {pattern} }}") == [[BASRA]]


def test_it_joins_with_the_rest_of_the_query() -> None:
    assert asked('SELECT ?label { ?x kg:search "مدينة" . ?x rdfs:label ?label }') == [["البصرة"], ["الموصل"]]
    assert asked('SELECT ?label { ?x rdfs:label ?label . ?x kg:search "البصرة" }') == [["البصرة"]]
    assert asked('SELECT ?label { GRAPH ?g { ?x kg:search "البصرة" . ?x rdfs:label ?label } }') == [["البصرة"]]
    assert asked('SELECT * { ?x rdfs:label ?label OPTIONAL { ?y kg:search "البصرة" FILTER(?x = ?y) } }') == [
        ["البصرة", BASRA, BASRA],
        ["الموصل", MOSUL],
    ]
    assert asked('SELECT ?x { ?x rdfs:label ?label FILTER NOT EXISTS { ?x kg:search "البصرة" } }') == [[MOSUL]]


def test_what_is_found_by_nothing_is_nothing() -> None:
    assert asked('SELECT ?x { ?x kg:search "القاهرة" }') == []


def test_a_prefix_means_what_the_query_declares() -> None:
    assert asked('PREFIX k: <https://w3id.org/isnad/ontology#> SELECT ?x { ?x k:search "البصرة" }') == [[BASRA]]
    assert asked('PREFIX s: <https://w3id.org/isnad/ontology#search> SELECT ?x { ?x s: "البصرة" }') == [[BASRA]]
    query = 'PREFIX kg: <urn:other#> SELECT ?x { ?x kg:search "البصرة" }'
    assert expand(query, find) == query


@pytest.mark.parametrize(
    "query",
    [
        "SELECT * { ?s ?p ?o }",
        'SELECT * { ?s ?p "?x kg:search \\"البصرة\\"" }',
        "SELECT * { ?s ?p ?o } # ?x kg:search 'البصرة'",
        "SELECT * { ?s ?p '''\n?x kg:search \"البصرة\" . ''' }",
        "SELECT * { ?kg ?search <https://w3id.org/isnad/ontology#searched> }",
        "SELECT * { ?s kg:searching ?o }",
        "",
        "{{{ \" '",
    ],
)
def test_all_else_stays_letter_for_letter(query: str) -> None:
    assert expand(query, find) == query


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("?x kg:search ?words", "must be a string"),
        ("?x kg:search <urn:a>", "must be a string"),
        ('?x kg:search+ "البصرة"', "must be a string"),
        ('?x kg:search/rdfs:label "البصرة"', "must be a string"),
        ('?x ^kg:search "البصرة"', "must be a variable"),
        ('?x (kg:search) "البصرة"', "must be a variable"),
        ('?x rdfs:label|kg:search "البصرة"', "must be a variable"),
        ('?x rdfs:label ?l ; kg:search "البصرة"', "must be a variable"),
        ('<urn:a> kg:search "البصرة"', "must be a variable"),
        ('[] kg:search "البصرة"', "must be a variable"),
        ('[ kg:search "البصرة" ]', "must be a variable"),
        ('?x kg:search "البصرة" ; rdfs:label ?l', "; and , cannot follow"),
        ('?x kg:search "البصرة" , "الموصل"', "; and , cannot follow"),
        ('?x kg:search "البصرة"^^xsd:string', "; and , cannot follow"),
        ('?s ?p ?x kg:search "البصرة"', "must begin a triple"),
        ("?x ?p kg:search", "must be"),
        (r'?x kg:search "\z"', "no SPARQL string"),
        ('?x kg:search "البصرة', "must be a string"),
    ],
)
def test_other_shapes_are_refused_with_their_place(pattern: str, problem: str) -> None:
    with pytest.raises(SyntaxProblem, match=problem) as told:
        expand(f"SELECT * {{\n  {pattern} }}", find)
    assert told.value.line == 2
    assert "kg:search" in str(told.value)


def test_a_query_may_search_some_times_only() -> None:
    once = '?x kg:search "البصرة" . '
    assert asked(f"SELECT ?x {{ {once * 10} }}") == [[BASRA]]
    with pytest.raises(QueryError, match="10 times"):
        expand(f"SELECT ?x {{ {once * 11} }}", find)


def test_two_hundred_hits_and_no_more_are_put_in() -> None:
    expanded = expand('SELECT ?x { ?x kg:search "كل" }', lambda _: (f"urn:{number}" for number in range(1000)))
    assert expanded.count("<urn:") == 200


def test_what_is_wrong_with_the_words_is_told() -> None:
    def refusing(words: str) -> Iterable[str]:
        raise UsageError(f"no word in {words}")

    with pytest.raises(UsageError, match="no word in ؟"):
        expand('SELECT ?x { ?x kg:search "؟" }', refusing)


HOSTILE = [
    'البصرة" } ; DROP ALL ; SELECT * { ?s ?p "',
    "' } #",
    "}\n} # {",
    "\\",
    "\\u0022 } ",
    '""" }',
    "> } <",
    "?x",
    "<urn:evil>",
    "\r\n\t",
    "VALUES ?x { <urn:evil> }",
]


@pytest.mark.parametrize("words", HOSTILE)
def test_no_words_come_back_into_the_query(words: str) -> None:
    heard: list[str] = []
    query = f"SELECT ?x {{ ?x kg:search {Literal(words)} . ?x rdfs:label ?label }}"
    assert expand(query, lambda said: heard.append(said) or [BASRA]) == f"SELECT ?x {{ VALUES ?x {{ <{BASRA}> }} . ?x rdfs:label ?label }}"
    assert heard == [words]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=300, deadline=None)
def test_any_words_are_heard_as_they_are_and_leave_nothing(words: str) -> None:
    heard: list[str] = []
    expanded = expand(f"SELECT ?x {{ ?x kg:search {Literal(words)} }}", lambda said: heard.append(said) or [BASRA])
    assert expanded == f"SELECT ?x {{ VALUES ?x {{ <{BASRA}> }} }}"
    assert heard == [words]


@pytest.mark.parametrize("iri", ["urn:a> } DELETE {", "urn:a b", "no iri", 'urn:"', "urn:{}"])
def test_nothing_that_is_no_iri_is_put_in(iri: str) -> None:
    with pytest.raises(ValueError, match="IRI"):
        expand('SELECT ?x { ?x kg:search "البصرة" }', lambda _: [iri])


FRAGMENTS = [
    "?x",
    "kg:search",
    '"البصرة"',
    ".",
    ";",
    "{",
    "}",
    "<urn:a>",
    "# c\n",
    "PREFIX",
    "kg:",
    "'",
    '"',
    "OPTIONAL",
    "SELECT",
    "*",
    "^",
    "\\",
    " ",
]


@given(st.lists(st.sampled_from(FRAGMENTS), max_size=25))
@settings(max_examples=400, deadline=None)
def test_whatever_is_thrown_at_it_ends_in_a_query_or_a_query_error(fragments: list[str]) -> None:
    with suppress(QueryError):
        expand(" ".join(fragments), find)


def test_where_there_is_no_store_or_no_index_it_says_so(tmp_path: Path, small_store: Path) -> None:
    with pytest.raises(StoreMissing, match=r"make one with `kg --store .* build PATH"):
        open_search(StoreFolder(tmp_path))
    with pytest.raises(SearchMissing, match="kg build"):
        open_search(StoreFolder(small_store))


def test_it_asks_the_index_of_a_store(seeds_store: Path) -> None:
    store = StoreFolder(seeds_store)
    query = 'SELECT ?label { ?x kg:search "وداعش" . ?x a kg:ArmedGroup ; rdfs:label ?label }'
    text = expand(query, finder(lambda: open_search(store)))
    labels = {row["label"].value for row in store.snapshot().query(prefix_lines() + text)}
    assert "داعش" in labels
