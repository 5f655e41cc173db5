"""Feeds that are followed: each is asked when it is due, several hosts at once; what is new waits for whoever builds."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from threading import Event, Thread

from kg.errors import ArticleError, StoreError, UsageError
from kg.feeds.addresses import Address, Refused
from kg.feeds.asking import Guest
from kg.feeds.fetching import Fetcher
from kg.feeds.polling import Poll
from kg.feeds.state import State
from kg.feeds.waiting import Waiting
from kg.settings import Settings

_AT_ONCE = 8
"""Hosts that are asked at once."""
_GLANCE, _LOOK = 0.2, 1.0
"""The fewest and the most seconds between two looks at what is due."""
_AGAIN = 60.0
"""Seconds until a host's feeds are asked again where what they said could not be kept."""
_MEBIBYTE = 1 << 20

Report = Callable[[ArticleError], None]


class Feeds:
    """Feeds, and what came of them. Of `opened` only."""

    def __init__(self, addresses: Iterable[str], settings: Settings, report: Report) -> None:
        """Raises UsageError for what is no address that may be asked, StoreError."""
        self._by_host: dict[str, list[Address]] = {}
        for address in dict.fromkeys(map(_given, addresses)):
            self._by_host.setdefault(address.host, []).append(address)
        allowed = frozenset(settings.feed_hosts.lower().split()) - {"none"}
        self._stop = Event()
        self._fetcher = Fetcher(settings.feed_time, settings.feed_size * _MEBIBYTE, allowed)
        self._guest = Guest(self._fetcher, settings.feed_pause, self._stop)
        self._every = float(settings.feed_every)
        self._report = report
        self._state = State(settings.store)
        self._waiting = Waiting(self._state, settings.store, self._every)
        self._pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="feeds")
        self._thread: Thread | None = None

    def close(self) -> None:
        """Ends what is under way: what was fetched by then is kept."""
        self._stop.set()
        self._fetcher.close()
        if self._thread:
            self._thread.join()
        self._pool.shutdown(cancel_futures=True)
        self._state.close()

    def read_once(self) -> None:
        """Asks each feed, due or not, and waits until that is done. Raises StoreError."""
        for asking in [self._pool.submit(self._ask, feeds) for feeds in self._by_host.values()]:
            asking.result()

    def follow(self, told: Callable[[], None]) -> None:
        """Asks each feed when it is due, from now on; `told` is called when there is something to be built."""
        self._thread = Thread(target=self._go_on, args=(told,), name="feeds", daemon=True)
        self._thread.start()

    def arrived(self) -> AbstractContextManager[tuple[Path, ...]]:
        """The file of what waits for a build, or none, while a block lasts in which it is built: see `Waiting.given`."""
        return self._waiting.given()

    def _go_on(self, told: Callable[[], None]) -> None:
        asking: dict[str, Future[None]] = {}
        pause = 0.0
        while not self._stop.wait(pause):
            try:
                pause = self._ask_what_is_due(asking, told)
            except StoreError as error:
                pause = _AGAIN
                self._tell(error)

    def _ask_what_is_due(self, asking: dict[str, Future[None]], told: Callable[[], None]) -> float:
        """Begins to ask the hosts that are due, but those that are being asked; seconds until the next look."""
        pause = _LOOK
        for host, feeds in self._by_host.items():
            if host in asking and not asking[host].done():
                continue
            waits = {feed: self._state.asked(str(feed)).due_in() for feed in feeds}
            if due := [feed for feed, seconds in waits.items() if seconds <= 0]:
                asking[host] = self._pool.submit(self._keep_asking, due, told)
            else:
                pause = max(min(pause, *waits.values()), _GLANCE)
        return pause

    def _keep_asking(self, feeds: Sequence[Address], told: Callable[[], None]) -> None:
        try:
            self._ask(feeds)
            if self._state.waiting():
                told()
        except Exception as error:  # noqa: BLE001  # a full disk, or a fault of ours: told, and tried again, or nobody would notice
            self._tell(error)
            self._stop.wait(_AGAIN)

    def _tell(self, error: Exception) -> None:
        problem = str(error) if isinstance(error, StoreError) else f"feeds cannot be read: {type(error).__name__}: {error}"
        self._report(ArticleError("feeds", None, problem, f"it is tried again in {_AGAIN:g} seconds"))

    def _ask(self, feeds: Sequence[Address]) -> None:
        for feed in feeds:
            if not self._stop.is_set():
                Poll(feed, self._guest, self._state, self._every, self._report).run()


@contextmanager
def opened(addresses: Sequence[str], settings: Settings, report: Report) -> Iterator[Feeds | None]:
    """Feeds that can be asked while the block lasts; None where there are none. Raises UsageError, StoreError."""
    if not addresses:
        yield None
        return
    feeds = Feeds(addresses, settings, report)
    try:
        yield feeds
    finally:
        feeds.close()


def addresses_in(file: Path) -> tuple[str, ...]:
    """The addresses in a file: one a line, empty lines and those that begin with # left out. Raises UsageError."""
    try:
        lines = file.read_text("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{file}: cannot be read ({error}); it is a text of addresses, one a line") from error
    given = [(number, line.strip()) for number, line in enumerate(lines, 1) if line.strip() and not line.lstrip().startswith("#")]
    for number, line in given:
        try:
            Address.of(line)
        except Refused as error:
            raise UsageError(f"{file}:{number}: {error}") from error
    return tuple(line for _, line in given)


def _given(text: str) -> Address:
    try:
        return Address.of(text)
    except Refused as error:
        raise UsageError(str(error)) from error
