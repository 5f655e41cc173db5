"""Writes into a store for a server: one change after the other, in a process of its own that can be killed.

The process (`kg.updating`) works a change out beside the graph; only when that is done it asks whether it may be kept, and from
then on it is left alone. So one that takes too long or too much, or crashes Oxigraph, has changed nothing.
"""

import pickle
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Event, Lock, Thread
from typing import cast

import psutil

from kg.errors import KgError, StoreLocked, UsageError
from kg.workers.process import OutOfMemory, TimeLimit, WorkerCrashed
from kg.workers.question import Limits

READY, EVALUATED, KEEP = "ready", "evaluated", "keep"
"""What the two processes say to each other besides changes and their outcome."""
_PATIENCE = 5.0
"""Seconds that a change waits for another process that is writing."""
_STARTING = 120.0
"""Seconds until the process must have read all modules."""
_GLANCE, _PAUSE = 0.02, 0.2


class UnknownFormat(UsageError):
    """A document of a media type that cannot be read as RDF."""


@dataclass(frozen=True, slots=True)
class Place:
    """The store that is written."""

    store: Path
    base: str | None = None
    hosts: tuple[str, ...] = ()
    """Those that SERVICE and LOAD may ask."""
    memory: int = 0
    """Bytes that a change may take, by which the system bounds the process where it can; 0: as many as there are."""


@dataclass(frozen=True, slots=True)
class Update:
    """A SPARQL 1.1 Update, and what its protocol gives beside it."""

    text: str
    base: str = ""
    """Against which relative IRIs are resolved."""
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GraphChange:
    """What becomes of one graph, "" being the default graph."""

    graph: str
    added: tuple[tuple[str, bytes], ...] = ()
    """Documents with their media types."""
    kept: bool = False
    """Whether what it holds stays."""


@dataclass(frozen=True, slots=True)
class Written:
    """What became of a change."""

    was_there: bool = True
    """Whether the graph that was meant was there before: one without triples never is."""
    is_there: bool = True


class Writing:
    """Changes a store; threads share it. Nothing is started before `start` or the first change."""

    def __init__(self, place: Place, limits: Limits) -> None:
        """`limits` are those of queries; the memory is what a change may take beyond what the process has at first."""
        self._place = replace(place, memory=limits.memory)
        self._limits = limits
        self._turn = Lock()
        self._process: _Process | None = None

    def start(self) -> None:
        """Lets the process read its modules now, so that the first change need not wait for that."""
        Thread(target=self._started, name="start of writing", daemon=True).start()

    def close(self) -> None:
        """Ends the process; a change that is being kept is done when a store is next written to."""
        if self._process:
            self._process.kill()

    def ask(self, change: Update | GraphChange, require: Callable[[], None] = lambda: None) -> Written:
        """Makes a change, and publishes it before this returns. `require` is called when the change's turn has come, and may raise.

        Raises what it raises, TimeLimit, OutOfMemory, WorkerCrashed, and StoreLocked where another process goes on writing.
        """
        seconds = self._limits.seconds or float("inf")
        if not self._turn.acquire(timeout=-1 if seconds == float("inf") else seconds):
            raise TimeLimit(f"other changes took all of {seconds:g} seconds; ask again in a moment")
        try:
            require()
            patience = time.monotonic() + min(_PATIENCE, seconds)
            while True:
                try:
                    return self._running().ask(change, self._limits)
                except StoreLocked:
                    if time.monotonic() > patience:
                        raise
                time.sleep(_PAUSE)
        finally:
            self._turn.release()

    def _started(self) -> None:
        with self._turn, suppress(KgError):
            self._running()

    def _running(self) -> "_Process":
        if self._process is None or not self._process.is_alive:
            self._process = _Process(self._place)
        return self._process


class _Process:
    """The process that writes, and the pipes to it."""

    def __init__(self, place: Place) -> None:
        """Starts it, and waits until it has read all modules. Raises WorkerCrashed where it cannot."""
        command = [sys.executable, "-m", "kg.updating"]
        self._process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603  # our own module
        self._why: KgError | None = None
        with self._watched(_STARTING, 0):
            self._send(place)
            self._receive()
        self._at_first = self._memory()

    @property
    def is_alive(self) -> bool:
        return self._why is None and self._process.poll() is None

    def kill(self, why: KgError | None = None) -> None:
        self._why = self._why or why
        self._process.kill()

    def ask(self, change: Update | GraphChange, limits: Limits) -> Written:
        with self._watched(limits.seconds, limits.memory):
            self._send(change)
            reply = self._receive()
        if reply == EVALUATED:  # nobody watches any more: from here on it is kept
            self._send(KEEP)
            reply = self._receive()
        if isinstance(reply, KgError):
            raise reply
        return cast("Written", reply)

    @contextmanager
    def _watched(self, seconds: float, memory: int) -> Iterator[None]:
        """Kills the process where what is done meanwhile takes too long or too much."""
        done = Event()
        watch = Thread(target=self._watch, args=(done, seconds, memory), daemon=True)
        watch.start()
        try:
            yield
        finally:
            done.set()
            watch.join()

    def _watch(self, done: Event, seconds: float, memory: int) -> None:
        deadline = time.monotonic() + (seconds or float("inf"))
        while not done.wait(_GLANCE):
            if time.monotonic() > deadline:
                self.kill(TimeLimit(f"the change was stopped after {seconds:g} seconds, and nothing was changed; write less at a time"))
            elif memory and self._memory() - self._at_first > memory:
                self.kill(OutOfMemory(f"the change was stopped at {memory >> 20} MiB of memory, and nothing was changed"))

    def _memory(self) -> int:
        with suppress(psutil.Error):
            return int(psutil.Process(self._process.pid).memory_info().rss)
        return 0

    def _send(self, said: object) -> None:
        assert self._process.stdin  # noqa: S101  # it was asked for
        try:
            pickle.dump(said, self._process.stdin)
            self._process.stdin.flush()
        except OSError as error:
            raise self._gone() from error

    def _receive(self) -> object:
        assert self._process.stdout  # noqa: S101  # it was asked for
        try:
            return pickle.load(self._process.stdout)  # noqa: S301  # from our own process
        except (OSError, EOFError, pickle.UnpicklingError) as error:
            raise self._gone() from error

    def _gone(self) -> KgError:
        self._process.kill()
        self._process.wait()
        return self._why or WorkerCrashed("this change crashed the process that made it; ask what is there before you repeat it")
