"""A sound graph breaks no rule; each fault of a graph is reported, with the rule that it breaks."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from checking import check_text
from click.testing import CliRunner
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store

from kg.check import Violation, check, parts
from kg.cli import main
from kg.ontology import DEFAULT_BASE, Instances, kg, prefix_lines, term
from kg.store import StoreFolder
from kg.updating import write
from kg.workers import Place, Update

TEXT = "انفجرت عبوة ناسفة في سوق بحلب أمس، وقتل 3 أشخاص بحسب مصدر طبي. وقال سالم المعري إن «الجناة سيحاسبون»."
ARTICLE = f"<{DEFAULT_BASE}article/a1>"
PREFIXES = prefix_lines() + "".join(f"PREFIX {name}: <{DEFAULT_BASE}{name}/>\n" for name in ("entity", "event", "claim", "reader", "graph"))


def span(words: str, more: str = "") -> str:
    """A span of the article: where `words` stand in its text."""
    begin = TEXT.index(words)
    end = begin + len(words)
    return (
        f'<{DEFAULT_BASE}article/a1#char={begin},{end}> a nif:RFC5147String ; nif:anchorOf "{words}"@ar ; '
        f"nif:beginIndex {begin} ; nif:endIndex {end} ; nif:referenceContext {ARTICLE} {more} .\n"
    )


def mention(words: str, node: str) -> str:
    return span(words, f"; itsrdf:taIdentRef {node} ; itsrdf:taConfidence 0.9")


def claim(number: int, fact: str, more: str = "") -> str:
    subject, predicate, value = fact.split(" ", 2)
    begin, end = 0, TEXT.index("،")
    return (
        f"{fact} .\nclaim:c{number} a kg:Claim ; rdf:subject {subject} ; rdf:predicate {predicate} ; rdf:object {value} ; "
        f"kg:evidence <{DEFAULT_BASE}article/a1#char={begin},{end}> ; kg:confidence 0.8 ; prov:wasAttributedTo reader:r1 {more} .\n"
    )


SOUND = (
    f'{ARTICLE} a kg:Article , nif:Context ; dcterms:identifier "a1" ; dcterms:issued "2024-05-02"^^xsd:date ; kg:text "{TEXT}"@ar .\n'
    "entity:aleppo a kg:Settlement , kg:Place , kg:Entity . entity:salem a kg:Person , kg:Entity .\n"
    "entity:group a kg:ArmedGroup , kg:Organisation , kg:Entity .\n"
    "event:blast a kg:Bombing , kg:Attack , kg:Incident , kg:Event ; kg:location entity:aleppo ; kg:status kg:Occurred .\n"
    'event:blast kg:dateText "أمس"@ar . event:saying a kg:Statement , kg:Event ; kg:speechAct kg:Say ; kg:quote "الجناة سيحاسبون"@ar .\n'
    + mention("حلب", "entity:aleppo")
    + mention("سالم المعري", "entity:salem")
    + mention("انفجرت", "event:blast")
    + mention("قال", "event:saying")
    + span(TEXT[: TEXT.index("،")])
    + claim(1, "event:blast kg:place entity:aleppo")
    + claim(2, 'event:blast kg:date "2024-05-01"^^xsd:date')
    + claim(3, "event:blast kg:killed 3", '; kg:qualifier kg:Exactly ; kg:scope kg:Whole ; kg:attribution "مصدر طبي"@ar')
    + claim(4, "event:blast kg:agent entity:group")
    + claim(5, "event:blast kg:perpetrator entity:group")
    + claim(6, "event:blast kg:targetType kg:Civilians")
    + claim(7, "event:saying kg:speaker entity:salem")
)

MERGED = """
entity:aleppo a kg:Settlement , kg:Place , kg:Entity ; rdfs:label "حلب"@ar , "Aleppo"@en ; kg:kind kg:Settlement ;
    skos:altLabel "حلب الشهباء"@ar ; wgs:lat 36.2 ; wgs:long 37.15 ; geo:hasGeometry <https://w3id.org/isnad/id/entity/aleppo#point> .
<https://w3id.org/isnad/id/entity/aleppo#point> geo:asWKT "POINT(37.15 36.2)"^^geo:wktLiteral .
event:blast a kg:Bombing , kg:Attack , kg:Incident , kg:Event ; rdfs:label "تفجير في حلب"@ar ; kg:kind kg:Bombing ;
    kg:place entity:aleppo ; kg:location entity:aleppo ; kg:mainPlace entity:aleppo ; kg:date "2024-05"^^xsd:gYearMonth ;
    kg:earliest "2024-05-01"^^xsd:date ; kg:latest "2024-05-31"^^xsd:date ; kg:status kg:Occurred ; kg:mainStatus kg:Occurred ;
    kg:killed 3 , 5 ; kg:killedLow 3 ; kg:killedBest 5 ; kg:killedHigh 5 ; kg:reports 2 ; kg:independentSources 1 .
event:other dcterms:isReplacedBy event:blast .
"""


def in_article(triples: str) -> list[Violation]:
    """What is wrong in the article's graph."""
    return check_text(f"{PREFIXES}{ARTICLE} {{ {triples} }}", Instances())


def in_default(triples: str) -> list[Violation]:
    """What is wrong in the default graph."""
    return check_text(PREFIXES + triples, Instances())


def test_a_sound_article_breaks_no_rule() -> None:
    assert in_article(SOUND) == []


def test_a_sound_default_graph_breaks_no_rule() -> None:
    assert in_default(MERGED) == []


@pytest.mark.parametrize("name", ["https://x.example/notes", f"{DEFAULT_BASE}graphs/7", f"{DEFAULT_BASE}graph/own", "_:notes"])
def test_graphs_that_users_wrote_follow_no_rule_of_ours(name: str) -> None:
    graph = name if name.startswith("_:") else f"<{name}>"
    assert check_text(f'{PREFIXES}{ARTICLE} {{ {SOUND} }} {graph} {{ event:blast kg:killed "many" }}', Instances()) == []


def test_a_store_with_graphs_that_users_wrote_is_sound(tmp_path: Path) -> None:
    article = tmp_path / "a.txt"
    article.write_text("قتل 3 أشخاص في انفجار عبوة ناسفة وسط بغداد.", "utf-8")
    run = CliRunner().invoke
    assert run(main, ["--store", str(tmp_path / "s"), "build", str(article)]).exit_code == 0
    write(
        Update("INSERT DATA { GRAPH <https://x.example/notes> { <https://x.example/a> <https://x.example/b> 1 } }"), Place(tmp_path / "s")
    )
    checked = run(main, ["--store", str(tmp_path / "s"), "check"])
    assert checked.exit_code == 0, checked.output


NOT_CLAIMED = "kg:accused entity:group"
FAULTS_OF_ARTICLES = {
    "words that are not the text's": ('nif:anchorOf "حلب"', 'nif:anchorOf "حمص"', "exactly what stands in the text"),
    "a begin after the end": ("nif:beginIndex 0 ; nif:endIndex 6", "nif:beginIndex 6 ; nif:endIndex 6", "lies before its nif:endIndex"),
    "offsets other than those of the IRI": ("#char=0,6> a", "#char=0,7> a", "The IRI of a span"),
    "an offset that is a text": ("nif:endIndex 6 ;", 'nif:endIndex "6" ;', "nif:endIndex, a whole number"),
    "a span of no article": (
        f"nif:referenceContext {ARTICLE} ; itsrdf:taIdentRef event:blast",
        "itsrdf:taIdentRef event:blast",
        "referenceContext",
    ),
    "a mention without confidence": (
        "itsrdf:taIdentRef event:saying ; itsrdf:taConfidence 0.9",
        "itsrdf:taIdentRef event:saying",
        "taConfidence",
    ),
    "a mention of something unknown": (
        "itsrdf:taIdentRef entity:salem",
        "itsrdf:taIdentRef entity:nobody",
        "an entity or event that the graph",
    ),
    "an event without a mention": ("; itsrdf:taIdentRef event:blast ; itsrdf:taConfidence 0.9", "", "Every event is mentioned"),
    "an article without identifier": ('dcterms:identifier "a1" ;', "", "exactly one dcterms:identifier"),
    "an article with two identifiers": ('dcterms:identifier "a1"', 'dcterms:identifier "a1" , "a2"', "exactly one dcterms:identifier"),
    "an article without text": (f'kg:text "{TEXT}"@ar', 'kg:retrieved "2024-05-02"^^xsd:date', "exactly one kg:text"),
    "a text without its language": (f'"{TEXT}"@ar .', f'"{TEXT}" .', "tagged @ar"),
    "an article that is no context": ("kg:Article , nif:Context", "kg:Article", "nif:Context"),
    "a graph named by another article": (
        f"{ARTICLE} a kg:Article",
        f"<{DEFAULT_BASE}article/a2> a kg:Article",
        "named by the article's IRI",
    ),
    "a publisher that is no media outlet": (
        'dcterms:identifier "a1"',
        'dcterms:identifier "a1" ; dcterms:publisher entity:salem',
        "kg:MediaOutlet",
    ),
    "a date with a time zone": ("2024-05-01", "2024-05-01Z", "without a time zone"),
    "a date that is a moment": ('"2024-05-01"^^xsd:date', '"2024-05-01T10:00:00"^^xsd:dateTime', "without a time zone"),
    "a date that does not exist": ("2024-05-01", "2024-02-30", "without a time zone"),
    "a figure below zero": ("kg:killed 3", "kg:killed -3", "kg:killed is a whole number"),
    "a figure that is a decimal": ("kg:killed 3", "kg:killed 3.5", "kg:killed is a whole number"),
    "a figure without a scope": ("kg:scope kg:Whole ;", "", "a kg:qualifier and a kg:scope"),
    "a figure without a qualifier": ("kg:qualifier kg:Exactly ;", "", "a kg:qualifier and a kg:scope"),
    "a qualifier of one's own": ("kg:Exactly", "kg:Same", "Exactly, AtLeast, AtMost, About"),
    "a scope on what is no figure": (
        "rdf:object entity:aleppo ;",
        "rdf:object entity:aleppo ; kg:scope kg:Whole ;",
        "claims of figures only",
    ),
    "a role on what is no affiliation": (
        "rdf:object entity:aleppo ;",
        "rdf:object entity:aleppo ; kg:former true ;",
        "for affiliations only",
    ),
    "a claim without evidence": (
        f"rdf:object entity:salem ; kg:evidence <{DEFAULT_BASE}article/a1#char=0,33> ;",
        "rdf:object entity:salem ;",
        "one kg:evidence",
    ),
    "a claim without confidence": ("kg:confidence 0.8 ;", "", "exactly one kg:confidence"),
    "a confidence above one": ("kg:confidence 0.8", "kg:confidence 1.2", "exactly one kg:confidence"),
    "a confidence that is a float": ("kg:confidence 0.8", "kg:confidence 8e-1", "exactly one kg:confidence"),
    "a claim without reader": ("; prov:wasAttributedTo reader:r1", "", "its reader"),
    "a claim with two subjects": ("rdf:subject event:saying", "rdf:subject event:saying , event:blast", "exactly one rdf:subject"),
    "a claim without object": ("rdf:object entity:salem ;", "", "exactly one rdf:object"),
    "a claim of something that is not read": ("kg:speaker", "kg:speechAct", "one of the properties that have claims"),
    "a claim of a fact that is not stated": ("event:saying kg:speaker entity:salem .", "", "The fact that a claim is about"),
    "a fact without a claim": ("kg:status kg:Occurred", f"kg:status kg:Occurred ; {NOT_CLAIMED}", "Every fact that is read"),
    "a speaker without the words": ('kg:attribution "مصدر طبي"@ar', "kg:saidBy entity:salem", "there is the kg:attribution"),
    "a quote that nobody wrote": ('kg:quote "الجناة', 'kg:quote "الجناة كلهم', "letter for letter"),
    "a perpetrator of what is no attack": ("kg:Bombing , kg:Attack ,", "", "Only attacks have a perpetrator"),
    "a perpetrator who is no agent": ("kg:agent", "kg:accused", "A kg:perpetrator is also a kg:agent"),
    "a location that is no place": ("kg:location entity:aleppo", "kg:location entity:homs", "is one of its kg:place"),
    "two locations": ("kg:location entity:aleppo", "kg:location entity:aleppo , entity:homs", "at most one kg:location"),
    "a place that is a person": ("kg:place entity:aleppo", "kg:place entity:salem", "A kg:place is a place"),
    "an agent that is not described": ("entity:group a kg:ArmedGroup , kg:Organisation , kg:Entity .", "", "A kg:agent is an entity"),
    "an incident without status": ("; kg:status kg:Occurred", "", "Every incident has a kg:status"),
    "a status of one's own": ("kg:status kg:Occurred", "kg:status kg:Near", "one of Occurred, Foiled, Planned, Denied"),
    "an actor type of one's own": ("kg:Civilians", "kg:Person", "one of the list of actor types"),
    "a statement without speech act": ("kg:speechAct kg:Say ;", "", "exactly one kg:speechAct"),
    "a speech act of one's own": ("kg:speechAct kg:Say", "kg:speechAct kg:Exactly", "exactly one kg:speechAct"),
    "figures of a statement": ("kg:speechAct kg:Say", 'kg:speechAct kg:Say ; kg:weapon "عبوة"@ar', "belong to incidents"),
    "a superclass left out": ("kg:Bombing , kg:Attack , kg:Incident", "kg:Bombing , kg:Incident", "also has the class kg:Attack"),
    "an event that is nothing else": ("a kg:Statement , kg:Event", "a kg:Event", "an incident, a meeting or a statement"),
    "a term that is not defined": ("kg:dateText", "kg:dateWords", "does not define"),
    "a class that is not defined": ("a kg:Person ,", "a kg:Person , kg:Minister ,", "does not define"),
    "an event that is a part of itself": ("kg:status kg:Occurred", "kg:status kg:Occurred ; kg:subEventOf event:blast", "a part of itself"),
    "a chain of replaced IRIs": (
        "entity:salem a",
        "event:x dcterms:isReplacedBy event:y . event:y dcterms:isReplacedBy event:blast . entity:salem a",
        "no chains",
    ),
    "a replaced IRI that still has a class": (
        "entity:salem a",
        "event:saying dcterms:isReplacedBy event:blast . entity:salem a",
        "A replaced IRI has no class",
    ),
    "a blank node": ("entity:salem a kg:Person", "[] a kg:Person , kg:Entity . entity:salem a kg:Person", "no blank nodes"),
}


@pytest.mark.parametrize(("old", "new", "rule"), FAULTS_OF_ARTICLES.values(), ids=FAULTS_OF_ARTICLES.keys())
def test_a_fault_of_an_article_is_reported(old: str, new: str, rule: str) -> None:
    assert old in SOUND
    assert any(rule in violation.message_en for violation in in_article(SOUND.replace(old, new)))


FAULTS_OF_THE_DEFAULT_GRAPH = {
    "no Arabic label": ('rdfs:label "حلب"@ar ,', "rdfs:label", "Every node has an Arabic"),
    "two Arabic labels": ('"تفجير في حلب"@ar', '"تفجير في حلب"@ar , "هجوم في حلب"@ar', "at most one rdfs:label a language"),
    "a label in a third language": ('"Aleppo"@en', '"Alep"@fr', "in Arabic or English"),
    "two kinds": ("kg:kind kg:Bombing", "kg:kind kg:Bombing , kg:Attack", "exactly one kg:kind"),
    "a kind that is no class of the node": ("kg:kind kg:Bombing", "kg:kind kg:Shooting", "one of its classes"),
    "a superclass left out": ("kg:Settlement , kg:Place", "kg:Settlement", "also has the class kg:Place"),
    "a main place that no article gives": ("kg:mainPlace entity:aleppo", "kg:mainPlace entity:homs", "kg:mainPlace is one of"),
    "a main status that no article gives": ("kg:mainStatus kg:Occurred", "kg:mainStatus kg:Denied", "kg:mainStatus is one of"),
    "the first day after the last": ("2024-05-01", "2024-06-01", "no later than kg:latest"),
    "the lowest above the best": ("kg:killedLow 3", "kg:killedLow 6", "no greater than kg:killedBest"),
    "more sources than reports": ("kg:independentSources 1", "kg:independentSources 3", "from 1 to its kg:reports"),
    "an incident without a number of reports": ("kg:reports 2 ;", "", "exactly one kg:reports"),
    "a place north of the pole": ("wgs:lat 36.2", "wgs:lat 136.2", "from -90 to 90"),
    "a point without brackets": ("POINT(37.15 36.2)", "37.15 36.2", "POINT(longitude latitude)"),
    "a claim": ("event:other dcterms", "claim:c1 a kg:Claim . event:other dcterms", "stay in the graphs of articles"),
    "a text": ("event:other dcterms", 'event:blast kg:text "نص"@ar . event:other dcterms', "stay in the graphs of articles"),
    "an IRI replaced by two": ("isReplacedBy event:blast", "isReplacedBy event:blast , event:third", "leads to exactly one other"),
    "a blank node": ("geo:hasGeometry <https://w3id.org/isnad/id/entity/aleppo#point>", "geo:hasGeometry []", "no blank nodes"),
}


@pytest.mark.parametrize(("old", "new", "rule"), FAULTS_OF_THE_DEFAULT_GRAPH.values(), ids=FAULTS_OF_THE_DEFAULT_GRAPH.keys())
def test_a_fault_of_the_default_graph_is_reported(old: str, new: str, rule: str) -> None:
    assert old in MERGED
    assert any(rule in violation.message_en for violation in in_default(MERGED.replace(old, new)))


MATCH = """graph:matches {{ <https://w3id.org/isnad/id/match/m1> a kg:Match ; kg:left event:blast ; kg:right event:other ;
    kg:score {score} ; kg:decision {decision} ; kg:reason "المكان واحد"@ar {english} . }}"""


@pytest.mark.parametrize(
    ("score", "decision", "english", "rules"),
    [
        ("0.8", "kg:Same", ', "same place"@en', []),
        ("1.8", "kg:Same", ', "same place"@en', ["A match has exactly one kg:score, an xsd:decimal from 0 to 1."]),
        ("0.8", "kg:Whole", ', "same place"@en', ["A match has exactly one kg:decision: Same, Different or Near."]),
        ("0.8", "kg:Same", "", ["A match has a kg:reason in Arabic and one in English."]),
    ],
)
def test_matches_have_score_decision_and_reasons(score: str, decision: str, english: str, rules: list[str]) -> None:
    found = check_text(PREFIXES + MATCH.format(score=score, decision=decision, english=english), Instances())
    assert [violation.message_en for violation in found] == rules


def test_a_violation_says_where_and_what_in_both_languages() -> None:
    (found,) = in_article(SOUND.replace("kg:speechAct kg:Say", "kg:speechAct kg:Exactly"))
    assert found == Violation(
        graph=f"{DEFAULT_BASE}article/a1",
        node=f"{DEFAULT_BASE}event/saying",
        path="kg:speechAct",
        value="https://w3id.org/isnad/ontology#Exactly",
        message_ar="للتصريح فعل قول واحد من القائمة: يقول، يحذّر، يتهم، ينفي، يدين، يدعو.",
        message_en="A statement has exactly one kg:speechAct: Say, Warn, Accuse, Deny, Condemn or Call.",
    )


def test_a_rule_about_the_whole_graph_names_the_node_that_breaks_it() -> None:
    (found,) = in_article(SOUND.replace("kg:location entity:aleppo", "kg:location entity:group"))
    assert (found.node, found.path, found.value) == (f"{DEFAULT_BASE}event/blast", "kg:location", None)
    assert "kg:location" in found.message_ar


def test_a_path_that_is_followed_backwards_is_marked() -> None:
    found = in_article(SOUND.replace("; itsrdf:taIdentRef event:blast ; itsrdf:taConfidence 0.9", ""))
    assert [violation.path for violation in found] == ["^itsrdf:taIdentRef"]


def test_words_with_signs_that_mean_something_in_patterns_are_checked_as_they_are() -> None:
    assert [v.path for v in in_article(SOUND.replace('"أمس"@ar', r'"أمس \\g<9> (\\d+"@ar'))] == ["kg:dateText"]


def test_offsets_count_code_points() -> None:
    text = "😀 انفجار"
    triples = (
        f'{ARTICLE} a kg:Article , nif:Context ; dcterms:identifier "a1" ; kg:text "{text}"@ar . '
        f'<{DEFAULT_BASE}article/a1#char=2,8> a nif:RFC5147String ; nif:anchorOf "انفجار"@ar ; nif:beginIndex 2 ; nif:endIndex 8 ; '
        f"nif:referenceContext {ARTICLE} ."
    )
    assert in_article(triples) == []


def store_of(*graphs: tuple[str | None, str]) -> Store:
    store = Store()
    for name, triples in graphs:
        store.load(PREFIXES + triples, format=RdfFormat.TURTLE, to_graph=NamedNode(DEFAULT_BASE + name) if name else DefaultGraph())
    return store


def test_a_store_is_checked_article_by_article_then_the_default_graph_then_the_matches() -> None:
    store = store_of(
        (None, MERGED), ("graph/matches", "event:m a kg:Match ."), ("article/b", SOUND), ("article/a1", SOUND), ("graph/summary", MERGED)
    )
    names = [part.graph.removeprefix(DEFAULT_BASE) for part in parts(store, Instances())]
    assert names == ["article/a1", "article/b", "default", "graph/matches"]
    assert {violation.graph.removeprefix(DEFAULT_BASE) for violation in check(store, Instances())} == {"article/b", "graph/matches"}


def many_places() -> Iterator[Quad]:
    for number in range(1200):
        place = NamedNode(f"{DEFAULT_BASE}entity/{number}")
        yield from (Quad(place, term("rdf:type"), kg(kind), DefaultGraph()) for kind in ("Settlement", "Place", "Entity"))
        yield Quad(place, kg("kind"), kg("Settlement"), DefaultGraph())
        yield Quad(place, term("kg:locatedIn"), NamedNode(f"{DEFAULT_BASE}entity/{number + 1}"), DefaultGraph())
        if number != 700:
            yield Quad(place, term("rdfs:label"), Literal(f"قرية {number}", language="ar"), DefaultGraph())


@pytest.mark.slow
def test_a_large_default_graph_is_checked_some_nodes_at_a_time() -> None:
    store = Store()
    store.extend(many_places())
    assert [len(part.triples) < 4000 for part in parts(store, Instances())] == [True, True, True]
    assert [violation.node for violation in check(store, Instances())] == [f"{DEFAULT_BASE}entity/700"]


def test_other_bases_of_instances_are_known_by_their_graphs() -> None:
    instances = Instances("https://news.example/kg/")
    trig = f"{PREFIXES}<https://news.example/kg/graph/summary> {{ {MERGED} }} <https://news.example/kg/article/x> {{ {SOUND} }}"
    assert {violation.graph for violation in check_text(trig, instances)} == {"https://news.example/kg/article/x"}


def test_checking_shows_on_a_terminal_how_many_articles_are_done_and_elsewhere_nothing(
    small_store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORCE_COLOR", raising=False)
    assert CliRunner().invoke(main, ["--store", str(small_store), "check"]).stderr == ""
    monkeypatch.setenv("FORCE_COLOR", "1")  # stands for a terminal
    assert re.search(r"checking articles .*2/2", CliRunner().invoke(main, ["--store", str(small_store), "check"]).stderr)


def test_the_invented_store_breaks_no_rule(small_store: Path) -> None:
    assert list(check(StoreFolder(small_store).snapshot(), Instances())) == []
