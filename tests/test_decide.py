"""What a person decides: `kg decide` takes it down, a build follows it, and nothing that cannot be followed is passed over."""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, NamedNode, QuerySolutions
from test_build import FIRST, FOURTH, SECOND, THIRD, Told, WordReader, article, built, lines, read_into

from kg.cli import main
from kg.model import Article, Event, Mention, Span, Value, ValueType
from kg.ontology import Instances, kg, prefix_lines, term
from kg.store import StoreFolder

FAR: Told = {"id": "بعيد", "text": "انفجار في دمشق أسفر عن 40 قتيلا.", "published": "2022-01-09"}
"""Another incident than that of the first two articles, by every kind of evidence."""


class LaterReader(WordReader):
    """A reader of another version, which finds an event's facts in another order."""

    def event(self, article: Article, trigger: Span, kind: str, mentions: Sequence[Mention]) -> Event:
        found = super().event(article, trigger, kind, mentions)
        return replace(found, facts=found.facts[::-1])


@pytest.fixture(scope="module")
def first_build(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the four articles of the build's tests, and one of another incident."""
    folder = tmp_path_factory.mktemp("first") / "store"
    read_into(folder, [FIRST, SECOND, THIRD, FOURTH, FAR])
    return folder


@pytest.fixture
def store(first_build: Path, tmp_path: Path) -> Path:
    """That store, to be changed."""
    return Path(shutil.copytree(first_build, tmp_path / "store", symlinks=True))


def decide(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["--store", str(store), "decide", *arguments, "--who", "سلمى"], env={"ISNAD_STORE": None})


def decided(store: Path, *arguments: str) -> dict[str, object]:
    """Takes down a decision; the build follows it."""
    done = decide(store, *arguments, "--json")
    assert done.exit_code == 0, done.output
    assert rebuilt(store) == ()
    return dict(json.loads(done.stdout))


def rebuilt(store: Path, articles: Sequence[Told] = (), reader: WordReader | None = None) -> tuple[str, ...]:
    """Builds once more; what the user is told of decisions."""
    return read_into(store, articles, extractor=reader or WordReader()).notes


def event_of(store: Path, told: Told, kind: str = "Incident") -> str:
    """The IRI of the report that an article makes: its own, whatever node it is part of."""
    graph = StoreFolder(store).snapshot()
    name = article(told["id"])
    (node,) = {q.subject for q in graph.quads_for_pattern(None, term("rdf:type"), kg(kind), name)}
    replaced = [q.subject for q in graph.quads_for_pattern(None, term("dcterms:isReplacedBy"), node, name)]
    report = (replaced or [node])[0]
    assert isinstance(report, NamedNode)
    return report.value


def facts(store: Path, told: Told, name: str) -> list[str]:
    """The values of a property in an article's graph, without claims."""
    quads = StoreFolder(store).snapshot().quads_for_pattern(None, kg(name), None, article(told["id"]))
    return sorted(str(getattr(quad.object, "value", "")).rpartition("#")[2] for quad in quads)


def claims(store: Path, told: Told, name: str) -> list[tuple[str, str, str]]:
    """IRI, confidence and decider of the claims of a property in an article."""
    query = "SELECT ?c ?n ?w { GRAPH ?g { ?c rdf:predicate ?p ; kg:confidence ?n OPTIONAL { ?c kg:decidedBy ?w } } } ORDER BY ?c"
    found = StoreFolder(store).snapshot().query(prefix_lines() + query.replace("?g", str(article(told["id"]))).replace("?p", str(kg(name))))
    assert isinstance(found, QuerySolutions)
    return [tuple("" if value is None else value.value for value in (row["c"], row["n"], row["w"])) for row in found]  # type: ignore[misc]


def claim(store: Path, told: Told, name: str) -> str:
    ((iri, _, _),) = claims(store, told, name)
    return iri


def nodes(store: Path) -> int:
    """How many incidents there are."""
    return len(list(StoreFolder(store).snapshot().quads_for_pattern(None, term("rdf:type"), kg("Incident"), DefaultGraph())))


def same_as_built_anew(store: Path, articles: Sequence[Told] = (FIRST, SECOND, THIRD, FOURTH, FAR)) -> bool:
    """Whether a build from nothing, with the same decisions, gives the same graph."""
    with TemporaryDirectory() as folder:
        decisions = store / "decisions.jsonl"
        return built(Path(folder, "anew"), articles, decisions=decisions if decisions.exists() else None) == lines(store)


# Same and different


def test_what_a_person_parts_is_two_events_however_alike(store: Path) -> None:
    assert nodes(store) == 3
    decided(store, "different", event_of(store, FIRST), event_of(store, SECOND))
    assert nodes(store) == 4
    assert same_as_built_anew(store)


def test_what_a_person_joins_is_one_event_however_different(store: Path) -> None:
    decided(store, "same", event_of(store, FIRST), event_of(store, FAR), "--reason", "حادث واحد")
    assert nodes(store) == 2
    assert same_as_built_anew(store)


def test_one_denial_among_reports_leaves_an_incident_in_place_and_stays_a_claim(store: Path) -> None:
    decided(store, "edit", event_of(store, FAR), "--property", "status", "--to", "Denied")
    decided(store, "same", event_of(store, THIRD), event_of(store, FAR))
    assert facts(store, FAR, "status") == ["Denied"]
    assert claims(store, FAR, "status")
    (node,) = {q.object for q in StoreFolder(store).snapshot().quads_for_pattern(None, kg("mainStatus"), None, DefaultGraph())}
    assert node == kg("Occurred")
    assert same_as_built_anew(store)


def test_a_match_says_who_decided(store: Path) -> None:
    decided(store, "same", event_of(store, FAR), event_of(store, FIRST), "--reason", "سيارة واحدة")
    graph = StoreFolder(store).snapshot()
    (quad,) = graph.quads_for_pattern(None, kg("decidedBy"), None, Instances().graph("matches"))
    told = {str(q.predicate.value).rpartition("#")[2]: q.object for q in graph.quads_for_pattern(quad.subject, None, None, None)}
    assert (told["decision"], *(getattr(told[name], "value", None) for name in ("decidedBy", "score"))) == (kg("Same"), "سلمى", "1")
    assert "سيارة واحدة" in str([*graph.quads_for_pattern(quad.subject, kg("reason"), None, None)])


def test_parting_one_of_three_leaves_the_other_two_together(store: Path) -> None:
    decided(store, "same", event_of(store, FIRST), event_of(store, FAR))
    decided(store, "different", event_of(store, SECOND), event_of(store, FAR))
    graph = StoreFolder(store).snapshot()
    (node,) = {q.object for q in graph.quads_for_pattern(NamedNode(event_of(store, FIRST)), term("dcterms:isReplacedBy"), None)}
    assert node == NamedNode(event_of(store, FAR))  # of the earlier article
    assert nodes(store) == 3
    assert same_as_built_anew(store)


def test_decisions_that_contradict_each_other_are_reported(store: Path) -> None:
    for verdict, one, other in (("same", FIRST, FAR), ("same", FAR, THIRD), ("different", FIRST, THIRD)):
        assert decide(store, verdict, event_of(store, one), event_of(store, other)).exit_code == 0
    (note,) = rebuilt(store)
    assert "keep the two apart" in note
    assert same_as_built_anew(store)


def test_of_two_decisions_about_one_pair_the_later_one_holds_and_the_earlier_one_is_reported(store: Path) -> None:
    first, far = event_of(store, FIRST), event_of(store, FAR)
    decided(store, "different", first, far)
    assert decide(store, "same", first, far).exit_code == 0
    (note,) = rebuilt(store)
    assert "a later decision holds the two to be one event" in note
    assert same_as_built_anew(store)


def test_two_events_of_one_article_become_one(tmp_path: Path) -> None:
    twice: Told = {"id": "مرتان", "text": "انفجار في بغداد. هجوم أسفر عن 9 قتيلا.", "published": "2024-03-05"}
    store = tmp_path / "store"
    read_into(store, [twice])
    assert (nodes(store), facts(store, twice, "killed")) == (2, ["9"])
    first, second = "article:مرتان#char=0,6", "article:مرتان#char=17,21"
    decided(store, "same", first, second)
    assert nodes(store) == 1
    assert (facts(store, twice, "killed"), len(facts(store, twice, "place"))) == (["9"], 1)
    assert same_as_built_anew(store, [twice])


@pytest.mark.parametrize(("status", "left"), [("Denied", ["Occurred"]), ("Foiled", ["Foiled"])])
def test_of_two_events_of_one_article_a_denial_does_not_take_back_what_the_other_tells(
    tmp_path: Path, status: str, left: list[str]
) -> None:
    twice: Told = {"id": "مرتان", "text": "انفجار في بغداد. هجوم أسفر عن 9 قتيلا.", "published": "2024-03-05"}
    store = tmp_path / "store"
    read_into(store, [twice])
    decided(store, "edit", "article:مرتان#char=17,21", "--property", "status", "--to", status)
    decided(store, "same", "article:مرتان#char=0,6", "article:مرتان#char=17,21")
    assert (nodes(store), facts(store, twice, "status")) == (1, left)


def test_two_events_of_one_article_never_become_one_by_way_of_another_article(tmp_path: Path) -> None:
    both: Told = {"id": "كلاهما", "text": "انفجار في بغداد أسفر عن 12 قتيلا. انفجار في دمشق أسفر عن 40 قتيلا.", "published": "2024-03-05"}
    damascus: Told = {"id": "دمشق", "text": "انفجار في دمشق أسفر عن 40 قتيلا.", "published": "2024-03-05"}
    store = tmp_path / "store"
    read_into(store, [both, FIRST, damascus])
    assert nodes(store) == 2
    decided(store, "same", event_of(store, FIRST), event_of(store, damascus))
    graph = StoreFolder(store).snapshot()
    assert len({q.subject for q in graph.quads_for_pattern(None, term("rdf:type"), kg("Incident"), article("كلاهما"))}) == 2
    assert same_as_built_anew(store, [both, FIRST, damascus])


# Accept, reject, edit


def test_what_a_person_accepts_is_sure_and_says_so(store: Path) -> None:
    decided(store, "accept", claim(store, FIRST, "killed"))
    assert [known[1:] for known in claims(store, FIRST, "killed")] == [("1", "سلمى")]
    assert [known[1:] for known in claims(store, SECOND, "killed")] == [("0.9", "")]
    assert same_as_built_anew(store)


def test_a_fact_that_is_rejected_leaves_the_graph_with_its_claim(store: Path) -> None:
    decided(store, "reject", claim(store, FIRST, "killed"))
    assert (facts(store, FIRST, "killed"), claims(store, FIRST, "killed")) == ([], [])
    assert facts(store, SECOND, "killed") == ["12"]
    assert same_as_built_anew(store)


def test_an_event_that_is_rejected_leaves_the_graph(store: Path) -> None:
    event = event_of(store, FAR)
    decided(store, "reject", event)
    assert nodes(store) == 2
    assert not list(StoreFolder(store).snapshot().quads_for_pattern(NamedNode(event), None, None))
    assert same_as_built_anew(store)


@pytest.mark.parametrize(
    ("name", "to", "shown"),
    [("killed", "14", "14"), ("date", "2024-03", "2024-03"), ("class", "Shooting", None), ("status", "Foiled", "Foiled")],
)
def test_a_person_gives_another_value(store: Path, name: str, to: str, shown: str | None) -> None:
    event = event_of(store, FIRST)
    decided(store, "edit", event, "--property", name, "--to", to)
    if shown is None:
        assert event_of(store, FIRST, to) == event
    else:
        assert facts(store, FIRST, name) == [shown]
        assert [known[1:] for known in claims(store, FIRST, name)] == [("1", "سلمى")]
    assert same_as_built_anew(store)


@pytest.mark.parametrize("typed", ["suicide bombing", "SuicideBombing", "kg:SuicideBombing", "suicidebombing", "تفجير انتحاري"])
def test_a_class_is_given_as_a_person_would_type_it(store: Path, typed: str) -> None:
    done = decide(store, "edit", event_of(store, FIRST), "--property", "class", "--to", typed, "--json")
    assert json.loads(done.stdout)["to"] == "SuicideBombing"


@pytest.mark.parametrize("typed", ["دمشق", "Damascus", "damascus", "Q3766", "entity:Q3766", "https://w3id.org/isnad/id/entity/Q3766"])
def test_a_place_is_given_as_a_person_would_type_it(tmp_path: Path, typed: str) -> None:
    told: Told = {"id": "مكان", "text": "انفجار في بغداد. دمشق هادئة.", "published": "2024-03-05"}
    store = tmp_path / "store"
    read_into(store, [told])
    done = decide(store, "edit", claim(store, told, "place"), "--to", typed, "--json")
    assert json.loads(done.stdout)["to"] == [17, 21]


def test_a_name_is_given_as_it_stands_in_the_article(tmp_path: Path) -> None:
    told: Told = {"id": "مكان", "text": "انفجار في بغداد. دمشق هادئة.", "published": "2024-03-05"}
    store = tmp_path / "store"
    read_into(store, [told])
    decided(store, "edit", claim(store, told, "place"), "--to", "دمشق")
    graph = StoreFolder(store).snapshot()
    (place,) = graph.quads_for_pattern(None, kg("location"), None, article("مكان"))
    assert place.object == Instances().node("entity", "Q3766")


def test_a_part_that_was_taken_for_the_total_is_put_right(store: Path) -> None:
    decided(store, "edit", claim(store, FIRST, "killed"), "--scope", "Part")
    scopes = StoreFolder(store).snapshot().quads_for_pattern(None, kg("scope"), None, article(FIRST["id"]))
    assert [quad.object for quad in scopes] == [kg("Part")]


def test_a_relation_is_decided_about_too(store: Path) -> None:
    decided(store, "reject", claim(store, THIRD, "locatedIn"))
    assert claims(store, THIRD, "locatedIn") == []
    assert same_as_built_anew(store)


def test_of_two_decisions_about_one_fact_the_later_one_holds(store: Path) -> None:
    fact = claim(store, FIRST, "killed")
    decided(store, "reject", fact)
    decided(store, "edit", event_of(store, FIRST), "--property", "killed", "--to", "15")
    assert facts(store, FIRST, "killed") == ["15"]
    decided(store, "reject", event_of(store, FIRST), "--property", "killed")
    assert facts(store, FIRST, "killed") == []


# What holds, and for how long


def test_what_is_undone_leaves_no_trace(store: Path) -> None:
    before = lines(store)
    done = [
        decided(store, "reject", claim(store, FIRST, "killed")),
        decided(store, "same", event_of(store, FIRST), event_of(store, FAR)),
    ]
    for decision in done:
        decided(store, "--undo", str(decision["id"]))
    assert lines(store) == before


def test_decisions_outlive_another_reader(store: Path) -> None:
    decided(store, "edit", claim(store, FIRST, "killed"), "--to", "14")
    decided(store, "different", event_of(store, FIRST), event_of(store, SECOND))
    assert rebuilt(store, reader=LaterReader(version="2")) == ()
    assert facts(store, FIRST, "killed") == ["14"]
    assert nodes(store) == 4


def test_only_articles_that_were_decided_about_are_linked_again(store: Path) -> None:
    decide(store, "reject", event_of(store, FAR))
    told: list[tuple[str, int]] = []
    read_into(store, [], progress=lambda progress: told.append((progress.stage, progress.articles)))
    assert ("link", 1) in told
    assert max(articles for stage, articles in told if stage == "link") == 1


def test_a_decision_about_a_text_that_has_changed_is_reported_at_every_build(store: Path) -> None:
    decided(store, "edit", claim(store, FIRST, "killed"), "--to", "14")
    changed = FIRST | {"text": FIRST["text"].replace("12", "13")}
    (note,) = rebuilt(store, [changed])
    assert "the text of the article has changed since" in note
    assert rebuilt(store) == (note,)
    assert facts(store, changed, "killed") == ["13"]
    assert same_as_built_anew(store, [changed, SECOND, THIRD, FOURTH, FAR])


def test_a_decision_about_what_is_not_read_any_more_is_reported(store: Path) -> None:
    decided(store, "accept", claim(store, FIRST, "killed"))

    class Blind(WordReader):
        def event(self, article: Article, trigger: Span, kind: str, mentions: Sequence[Mention]) -> Event:
            return replace(super().event(article, trigger, kind, mentions), facts=())

    (note,) = rebuilt(store, reader=Blind(version="blind"))
    assert "no such value of killed is read there any more" in note


def test_a_decision_about_an_article_that_was_taken_back_is_reported(store: Path) -> None:
    decided(store, "different", event_of(store, FIRST), event_of(store, SECOND))
    done = CliRunner().invoke(main, ["--store", str(store), "remove", "ثان"], env={"ISNAD_STORE": None})
    assert "no article 'ثان'" in done.stderr


def test_an_edit_that_is_read_so_by_now_is_followed(tmp_path: Path) -> None:
    store = tmp_path / "store"
    read_into(store, [FIRST])
    decided(store, "edit", claim(store, FIRST, "killed"), "--to", "14")

    class Better(WordReader):
        def event(self, article: Article, trigger: Span, kind: str, mentions: Sequence[Mention]) -> Event:
            found = super().event(article, trigger, kind, mentions)
            fourteen = Value(ValueType.NUMBER, 14)
            return replace(found, facts=tuple(replace(f, value=fourteen) if f.property == "killed" else f for f in found.facts))

    assert rebuilt(store, reader=Better(version="better")) == ()
    assert facts(store, FIRST, "killed") == ["14"]


# Whatever is decided, in whatever order


@pytest.mark.slow
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_building_on_gives_what_building_anew_gives(
    first_build: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    store = Path(shutil.copytree(first_build, tmp_path_factory.mktemp("any") / "store", symlinks=True))
    before, events = lines(store), [event_of(store, told) for told in (FIRST, SECOND, THIRD, FAR)]
    taken: list[str] = []
    for _ in range(data.draw(st.integers(1, 4))):
        one, other = data.draw(st.permutations(events))[:2]
        what = data.draw(st.sampled_from([("same", one, other), ("different", one, other), ("reject", one), ("undo",)]))
        arguments = ("--undo", data.draw(st.sampled_from(taken))) if what == ("undo",) and taken else what
        done = decide(store, *arguments, "--json")  # of an event that was rejected there is nothing left to point at
        taken += [str(json.loads(done.stdout)["id"])] if done.exit_code == 0 and arguments[0] != "--undo" else []
        rebuilt(store)
    assert same_as_built_anew(store)
    for decision in taken:
        decide(store, "--undo", decision)
    rebuilt(store)
    assert lines(store) == before


# The file


def test_a_line_has_the_words_and_no_iri(store: Path) -> None:
    decided(store, "edit", claim(store, FIRST, "killed"), "--to", "14", "--reason", "الصحة")
    (line,) = (store / "decisions.jsonl").read_text("utf-8").splitlines()
    told = json.loads(line)
    assert "w3id.org" not in line
    assert {key: told[key] for key in ("who", "verdict", "property", "value", "to", "reason")} == {
        "who": "سلمى",
        "verdict": "edit",
        "property": "killed",
        "value": 12,
        "to": 14,
        "reason": "الصحة",
    }
    assert (told["anchor"]["article"], told["anchor"]["span"], told["anchor"]["event"]) == ("أول", [0, 6], "Incident")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"verdict": "maybe"}, "its \"verdict\" is 'maybe'; it must be one of same, different, accept, reject, edit"),
        ({"when": "yesterday"}, "write day, time and offset"),
        ({"to": "many"}, "killed cannot be 'many'; it must be a whole number"),
        ({"property": "colour"}, "it must be one of"),
        ({"property": ["killed"]}, "it must be one of"),
        ({"property": "class", "to": ["Bombing"]}, "it must be one of"),
        ({"who": "\ud800"}, 'its "who" is no text'),
        ({"colour": 1}, "a decision has no 'colour'; its keys are"),
        ({"reason": "another"}, "its id is not that of its content"),
        ({"undoes": "0" * 16, "id": None}, "which is no decision of this file"),
        ({"to": None, "id": None}, "an edit, and nothing else, says what is right"),
    ],
)
def test_a_bad_line_is_an_error_that_names_file_line_and_remedy(store: Path, change: dict[str, object], message: str) -> None:
    good = decided(store, "edit", claim(store, FIRST, "killed"), "--to", "14")
    bad = {key: value for key, value in (good | change).items() if value is not None}
    path = store / "decisions.jsonl"
    path.write_text(path.read_text("utf-8") + json.dumps(bad) + "\n", "utf-8")
    done = CliRunner().invoke(main, ["--store", str(store), "build"], env={"ISNAD_STORE": None})
    assert done.exit_code == 2
    assert f"{path}:2: " in done.stderr
    assert message in done.stderr


def test_a_file_of_decisions_takes_the_place_of_the_stores_own(store: Path, tmp_path: Path) -> None:
    team = tmp_path / "team.jsonl"
    assert decide(store, "reject", event_of(store, FAR), "--decisions", str(team)).exit_code == 0
    read_into(store, [], decisions=team)
    assert (store / "decisions.jsonl").read_bytes() == team.read_bytes()
    team.unlink()
    assert nodes(store) == 2
    assert rebuilt(store) == ()


def test_a_file_that_lacks_decisions_of_the_store_is_refused(store: Path, tmp_path: Path) -> None:
    decided(store, "reject", event_of(store, FAR))
    (tmp_path / "empty.jsonl").touch()
    done = CliRunner().invoke(
        main, ["--store", str(store), "build", "--decisions", str(tmp_path / "empty.jsonl")], env={"ISNAD_STORE": None}
    )
    assert done.exit_code == 2
    assert "it lacks 1 of the store's decisions" in done.stderr


def test_decisions_that_are_gone_from_the_file_are_told_once(store: Path) -> None:
    before = lines(store)
    decided(store, "reject", event_of(store, FAR))
    (store / "decisions.jsonl").unlink()
    (note,) = rebuilt(store)
    assert "1 decisions of the build before are gone" in note
    assert lines(store) == before
    assert rebuilt(store) == ()


def test_a_build_without_articles_reads_nothing_and_follows_the_decisions(store: Path) -> None:
    decide(store, "reject", event_of(store, FAR))
    done = CliRunner().invoke(main, ["--store", str(store), "build", "--json"], env={"ISNAD_STORE": None})
    summary = json.loads(done.stdout)
    assert (done.exit_code, summary["new"], summary["relinked"], summary["articles"], summary["incidents"]) == (0, 0, 1, 5, 2)
    assert same_as_built_anew(store)


def test_a_build_without_articles_needs_a_store(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["--store", str(tmp_path / "none"), "build"], env={"ISNAD_STORE": None})
    assert done.exit_code == 2
    assert "say what to read into a new one" in done.stderr
    assert not (tmp_path / "none").exists()


# What people are told


def test_explain_tells_what_was_decided_even_of_an_event_that_is_gone(store: Path) -> None:
    event = event_of(store, FAR)
    decided(store, "reject", event, "--reason", "ليس حدثا")
    done = CliRunner().invoke(main, ["--store", str(store), "explain", event], env={"ISNAD_STORE": None})
    assert done.exit_code == 0, done.output
    assert re.search(r"decided  \w{16}  [\d-]{10} سلمى: reject article:بعيد#char=0,6\n  ليس حدثا", done.stdout)


def test_explain_tells_who_decided_about_two_reports(store: Path) -> None:
    decided(store, "different", event_of(store, FIRST), event_of(store, SECOND))
    done = CliRunner().invoke(main, ["--store", str(store), "explain", event_of(store, FIRST)], env={"ISNAD_STORE": None})
    assert "Different (score 0, decided by سلمى)" in done.stdout


def test_a_decision_about_one_of_several_reports_says_so(store: Path) -> None:
    done = decide(store, "reject", event_of(store, FIRST))
    assert "this is about what article:أول says; 1 more report that event" in done.stderr


def test_the_list_tells_what_became_of_each_decision(store: Path) -> None:
    decided(store, "reject", claim(store, FIRST, "killed"))
    decide(store, "reject", event_of(store, FAR))
    rebuilt(store, [FIRST | {"text": "انفجار في بغداد."}])
    decide(store, "accept", event_of(store, SECOND))
    listed = decide(store, "--list").stdout
    assert "reject killed 12 article:أول#char=0,6\n  not followed: the text of the article has changed since" in listed
    assert listed.count("not built yet") == listed.count("run kg build") == 1
    assert listed.count("followed by the last build") == 1
    told = json.loads(decide(store, "--list", "--json").stdout)
    assert [each["built"] for each in told] == [True, True, False]
    assert [each["state"] for each in told] == ["not followed", "followed by the last build", "not built yet"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "what is decided?"),
        (("same", "EVENT"), "same is about two events"),
        (("reject", "EVENT", "EVENT"), "reject is about one event or claim"),
        (("reject", "event:nothing"), "there is no event 'event:nothing'"),
        (("accept", "claim:nothing"), "there is no claim 'claim:nothing'"),
        (("reject", "article:nothing#char=1,2"), "there is no article 'nothing'"),
        (("reject", "article:أول#char=7,9"), "no event is read at 7,9"),
        (("reject", "article:أول#char=7,999"), "no event is read at 7,999"),
        (("edit", "EVENT", "--to", "4"), "of which property is that a value?"),
        (("edit", "EVENT", "--property", "killed", "--to", "four"), "killed cannot be 'four'"),
        (("edit", "EVENT", "--property", "class", "--to", "Statement"), "class cannot be 'Statement'"),
        (("edit", "EVENT", "--property", "place", "--to", "باريس"), "the article names nothing as 'باريس'"),
        (("reject", "EVENT", "--property", "injured"), "it has no value for injured"),
        (("reject", "EVENT", "--property", "killed", "--value", "99"), "has no 99 for killed"),
        (("accept", "EVENT", "--to", "4"), "of which property"),
        (("--undo", "0000"), "there is no decision '0000' to undo"),
    ],
)
def test_what_cannot_be_decided_is_said_and_not_written(store: Path, arguments: tuple[str, ...], message: str) -> None:
    event = event_of(store, FIRST)
    done = decide(store, *(event if argument == "EVENT" else argument for argument in arguments))
    assert done.exit_code == 2
    assert message in done.stderr
    assert not (store / "decisions.jsonl").exists()
