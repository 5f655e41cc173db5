"""Keeps the copy up to date beside a server, in a process of its own: `python -m kg.public STORE`."""

import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread

from kg.errors import KgError
from kg.public.copying import PublicStore

LOG = logging.getLogger("kg.public")
_PAUSE = 2.0
"""Seconds until the process is started again when it has ended."""
_GLANCE = 0.5
"""Seconds between two looks at what was published."""
_LESS_OFTEN = 10
"""By how much the process is made nicer: queries go first."""
_AGAIN = 10.0
"""Seconds after which what went wrong is tried again."""


@contextmanager
def following(store: Path) -> Iterator[None]:
    """Keeps the copy of a store up to date while the block lasts. The first one is there when it begins, if there is a store."""
    keeper = _Keeper(store)
    keeper.start()
    try:
        yield
    finally:
        keeper.close()


class _Keeper:
    """Keeps the process that makes the copy: where it ends on its own it is started again after a pause."""

    def __init__(self, store: Path) -> None:
        self._command = [sys.executable, "-m", "kg.public", str(store)]
        self._ending = Event()
        self._process = self._begun()
        self._thread = Thread(target=self._keep, name="keeper of the public copy", daemon=True)

    def start(self) -> None:
        """Returns when the first copy was made, or could not be."""
        self._wait_for_copy()
        self._thread.start()

    def close(self) -> None:
        self._ending.set()
        self._process.kill()
        self._thread.join()

    def _keep(self) -> None:
        while True:
            ended = self._process.wait()
            if self._ending.is_set():
                return
            LOG.warning("the process that makes the public copy has ended (%s); it begins again in %g seconds", ended, _PAUSE)
            if self._ending.wait(_PAUSE):
                return
            self._process = self._begun()
            if self._ending.is_set():  # closed meanwhile: it was the one before that was killed
                self._process.kill()
            self._wait_for_copy()

    def _begun(self) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(self._command, stdout=subprocess.PIPE)  # noqa: S603  # our own module

    def _wait_for_copy(self) -> None:
        assert self._process.stdout  # noqa: S101  # it was asked for
        with self._process.stdout as told:
            told.readline()


def follow(store: Path) -> None:
    """Makes the copy now and after each publication, until the process that started this one is gone."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the server's, which ends this process
    if hasattr(os, "nice"):
        os.nice(_LESS_OFTEN)
    parent, told = os.getppid(), False
    while os.getppid() == parent:
        pause = _GLANCE
        try:
            PublicStore(store).refresh()
        except KgError as error:
            print(f"kg: the public copy is not up to date: {error}", file=sys.stderr, flush=True)  # noqa: T201  # the server's log
            pause = _AGAIN
        if not told:
            print("ready", flush=True)  # noqa: T201  # to the server that waits
            told = True
        time.sleep(pause)
