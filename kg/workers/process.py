"""A worker as the pool holds it: a process, and this end of the pipe to it."""

import multiprocessing
import os
import signal
import sys
from contextlib import suppress
from multiprocessing.context import ForkServerContext, SpawnContext

import psutil

from kg.errors import KgError
from kg.workers.question import Limits
from kg.workers.snapshots import Source
from kg.workers.worker import READY, Asked, Reply, work

_FORKS = sys.platform != "win32"
"""Whether processes are forked from one that has read all modules and opened nothing, in a hundredth of a second; else they start anew."""
_LESS_OFTEN = 10
"""By how much a slow query's process is made nicer: it takes the time that others leave."""
_MOMENT = 1.0
"""Seconds that a process which has closed its pipe takes to end, at most."""
REFUSED_MEMORY = -signal.SIGABRT
"""How a process ends that is refused memory: Oxigraph and RocksDB abort. A stack that is too small ends one otherwise."""


class Busy(KgError):
    """More queries wait than this server keeps waiting."""


class TimeLimit(KgError):
    """A query that took too long and was stopped."""


class OutOfMemory(KgError):
    """A query that took too much memory and was stopped."""


class NoWorker(TimeLimit):
    """A query that was never asked: no worker was free in time."""


class GaveWay(TimeLimit):
    """A slow query that was stopped since others had waited for its place."""


class WorkerCrashed(KgError):
    """A query that ended the process that ran it."""


class CannotStart(WorkerCrashed):
    """A query that was never asked: no process can be started."""


def processes() -> ForkServerContext | SpawnContext:
    """How workers are started here."""
    context = multiprocessing.get_context("forkserver") if _FORKS else multiprocessing.get_context("spawn")
    if _FORKS:
        context.set_forkserver_preload(["__main__", "kg.workers.worker"])
    return context


class Worker:
    """One process. Asked by one thread at a time, and stopped by any."""

    def __init__(self, source: Source, limits: Limits) -> None:
        """Starts the process; it opens the store when it is first asked."""
        context = processes()
        self._pipe, its_end = context.Pipe()
        self._process = context.Process(target=work, args=(its_end, source, limits), daemon=True)
        self._process.start()
        its_end.close()  # so that this end is told when the process is gone
        self._watched = psutil.Process(self._process.pid)
        self._memory = limits.memory
        self._why: KgError | None = None

    @property
    def is_alive(self) -> bool:
        """Whether it can be asked."""
        return self._why is None and self._process.is_alive()

    @property
    def is_usable(self) -> bool:
        """Whether it answered whatever it was asked; unlike `is_alive` this asks nobody."""
        return self._why is None

    def is_ready(self) -> bool:
        """Whether it has started; to be asked before the first question."""
        try:
            return self._pipe.poll() and self._pipe.recv() == READY
        except (OSError, EOFError):
            return False

    def ask(self, asked: Asked) -> Reply:
        """Waits for the answer. Raises KgError as the worker did, or for what it was stopped for, OutOfMemory, and WorkerCrashed.

        Whatever else is raised here, such as MemoryError, ends the process: its answer must never reach who asks next.
        """
        try:
            self._pipe.send(asked)
            reply: Reply | KgError = self._pipe.recv()
        except (OSError, EOFError) as error:
            raise self._gone() from error
        except BaseException:
            self.stop(WorkerCrashed("the answer to this query could not be read"))
            raise
        if isinstance(reply, KgError):
            raise reply
        return reply

    def _gone(self) -> KgError:
        """Why there is no answer."""
        if self._why is None:  # it ended by itself: how, is known in a moment
            self._process.join(_MOMENT)
            is_refused = self._process.exitcode == REFUSED_MEMORY and self._memory
            crashed = WorkerCrashed("this query crashed the process that ran it; no other one was touched")
            self.stop(OutOfMemory(self.over_memory) if is_refused else crashed)
        assert self._why  # noqa: S101  # what it was stopped for
        return self._why

    @property
    def over_memory(self) -> str:
        """What is said of a query that takes too much memory."""
        return f"the query was stopped at {self._memory >> 20} MiB of memory; ask for less, or add a LIMIT"

    def stop(self, why: KgError | None = None) -> None:
        """Ends the process at once, whatever it does; who is asking it is told `why`."""
        self._why = self._why or why
        with suppress(ValueError):  # it is closed by now
            self._process.kill()

    def close(self) -> None:
        """Ends the process and forgets it, with its pipes: what it was stopped for may hold on to this object."""
        self.stop(WorkerCrashed("the process was ended"))
        with suppress(ValueError):  # it was closed before
            self._process.join()
            self._process.close()
        self._pipe.close()

    def memory(self) -> int:
        """Bytes that it has in memory; 0 where it is gone."""
        with suppress(psutil.Error):
            return int(self._watched.memory_info().rss)
        return 0

    def processor_time(self) -> float:
        """Seconds of processor time that it has taken so far; 0 where it is gone."""
        with suppress(psutil.Error):
            return float(sum(self._watched.cpu_times()[:2]))
        return 0.0

    def give_way(self) -> None:
        """Lets other processes go first from now on; there is no way back."""
        with suppress(psutil.Error, OSError, ValueError):
            if sys.platform == "win32":
                self._watched.nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
            else:
                os.setpriority(os.PRIO_PROCESS, self._process.pid or 0, _LESS_OFTEN)
