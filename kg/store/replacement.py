"""How files and folders of a store give way to others, all of them or none, whenever a process is killed."""

import shutil
from dataclasses import dataclass
from pathlib import Path

UNFINISHED = ".unfinished"
"""How the names of files and folders end that nobody reads yet, or any more."""
_BESIDE_DATABASES = ("-wal", "-shm", "-journal")
"""What SQLite has beside a file, by how the names end: it belongs to that very file."""


@dataclass(frozen=True, slots=True)
class Replacement:
    """Files and folders of a store's folder that give way to others, all of them or none.

    It is done when readers see the snapshot of `number`, and not before: until then what gave way is kept, and whoever writes
    next puts it back. A process may be killed at any step.

        replaced-N.unfinished/was/NAME   what was at NAME, "/" in it written %2F    …/none/NAME   nothing was there
    """

    store: Path
    number: int

    @classmethod
    def left_in(cls, store: Path) -> "list[Replacement]":
        """Those that were begun in a store's folder and are not cleared up."""
        names = (found.name.removeprefix("replaced-").removesuffix(UNFINISHED) for found in store.glob(f"replaced-*{UNFINISHED}"))
        return [cls(store, int(name)) for name in names if name.isdecimal()]

    @property
    def _kept(self) -> Path:
        return self.store / f"replaced-{self.number}{UNFINISHED}"

    def put(self, new: Path, name: str) -> None:
        """Moves what is at `new` to `name` in the store's folder; where nothing is at `new` nothing is there then. Raises OSError."""
        path, flat = self.store / name, name.replace("%", "%25").replace("/", "%2F")
        if path.exists():
            (self._kept / "was").mkdir(parents=True, exist_ok=True)
            path.rename(self._kept / "was" / flat)
        elif new.exists():
            (self._kept / "none").mkdir(parents=True, exist_ok=True)
            (self._kept / "none" / flat).touch()
        if new.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            new.rename(path)

    def put_back(self) -> None:
        """Makes all be as it was; stopped in between it is to be repeated. Raises OSError."""
        for none in (self._kept / "none").glob("*"):
            _remove(self._path(none))
        for was in sorted((self._kept / "was").glob("*")):  # a database comes before what is beside it
            path = self._path(was)
            _remove(path)
            for ending in _BESIDE_DATABASES:
                _remove(path.with_name(path.name + ending))
            was.rename(path)
        self.clear()

    def clear(self) -> None:
        """Removes what gave way, as far as that can be; the next writer removes the rest."""
        shutil.rmtree(self._kept, ignore_errors=True)

    def _path(self, kept: Path) -> Path:
        return self.store / kept.name.replace("%2F", "/").replace("%25", "%")


def _remove(path: Path) -> None:
    """Removes a file or a folder, if it is there. Raises OSError."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
