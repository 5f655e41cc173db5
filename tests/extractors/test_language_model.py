"""Reading by a language model, over HTTP from a server on this machine: what it answers, and what may go wrong."""

import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from answers import ARTICLE, answer, bombing, toll

from kg.build import BuildOptions, build, remove
from kg.check import check
from kg.errors import ArticleError, ExtractorUnavailable, UsageError
from kg.extractors import PricedExtractor, choice, load_chosen
from kg.extractors.llm.kept import FILE_NAME
from kg.gazetteer import Gazetteer
from kg.ontology import Instances
from kg.settings import Settings
from kg.store import StoreFolder

pytest.importorskip("openai")
pytest.importorskip("pyrate_limiter")
from model_server import BROKEN, BUSY, ModelServer, Reply, serving

from kg.extractors.llm.extractor import LanguageModel

pytestmark = pytest.mark.web
Load = Callable[..., LanguageModel]
SECRET = "sk-never-to-be-seen"


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        yield model


@pytest.fixture
def settings(server: ModelServer, tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "store", llm_url=server.url, llm_rate=10_000, llm_price="1/2")


@pytest.fixture
def load(settings: Settings) -> Load:
    """The extractor over the server, as a build loads it: `load("llm:other", llm_price="0/0")`."""

    def loaded(written: str = "llm:made-up", **other: object) -> LanguageModel:
        chosen = choice(written)
        assert chosen
        extractor = load_chosen(chosen, Gazetteer.of(()), replace(settings, **other))
        assert isinstance(extractor, LanguageModel)
        return extractor

    return loaded


def articles(folder: Path, **texts: str) -> Path:
    folder.mkdir(exist_ok=True)
    for name, text in texts.items():
        (folder / f"{name}.txt").write_text(text, "utf-8")
    return folder


def graph(settings: Settings) -> str:
    """All quads of the published graph, as text."""
    return "\n".join(sorted(map(str, StoreFolder(settings.store).snapshot())))


def test_the_model_is_asked_for_the_schema_and_sees_the_article_and_its_day(server: ModelServer, load: Load) -> None:
    server.answers(answer())
    found = load()(ARTICLE)
    assert [event.kind for event in found.events] == ["Bombing", "Statement"]
    (request,) = server.requests
    assert request["model"] == "made-up"
    assert (request["temperature"], request["seed"]) == (0, 0)
    assert request["response_format"]["json_schema"]["strict"] is True
    asked = request["messages"][-1]["content"]
    assert ARTICLE.text in asked
    assert "2024-03-06" in asked


@pytest.mark.parametrize("fault", [BUSY, BROKEN], ids=["429", "500"])
def test_a_server_that_is_busy_or_stumbles_is_asked_again(server: ModelServer, load: Load, fault: Reply) -> None:
    server.replies += [fault, fault]
    server.answers(answer())
    assert load()(ARTICLE).events
    assert len(server.requests) == 3


@pytest.mark.parametrize(
    "bad",
    [
        Reply("آسف، لا أستطيع"),
        Reply('{"entities": ['),
        Reply(finish="length"),
        Reply("", refusal="no"),
        Reply(""),
    ],
    ids=["words", "half", "cut off", "refused", "empty"],
)
def test_a_bad_answer_is_asked_for_again_once_and_then_told_with_its_article(server: ModelServer, load: Load, bad: Reply) -> None:
    server.replies += [bad]
    server.answers(answer())
    assert load()(ARTICLE).events
    server.replies += [bad, bad]
    with pytest.raises(ArticleError, match=r"made-up: the model gives no answer: .*; the next build asks again"):
        load()(replace(ARTICLE, text="نص آخر"))


def test_a_model_that_takes_no_temperature_is_asked_without(server: ModelServer, load: Load) -> None:
    server.replies += [Reply("unsupported", status=400, param="temperature")]
    extractor = load()
    extractor(ARTICLE)
    extractor(replace(ARTICLE, text="نص آخر"))
    assert ["temperature" in request for request in server.requests] == [True, False, False]


def test_a_question_that_the_server_refuses_is_told_with_its_article(server: ModelServer, load: Load) -> None:
    server.otherwise = Reply("context of 8192 tokens exceeded", status=400)
    with pytest.raises(ArticleError, match="context of 8192 tokens exceeded"):
        load()(ARTICLE)


@pytest.mark.parametrize(("status", "told"), [(401, "ISNAD_LLM_KEY"), (403, "ISNAD_LLM_KEY"), (404, "no such model")])
def test_what_no_further_question_would_mend_ends_the_reading(server: ModelServer, load: Load, status: int, told: str) -> None:
    server.otherwise = Reply(f"bad key {SECRET}", status=status)
    with pytest.raises(ExtractorUnavailable, match=told) as error:
        load()(ARTICLE)
    assert SECRET not in str(error.value)


def test_an_address_that_is_not_there_is_said(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extractors.llm.asking._RETRIES", 0)
    with pytest.raises(ExtractorUnavailable, match=r"http://127\.0\.0\.1:9/v1 cannot be reached; check llm_url"):
        load(llm_url="http://127.0.0.1:9/v1")(ARTICLE)


def test_an_answer_is_asked_for_once(server: ModelServer, load: Load) -> None:
    server.answers(answer())
    first = load()(ARTICLE)
    assert load()(ARTICLE) == first
    assert load()(replace(ARTICLE, id="the same elsewhere")).events == first.events
    assert len(server.requests) == 1


@pytest.mark.parametrize("other", [{"text": "نص آخر"}, {"issued": "2024-03-07"}])
def test_another_text_or_day_is_another_question(server: ModelServer, load: Load, other: dict[str, str]) -> None:
    load()(ARTICLE)
    load()(replace(ARTICLE, **other))
    assert len(server.requests) == 2


def test_another_model_is_another_reader_and_asked_anew(server: ModelServer, load: Load) -> None:
    readers = [load(f"llm:{model}")(ARTICLE).reader for model in ("small", "large:7b")]
    assert [reader.settings for reader in readers] == ["small", "large:7b"]
    assert {reader.name for reader in readers} == {"llm"}
    assert len(server.requests) == 2


def test_a_bad_answer_is_not_kept(server: ModelServer, load: Load) -> None:
    server.otherwise = Reply("آسف")
    with pytest.raises(ArticleError):
        load()(ARTICLE)
    server.otherwise = Reply(json.dumps(answer()))
    assert load()(ARTICLE).events


def test_several_are_asked_about_at_once_and_come_in_order(server: ModelServer, load: Load) -> None:
    together = threading.Barrier(3, timeout=20)  # breaks where questions come one after the other
    answered = server.reply
    server.reply = lambda request, key: (together.wait(), answered(request, key))[1]  # type: ignore[method-assign]
    texts = [f"انفجار في المدينة {number}" for number in range(6)]
    for text in texts:
        found = bombing(wordings=[{"trigger": "انفجار", "evidence": text}], tolls=[], participations=[], date=None, weapon=text[-1])
        server.by_words[text] = Reply(json.dumps(answer(entities=[], events=[found], statements=[])))
    read = load(llm_parallel=3).pipe([replace(ARTICLE, id=text, text=text) for text in texts])
    weapons = [fact.value.value for extraction in read for fact in extraction.events[0].facts if fact.property == "weapon"]
    assert weapons == list("012345")


def test_questions_keep_to_the_pace(server: ModelServer, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.extractors.llm.asking._MINUTE", 300)  # milliseconds: nobody waits for a whole one
    extractor = load(llm_rate=2)
    begun = time.monotonic()
    for number in range(3):
        extractor(replace(ARTICLE, text=f"نص {number}"))
    assert len(server.requests) == 3
    assert time.monotonic() - begun >= 0.3


def test_the_key_comes_from_the_environment_and_stays_there(
    server: ModelServer, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ISNAD_LLM_KEY", SECRET)
    server.otherwise = Reply(json.dumps(answer()))
    build([articles(tmp_path / "news", a=ARTICLE.text)], settings, BuildOptions(extractor="llm:made-up"))
    assert server.keys == [f"Bearer {SECRET}"]
    assert not [path for path in settings.store.rglob("*") if path.is_file() and SECRET.encode() in path.read_bytes()]
    assert server.url not in graph(settings)


def test_without_a_key_none_is_looked_for_elsewhere(server: ModelServer, load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ISNAD_LLM_KEY", raising=False)
    monkeypatch.setenv("OPENAI_API_KEY", SECRET)
    load()(ARTICLE)
    assert server.keys == ["Bearer none"]


# Builds


def test_a_build_tells_what_was_dropped_and_what_it_cost_and_a_rebuild_costs_nothing(
    server: ModelServer, settings: Settings, tmp_path: Path
) -> None:
    server.otherwise = Reply(json.dumps(answer(events=[bombing(tolls=[toll(evidence="لم يقل أحد هذا")])])))
    news = articles(tmp_path / "news", a=ARTICLE.text, b=f"{ARTICLE.text} انتهى.")
    options = BuildOptions(extractor="llm:made-up")
    first = build([news], settings, options)
    assert first.new == 2
    assert "fit no class: 2 figures" in first.notes[0]
    assert first.notes[1] == "the model read 2,000 and wrote 400 tokens, 0.0028 at the given price"
    before = graph(settings)
    build([news], settings)  # the shipped extractor reads all again …
    again = build([news], settings, options)  # … and so does the model, from its answers
    assert len(server.requests) == 2
    assert again.changed == 2
    assert not any("tokens" in note for note in again.notes)
    assert graph(settings) == before


def test_the_graph_of_what_a_model_answers_is_valid(server: ModelServer, settings: Settings, tmp_path: Path) -> None:
    server.otherwise = Reply(json.dumps(answer()))
    build([articles(tmp_path / "news", a=ARTICLE.text)], settings, BuildOptions(extractor="llm:made-up"))
    assert list(check(StoreFolder(settings.store).snapshot(), Instances())) == []


def test_an_article_without_an_answer_is_left_out_and_counted_and_asked_about_by_the_next_build(
    server: ModelServer, settings: Settings, tmp_path: Path
) -> None:
    server.by_words["معطوب"] = Reply("آسف")
    server.otherwise = Reply(json.dumps(answer()))
    news = articles(tmp_path / "news", a=ARTICLE.text, b="خبر معطوب", c=f"{ARTICLE.text} انتهى.")
    told: list[ArticleError] = []
    summary = build([news], settings, BuildOptions(extractor="llm:made-up"), report=told.append)
    assert (summary.new, summary.skipped) == (2, 1)
    assert [error.path for error in told] == ["b"]
    assert len(server.requests) == 4  # twice about the bad one, once about each other
    server.by_words.clear()
    assert build([news], settings, BuildOptions(extractor="llm:made-up")).new == 1


def test_a_build_ends_where_the_address_does_not_answer_and_what_was_read_is_kept(
    server: ModelServer, settings: Settings, tmp_path: Path
) -> None:
    server.by_words["ثان"] = Reply("no credit", status=401)
    server.otherwise = Reply(json.dumps(answer()))
    options = BuildOptions(extractor="llm:made-up")
    news = articles(tmp_path / "news", a=ARTICLE.text)
    build([news], settings, options)
    with pytest.raises(ExtractorUnavailable, match="401"):
        build([articles(tmp_path / "news", b="خبر ثان")], settings, options)
    assert build([tmp_path / "news" / "a.txt"], settings, options).unchanged == 1


def test_a_build_never_costs_more_than_it_may(server: ModelServer, settings: Settings, tmp_path: Path) -> None:
    server.otherwise = Reply(json.dumps(answer()), usage=(400_000, 50_000))
    news = articles(tmp_path / "news", **{f"n{number}": f"{ARTICLE.text} {number}" for number in range(4)})
    with pytest.raises(ExtractorUnavailable, match=r"^1\.0000 of at most 1\.2 is spent"):
        build([news], replace(settings, llm_max_cost="1.2", llm_parallel=1), BuildOptions(extractor="llm:made-up"))
    assert len(server.requests) == 2


def test_an_article_taken_back_leaves_no_trace_among_the_answers(server: ModelServer, settings: Settings, tmp_path: Path) -> None:
    server.otherwise = Reply(json.dumps(answer(), ensure_ascii=False))
    build([articles(tmp_path / "news", a=ARTICLE.text)], settings, BuildOptions(extractor="llm:made-up"))
    kept = settings.store / FILE_NAME
    assert "الورداني" in kept.read_bytes().decode("utf-8", "replace")
    remove(["a"], settings)
    assert "الورداني" not in kept.read_bytes().decode("utf-8", "replace")


def test_a_model_is_asked_by_one_process(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="--workers"):
        build([articles(tmp_path / "news")], settings, BuildOptions(extractor="llm:made-up", workers=2))


def test_an_estimate_counts_what_is_not_kept(server: ModelServer, load: Load) -> None:
    load()(ARTICLE)
    extractor = load()
    assert isinstance(extractor, PricedExtractor)
    estimate = extractor.estimate([ARTICLE, replace(ARTICLE, text="نص آخر"), replace(ARTICLE, text="نص ثالث")])
    assert (estimate.articles, estimate.kept) == (2, 1)
    assert estimate.cost
    assert estimate.cost > 0
    assert len(server.requests) == 1
