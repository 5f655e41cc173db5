"""The search index and the counts follow the graph: whatever way articles came, changed and went, and whatever happened."""

import random
import sqlite3
from collections.abc import Sequence
from pathlib import Path

import pytest
import test_build
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode
from test_build import ALL, FIRST, FOURTH, SECOND, STEPS, Told, WordReader, _countdown, read_into
from test_build import Killed as BuildKilled

from kg.build import build, remove
from kg.errors import StoreError
from kg.extractions import Extractions
from kg.ontology import Instances, kg, term
from kg.queries.sparql.searching import open_search
from kg.search import FILE, Document, Question, SearchIndex
from kg.settings import Settings
from kg.stats import FILE as COUNTS
from kg.stats import contents, keep, read_counts
from kg.store import StoreFolder

QUESTIONS = ("بغداد", "انفجار", "سليم", "الفجر", "هادئة", "12", "تصريح", "داعس")


def documents(folder: Path) -> list[Document]:
    """Everything that the published index holds."""
    copy = folder.parent / f"{folder.name}-copy"
    copy.mkdir(exist_ok=True)
    (copy / FILE).write_bytes((folder / "current" / FILE).read_bytes())
    with sqlite3.connect(copy / FILE) as database:
        (code,) = database.execute("SELECT value FROM meta WHERE key = 'code'").fetchone()
    with SearchIndex(copy, code) as index:
        return list(index.documents())


def answers(folder: Path) -> list[object]:
    """What some questions find."""
    with open_search(StoreFolder(folder)) as search:
        return [search.find(Question.of(question), 50) for question in QUESTIONS]


def iris(folder: Path, question: str, type_: str | None = None) -> list[str]:
    with open_search(StoreFolder(folder)) as search:
        return search.iris(Question.of(question, type_), 50)


def test_articles_entities_and_events_are_found(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    store = StoreFolder(tmp_path / "s").snapshot()
    for question, type_, kind in (
        ("بغداد", "place", "Place"),
        ("تفجير بغداد", "incident", "Bombing"),
        ("الراوي", "statement", "Statement"),
    ):
        (found, *_) = iris(tmp_path / "s", question, type_)
        assert kg(kind) in {quad.object for quad in store.quads_for_pattern(NamedNode(found), term("rdf:type"), None, None)}
    assert iris(tmp_path / "s", "هادئة") == [Instances().article("رابع").value]


def test_what_is_in_the_index_is_what_is_in_the_graph(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    store, base = StoreFolder(tmp_path / "s").snapshot(), Instances().base
    named = {quad.subject.value for quad in store.quads_for_pattern(None, kg("kind"), None, None)}
    articles = {quad.subject.value for quad in store.quads_for_pattern(None, term("rdf:type"), kg("Article"), None)}
    assert {document.iri for document in documents(tmp_path / "s")} == {iri for iri in named | articles if iri.startswith(base)}
    labels = {(q.subject.value, q.object.value) for q in store.quads_for_pattern(None, term("rdfs:label"), None, None)}
    labels |= {(q.subject.value, q.object.value) for q in store.quads_for_pattern(None, term("skos:altLabel"), None, None)}
    names = {(document.iri, name) for document in documents(tmp_path / "s") for name in document.names}
    assert {pair for pair in labels if pair[0] in named} <= names


BUILDS = st.lists(
    st.tuples(st.sampled_from(["build", "remove"]), st.sets(st.sampled_from([article["id"] for article in ALL]), min_size=1)), max_size=4
)


@given(BUILDS)
@settings(max_examples=5, deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_builds_and_removals_leave_what_one_build_makes(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, set[str]]]
) -> None:
    folder, now = tmp_path_factory.mktemp("steps"), {FIRST["id"]: FIRST}
    read_into(folder / "s", [FIRST])
    for step, identifiers in steps:
        if step == "build":
            now |= {article["id"]: article for article in ALL if article["id"] in identifiers}
            read_into(folder / "s", list(now.values()))
        else:
            now = {identifier: article for identifier, article in now.items() if identifier not in identifiers}
            remove(sorted(identifiers), Settings(store=folder / "s"))
    read_into(folder / "other", list(now.values()))
    assert documents(folder / "s") == documents(folder / "other")
    assert answers(folder / "s") == answers(folder / "other")
    assert read_counts(folder / "s" / "current") == read_counts(folder / "other" / "current")


def test_an_article_more_touches_only_what_it_concerns(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    many = [FIRST | {"id": f"{number}", "published": f"20{number:02}-03-05"} for number in range(20)]
    read_into(tmp_path / "s", many)
    written: list[str] = []
    write = SearchIndex.write
    monkeypatch.setattr(SearchIndex, "write", lambda index, changed: (written.extend(changed), write(index, changed)))
    read_into(tmp_path / "s", [*many, FOURTH])
    assert {iri.rsplit("/", 2)[-2] for iri in written} == {"article", "entity", "event"}
    assert len(written) < 8


def test_reports_that_join_are_found_as_one_event(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [FIRST])
    read_into(tmp_path / "s", [FIRST, SECOND])
    (bombing,) = [document for document in documents(tmp_path / "s") if document.kind == "Bombing"]
    assert bombing.weight == 2
    assert bombing.article == Instances().article(FIRST["id"]).value


def test_a_removed_article_leaves_no_text_in_any_index(tmp_path: Path) -> None:
    read_into(tmp_path / "s", [*ALL, {"id": "سر", "text": "قال سليم الراوي إن اسم الشاهد زعفران القنديل."}])
    assert iris(tmp_path / "s", "زعفران")
    remove(["سر"], Settings(store=tmp_path / "s"))
    assert not iris(tmp_path / "s", "زعفران")
    for file in (tmp_path / "s").rglob(FILE):
        assert not [word for word in ("زعفران", "قنديل") if word.encode() in file.read_bytes()]


def test_a_store_without_an_index_gets_one_at_the_next_build(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    expected = answers(tmp_path / "s")
    for file in (tmp_path / "s").rglob(FILE):
        file.unlink()
    assert read_into(tmp_path / "s", ALL).unchanged == 4
    assert answers(tmp_path / "s") == expected


@pytest.mark.parametrize("name", [FILE, COUNTS])
def test_a_snapshot_that_lacks_what_belongs_beside_it_is_published_again(tmp_path: Path, name: str) -> None:
    read_into(tmp_path / "s", ALL)
    (tmp_path / "s" / "current" / name).unlink()
    read_into(tmp_path / "s", ALL)
    assert (tmp_path / "s" / "current" / name).exists()


def test_a_damaged_index_is_made_again_without_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read_into(tmp_path / "s", ALL)
    expected = answers(tmp_path / "s")
    (tmp_path / "s" / FILE).write_bytes(b"damaged")
    monkeypatch.setattr(WordReader, "__call__", lambda self, article: pytest.fail("nothing has to be read again"))
    read_into(tmp_path / "s", ALL)
    assert answers(tmp_path / "s") == expected


def test_a_live_graph_that_was_lost_leaves_the_index_as_it_is(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    expected = answers(tmp_path / "s")
    StoreFolder(tmp_path / "s").remove_live()
    read_into(tmp_path / "s", ALL)
    assert answers(tmp_path / "s") == expected


INDEX_STEPS = (
    (Extractions, "mark_all"),
    (Extractions, "clear"),
    (SearchIndex, "write"),
    (SearchIndex, "set_whole"),
    (SearchIndex, "copy"),
    *STEPS[-3:],
)


def killed_after(steps: int, folder: Path, prepare: Sequence[Told]) -> bool:
    """Builds all articles over a store that has others and no index. False where it was done before it was killed."""
    read_into(folder, prepare)
    (folder / FILE).unlink()
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setattr(test_build, "STEPS", INDEX_STEPS)
        _countdown(monkeypatch, steps)
        try:
            read_into(folder, ALL, batch=2)
        except BuildKilled:
            return True
    return False


@pytest.mark.parametrize("steps", random.Random(5).sample(range(30), 3))
def test_an_index_whose_build_was_killed_heals(tmp_path: Path, steps: int) -> None:
    killed_after(steps, tmp_path / "s", [FIRST | {"text": "هجوم في دمشق."}, FOURTH])
    assert answers(tmp_path / "s")  # readers have a whole index at any time
    read_into(tmp_path / "s", ALL)
    read_into(tmp_path / "other", ALL)
    assert documents(tmp_path / "s") == documents(tmp_path / "other")
    assert answers(tmp_path / "s") == answers(tmp_path / "other")


@pytest.mark.slow
def test_an_index_whose_build_was_killed_at_any_point_heals(tmp_path: Path) -> None:
    read_into(tmp_path / "other", ALL)
    expected, steps = (documents(tmp_path / "other"), answers(tmp_path / "other")), 0
    while killed_after(steps, tmp_path / f"{steps}", [FIRST | {"text": "هجوم في دمشق."}, FOURTH]):
        read_into(tmp_path / f"{steps}", ALL)
        assert (documents(tmp_path / f"{steps}"), answers(tmp_path / f"{steps}")) == expected, f"killed after {steps} steps"
        steps += 1
    assert steps > 15


def test_the_counts_beside_a_snapshot_are_those_of_its_graph(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    counted = read_counts(tmp_path / "s" / "current")
    assert counted is not None
    store = StoreFolder(tmp_path / "s").snapshot()
    assert counted == contents(store, Instances())
    assert counted.stats.articles == counted.documents == 4
    merged = list(store.quads_for_pattern(None, None, None, DefaultGraph()))
    assert counted.triples == len(merged)
    assert counted.subjects == len({quad.subject for quad in merged})
    assert dict(counted.classes)[kg("Article").value] == 4
    assert dict(counted.properties)[term("rdfs:label").value] == sum(quad.predicate == term("rdfs:label") for quad in merged)


def test_counts_that_are_kept_stay_those_of_the_graph_whatever_is_changed_and_taken_back(tmp_path: Path) -> None:
    used = Settings(store=tmp_path / "s")
    for step in (
        lambda: read_into(tmp_path / "s", ALL[:2]),
        lambda: read_into(tmp_path / "s", [FIRST | {"text": "هجوم في دمشق."}, *ALL[1:]]),
        lambda: remove([str(FOURTH["id"])], used),
        lambda: read_into(tmp_path / "s", ALL),
    ):
        step()
        assert read_counts(tmp_path / "s" / "current") == contents(StoreFolder(tmp_path / "s").snapshot(), Instances())


def test_what_users_wrote_is_no_claim_of_an_article(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    before = read_counts(tmp_path / "s" / "current")
    with Extractions(tmp_path / "s" / "extractions.sqlite") as extractions:
        claim = f"<https://example.org/1> <{term('rdf:type').value}> <{kg('Claim').value}> .\n"
        extractions.write_own_graph("https://example.org/mine", claim.encode())
    read_into(tmp_path / "s", [])
    after = read_counts(tmp_path / "s" / "current")
    assert before and after and after == contents(StoreFolder(tmp_path / "s").snapshot(), Instances())
    assert (after.stats.claims, after.stats.quads) == (before.stats.claims, before.stats.quads + 1)


def test_counts_that_nobody_knows_are_taken_anew(tmp_path: Path) -> None:
    read_into(tmp_path / "s", ALL)
    with Extractions(tmp_path / "s" / "extractions.sqlite") as extractions:
        keep(extractions, None)  # as a change leaves them that is killed
    read_into(tmp_path / "s", [*ALL, {"id": "5", "text": "انفجار في بغداد."}])
    assert read_counts(tmp_path / "s" / "current") == contents(StoreFolder(tmp_path / "s").snapshot(), Instances())


def test_counts_that_cannot_be_read_are_none(tmp_path: Path) -> None:
    assert read_counts(tmp_path) is None
    (tmp_path / COUNTS).write_text('{"classes": 3}')
    assert read_counts(tmp_path) is None


def test_a_build_of_nothing_publishes_an_empty_index(tmp_path: Path) -> None:
    build([], Settings(store=tmp_path / "s"), extractor=WordReader())
    assert documents(tmp_path / "s") == []
    assert iris(tmp_path / "s", "بغداد") == []


def test_what_is_put_beside_a_graph_is_published_with_it_or_neither_is(tmp_path: Path) -> None:
    folder = StoreFolder(tmp_path)
    with folder.writer(), folder.live() as live:
        folder.publish(live, beside=lambda snapshot: (snapshot / "more").touch())
        with pytest.raises(StoreError, match="run the same command again"):
            folder.publish(live, beside=lambda snapshot: (snapshot / "no" / "more").touch())
        assert folder.is_published("more")
        assert not folder.is_published("other")
    with folder.writer():
        assert [found.name for found in (tmp_path / "snapshots").iterdir()] == ["1"]
