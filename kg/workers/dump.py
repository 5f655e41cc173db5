"""Files as streams: a process of its own writes each from one snapshot, however long that takes and whatever is published meanwhile.

What was asked for by a client that goes away is ended with it. A stream that breaks off raises, so that the server cuts the
connection and no part passes for the whole.
"""

import os
import time
from collections.abc import Iterable, Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread

from kg.errors import KgError
from kg.store import StoreFolder
from kg.workers.files import IncidentsFile, WholeGraphs
from kg.workers.process import REFUSED_MEMORY, Busy, OutOfMemory, TimeLimit, WorkerCrashed, processes
from kg.workers.worker import bound_memory

_PART = 1 << 16
"""Bytes that are sent at once."""
_TABLES = 2
"""Files that this process itself writes at once: each takes a processor from those who look at pages."""
_PATIENCE = 60.0
"""Seconds after which a stream of which nothing was taken is ended: others wait for its place."""
_LONGEST = 600.0
"""Seconds after which a file that was not begun is given up: a damaged graph may keep a query busy for ever."""
_MOMENT = 1.0
"""Seconds that a process which has closed its pipe takes to end, at most."""
_END = b""
_File = WholeGraphs | IncidentsFile


class Dumps:
    """The streams of a server; a few at once."""

    def __init__(self, folder: Path) -> None:
        """Of the store in `folder`."""
        self._folder = folder
        self._free = {kind: BoundedSemaphore(kind.at_once) for kind in (WholeGraphs, IncidentsFile)}
        self._free_here = BoundedSemaphore(_TABLES)

    def open(self, file: _File) -> "Dump":
        """Starts one, and waits for its first bytes. Raises Busy, TimeLimit, OutOfMemory, WorkerCrashed, and what `file.write` raises."""
        return Dump(self._folder, file, _taken(self._free[type(file)], file.at_once, file.plural))

    def here(self, written: Iterable[bytes]) -> "Here":
        """A file that this process makes of what it has at hand. Raises Busy."""
        return Here(written, _taken(self._free_here, _TABLES, "tables of incidents"))


def _taken(free: BoundedSemaphore, at_once: int, plural: str) -> BoundedSemaphore:
    """Raises Busy where no place is free."""
    if not free.acquire(blocking=False):
        raise Busy(f"{at_once} {plural} are being sent already; ask again when one is done")
    return free


class Here(Iterator[bytes]):
    """The bytes of a file, part by part; to be closed, read to the end or not."""

    def __init__(self, written: Iterable[bytes], held: BoundedSemaphore) -> None:
        """`held` is given back when this is closed, or was read to the end."""
        self._written = iter(written)
        self._held: BoundedSemaphore | None = held

    def __next__(self) -> bytes:
        try:
            return next(self._written)
        except StopIteration:
            self.close()
            raise

    def close(self) -> None:
        """Makes room for others; more than once is as good as once."""
        held, self._held = self._held, None
        if held:
            held.release()


class Dump(Iterator[bytes]):
    """The bytes of one, part by part; to be closed, read to the end or not."""

    def __init__(self, folder: Path, file: _File, held: BoundedSemaphore) -> None:
        """`held` is given back when this is closed. Raises as `Dumps.open`."""
        self._held: BoundedSemaphore | None = held
        self._receiving = Lock()
        self._taken = time.monotonic()
        self._closed = Event()
        self._is_bounded = file.memory > 0
        context = processes()
        try:
            self._pipe, its_end = context.Pipe(duplex=False)
            with its_end:  # closed here, so that this end is told when the process is gone
                self._process = context.Process(target=_write, args=(its_end, folder, file), daemon=True)
                self._process.start()
            failed = self._begun()
            Thread(target=self._watch, name="watch of a dump", daemon=True).start()
        except BaseException:
            self.close()
            raise
        if isinstance(failed, KgError):
            self.close()
            raise failed

    def __next__(self) -> bytes:
        part = self._received()
        if part == _END:
            raise StopIteration
        assert isinstance(part, bytes)  # noqa: S101  # after the first answer nothing else is sent
        return part

    def close(self) -> None:
        """Ends the process; more than once is as good as once."""
        self._closed.set()
        with self._receiving:
            held, self._held = self._held, None
            if held:
                self._end()
                held.release()

    def _end(self) -> None:
        """Ends what there is: it may not have begun."""
        with suppress(AttributeError):
            if self._process.pid is not None:
                self._process.kill()
                self._process.join()
            self._pipe.close()

    def _watch(self) -> None:
        """Closes this when nothing is taken for long. While the process is waited for, that is not the client's fault."""
        while not self._closed.wait(_PATIENCE / 10):
            if not self._receiving.locked() and time.monotonic() - self._taken > _PATIENCE:
                self.close()

    def _begun(self) -> object:
        """Nothing, or the error for which there is no file. Raises TimeLimit."""
        if not self._pipe.poll(_LONGEST):
            raise TimeLimit("this file takes too long to be begun")
        return self._received()

    def _received(self) -> object:
        with self._receiving:
            try:
                return self._pipe.recv()
            except (OSError, EOFError) as error:
                raise self._gone() from error
            finally:
                self._taken = time.monotonic()

    def _gone(self) -> KgError:
        """Why nothing more comes."""
        self._process.join(_MOMENT)
        if self._is_bounded and self._process.exitcode == REFUSED_MEMORY:
            return OutOfMemory("this file takes more memory than the server has for one; ask for fewer incidents")
        return WorkerCrashed("the process that wrote this file is gone; ask again")


def _write(pipe: Connection, folder: Path, file: _File) -> None:
    """What the process does: nothing or an error first, then the parts, then an empty one."""
    output = _Parts(pipe)
    bound_memory(file.memory)
    try:
        file.write(StoreFolder(folder), output)
    except MemoryError:
        os.abort()  # as Oxigraph does where it is refused memory
    except KgError as error:
        if output.has_begun:
            raise
        pipe.send(error)
    else:
        output.end()


class _Parts:
    """A file that sends what is written into it, in parts of some size; it waits while nobody takes them."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe = pipe
        self._waiting = bytearray()
        self.has_begun = False
        """Whether anything was sent: then errors are too late."""

    def write(self, data: bytes) -> int:
        self._waiting += data
        while len(self._waiting) >= _PART:
            self._send(_PART)
        return len(data)

    def flush(self) -> None:
        """Oxigraph flushes what it has written; what there is of it goes with the next part."""

    def end(self) -> None:
        """Sends what is left, and that this was all."""
        if self._waiting or not self.has_begun:
            self._send(_PART)
        self._pipe.send(_END)

    def _send(self, size: int) -> None:
        if not self.has_begun:
            self._pipe.send(None)
            self.has_begun = True
        self._pipe.send(bytes(self._waiting[:size]))
        del self._waiting[:size]
