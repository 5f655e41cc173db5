"""What the graph says: each part of the vocabulary once, on two sentences about an invented bombing."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

import pytest
from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, Store, Triple

from kg.describe import Describer, merged
from kg.gazetteer import Gazetteer
from kg.model import (
    Article,
    Decision,
    Entity,
    EntitySummary,
    Event,
    EventSummary,
    Extraction,
    Fact,
    Figure,
    GazetteerEntry,
    Link,
    LinkedArticle,
    Match,
    Mention,
    Reader,
    Relation,
    Report,
    Span,
    Toll,
    Value,
    ValueType,
)
from kg.ontology import Instances, kg, prefix_lines, term

GAZETTEER = Gazetteer.of(
    [
        GazetteerEntry("Q1", "Country", "مصر", "Egypt", same_as=("http://www.wikidata.org/entity/Q1",)),
        GazetteerEntry(
            "Q2", "Settlement", "القاهرة", "Cairo", ("قاهرة المعز", "El Cairo"), country="Q1", latitude="30.050", longitude="31.0"
        ),
        GazetteerEntry("Q3", "Organisation", "دار النشر", "Press House", parent="Q4", country="Q1"),
        GazetteerEntry("Q4", "GovernmentBody", "وزارة الثقافة", "Ministry of Culture"),
    ]
)
DESCRIBER = Describer(Instances(), GAZETTEER)
TEXT = "قتل 22 شخصا في انفجار في القاهرة يوم 27 فبراير 2019. واتهمت وزيرة الثقافة سلمى نادر جماعة الفجر بتدبيره."
READER = Reader("قارئ", "1.0")


def span(words: str) -> Span:
    begin = TEXT.index(words)
    return Span(begin, begin + len(words))


FIRST, SECOND = span(TEXT[: TEXT.index(".")]), span(TEXT[TEXT.index("واتهمت") :])
CAIRO, SALMA, DAWN, UNKNOWN = range(4)
MENTIONS = (
    Mention(span("القاهرة"), "Settlement", 0.9),
    Mention(span("سلمى نادر"), "Person", 0.9),
    Mention(span("جماعة الفجر"), "ArmedGroup", 0.9),
    Mention(span("بتدبيره"), "Organisation", 0.1),
)


def mentioned(name: str, index: int, evidence: Span = FIRST, **more: object) -> Fact:
    return replace(Fact(name, Value(ValueType.MENTION, index), evidence, 0.8), **more)  # type: ignore[arg-type]


BOMBING = Event(
    "Bombing",
    (span("انفجار"),),
    (
        Fact("date", Value(ValueType.DATE, "2019-02-27"), FIRST, 0.9),
        mentioned("place", CAIRO),
        Fact("killed", Value(ValueType.NUMBER, 22), FIRST, 0.75, figure=Figure("Exactly", "Whole", span("شخصا"))),
        mentioned("accused", DAWN, SECOND, attribution=span("وزيرة الثقافة سلمى نادر"), said_by=SALMA),
        mentioned("target", UNKNOWN),
        Fact("targetType", Value(ValueType.TERM, "Civilians"), FIRST, 0.6),
    ),
    date_text=span("27 فبراير 2019"),
    confidence=0.9,
)
ACCUSATION = Event(
    "Statement",
    (span("اتهمت"),),
    (mentioned("speaker", SALMA, SECOND), mentioned("about", DAWN, SECOND), Fact("about", Value(ValueType.EVENT, 0), SECOND, 0.5)),
    speech_act="Accuse",
    quote=span("جماعة الفجر بتدبيره"),
)
OFFICE = Relation(SALMA, mentioned("affiliatedWith", CAIRO, SECOND, role=span("وزيرة الثقافة"), former=True))
ENTITIES = (
    Entity("Q2", "Settlement", same_as=("http://www.wikidata.org/entity/Q2",)),
    Entity("h1", "Person"),
    Entity("h2", "ArmedGroup"),
    Entity("h9", "MediaOutlet"),
)
ARTICLE = Article("خبر 1", TEXT, "انفجار", "ab12", issued="2019-02-28", url="https://example.org/خبر?n=1", retrieved="2019-03-01")


def linked(*events: Event, relations: tuple[Relation, ...] = (OFFICE,), article: Article = ARTICLE) -> LinkedArticle:
    links = (Link("Q2", 0.95, ""), Link("h1", 0.6, ""), Link("h2", 1.0, ""), None)
    return LinkedArticle(article, Extraction(READER, MENTIONS, events, relations), ENTITIES, links, publisher="h9")


def graph(*events: Event, nodes: dict[str, str] | None = None, article: Article = ARTICLE) -> Store:
    found = linked(*events, article=article)
    reports = [
        Report(f"r{number}", article.id, None, None, event.kind, "Occurred", places=tuple(places(found, event)))
        for number, event in enumerate(events)
    ]
    return store_of(DESCRIBER.article(found, reports, nodes or {}))


def places(found: LinkedArticle, event: Event) -> Iterator[str]:
    """What the places of an event are linked to."""
    links = (found.links[int(fact.value.value)] for fact in event.facts if fact.property == "place")
    return (link.entity for link in links if link)


def store_of(triples: Iterable[Triple]) -> Store:
    store = Store()
    store.extend([Quad(t.subject, t.predicate, t.object, DefaultGraph()) for t in triples])
    return store


def holds(store: Store, pattern: str) -> bool:
    base = Instances().base
    prefixes = prefix_lines() + "".join(f"PREFIX {name}: <{base}{name}/>\n" for name in ("event", "entity", "claim", "match"))
    return bool(store.query(f"{prefixes} ASK {{ {pattern} }}"))


SEEN = graph(BOMBING, ACCUSATION)


@pytest.mark.parametrize(
    "pattern",
    [
        "event:r0 a kg:Bombing, kg:Attack, kg:Incident, kg:Event",
        "event:r0 kg:place entity:Q2 ; kg:location entity:Q2",
        'event:r0 kg:date "2019-02-27"^^xsd:date ; kg:dateText "27 فبراير 2019"@ar',
        "event:r0 kg:killed 22 ; kg:targetType kg:Civilians ; kg:accused entity:h2",
        "event:r0 kg:status kg:Occurred",
        "event:r1 a kg:Statement ; kg:speaker entity:h1 ; kg:speechAct kg:Accuse ; kg:about event:r0, entity:h2",
        'event:r1 kg:quote "جماعة الفجر بتدبيره"@ar',
        'entity:h1 a kg:Person, kg:Entity ; kg:affiliatedWith entity:Q2 ; kg:role "وزيرة الثقافة"@ar',
        "entity:Q2 a kg:Place ; owl:sameAs <http://www.wikidata.org/entity/Q2>",
    ],
)
def test_facts_are_triples(pattern: str) -> None:
    assert holds(SEEN, pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        '?a a kg:Article, nif:Context ; dcterms:identifier "خبر 1" ; dcterms:title "انفجار"@ar ; kg:sha256 "ab12"',
        '?a dcterms:issued "2019-02-28"^^xsd:date ; kg:retrieved "2019-03-01"^^xsd:date ; dcterms:publisher entity:h9',
        "?a dcterms:language <http://id.loc.gov/vocabulary/iso639-1/ar>",
        "?a dcterms:source <https://example.org/%D8%AE%D8%A8%D8%B1?n=1>",
    ],
)
def test_the_article_has_its_metadata(pattern: str) -> None:
    assert holds(SEEN, pattern)


def test_the_text_is_kept_character_for_character() -> None:
    article = Instances().article("خبر 1")
    assert [q.object for q in SEEN.quads_for_pattern(article, kg("text"), None)] == [Literal(TEXT, language="ar")]


def test_a_figure_has_a_claim_with_evidence_reader_qualifier_and_scope() -> None:
    assert holds(
        SEEN,
        f"""?c a kg:Claim ; rdf:subject event:r0 ; rdf:predicate kg:killed ; rdf:object 22 ; kg:confidence 0.75 ;
        kg:evidence/nif:anchorOf "{FIRST.of(TEXT)}"@ar ; prov:wasAttributedTo ?reader ;
        kg:qualifier kg:Exactly ; kg:scope kg:Whole ; kg:counted "شخصا"@ar""",
    )


def test_an_attributed_claim_names_its_source_as_written_and_as_entity() -> None:
    claim = '?c rdf:predicate kg:accused ; kg:attribution "وزيرة الثقافة سلمى نادر"@ar'
    assert holds(SEEN, f"{claim} ; kg:saidBy entity:h1")
    unresolved = replace(BOMBING, facts=(replace(BOMBING.facts[3], said_by=UNKNOWN),))
    assert holds(graph(unresolved), claim)
    assert not holds(graph(unresolved), "?c kg:saidBy ?who")


def test_a_role_is_on_the_person_and_on_the_claim() -> None:
    assert holds(SEEN, '?c rdf:predicate kg:affiliatedWith ; rdf:subject entity:h1 ; kg:role "وزيرة الثقافة"@ar ; kg:former true')


def test_facts_of_what_is_not_linked_are_left_out() -> None:
    assert not holds(SEEN, "?event kg:target ?who")


def test_occurred_has_no_claim_and_another_status_has_one() -> None:
    assert not holds(SEEN, "?c rdf:predicate kg:status")
    foiled = replace(BOMBING, facts=(Fact("status", Value(ValueType.TERM, "Foiled"), FIRST, 0.9),))
    assert holds(graph(foiled), "event:r0 kg:status kg:Foiled . ?c rdf:predicate kg:status ; rdf:object kg:Foiled")
    assert not holds(graph(foiled), "event:r0 kg:status kg:Occurred")


def test_only_the_first_place_that_is_linked_is_the_location() -> None:
    event = replace(BOMBING, facts=(mentioned("place", UNKNOWN), mentioned("place", CAIRO), mentioned("place", DAWN)))
    assert holds(graph(event), "event:r0 kg:location entity:Q2 ; kg:place entity:Q2, entity:h2")
    assert not holds(graph(event), "event:r0 kg:location entity:h2")
    assert not holds(graph(event), "?c rdf:predicate kg:location")


def test_a_perpetrator_is_an_agent_and_only_attacks_have_one() -> None:
    event = replace(BOMBING, facts=(mentioned("perpetrator", DAWN),))
    assert holds(graph(event), "event:r0 kg:perpetrator entity:h2 ; kg:agent entity:h2 . ?c rdf:predicate kg:agent")
    assert not holds(graph(replace(event, kind="Arrest")), "event:r0 kg:perpetrator ?who")


def test_every_span_is_a_slice_of_the_text() -> None:
    rows = SEEN.query(
        f"{prefix_lines()} SELECT ?words ?begin ?end {{ ?s nif:anchorOf ?words ; nif:beginIndex ?begin ; nif:endIndex ?end }}"
    )
    slices = [(row["words"].value, TEXT[int(row["begin"].value) : int(row["end"].value)]) for row in rows]
    assert len(slices) >= 6
    assert all(words == cut for words, cut in slices)


def test_mentions_point_at_entities_and_triggers_at_events() -> None:
    assert holds(SEEN, '?s nif:anchorOf "القاهرة"@ar ; itsrdf:taIdentRef entity:Q2 ; itsrdf:taConfidence 0.9')
    assert holds(SEEN, '?s nif:anchorOf "انفجار"@ar ; itsrdf:taIdentRef event:r0 ; itsrdf:taConfidence 0.9')
    assert not holds(SEEN, '?s nif:anchorOf "بتدبيره"@ar')


def test_words_that_are_mention_and_evidence_are_one_span() -> None:
    event = replace(BOMBING, facts=(mentioned("place", CAIRO, span("القاهرة")),))
    assert holds(graph(event), "?s itsrdf:taIdentRef entity:Q2 . ?c kg:evidence ?s")


def test_one_trigger_of_two_events_has_one_confidence() -> None:
    store = graph(BOMBING, replace(BOMBING, kind="Attack", confidence=0.4))
    assert len(list(store.quads_for_pattern(None, term("itsrdf:taConfidence"), None))) == len(MENTIONS[:3]) + 1


def test_a_report_that_is_not_its_node_is_replaced_by_it() -> None:
    store = graph(BOMBING, ACCUSATION, nodes={"r0": "n0"})
    assert holds(store, "event:r0 dcterms:isReplacedBy event:n0 . event:n0 kg:killed 22 . event:r1 kg:about event:n0")
    assert not holds(store, "event:r0 kg:killed ?n")


def test_claims_keep_their_names_when_links_and_nodes_change() -> None:
    claims = {q.subject for q in SEEN.quads_for_pattern(None, term("rdf:type"), kg("Claim"))}
    other = replace(linked(BOMBING, ACCUSATION), links=(Link("Q99", 0.5, ""), Link("h1", 0.6, ""), Link("h2", 1.0, ""), None))
    reports = [Report(f"r{n}", ARTICLE.id, None, None, e.kind, "Occurred") for n, e in enumerate((BOMBING, ACCUSATION))]
    moved = store_of(DESCRIBER.article(other, reports, {"r0": "n0"}))
    assert claims == {q.subject for q in moved.quads_for_pattern(None, term("rdf:type"), kg("Claim"))}


def test_the_same_reading_twice_is_one_claim_as_sure_as_the_surer() -> None:
    event = replace(BOMBING, facts=(mentioned("place", CAIRO, confidence=0.3), mentioned("place", CAIRO, confidence=0.7)))
    store = graph(event)
    confidences = [
        q.object for q in store.quads_for_pattern(None, kg("confidence"), None) if holds(store, f"{q.subject} rdf:predicate kg:place")
    ]
    assert Literal("0.7", datatype=term("xsd:decimal")) in confidences
    assert len(list(store.quads_for_pattern(None, term("rdf:predicate"), kg("place")))) == 1


def test_an_address_that_is_no_iri_is_left_out() -> None:
    for url in ("خبر", "", "http://[", "www.example.org"):
        assert not holds(graph(BOMBING, article=replace(ARTICLE, url=url)), "?a dcterms:source ?page")


def test_there_are_no_blank_nodes_and_numbers_are_as_the_store_writes_them() -> None:
    triples = DESCRIBER.article(linked(), [], {}) | DESCRIBER.gazetteer_entry("Q2")
    assert not any(isinstance(part, BlankNode) for triple in triples for part in (triple.subject, triple.object))
    assert {quad.triple for quad in store_of(triples)} == triples


def test_spans_claims_and_texts_stay_in_the_articles_graph() -> None:
    knowledge = store_of(quad.triple for quad in SEEN if merged(quad.triple))
    assert holds(knowledge, 'event:r0 kg:killed 22 . entity:h1 kg:role ?role . ?a a kg:Article ; dcterms:identifier "خبر 1"')
    for pattern in (
        "?s a nif:RFC5147String",
        "?s nif:anchorOf ?w",
        "?s itsrdf:taIdentRef ?e",
        "?c a kg:Claim",
        "?c kg:role ?r . ?c kg:former ?f",
    ):
        assert not holds(knowledge, pattern)
    assert not holds(knowledge, "?a kg:text ?text")
    claims = [q.subject for q in knowledge if isinstance(q.subject, NamedNode) and "/claim/" in q.subject.value]
    assert claims == []


def test_the_summary_of_an_incident() -> None:
    summary = EventSummary(
        "n0",
        "تفجير في القاهرة",
        "Bombing in Cairo",
        "Bombing",
        "Occurred",
        "2019-02-27",
        "2019-02-27",
        "Q2",
        (Toll("killed", 20, 22, 25),),
        3,
        2,
    )
    store = store_of(DESCRIBER.event_summary(summary))
    assert holds(store, 'event:n0 rdfs:label "تفجير في القاهرة"@ar, "Bombing in Cairo"@en ; kg:kind kg:Bombing ; kg:mainStatus kg:Occurred')
    assert holds(store, "event:n0 kg:killedLow 20 ; kg:killedBest 22 ; kg:killedHigh 25 ; kg:reports 3 ; kg:independentSources 2")
    assert holds(store, 'event:n0 kg:earliest "2019-02-27"^^xsd:date ; kg:latest ?last ; kg:mainPlace entity:Q2')
    assert not holds(store_of(DESCRIBER.event_summary(replace(summary, kind="Statement"))), "event:n0 kg:reports ?n")


def test_other_names_than_the_label_are_alternative_labels() -> None:
    store = store_of(DESCRIBER.entity_summary(EntitySummary("h1", "سلمى نادر", None, "Person"), ["سلمى نادر", "سلمى"]))
    assert holds(store, 'entity:h1 rdfs:label "سلمى نادر"@ar ; kg:kind kg:Person ; skos:altLabel "سلمى"@ar')
    assert len(store) == 3


def test_no_label_is_an_alternative_one_too_and_latin_names_are_tagged_as_such() -> None:
    store = store_of(DESCRIBER.entity_summary(EntitySummary("Q9", "وكالة الخبر", "News", "MediaOutlet"), ["وكالة الخبر", "News", "NWS"]))
    assert holds(store, 'entity:Q9 skos:altLabel "NWS"@en')
    assert len(store) == 4


def test_the_gazetteer_says_where_a_place_is_but_not_by_which_names_no_article_calls_it() -> None:
    store = store_of(DESCRIBER.gazetteer_entry("Q2"))
    assert holds(store, "entity:Q2 a kg:Settlement, kg:Place ; kg:locatedIn entity:Q1")
    assert not holds(store, "entity:Q2 skos:altLabel ?name")
    assert holds(store, 'entity:Q2 wgs:lat 30.05 ; wgs:long "31"^^xsd:decimal')
    assert holds(store, 'entity:Q2 geo:hasGeometry [ a geo:Geometry ; geo:asWKT "POINT(31 30.05)"^^geo:wktLiteral ]')
    assert not holds(store, "?s rdfs:label ?label")


def test_the_gazetteer_says_what_an_organisation_is_part_of() -> None:
    assert holds(store_of(DESCRIBER.gazetteer_entry("Q3")), "entity:Q3 kg:partOf entity:Q4 ; kg:country entity:Q1")
    assert DESCRIBER.gazetteer_entry("h1") == frozenset()


def test_a_match_says_why() -> None:
    match = Match("r0", "r5", 0.91, Decision.SAME, "التاريخ نفسه", "same date")
    store = store_of(DESCRIBER.match(match))
    assert holds(store, "?m a kg:Match ; kg:left event:r0 ; kg:right event:r5 ; kg:score 0.91 ; kg:decision kg:Same")
    assert holds(store, '?m kg:reason "التاريخ نفسه"@ar, "same date"@en')


def test_the_reader_of_claims_is_described() -> None:
    assert holds(store_of(DESCRIBER.reader(READER)), '?r a prov:SoftwareAgent ; dcterms:title "قارئ" ; dcterms:hasVersion "1.0"')


def test_the_ontology_labels_classes_and_properties() -> None:
    store = store_of(DESCRIBER.ontology_labels())
    assert holds(store, 'kg:Bombing rdfs:label "تفجير"@ar ; rdfs:subClassOf kg:Attack')
    assert DESCRIBER.ontology_labels() < DESCRIBER.ontology()
