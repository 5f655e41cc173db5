"""Saved queries: how they are read, filled and run, and what each of them answers over two invented articles."""

import time
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Store

from kg.errors import QueryError, UsageError
from kg.ontology import Instances
from kg.queries import Refused, SavedQuery, Scope, SyntaxProblem, answer, fill, load, load_file, parse, run, shorten, table
from kg.queries.tokens import calls_service, tokens
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
    query = SavedQuery("q", Path("q"), body, {}, "", question("SELECT ?s { ?s a ?_x }", "integer").parameters)
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


# Reading headers


@pytest.mark.parametrize(
    ("header", "body", "message"),
    [
        ("", "SELECT ?s {}", ":1: a saved query begins with a header"),
        ("summary: {ar: س, en: q\nx: [", "SELECT ?s {}", ":2: the header is not YAML"),
        ("summary: {ar: س}", "SELECT ?s {}", ":1: there must be a summary"),
        ("summary: {ar: س, en: q}\nlimit: 3", "SELECT ?s {}", ":2: unknown key 'limit'"),
        ("summary: {ar: س, en: q}", "SELECT ?s {\n ?s a ?_x }", ":3: \\?_x is not among"),
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
    assert calls_service(text)
    with pytest.raises(Refused, match="SERVICE"):
        run(Store(), text, INSTANCES)


@pytest.mark.parametrize("text", ['SELECT ("SERVICE" AS ?service) {} # SERVICE', "SELECT ?x { ?x <http://x/service> kg:service }"])
def test_the_word_service_is_allowed_where_it_calls_nobody(text: str) -> None:
    assert not calls_service(text)


@pytest.mark.parametrize("text", ["a." * 20_000, '"' + '\\"' * 20_000, "'''" + "\\'" * 20_000, "<a#>" * 20_000, "a-" * 20_000])
def test_no_text_takes_time_by_the_square(text: str) -> None:
    started = time.perf_counter()
    with pytest.raises(QueryError):
        run(Store(), f"SELECT * {{ {text} service", INSTANCES)
    assert time.perf_counter() - started < 5  # by the square it would be half a minute


def test_a_string_that_does_not_end_hides_no_call_to_another_server() -> None:
    assert calls_service("SELECT * { FILTER(?a > 'x)\n SERVICE ?x { } }")
    assert calls_service("SELECT * { FILTER(?a > '''x) SERVICE ?x { } }")


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
