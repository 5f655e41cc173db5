"""A cluster makes the graph that one process makes, whatever becomes of its workers."""

import os
import random
import shutil
import signal
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import dask
import psutil
import pytest
from click.testing import CliRunner
from distributed import LocalCluster
from fsspec.core import url_to_fs
from hypothesis import given
from hypothesis import strategies as st
from moto.server import ThreadedMotoServer
from test_build import ALL, FIRST, FOURTH, SECOND, THIRD, Told, WordReader, built, lines, read_into

import kg
from kg.build import BuildInterrupted, BuildOptions, BuildSummary, Progress, build, remove
from kg.change import UNRESOLVED, Recorder
from kg.cli import change, main
from kg.cluster import LOCAL, engine, joining
from kg.cluster.crew import DaskCrew
from kg.cluster.forests import forest
from kg.cluster.parts import Parts
from kg.errors import ArticleError, StoreError, UsageError
from kg.extractions import Extractions
from kg.model import Article, Extraction
from kg.reading import WorkerLost
from kg.settings import Settings


@pytest.fixture(scope="module")
def cluster() -> Iterator[LocalCluster]:
    with LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None) as running:
        yield running


def given_to(environment: dict[str, str]) -> None:
    """In a worker."""
    os.environ.update(environment)


def working() -> set[int]:
    """The processes of this one's clusters."""
    return {child.pid for child in psutil.Process().children(recursive=True) if "spawn_main" in " ".join(child.cmdline())}


def varied(number: int) -> list[Told]:
    """Reports of attacks, many of one and the same: each day and place is told by several, with tolls that differ."""
    chance = random.Random(number)
    told: list[Told] = []
    for identifier in range(number):
        day, place = chance.randrange(1, 9), chance.choice(("بغداد", "دمشق", "العراق"))
        trigger, group = chance.choice(("انفجار", "هجوم")), chance.choice(("داعش", "كتائب الفجر"))
        toll = chance.choice((3, 12, 13, 40))
        text = f"{trigger} في {place} أسفر عن {toll} قتيلا وتبناه {group}. قال سليم الراوي ذلك."
        told.append({"id": f"a{identifier}", "text": text, "published": f"2024-03-{day:02}"})
    return told


@dataclass
class Killed(WordReader):
    """Reads as the other does, but the first process that reads the article `last` is killed by the system, once."""

    version: str = "killed"

    folder: str = ""
    article: str = "a40"

    def __call__(self, article: Article) -> Extraction:
        if article.id == self.article:
            mark = Path(self.folder, "killed")
            if not mark.exists():
                mark.touch()
                os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(article)


@dataclass
class Noting(WordReader):
    """Notes in a folder which articles it reads, a file an article, a line a time."""

    version: str = "noting"

    folder: str = ""

    def __call__(self, article: Article) -> Extraction:
        with Path(self.folder, article.id).open("a") as file:
            file.write("read\n")
        return super().__call__(article)


@dataclass
class Failing(WordReader):
    """Fails at one article."""

    version: str = "failing"

    def __call__(self, article: Article) -> Extraction:
        if article.id == FIRST["id"]:
            raise ArithmeticError("odd news")
        return super().__call__(article)


@dataclass
class Endless(WordReader):
    """Never comes to an end with one article, nor hears that it should."""

    version: str = "endless"

    def __call__(self, article: Article) -> Extraction:
        if article.id == FIRST["id"]:
            sum(range(10**13))
        return super().__call__(article)


@dataclass
class Deadly(WordReader):
    """Ends every process that reads with it."""

    version: str = "deadly"

    def __call__(self, article: Article) -> Extraction:
        os.kill(os.getpid(), signal.SIGKILL)
        return super().__call__(article)


@pytest.mark.web
def test_the_graph_is_the_one_that_a_single_process_makes(tmp_path: Path, cluster: LocalCluster) -> None:
    told = varied(80)
    summary = read_into(tmp_path / "many", told, cluster=cluster.scheduler_address)
    assert summary.new == 80
    assert 0 < summary.incidents < 80
    assert lines(tmp_path / "many") == built(tmp_path / "one", told)
    assert Parts.at(str(tmp_path / "many" / "parts")).names("") == []


@pytest.mark.slow
def test_articles_that_come_later_join_those_that_are_there(tmp_path: Path, cluster: LocalCluster) -> None:
    told = varied(60)
    read_into(tmp_path / "many", told[:25])
    read_into(tmp_path / "many", told[25:50], cluster=cluster.scheduler_address)
    changed = told[3] | {"text": told[4]["text"]}
    read_into(tmp_path / "many", [*told[50:], changed], cluster=cluster.scheduler_address)
    remove(["a7"], Settings(store=tmp_path / "many"))
    left = [changed if one["id"] == "a3" else one for one in told if one["id"] != "a7"]
    assert lines(tmp_path / "many") == built(tmp_path / "one", left)


@pytest.mark.slow
def test_what_has_not_changed_is_not_read_again(tmp_path: Path, cluster: LocalCluster) -> None:
    read_into(tmp_path / "s", ALL)
    summary = read_into(tmp_path / "s", ALL, cluster=cluster.scheduler_address)
    assert (summary.new, summary.changed, summary.unchanged) == (0, 0, 4)
    summary = read_into(tmp_path / "s", [FIRST], cluster=cluster.scheduler_address, extractor=WordReader(version="2"))
    assert (summary.new, summary.changed) == (0, 4)
    assert lines(tmp_path / "s") == built(tmp_path / "other", ALL, extractor=WordReader(version="2"))


@pytest.mark.web
def test_a_worker_that_is_killed_changes_nothing(tmp_path: Path, cluster: LocalCluster) -> None:
    told = varied(80)
    reader = Killed(folder=str(tmp_path))
    summary = read_into(tmp_path / "many", told, cluster=cluster.scheduler_address, extractor=reader)
    assert (tmp_path / "killed").exists()
    assert summary.new == 80
    assert lines(tmp_path / "many") == built(tmp_path / "one", told, extractor=reader)


@pytest.mark.web
def test_a_build_that_is_interrupted_goes_on_from_there_and_shows_nothing_half_done(tmp_path: Path, cluster: LocalCluster) -> None:
    told, notes = varied(200), tmp_path / "notes"
    notes.mkdir()

    def stop(progress: Progress) -> None:
        if progress.stage == "write" and progress.articles >= 60:
            os.kill(os.getpid(), signal.SIGINT)

    reader = Noting(folder=str(notes))
    with pytest.raises(BuildInterrupted):
        read_into(tmp_path / "many", told, cluster=cluster.scheduler_address, extractor=reader, progress=stop)
    assert not (tmp_path / "many" / "current").exists()
    kept = Parts.at(str(tmp_path / "many" / "parts"))
    time.sleep(1)  # what was begun when it was interrupted
    parts = [name for name in kept.names("") if "/read/" in name]
    assert parts
    read_into(tmp_path / "many", told, cluster=cluster.scheduler_address, extractor=reader)
    read = {len(file.read_text().splitlines()) for file in notes.iterdir()}
    assert read == {1}
    assert lines(tmp_path / "many") == built(tmp_path / "one", told, extractor=reader)


@pytest.mark.slow
def test_a_build_without_a_cluster_finishes_what_one_with_a_cluster_began(tmp_path: Path, cluster: LocalCluster) -> None:
    told = varied(80)

    def stop(progress: Progress) -> None:
        if progress.stage == "compare":
            os.kill(os.getpid(), signal.SIGINT)

    with pytest.raises(BuildInterrupted):
        read_into(tmp_path / "many", told, cluster=cluster.scheduler_address, progress=stop)
    read_into(tmp_path / "many", told[:1])
    assert lines(tmp_path / "many") == built(tmp_path / "one", told)


@pytest.mark.slow
def test_an_article_that_cannot_be_read_is_told_and_left_out(tmp_path: Path, cluster: LocalCluster) -> None:
    told: list[ArticleError] = []
    summary = read_into(tmp_path / "many", ALL, cluster=cluster.scheduler_address, extractor=Failing(), report=told.append)
    assert summary.skipped == 1
    assert "odd news" in str(told[0])
    assert lines(tmp_path / "many") == built(tmp_path / "one", [SECOND, THIRD, FOURTH], extractor=Failing())


@pytest.mark.slow
def test_an_article_that_never_ends_is_told_and_left_out(tmp_path: Path, cluster: LocalCluster) -> None:
    told: list[ArticleError] = []
    options = {"extractor": Endless(), "report": told.append, "article_seconds": 1}
    summary = read_into(tmp_path / "many", ALL, cluster=cluster.scheduler_address, **options)
    assert (summary.new, summary.skipped) == (3, 1)
    assert [(error.path, error.problem[:35]) for error in told] == [(FIRST["id"], "the process that read it was ended:")]
    assert lines(tmp_path / "many") == built(tmp_path / "one", [SECOND, THIRD, FOURTH], extractor=Endless())
    assert Parts.at(str(tmp_path / "many" / "parts")).names("") == []


@pytest.mark.slow
def test_an_article_that_ends_every_worker_ends_the_build_in_words(tmp_path: Path) -> None:
    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 0}),  # else four workers, one after the other
        LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=None) as mortal,
        pytest.raises(WorkerLost, match="one worker after the other"),
    ):
        read_into(tmp_path / "s", [FIRST], cluster=mortal.scheduler_address, extractor=Deadly())


@pytest.mark.slow
def test_a_cluster_of_this_machine_is_started_for_the_build_and_gone_afterwards(tmp_path: Path) -> None:
    before = working()
    summary = read_into(tmp_path / "many", ALL, cluster=LOCAL, workers=2)
    assert summary.new == 4
    assert lines(tmp_path / "many") == built(tmp_path / "one", ALL)
    assert working() <= before


@pytest.mark.slow
def test_parts_may_lie_in_an_object_store(tmp_path: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    server = ThreadedMotoServer("127.0.0.1", 0)
    server.start()
    try:
        host, port = server.get_host_and_port()
        place = f"http://{host}:{port}"
        environment = {"AWS_ENDPOINT_URL": place, "AWS_ACCESS_KEY_ID": "x", "AWS_SECRET_ACCESS_KEY": "x", "AWS_DEFAULT_REGION": "us-east-1"}
        for name, value in environment.items():
            monkeypatch.setenv(name, value)
        with cluster.get_client() as client:
            client.run(given_to, environment)
        with pytest.raises(StoreError, match="name another place by --parts"):
            read_into(tmp_path / "many", ALL, cluster=cluster.scheduler_address, parts="s3://isnad/build")
        url_to_fs("s3://isnad")[0].mkdir("isnad")
        told = varied(40)
        read_into(tmp_path / "many", told, cluster=cluster.scheduler_address, parts="s3://isnad/build")
        assert lines(tmp_path / "many") == built(tmp_path / "one", told)
        assert not (tmp_path / "many" / "parts").exists()
    finally:
        server.stop()


@pytest.mark.slow
def test_what_the_pipeline_reads_by_a_cluster_is_what_it_reads_alone(tmp_path: Path, seeds_store: Path) -> None:
    result = CliRunner().invoke(main, ["--store", str(tmp_path / "s"), "build", "seeds", "--cluster", "--workers", "2"])
    assert result.exit_code == 0, result.output
    assert lines(tmp_path / "s") == lines(seeds_store)


# What can go wrong before anything is read


def test_nobody_at_an_address_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 2.0)
    with pytest.raises(UsageError, match=r"no scheduler answers at tcp://127\.0\.0\.1:9"):
        read_into(tmp_path / "s", ALL, cluster="tcp://127.0.0.1:9")
    assert not (tmp_path / "s").exists()


@pytest.mark.slow
def test_a_scheduler_without_workers_is_told_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "_PATIENCE", 2.0)
    with LocalCluster(n_workers=0, dashboard_address=None) as idle, pytest.raises(UsageError, match="has no workers"):
        read_into(tmp_path / "s", ALL, cluster=idle.scheduler_address)


@pytest.mark.web
def test_workers_of_another_version_are_told_apart(tmp_path: Path, cluster: LocalCluster, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kg, "__version__", "0.0.1")
    with pytest.raises(UsageError, match="install the same version on all machines"):
        read_into(tmp_path / "s", ALL, cluster=cluster.scheduler_address)


@pytest.mark.web
def test_workers_that_do_not_see_the_parts_are_told_of(tmp_path: Path, cluster: LocalCluster) -> None:
    place = "memory://of-one-process"  # each process has one of its own
    with pytest.raises(UsageError, match="does not see memory://of-one-process: name a folder that all machines have"):
        read_into(tmp_path / "s", ALL, cluster=cluster.scheduler_address, parts=place)


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"cluster": "tcp://127.0.0.1:9", "workers": 3}, "leave --workers away"),
        ({"parts": "s3://bucket"}, "give --cluster too"),
        ({"cluster": LOCAL, "extractor": "llm:any"}, "leave --cluster away"),
        ({"cluster": LOCAL, "parts": "nowhere://x"}, "no such place for parts"),
    ],
)
def test_options_that_do_not_fit_are_told_in_words(tmp_path: Path, options: dict[str, object], problem: str) -> None:
    with pytest.raises(UsageError, match=problem):
        build(["seeds"], Settings(store=tmp_path / "s"), BuildOptions(**options))  # type: ignore[arg-type]


def test_the_extra_is_named_where_it_is_not_installed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "kg.cluster.crew", raising=False)
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(UsageError, match=r"pip install '\.\[cluster\]'"):
        read_into(tmp_path / "s", ALL, cluster=LOCAL)


@pytest.mark.parametrize("arguments", [["--cluster", "seeds"], ["seeds", "--cluster"], ["--cluster=seeds"]])
def test_a_path_behind_the_option_is_no_address(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str]) -> None:
    given: list[tuple[object, BuildOptions]] = []

    def noted(paths: object, _settings: Settings, options: BuildOptions, **_further: object) -> BuildSummary:
        given.append((paths, options))
        return BuildSummary()

    monkeypatch.setattr(change, "built", noted)
    assert CliRunner().invoke(main, ["--store", str(tmp_path / "s"), "build", *arguments]).exit_code == 0
    ((paths, options),) = given
    assert (paths, options.cluster) == (("seeds",), LOCAL)


# Reports that come to the events they make, by tasks that run in this process


@pytest.fixture
def here() -> Iterator[str]:
    """The address of a cluster whose one worker is a thread of this process."""
    with LocalCluster(n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None) as running:
        yield running.scheduler_address


def test_a_cluster_makes_the_graph_that_this_process_makes(tmp_path: Path, here: str) -> None:
    told = varied(12)
    read_into(tmp_path / "many", told, cluster=here)
    assert lines(tmp_path / "many") == built(tmp_path / "one", told)
    assert Parts.at(str(tmp_path / "many" / "parts")).names("") == []


@pytest.mark.web
def test_two_builds_that_share_a_place_for_parts_lose_nothing_nor_what_a_user_has_there(tmp_path: Path, here: str) -> None:
    place, told = tmp_path / "shared", varied(12)
    for name in ("events", "probe"):
        (place / name).mkdir(parents=True)
        (place / name / "mine.txt").write_text("mine")
    others: list[BuildSummary] = []

    def other(progress: Progress) -> None:
        if list(place.glob("events*/events/*")) and not others:  # this build's events are made, and not taken over yet
            others.append(read_into(tmp_path / "other", told[4:], cluster=here, parts=str(place)))

    read_into(tmp_path / "many", told, cluster=here, parts=str(place), progress=other)
    assert lines(tmp_path / "many") == built(tmp_path / "one", told)
    assert lines(tmp_path / "other") == built(tmp_path / "another", told[4:])
    assert Parts.at(str(place)).names("") == ["events/mine.txt", "probe/mine.txt"]


@pytest.mark.parametrize("lost", [pytest.param("events", marks=pytest.mark.web), "manifest"])
def test_what_the_workers_made_is_taken_over_whole_or_not_at_all(tmp_path: Path, here: str, lost: str) -> None:
    told, place = varied(12), tmp_path / "shared"
    taking_over = DaskCrew.take_over
    with pytest.MonkeyPatch.context() as patched:

        def late(crew: DaskCrew, recorder: Recorder) -> None:
            for path in place.glob(f"events-*/{lost}"):
                shutil.rmtree(path) if path.is_dir() else path.unlink()
            taking_over(crew, recorder)

        patched.setattr(DaskCrew, "take_over", late)
        with pytest.raises(StoreError, match=r"some of what the workers made is gone.*run the same command again"):
            read_into(tmp_path / "many", told, cluster=here, parts=str(place))
    with Extractions(tmp_path / "many" / "extractions.sqlite") as extractions:
        assert len(extractions.pending(UNRESOLVED, 100)) == len(told)  # what was read is kept, and still to be joined
    if lost == "events":
        read_into(tmp_path / "many", told, cluster=here, parts=str(place))
        assert lines(tmp_path / "many") == built(tmp_path / "one", told)


# Parts, pairs, forests


def test_a_part_is_there_whole_or_not_at_all(tmp_path: Path) -> None:
    parts = Parts.at(str(tmp_path))
    parts.write("a/b", [{"id": "x", "body": b"\x00"}, {"id": "y", "body": None}])
    assert parts.read("a/b") == [{"id": "x", "body": b"\x00"}, {"id": "y", "body": None}]
    assert (parts.has("a/b"), parts.has("a/c"), parts.names("a"), parts.names("none")) == (True, False, ["a/b"], [])
    (tmp_path / "a" / "b").write_bytes(b"PAR1 cut short")
    with pytest.raises(StoreError, match="a damaged part"):
        parts.read("a/b")
    parts.clear("a")
    assert parts.names("") == []


@given(st.lists(st.tuples(st.sampled_from("abcdefgh"), st.sampled_from("abcdefgh")), max_size=12), st.integers(1, 4))
def test_forests_of_some_edges_put_together_are_the_forest_of_all(edges: list[tuple[str, str]], cuts: int) -> None:
    together = forest(edge for start in range(cuts) for edge in forest(edges[start::cuts]).items())
    assert together == forest(edges)
    for one, other in edges:
        assert together[one] == together[other] <= min(one, other)


@given(st.lists(st.integers(0, 30), unique=True, max_size=20), st.sets(st.integers(0, 30)), st.integers(1, 5))
def test_a_block_that_is_cut_loses_no_pair_that_somebody_who_came_is_in(block: list[int], came: set[int], together: int) -> None:
    names, new = [f"{number:02}" for number in block], frozenset(f"{number:02}" for number in came)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(joining, "_TOGETHER", together)
        found = {frozenset((one, other)) for left, right in joining._cut(names, new) for one in left for other in right if one != other}
    assert found == {frozenset(pair) for pair in combinations(names, 2) if new & set(pair)}
