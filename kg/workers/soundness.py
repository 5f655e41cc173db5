"""Whether the newest snapshot can be read, found out once for each: by reading it, in a process that can be killed."""

from collections.abc import Callable
from threading import Lock, Thread

from kg.errors import StoreError
from kg.workers.process import Busy, CannotStart, GaveWay, NoWorker, OutOfMemory, TimeLimit, WorkerCrashed
from kg.workers.snapshots import Source, published, unreadable

_SECONDS = 2.0
"""For how long it is read: a large one only in part."""


class Soundness:
    """What is known of the newest snapshot. Threads share it."""

    def __init__(self, source: Source, look: Callable[[float], object]) -> None:
        """`look` reads the snapshot for some seconds, in another process, and raises what that raises."""
        self._source = source
        self._look = look
        self._known: tuple[str, StoreError | None] = ("", None)
        """A snapshot, and what is wrong with it."""
        self._turn = Lock()

    def require(self, *, later: bool = False) -> None:
        """Raises StoreError where the newest snapshot is damaged. `later` says only what is known, and has the rest found out meanwhile."""
        if not later:
            with self._turn:
                self._find_out()
        elif self._known[0] != published(self._source) and self._turn.acquire(blocking=False):  # else somebody is finding out
            self._find_out_later()
        snapshot, problem = self._known
        if problem and snapshot == published(self._source):
            raise problem

    def _find_out_later(self) -> None:
        """In a thread, which gives back the turn that this one has taken."""

        def find_out() -> None:
            try:
                self._find_out()
            finally:
                self._turn.release()

        try:
            Thread(target=find_out, name="look at the graph", daemon=True).start()
        except RuntimeError:  # no thread can be started: the next who asks tries again
            self._turn.release()

    def _find_out(self) -> None:
        """Belongs to who has the turn."""
        now = published(self._source)
        if self._known[0] == now:
            return
        try:
            self._look(_SECONDS)
            self._known = (now, None)
        except (NoWorker, GaveWay, CannotStart, Busy):
            return  # nobody could look: the next who asks tries again
        except (TimeLimit, OutOfMemory, WorkerCrashed) as error:
            self._known = (now, unreadable(f"reading it ends the process ({error})"))
        except StoreError as error:
            self._known = (now, error)
