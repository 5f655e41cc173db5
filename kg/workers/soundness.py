"""Whether the newest snapshot can be read, found out once for each: by reading it, in a process that can be killed."""

from collections.abc import Callable
from pathlib import Path
from threading import Lock, Thread

from kg.errors import StoreError
from kg.workers.process import Busy, CannotStart, GaveWay, NoWorker, OutOfMemory, TimeLimit, WorkerCrashed
from kg.workers.snapshots import published, unreadable

_SECONDS = 2.0
"""For how long it is read: a large one only in part."""


class Soundness:
    """What is known of the newest snapshot. Threads share it."""

    def __init__(self, folder: Path, look: Callable[[float], object]) -> None:
        """`look` reads the snapshot for some seconds, in another process, and raises what that raises."""
        self._folder = folder
        self._look = look
        self._known: tuple[str, StoreError | None] = ("", None)
        """A snapshot, and what is wrong with it."""
        self._turn = Lock()

    def require(self, *, later: bool = False) -> None:
        """Raises StoreError where the newest snapshot is damaged. `later` says only what is known, and has the rest found out meanwhile."""
        if later and self._known[0] != published(self._folder):
            Thread(target=self._find_out, name="look at the graph", daemon=True).start()
        elif not later:
            self._find_out()
        snapshot, problem = self._known
        if problem and snapshot == published(self._folder):
            raise problem

    def _find_out(self) -> None:
        with self._turn:
            now = published(self._folder)
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
