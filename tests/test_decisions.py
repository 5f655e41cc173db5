"""Decisions by themselves: their lines, which of them hold, and what they ask of reports, without a store."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from pyoxigraph import NamedNode

from kg.decisions import (
    Anchor,
    BadDecision,
    Judgement,
    Verdict,
    Verdicts,
    append,
    as_line,
    extend,
    from_json,
    holding,
    identified,
    read,
    text_hash,
)
from kg.decisions.judgement import TERMS
from kg.errors import DecisionError
from kg.model import Decision, Match, Report, Span
from kg.ontology import kg, term, vocabulary

ANCHOR = Anchor("خبر", text_hash("انفجار في السوق"), Span(0, 6), "Incident")


def judgement(verdict: Verdict | None = Verdict.REJECT, when: str = "2026-01-01T10:00:00+00:00", **parts: object) -> Judgement:
    anchor = ANCHOR if verdict else None
    return identified(replace(Judgement("", "سلمى", when, verdict, anchor), **parts))  # type: ignore[arg-type]


def report(identifier: str, article: str | None = None) -> Report:
    return Report(identifier, article or identifier, None, None, "Bombing", "Occurred")


def same(left: str, right: str, score: float = 0.9) -> Match:
    return Match(left, right, score, Decision.SAME, "", "")


# Lines


@pytest.mark.parametrize(
    "given",
    [
        judgement(),
        judgement(Verdict.EDIT, property="killed", value=12, to=14, qualifier="AtLeast", reason="قائمة الوزارة"),
        judgement(Verdict.EDIT, property="place", value=Span(10, 15), to=Span(20, 25)),
        judgement(Verdict.SAME, other=replace(ANCHOR, article="آخر", ordinal=1)),
        judgement(None, undoes="0123456789abcdef"),
    ],
    ids=["event", "figure", "name", "pair", "undo"],
)
def test_a_line_says_all_of_a_decision(given: Judgement) -> None:
    assert from_json(json.loads(as_line(given))) == given


def test_an_articles_identifier_is_one_however_it_is_typed() -> None:
    typed = as_line(judgement()).replace("خبر", "آخر".replace("آ", "\u0627\u0653"))
    anchor = from_json({key: value for key, value in json.loads(typed).items() if key != "id"}).anchor
    assert anchor is not None
    assert anchor.article == "آخر"


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"verdict": None, "anchor": None}, "it decides nothing"),
        ({"anchor": None}, "verdict and anchor go together"),
        ({"verdict": "same"}, "two events of one sort"),
        ({"to": 4}, "a value without its property"),
        ({"property": "killed", "to": 4}, "an edit, and nothing else"),
        ({"property": "country"}, "the anchor of a relation is a name"),
        ({"property": "class"}, "can only be edited"),
        ({"property": "date", "value": "2024-13"}, "date cannot be '2024-13'"),
        ({"property": "killed", "value": True}, "killed cannot be True"),
        ({"property": "place", "value": [4, 4]}, "the span"),
        ({"anchor": {"article": "خبر", "text": "abc", "span": [0, 1]}}, "is no hash"),
        ({"who": " "}, 'its "who" is no text'),
        ({"when": "2026-01-01T10:00:00"}, 'its "when"'),
    ],
)
def test_what_makes_no_sense_is_refused(change: dict[str, object], problem: str) -> None:
    told = {key: value for key, value in (json.loads(as_line(judgement())) | change).items() if value is not None}
    with pytest.raises(BadDecision, match=problem):
        from_json(told)


def test_the_terms_that_can_be_decided_are_those_of_the_ontology() -> None:
    def of_class(name: str) -> set[str]:
        wanted = (term("rdf:type"), kg(name))
        named = (t.subject for t in vocabulary() if (t.predicate, t.object) == wanted and isinstance(t.subject, NamedNode))
        return {node.value.rpartition("#")[2] for node in named}

    assert TERMS["agentType"] == TERMS["targetType"] == of_class("ActorType")
    assert TERMS["status"] == of_class("Status")
    assert TERMS["speechAct"] == of_class("SpeechAct")


# The file


def test_the_file_only_grows_even_where_its_last_line_is_cut(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    first, second = judgement(), judgement(Verdict.ACCEPT)
    path.write_text(as_line(first), "utf-8")
    append(path, second)
    append(path, first)
    assert path.read_text("utf-8").splitlines() == [as_line(each) for each in (first, second, first)]
    assert read(path) == (first, second)


def test_a_file_gets_what_it_lacks_and_keeps_what_it_has(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    first, second, third = judgement(), judgement(Verdict.ACCEPT), judgement(reason="تدريب")
    append(path, first)
    extend(path, [second, first])
    extend(path, [third, second])
    assert read(path) == (first, second, third)


def test_a_file_saved_with_a_byte_order_mark_is_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text(as_line(judgement()), "utf-8-sig")
    assert read(path) == (judgement(),)


def test_a_line_nested_beyond_reason_is_no_json(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_text("[" * 100_000, "utf-8")
    with pytest.raises(DecisionError, match="no JSON"):
        read(path)


def test_nothing_is_added_to_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    path = tmp_path / "decisions.jsonl"
    path.write_bytes(b'{"who": "\xff"}\n')
    with pytest.raises(DecisionError, match="not UTF-8 at byte 9; save it as UTF-8"):
        append(path, judgement())
    assert path.read_bytes() == b'{"who": "\xff"}\n'


def test_the_later_decisions_come_last_whatever_their_order_in_the_file() -> None:
    late, early = judgement(when="2026-01-02T00:30:00+03:00"), judgement(Verdict.ACCEPT, when="2026-01-01T20:00:00+00:00")
    assert holding([late, early]).all == (early, late)


def test_an_undoing_can_be_undone() -> None:
    decision = judgement()
    undoing = judgement(None, undoes=decision.id)
    again = judgement(None, undoes=undoing.id)
    assert holding([decision]).all == (decision,)
    assert holding([decision, undoing]).all == ()
    assert holding([decision, undoing, again]).all == (decision,)


# Events that several articles report


def cells(events: list[list[Report]], matches: list[Match], *pairs: tuple[str, str, Verdict]) -> set[str]:
    """The events as the ids of their reports; decisions are given with the later ones last."""
    verdicts = Verdicts.of_pairs(((left, right), judgement(verdict)) for left, right, verdict in pairs)
    return {"".join(sorted(report.id for report in event)) for event in verdicts.respected(events, matches)}


A, B, C, D = map(report, "abcd")


def test_without_a_decision_the_grouping_stays() -> None:
    assert cells([[A, B], [C]], [same("a", "b")]) == {"ab", "c"}


def test_whole_events_are_joined() -> None:
    assert cells([[A, B], [C, D]], [same("a", "b"), same("c", "d")], ("a", "c", Verdict.SAME)) == {"abcd"}


def test_what_is_parted_takes_with_it_what_matches_it_best() -> None:
    matches = [same("a", "b"), same("b", "c", 0.6), same("c", "d", 0.8)]
    assert cells([[A, B, C, D]], matches, ("a", "c", Verdict.DIFFERENT)) == {"ab", "cd"}


def test_of_two_decisions_about_a_pair_the_later_one_holds() -> None:
    assert cells([[A], [B]], [], ("a", "b", Verdict.DIFFERENT), ("a", "b", Verdict.SAME)) == {"ab"}
    assert cells([[A], [B]], [], ("a", "b", Verdict.SAME), ("a", "b", Verdict.DIFFERENT)) == {"a", "b"}


def test_what_is_parted_is_not_joined_by_way_of_a_third() -> None:
    found = cells([[A], [B], [C]], [], ("a", "b", Verdict.SAME), ("b", "c", Verdict.SAME), ("a", "c", Verdict.DIFFERENT))
    assert found == {"a", "bc"}  # the later of the two


def test_two_reports_of_one_article_are_never_joined_by_way_of_another() -> None:
    twin = report("d", article="a")
    assert cells([[A, B], [C, twin]], [same("a", "b"), same("c", "d")], ("b", "c", Verdict.SAME)) == {"abc", "d"}
