"""Annotated articles beside what the pipeline finds: triggers in their evidence, mentions of annotated entities."""

import json
import sys
from pathlib import Path
from typing import Any

import pytest
from reading import ReadDocument

from kg.extract.pipeline import PipelineExtractor

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from aligned import AlignedArticle, align, aligned, read_article

TEXT = "انفجار في الموصل\nقتل ثلاثة جنود بانفجار عبوة في الموصل. وقال مصدر إن الانفجار قوي. وبعد الهجوم وقع هجوم آخر."


def event(name: str, kind: str, triggers: list[str], *evidence: str) -> dict[str, Any]:
    return {"id": name, "class": kind, "trigger": triggers, "evidence": list(evidence)}


def written(article: AlignedArticle, name: str) -> list[str]:
    """The triggers of an event as they stand in the text."""
    return [trigger.span.of(article.doc.text) for trigger in article.groups[name].triggers]


def aligned_with(document: ReadDocument, *events: dict[str, Any], entities: tuple[dict[str, Any], ...] = ()) -> AlignedArticle:
    return align(document(TEXT), {"id": "first", "entities": list(entities), "events": list(events)})


LEAD = "قتل ثلاثة جنود بانفجار عبوة في الموصل."


def test_a_trigger_is_found_behind_clitics(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Bombing", ["انفجار"], LEAD))
    assert written(article, "i1") == ["انفجار"]
    assert article.groups["i1"].triggers[0].kind == "Bombing"


def test_a_trigger_with_its_article_is_another_word(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Bombing", ["الانفجار"], TEXT))
    assert written(article, "i1") == ["الانفجار"]


def test_triggers_are_looked_for_in_the_evidence_only(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Bombing", ["انفجار", "قتل"], LEAD))
    assert written(article, "i1") == ["قتل", "انفجار"]
    assert article.groups["i1"].triggers[0].sentence == 1


def test_evidence_in_several_places_gives_triggers_in_the_order_of_the_text(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Bombing", ["الانفجار", "قتل"], "وقال مصدر إن الانفجار قوي", LEAD))
    assert written(article, "i1") == ["قتل", "الانفجار"]
    assert [zone.of(TEXT) for zone in article.zones["i1"]] == ["وقال مصدر إن الانفجار قوي", LEAD]


def test_a_trigger_of_several_words_is_one(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Attack", ["هجوم", "هجوم آخر"], "وقع هجوم آخر"))
    assert written(article, "i1") == ["هجوم آخر"]


def test_letters_inside_a_word_are_no_trigger(document: ReadDocument) -> None:
    assert aligned_with(document, event("i1", "Attack", ["فجار"], LEAD)).groups == {}


def test_evidence_that_is_not_in_the_text_has_no_place(document: ReadDocument) -> None:
    article = aligned_with(document, event("i1", "Attack", ["هجوم"], "وقع هجوم في مكان بعيد"))
    assert (article.zones["i1"], article.groups) == ((), {})


# Entities

MOSUL = {"id": "e1", "class": "Settlement", "mentions": ["الموصل"]}
TEAM = {"id": "e2", "class": "Organisation", "mentions": ["الموصل"]}


def test_a_mention_is_of_the_entity_of_its_top_class(extractor: PipelineExtractor, tmp_path: Path) -> None:
    gold = {"id": "first", "issued": "2021-05-11", "entities": [TEAM, MOSUL], "events": []}
    (tmp_path / "first.json").write_text(json.dumps(gold), "utf-8")
    (tmp_path / "first.txt").write_text(TEXT, "utf-8")
    (article,) = aligned([tmp_path / "first.json"], extractor, "isnad_dates")
    assert article.id == "first"
    assert {article.doc._.mentions[index].span.of(TEXT): entity for index, entity in article.entities.items()} == {"الموصل": "e1"}


def test_articles_are_read_up_to_a_component(extractor: PipelineExtractor, tmp_path: Path) -> None:
    (tmp_path / "first.json").write_text(json.dumps({"id": "first", "issued": "2021-05-11", "entities": [], "events": []}), "utf-8")
    (tmp_path / "first.txt").write_text(TEXT, "utf-8")
    before, whole = (next(aligned([tmp_path / "first.json"], extractor, until)).doc for until in ("isnad_events", ""))
    assert before._.counts
    assert before._.events == ()
    assert whole._.events


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_an_article_is_read_as_a_build_reads_it(tmp_path: Path, end: str) -> None:
    (tmp_path / "first.json").write_text(json.dumps({"id": "first", "issued": "2021-05-11"}), "utf-8")
    (tmp_path / "first.txt").write_bytes(f"{end}عنوان{end}نص".encode())
    article, gold = read_article(tmp_path / "first.json")
    assert (article.id, article.issued, article.publisher) == ("first", gold["issued"], None)
    assert article.title.strip() == "عنوان"
    assert article.text == f"{end}عنوان{end}نص"
