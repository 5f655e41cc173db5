"""What every request needs: the settings, the saved queries and the snapshot that is current."""

from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from kg.ontology import Instances
from kg.queries import SavedQuery, Store, load
from kg.resources import resource
from kg.settings import Settings
from kg.store import StoreFolder


class Snapshots:
    """Opens the store's newest snapshot once, and the next one when a build has published it.

    Threads share what is opened. A request that still reads the snapshot before keeps it alive until it is done.
    """

    def __init__(self, folder: Path) -> None:
        """Nothing is opened yet: there may be no store at all."""
        self._folder = StoreFolder(folder)
        self._link = folder / "current"
        self._lock = Lock()
        self._opened: tuple[tuple[int, int], Store] | None = None

    def store(self) -> Store:
        """The newest snapshot, to be read. Raises StoreMissing where nothing was built yet, StoreError where it is damaged."""
        published = self._published()
        opened = self._opened
        if opened and opened[0] == published:
            return opened[1]
        with self._lock:
            if self._opened is None or self._opened[0] != published:
                self._opened = (published, self._folder.snapshot())
            return self._opened[1]

    def _published(self) -> tuple[int, int]:
        """What tells a publication from all others: each makes its link anew, also in a store that was removed and made again."""
        try:
            link = self._link.lstat()
        except OSError:
            return 0, 0
        return link.st_ino, link.st_ctime_ns


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every view."""

    settings: Settings
    queries: dict[str, SavedQuery]
    snapshots: Snapshots

    @property
    def instances(self) -> Instances:
        """The IRIs of the store that is there now."""
        return Instances(StoreFolder(self.settings.store).base())


def make_context(settings: Settings) -> Context:
    """Reads the saved queries; the store is opened by the first request. Raises UsageError where they cannot be used."""
    queries = load(settings.queries or resource("queries"))
    return Context(settings, queries, Snapshots(settings.store))
