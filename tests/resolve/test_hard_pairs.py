"""Pairs of reports that look alike and are of two events, and pairs of one event that look different: made up, in two tables."""

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from kg.gazetteer import Gazetteer, load
from kg.identity import entity_id
from kg.model import Decision, Report, ReportedFigure, Span, UnlistedEntity
from kg.resolve import blocking_keys, compare
from kg.resolve.quarters import quarters
from kg.resolve.words import telling_words

HERE = Path(__file__).parent
STATUSES = ("Foiled", "Planned", "Denied")
LISTED = {"in": "places", "by": "participants", "on": "targets"}


def rows(name: str) -> list[list[str]]:
    lines = (HERE / name).read_text("utf-8").splitlines()
    return [line.split("\t") for line in lines if not line.startswith("#")]


HARD, POSITIVE = rows("hard_negatives.tsv"), rows("positives.tsv")


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return load()


def report(article: str, written: str, gazetteer: Gazetteer) -> Report:
    """The report that a cell describes: its class, then parts such as «in بغداد», «killed 3», «issued 2021-04-12», «leads»."""
    kind, *parts = written.split("; ")
    found = Report(f"{article}1", article, None, None, kind, "Occurred")
    for part in parts:
        found = with_part(found, part, gazetteer)
    return replace(found, participants=tuple(sorted({*found.participants, *found.targets})))


def with_part(report: Report, part: str, gazetteer: Gazetteer) -> Report:
    name, _, value = part.partition(" ")
    if part in STATUSES:
        return replace(report, status=part)
    if re.fullmatch(r"[0-9-]+", part):
        return replace(report, dates=(*report.dates, part))
    if part.startswith("«"):
        return replace(report, words=telling_words(part, [Span(1, 2)]), quarters=quarters(part, [Span(1, 2)]))
    if name in LISTED:
        return with_entity(report, LISTED[name], value, gazetteer)
    if name in ("killed", "injured", "arrested"):
        return replace(report, figures=(*report.figures, ReportedFigure(name, int(value), "Exactly", "Whole")))
    return replace(report, **{"issued": {"issued": value}, "leads": {"leading": True}, "rivals": {"rivals": 1}}[name])  # type: ignore[arg-type]


def with_entity(report: Report, where: str, name: str, gazetteer: Gazetteer) -> Report:
    """With an entity that the gazetteer has, else a person that it lacks."""
    known = gazetteer.lookup(name, ambiguous=True)
    entity = known[0].id if known else entity_id("Person", name)
    unlisted = () if known else (UnlistedEntity(entity, name, "Person"),)
    return replace(report, **{where: (*getattr(report, where), entity)}, unlisted=(*report.unlisted, *unlisted))


@pytest.mark.parametrize(("why", "left", "right"), HARD)
def test_what_only_looks_alike_is_not_one_event(why: str, left: str, right: str, gazetteer: Gazetteer) -> None:
    match = compare(report("a", left, gazetteer), report("b", right, gazetteer), gazetteer)
    assert match.decision is not Decision.SAME, f"{why}: {match.reason_en}"


@pytest.mark.parametrize(("why", "left", "right"), POSITIVE)
def test_what_looks_different_is_still_one_event(why: str, left: str, right: str, gazetteer: Gazetteer) -> None:
    match = compare(report("a", left, gazetteer), report("b", right, gazetteer), gazetteer)
    assert match.decision is Decision.SAME, f"{why}: {match.reason_en}"


@pytest.mark.parametrize(("why", "left", "right"), POSITIVE)
def test_reports_of_one_event_are_compared_at_all(why: str, left: str, right: str, gazetteer: Gazetteer) -> None:
    keys = [blocking_keys(report(article, written, gazetteer), gazetteer) for article, written in (("a", left), ("b", right))]
    assert keys[0] & keys[1], why


def test_there_are_enough_pairs_of_many_kinds() -> None:
    assert len(HARD) >= 150
    assert len(POSITIVE) >= 30
    assert len(Counter(why for why, _, _ in HARD)) >= 30
