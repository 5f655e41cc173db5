"""A limit of processor time for what runs in this process.

Time on the clock would not do: a machine that is busy, or asleep, must not cost an article.
"""

import signal
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from types import FrameType

_AGAIN = 0.5
"""Seconds after which the exception comes again: some code may have let it fall, and cleaning up after it must have time."""
_GRACE = 2.0
"""Where a process may be ended: how many times its limit it may take until it is, for native code that hears of no exception."""


class TakesTooLong(BaseException):
    """The limit is reached. No Exception, which libraries catch and go on."""


@contextmanager
def limited(seconds: float, *, or_end: bool = False) -> Iterator[None]:
    """Raises TakesTooLong where the block takes more processor time than that; 0: without limit. Blocks are not nested.

    Native code is let come to its end first; with `or_end` the system ends the whole process where that takes as long again.
    Only that holds outside the main thread, where no exception comes, and nothing on Windows, which has no such timers.
    """
    if sys.platform == "win32" or seconds <= 0:
        yield
        return
    with _ended(_GRACE * seconds + _AGAIN) if or_end else nullcontext(), _told(seconds):
        yield


@contextmanager
def _ended(seconds: float) -> Iterator[None]:
    """Has the system end this process where its threads together take more time than that."""
    signal.setitimer(signal.ITIMER_PROF, seconds)  # what SIGPROF does, unless told otherwise, is end the process
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)


@contextmanager
def _told(seconds: float) -> Iterator[None]:
    """Raises TakesTooLong in the main thread; in another one nothing."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    over, began = False, time.thread_time()

    def end(_signal: int, _frame: FrameType | None) -> None:
        left = seconds - (time.thread_time() - began)
        if not over and left > 0:  # other threads were at work: the timer is that of the whole process
            signal.setitimer(signal.ITIMER_VIRTUAL, left, _AGAIN)
        elif not over:
            raise TakesTooLong

    before = signal.signal(signal.SIGVTALRM, end)
    try:
        signal.setitimer(signal.ITIMER_VIRTUAL, seconds, _AGAIN)
        try:
            yield
        finally:
            over = True
    finally:  # apart from the one within, which the last exception may come into
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)
