"""Saved queries: how they are read, filled and run, and what each of them answers over two invented articles."""

import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, QuerySolutions, Store, Variable

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries import (
    Refused,
    SavedQueries,
    SavedQuery,
    Scope,
    SyntaxProblem,
    Term,
    UnusableQuery,
    answer,
    choices_found,
    choices_query,
    fill,
    keep,
    load,
    load_file,
    parse,
    prefixes,
    run,
    shorten,
    table,
)
from kg.queries.saved.parameters import TYPES, parameter_term
from kg.queries.sparql.tokens import services, tokens
from kg.resources import resource
from kg.store import StoreFolder

INSTANCES = Instances()
QUERIES = load(resource("queries"))


def written(folder: Path, header: str, body: str = "SELECT ?s { ?s ?p ?o }") -> Path:
    path = folder / "question.rq"
    path.write_text("".join(f"#+ {line}\n" for line in header.splitlines()) + body, "utf-8")
    return path


def question(body: str, kind: str, default: str = "") -> SavedQuery:
    """A saved query with one parameter `x`."""
    default = f"default: {default!r}, " if default else ""
    return parse(
        "question", f"#+ summary: {{ar: س, en: q}}\n#+ parameters: [{{name: x, type: {kind}, {default}summary: {{ar: س, en: x}}}}]\n{body}"
    )


def rows(store: Store, text: str) -> list[tuple[str, ...]]:
    return list(table(run(store, text, INSTANCES), INSTANCES).rows)


# Filling in parameters


def test_a_parameter_becomes_a_whole_term() -> None:
    filled = fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"x": "kg:Attack"}, INSTANCES)
    assert filled.endswith("SELECT ?s { ?s a <https://w3id.org/isnad/ontology#Attack> }")


def test_only_a_token_is_replaced_never_a_part_of_a_string_comment_or_longer_name() -> None:
    body = """SELECT ?_x1 ("?_x" AS ?a) ('''it's ?_x''' AS ?b) { ?s <http://x/?_x> ?_x } # ?_x"""
    query = SavedQuery("q", Path("q"), body, {}, {}, question("SELECT ?s { ?s a ?_x }", "integer").parameters)
    filled = fill(query, {"x": "7"}, INSTANCES)
    assert filled == body.replace("> ?_x }", '> "7"^^<http://www.w3.org/2001/XMLSchema#integer> }')


@given(st.text())
def test_whatever_is_typed_comes_back_as_the_string_it_is(value: str) -> None:
    filled = fill(question("SELECT (?_x AS ?said) {}", "string"), {"x": value}, INSTANCES)
    assert rows(Store(), filled) == [(value,)]


@pytest.mark.parametrize(
    "value", ["kg:Attack> } ; DROP ALL #", "http://x/> ?p ?o", "http://x/{y}", "notaprefix", "kg:", "http://x/ y", '"', "entity:a b"]
)
def test_what_is_no_iri_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="must be an IRI"):
        fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"x": value}, INSTANCES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("entity:Q159", "https://w3id.org/isnad/id/entity/Q159"),
        ("article:خبر-1", "https://w3id.org/isnad/id/article/%D8%AE%D8%A8%D8%B1-1"),
        ("https://example.org/أ", "https://example.org/أ"),
        (" kg:Attack ", "https://w3id.org/isnad/ontology#Attack"),
    ],
)
def test_an_iri_may_be_typed_short(typed: str, meant: str) -> None:
    assert f"<{meant}>" in fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"x": typed}, INSTANCES)


def test_short_names_follow_the_base_that_is_configured() -> None:
    own = Instances("https://news.example/id/")
    assert "<https://news.example/id/entity/Q1>" in fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"x": "entity:Q1"}, own)


def test_a_short_name_that_is_shown_can_be_typed_again() -> None:
    for iri in (INSTANCES.article("خبر-1").value, INSTANCES.node("event", "ab12").value, "https://w3id.org/isnad/ontology#Attack"):
        assert f"<{iri}>" in fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"x": shorten(iri, INSTANCES)}, INSTANCES)


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("integer", "1 OR 1"),
        ("integer", "1.5"),
        ("integer", "9" * 19),
        ("date", "2024-02-30"),
        ("date", "20240201"),
        ("date", "2024-W01-1"),
    ],
)
def test_a_value_of_the_wrong_kind_is_refused(kind: str, value: str) -> None:
    with pytest.raises(UsageError, match="parameter x must be a"):
        fill(question("SELECT ?s { ?s ?p ?_x }", kind), {"x": value}, INSTANCES)


def test_arabic_digits_are_digits() -> None:
    assert '"12"^^' in fill(question("SELECT ?s { ?s ?p ?_x }", "integer"), {"x": "١٢"}, INSTANCES)


def test_a_parameter_without_a_default_must_be_given() -> None:
    with pytest.raises(UsageError, match=r"parameter x .* is missing"):
        fill(question("SELECT ?s { ?s a ?_x }", "iri"), {}, INSTANCES)


def test_an_unknown_parameter_is_refused_and_the_known_ones_are_named() -> None:
    with pytest.raises(UsageError, match=r"no parameter 'y'; it has x"):
        fill(question("SELECT ?s { ?s a ?_x }", "iri"), {"y": "1"}, INSTANCES)


# Nothing that is given becomes SPARQL: the answer is that of the term that Oxigraph writes, or there is none

HOSTILE = [
    '"', "'", '\\', '\\"', "\\\\", '"""', "'''", '" . ?s ?p ?o . #', "' } UNION { ?s ?p ?o } #", "} } ; DROP ALL #", "# comment",
    "<!-- -->", "\\u0022", "\\u0022 } #", "\\U00000022", "\\u005C\"", "\\u000A", "\\u0027", "?_x", "$_x", "?s", "{", "}", "{{{",
    "(1+1)", "<http://x/>", "kg:Attack", "@ar", '"@ar', '"^^xsd:integer', "\n", "\r", "\r\n", "\t", "\x00", "\x1f", "\x7f", "\ufeff",
    "\ufffe", "\u2028", "\u202e", "\u200f", "\u061c", "داعش", "د\u200fا\u202eعش", "e\u0301", "🕌", "a" * 100_000, '"' * 10_000,
    "\\" * 9_999, " ", "", "1", "-1", "1e5", "true", "2024-01-31", "%22", "&quot;", "INSERT DATA { <a:a> <a:b> 1 }",
    "SERVICE <http://127.0.0.1:9/> {}", "urn:x:\n", "urn:x:>", "urn:x:a b", "urn:x:\\u003E", "urn:x:%3E", "urn:x:\u202e", "urn:x:\x00",
    "١٢", "٢٠٢٤-٠١-٣١",
]  # fmt: skip


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("value", HOSTILE)
def test_a_hostile_value_is_a_term_or_is_refused(kind: str, value: str) -> None:
    query = question("SELECT ?s ?given { ?s ?p ?_x BIND(?_x AS ?given) } ORDER BY ?s", kind)
    try:
        meant = parameter_term(query.parameters[0], value, INSTANCES)
    except UsageError:
        with pytest.raises(UsageError):
            fill(query, {"x": value}, INSTANCES)
        return
    store = Store()
    store.extend(Quad(NamedNode("urn:a:s"), NamedNode("urn:a:p"), each) for each in (meant, Literal("other"), NamedNode("urn:a:o")))
    asked = store.query("SELECT ?s ?x { ?s ?p ?x }", substitutions={Variable("x"): meant}, prefixes=prefixes(INSTANCES))
    filled = run(store, fill(query, {"x": value}, INSTANCES), INSTANCES)
    assert isinstance(filled, QuerySolutions)
    assert [(row["s"], row["given"]) for row in filled] == [(row["s"], meant) for row in asked]


@given(st.text(), st.sampled_from(TYPES))
def test_whatever_is_given_is_a_term_or_is_refused(value: str, kind: str) -> None:
    query = question("SELECT (?_x AS ?given) {}", kind)
    try:
        filled = fill(query, {"x": value}, INSTANCES)
    except UsageError:
        return
    found = run(Store(), filled, INSTANCES)
    assert isinstance(found, QuerySolutions)
    assert [row["given"] for row in found] == [parameter_term(query.parameters[0], value, INSTANCES)]


def test_half_of_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(UsageError, match="must be text"):
        fill(question("SELECT (?_x AS ?said) {}", "string"), {"x": "\ud800"}, INSTANCES)


@pytest.mark.parametrize(
    "body", ["SELECT ?s { ?s ?p ?o FILTER(?o<?_x) }", "SELECT ?s { ?s ?p ?o FILTER(?_x<?o&&?_x!=?o) }", "ASK{?s ?p?_x}"]
)
def test_a_term_does_not_run_into_what_stands_beside_it(body: str) -> None:
    run(Store(), fill(question(body, "iri"), {"x": "kg:Attack"}, INSTANCES), INSTANCES)


@pytest.mark.parametrize(
    ("kind", "typed", "meant"),
    [
        ("number", "١٢٫٥", '"12.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("number", "-3", '"-3"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("boolean", "TRUE", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "0", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("datetime", "2024-01-31T10:00Z", '"2024-01-31T10:00:00+00:00"^^<http://www.w3.org/2001/XMLSchema#dateTime>'),
    ],
)
def test_each_type_has_its_terms(kind: str, typed: str, meant: str) -> None:
    assert fill(question("SELECT (?_x AS ?y) {}", kind), {"x": typed}, INSTANCES).endswith(f"SELECT ({meant} AS ?y) {{}}")


def test_a_string_may_have_a_language() -> None:
    query = headed("parameters: [{name: x, type: string, language: ar, summary: x}]", "SELECT (?_x AS ?y) {}")
    assert fill(query, {"x": "سوق"}, INSTANCES).endswith('SELECT ("سوق"@ar AS ?y) {}')


def test_a_value_that_is_not_among_the_choices_is_refused_and_they_are_named() -> None:
    query = headed("parameters: [{name: x, type: iri, summary: x}]\nenumerate: [x: [kg:Attack, kg:Arrest]]", "SELECT ?s { ?s a ?_x }")
    assert "ontology#Arrest>" in fill(query, {"x": "https://w3id.org/isnad/ontology#Arrest"}, INSTANCES)
    with pytest.raises(UsageError, match=r"must be one of kg:Attack, kg:Arrest, not .kg:Threat"):
        fill(query, {"x": "kg:Threat"}, INSTANCES)


# Which rows: limit and offset

TEN = "VALUES ?n { 0 1 2 3 4 5 6 7 8 9 }"


@pytest.mark.parametrize(
    ("body", "all_of_them"),
    [
        (f"SELECT ?n {{ {TEN} }} ORDER BY ?n", "0123456789"),
        (f"SELECT ?n {{ {TEN} }} ORDER BY ?n # the end", "0123456789"),
        (f"SELECT ?n {{ {TEN} }} ORDER BY ?n LIMIT 5", "01234"),
        (f"SELECT ?n {{ {TEN} }} ORDER BY ?n OFFSET 3 LIMIT 5", "34567"),
        (f"select ?n {{ {TEN} }} order by ?n limit 5 # limit 2\n offset 3", "34567"),
        (f"SELECT ?n {{ {TEN} }} ORDER BY ?n OFFSET 8", "89"),
        ("SELECT ?n {} ORDER BY ?n VALUES ?n { 0 1 2 3 }", "0123"),
        ("SELECT ?n {} ORDER BY ?n LIMIT 3 VALUES (?n) { (0) (1) (2) (3) }", None),
        (f"SELECT ?n {{ {{ SELECT ?n {{ {TEN} }} ORDER BY ?n LIMIT 6 OFFSET 1 }} }} ORDER BY ?n", "123456"),
        (f"SELECT (STR(?n) AS ?limit) {{ {TEN} FILTER(?n<7&&?n>1) }} ORDER BY ?limit", "23456"),
        (f"SELECT ('LIMIT 1 }}' AS ?s) ?n {{ {TEN} }} GROUP BY ?n HAVING(?n > 2) ORDER BY ?n LIMIT 20", "3456789"),
        ("PREFIX limit: <urn:limit:> SELECT ?n { VALUES ?n { limit:0 limit:1 limit:2 } } ORDER BY ?n", "012"),
    ],
)
@pytest.mark.parametrize(("limit", "offset"), [("2", ""), ("2", "2"), ("", "3"), ("100", "0"), ("3", "9"), ("1", "100")])
def test_a_window_shows_the_rows_that_the_query_itself_has_there(body: str, all_of_them: str | None, limit: str, offset: str) -> None:
    query = parse("q", f"#+ summary: q\n{body}")
    found = rows(Store(), fill(query, {"limit": limit, "offset": offset}, INSTANCES))
    expected = rows(Store(), body)
    if all_of_them:
        assert "".join(row[-1][-1] for row in expected) == all_of_them
    start = int(offset or 0)
    assert found == expected[start : start + int(limit or 100)]


@pytest.mark.parametrize("value", ["-1", "0", "1.5", "1e3", "x", "2; DROP ALL", "9" * 15, "٣ ٤"])
def test_a_limit_that_is_no_number_of_rows_is_refused(value: str) -> None:
    with pytest.raises(UsageError, match="limit must be a whole number from 1"):
        fill(parse("q", "#+ summary: q\nSELECT ?s { ?s ?p ?o }"), {"limit": value}, INSTANCES)


@pytest.mark.parametrize("body", ["ASK {}", "CONSTRUCT { ?s ?p ?o } { ?s ?p ?o }", "DESCRIBE <urn:a:b>"])
def test_only_a_select_has_rows_to_choose_from(body: str) -> None:
    with pytest.raises(UsageError, match="choose rows of a SELECT"):
        fill(parse("q", f"#+ summary: q\n{body}"), {"limit": "1"}, INSTANCES)


def test_a_limit_that_hides_from_what_puts_one_in_is_reported(tmp_path: Path) -> None:
    with pytest.raises(UnusableQuery, match="write spaces around LIMIT"):
        load_file(written(tmp_path, "summary: q", "SELECT ?s { ?s ?p ?o } LIMIT5"))


# Headers as grlc has them


def headed(header: str, body: str) -> SavedQuery:
    return parse("question", "".join(f"#+ {line}\n" for line in f"summary: q\n{header}".splitlines()) + body)


def test_a_file_for_grlc_is_taken_as_it_is(tmp_path: Path) -> None:
    header = """summary: Bands of a genre
description: All bands that play it
endpoint: http://dbpedia.example/sparql
endpoint_in_url: False
pagination: 100
method: get
tags: [music, bands]
enumerate:
  - genre_iri
defaults:
  - genre_iri: "http://dbpedia.example/Rock"
"""
    body = "SELECT ?band { ?band a ?_genre_iri ; <urn:since> ?_since_integer ; <urn:name> ?_name_en , ?__other }"
    query = load_file(written(tmp_path, header.replace("genre_iri", "_genre_iri"), body))
    assert (query.summary["ar"], query.tags, query.pagination, query.method) == ("Bands of a genre", ("music", "bands"), 100, "GET")
    genre, since, name, other = query.parameters
    assert (genre.name, genre.type, genre.default, genre.asked) == ("genre", "iri", "http://dbpedia.example/Rock", "")
    assert (since.name, since.type, since.required) == ("since", "integer", True)
    assert (name.name, name.type, name.language) == ("name", "string", "en")
    assert (other.name, other.type, other.required) == ("other", "string", False)
    filled = fill(query, {"since": "1970", "name": "Yes"}, INSTANCES)
    assert '"1970"^^<http://www.w3.org/2001/XMLSchema#integer>' in filled
    assert '"Yes"@en , ?__other' in filled


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ("method: DELETE", "method must be GET or POST"),
        ("pagination: 0", "pagination must be rows of a page"),
        ("pagination: many", "pagination must be rows of a page"),
        ("tags: one", "tags must be a list"),
        ("enumerate: [nobody]", "enumerate: there is no parameter nobody"),
        ("defaults: [nobody: 1]", "defaults: there is no parameter nobody"),
        ("parameters: [{name: limit, type: integer, summary: x}]", "it cannot be called so"),
        ("parameters: [{name: x, type: iri, summary: x}]\nenumerate: [x: [not an iri]]", "the value does not fit"),
        ("parameters: [{name: x, type: iri, language: ar, summary: x}]", "language must be a tag"),
        ("parameters: [{name: x, type: iri, summary: x}, {name: x, type: iri, summary: x}]", "declared twice"),
    ],
)
def test_a_key_that_says_nothing_is_reported_with_its_line(tmp_path: Path, header: str, problem: str) -> None:
    with pytest.raises(UnusableQuery, match=problem) as caught:
        load_file(
            written(tmp_path, f"summary: q\n{header}", "SELECT ?s { ?s ?p ?_x }" if "name: x" in header else "SELECT ?s { ?s ?p ?o }")
        )
    assert caught.value.line > 1
    assert caught.value.remedy


@pytest.mark.parametrize(
    ("body", "line", "problem"),
    [
        ("SELECT ?s {\n?s ?p }", 3, "cannot be read from here on"),
        ("SELECT ?s {\n?s foo:bar ?o }", 3, "the prefix foo: is not declared"),
        ("INSERT DATA { <a:a> <a:b> 1 }", 1, "this is an update"),
        ("SELECT ?_x { ?s ?p ?_x }", 2, "cannot be read"),
        ("SELECT * " + "{" * 5_000 + "}" * 5_000, 1, "over 600 brackets"),
        ("SELECT (1" + "+1" * 5_000 + " AS ?x) {}", 1, "over 300 operators"),
        ("SELECT * { ?s ?p ?o } #" + "x" * 100_000, 1, "over 100000 characters"),
        ("SELECT * { ?s ?p ?_x\nFILTER(?o<?_x&&?s>1) }", 3, "write a space after <"),
    ],
)
def test_a_query_that_could_not_be_asked_is_reported_when_it_is_read(tmp_path: Path, body: str, line: int, problem: str) -> None:
    with pytest.raises(UnusableQuery, match=problem) as caught:
        load_file(written(tmp_path, "summary: q", body))
    assert caught.value.line == line


# Values to choose from


def test_what_a_parameter_can_be_is_asked_of_the_graph_with_the_querys_own_pattern(small: Store) -> None:
    query = headed(
        "parameters: [{name: kind, type: iri, summary: x}, {name: place, type: iri, summary: x}]\n"
        "defaults: [place: 'entity:Q173474']\nenumerate: [kind]",
        "PREFIX a: <urn:a:>\nSELECT ?e WHERE { ?e a ?_kind ; kg:mainPlace ?_place } ORDER BY ?e LIMIT 1",
    )
    text = choices_query(query, query.parameters[0], INSTANCES)
    assert text
    assert [row for (row,) in rows(small, text)] == ["kg:Attack", "kg:Bombing", "kg:Event", "kg:Incident"]
    assert choices_query(query, query.parameters[1], INSTANCES) is None


def test_values_are_not_asked_for_where_another_parameter_must_be_given() -> None:
    query = headed(
        "parameters: [{name: kind, type: iri, summary: x}, {name: place, type: iri, summary: x}]\nenumerate: [kind]",
        "SELECT ?e { ?e a ?_kind ; kg:place ?_place }",
    )
    assert choices_query(query, query.parameters[0], INSTANCES) is None


def test_values_are_shown_as_they_would_be_typed() -> None:
    found: list[dict[str, Term]] = [
        {"x": INSTANCES.node("entity", "Q159")},
        {"x": Literal(3)},
        {"x": Literal("أ", language="ar")},
        {"x": Literal("3")},
        {},
    ]
    assert choices_found(found, INSTANCES) == ["entity:Q159", "3", "أ"]


# A folder that changes


def test_files_that_are_new_changed_or_gone_are_noticed(tmp_path: Path) -> None:
    written(tmp_path, "summary: first")
    queries = SavedQueries(tmp_path)
    assert {name: query.summary["en"] for name, query in queries.items()} == {"question": "first"}
    assert queries["question"] is queries["question"]  # read once
    written(tmp_path, "summary: second")
    (tmp_path / "other.rq").write_text("#+ summary: other\nASK {}", "utf-8")
    assert {name: query.summary["en"] for name, query in queries.items()} == {"other": "other", "question": "second"}
    (tmp_path / "other.rq").unlink()
    assert list(queries) == ["question"]
    assert "other" not in queries


def test_a_broken_file_is_told_and_does_not_take_the_others_down(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    written(tmp_path, "summary: works")
    (tmp_path / "broken.rq").write_text("#+ summary: broken\nSELECT {", "utf-8")
    (tmp_path / "bytes.rq").write_bytes(b"#+ summary: \xff\nASK {}")
    (tmp_path / "folder.rq").mkdir()
    queries = SavedQueries(tmp_path)
    assert list(queries) == ["question"]
    assert [(problem.path.name, problem.line) for problem in queries.problems()] == [("broken.rq", 2), ("bytes.rq", 1), ("folder.rq", 1)]
    assert queries.problem("broken")
    assert queries.problem("question") is queries.problem("nothing") is None
    assert caplog.text.count("broken.rq:2:") == 1  # once, not at every request
    (tmp_path / "broken.rq").write_text("#+ summary: mended\nASK {}", "utf-8")
    assert queries["broken"].summary["en"] == "mended"


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text elsewhere")
def test_a_file_whose_name_is_not_utf_8_is_told_by_a_name_that_can_be_written(tmp_path: Path) -> None:
    written(tmp_path, "summary: works")
    (tmp_path / os.fsdecode(b"\xff.rq")).write_text("#+ summary: fine\nASK {}", "utf-8")
    queries = SavedQueries(tmp_path)
    assert list(queries) == ["question"]
    (problem,) = queries.problems()
    assert (problem.path.name, problem.problem) == (r"\xff.rq", "its name is not UTF-8")
    str(problem).encode("utf-8")


@pytest.mark.parametrize("name", ["../question", "a/b", "", "..", "\x00", "x" * 1000])
def test_a_name_that_leads_elsewhere_is_no_query(tmp_path: Path, name: str) -> None:
    (tmp_path / "queries").mkdir()
    written(tmp_path, "summary: outside")
    assert name not in SavedQueries(tmp_path / "queries")


# Saving what was asked


def test_what_was_asked_is_saved_with_a_header_and_can_be_asked_by_name(tmp_path: Path) -> None:
    keep(tmp_path, "mine", "SELECT ?s { ?s a kg:Attack }", 'هجمات: "كلها"')
    query = SavedQueries(tmp_path)["mine"]
    assert query.summary["en"] == 'هجمات: "كلها"'
    assert query.text.endswith("\nSELECT ?s { ?s a kg:Attack }\n")
    assert load_file(keep(tmp_path, "plain", "ASK {}")).summary["ar"] == "plain"
    with_header = "#+ summary: {ar: س, en: q}\nASK {}"
    assert keep(tmp_path, "headed", with_header).read_text("utf-8") == with_header


@pytest.mark.parametrize(
    ("name", "text", "problem"),
    [
        ("mine", "ASK {}", "already.*--force"),
        ("../mine2", "ASK {}", "cannot be the name"),
        (".hidden", "ASK {}", "cannot be the name"),
        ("new", "ASK {", "new.rq:5: .*cannot be read"),
        ("new", "INSERT DATA { <a:a> <a:b> 1 }", "this is an update"),
        ("new", "#+ summary: q\nASK {}", "a header of its own"),
    ],
)
def test_what_cannot_be_saved_is_refused_and_leaves_nothing(tmp_path: Path, name: str, text: str, problem: str) -> None:
    kept = keep(tmp_path, "mine", "ASK { ?s ?p ?o }")
    with pytest.raises(UsageError, match=problem):
        keep(tmp_path, name, text, "summary")
    assert list(tmp_path.iterdir()) == [kept]
    assert "?s ?p ?o" in kept.read_text("utf-8")


def test_a_saved_query_is_overwritten_when_that_is_wanted(tmp_path: Path) -> None:
    keep(tmp_path, "mine", "ASK {}")
    assert "SELECT" in keep(tmp_path, "mine", "SELECT ?s { ?s ?p ?o }", overwrite=True).read_text("utf-8")


# Reading headers


@pytest.mark.parametrize(
    ("header", "body", "message"),
    [
        ("", "SELECT ?s {}", ":1: a saved query begins with a header"),
        ("summary: {ar: س, en: q\nx: [", "SELECT ?s {}", ":2: the header is not YAML"),
        ("summary: {ar: س}", "SELECT ?s {}", ":1: there must be a summary"),
        ("summary: {ar: س, en: q}\nlimit: 3", "SELECT ?s {}", ":2: unknown key 'limit'"),
        ("summary: {ar: س, en: q}\nparameters: []", "SELECT ?s {\n ?s a ?_x }", ":4: \\?_x is not among"),
        (
            "summary: {ar: س, en: q}\nparameters:\n- {name: x, type: iri, summary: {ar: س, en: x}}",
            "SELECT ?s {}",
            ":3: parameter x is not used",
        ),
        (
            "summary: {ar: س, en: q}\nparameters:\n- {name: x, type: float, summary: {ar: س, en: x}}",
            "SELECT ?_x {}",
            ":3: parameter x: type must be",
        ),
        (
            "summary: {ar: س, en: q}\nparameters:\n- {name: x, type: date, default: soon, summary: {ar: س, en: x}}",
            "SELECT ?_x {}",
            "the default",
        ),
        (
            "summary: {ar: س, en: q}\nparameters:\n- {name: format, type: iri, summary: {ar: س, en: x}}",
            "SELECT ?_format {}",
            "is not one of",
        ),
        ("summary: {ar: س, en: q}\nparameters: x", "SELECT ?s {}", ":2: parameters must be a list"),
    ],
)
def test_a_header_that_cannot_be_used_is_reported_with_file_and_line(tmp_path: Path, header: str, body: str, message: str) -> None:
    with pytest.raises(QueryError, match=f"question.rq{message}" if message.startswith(":") else message):
        load_file(written(tmp_path, header, body))


def test_a_folder_of_queries_that_is_not_there_is_said_to_be_missing(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"questions: there is no such folder.*ISNAD_QUERIES"):
        load(tmp_path / "questions")


def test_a_query_of_ones_own_needs_no_header() -> None:
    assert parse("-", "ASK {}").parameters == ()


def test_every_saved_query_says_in_both_languages_what_it_answers() -> None:
    assert len(QUERIES) >= 15
    for query in QUERIES.values():
        assert all(query.summary.values())
        assert all(all(parameter.summary.values()) for parameter in query.parameters)
        assert "ORDER BY" in query.text, f"{query.name}: answers come in a stable order"


# Running


def test_tokens_put_together_are_the_text_again() -> None:
    text = 'PREFIX a: <b#> # c\nSELECT ?x { ?x a:b.c 1.5e3 ; !@en """d"e""" }'
    assert "".join(token.group() for token in tokens(text)) == text


def test_a_syntax_error_has_its_line_and_column_and_shows_the_place() -> None:
    with pytest.raises(SyntaxProblem) as caught:
        run(Store(), "SELECT ?x\nWHERE { ?x 'سوق' }", INSTANCES)
    assert caught.value.line == 2
    assert f"line 2, column {caught.value.column}" in str(caught.value)
    assert str(caught.value).splitlines()[-1].index("^") == caught.value.column - 1


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("SELEC\n", 1, 1),
        ("SELEC", 1, 1),
        ("# السؤال\nSELEC ?x { ?x a kg:Attack }", 2, 1),
        ("SELECT ?x\nWHER { ?x a kg:Attack }", 2, 1),
        ("SELECT ?x { ?x a kg:Attack . OPTIONL { ?x kg:place ?y } }", 1, 30),
        ("SELECT ?x { ?x a kg:Attack FILTR(?x > 3) }", 1, 28),
        ("SELECT ?x { ?x a kg:Attack } LIMT 5", 1, 30),
        ("SELECT ?x { ?x a kg:Attack } LIMIT x", 1, 36),
    ],
)
def test_a_mistake_is_shown_where_the_wrong_word_begins(text: str, line: int, column: int) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        run(Store(), text, INSTANCES)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize("text", ["SELECT ?x { ?x a kg:Attack \n\n", "SELECT ?x { ?x a kg:Attack\n# }\n"])
def test_a_query_that_ends_too_early_is_shown_its_end(text: str) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        run(Store(), text, INSTANCES)
    assert (caught.value.line, caught.value.column) == (1, len("SELECT ?x { ?x a kg:Attack") + 1)
    assert text.splitlines()[0].rstrip() in str(caught.value)


def test_a_text_without_a_query_has_its_mistake_at_its_start() -> None:
    with pytest.raises(SyntaxProblem, match="line 1, column 1"):
        run(Store(), "# nothing\n", INSTANCES)


def test_a_prefix_that_is_not_declared_is_named_where_it_stands() -> None:
    with pytest.raises(SyntaxProblem, match="line 1, column 16: the prefix foo: is not declared"):
        run(Store(), "SELECT ?x { ?x foo:bar ?y }", INSTANCES)


def test_the_usual_prefixes_need_no_declaration() -> None:
    assert rows(Store(), "SELECT (kg:Attack AS ?a) (entity:Q1 AS ?b) {}") == [("kg:Attack", "entity:Q1")]


@pytest.mark.parametrize(
    "text", ["INSERT DATA { <a:a> <a:b> 1 }", "PREFIX a: <b:c>\nDELETE WHERE { ?s ?p ?o }", "clear all", "LOAD <http://x/y>"]
)
def test_updates_are_refused(text: str) -> None:
    with pytest.raises(Refused, match="update"):
        run(Store(), text, INSTANCES)


@pytest.mark.parametrize(
    "text",
    [
        "SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }",
        "SELECT * { service silent ?x { ?s ?p ?o } }",
        "SELECT * { FILTER(1<2)SERVICE<http://127.0.0.1:9/>{} }",
        "SELECT * { VALUES ?s { <http://127.0.0.1:9/> } FILTER(?a<?b)SERVICE?s#>\n{ } }",
        'SELECT * { FILTER(?a<?b#>"""\n) SERVICE ?x { } } #"""',
        'SELECT * { FILTER(?a<?b#>"""\n) ?s <http://x/#p> ?o SERVICE ?z { } } #"""',
        "SELECT * { ?s ?p 1e5SERVICE ?x { } }",
        "SELECT * { ?s ?p trueSERVICE ?x { } }",
        "PREFIX a: <b:> SELECT * { SERVICEa:b { } }",
        "SELECT * { {} # '''\n SERVICE ?x { } } # '''",
    ],
)
def test_no_spelling_of_a_call_to_another_server_gets_through(text: str) -> None:
    assert list(services(text))
    with pytest.raises(Refused, match="SERVICE"):
        run(Store(), text, INSTANCES)


@pytest.mark.parametrize("text", ['SELECT ("SERVICE" AS ?service) {} # SERVICE', "SELECT ?x { ?x <http://x/service> kg:service }"])
def test_the_word_service_is_allowed_where_it_calls_nobody(text: str) -> None:
    assert not list(services(text))


@pytest.mark.parametrize("text", ["a." * 20_000, '"' + '\\"' * 20_000, "'''" + "\\'" * 20_000, "<a#>" * 20_000, "a-" * 20_000])
def test_no_text_takes_time_by_the_square(text: str) -> None:
    started = time.process_time()
    with pytest.raises(QueryError):
        run(Store(), f"SELECT * {{ {text} service", INSTANCES)
    assert time.process_time() - started < 5  # by the square it would be half a minute


def test_a_string_that_does_not_end_hides_no_call_to_another_server() -> None:
    assert list(services("SELECT * { FILTER(?a > 'x)\n SERVICE ?x { } }"))
    assert list(services("SELECT * { FILTER(?a > '''x) SERVICE ?x { } }"))


def test_a_dot_ends_a_triple_also_before_a_name_without_a_prefix() -> None:
    assert [token.group() for token in tokens("true.:x a.b:c.")] == ["true", ".", ":x", " ", "a.b:c", "."]


def test_an_unknown_function_is_an_error_in_words() -> None:
    with pytest.raises(QueryError, match="cannot be worked out"):
        answer(Store(), "SELECT (<urn:f>(1) AS ?x) {}", "json", INSTANCES)


def test_a_format_that_does_not_fit_is_refused_and_those_that_fit_are_named() -> None:
    with pytest.raises(UsageError, match="json, xml, csv, tsv"):
        answer(Store(), "ASK {}", "turtle", INSTANCES)
    with pytest.raises(UsageError, match="no format 'pdf'"):
        answer(Store(), "ASK {}", "pdf", INSTANCES)


def test_the_names_that_only_the_caller_knows_are_among_the_known_ones() -> None:
    with pytest.raises(UsageError, match="known are html, json"):
        answer(Store(), "ASK {}", "pdf", INSTANCES, ["html"])
    with pytest.raises(UsageError, match="choose html, json"):
        answer(Store(), "ASK {}", "turtle", INSTANCES, ["html"])


@pytest.mark.parametrize("character", ["\x01", "\ufffe"])
def test_an_answer_that_xml_cannot_hold_is_refused_as_xml_only(character: str) -> None:
    text = f'SELECT ("قال{character} نعم" AS ?said) {{}}'
    with pytest.raises(UsageError, match=r"XML cannot hold \(U\+.*json"):
        answer(Store(), text, "xml", INSTANCES)
    assert character.encode() in answer(Store(), text, "csv", INSTANCES)
    assert "قال\tنعم".encode() in answer(Store(), 'SELECT ("قال\tنعم" AS ?said) {}', "xml", INSTANCES)


@pytest.mark.parametrize(
    ("scope", "found"),
    [
        (Scope(), "1"),
        (Scope(default_graphs=(INSTANCES.article("b2").value,)), "0"),
        (Scope(default_graphs=(INSTANCES.article("خبر-1").value, INSTANCES.article("b2").value)), "1"),
        (Scope(named_graphs=(INSTANCES.article("b2").value,)), "0"),
    ],
)
def test_a_scope_says_which_graphs_are_seen(small: Store, scope: Scope, found: str) -> None:
    results = run(small, "SELECT (COUNT(*) AS ?n) { event:blast kg:claimedBy ?x }", INSTANCES, scope)
    assert list(table(results, INSTANCES).rows) == [(found,)]


def test_merged_facts_count_once_though_two_articles_state_them(small: Store) -> None:
    assert rows(small, "SELECT (COUNT(*) AS ?n) { event:blast kg:place ?place }") == [("1",)]


# What each saved query answers over the two invented articles


@pytest.fixture(scope="module")
def small(small_store: Path) -> Store:
    return StoreFolder(small_store).snapshot()


def asked(store: Store, name: str, /, **values: str) -> list[dict[str, str]]:
    """The rows of a saved query, with only the cells that are bound."""
    found = table(run(store, fill(QUERIES[name], values, INSTANCES), INSTANCES), INSTANCES)
    return [{variable: cell for variable, cell in zip(found.variables, row, strict=True) if cell} for row in found.rows]


def shows(found: list[dict[str, str]], *expected: Mapping[str, str]) -> bool:
    """Whether the rows are as many as expected, each with the expected cells, in order."""
    return len(found) == len(expected) and all(want.items() <= row.items() for row, want in zip(found, expected, strict=True))


def test_every_saved_query_can_be_asked_with_its_defaults(small: Store) -> None:
    for query in QUERIES.values():
        given = {parameter.name: "event:blast" for parameter in query.parameters if parameter.default is None}
        run(small, fill(query, given, INSTANCES), INSTANCES)


def test_incidents_have_date_place_and_tolls(small: Store) -> None:
    found = asked(small, "incidents")
    assert [row["incident"] for row in found] == ["event:blast", "event:arrest", "event:plot", "event:threat"]
    blast = {
        "earliest": "2024-05-01",
        "place_ar": "الحسكة",
        "killed_low": "12",
        "killed_best": "15",
        "killed_high": "15",
        "injured_high": "30",
        "claimed_by_en": "Islamic State",
        "accused_ar": "حركة النور",
        "denied_by_ar": "حركة النور",
    }
    assert blast.items() <= found[0].items()
    assert shows(asked(small, "incidents", kind="kg:Bombing"), {"incident": "event:blast"})


def test_the_deadliest_incidents_have_at_least_so_many_dead(small: Store) -> None:
    assert shows(asked(small, "deadliest-incidents", at_least="15"), {"incident": "event:blast", "killed_high": "15"})
    assert asked(small, "deadliest-incidents", at_least="16") == []


def test_differing_figures_come_with_their_words_and_only_where_they_differ(small: Store) -> None:
    assert shows(
        asked(small, "differing-figures"),
        {"figure": "kg:killed", "value": "12", "qualifier": "kg:Exactly", "article": "article:خبر-1", "publisher_ar": "وكالة الفرات"},
        {"figure": "kg:killed", "value": "15", "qualifier": "kg:AtLeast", "attribution": "مصدر طبي", "article": "article:b2"},
    )


def test_responsibility_tells_claiming_accusing_and_denying_apart(small: Store) -> None:
    assert shows(
        asked(small, "responsibility"),
        {"relation": "kg:accused", "party_ar": "حركة النور", "said_by_ar": "الجيش السوري"},
        {"relation": "kg:claimedBy", "party_en": "Islamic State", "words": "أعلن تنظيم داعش مسؤوليته عن التفجير"},
        {"relation": "kg:deniedBy", "party_ar": "حركة النور", "article": "article:b2"},
    )


def test_statements_about_an_entity_have_speaker_act_and_words(small: Store) -> None:
    assert shows(
        asked(small, "statements-about", about="entity:nur"),
        {"speaker_ar": "الجيش السوري", "act": "kg:Accuse", "issued": "2024-05-02"},
    )
    assert len(asked(small, "statements-about", about="event:blast")) == 2


def test_statements_by_a_speaker_have_the_quoted_words(small: Store) -> None:
    assert shows(asked(small, "statements-by", speaker="entity:khatib"), {"quote": "الهجوم لن يمر بلا عقاب", "about": "event:blast"})


def test_organisations_have_their_parents(small: Store) -> None:
    parents = {(row["organisation_ar"], row["parent_ar"]) for row in asked(small, "organisations") if "parent" in row}
    assert parents == {("حركة النور", "جماعة الفجر"), ("وزارة الداخلية السورية", "الحكومة السورية")}
    assert {row["kind"] for row in asked(small, "organisations", kind="kg:ArmedGroup")} == {"kg:ArmedGroup"}


def test_people_have_their_roles_as_written(small: Store) -> None:
    assert shows(
        asked(small, "people-roles"),
        {"person_ar": "سامر الخطيب", "role": "وزير الداخلية السوري", "organisation_ar": "وزارة الداخلية السورية"},
    )


def test_threats_against_a_place_say_who_threatens(small: Store) -> None:
    assert shows(asked(small, "threats", place="entity:Q858"), {"threat": "event:threat", "agent_ar": "تنظيم داعش", "status": "kg:Planned"})
    assert asked(small, "threats", place="entity:Q3766") == []


def test_foiled_plots_come_with_the_words_that_say_so(small: Store) -> None:
    assert shows(
        asked(small, "foiled-plots"),
        {"plot": "event:plot", "place_ar": "القامشلي", "words": "أحبطت الشرطة السورية مخططا لمهاجمة سوق في القامشلي"},
    )


def test_a_timeline_is_in_the_order_of_time_with_the_undated_last(small: Store) -> None:
    assert shows(
        asked(small, "timeline", entity="entity:Q2429253"),
        {"earliest": "2024-05-01", "event": "event:blast", "relation": "kg:claimedBy"},
        {"event": "event:threat", "relation": "kg:agent"},
    )


@pytest.mark.parametrize(
    ("within", "last", "found"),
    [("74", "2024-05-01", True), ("73", "2024-05-01", False), ("100", "2024-04-30", False)],
)
def test_incidents_near_a_place_lie_within_the_distance_and_the_period(small: Store, within: str, last: str, *, found: bool) -> None:
    near = asked(small, "incidents-near", place="entity:Q216675", within=within, to=last)
    assert [row["kilometres"] for row in near] == (["74"] if found else [])


def test_co_mentions_are_a_graph_of_entities_that_share_articles(small: Store) -> None:
    def pairs(at_least: str) -> set[tuple[str, str]]:
        return {
            (row["subject"], row["object"]) for row in asked(small, "co-mentions", at_least=at_least) if row["predicate"] == "skos:related"
        }

    assert pairs("2") == {
        (left, right)
        for left in ("entity:Q173474", "entity:Q2429253", "entity:Q858", "entity:khatib", "entity:nur")
        for right in ("entity:Q173474", "entity:Q2429253", "entity:Q858", "entity:khatib", "entity:nur")
        if left < right
    }
    assert ("entity:Q2429253", "entity:fajr") in pairs("1")


def test_the_graph_of_an_article_is_all_that_it_contributed(small: Store) -> None:
    whole = {(quad.subject, quad.predicate, quad.object) for quad in small.quads_for_pattern(None, None, None, INSTANCES.article("b2"))}
    assert len(asked(small, "article-graph", article="article:b2")) == len(whole)


def test_the_facts_of_an_article_stand_in_the_order_of_the_text(small: Store) -> None:
    found = asked(small, "article-facts", article="article:b2")
    assert [int(row["begin"]) for row in found] == sorted(int(row["begin"]) for row in found)
    assert {"kg:deniedBy", "kg:participant", "kg:arrested"} <= {row["predicate"] for row in found}


def test_the_evidence_of_an_incident_quotes_every_article(small: Store) -> None:
    found = asked(small, "incident-evidence", incident="event:blast")
    assert {row["article"] for row in found} == {"article:خبر-1", "article:b2"}
    assert [row["object"] for row in found if row["predicate"] == "kg:killed"] == ["12", "15"]


def test_what_is_said_of_a_report_is_said_of_the_event_that_it_went_into(small: Store) -> None:
    for name, parameter in (("incident-evidence", "incident"), ("articles-mentioning", "entity"), ("statements-about", "about")):
        assert asked(small, name, **{parameter: "event:blast-b2"}) == asked(small, name, **{parameter: "event:blast"})


def test_facts_and_figures_come_with_the_claims_that_a_person_can_decide_about(small: Store) -> None:
    for found in (
        asked(small, "incident-evidence", incident="event:blast"),
        asked(small, "article-facts"),
        asked(small, "differing-figures"),
    ):
        assert all(row["claim"].startswith("claim:") for row in found)
    (claim,) = (row["claim"] for row in asked(small, "incident-evidence", incident="event:blast") if row["object"] == "15")
    assert claim == "claim:8ebf1d3b18a629c2"


def test_articles_that_mention_an_entity_are_counted_by_mention(small: Store) -> None:
    found = asked(small, "articles-mentioning", entity="entity:Q173474")
    assert {(row["article"], row["mentions"]) for row in found} == {("article:خبر-1", "2"), ("article:b2", "2")}


def test_coverage_counts_articles_by_day_and_publisher(small: Store) -> None:
    assert shows(
        asked(small, "coverage"),
        {"issued": "2024-05-02", "publisher_ar": "وكالة الفرات", "articles": "1"},
        {"issued": "2024-05-03", "publisher_ar": "صحيفة الضفة", "articles": "1"},
    )


def test_incidents_of_a_group_have_their_status(small: Store) -> None:
    statuses = {(row["incident"], row["relation"], row["status"]) for row in asked(small, "group-incidents", group="entity:Q2429253")}
    assert statuses == {("event:blast", "kg:claimedBy", "kg:Occurred"), ("event:threat", "kg:agent", "kg:Planned")}


def test_the_incidents_of_a_group_are_also_those_of_its_parts(small: Store) -> None:
    assert {row["relation"] for row in asked(small, "group-incidents", group="entity:fajr")} == {"kg:accused", "kg:deniedBy"}


def test_arrests_say_who_arrested_how_many(small: Store) -> None:
    assert shows(asked(small, "arrests-and-trials"), {"incident": "event:arrest", "agent_ar": "الشرطة السورية", "arrested_best": "5"})


def test_meetings_list_their_participants(small: Store) -> None:
    assert shows(asked(small, "meetings"), {"participant_ar": "الأمم المتحدة", "place_en": "Damascus"}, {"participant_ar": "سامر الخطيب"})


def test_attributed_facts_are_those_that_an_article_does_not_state_itself(small: Store) -> None:
    found = asked(small, "attributed-facts")
    assert {row["attribution"] for row in found} == {"مصدر طبي", "حركة النور", "تنظيم داعش", "الجيش السوري"}
    assert next(row for row in found if row["attribution"] == "مصدر طبي").get("said_by") is None


def test_an_entity_is_found_by_a_part_of_its_name_in_any_case(small: Store) -> None:
    assert shows(asked(small, "find-entity", name="islamic"), {"entity": "entity:Q2429253", "met_as": "Islamic State"})


def test_merged_reports_say_why(small: Store) -> None:
    assert shows(
        asked(small, "merged-reports"), {"decision": "kg:Same", "reason_ar": "المكان واحد", "right_ar": "تفجير في الحسكة، 1 مايو 2024"}
    )
