"""Ctrl-C in a command that writes: the first one lets it come to a place where it can stop, the second ends it at once."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

_STANDARD_ERROR = 2


def _is_ours() -> bool:
    """Whether SIGINT comes to this thread and raises KeyboardInterrupt, as Python has it."""
    return threading.current_thread() is threading.main_thread() and signal.getsignal(signal.SIGINT) is signal.default_int_handler


class Interrupts:
    """What SIGINT does while `heeded`: it raises KeyboardInterrupt, but for the first one while `held`, which is only noted."""

    def __init__(self, told: Callable[[], None]) -> None:
        """`told` is called at the first one, at once, whatever is going on then."""
        self._told = told
        self._held = False
        self.asked = False
        """Whether there was one."""
        self.again = False
        """Whether there was a second one."""

    @contextmanager
    def heeded(self) -> Iterator[None]:
        """Takes SIGINT in hand; in a thread that gets no signals, or where it is ignored, it changes nothing.

        After a second one it stays ignored until `restored` is left: what is open is to be closed in peace.
        """
        if not _is_ours():
            yield
            return
        signal.signal(signal.SIGINT, self._handle)
        try:
            yield
        finally:
            signal.signal(signal.SIGINT, signal.SIG_IGN if self.again else signal.default_int_handler)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Lets what is inside come to its end, whatever `heed` has to say afterwards; a second one ends it all the same."""
        self._held = True
        try:
            yield
        finally:
            self._held = False

    def heed(self) -> None:
        """Raises KeyboardInterrupt if there was one: while `held`, or where native code let it fall."""
        if self.asked:
            raise KeyboardInterrupt

    def _handle(self, _signal: int, _frame: FrameType | None) -> None:
        self.again, self.asked = self.asked, True
        if self.again:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # a third one would tear apart what closes the store
        else:
            self._told()
        if self.again or not self._held:
            raise KeyboardInterrupt


@contextmanager
def ending(exit_code: int, message: str) -> Iterator[None]:
    """SIGINT writes `message` to standard error and ends the process at once, however deep in native code it is.

    For where nothing is open yet: an exception could get lost there, or be taken for another. As `Interrupts.heeded` it changes
    nothing in a thread that gets no signals, or where SIGINT is ignored.
    """

    def end(_signal: int, _frame: FrameType | None) -> None:
        os.write(_STANDARD_ERROR, message.encode())
        os._exit(exit_code)

    with restored():
        if _is_ours():
            signal.signal(signal.SIGINT, end)
        yield


@contextmanager
def restored() -> Iterator[None]:
    """Puts SIGINT back as it was before; around what is closed after `heeded`."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
