"""Reading within limits: an article that takes too long, or ends its process, costs no other one."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import count
from pathlib import Path

import psutil
import pytest

from kg.errors import ArticleError
from kg.model import Article, Extraction, Reader
from kg.processor_time import TakesTooLong, limited
from kg.reading import ExtractorSource, Outcome, WorkerLost, reading
from kg.settings import Settings

BAD = {"exits": 3, "loops": 40, "native": 41}
"""Articles that are too much, and where they stand among others."""


class Odd:
    """An extractor at which some articles are too much."""

    name, version, settings = "odd", "1", ""

    def __call__(self, article: Article) -> Extraction:
        match article.id:
            case "loops":
                busy_for(3600)
            case "native":
                sum(range(10**13))  # hears of no signal
            case "exits":
                os._exit(3)
        return Extraction(Reader(article.id, "1"))


class OddTogether(Odd):
    """The same, several at once."""

    def pipe(self, articles: Iterable[Article]) -> Iterator[Extraction]:
        return map(self, articles)


class Unloadable(Odd):
    """An extractor that no process can have."""

    def __reduce__(self) -> tuple[object, ...]:
        return os._exit, (3,)


def busy_for(seconds: float) -> None:
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass


def stubborn() -> None:
    """Lets exceptions fall, even those that are none of a library's business."""
    for _ in range(3):
        try:
            busy_for(3600)
        except BaseException:  # noqa: BLE001
            continue
    raise AssertionError("it was told three times")


def as_read(_article: Article, extraction: Extraction) -> Extraction:
    return extraction


def outcomes(names: Iterable[str], extractor: Odd, workers: int = 1) -> dict[str, Outcome]:
    source = ExtractorSource(given=extractor, settings=Settings(article_seconds=1))
    articles = (Article(name, "عاد الوفد.", "", "") for name in names)
    with reading(source, as_read, workers) as read_all:
        return {article.id: outcome for article, outcome in read_all(articles)}


def faults(found: dict[str, Outcome]) -> dict[str, str]:
    return {name: str(outcome) for name, outcome in found.items() if isinstance(outcome, ArticleError)}


def test_a_limit_ends_what_takes_longer_and_nothing_after_it() -> None:
    with pytest.raises(TakesTooLong), limited(0.1):
        busy_for(3600)
    with limited(0.2):
        busy_for(0.1)
    busy_for(0.8)


def test_a_limit_is_told_again_to_what_let_it_fall() -> None:
    with pytest.raises(AssertionError, match="three times"), limited(0.1):
        stubborn()


def test_the_work_of_other_threads_costs_an_article_nothing() -> None:
    done = threading.Event()
    others = [threading.Thread(target=lambda: all(not done.is_set() for _ in count())) for _ in range(4)]
    for other in others:
        other.start()
    try:
        with limited(0.5):
            began = time.thread_time()
            while time.thread_time() - began < 0.3:
                pass
    finally:
        done.set()
        for other in others:
            other.join()


def test_waiting_is_not_working() -> None:
    with limited(0.05):
        time.sleep(0.3)


def test_an_article_that_takes_too_long_is_told_and_those_beside_it_are_read() -> None:
    found = outcomes(["1", "loops", "2"], OddTogether())
    assert list(found) == ["1", "loops", "2"]
    assert faults(found) == {
        "loops": "loops: reading it takes more than 1 seconds of processor time; "
        "leave it out or, where it is an honest article, raise ISNAD_ARTICLE_SECONDS"
    }


def test_long_articles_have_more_time_and_models_of_any_size_have_all() -> None:
    source = ExtractorSource(settings=Settings(article_seconds=5))
    assert source.seconds("a" * 20_000) == 5
    assert source.seconds("a" * 30_000, "b" * 10_000) == 10
    assert replace(source, settings=Settings(article_seconds=0)).seconds("a" * 30_000) == 0


@pytest.mark.slow
def test_a_process_that_is_lost_costs_the_article_that_it_was_at_and_no_other() -> None:
    names = [str(number) for number in range(100)]
    for name, place in BAD.items():
        names.insert(place, name)
    found = outcomes(names, Odd(), workers=2)
    assert list(found) == names
    assert set(faults(found)) == set(BAD)
    assert all(isinstance(found[name], Extraction) and found[name].reader.name == name for name in found if name not in BAD)
    assert "takes far too long" in faults(found)["native"]


@pytest.mark.slow
def test_processes_that_end_before_they_have_read_anything_end_the_build() -> None:
    with pytest.raises(WorkerLost, match="fewer --workers"):
        outcomes(["1", "2"], Unloadable(), workers=2)


_KILLED = """
import os, signal, psutil, sys
from kg.processes import Job, processes

if __name__ == "__main__":
    with processes(Job(list, dict, dict, str), 2) as made:
        for _ in made.in_order([[1], [2], [3]], last=ValueError):
            pass
        print(*(child.pid for child in psutil.Process().children(recursive=True)), flush=True)
        os.kill(os.getpid(), signal.SIGKILL)
"""


def test_no_process_outlives_the_one_that_started_it(tmp_path: Path) -> None:
    script = tmp_path / "killed.py"
    script.write_text(_KILLED)
    told = subprocess.run([sys.executable, str(script)], stdout=subprocess.PIPE, text=True, check=False).stdout
    children = [psutil.Process(int(pid)) for pid in told.split() if psutil.pid_exists(int(pid))]
    assert len(told.split()) >= 2
    _, alive = psutil.wait_procs(children, timeout=30)
    assert not alive
