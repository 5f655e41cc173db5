"""Children of this process: one that does something and tells what came of it, one that is killed while it does it."""

import os
import signal
import sys
import time
from collections.abc import Callable
from multiprocessing import get_context
from types import FrameType
from typing import Any, TypeVar, cast

Told = TypeVar("Told")
_FORKED = get_context("fork")
_WRITING = {
    "sqlite3": {"execute", "executemany", "executescript", "backup", "close", "rollback"},
    "pyoxigraph": {"update", "flush", "extend", "remove", "remove_graph", "backup"},
    "posix": {"open", "rename", "replace", "unlink", "mkdir", "rmdir", "symlink", "truncate", "chmod", "fsync"},
    "_io": {"write", "close", "flush"},
}
"""The calls by which Python reaches the disk, by the modules that have them."""


class ChildFailed(Exception):
    """A child ended before it could tell what came of it; what it printed says why."""


def in_child(work: Callable[[], Told]) -> Told:
    """What `work` returns when a child does it. Raises ChildFailed where it raises anything, which is printed."""
    ours, theirs = _FORKED.Pipe(duplex=False)
    child = _FORKED.Process(target=lambda: theirs.send(work()))
    child.start()
    theirs.close()
    try:
        return cast("Told", ours.recv())
    except EOFError:
        raise ChildFailed from None
    finally:
        child.join()
        ours.close()


def steps(work: Callable[[], object]) -> int:
    """How many steps that reach the disk `work` takes, undisturbed, in a child."""

    def counted() -> int:
        step = _Step(0, lambda: None)
        with_steps(work, step)
        return step.taken

    return in_child(counted)


def killed(work: Callable[[], object], last: int, delay: float) -> bool:
    """Kills a child that does `work` at its step number `last`: before it is taken, or `delay` seconds after it is begun.

    False where the child had ended by then. Raises ChildFailed where it ended in another way.
    """
    ours, theirs = _FORKED.Pipe(duplex=False)

    def reached() -> None:
        if not delay:
            os.kill(os.getpid(), signal.SIGKILL)
        theirs.send_bytes(b"now")

    child = _FORKED.Process(target=lambda: with_steps(work, _Step(last, reached)))
    child.start()
    theirs.close()
    try:
        ours.recv_bytes()
        time.sleep(delay)
        child.kill()
    except EOFError:  # it killed itself, or is done
        pass
    child.join()
    ours.close()
    if child.exitcode not in (0, -signal.SIGKILL):
        raise ChildFailed
    return child.exitcode != 0


class _Step:
    """Counts the calls that reach the disk, and tells of one of them before it is made."""

    def __init__(self, last: int, reached: Callable[[], None]) -> None:
        self._last = last
        self._reached = reached
        self.taken = 0

    def __call__(self, _frame: FrameType, event: str, called: Any) -> None:  # noqa: ANN401  # whatever is called
        if event == "c_call" and _writes(called):
            self.taken += 1
            if self.taken == self._last:
                self._reached()


def with_steps(work: Callable[[], object], step: _Step) -> None:
    """Does `work` with its steps counted."""
    sys.setprofile(step)
    try:
        work()
    finally:
        sys.setprofile(None)


def _writes(called: Any) -> bool:  # noqa: ANN401  # whatever is called
    module = called.__module__ or type(getattr(called, "__self__", None)).__module__
    return called.__name__ in _WRITING.get(module, ())
