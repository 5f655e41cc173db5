"""Queries in processes that can be killed: what each client is told, and that nobody else notices."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import Mock

import psutil
import pytest
from conftest import publish, small_quads

from kg.errors import StoreMissing
from kg.queries import Most, SyntaxProblem, TooLarge, Unacceptable, Wanted, rows
from kg.workers import Answer, Busy, Limits, OutOfMemory, Pool, Question, TimeLimit, WorkerCrashed

POINT = "ASK { event:blast a kg:Bombing }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l . ?m ?n ?o }"
GREEDY = "SELECT DISTINCT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
NESTED = "SELECT * " + "{" * 8_000 + "}" * 8_000
DEADLY = "SELECT * " + "{" * 2_000_000
EVERY_QUAD = "SELECT * { ?s ?p ?o }"


@pytest.fixture(scope="module")
def pool(small_store: Path) -> Iterator[Pool]:
    with Pool(small_store, Limits(workers=2, seconds=60)) as pool:
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
        with pytest.raises((OutOfMemory, WorkerCrashed)):  # the second where it was quicker than the pool's look
            pool.ask(Question(GREEDY))
        assert pool.ask(Question(POINT)).body


def test_deep_nesting_is_read_and_what_kills_a_worker_kills_nothing_else(pool: Pool) -> None:
    assert pool.ask(Question(NESTED)).body
    with pytest.raises(WorkerCrashed):
        pool.ask(Question(DEADLY))
    assert pool.ask(Question(POINT)).body


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
