"""Queries in processes that can be killed: what each client is told, and that nobody else notices."""

import shutil
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Event, Semaphore, Thread, Timer
from unittest.mock import Mock

import psutil
import pytest
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad
from stores import publish, small_quads

from kg.errors import KgError, QueryError, StoreError, StoreMissing
from kg.locks import claim
from kg.queries import Most, SavedQueries, SyntaxProblem, TooLarge, Unacceptable, Wanted, rows
from kg.workers import Answer, Busy, Limits, OutOfMemory, Pool, Question, TimeLimit, WorkerCrashed
from kg.workers.process import Worker
from kg.workers.soundness import Soundness

POINT = "ASK { event:blast a kg:Bombing }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
DOUBLED = " ".join(
    f"BIND(CONCAT({', '.join(f'?{old}' for _ in range(16))}) AS ?{new})" for old, new in zip("abcdefg", "bcdefgh", strict=True)
)
"""A string of 16 to the seventh characters."""
NESTED = "SELECT * " + "{" * 8_000 + "}" * 8_000
DEADLY = "SELECT * " + "{" * 2_000_000
EVERY_QUAD = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def pool(small_store: Path) -> Iterator[Pool]:
    with Pool(small_store, Limits(workers=2, seconds=60)) as pool:
        pool.ask(Question(POINT))  # workers have started
        yield pool


def test_an_answer_is_whole_and_says_what_it_is(pool: Pool) -> None:
    answer = pool.ask(Question("SELECT ?x { ?x a kg:Bombing }"))
    assert answer.media_type == "application/sparql-results+json"
    assert [str(row["x"]) for row in rows(answer.body)] == ["<https://w3id.org/isnad/id/event/blast>"]


def test_what_is_wrong_with_a_query_comes_back_as_it_was_raised(pool: Pool) -> None:
    with pytest.raises(SyntaxProblem) as caught:
        pool.ask(Question("SELECT *\n{ ?s ?p }"))
    assert caught.value.line == 2
    with pytest.raises(Unacceptable):
        pool.ask(Question(POINT, wanted=Wanted(accepted=(("image/png", 1.0),))))


def test_for_people_there_is_a_page_of_the_first_rows(pool: Pool) -> None:
    answer = pool.ask(Question("SELECT ?n { VALUES ?n { 1 2 } ?s ?p ?o . ?a ?b ?c } LIMIT 600", wanted=Wanted("html")))
    assert answer.page is not None
    assert (answer.page.variables, len(answer.page.rows), answer.page.more) == (("n",), 500, True)


def test_a_runaway_is_stopped_at_its_own_limit(pool: Pool) -> None:
    started = time.monotonic()
    with pytest.raises(TimeLimit, match=r"after 0\.5 seconds"):
        pool.ask(Question(ENDLESS, seconds=0.5))
    assert time.monotonic() - started < 5  # a bound against hanging, not a measure
    assert pool.ask(Question(POINT)).body == b'{"head":{},"boolean":true}'


def test_a_greedy_query_is_stopped_and_told_why(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1, seconds=60, memory=150 << 20)) as pool:
        with pytest.raises(OutOfMemory, match="150 MiB"):
            pool.ask(Question(GREEDY))
        assert pool.ask(Question(POINT)).body


def test_one_that_is_quicker_than_the_pool_looks_is_told_so_too(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system refuses it memory then, and it aborts."""
    with Pool(small_store, Limits(workers=1, seconds=60, memory=150 << 20)) as pool, monkeypatch.context() as patched:
        patched.setattr("kg.workers.process.Worker.memory", lambda _worker: 0)
        for greedy in (
            f"SELECT (COUNT(*) AS ?n) {{ {GREEDY} }}",
            f"{GREEDY} ORDER BY ?a",
            f'SELECT (STRLEN(?h) AS ?n) {{ BIND("x" AS ?a) {DOUBLED} }}',
        ):
            with pytest.raises(OutOfMemory, match="150 MiB"):
                pool.ask(Question(greedy))
        assert pool.waiting().stopped_for_memory == 3


def test_deep_nesting_is_read_and_what_kills_a_worker_kills_nothing_else(pool: Pool) -> None:
    assert pool.ask(Question(NESTED)).body
    with pytest.raises(WorkerCrashed):
        pool.ask(Question(DEADLY))
    assert pool.ask(Question(POINT)).body


def test_rows_are_counted_where_that_is_asked_for(pool: Pool) -> None:
    text = "SELECT ?n { VALUES ?n { 1 UNDEF 'a\\nb' } }"
    for name in ("json", "xml", "csv", "tsv"):
        assert pool.ask(Question(text, wanted=Wanted(name), counted=True)).rows == 3
    assert pool.ask(Question(text)).rows is None


@contextmanager
def slow_neighbour() -> Iterator[tuple[str, Event]]:
    """A server that answers nobody before it is told to: its address, and how it is told."""
    told = Event()

    class Answering(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.wait(60)

        def log_message(self, *_arguments: object) -> None:
            """Says nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Answering) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/sparql", told
        finally:
            told.set()
            server.shutdown()


def test_others_are_answered_while_queries_wait_for_another_server(small_store: Path) -> None:
    with (
        slow_neighbour() as (address, told),
        Pool(small_store, Limits(workers=1, seconds=60, services=("127.0.0.1",))) as pool,
        ThreadPoolExecutor(3) as threads,
    ):
        waiting = [threads.submit(pool.ask, Question(f"SELECT * {{ SERVICE <{address}> {{ ?s ?p ?o }} }}")) for _ in range(3)]
        while pool.waiting().running < 3:
            time.sleep(0.02)
        assert all(pool.ask(Question(POINT)).body for _ in range(20))
        assert not any(run.done() for run in waiting)
        told.set()
        assert all(isinstance(run.exception(), QueryError) for run in waiting)


@pytest.fixture(scope="module")
def damaged_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A graph that can be opened, and of which some blocks are not what they were."""
    folder = tmp_path_factory.mktemp("damaged")
    words = "x" * 30
    publish(
        folder,
        "1",
        [Quad(NamedNode(f"urn:{n}"), NamedNode(f"urn:p{n % 7}"), Literal(f"{n} {words}"), DefaultGraph()) for n in range(20_000)],
    )
    for table in (folder / "snapshots" / "1" / "graph").glob("*.sst"):
        content = bytearray(table.read_bytes())
        for at in range(2_000, len(content) * 8 // 10, 40_000):
            content[at : at + 5] = b"-----"
        table.write_bytes(content)
    return folder


@pytest.mark.parametrize(
    "text", ["SELECT * { ?s ?p ?o }", "SELECT * { ?s <urn:p1> ?o } ORDER BY ?o", "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"]
)
def test_of_a_damaged_graph_it_is_said_and_no_query_is_blamed(damaged_store: Path, text: str) -> None:
    with Pool(damaged_store, Limits(workers=1, seconds=20, memory=300 << 20)) as pool:
        with pytest.raises(StoreError, match="the graph cannot be read"):
            pool.ask(Question(text))
        with pytest.raises(StoreError, match="the graph cannot be read"):
            pool.require_sound()


def test_a_query_that_hangs_in_a_damaged_graph_is_not_blamed_once_that_is_known(damaged_store: Path) -> None:
    with Pool(damaged_store, Limits(workers=1, seconds=20)) as pool:
        with pytest.raises(StoreError):
            pool.require_sound()
        with pytest.raises(StoreError, match="the graph cannot be read"):
            pool.ask(Question("ASK { ?s ?p ?o }", seconds=0.5))


def test_a_graph_that_is_mended_is_sound(tmp_path: Path, damaged_store: Path) -> None:
    shutil.copytree(damaged_store, tmp_path / "s", symlinks=True)
    with Pool(tmp_path / "s", Limits(workers=1)) as pool:
        with pytest.raises(StoreError):
            pool.require_sound()
        publish(tmp_path / "s", "2", small_quads())
        pool.require_sound()
        with pytest.raises(WorkerCrashed):  # what is a query's fault stays its fault
            pool.ask(Question(DEADLY))
        pool.require_sound()


def test_a_saved_query_is_read_and_checked_in_a_process_that_can_be_killed(
    pool: Pool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.workers.pool._SECONDS_FOR_A_FILE", 0.5)
    for name, pattern in (("good", "?s a kg:Event"), ("hanging", chained(4_000))):
        (tmp_path / f"{name}.rq").write_text(f"#+ summary: {name}\nSELECT * {{ {pattern} }}", "utf-8")
    queries = SavedQueries(tmp_path, pool.load)
    with ThreadPoolExecutor(1) as threads:
        told = threads.submit(queries.problem, "hanging")
        assert queries["good"].summary["en"] == "good"
        assert "could not be checked within 0.5 seconds" in str(told.result())
    began = time.monotonic()
    assert list(queries) == ["good"]
    assert time.monotonic() - began < 0.5  # it is not tried again at once


def test_that_nobody_had_time_to_check_a_saved_query_says_nothing_of_it(small_store: Path, tmp_path: Path) -> None:
    (tmp_path / "good.rq").write_text("#+ summary: good\nASK { ?s a kg:Event }", "utf-8")
    pool = Pool(small_store, Limits(workers=1))
    queries = SavedQueries(tmp_path, pool.load)
    pool.close()
    with pytest.raises(TimeLimit):
        queries.get("good")
    with Pool(small_store, Limits(workers=1)) as open_pool:
        assert list(SavedQueries(tmp_path, open_pool.load)) == ["good"]


def chained(length: int) -> str:
    return " ".join(f"?a{number} <urn:p> ?a{number + 1} ." for number in range(length))


def test_an_answer_is_never_cut_off(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1, answer=Most(bytes=2_000, rows=3))) as pool:
        with pytest.raises(TooLarge, match="2,000 bytes"):
            pool.ask(Question(EVERY_QUAD))
        for name in ("json", "xml", "csv", "tsv"):
            assert pool.ask(Question(EVERY_QUAD + " LIMIT 3", wanted=Wanted(name))).body
            with pytest.raises(TooLarge, match="3 rows"):
                pool.ask(Question(EVERY_QUAD + " LIMIT 4", wanted=Wanted(name)))


def test_a_page_is_bounded_as_other_answers_are(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1, answer=Most(bytes=100))) as pool, pytest.raises(TooLarge, match="100 bytes"):
        pool.ask(Question("SELECT * { VALUES ?t { '" + "سوق" * 30 + "' } }", wanted=Wanted("html")))


def test_what_goes_wrong_while_an_answer_is_read_never_reaches_the_next_client(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1)) as pool:
        assert pool.ask(Question(POINT)).body
        (worker,) = pool._idle
        pipe = worker._pipe
        worker._pipe = Mock(send=pipe.send, recv=Mock(side_effect=MemoryError))
        with pytest.raises(MemoryError):
            pool.ask(Question("SELECT ?x { ?x a kg:Bombing }"))
        assert not worker.is_alive
        pipe.close()
        assert pool.ask(Question(POINT)).body == b'{"head":{},"boolean":true}'


def test_others_are_answered_while_runaways_hold_every_worker(small_store: Path) -> None:
    pool = Pool(small_store, Limits(workers=2, seconds=120))
    with ThreadPoolExecutor(3) as threads:
        runaways = [threads.submit(pool.ask, Question(ENDLESS)) for _ in range(3)]
        while pool.waiting().running < 3:
            time.sleep(0.05)
        assert all(pool.ask(Question(POINT)).body for _ in range(50))
        assert not any(run.done() for run in runaways)
        pool.close()
        assert all(isinstance(run.exception(), TimeLimit) for run in runaways)


def test_where_runaways_hold_every_place_the_oldest_gives_way_to_who_waits(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1, seconds=120)) as pool, ThreadPoolExecutor(5) as threads:
        runaways = [threads.submit(pool.ask, Question(ENDLESS)) for _ in range(5)]
        while pool.waiting().slow < 5:
            time.sleep(0.05)
        assert pool.ask(Question(POINT)).body
        stopped = [run.exception() for run in runaways if run.done()]
        assert (len(stopped), pool.waiting().running) == (1, 4)
        with pytest.raises(TimeLimit, match="let others go first"):
            raise stopped[0] or AssertionError
        pool.close()


def test_where_no_worker_can_be_started_who_waits_is_told_and_later_ones_are_answered(
    small_store: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("kg.workers.pool._PAUSE", 0.1)
    with Pool(small_store, Limits(workers=2, seconds=60)) as pool:
        with monkeypatch.context() as patched:
            patched.setattr("kg.workers.process.work", slice)  # it ends at once
            for _ in range(2):
                with pytest.raises(WorkerCrashed, match="cannot be started"):
                    pool.ask(Question(POINT))
            time.sleep(0.3)
        assert [record.levelname for record in caplog.records] == ["ERROR"]
        while not pool._idle:
            time.sleep(0.05)
        assert pool.ask(Question(POINT)).body


def test_a_query_that_takes_a_while_to_die_is_counted_once(small_store: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop_slowly(worker: Worker, why: KgError | None = None) -> None:
        worker._why = worker._why or why
        Timer(0.3, worker._process.kill).start()

    with Pool(small_store, Limits(workers=1, seconds=60)) as pool:
        assert pool.ask(Question(POINT)).body
        with monkeypatch.context() as patched:
            patched.setattr("kg.workers.process.Worker.stop", stop_slowly)
            with pytest.raises(TimeLimit):
                pool.ask(Question(ENDLESS, seconds=0.5))
        assert pool.waiting().stopped_for_time == 1


def test_queries_are_stopped_after_anything_went_wrong_with_that(
    small_store: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    with Pool(small_store, Limits(workers=1, seconds=60)) as pool, monkeypatch.context() as patched:
        patched.setattr("kg.workers.process.Worker.memory", Mock(side_effect=[ZeroDivisionError] * 2 + [0] * 10_000))
        with pytest.raises(TimeLimit):
            pool.ask(Question(ENDLESS, seconds=4))
        assert pool.ask(Question(POINT)).body
    assert caplog.text.count("ZeroDivisionError\n") == 2


def test_while_one_looks_at_the_graph_no_other_begins_to(small_store: Path) -> None:
    looking, told = Semaphore(0), Event()

    def look(_seconds: float) -> None:
        looking.release()
        told.wait(60)

    soundness = Soundness(small_store, look)
    for _ in range(20):
        soundness.require(later=True)
    assert looking.acquire(timeout=60)
    told.set()
    soundness.require()  # waits for what is under way, and takes that
    assert not looking.acquire(blocking=False)


def test_beyond_what_may_wait_clients_are_sent_away_at_once(small_store: Path) -> None:
    with Pool(small_store, Limits(workers=1, waiting=1)) as pool, ThreadPoolExecutor(12) as threads:
        asked = [threads.submit(pool.ask, Question(ENDLESS, seconds=2)) for _ in range(12)]
        told = [type(run.exception()) for run in asked]
    assert set(told) == {Busy, TimeLimit}


def test_the_next_question_sees_the_next_snapshot(tmp_path: Path) -> None:
    with Pool(tmp_path, Limits(workers=2)) as pool:
        with pytest.raises(StoreMissing):
            pool.ask(Question(POINT))
        publish(tmp_path, "1", [])
        before = pool.ask(Question(POINT))
        publish(tmp_path, "2", small_quads())
        after = pool.ask(Question(POINT))
    assert (b"false" in before.body, b"true" in after.body) == (True, True)
    assert before.snapshot != after.snapshot


def test_an_idle_worker_lets_go_of_a_snapshot_that_is_no_longer_the_newest(tmp_path: Path) -> None:
    publish(tmp_path, "1", small_quads())
    lock = tmp_path / "snapshots" / "1" / "readers"
    lock.touch()
    with Pool(tmp_path, Limits(workers=1)) as pool:
        pool.ask(Question(POINT))
        with pytest.raises(SyntaxProblem):  # an error's trace holds what it was asked of
            pool.ask(Question("SELECT * { ?s ?p }"))
        assert not claim(lock)
        publish(tmp_path, "2", small_quads())
        until = time.monotonic() + 60
        while not claim(lock):
            assert time.monotonic() < until
            time.sleep(0.1)


def test_threads_share_the_workers(pool: Pool) -> None:
    with ThreadPoolExecutor(16) as threads:
        answers: list[Answer] = list(threads.map(pool.ask, [Question(POINT)] * 300))
    assert {answer.body for answer in answers} == {b'{"head":{},"boolean":true}'}


def test_closing_leaves_no_process_behind(small_store: Path) -> None:
    pool = Pool(small_store, Limits(workers=2))
    before = set(psutil.Process().children(recursive=True))
    with ThreadPoolExecutor(2) as threads:
        running = threads.submit(pool.ask, Question(ENDLESS))
        time.sleep(0.5)
        pool.close()
        assert isinstance(running.exception(), TimeLimit)
    left = {child for child in psutil.Process().children(recursive=True) if child.status() != psutil.STATUS_ZOMBIE} - before
    assert len(left) <= 1  # the process that forks workers stays for the next pool
