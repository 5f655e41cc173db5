"""Work on a stream of items in several processes: results come in order, and an item that ends its process is found and told.

    batches ──► _AHEAD for each process wait or are worked on ──► the first is waited for ──► its results
                                             └── a process ends ──► all are started anew; the first batch again, item by item

The pool of the standard library is lost as a whole with one of its processes, and does not say what that one was at.
"""

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context, parent_process
from typing import Generic, TypeVar

_AHEAD = 5
"""Batches that wait for, or at, each process: enough that none idles while results are used, which now and then takes its time."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Job(Generic[Item, Result]):
    """What is to be done. `work`, `start` and `prepare` run in the processes, and must be picklable."""

    work: Callable[[Sequence[Item]], list[Result]]
    """The result of each item of a batch."""
    start: Callable[[], None]
    """Runs first in each process."""
    prepare: Callable[[], object]
    """What each process needs for any item: where one ends with that, none can be of use."""
    lost: Callable[[Item], Result]
    """The result of an item that ends the process which works on it."""


@contextmanager
def processes(job: Job[Item, Result], number: int) -> Iterator["Processes[Item, Result]"]:
    """Processes for a job; what they are at when the block ends is let come to its end."""
    made = Processes(job, number)
    try:
        yield made
    finally:
        made.close()


class Processes(Generic[Item, Result]):
    """Processes that are started when they are needed, and anew when one is lost."""

    def __init__(self, job: Job[Item, Result], number: int) -> None:
        self._job = job
        self._number = number
        self._pool = self._started()

    def close(self) -> None:
        """Ends them; what none has begun is not done."""
        self._pool.shutdown(cancel_futures=True)

    def in_order(self, batches: Iterable[Sequence[Item]], *, last: type[Exception]) -> Iterator[tuple[Item, Result]]:
        """Each item with its result. Where `batches` raises `last`, what came before is still done.

        Raises BrokenProcessPool where a process ends before it has begun with any item.
        """
        waiting: _Waiting[Item, Result] = deque()
        try:
            for batch in batches:
                waiting.append((batch, self._submitted(batch)))
                if len(waiting) >= self._number * _AHEAD:
                    yield from self._first(waiting)
        except last:
            while waiting:
                yield from self._first(waiting)
            raise
        while waiting:
            yield from self._first(waiting)

    def _first(self, waiting: "_Waiting[Item, Result]") -> Iterator[tuple[Item, Result]]:
        batch, future = waiting.popleft()
        try:
            results = future.result()
        except BrokenProcessPool:
            results = self._one_by_one(batch)
            unfinished = [(other, self._submitted(other) if _is_lost(done) else done) for other, done in waiting]
            waiting.clear()
            waiting.extend(unfinished)
        yield from zip(batch, results, strict=True)

    def _one_by_one(self, batch: Sequence[Item]) -> list[Result]:
        """The results of a batch that may have ended a process; nothing else is worked on meanwhile, so that no other is to blame."""
        self._renew()
        results: list[Result] = []
        for item in batch:
            try:
                results += self._pool.submit(self._job.work, [item]).result()
            except BrokenProcessPool:
                self._renew()
                results.append(self._job.lost(item))
        return results

    def _renew(self) -> None:
        """Starts processes anew. Raises BrokenProcessPool where one ends before any item."""
        self._pool.shutdown(cancel_futures=True)
        self._pool = self._started()
        self._pool.submit(self._job.prepare).result()

    def _started(self) -> ProcessPoolExecutor:
        return ProcessPoolExecutor(self._number, mp_context=get_context("spawn"), initializer=_begin, initargs=(self._job.start,))

    def _submitted(self, batch: Sequence[Item]) -> Future[list[Result]]:
        """What will be the results of a batch: BrokenProcessPool where a process was lost, of this batch or another."""
        try:
            return self._pool.submit(self._job.work, batch)
        except BrokenProcessPool as error:
            future: Future[list[Result]] = Future()
            future.set_exception(error)
            return future


def _begin(start: Callable[[], None]) -> None:
    threading.Thread(target=_end_with_parent, daemon=True).start()
    start()


def _end_with_parent() -> None:
    """Ends this process when the one that started it is gone: killed, it cannot say that there is nothing more to do."""
    if parent := parent_process():
        parent.join()
        os._exit(1)


_Waiting = deque[tuple[Sequence[Item], Future[list[Result]]]]
"""Batches with what are, or will be, their results."""


def _is_lost(future: Future[list[Result]]) -> bool:
    return future.done() and not future.cancelled() and isinstance(future.exception(), BrokenProcessPool)
