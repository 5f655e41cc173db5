"""Builds new and changed articles as they come into folders and feeds: in a process beside a server (`kg serve --watch`), or alone.

    server: watching ──► keeps the process: __main__.py ──► watch.py ──► looking.py: what is quiet ──► kg.build
                                    kg build --follow ──────┘   └──► kg.feeds: what has arrived ────┘

What tells of changes (watchfiles) only makes it prompt: the folders are looked through every few seconds as well, so that
nothing is missed where a drive tells of none. A file is read when it has not changed for a moment. Files that go leave their
articles in the graph. The process ends with the server, whatever becomes of that; the server itself reads nothing.
"""

import logging
import pickle
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Event, Thread

from kg.errors import UsageError
from kg.feeds.addresses import Address, Refused, is_address
from kg.settings import Settings

LOG = logging.getLogger("kg.watch")
_LEAST, _MOST = 1.0, 60.0
"""Seconds until a process that has ended is started again: at first, and after many times."""
_FAREWELL = 3.0
"""Seconds that the process has to write what it has read when the server ends; what it has not is read again the next time."""
_GLANCE = 0.2


@contextmanager
def watching(settings: Settings, places: Sequence[str | Path]) -> Iterator[None]:
    """Has the articles of `places`, folders and addresses of feeds, built into the store while the block lasts.

    Raises UsageError for what is no folder, and no address that may be asked.
    """
    folders, feeds = told_apart(places)
    keeper = _Keeper(settings, folders, feeds)
    if places:
        keeper.start()
    try:
        yield
    finally:
        keeper.close()


def told_apart(places: Sequence[str | Path]) -> tuple[tuple[Path, ...], tuple[str, ...]]:
    """The folders or files, and the addresses of feeds. Raises UsageError for what is neither."""
    given = [str(place) for place in places]
    feeds, folders = tuple(filter(is_address, given)), tuple(Path(place) for place in given if not is_address(place))
    for folder in folders:
        if not folder.exists():
            raise UsageError(f"{folder}: there is no such folder or file to watch; make it, or name another")
    for feed in feeds:
        try:
            Address.of(feed)
        except Refused as error:
            raise UsageError(str(error)) from error
    return folders, feeds


class _Keeper:
    """Keeps the process that reads: where it ends on its own it is started again, later each time."""

    def __init__(self, settings: Settings, folders: tuple[Path, ...], feeds: tuple[str, ...]) -> None:
        self._job = (settings, folders, feeds)
        self._ending = Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = Thread(target=self._keep, name="keeper of the watch", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def close(self) -> None:
        """Ends the process, which gets some seconds to write what it has read."""
        self._ending.set()
        if not self._thread.is_alive():
            return
        deadline = time.monotonic() + _FAREWELL
        while self._thread.is_alive() and time.monotonic() < deadline:
            self._say_goodbye()
            self._thread.join(_GLANCE)
        if self._process:
            self._process.kill()
        self._thread.join(_FAREWELL)

    def _keep(self) -> None:
        pause = _LEAST
        while not self._ending.is_set():
            began = time.monotonic()
            ended = self._run()
            if self._ending.is_set():
                return
            pause = _LEAST if time.monotonic() - began > _MOST else min(2 * pause, _MOST)
            LOG.warning("the process that reads what is watched has ended (%s); it begins again in %g seconds", ended, pause)
            self._ending.wait(pause)

    def _run(self) -> int:
        """Runs the process to its end; its exit status. Its standard input stays open until it shall end."""
        command = [sys.executable, "-m", "kg.watching"]
        # A session of its own: Ctrl-C at a terminal is the server's, which ends it.
        with subprocess.Popen(command, stdin=subprocess.PIPE, start_new_session=True) as process:  # noqa: S603  # our own module
            assert process.stdin  # noqa: S101  # it was asked for
            with suppress(OSError):  # gone already
                pickle.dump(self._job, process.stdin)
                process.stdin.flush()
            self._process = process
            return process.wait()

    def _say_goodbye(self) -> None:
        if self._process and self._process.stdin:
            with suppress(OSError):
                self._process.stdin.close()
