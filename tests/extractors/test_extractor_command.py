"""`kg build --extractor`: what a person sees and is asked."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from answers import ARTICLE, answer
from click.testing import CliRunner, Result

from kg.cli import main

pytest.importorskip("openai")
pytest.importorskip("pyrate_limiter")
from model_server import ModelServer, Reply, serving

pytestmark = pytest.mark.web
Kg = Callable[..., Result]


@pytest.fixture
def server() -> Iterator[ModelServer]:
    with serving() as model:
        model.otherwise = Reply(json.dumps(answer()))
        yield model


@pytest.fixture
def kg(server: ModelServer, tmp_path: Path) -> Kg:
    """`kg build` of an article by the model on the server: `kg("--yes")`, `kg(stdin="y")`."""
    news = tmp_path / "a.txt"
    news.write_text(ARTICLE.text, "utf-8")

    def run(*options: str, stdin: str = "", path: str = str(news), extractor: str = "llm:made-up") -> Result:
        command = ["build", path, "--extractor", extractor, "--store", str(tmp_path / "store"), *options]
        return CliRunner().invoke(main, command, input=stdin, env={"ISNAD_LLM_URL": server.url, "ISNAD_STORE": None})

    return run


def test_what_it_may_cost_is_told_and_asked(server: ModelServer, kg: Kg) -> None:
    done = kg("--price", "1/2", stdin="y\n")
    assert done.exit_code == 0, done.stderr
    assert "kg: 1 articles to be asked about (0 answers are kept): some " in done.stderr
    assert "at the given price" in done.stderr
    assert "the model read 1,000 and wrote 200 tokens, 0.0014 at the given price" in done.stderr
    assert len(server.requests) == 1


def test_whoever_does_not_agree_has_nothing_asked(server: ModelServer, kg: Kg) -> None:
    done = kg(stdin="n\n")
    assert done.exit_code == 2
    assert "at an unknown price" in done.stderr
    assert "kg: nothing was asked, and nothing was read" in done.stderr
    assert not server.requests


def test_where_nobody_is_there_to_agree_the_options_are_named(server: ModelServer, kg: Kg) -> None:
    done = kg()
    assert done.exit_code == 2
    assert "give --max-cost AMOUNT or --yes" in done.stderr
    assert not server.requests


@pytest.mark.parametrize("options", [["--yes"], ["--price", "1/2", "--max-cost", "1"], ["--price", "0/0"]], ids=" ".join)
def test_nobody_is_asked_who_agreed_beforehand_or_pays_nothing(kg: Kg, options: list[str]) -> None:
    done = kg(*options)
    assert done.exit_code == 0, done.stderr
    assert "go on?" not in done.stderr


def test_nobody_is_asked_where_all_answers_are_kept(server: ModelServer, kg: Kg) -> None:
    assert kg("--yes").exit_code == 0
    assert kg(extractor="isnad").exit_code == 0
    again = kg()
    assert again.exit_code == 0, again.stderr
    assert "1 changed" in again.stdout
    assert len(server.requests) == 1


def test_articles_of_earlier_builds_that_will_be_read_again_are_counted(kg: Kg, tmp_path: Path) -> None:
    kg(extractor="isnad")
    other = tmp_path / "b.txt"
    other.write_text("انفجار في المدينة", "utf-8")
    assert "kg: 2 articles to be asked about" in kg(path=str(other), stdin="n\n").stderr


def test_what_comes_from_standard_input_cannot_be_counted_beforehand(server: ModelServer, kg: Kg) -> None:
    refused = kg(path="-", stdin=ARTICLE.text)
    assert refused.exit_code == 2
    assert "give --max-cost AMOUNT or --yes" in refused.stderr
    assert kg("--yes", path="-", stdin=ARTICLE.text).exit_code == 0
    assert len(server.requests) == 1


def test_a_greatest_cost_without_a_price_is_refused(kg: Kg) -> None:
    done = kg("--max-cost", "1")
    assert done.exit_code == 2
    assert "--price READ/WRITTEN" in done.stderr


def test_an_extractor_that_is_not_there_is_said(kg: Kg) -> None:
    done = kg(extractor="gpt")
    assert done.exit_code == 2
    assert "kg: there is no extractor 'gpt'; there are isnad, spacy:MODEL, gliner:MODEL, llm:MODEL" in done.stderr


def test_where_the_model_has_no_answer_the_article_is_named_and_kg_ends_with_2(server: ModelServer, kg: Kg) -> None:
    server.otherwise = Reply("آسف")
    done = kg("--yes")
    assert done.exit_code == 2
    assert "kg: a: the model gives no answer: it is no JSON; the next build asks again" in done.stderr
