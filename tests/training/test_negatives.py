"""Which articles of the corpus are picked as ones that speak of attack without any."""

import json
import lzma
import sys
from pathlib import Path
from typing import Any

import pytest

sys.path.insert(0, str(Path(__file__).parents[2] / "training"))

from negatives import LENGTHS, TOPICS, corpus, identifiers, main, picked, topic_of

FILLER = "وصل الناس إلى المكان في الصباح وعادوا منه في المساء"
SPORT = "وقاد اللاعب هجوم الفريق في مباراة أمام المنتخب وقال المدرب إن الدوري طويل"
MARKETS = "وقال تاجر إن ضربة أصابت الأسهم في البورصة وإن التضخم رفع أسعار كل شركة"
ARTS = "ويروي الفيلم معركة في رواية عن السينما ومسلسل عرض في المهرجان"


def record(*sentences: str, size: int = 100, **more: Any) -> dict[str, Any]:
    """An article of about so many words that holds some sentences."""
    words = " ".join(sentences).split()
    filler = (FILLER.split() * size)[: max(size - len(words), 0)]
    return {"id": "made-up", "text": " ".join([*words, *filler]), **more}


@pytest.mark.parametrize(("sentence", "topic"), [(SPORT, "sport"), (MARKETS, "markets"), (ARTS, "arts")])
def test_an_article_full_of_a_topic_with_a_word_of_attack_is_picked(sentence: str, topic: str) -> None:
    assert topic_of(record(sentence)) == topic


@pytest.mark.parametrize(
    "article",
    [
        pytest.param(record(FILLER), id="of no topic"),
        pytest.param(record(SPORT.replace("هجوم ", "")), id="without a word of attack"),
        pytest.param(record(SPORT, "وأصيب شرطي وسقط قتلى"), id="with violence"),
        pytest.param(record(SPORT, "ووقع انفجار قرب الملعب"), id="with an explosion"),
        pytest.param(record(SPORT, security=2), id="called news of security"),
        pytest.param(record(SPORT, size=50), id="too short"),
        pytest.param(record(SPORT, size=LENGTHS.stop), id="too long"),
        pytest.param(record(SPORT, size=400), id="with too little of the topic"),
    ],
)
def test_any_other_is_not(article: dict[str, Any]) -> None:
    assert topic_of(article) is None


def test_as_many_as_are_wanted_are_picked_evenly_spread() -> None:
    wanted = TOPICS["arts"][1]
    records = [{**record(ARTS), "id": str(number)} for number in range(wanted * 3)]
    found = picked(iter(records))
    assert found["arts"] == [str(number) for number in range(0, wanted * 3, 3)]
    assert found["sport"] == []


def test_of_fewer_than_are_wanted_all_are_picked() -> None:
    assert picked(iter([record(SPORT), record(FILLER)]))["sport"] == ["made-up"]


def test_only_identifiers_are_kept(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    with lzma.open(tmp_path / "corpus" / "news.jsonl.xz", "wt", encoding="utf-8") as file:
        file.writelines(json.dumps(one, ensure_ascii=False) + "\n" for one in (record(FILLER), {**record(SPORT), "id": "football"}))
    assert [one["id"] for one in corpus(tmp_path / "corpus")] == ["made-up", "football"]
    main(["--shared", str(tmp_path), "--out", str(tmp_path / "negatives.txt")])
    assert identifiers(tmp_path / "negatives.txt") == {"football"}
    assert "مباراة" not in (tmp_path / "negatives.txt").read_text("utf-8")


def test_a_file_of_identifiers_may_have_remarks_and_gaps(tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("# sport\none\n\ntwo\n", "utf-8")
    assert identifiers(tmp_path / "ids.txt") == {"one", "two"}
