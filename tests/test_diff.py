"""What two builds tell differently: told by the words that report events, whatever has become of their IRIs."""

import gzip
import json
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from test_build import FIRST, FOURTH, SECOND, THIRD, Told, WordReader, read_into
from test_decide import decided, event_of

from kg.cli import main
from kg.diff import Differences, align, compared, open_graph, told
from kg.diff.told import EventTold, GraphTold, Words
from kg.model import Article, Event, Fact, Mention, Span, Value, ValueType


@pytest.fixture(scope="module")
def before(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with three articles, of two incidents."""
    return built(tmp_path_factory.mktemp("before") / "store", [FIRST, SECOND, THIRD])


@pytest.fixture
def after(before: Path, tmp_path: Path) -> Path:
    """The same store, to be changed."""
    return Path(shutil.copytree(before, tmp_path / "after", symlinks=True))


def built(folder: Path, articles: Sequence[Told], reader: WordReader | None = None) -> Path:
    read_into(folder, articles, extractor=reader or WordReader())
    return folder


def differences(before: Path, after: Path) -> Differences:
    return compared(told(open_graph(before)), told(open_graph(after)))


def diff(*arguments: str | Path) -> Result:
    return CliRunner().invoke(main, ["diff", *map(str, arguments)], env={"ISNAD_STORE": None})


def kinds(found: Differences) -> list[tuple[str, str]]:
    return [(difference.sort, difference.kind) for difference in found.events]


class Careful(WordReader):
    """Reads one more killed in each report, and no agent."""

    def event(self, article: Article, trigger: Span, kind: str, mentions: Sequence[Mention]) -> Event:
        found = super().event(article, trigger, kind, mentions)
        return replace(found, facts=tuple(map(self.fact, (fact for fact in found.facts if fact.property != "agent"))))

    def fact(self, fact: Fact) -> Fact:
        return replace(fact, value=Value(ValueType.NUMBER, int(fact.value.value) + 1)) if fact.property == "killed" else fact


# Whole builds


def test_a_build_tells_the_same_as_itself(before: Path) -> None:
    assert not differences(before, before)


def test_what_a_new_article_brings_is_gained(before: Path, after: Path) -> None:
    read_into(after, [FOURTH])
    found = differences(before, after)
    assert kinds(found) == [("Statement", "gained")]
    assert (found.articles.gained, found.articles.lost) == (1, 0)
    assert found.events[0].articles == ("رابع",)
    assert kinds(differences(after, before)) == [("Statement", "lost")]


def test_a_report_that_joins_an_incident_changes_it_though_its_iri_is_another(tmp_path: Path) -> None:
    alone = built(tmp_path / "alone", [SECOND])
    both = built(tmp_path / "both", [FIRST, SECOND])
    (incident,) = (difference for difference in differences(alone, both).events if difference.sort == "Incident")
    assert incident.before != incident.after
    assert incident.kind == "changed"
    assert [change.gained for change in incident.changes if change.property == "reports"] == [("أول",)]


def test_another_reader_changes_figures_and_responsibility(before: Path, after: Path) -> None:
    read_into(after, [], extractor=Careful(version="2"))
    found = differences(before, after)
    changes = {(d.articles, c.property): (c.lost, c.gained) for d in found.events for c in d.changes}
    assert changes[("أول", "ثان"), "killed"] == (("12 Exactly Whole",), ("13 Exactly Whole",))
    ((lost, gained),) = (value for (_, name), value in changes.items() if name == "agent")
    assert ([found.labels[iri] for iri in lost], gained) == (["داعش"], ())


def test_incidents_are_split_and_merged(before: Path, after: Path) -> None:
    decided(after, "different", event_of(after, FIRST), event_of(after, SECOND))
    assert kinds(differences(before, after)) == [("Incident", "split")]
    assert kinds(differences(after, before)) == [("Incident", "merged")]


def test_a_status_that_changes_when_incidents_are_merged_is_told(tmp_path: Path, before: Path) -> None:
    denied = Path(shutil.copytree(before, tmp_path / "denied", symlinks=True))
    decided(denied, "edit", event_of(denied, THIRD), "--property", "status", "--to", "Denied")
    merged = Path(shutil.copytree(denied, tmp_path / "merged", symlinks=True))
    decided(merged, "same", event_of(merged, FIRST), event_of(merged, THIRD))
    (incident,) = (each for each in differences(denied, merged).events if each.sort == "Incident")
    assert incident.kind == "merged"
    assert [(c.lost, c.gained) for c in incident.changes if c.property == "mainStatus"] == [(("Denied",), ())]


def test_a_fact_that_a_person_put_right_is_a_change(before: Path, after: Path) -> None:
    decided(after, "edit", event_of(after, THIRD), "--property", "class", "--to", "Shooting")
    (difference,) = differences(before, after).events
    assert [(c.property, c.lost, c.gained) for c in difference.changes] == [("class", ("Attack",), ("Shooting",))]


def test_events_of_a_text_that_was_changed_are_known_by_their_words(before: Path, after: Path) -> None:
    read_into(after, [THIRD | {"text": "عاجل. " + THIRD["text"].replace("3", "5")}])
    found = differences(before, after)
    assert (kinds(found), found.articles.changed) == ([("Incident", "changed")], 1)
    assert [change.property for change in found.events[0].changes] == ["killed"]


# Alignment


def an_event(iri: str, *places: tuple[str, int]) -> EventTold:
    return EventTold(iri, "Incident", iri, frozenset(Words(a, begin, begin + 4, "هجوم") for a, begin in places), {})


def pieces(before: Sequence[EventTold], after: Sequence[EventTold]) -> set[tuple[tuple[str, ...], tuple[str, ...]]]:
    graphs = (GraphTold({"a": "1", "b": "1"}, tuple(events), frozenset(), frozenset(), {}) for events in (before, after))
    return {(tuple(e.iri for e in pair.before), tuple(e.iri for e in pair.after)) for pair in align(*graphs)}


def test_two_events_with_the_same_words_are_not_taken_for_a_merger() -> None:
    twins = [an_event("1", ("a", 0)), an_event("2", ("a", 0))]
    assert pieces(twins, twins) == {(("1",), ("1",)), (("2",), ("2",))}
    assert pieces(twins, [an_event("3", ("a", 0))]) == {(("1",), ("3",)), (("2",), ())}


def test_words_that_overlap_are_the_same_event_and_words_beside_each_other_are_not() -> None:
    assert pieces([an_event("1", ("a", 0))], [an_event("2", ("a", 2), ("a", 9))]) == {(("1",), ("2",))}
    assert pieces([an_event("1", ("a", 0))], [an_event("2", ("a", 4))]) == {(("1",), ()), ((), ("2",))}
    assert pieces([an_event("1", ("a", 0))], [an_event("2", ("b", 0))]) == {(("1",), ()), ((), ("2",))}


def test_what_hangs_together_is_one_piece() -> None:
    old = [an_event("1", ("a", 0)), an_event("2", ("b", 0))]
    assert pieces(old, [an_event("3", ("a", 0), ("b", 0))]) == {(("1", "2"), ("3",))}


# The command


def test_the_exit_code_is_that_of_diff(before: Path, after: Path, tmp_path: Path) -> None:
    same = diff(before, after)
    assert (same.exit_code, same.stdout) == (0, "No differences: both tell the same.\n")
    read_into(after, [FOURTH])
    assert diff(before, after).exit_code == 1
    assert diff(before, tmp_path / "nothing").exit_code == 2
    (tmp_path / "empty").mkdir()
    assert diff(before, tmp_path / "empty").exit_code == 2


def test_people_read_what_became_of_which_event_in_which_articles(before: Path, after: Path) -> None:
    decided(after, "edit", event_of(after, THIRD), "--property", "killed", "--to", "7")
    shown = diff(before, after).stdout
    assert "~ incident changed: " in shown
    assert "    articles  ثالث\n    killed: −3 Exactly Whole, +7 Exactly Whole\n" in shown


def test_programs_read_json(before: Path, after: Path) -> None:
    decided(after, "reject", event_of(after, THIRD))
    found = json.loads(diff(before, after, "--json").stdout)
    assert [(each["kind"], each["articles"]) for each in found["events"]] == [("lost", ["ثالث"])]


@pytest.mark.parametrize("name", ["graph.nq", "graph.nq.gz", "graph.trig"])
def test_an_export_is_compared_as_the_store_is(before: Path, tmp_path: Path, name: str) -> None:
    path = tmp_path / name.removesuffix(".gz")
    assert CliRunner().invoke(main, ["--store", str(before), "export", str(path)]).exit_code == 0
    if name.endswith(".gz"):
        (tmp_path / name).write_bytes(gzip.compress(path.read_bytes()))
    assert diff(tmp_path / name, before).exit_code == 0


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("notes.txt", b"", "no store's folder and no export"),
        ("cut.nq.gz", gzip.compress(b"<a:a> <a:b> <a:c> .\n", mtime=0)[:-9], "cannot be read"),
        ("bad.nq", b"<a:a> nonsense", "cannot be read"),
        ("merged.nq", b"<a:a> <a:b> <a:c> .\n", "export all graphs"),
    ],
)
def test_what_is_no_build_is_an_error_with_a_remedy(before: Path, tmp_path: Path, name: str, content: bytes, message: str) -> None:
    (tmp_path / name).write_bytes(content)
    done = diff(before, tmp_path / name)
    assert done.exit_code == 2
    assert message in done.stderr
