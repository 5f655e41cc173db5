"""What is left of an article that was taken back: when and why, or nothing."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient
from test_build import ALL, read_into

from kg.build import remove
from kg.cli import main
from kg.errors import StoreError
from kg.settings import Settings
from kg.tombstones import FILE, erase, leave, tombstone
from kg.web import create_app

BROWSER = {"Accept": "text/html,*/*;q=0.8"}
TODAY = datetime.now(UTC).date().isoformat()


@pytest.fixture
def store(tmp_path: Path) -> Path:
    read_into(tmp_path / "s", ALL)
    return tmp_path / "s"


@pytest.fixture
def client(store: Path) -> Iterator[FlaskClient]:
    with create_app(Settings(store=store)).test_client() as client:
        yield client


def test_an_article_that_was_taken_back_is_gone_and_says_why(store: Path, client: FlaskClient) -> None:
    assert client.get("/id/article/أول").status_code == 200
    remove(["أول"], Settings(store=store), reason="سحبه  ناشره\n")
    page = client.get("/id/article/أول?lang=ar", headers=BROWSER)
    assert (page.status_code, page.mimetype) == (410, "text/html")
    assert TODAY in page.text
    assert "سحبه ناشره" in page.text
    text = client.get("/id/article/أول", headers={"Accept": "text/turtle"})
    assert (text.status_code, text.text) == (410, f"the article أول was taken back on {TODAY}: سحبه ناشره\n")
    told = client.get("/id/article/أول", headers={"Accept": "application/json"})
    assert (told.status_code, told.json["removed"], told.json["reason"]) == (410, TODAY, "سحبه ناشره")
    assert client.get("/id/article/غائب", headers=BROWSER).status_code == 404


def test_without_a_reason_only_the_day_is_told(store: Path, client: FlaskClient) -> None:
    remove(["أول"], Settings(store=store))
    assert client.get("/id/article/أول", headers={"Accept": "*/*"}).text == f"the article أول was taken back on {TODAY}\n"


def test_nothing_of_the_article_is_in_it(store: Path) -> None:
    remove(["أول"], Settings(store=store), reason="خطأ")
    for folder in (store, store / "current"):
        text = (folder / FILE).read_text("utf-8")
        assert "أول" not in text
        assert [set(stone) for stone in json.loads(text).values()] == [{"removed", "reason"}]


def test_erased_means_that_nothing_is_left(store: Path, client: FlaskClient) -> None:
    remove(["أول"], Settings(store=store), erased=True)
    assert client.get("/id/article/أول").status_code == 404
    assert not (store / FILE).exists()


def test_what_is_left_can_be_erased_later(store: Path, client: FlaskClient) -> None:
    remove(["أول"], Settings(store=store), reason="خطأ")
    assert client.get("/id/article/أول").status_code == 410
    assert remove(["أول"], Settings(store=store), erased=True).unknown == ()
    assert client.get("/id/article/أول").status_code == 404
    assert remove(["أول"], Settings(store=store), erased=True).unknown == ("أول",)


def test_an_article_that_is_built_again_is_there_again(store: Path, client: FlaskClient) -> None:
    remove(["أول", "ثان"], Settings(store=store), reason="خطأ")
    read_into(store, ALL[:1])
    assert client.get("/id/article/أول").status_code == 200
    assert client.get("/id/article/ثان").status_code == 410
    remove(["أول"], Settings(store=store))
    assert tombstone(store, "أول").reason == ""  # not the reason of the time before


def test_who_was_never_there_gets_none(store: Path) -> None:
    assert remove(["غائب"], Settings(store=store), reason="خطأ").unknown == ("غائب",)
    assert tombstone(store, "غائب") is None


def test_the_command(store: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        ended = CliRunner().invoke(main, ["--store", str(store), "remove", *arguments])
        return ended.exit_code, ended.stderr

    assert run("أول", "--reason", "خطأ")[0] == 0
    assert tombstone(store, "أول").reason == "خطأ"
    code, said = run("ثان", "--erase", "--reason", "خطأ")
    assert code == 2
    assert "no --reason" in said
    assert run("أول", "ثان", "--erase")[0] == 0
    assert json.loads((store / FILE).read_text("utf-8")) == {}


def test_forms_of_one_identifier_are_one(tmp_path: Path) -> None:
    leave(tmp_path, ["a", "b"], "x")
    assert erase(tmp_path, ["b", "c"]) == {"b"}
    assert tombstone(tmp_path, "a").reason == "x"
    assert tombstone(tmp_path, "b") is None


def test_a_damaged_file_is_reported_and_not_overwritten(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("{", "utf-8")
    with pytest.raises(StoreError, match="backup"):
        leave(tmp_path, ["a"], "")
    assert (tmp_path / FILE).read_text("utf-8") == "{"
