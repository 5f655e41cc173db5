"""The graph without what is not sure enough: built so, and asked or exported so."""

import json
import re
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, Store
from stores import publish, small_quads

from kg.build import BuildOptions, BuildSummary, build, follow, remove
from kg.cli import main
from kg.confidence import graph as graph_module
from kg.confidence import left_out, sure_enough
from kg.decisions import Decided
from kg.errors import UsageError
from kg.model import Article, Event, Extraction, Fact, Link, LinkedArticle, Mention, Reader, Relation, Span, Value, ValueType
from kg.ontology import DEFAULT_BASE, Instances, kg, term
from kg.settings import Settings
from kg.store import StoreFolder

TEXT = "انفجار في بغداد أسفر عن 12 قتيلا. قال سليم إنه مؤامرة من كتائب الفجر."
NAMES = {"بغداد": ("Settlement", 0.95), "سليم": ("Person", 0.7), "كتائب الفجر": ("ArmedGroup", 0.9)}


def span(words: str) -> Span:
    return Span(TEXT.find(words), TEXT.find(words) + len(words))


def fact(name: str, type_: ValueType, value: int | str, confidence: float, **parts: object) -> Fact:
    return Fact(name, Value(type_, value), span("انفجار في بغداد أسفر عن 12 قتيلا"), confidence, **parts)  # type: ignore[arg-type]


MENTIONS = tuple(Mention(span(name), kind, sure) for name, (kind, sure) in NAMES.items())
BLAST = Event(
    "Bombing",
    (span("انفجار"),),
    (
        fact("place", ValueType.MENTION, 0, 0.9),
        fact("killed", ValueType.NUMBER, 12, 0.8),
        fact("agent", ValueType.MENTION, 2, 0.5),
        fact("status", ValueType.TERM, "Foiled", 0.3),
    ),
    confidence=0.9,
)
PLOT = Event("Attack", (span("مؤامرة"),), (fact("agent", ValueType.MENTION, 2, 0.9),), confidence=0.4)
STATEMENT = Event(
    "Statement",
    (span("قال"),),
    (fact("speaker", ValueType.MENTION, 1, 0.8), fact("about", ValueType.EVENT, 0, 0.8), fact("about", ValueType.EVENT, 1, 0.8)),
    confidence=0.9,
)
RELATION = Relation(2, fact("locatedIn", ValueType.MENTION, 0, 0.6))
EXTRACTION = Extraction(Reader("words", "1"), MENTIONS, (BLAST, PLOT, STATEMENT), (RELATION,))
LINKED = LinkedArticle(
    Article("خبر", TEXT, "", ""), EXTRACTION, (), (Link("Q1530", 0.95, ""), Link("salim", 0.7, ""), Link("fajr", 0.9, ""))
)


def without(minimum: float, linked: LinkedArticle = LINKED, **parts: object) -> Decided:
    return sure_enough(Decided(linked, **parts), minimum)  # type: ignore[arg-type]


def facts(event: Event) -> list[tuple[str, int | str]]:
    return [(each.property, each.value.value) for each in event.facts]


# One article


def test_facts_that_are_not_sure_enough_go_but_never_a_status() -> None:
    blast = without(0.6).linked.extraction.events[0]
    assert facts(blast) == [("place", 0), ("killed", 12), ("status", "Foiled")]


def test_with_an_event_goes_what_is_said_of_it_and_the_others_move_up() -> None:
    events = without(0.6).linked.extraction.events
    assert [event.kind for event in events] == ["Bombing", "Statement"]
    assert facts(events[1]) == [("speaker", 1), ("about", 0)]


def test_a_relation_goes_by_its_own_confidence() -> None:
    assert without(0.6).linked.extraction.relations == (RELATION,)
    assert without(0.61).linked.extraction.relations == ()


def test_a_name_that_is_not_sure_enough_names_nothing() -> None:
    found = without(0.8).linked
    assert [link and link.entity for link in found.links] == ["Q1530", None, "fajr"]
    assert found.extraction.mentions == MENTIONS


def test_without_a_minimum_everything_stays() -> None:
    assert without(0).linked == LINKED


def test_what_a_person_decided_stays_and_so_does_its_event() -> None:
    decided = replace(PLOT, facts=(replace(PLOT.facts[0], confidence=1.0, decided_by="سلمى"),))
    linked = replace(LINKED, extraction=replace(EXTRACTION, events=(BLAST, decided, STATEMENT)))
    assert facts(without(1.0, linked).linked.extraction.events[0]) == [("agent", 2)]


def test_an_event_that_a_person_paired_with_another_ones_stays() -> None:
    found = without(0.95, paired={"decision": 1})
    assert [event.kind for event in found.linked.extraction.events] == ["Attack"]
    assert found.paired == {"decision": 0}


# Building


@dataclass
class SureReader:
    """An extractor that reads places and what happened there, each as sure as the text says: «انفجار 0.9 في بغداد 0.6»."""

    name: str = "sure"
    version: str = "1"
    settings: str = ""
    read: int = 0

    def __call__(self, article: Article) -> Extraction:
        self.read += 1
        found = list(re.finditer(r"انفجار (0\.\d) في بغداد (0\.\d)", article.text))
        places = [article.text.find("بغداد", each.start()) for each in found]
        mentions = tuple(Mention(Span(at, at + 5), "Settlement", 0.95) for at in places)
        events = tuple(
            Event("Bombing", (Span(each.start(), each.start() + 6),), (self.place(i, each),), confidence=float(each[1]))
            for i, each in enumerate(found)
        )
        return Extraction(Reader(self.name, self.version, self.settings), mentions, events)

    def place(self, mention: int, found: re.Match[str]) -> Fact:
        return Fact("place", Value(ValueType.MENTION, mention), Span(*found.span()), float(found[2]))


ARTICLES = {"أول": "انفجار 0.9 في بغداد 0.9.", "ثان": "انفجار 0.9 في بغداد 0.5.", "ثالث": "انفجار 0.4 في بغداد 0.9."}


def built(store: Path, *identifiers: str, minimum: float | None = None, reader: SureReader | None = None) -> BuildSummary:
    given = store.parent / f"{store.name}.jsonl"
    lines = [json.dumps({"id": each, "text": ARTICLES[each], "published": "2024-03-05"}, ensure_ascii=False) for each in identifiers]
    given.write_text("\n".join(lines), "utf-8")
    options = BuildOptions(min_confidence=minimum)
    return build([given] if lines else [], Settings(store=store), options, extractor=reader or SureReader())


def lines(store: Path) -> list[str]:
    return sorted(map(str, StoreFolder(store).snapshot()))


def test_a_build_leaves_out_what_is_not_sure_enough_and_says_so(tmp_path: Path) -> None:
    summary = built(tmp_path / "s", *ARTICLES, minimum=0.6)
    assert (summary.incidents, summary.min_confidence) == (2, 0.6)
    assert any("less surely than 0.6" in note for note in summary.notes)
    claims = list(StoreFolder(tmp_path / "s").snapshot().quads_for_pattern(None, kg("confidence"), None, None))
    assert [str(quad.object.value) for quad in claims if isinstance(quad.object, Literal)] == ["0.9"]


def test_another_confidence_needs_no_reading_and_gives_what_a_fresh_build_gives(tmp_path: Path) -> None:
    reader = SureReader()
    built(tmp_path / "s", *ARTICLES, minimum=0, reader=reader)
    for minimum in (0.6, 0.95, 0.0):
        built(tmp_path / "s", minimum=minimum, reader=reader)
        built(tmp_path / f"fresh-{minimum}", *ARTICLES, minimum=minimum)
        assert lines(tmp_path / "s") == lines(tmp_path / f"fresh-{minimum}")
    assert reader.read == len(ARTICLES)


def test_the_store_remembers_its_confidence(tmp_path: Path) -> None:
    built(tmp_path / "s", "أول", "ثان", minimum=0.6)
    assert built(tmp_path / "s", "ثالث").min_confidence == 0.6
    assert remove(["أول"], Settings(store=tmp_path / "s")).summary.min_confidence == 0.6
    built(tmp_path / "fresh", "ثان", "ثالث", minimum=0.6)
    assert lines(tmp_path / "s") == lines(tmp_path / "fresh")


def test_another_confidence_is_followed_without_articles(tmp_path: Path) -> None:
    built(tmp_path / "s", *ARTICLES, minimum=0)
    assert follow(Settings(store=tmp_path / "s"), min_confidence=0.6).min_confidence == 0.6
    built(tmp_path / "fresh", *ARTICLES, minimum=0.6)
    assert lines(tmp_path / "s") == lines(tmp_path / "fresh")


@pytest.mark.parametrize("wrong", [-0.1, 1.1, float("nan")])
def test_no_confidence_lies_outside_0_and_1(tmp_path: Path, wrong: float) -> None:
    with pytest.raises(UsageError, match="from 0 to 1"):
        built(tmp_path / "s", "أول", minimum=wrong)
    with pytest.raises(UsageError, match="from 0 to 1"):
        left_out(Store(), wrong, DEFAULT_BASE)


# Asking a graph

INSTANCES = Instances()
BLAST_NODE, PLOT_NODE = INSTANCES.node("event", "blast"), INSTANCES.node("event", "plot")
FIRST, SECOND = INSTANCES.article("خبر-1"), INSTANCES.article("b2")
SUMMARY, MATCHES = INSTANCES.graph("summary"), INSTANCES.graph("matches")
MERGED = DefaultGraph()


def small(*unsure: tuple[NamedNode, str], graph: NamedNode, names: NamedNode | None = None) -> Store:
    """The small graph, where some claims of an article, and the words that name something, are as sure as 0.3 only."""
    store = Store()
    store.extend(small_quads())
    for subject, name in unsure:
        told = {quad.subject for quad in store.quads_for_pattern(None, term("rdf:predicate"), kg(name), graph)}
        for claim in [claim for claim in told if holds(store, claim, term("rdf:subject"), subject, graph)]:
            lower(store, claim, kg("confidence"), graph)
    for quad in list(store.quads_for_pattern(None, term("itsrdf:taIdentRef"), names, graph) if names else ()):
        lower(store, quad.subject, term("itsrdf:taConfidence"), graph)
    return store


def holds(store: Store, subject: object, predicate: NamedNode, value: object, graph: NamedNode | DefaultGraph) -> bool:
    return Quad(subject, predicate, value, graph) in store  # type: ignore[arg-type]


def lower(store: Store, subject: object, predicate: NamedNode, graph: NamedNode) -> None:
    for quad in list(store.quads_for_pattern(subject, predicate, None, graph)):  # type: ignore[arg-type]
        store.remove(quad)
    store.add(Quad(subject, predicate, Literal(Decimal("0.3")), graph))  # type: ignore[arg-type]


def rest(store: Store) -> Store:
    return graph_module.confident(store, 0.5, DEFAULT_BASE)


def values(store: Store, subject: NamedNode, name: str, graph: NamedNode | DefaultGraph = MERGED) -> set[str]:
    return {q.object.value for q in store.quads_for_pattern(subject, kg(name), None, graph) if isinstance(q.object, NamedNode | Literal)}


def test_a_fact_whose_only_claim_is_not_sure_enough_is_not_there() -> None:
    found = rest(small((BLAST_NODE, "killed"), graph=FIRST))
    assert values(found, BLAST_NODE, "killed") == {"15"}
    assert values(found, BLAST_NODE, "killed", FIRST) == set()


def test_a_fact_that_another_article_states_stays() -> None:
    found = rest(small((BLAST_NODE, "place"), graph=FIRST))
    assert values(found, BLAST_NODE, "place") == {INSTANCES.node("entity", "Q173474").value}
    assert values(found, BLAST_NODE, "location", FIRST) == set()
    assert values(found, BLAST_NODE, "mainPlace") != set()


def test_a_fact_about_a_name_that_is_not_sure_enough_goes_as_in_a_build() -> None:
    hasakah = INSTANCES.node("entity", "Q173474")
    found = rest(small(graph=FIRST, names=hasakah))
    assert values(found, BLAST_NODE, "place", FIRST) == values(found, BLAST_NODE, "location", FIRST) == set()
    assert values(found, BLAST_NODE, "killed", FIRST) == {"12"}
    assert values(found, BLAST_NODE, "place", SECOND) == {hasakah.value}


def test_a_fact_that_a_person_decided_stays_whatever_its_name() -> None:
    hasakah = INSTANCES.node("entity", "Q173474")
    store = small(graph=FIRST, names=hasakah)
    for quad in list(store.quads_for_pattern(None, term("rdf:object"), hasakah, FIRST)):
        store.add(Quad(quad.subject, kg("decidedBy"), Literal("سلمى"), FIRST))
    assert values(rest(store), BLAST_NODE, "place", FIRST) == {hasakah.value}


def test_a_summary_says_nothing_that_no_fact_is_left_for() -> None:
    found = rest(small((BLAST_NODE, "date"), (BLAST_NODE, "injured"), graph=FIRST))
    for name in ("earliest", "latest", "injuredBest"):
        assert values(small(graph=FIRST), BLAST_NODE, name)
        assert values(found, BLAST_NODE, name) == set()


def test_an_event_stays_while_it_is_named_surely_or_something_is_sure_of_it() -> None:
    for store in (small((PLOT_NODE, "place"), (PLOT_NODE, "targetType"), graph=SECOND), small(graph=SECOND, names=PLOT_NODE)):
        assert holds(rest(store), PLOT_NODE, term("rdf:type"), kg("Attack"), MERGED)


def test_an_event_of_which_nothing_is_sure_is_nowhere() -> None:
    unsure = [(PLOT_NODE, name) for name in ("place", "targetType", "status")]
    found = rest(small(*unsure, graph=SECOND, names=PLOT_NODE))
    assert not [quad for quad in found if PLOT_NODE in (quad.subject, quad.object)]


def test_the_status_of_an_event_stays_however_unsure() -> None:
    found = rest(small((PLOT_NODE, "status"), graph=SECOND))
    assert values(found, PLOT_NODE, "status") == {kg("Foiled").value}


def test_a_report_that_is_gone_leaves_no_count_and_no_comparison() -> None:
    unsure = [(BLAST_NODE, name) for name in ("place", "killed", "deniedBy")]
    found = rest(small(*unsure, graph=SECOND, names=BLAST_NODE))
    assert values(found, BLAST_NODE, "killed") == {"12"}
    assert values(found, BLAST_NODE, "reports") == set()
    assert not list(found.quads_for_pattern(None, None, None, MATCHES))
    assert not list(found.quads_for_pattern(INSTANCES.node("event", "blast-b2"), None, None, None))


def test_an_entity_that_no_words_and_no_fact_mean_any_more_is_nowhere() -> None:
    khatib = INSTANCES.node("entity", "khatib")
    meeting, said = INSTANCES.node("event", "meeting"), INSTANCES.node("event", "khatib-says")
    first = small((khatib, "affiliatedWith"), (said, "speaker"), graph=FIRST, names=khatib)
    assert holds(rest(first), khatib, term("rdf:type"), kg("Person"), MERGED)  # the other article has it
    assert values(rest(first), khatib, "role") == set()
    for quad in list(first.quads_for_pattern(None, term("rdf:object"), khatib, SECOND)):
        lower(first, quad.subject, kg("confidence"), SECOND)
    for quad in list(first.quads_for_pattern(None, term("itsrdf:taIdentRef"), khatib, SECOND)):
        lower(first, quad.subject, term("itsrdf:taConfidence"), SECOND)
    found = rest(first)
    assert values(found, meeting, "participant") == {INSTANCES.node("entity", "Q1065").value}
    assert not list(found.quads_for_pattern(khatib, None, None, None))


def test_every_evidence_that_is_left_is_of_something() -> None:
    found = rest(small((BLAST_NODE, "claimedBy"), graph=FIRST))
    spans = {q.subject for q in found.quads_for_pattern(None, term("rdf:type"), term("nif:RFC5147String"), FIRST)}
    named = {q.subject for q in found.quads_for_pattern(None, term("itsrdf:taIdentRef"), None, FIRST)}
    assert spans == named | {q.object for q in found.quads_for_pattern(None, kg("evidence"), None, FIRST)}


def test_a_graph_that_is_too_large_for_memory_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_module, "MOST_QUADS", 10)
    with pytest.raises(UsageError, match=r"quads, too many .*kg build --min-confidence 0\.5"):
        rest(small(graph=FIRST))


# At the command line


@pytest.fixture
def store(tmp_path: Path) -> Path:
    publish(tmp_path / "store", "1", list(small((BLAST_NODE, "killed"), graph=FIRST)))
    return tmp_path / "store"


def run(*arguments: str | Path, stdin: str = "") -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments], input=stdin, env={"ISNAD_STORE": None})


def test_any_query_can_be_asked_of_what_is_sure_enough(store: Path) -> None:
    question = "SELECT ?n { event:blast kg:killed ?n } ORDER BY ?n"
    for minimum, answer in (("0", ["12", "15"]), ("0.5", ["15"])):
        shown = run("--store", store, "query", "-", "--format", "csv", "--min-confidence", minimum, stdin=question)
        assert shown.output.split()[1:] == answer


@pytest.mark.parametrize(("syntax", "further"), [("nq", ["--sorted"]), ("trig", []), ("turtle", []), ("rdfxml", [])])
def test_an_export_can_be_of_what_is_sure_enough(store: Path, syntax: str, further: list[str]) -> None:
    whole, sure = store / "whole", store / "sure"
    run("--store", store, "export", whole, "--format", syntax, *further)
    run("--store", store, "export", sure, "--format", syntax, "--min-confidence", "0.5", *further)
    assert 0 < sure.stat().st_size < whole.stat().st_size
    assert "سامر الخطيب" in sure.read_text("utf-8")


@pytest.mark.parametrize("command", [["build", "x"], ["query", "incidents"], ["export"]])
def test_what_is_no_confidence_is_refused(store: Path, command: list[str]) -> None:
    shown = run("--store", store, *command, "--min-confidence", "1.5")
    assert shown.exit_code == 2
    assert "0<=x<=1" in shown.output
