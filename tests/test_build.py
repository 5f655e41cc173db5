"""Building: the graph depends on the articles alone, whatever way they came in, and whatever happened on the way."""

import hashlib
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, Quad

from kg import writer
from kg.build import BuildInterrupted, BuildOptions, BuildSummary, Progress, build, remove, room
from kg.change import Recorder
from kg.errors import ArticleError, StoreError, StoreLocked, StoreMissing
from kg.extractions import Extractions
from kg.model import Article, Event, Extraction, Fact, Figure, Mention, Reader, Relation, Span, Value, ValueType
from kg.ontology import Instances, kg, term
from kg.reading import ExtractorSource, reading
from kg.settings import Settings
from kg.store import LiveGraph, StoreFolder

NAMES = {
    "بغداد": "Settlement",
    "العراق": "Country",
    "دمشق": "Settlement",
    "داعش": "ArmedGroup",
    "سليم الراوي": "Person",
    "كتائب الفجر": "ArmedGroup",
}
TRIGGERS = {"انفجار": "Bombing", "هجوم": "Attack", "قال": "Statement"}


@dataclass
class WordReader:
    """An extractor of a few words: what comes after it in the pipeline is real, and it may be anybody's."""

    name: str = "words"
    version: str = "1"
    settings: str = ""

    def __call__(self, article: Article) -> Extraction:
        text = article.text
        found = sorted((Span(*m.span()), kind) for name, kind in NAMES.items() for m in re.finditer(rf"\b{name}\b", text))
        mentions = tuple(Mention(span, kind, 0.9) for span, kind in found)
        triggers = [(Span(*m.span()), kind) for word, kind in TRIGGERS.items() for m in re.finditer(rf"\b{word}\b", text)]
        events = tuple(self.event(article, span, kind, mentions) for span, kind in sorted(triggers))
        groups = [i for i, mention in enumerate(mentions) if mention.kind == "ArmedGroup"]
        places = [i for i, mention in enumerate(mentions) if mention.kind == "Country"]
        whole = Span(0, len(text))
        relations = tuple(Relation(g, Fact("locatedIn", Value(ValueType.MENTION, p), whole, 0.6)) for g in groups for p in places)
        return Extraction(Reader(self.name, self.version, self.settings), mentions, events, relations)

    def event(self, article: Article, trigger: Span, kind: str, mentions: Sequence[Mention]) -> Event:
        end = article.text.find(".", trigger.end)
        sentence = Span(article.text.rfind(".", 0, trigger.begin) + 1, len(article.text) if end < 0 else end)
        inside = [(i, m) for i, m in enumerate(mentions) if m.span.overlaps(sentence)]
        if kind == "Statement":
            facts = [Fact("speaker", Value(ValueType.MENTION, i), sentence, 0.8) for i, m in inside if m.kind == "Person"]
            return Event(kind, (trigger,), tuple(facts), speech_act="Say")
        facts = [Fact("place", Value(ValueType.MENTION, i), sentence, 0.8) for i, m in inside if m.kind in ("Settlement", "Country")]
        facts += [Fact("agent", Value(ValueType.MENTION, i), sentence, 0.7) for i, m in inside if m.kind == "ArmedGroup"]
        if number := re.search(r"(\d+) (قتيلا)", sentence.of(article.text)):
            counted = Span(sentence.begin + number.start(2), sentence.begin + number.end(2))
            facts.append(Fact("killed", Value(ValueType.NUMBER, int(number[1])), sentence, 0.9, figure=Figure("Exactly", "Whole", counted)))
        if article.issued:
            facts.append(Fact("date", Value(ValueType.DATE, article.issued), sentence, 0.5))
        return Event(kind, (trigger,), tuple(facts))


Told = dict[str, str]
"""An article as a line of a JSON lines file has it."""

FIRST: Told = {"id": "أول", "text": "انفجار في بغداد أسفر عن 12 قتيلا وتبناه داعش.", "published": "2024-03-05"}
SECOND: Told = {"id": "ثان", "text": "أسفر انفجار نفذه داعش في بغداد عن 12 قتيلا. قال سليم الراوي ذلك.", "published": "2024-03-06"}
THIRD: Told = {
    "id": "ثالث",
    "text": "هجوم في دمشق أسفر عن 3 قتيلا. كتائب الفجر في العراق.",
    "published": "2023-07-01",
    "publisher": "صحيفة الصباح",
}
FOURTH: Told = {"id": "رابع", "text": "قال سليم الراوي إن بغداد هادئة."}
ALL = (FIRST, SECOND, THIRD, FOURTH)


def read_into(folder: Path, articles: Sequence[Told], **options: object) -> BuildSummary:
    """Builds articles into the store `folder`, with the extractor of this test unless another is given."""
    extractor = options.pop("extractor", WordReader())
    report = options.pop("report", lambda error: pytest.fail(str(error)))
    progress = options.pop("progress", lambda progress: None)
    settings = Settings(store=folder, article_seconds=options.pop("article_seconds", 5))  # type: ignore[arg-type]
    given = folder.parent / f"{folder.name}.jsonl"
    given.write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), "utf-8")
    how = BuildOptions(**options)  # type: ignore[arg-type]
    return build([given] if articles else [], settings, how, extractor=extractor, report=report, progress=progress)  # type: ignore[arg-type]


def lines(folder: Path) -> list[str]:
    """What readers see, as sorted N-Quads."""
    return sorted(map(str, StoreFolder(folder).snapshot()))


def in_graph(folder: Path, name: NamedNode | DefaultGraph) -> set[str]:
    return {str(quad.triple) for quad in StoreFolder(folder).snapshot().quads_for_pattern(None, None, None, name)}


def article(identifier: str) -> NamedNode:
    return Instances().article(identifier)


def built(folder: Path, articles: Sequence[Told], **options: object) -> list[str]:
    read_into(folder, articles, **options)
    return lines(folder)


# What is in which graph


def test_each_article_is_a_named_graph_and_the_default_graph_has_each_fact_once(tmp_path: Path) -> None:
    summary = read_into(tmp_path / "s", ALL)
    store = StoreFolder(tmp_path / "s").snapshot()
    for told in ALL:
        assert Quad(article(told["id"]), term("rdf:type"), kg("Article"), article(told["id"])) in store
    armed = list(store.quads_for_pattern(None, term("rdf:type"), kg("ArmedGroup"), DefaultGraph()))
    assert len(armed) == len(set(armed)) == 2
    assert (summary.new, summary.articles, summary.skipped) == (4, 4, 0)
    assert summary.quads == len(store)


def test_texts_spans_and_claims_stay_in_their_article(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    merged = StoreFolder(tmp_path / "s").snapshot()
    kept_apart = (kg("text"), kg("evidence"), term("nif:anchorOf"), term("rdf:subject"))
    assert not [q for p in kept_apart for q in merged.quads_for_pattern(None, p, None, DefaultGraph())]


def test_what_contains_a_place_that_was_met_is_there_too(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    store = StoreFolder(tmp_path / "s").snapshot()
    iraq = Instances().node("entity", "Q796")
    assert Quad(iraq, term("rdf:type"), kg("Country"), Instances().graph("gazetteer")) in store
    assert list(store.quads_for_pattern(iraq, kg("kind"), None, DefaultGraph()))


def test_two_reports_of_one_incident_are_one_event(tmp_path: Path) -> None:
    summary = read_into(tmp_path / "s", [FIRST, SECOND])
    assert (summary.incidents, summary.statements) == (1, 1)


def test_the_summary_counts_what_the_graph_holds(tmp_path: Path) -> None:
    summary = read_into(tmp_path / "s", ALL)
    store = StoreFolder(tmp_path / "s").snapshot()
    assert summary.claims == len(list(store.quads_for_pattern(None, term("rdf:type"), kg("Claim"))))
    assert summary.incidents == len(list(store.quads_for_pattern(None, term("rdf:type"), kg("Incident"), DefaultGraph())))
    assert summary.statements == len(list(store.quads_for_pattern(None, term("rdf:type"), kg("Statement"), DefaultGraph())))


# Building again


def test_what_has_not_changed_is_not_read_or_written_again(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    before = (tmp_path / "s" / "current").readlink()
    summary = read_into(tmp_path / "s", ALL, extractor=Never())
    assert (summary.new, summary.changed, summary.unchanged, summary.articles) == (0, 0, 4, 4)
    assert (tmp_path / "s" / "current").readlink() == before


def test_working_everything_out_again_finds_nothing_to_write(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    before = (tmp_path / "s" / "current").readlink()
    with Extractions(tmp_path / "s" / "extractions.sqlite") as extractions, extractions.transaction():
        extractions.mark_all()
        extractions.mark("ontology", ["ontology"])
    read_into(tmp_path / "s", ALL)
    assert (tmp_path / "s" / "current").readlink() == before


def test_a_changed_article_changes_only_its_own_graph_and_what_is_merged(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    before = {told["id"]: in_graph(tmp_path / "s", article(told["id"])) for told in ALL}
    changed = THIRD | {"text": THIRD["text"].replace("3", "4")}
    summary = read_into(tmp_path / "s", [changed])
    after = {told["id"]: in_graph(tmp_path / "s", article(told["id"])) for told in ALL}
    assert (summary.new, summary.changed, summary.articles) == (0, 1, 4)
    assert [identifier for identifier in before if before[identifier] != after[identifier]] == ["ثالث"]
    assert built(tmp_path / "other", [FIRST, SECOND, changed, FOURTH]) == lines(tmp_path / "s")


def test_an_article_that_joins_an_event_changes_the_others_only_in_its_iri(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [SECOND])
    before = in_graph(tmp_path / "s", article("ثان"))
    read_into(tmp_path / "s", [FIRST])  # issued a day earlier: the event's IRI is that of its report
    after = in_graph(tmp_path / "s", article("ثان"))
    assert before != after
    assert all("/id/event/" in triple for triple in before ^ after)


@pytest.mark.parametrize("given", [[FIRST], []])
@pytest.mark.parametrize("reader", [WordReader(version="2"), WordReader(settings="another gazetteer")])
def test_all_that_another_extractor_read_is_read_again(tmp_path: Path, reader: WordReader, given: list[Told]) -> None:
    read_into(tmp_path / "s", [FIRST, THIRD])
    summary = read_into(tmp_path / "s", given, extractor=reader)
    assert (summary.new, summary.changed, summary.unchanged, summary.articles) == (0, 2, 0, 2)
    assert lines(tmp_path / "s") == built(tmp_path / "other", [FIRST, THIRD], extractor=reader)


def test_names_that_only_a_new_gazetteer_has_are_found_in_what_was_read_before(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,class,ar,en\nQ424242,ArmedGroup,زلفى,Zulfa\n", "utf-8")
    told = [FIRST | {"text": "تبنت زلفى الهجوم في بغداد."}]
    without = built(tmp_path / "s", told, extractor=None)
    assert not [line for line in without if "Q424242" in line]
    with_it = built(tmp_path / "s", told, extractor=None, gazetteer=(own,))
    assert [line for line in with_it if "Q424242" in line]
    assert with_it == built(tmp_path / "other", told, extractor=None, gazetteer=(own,))
    summary = read_into(tmp_path / "s", told, extractor=None)
    assert "own.csv" in summary.notes[0]
    assert lines(tmp_path / "s") == without


def test_the_build_says_which_fields_of_articles_it_does_not_read(tmp_path: Path) -> None:
    misnamed = {name: value for name, value in FIRST.items() if name != "published"} | {"date": FIRST["published"]}
    (note,) = read_into(tmp_path / "s", [misnamed]).notes
    assert note.startswith("fields that are not read: 'date' (1); those that are: id, text, title, published")


def test_the_build_says_what_of_a_list_it_does_not_use(tmp_path: Path) -> None:
    own = tmp_path / "own.json"
    ship = {"id": "a", "schema": "Vessel", "properties": {"name": ["سفينة الزلفى"]}}
    person = {"id": "b", "schema": "Person", "properties": {"name": ["زلفى الورداني"]}}
    own.write_text("\n".join(map(json.dumps, (ship, person))), "utf-8")
    (note,) = read_into(tmp_path / "s", [FIRST], gazetteer=(own,)).notes
    assert "own.json: 1 of 2 entities used" in note
    assert remove(["أول"], Settings(store=tmp_path / "s")).summary.notes == ()


def test_an_extractor_whose_sources_changed_reads_everything_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_into(tmp_path / "s", [FIRST], extractor=None)
    assert read_into(tmp_path / "s", [], extractor=None).changed == 0
    monkeypatch.setattr("kg.extract.pipeline._version", lambda: "of other sources")
    assert read_into(tmp_path / "s", [], extractor=None).changed == 1
    assert lines(tmp_path / "s") == built(tmp_path / "other", [FIRST], extractor=None)


def test_an_extractor_of_ones_own_is_not_asked_again_when_the_gazetteer_changes(tmp_path: Path) -> None:
    own = tmp_path / "own.csv"
    own.write_text("id,class,ar,en\nQ424242,ArmedGroup,كتائب الفجر,Dawn Brigades\n", "utf-8")
    read_into(tmp_path / "s", ALL)
    read_into(tmp_path / "s", [], extractor=Never(), gazetteer=(own,))
    group = Instances().node("entity", "Q424242")
    assert group in {quad.subject for quad in StoreFolder(tmp_path / "s").snapshot()}
    assert lines(tmp_path / "s") == built(tmp_path / "other", ALL, gazetteer=(own,))
    own.unlink()
    remove(["أول"], Settings(store=tmp_path / "s"))  # with the gazetteer of the last build
    own.write_text("id,class,ar,en\nQ424242,ArmedGroup,كتائب الفجر,Dawn Brigades\n", "utf-8")
    assert lines(tmp_path / "s") == built(tmp_path / "third", ALL[1:], gazetteer=(own,))


def test_a_live_graph_that_was_lost_is_made_again(tmp_path: Path) -> None:
    before = built(tmp_path / "s", ALL)
    StoreFolder(tmp_path / "s").remove_live()
    read_into(tmp_path / "s", [], extractor=Never())
    assert lines(tmp_path / "s") == before


def test_a_store_keeps_the_base_of_its_iris(tmp_path: Path) -> None:
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(told) + "\n" for told in ALL), "utf-8")
    build([tmp_path / "s.jsonl"], Settings(store=tmp_path / "s", base="https://example.org/"), extractor=WordReader())
    remove(["رابع"], Settings(store=tmp_path / "s"))
    assert StoreFolder(tmp_path / "s").base() == "https://example.org/"
    assert not [line for line in lines(tmp_path / "s") if "w3id.org/isnad/id/" in line]
    with pytest.raises(StoreError, match=re.escape("begin with https://example.org/, not with https://w3id.org/isnad/id/")):
        remove(["أول"], Settings(store=tmp_path / "s", base="https://w3id.org/isnad/id/"))


def test_an_identifier_in_another_normal_form_names_the_same_nodes(tmp_path: Path) -> None:
    composed, decomposed = (FIRST | {"id": unicodedata.normalize(form, "أول آخر")} for form in ("NFC", "NFD"))
    nodes = [{re.sub("identifier.*", "", line) for line in built(tmp_path / told["id"], [told])} for told in (composed, decomposed)]
    events = [{node for line in lines_ for node in re.findall(r"id/(?:event|claim)/\w+", line)} for lines_ in nodes]
    assert events[0] == events[1] != set()


def test_builds_are_noted_beside_the_store(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    remove(["رابع"], Settings(store=tmp_path / "s"))
    first, second = map(json.loads, (tmp_path / "s" / "builds.jsonl").read_text("utf-8").splitlines())
    assert (first["command"], first["new"], first["articles"]) == ("build", 4, 4)
    assert (second["command"], second["removed"], second["articles"]) == ("remove", 1, 3)


# The order of things does not matter


@given(st.permutations(ALL), st.integers(1, 5), st.integers(0, 4))
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_neither_order_nor_batches_nor_builds_matter(
    tmp_path_factory: pytest.TempPathFactory, articles: list[Told], batch: int, in_first_build: int
) -> None:
    folder = tmp_path_factory.mktemp("order") / "s"
    read_into(folder, articles[:in_first_build], batch=batch)
    read_into(folder, articles[in_first_build:], batch=batch)
    assert lines(folder) == _undisturbed(tmp_path_factory)


@given(st.sets(st.sampled_from([told["id"] for told in ALL])), st.permutations(ALL))
@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_built_and_removed_was_never_built(tmp_path_factory: pytest.TempPathFactory, gone: set[str], articles: list[Told]) -> None:
    folder = tmp_path_factory.mktemp("removal")
    read_into(folder / "s", articles)
    removal = remove(sorted(gone), Settings(store=folder / "s"))
    assert (removal.summary.removed, removal.unknown) == (len(gone), ())
    assert lines(folder / "s") == built(folder / "other", [told for told in ALL if told["id"] not in gone])
    graphs = [set(map(str, StoreFolder(folder / name).snapshot().named_graphs())) for name in ("s", "other")]
    assert graphs[0] == graphs[1]


def test_bombings_day_after_day_are_not_one_event(tmp_path: Path) -> None:
    told = [FIRST | {"id": f"{day}", "published": f"2024-03-0{day}"} for day in range(4, 8)]
    for order in (told, told[::-1]):
        folder = tmp_path / order[0]["id"]
        for each in order:
            summary = read_into(folder, [each])
        assert (summary.articles, summary.incidents) == (4, 2)
        decisions = [quad.object for quad in StoreFolder(folder).snapshot().quads_for_pattern(None, kg("decision"), None, None)]
        assert sorted(decision.value.rpartition("#")[2] for decision in decisions) == ["Near", "Same", "Same"]
    assert lines(tmp_path / "4") == lines(tmp_path / "7") == built(tmp_path / "once", told)


def _rumours(seed: int) -> list[Told]:
    """Reports of few incidents, so alike that some are one event only by way of a third."""
    chance = random.Random(seed)
    return [
        {
            "id": f"خبر{number}",
            "text": f"{chance.choice(['انفجار', 'هجوم'])} في {chance.choice(['بغداد', 'العراق'])}"
            f" أسفر عن {chance.choice([12, 12, 13])} قتيلا وتبناه {chance.choice(['داعش', 'كتائب الفجر'])}.",
            "published": f"2024-03-0{chance.randint(4, 8)}",
        }
        for number in range(7)
    ]


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_events_join_and_part_as_if_their_reports_had_come_at_once(tmp_path: Path, seed: int) -> None:
    rumours = _rumours(seed)
    chance = random.Random(seed)
    for told in chance.sample(rumours, len(rumours)):
        read_into(tmp_path / "s", [told])
    assert lines(tmp_path / "s") == built(tmp_path / "all", rumours)
    for _ in range(3):
        gone = rumours.pop(chance.randrange(len(rumours)))
        remove([gone["id"]], Settings(store=tmp_path / "s"))
        assert lines(tmp_path / "s") == built(tmp_path / f"without {gone['id']}", rumours)


def _undisturbed(tmp_path_factory: pytest.TempPathFactory) -> list[str]:
    """The graph of all four articles, built at once; made once for a test run."""
    folder = tmp_path_factory.getbasetemp() / "undisturbed"
    return lines(folder) if folder.exists() else built(folder, ALL)


def test_facts_of_two_articles_stay_when_one_goes(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [SECOND, FOURTH])
    shared = in_graph(tmp_path / "s", DefaultGraph()) & in_graph(tmp_path / "s", article("رابع"))
    remove(["ثان"], Settings(store=tmp_path / "s"))
    assert shared <= in_graph(tmp_path / "s", DefaultGraph())
    assert article("ثان").value not in "".join(lines(tmp_path / "s"))


def on_disk(folder: Path, words: str) -> list[str]:
    """The files below a folder in which words are found."""
    return sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file() and words.encode() in file.read_bytes())


def test_what_is_taken_back_is_gone_from_the_disk_where_the_live_graph_is_made_again(tmp_path: Path) -> None:
    odd = hashlib.sha256(b"odd").hexdigest()  # nothing that could be compressed
    read_into(tmp_path / "s", [FIRST | {"text": f"{FIRST['text']} {odd}"}, THIRD])
    read_into(tmp_path / "s", [FOURTH])
    assert on_disk(tmp_path / "s", odd)
    StoreFolder(tmp_path / "s").remove_live()
    remove(["أول"], Settings(store=tmp_path / "s"))
    assert on_disk(tmp_path / "s", odd) == []
    assert lines(tmp_path / "s") == built(tmp_path / "other", [THIRD, FOURTH])


def test_identifiers_that_are_not_there_are_told(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    removal = remove(["أول", "خامس"], Settings(store=tmp_path / "s"))
    assert (removal.summary.removed, removal.unknown) == (1, ("خامس",))


def test_nothing_can_be_removed_where_nothing_was_built(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        remove(["أول"], Settings(store=tmp_path / "s"))


@pytest.mark.slow
def test_several_workers_build_what_one_builds(tmp_path: Path) -> None:
    many = [FIRST | {"id": f"{number}", "text": FIRST["text"].replace("12", str(number))} for number in range(40)]
    assert built(tmp_path / "one", many) == built(tmp_path / "several", many, workers=3, batch=7)


# What goes wrong


@dataclass
class Never(WordReader):
    """An extractor that must not be asked."""

    def __call__(self, article: Article) -> Extraction:
        raise AssertionError(f"{article.id} was read again")


@dataclass
class Stopping(WordReader):
    """An extractor during whose work at one article something happens."""

    at: str = ""
    what: BaseException | None = None

    def __call__(self, article: Article) -> Extraction:
        if article.id == self.at and self.what:
            raise self.what
        return super().__call__(article)


def test_an_article_that_cannot_be_read_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    told: list[ArticleError] = []
    summary = read_into(tmp_path / "s", [FIRST, {"id": "فارغ", "text": ""}, THIRD], report=told.append)
    assert (summary.new, summary.skipped) == (2, 1)
    assert told[0].line == 2


def test_an_article_at_which_the_extractor_fails_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    told: list[ArticleError] = []
    summary = read_into(tmp_path / "s", ALL, extractor=Stopping(at="ثالث", what=ZeroDivisionError("كسر")), report=told.append)
    assert (summary.new, summary.skipped) == (3, 1)
    assert "ثالث" in str(told[0])
    assert "ZeroDivisionError" in str(told[0])
    assert lines(tmp_path / "s") == built(tmp_path / "other", [FIRST, SECOND, FOURTH])


def test_a_strict_build_stops_at_the_first_fault_and_keeps_what_it_has(tmp_path: Path) -> None:
    with pytest.raises(ArticleError, match="2: the text is empty"):
        read_into(tmp_path / "s", [FIRST, {"id": "فارغ", "text": ""}, THIRD], strict=True)
    assert lines(tmp_path / "s") == built(tmp_path / "other", [FIRST])


def test_ctrl_c_keeps_what_was_read_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with pytest.raises(BuildInterrupted, match="2 articles were read and are kept") as stop:
        read_into(tmp_path / "s", ALL, extractor=Stopping(at="ثالث", what=KeyboardInterrupt()))
    assert stop.value.exit_code == 130
    assert lines(tmp_path / "s") == built(tmp_path / "two", [FIRST, SECOND])
    assert read_into(tmp_path / "s", ALL).unchanged == 2
    assert lines(tmp_path / "s") == built(tmp_path / "four", ALL)


def pressed(*stages: str) -> Callable[[Progress], None]:
    """Presses Ctrl-C when a build comes to each of these stages, once."""
    left = list(stages)

    def at(progress: Progress) -> None:
        if left and left[0] == progress.stage:
            left.pop(0)
            os.kill(os.getpid(), signal.SIGINT)

    return at


def test_ctrl_c_is_answered_at_once_and_leaves_a_batch_that_is_being_written_whole(tmp_path: Path) -> None:
    told: list[str] = []
    press = pressed("write")

    def progress(at: Progress) -> None:
        told.append(at.stage)
        press(at)

    with pytest.raises(BuildInterrupted, match="2 articles were read and are kept"):
        read_into(tmp_path / "s", ALL, batch=2, progress=progress)
    assert told[told.index("write") + 1] == "stop"
    assert lines(tmp_path / "s") == built(tmp_path / "two", [FIRST, SECOND])
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


def test_a_second_ctrl_c_ends_the_build_and_the_same_command_goes_on(tmp_path: Path) -> None:
    with pytest.raises(KeyboardInterrupt):
        read_into(tmp_path / "s", ALL, batch=2, progress=pressed("write", "stop"))
    assert not StoreFolder(tmp_path / "s").is_published()
    assert read_into(tmp_path / "s", ALL).articles == len(ALL)
    assert lines(tmp_path / "s") == built(tmp_path / "four", ALL)


def test_ctrl_c_while_the_result_is_shown_lets_it_be_shown(tmp_path: Path) -> None:
    with pytest.raises(BuildInterrupted, match="4 articles were read and are kept"):
        read_into(tmp_path / "s", ALL, progress=pressed("publish"))
    assert lines(tmp_path / "s") == built(tmp_path / "four", ALL)


def test_a_second_build_is_told_that_another_one_is_at_work(tmp_path: Path) -> None:
    def start_another(_: Progress) -> None:
        read_into(tmp_path / "s", [THIRD])

    with pytest.raises(StoreLocked, match="is writing"):
        read_into(tmp_path / "s", [FIRST], progress=start_another)


def test_progress_is_told(tmp_path: Path) -> None:
    told: list[Progress] = []
    read_into(tmp_path / "s", ALL, batch=3, progress=told.append)
    assert [(p.stage, p.articles) for p in told if p.stage == "write"] == [("write", 3), ("write", 4)]
    assert told[-1] == Progress("publish", 4, 1, 1.0)


class Killed(BaseException):
    """Stands for the end of the process: nothing in Isnad catches it."""


def _countdown(monkeypatch: pytest.MonkeyPatch, steps: int) -> Callable[[], int]:
    """Ends everything before or after one of the steps by which a store is changed. Returns how many are left."""
    left = [steps]

    def tick() -> None:
        left[0] -= 1
        if left[0] < 0:
            raise Killed

    for owner, name in STEPS:
        step = getattr(owner, name)

        def deadly(*arguments: object, step: Callable[..., object] = step, **named: object) -> object:
            tick()
            result = step(*arguments, **named)
            tick()
            return result

        monkeypatch.setattr(owner, name, deadly)
    return lambda: left[0]


STEPS = (
    (Extractions, "write"),
    (Extractions, "write_derived"),
    (Extractions, "set_node"),
    (Extractions, "clear"),
    (Recorder, "add"),
    (LiveGraph, "apply"),
    (LiveGraph, "backup"),
    (Path, "rename"),
    (Path, "replace"),
    (StoreFolder, "publish"),
)


def _build_killed_after(steps: int, folder: Path) -> bool:
    """Builds all articles over a store that has other versions of two of them. False where it was done before it was killed."""
    read_into(folder, [FIRST | {"text": "هجوم في دمشق."}, FOURTH])
    with pytest.MonkeyPatch.context() as monkeypatch:
        _countdown(monkeypatch, steps)
        try:
            read_into(folder, ALL, batch=2)
        except Killed:
            return True
    return False


@pytest.mark.parametrize("steps", random.Random(3).sample(range(60), 3))
def test_a_build_killed_at_some_point_and_resumed_is_as_if_undisturbed(tmp_path: Path, steps: int) -> None:
    _build_killed_after(steps, tmp_path / "s")
    assert lines(tmp_path / "s")  # readers have a whole snapshot at any time
    read_into(tmp_path / "s", ALL)
    assert lines(tmp_path / "s") == built(tmp_path / "other", ALL)


@pytest.mark.slow
def test_a_build_killed_at_any_point_and_resumed_is_as_if_undisturbed(tmp_path: Path) -> None:
    undisturbed = built(tmp_path / "other", ALL)
    steps = 0
    while _build_killed_after(steps, tmp_path / f"{steps}"):
        before = lines(tmp_path / f"{steps}")
        assert before == undisturbed or len(before) > 100
        read_into(tmp_path / f"{steps}", ALL)
        assert lines(tmp_path / f"{steps}") == undisturbed, f"killed after {steps} steps"
        steps += 1
    assert steps > 20


FOREVER = """
import sys
sys.path.insert(0, sys.argv[1])
from test_build import WordReader
from kg.build import BuildOptions, build
from kg.settings import Settings
from pathlib import Path
print("ready", flush=True)
build([sys.argv[2]], Settings(store=Path(sys.argv[3])), BuildOptions(batch=2), extractor=WordReader())
print("done", flush=True)
"""


@pytest.mark.slow
def test_a_process_that_is_really_killed_leaves_a_store_that_heals(tmp_path: Path) -> None:
    many = [FIRST | {"id": f"{number}", "text": FIRST["text"].replace("12", str(number))} for number in range(60)]
    undisturbed = built(tmp_path / "s", many)
    chance = random.Random(7)
    command = [sys.executable, "-c", FOREVER, str(Path(__file__).parent), str(tmp_path / "s.jsonl"), str(tmp_path / "killed")]
    for _ in range(6):
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
            time.sleep(chance.random() * 1.2)
            process.kill()
    read_into(tmp_path / "killed", many)
    assert lines(tmp_path / "killed") == undisturbed


@pytest.mark.slow
def test_ctrl_c_at_a_terminal_reaches_the_workers_too_and_all_end_well(tmp_path: Path) -> None:
    many = [FIRST | {"id": f"{number}", "text": FIRST["text"].replace("12", str(number))} for number in range(3000)]
    (tmp_path / "s.jsonl").write_text("".join(json.dumps(told, ensure_ascii=False) + "\n" for told in many), "utf-8")
    script = FOREVER.replace("batch=2", "batch=5, workers=2")
    command = [sys.executable, "-c", script, str(Path(__file__).parent), str(tmp_path / "s.jsonl"), str(tmp_path / "s")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == "ready\n"
        time.sleep(6)
        os.killpg(process.pid, signal.SIGINT)
        assert "kg.build.summary.BuildInterrupted: interrupted" in process.stderr.read()
    with Extractions(tmp_path / "s" / "extractions.sqlite") as extractions:
        kept = [told for told in many if extractions.known(told["id"])]
    assert 0 < len(kept) < 3000
    assert lines(tmp_path / "s") == built(tmp_path / "other", kept)


@dataclass
class Fatal(WordReader):
    """An extractor that at one article takes its whole process with it."""

    def __call__(self, article: Article) -> Extraction:
        if article.id == "ثالث":
            os._exit(3)
        return super().__call__(article)


@pytest.mark.slow
def test_an_article_that_ends_its_worker_is_told_and_the_rest_is_built(tmp_path: Path) -> None:
    told: list[ArticleError] = []
    summary = read_into(tmp_path / "s", ALL, extractor=Fatal(), workers=2, report=told.append)
    assert (summary.new, summary.skipped) == (3, 1)
    assert "ثالث: the process that read it was ended" in str(told[0])
    assert lines(tmp_path / "s") == built(tmp_path / "other", [FIRST, SECOND, FOURTH])


@pytest.mark.parametrize("at_once", [1, 2, 3])
def test_how_many_articles_are_shown_at_once_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int) -> None:
    changed: list[Told] = [FIRST, SECOND | {"text": FOURTH["text"]}, THIRD, FOURTH]
    usual = read_into(tmp_path / "usual", changed)
    monkeypatch.setattr(writer, "_SHOWN_AT_ONCE", at_once)
    read_into(tmp_path / "s", ALL, batch=1, publish_every=0)
    summary = read_into(tmp_path / "s", changed, batch=1, publish_every=0)
    assert (summary.articles, summary.quads) == (usual.articles, usual.quads)
    assert lines(tmp_path / "s") == lines(tmp_path / "usual")


def test_what_was_kept_and_not_shown_when_a_build_was_killed_is_shown_by_the_next(tmp_path: Path) -> None:
    whole = built(tmp_path / "whole", ALL)
    folder = StoreFolder(tmp_path / "s")
    read_into(tmp_path / "s", ALL[:1])
    with Extractions(tmp_path / "whole" / "extractions.sqlite") as kept:
        rest = [found for article in ALL[1:] if (found := kept.read(article["id"]))]
    assert len(rest) == len(ALL) - 1
    with writer.open_writer(folder) as opened:
        opened.add(rest)  # and no further: as if killed before anything is shown
    assert lines(tmp_path / "s") != whole
    read_into(tmp_path / "s", [])
    assert lines(tmp_path / "s") == whole


def test_articles_are_taken_as_they_are_needed() -> None:
    taken: list[str] = []

    def endless() -> Iterator[Article]:
        for number in range(1_000_000):
            taken.append(str(number))
            yield Article(str(number), "انفجار في بغداد.", "", "")

    with reading(ExtractorSource(given=WordReader()), lambda _, extraction: extraction) as read_all:
        results = read_all(endless())
        assert [next(results)[0].id for _ in range(3)] == ["0", "1", "2"]
    assert len(taken) == 3
    assert replace(WordReader(), version="2") != WordReader()


def test_what_a_language_model_answered_is_never_taken_away_with_a_store_that_was_made_in_vain(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    folder = StoreFolder(store)
    for name in ("extractions.sqlite-wal", "live", "builds.jsonl"):
        (store / name).touch()
    assert folder.is_new()
    (store / "answers.sqlite").touch()
    assert not folder.is_new()


def test_the_room_that_a_build_takes_grows_with_what_is_given_and_shrinks_with_what_is_there(tmp_path: Path) -> None:
    news = tmp_path / "news.jsonl"
    news.write_text(json.dumps(FIRST) + "\n")
    one = room([news], tmp_path / "none" / "s")
    news.write_text((json.dumps(FIRST) + "\n") * 10)
    ten = room([news], tmp_path / "none" / "s")
    assert one and ten
    assert ten.needed == 10 * one.needed > 0
    assert ten.free > 1_000_000
    read_into(tmp_path / "s", [FIRST])
    built = room([news], tmp_path / "s")
    assert built and built.needed < ten.needed
    assert room(["-"], tmp_path / "s") is None
