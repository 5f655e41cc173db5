"""`kg build` with addresses, and with --follow: what comes into feeds and folders is built, and nothing of it is lost."""

import json
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from threading import Event, Thread

import pytest
from click.testing import CliRunner, Result
from feeding import WHOLE, Handler, Site, item, rss, site
from test_build import FIRST, WordReader, lines
from test_watch import articles, put, until

from kg.backup import backup, making
from kg.build import BuildOptions, BuildSummary, build, remove
from kg.cli import main
from kg.cli.feeds import fetched
from kg.feeds.following import opened
from kg.feeds.state import FILE, State
from kg.model import Article, Extraction
from kg.settings import Settings
from kg.store import StoreFolder
from kg.watching.looking import Looked
from kg.watching.watch import Ways, report, watch

pytestmark = pytest.mark.web


@pytest.fixture
def news() -> Iterator[Site]:
    with site() as served:
        yield served


@contextmanager
def followed(store: Path, *addresses: str, folders: tuple[Path, ...] = (), reader: WordReader | None = None) -> Iterator[None]:
    """Feeds and folders that are followed in a thread of this process, with the reader of a few words."""
    stop = Event()
    settings = Settings(store=store, feed_hosts="127.0.0.1", feed_pause=0, feed_every=1)

    def follow() -> None:
        with opened(addresses, settings, report) as feeds:
            watch(Looked(folders, 0.3), settings, stop, reader or WordReader(), Ways(feeds))

    thread = Thread(target=follow)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_what_comes_into_feeds_and_folders_is_built(news: Site, tmp_path: Path) -> None:
    folder, store = tmp_path / "news", tmp_path / "s"
    put(folder, "a.txt", FIRST["text"])
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    with followed(store, news.url("/feed"), folders=(folder,)):
        until(lambda: len(articles(store)) == 2)
        (first,) = articles(store) - {"a"}
        news.pages["/feed"] = rss(item("2", "هجوم في دمشق", "", WHOLE), item("1", "انفجار في العراق", "", WHOLE))
        until(lambda: len(articles(store)) == 3)
        until(lambda: any("انفجار في العراق" in line for line in lines(store)))
        assert first in articles(store)
        assert not any("<feed>" in line for line in lines(store))
    assert list((store / "arrived").iterdir()) == []


def test_an_article_that_was_removed_stays_away_until_the_feed_tells_something_else(news: Site, tmp_path: Path) -> None:
    store = tmp_path / "s"
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    with followed(store, news.url("/feed")):
        until(lambda: len(articles(store)) == 1)
        (first,) = articles(store)
        remove([first], Settings(store=store), wait=True)
        news.pages["/feed"] = rss(item("2", "هجوم في دمشق", "", WHOLE), item("1", "انفجار في بغداد", "", WHOLE))
        until(lambda: len(articles(store)) == 1 and first not in articles(store))
        news.pages["/feed"] = rss(item("1", "انفجار في العراق", "", WHOLE))
        until(lambda: first in articles(store))


def test_what_was_fetched_is_built_after_a_store_could_not_be_written(news: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    store = tmp_path / "s"
    store.mkdir()
    (store / "extractions.sqlite").mkdir()  # in the way
    with followed(store, news.url("/feed")):
        until(lambda: "tried again in" in caplog.text)
        (store / "extractions.sqlite").rmdir()
        until(lambda: len(articles(store)) == 1)
    assert news.paths().count("/feed") >= 1
    state = State(store)
    assert state.waiting() == []
    state.close()


@dataclass
class FailingReader(WordReader):
    """Fails with articles of Damascus, as long as it shall."""

    fails: bool = True
    failed: list[float] = field(default_factory=list)
    """When it did."""

    def __call__(self, article: Article) -> Extraction:
        if self.fails and "دمشق" in article.title:
            self.failed.append(time.monotonic())
            raise ValueError("nothing comes to mind")
        return super().__call__(article)


def test_what_a_build_left_out_is_tried_again_from_time_to_time(news: Site, tmp_path: Path) -> None:
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE), item("2", "هجوم في دمشق", "", WHOLE))
    reader = FailingReader()
    with followed(tmp_path / "s", news.url("/feed"), reader=reader):
        until(lambda: len(reader.failed) > 2 and len(articles(tmp_path / "s")) == 1)
        assert min(later - earlier for earlier, later in pairwise(reader.failed)) > 1  # as its feed is asked each second
        reader.fails = False
        until(lambda: len(articles(tmp_path / "s")) == 2)


def test_what_one_command_left_out_is_read_by_the_next(news: Site, tmp_path: Path) -> None:
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE), item("2", "هجوم في دمشق", "", WHOLE))
    settings = Settings(store=tmp_path / "s", feed_hosts="127.0.0.1", feed_pause=0)

    def run(reader: WordReader) -> BuildSummary:
        options = BuildOptions()
        return fetched([news.url("/feed")], settings, options, lambda paths: build(paths, settings, options, extractor=reader))

    first = run(FailingReader())
    assert (first.new, first.skipped) == (1, 1)
    second = run(FailingReader(fails=False))
    assert (second.new, second.unchanged, second.skipped) == (1, 0, 0)


def test_of_a_feed_that_fails_it_is_told_and_the_others_are_built(news: Site, tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    with caplog.at_level(logging.INFO, "kg.watch"), followed(tmp_path / "s", news.url("/none"), news.url("/feed")):
        until(lambda: len(articles(tmp_path / "s")) == 1)
    assert f"{news.url('/none')}: it answered 404" in caplog.text


def test_later_builds_keep_to_the_gazetteer_of_the_first() -> None:
    ways = Ways(options=BuildOptions(gazetteer=(Path("ours.csv"),), min_confidence=0.5))
    assert ways.later.options == BuildOptions(gazetteer=None, min_confidence=0.5)
    several = Ways(options=BuildOptions(gazetteer=(Path("ours.csv"),), workers=2))
    assert several.later is several


def test_a_backup_holds_no_more_of_feeds_to_be_read_than_was(news: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An article that comes while a backup is made must not be missing in it and held to be read all the same."""
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    with followed(tmp_path / "s", news.url("/feed")):
        until(lambda: len(articles(tmp_path / "s")) == 1)
    copied = []
    original = making._copy_database
    monkeypatch.setattr(making, "_copy_database", lambda path, copy: (copied.append(path.name), original(path, copy))[1])
    backup(tmp_path / "s", tmp_path / "b")
    assert copied[:2] == [FILE, StoreFolder(tmp_path / "s").extractions.name]


# The command


def kg(store: Path, *arguments: str) -> Result:
    return CliRunner().invoke(
        main, ["--store", str(store), "build", "--allow-host", "127.0.0.1", *arguments], env={"ISNAD_FEED_PAUSE": "0"}
    )


def test_a_feed_is_read_beside_files_and_only_what_is_new_the_next_time(news: Site, tmp_path: Path) -> None:
    put(tmp_path / "news", "a.txt", "وقع هجوم في دمشق.")
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    first = kg(tmp_path / "s", "--json", str(tmp_path / "news"), news.url("/feed"))
    assert first.exit_code == 0, first.output
    assert json.loads(first.stdout)["new"] == 2
    news.pages["/feed"] = rss(item("2", "هجوم", "", WHOLE), item("1", "انفجار في بغداد", "", WHOLE))
    (tmp_path / "feeds.txt").write_text(news.url("/feed"), "utf-8")
    second = kg(tmp_path / "s", "--json", "--feeds", str(tmp_path / "feeds.txt"))
    assert json.loads(second.stdout)["new"] == 1
    assert json.loads(second.stdout)["articles"] == 3


def test_what_fails_is_told_and_counted(news: Site, tmp_path: Path) -> None:
    nothing = kg(tmp_path / "s", news.url("/none"))
    assert nothing.exit_code == 2
    assert "it answered 404" in nothing.stderr
    assert "nothing could be read, so no store was made" in nothing.stderr
    news.pages["/feed"] = rss(item("1", "انفجار في بغداد", "", WHOLE))
    some = kg(tmp_path / "s", "--json", news.url("/none"), news.url("/feed"))
    assert some.exit_code == 1
    assert json.loads(some.stdout)["skipped"] == 1
    strict = kg(tmp_path / "s", "--strict", news.url("/none"))
    assert strict.exit_code == 2
    refused = CliRunner().invoke(main, ["--store", str(tmp_path / "s"), "build", news.url("/feed")])
    assert refused.exit_code == 2
    assert "add --allow-host 127.0.0.1" in refused.stderr


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--follow"], "--follow what?"),
        (["--follow", "-"], "standard input"),
        (["--follow", "none/"], "no such folder or file"),
        (["--follow", ".", "--strict"], "--strict"),
        (["--follow", ".", "--extractor", "llm:x"], "language model"),
        (["ftp://example.org/"], "only http:// and https:// are asked"),
        (["--feeds", "none.txt"], "none.txt: cannot be read"),
    ],
)
def test_what_makes_no_sense_is_said(tmp_path: Path, arguments: list[str], told: str) -> None:
    done = kg(tmp_path / "s", *arguments)
    assert done.exit_code == 2
    assert told in done.stderr


def test_how_often_feeds_are_asked_is_nothing_to_say_where_none_is_followed(tmp_path: Path) -> None:
    result = CliRunner().invoke(main, ["--store", str(tmp_path / "s"), "build", "seeds", "--every", "5"])
    assert result.exit_code == 2
    assert "give --follow too" in result.output
    assert not (tmp_path / "s").exists()


@pytest.mark.parametrize(("how", "status"), [(signal.SIGINT, 130), pytest.param(signal.SIGTERM, 0, marks=pytest.mark.slow)])
def test_it_follows_until_it_is_told_to_end(news: Site, tmp_path: Path, how: signal.Signals, status: int) -> None:
    def feed(handler: Handler) -> None:
        handler.answer(rss(item("1", "انفجار في بغداد", "", WHOLE)), ETag='"1"')

    news.pages["/feed"] = feed
    command = [sys.executable, "-m", "kg", "--store", str(tmp_path / "s"), "build", "--follow", "--every", "1", "--json"]
    command += ["--allow-host", "127.0.0.1", news.url("/feed")]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "ISNAD_FEED_PAUSE": "0"}) as process:
        try:
            until(lambda: len(articles(tmp_path / "s")) == 1, 120)
            until(lambda: news.paths().count("/feed") > 2)
            process.send_signal(how)
            out, errors = process.communicate(timeout=60)
        finally:
            process.kill()
    assert process.returncode == status, errors.decode()
    assert json.loads(out.splitlines()[0])["new"] == 1
    assert "the same command goes on from there" in errors.decode()
    assert "Traceback" not in errors.decode()


@pytest.mark.slow
def test_killed_when_it_has_fetched_and_not_built_nothing_is_lost(news: Site, tmp_path: Path) -> None:
    news.pages["/feed"] = rss(*(item(str(number), f"انفجار {number} في بغداد", "", WHOLE) for number in range(5)))
    store = tmp_path / "s"
    command = [sys.executable, "-m", "kg", "--store", str(store), "build", "--follow", "--allow-host", "127.0.0.1", news.url("/feed")]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL, env={**os.environ, "ISNAD_FEED_PAUSE": "0"}) as process:
        until(lambda: (store / FILE).exists() and news.paths() and (store / "extractions.sqlite").exists())
        process.kill()
    assert len(articles(store)) < 5
    news.pages["/feed"] = rss(title="leer")  # it has them no more
    done = kg(store, "--json", news.url("/feed"))
    assert done.exit_code == 0, done.output
    assert json.loads(done.stdout)["articles"] == 5
