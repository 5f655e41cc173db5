"""When what a saved query answers changes in meaning: which changes are told, in which words, and what is kept."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from kg.alerts import Answer, Known, changes, read_state, write_state
from kg.errors import UsageError

BEFORE = Known("تفجير في الحسكة", "Bombing in Al-Hasakah", "Bombing", "Occurred", "2024-05-01", "2024-05-01", "place", (12, 12, 12), None)
NAMES = {"nur": ("حركة النور", "al-Nur"), "daesh": ("داعش", "Islamic State"), "b2": ("صحيفة الضفة", "al-Diffa")}
QUESTION = {"query": "incidents"}
DENIAL = frozenset({(("party", "nur"), ("relation", "deniedBy"), ("words", "نفت حركة النور صلتها بالتفجير"))})


def answer(*known: Known, rows: tuple[tuple[tuple[str, str], ...], ...] = ()) -> Answer:
    return Answer({f"event{number}": each for number, each in enumerate(known)}, frozenset(rows), NAMES)


def told(now: Known, before: Known = BEFORE) -> list[tuple[str, str]]:
    return [(each.change, each.en.removeprefix("Bombing in Al-Hasakah: ")) for each in changes(answer(before), answer(now))]


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (replace(BEFORE, killed=(12, 15, 15)), ("toll_rises", "killed: 15 (12–15), was 12")),
        (replace(BEFORE, killed=(9, 9, 12)), ("toll_falls", "killed: 9 (9–12), was 12")),
        (replace(BEFORE, killed=(10, 12, 14)), ("range", "killed: 12 (10–14), was 12")),
        (replace(BEFORE, killed=None), ("toll_withdrawn", "killed: no longer told")),
        (replace(BEFORE, injured=(30, 30, 30)), ("toll_known", "injured: 30")),
        (replace(BEFORE, parties={"claimedBy": ("daesh",)}), ("claimed", "claimed by Islamic State")),
        (replace(BEFORE, parties={"deniedBy": ("nur",)}), ("denied", "al-Nur denies having done it")),
        (replace(BEFORE, status="Denied"), ("denied", "status is now Denied, was Occurred")),
        (replace(BEFORE, articles={"b2": "diffa"}), ("source_joins", "a source joins: al-Diffa")),
        (replace(BEFORE, earliest="2024-05-02", latest="2024-05-02"), ("date", "date is now 2024-05-02, was 2024-05-01")),
    ],
)
def test_a_change_is_told_in_words(now: Known, expected: tuple[str, str]) -> None:
    assert told(now) == [expected]


def test_it_is_told_in_arabic_too() -> None:
    (change,) = changes(answer(BEFORE), answer(replace(BEFORE, parties={"deniedBy": ("nur",)})))
    assert change.ar == "تفجير في الحسكة: نفى حركة النور صلته بها"


def test_what_the_program_words_otherwise_has_no_meaning() -> None:
    assert told(replace(BEFORE, ar="انفجار في الحسكة", en="Explosion in Al-Hasakah")) == []


def test_incidents_are_new_or_gone() -> None:
    assert [(each.change, each.iri) for each in changes(answer(), answer(BEFORE))] == [("new", "event0")]
    assert [(each.change, each.iri) for each in changes(answer(BEFORE), answer())] == [("gone", "event0")]


def test_an_incident_that_goes_by_another_iri_now_is_the_same() -> None:
    before = Answer({"old": BEFORE}, frozenset())
    now = Answer({"new": replace(BEFORE, killed=(12, 15, 15))}, frozenset())
    assert [(each.change, each.iri) for each in changes(before, now, {"old": "new"})] == [("toll_rises", "new")]


def test_two_incidents_that_were_joined_have_no_source_that_joins() -> None:
    left, right = replace(BEFORE, articles={"a1": "", "a2": ""}), replace(BEFORE, articles={"b2": "diffa"})
    before = Answer({"left": left, "right": right}, frozenset())
    now = Answer({"left": replace(BEFORE, articles={"a1": "", "a2": "", "b2": "diffa"})}, frozenset())
    assert changes(before, now, {"right": "left"}) == []


def test_a_second_article_of_a_publisher_is_no_further_source() -> None:
    one, two = {"b1": "diffa"}, {"b1": "diffa", "b2": "diffa"}
    assert told(replace(BEFORE, articles=two), replace(BEFORE, articles=one)) == [("article_joins", "another article of: al-Diffa")]
    assert told(replace(BEFORE, articles=one), replace(BEFORE, articles=two)) == [("article_leaves", "an article leaves: al-Diffa")]


def test_words_that_nothing_else_tells_of_are_told() -> None:
    """Who denied it before denies it in another article."""
    ((change, words),) = told(replace(BEFORE, told=DENIAL))
    assert (change, "نفت حركة النور صلتها بالتفجير" in words) == ("told", True)
    assert [change for change, _ in told(replace(BEFORE, told=DENIAL, status="Denied"))] == ["denied"]


def test_rows_without_incidents_are_new_or_gone() -> None:
    before, now = answer(rows=((("role", "وزير"),),)), answer(rows=((("role", "رئيس"),),))
    assert [(each.change, each.after or each.before) for each in changes(before, now)] == [
        ("row_new", "role=رئيس"),
        ("row_gone", "role=وزير"),
    ]


def test_an_answer_that_is_kept_comes_back_as_it_was(tmp_path: Path) -> None:
    kept = answer(replace(BEFORE, parties={"deniedBy": ("nur",)}, articles={"b2": "diffa"}, told=DENIAL), rows=((("role", "وزير"),),))
    write_state(tmp_path / "state.json", QUESTION, kept)
    assert read_state(tmp_path / "state.json", QUESTION) == kept
    assert [path.name for path in tmp_path.iterdir()] == ["state.json"]


def test_without_a_file_nothing_was_answered_yet(tmp_path: Path) -> None:
    assert read_state(tmp_path / "none.json", QUESTION) is None


@pytest.mark.parametrize("content", ["", "{}", "[1]", json.dumps({"version": 9}), '{"version": 2, "question": {"query": "incidents"}}'])
def test_another_file_is_no_state(tmp_path: Path, content: str) -> None:
    (tmp_path / "state.json").write_text(content, "utf-8")
    with pytest.raises(UsageError, match=r"state\.json"):
        read_state(tmp_path / "state.json", QUESTION)


def test_the_answer_to_another_question_is_refused(tmp_path: Path) -> None:
    write_state(tmp_path / "state.json", QUESTION, answer(BEFORE))
    with pytest.raises(UsageError, match="another question"):
        read_state(tmp_path / "state.json", {"query": "incidents", "kind": "kg:Attack"})
