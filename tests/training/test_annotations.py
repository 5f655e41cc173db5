"""Annotations kept without their texts: what is taken apart comes together again, and only with the text that was annotated."""

import json
import lzma
import sys
from pathlib import Path
from typing import Any

import pytest

from kg.errors import GoldError

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from annotations import from_gold, joined, to_gold, write_pairs, write_standoff

TEXT = (
    "انفجار في دمشق\n\nقتل ثلاثة جنود في انفجار عبوة بدمشق، وفق مصدر طبي. "
    "وزار وزير الصحة سامر خليل المكان. وقال خليل إن الأمم تتابع، وشكر للأمم عونها."
)


def gold() -> dict[str, Any]:
    place = {"id": "e1", "class": "Settlement", "name": "دمشق", "en": "Damascus", "qid": "Q3766", "mentions": ["دمشق"]}
    person = {"id": "e2", "class": "Person", "name": "سامر خليل", "en": "Samer Khalil", "mentions": ["سامر خليل", "خليل"]}
    event = {
        "id": "i1",
        "class": "Bombing",
        "status": "Occurred",
        "trigger": ["انفجار", "قتل"],
        "evidence": ["قتل ثلاثة جنود في انفجار عبوة بدمشق", "انفجار في دمشق"],
        "date": None,
        "place": ["e1"],
        "target": [],
        "killed": [{"value": 3, "qualifier": "Exactly", "scope": "Whole", "counted": "جنود"}],
        "weapon": "عبوة",
        "sourced": [{"p": "killed", "o": 3, "saidBy": None, "attribution": "مصدر طبي"}],
    }
    return {
        "id": "first",
        "issued": "2015-03-02",
        "publisher": "جريدة",
        "corpus_id": "news-1",
        "entities": [place, person],
        "relations": [{"s": "e2", "p": "affiliatedWith", "o": "e1", "role": "وزير الصحة"}],
        "events": [event],
        "statements": [{"speaker": "e2", "act": "Say", "about": ["e1"], "evidence": "وقال خليل إن الأمم تتابع"}],
    }


def corpus(folder: Path, **texts: str) -> Path:
    path = folder / "news.jsonl.xz"
    lines = [json.dumps({"id": name.replace("_", "-"), "text": text}, ensure_ascii=False) for name, text in texts.items()]
    path.write_bytes(lzma.compress("".join(f"{line}\n" for line in lines).encode()))
    return path


def test_what_is_taken_apart_comes_together_again() -> None:
    assert to_gold(from_gold(gold(), TEXT), TEXT) == gold()


def test_no_word_of_the_text_stays_in_a_stand_off_file() -> None:
    standoff = {key: value for key, value in from_gold(gold(), TEXT).items() if key != "publisher"}
    assert not {word for word in TEXT.split() if word in json.dumps(standoff, ensure_ascii=False)}


def test_a_trigger_points_into_the_first_evidence_that_has_it() -> None:
    (event,) = from_gold(gold(), TEXT)["events"]
    begin = TEXT.index("انفجار عبوة")
    assert event["trigger"][0] == [begin, begin + len("انفجار")]


def test_a_mention_points_to_a_whole_word_and_leaves_the_clitic_out() -> None:
    entities = [{"id": "e1", "class": "InternationalOrganisation", "name": "الأمم", "mentions": ["لأمم"]}]
    (entity,) = from_gold({**gold(), "entities": entities}, TEXT)["entities"]
    assert entity["mentions"] == [[TEXT.index("للأمم") + 1, TEXT.index("للأمم") + 5]]


def test_a_name_that_the_text_lacks_becomes_the_first_mention() -> None:
    entities = [{"id": "e1", "class": "Person", "name": "سامر بن خليل", "mentions": ["خليل"]}]
    (entity,) = from_gold({**gold(), "entities": entities}, TEXT)["entities"]
    assert entity["name"] == entity["mentions"][0]


def test_words_that_the_text_lacks_are_refused() -> None:
    event = {**gold()["events"][0], "weapon": "سيارة"}
    with pytest.raises(GoldError, match="سيارة"):
        from_gold({**gold(), "events": [event]}, TEXT)


def test_another_text_than_the_annotated_one_is_refused() -> None:
    with pytest.raises(GoldError, match="news-1"):
        to_gold(from_gold(gold(), TEXT), TEXT + " ")


def test_a_folder_of_articles_comes_back_from_the_corpus_as_it_was(tmp_path: Path) -> None:
    assert write_pairs([(gold(), TEXT)], tmp_path / "given") == 1
    assert write_standoff(tmp_path / "given", tmp_path / "standoff") == 1
    news = corpus(tmp_path, other="غير ذلك", news_1=TEXT)
    assert list(joined(tmp_path / "standoff", news)) == [(gold(), TEXT)]
    assert write_pairs(list(joined(tmp_path / "standoff", news)), tmp_path / "back") == 1
    for name in ("first.txt", "first.json"):
        assert json_or_text(tmp_path / "back" / name) == json_or_text(tmp_path / "given" / name)


def json_or_text(path: Path) -> object:
    return json.loads(path.read_text("utf-8")) if path.suffix == ".json" else path.read_bytes()


def test_an_article_that_the_corpus_lacks_is_named(tmp_path: Path) -> None:
    write_pairs([(gold(), TEXT)], tmp_path / "given")
    write_standoff(tmp_path / "given", tmp_path / "standoff")
    with pytest.raises(GoldError, match="news-1"):
        list(joined(tmp_path / "standoff", corpus(tmp_path, other="غير ذلك")))


def test_every_stand_off_file_of_ours_is_named_by_its_article() -> None:
    for path in sorted((Path(__file__).parents[2] / "training" / "annotations").glob("*.json")):
        standoff = json.loads(path.read_text("utf-8"))
        assert standoff["id"] == path.stem
        assert len(standoff["sha256"]) == 64
