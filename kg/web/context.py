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
        self._opened: tuple[Path, Store] | None = None

    def store(self) -> Store:
        """The newest snapshot, to be read. Raises StoreMissing where nothing was built yet, StoreError where it is damaged."""
        try:
            target = self._link.readlink()
        except OSError:
            target = Path()
        opened = self._opened
        if opened and opened[0] == target:
            return opened[1]
        with self._lock:
            if self._opened is None or self._opened[0] != target:
                self._opened = (target, self._folder.snapshot())
            return self._opened[1]


@dataclass(frozen=True, slots=True)
class Context:
    """Handed to every view."""

    settings: Settings
    instances: Instances
    queries: dict[str, SavedQuery]
    snapshots: Snapshots


def make_context(settings: Settings) -> Context:
    """Reads the saved queries; the store is opened by the first request. Raises QueryError for a query that cannot be used."""
    queries = load(settings.queries or resource("queries"))
    return Context(settings, Instances(settings.base), queries, Snapshots(settings.store))
