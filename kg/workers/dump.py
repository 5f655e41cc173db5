"""Whole graphs as a stream: a process of its own writes one snapshot, however long that takes and whatever is published meanwhile.

What was asked for by a client that goes away is ended with it. A stream that breaks off raises, so that the server cuts the
connection and no part passes for the whole.
"""

import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from multiprocessing.connection import Connection
from pathlib import Path
from threading import BoundedSemaphore, Event, Lock, Thread

from kg.errors import KgError
from kg.exports.rdf import export
from kg.store import StoreFolder
from kg.workers.process import Busy, WorkerCrashed, processes

_PART = 1 << 16
"""Bytes that are sent at once."""
_GZIP = 31
"""zlib's name for the format of gzip with its largest window."""
_AT_ONCE = 4
_PATIENCE = 60.0
"""Seconds after which a stream of which nothing was taken is ended: others wait for its place."""
_END = b""
_SHORT = {"nquads": "nq"}
"""What `kg.exports.rdf` calls a syntax."""
_WITHOUT_COMMENTS = ("jsonld", "rdfxml")
"""Their last bracket tells the whole from a part."""
_LAST_LINE = b"# This is all.\n"
"""Ends what is not compressed: a client of HTTP/1.0 has nothing else to tell the whole from a part."""


class Dumps:
    """The streams of a server; a few at once."""

    def __init__(self, folder: Path) -> None:
        """Of the store in `folder`."""
        self._folder = folder
        self._free = BoundedSemaphore(_AT_ONCE)

    def open(self, syntax: str, *, compressed: bool) -> "Dump":
        """Starts one in a syntax of `kg.exports.rdf`. Raises Busy, StoreError where there is no graph, WorkerCrashed."""
        if not self._free.acquire(blocking=False):
            raise Busy(f"{_AT_ONCE} whole graphs are being sent already; ask again when one is done")
        return Dump(self._folder, syntax, compressed, self._free)


class Dump(Iterator[bytes]):
    """The bytes of one, part by part; to be closed, read to the end or not."""

    def __init__(self, folder: Path, syntax: str, compressed: bool, held: BoundedSemaphore) -> None:  # noqa: FBT001  # from `Dumps` alone
        """`held` is given back when this is closed."""
        self._held: BoundedSemaphore | None = held
        self._receiving = Lock()
        self._taken = time.monotonic()
        self._closed = Event()
        context = processes()
        try:
            self._pipe, its_end = context.Pipe(duplex=False)
            with its_end:  # closed here, so that this end is told when the process is gone
                self._process = context.Process(target=_write, args=(its_end, folder, syntax, compressed), daemon=True)
                self._process.start()
            failed = self._received()
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

    def _received(self) -> object:
        with self._receiving:
            try:
                return self._pipe.recv()
            except (OSError, EOFError) as error:
                raise WorkerCrashed("the process that wrote the graph is gone; ask again") from error
            finally:
                self._taken = time.monotonic()


def _write(pipe: Connection, folder: Path, syntax: str, compressed: bool) -> None:  # noqa: FBT001  # a process is given no keywords
    """What the process does: nothing or an error first, then the parts, then an empty one."""
    try:
        snapshot = StoreFolder(folder).snapshot()
    except KgError as error:
        pipe.send(error)
        return
    pipe.send(None)
    output = _Parts(pipe, zlib.compressobj(wbits=_GZIP) if compressed else None)
    export(snapshot, output, _SHORT.get(syntax, syntax))  # type: ignore[arg-type]  # all that Oxigraph needs of a file
    output.end(b"" if syntax in _WITHOUT_COMMENTS else _LAST_LINE)


class _Parts:
    """A file that sends what is written into it, in parts of some size; it waits while nobody takes them."""

    def __init__(self, pipe: Connection, compressor: "zlib._Compress | None") -> None:
        self._pipe = pipe
        self._compressor = compressor
        self._waiting = bytearray()

    def write(self, data: bytes) -> int:
        self._waiting += self._compressor.compress(data) if self._compressor else data
        if len(self._waiting) >= _PART:
            self._send()
        return len(data)

    def flush(self) -> None:
        """Oxigraph flushes what it has written; what there is of it goes with the next part."""

    def end(self, last_line: bytes) -> None:
        """Sends what is left, with a last line unless it is compressed, and that this was all."""
        self._waiting += self._compressor.flush() if self._compressor else last_line
        self._send()
        self._pipe.send(_END)

    def _send(self) -> None:
        self._pipe.send(bytes(self._waiting))
        self._waiting.clear()
