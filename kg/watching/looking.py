"""Which files in folders are new, or have changed, and are whole by now."""

import logging
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from kg.articles.faults import Fault, Found
from kg.articles.files import Source, sources

LOG = logging.getLogger("kg.watch")
Stamp = tuple[int, ...]
"""What another one of means that a file, or its metadata, has changed."""


@dataclass(slots=True)
class Looked:
    """What was seen in folders, and what of it was built."""

    folders: tuple[Path, ...]
    quiet: float = 1.0
    """Seconds that a file must not have changed for: else somebody may still be writing it."""
    clock: Callable[[], float] = time.monotonic
    apart: tuple[Path, ...] = ()
    """What is ours though it lies in the folders: the store, the log. Reading it would go on for ever."""
    built: dict[Path, Stamp] = field(default_factory=dict)
    """What it was like when it was built last. It stays when a file goes: a drive may be back in a moment."""
    waiting: dict[Path, tuple[Stamp, float]] = field(default_factory=dict)
    """What is another now, and since when it is as it is."""
    took: float = 0.0
    """Seconds of the last look."""
    told: set[str] = field(default_factory=set)
    """What was wrong with folders, which is logged once."""

    def look(self) -> None:
        """Looks through the folders."""
        now, began, found = self.clock(), time.monotonic(), self._stamps()
        changed = {path: stamp for path, stamp in found.items() if self.built.get(path) != stamp}
        before = self.waiting
        self.waiting = {
            path: before[path] if path in before and before[path][0] == stamp else (stamp, now) for path, stamp in changed.items()
        }
        self.took = time.monotonic() - began

    def ready(self) -> dict[Path, Stamp]:
        """What is to be built now."""
        now = self.clock()
        return {path: stamp for path, (stamp, since) in self.waiting.items() if now - since >= self.quiet}

    def _stamps(self) -> dict[Path, Stamp]:
        found: dict[Path, Stamp] = {}
        apart = tuple(path.resolve() for path in self.apart)
        for folder, source in ((within, each) for within in self.folders for each in sources(within)):
            if isinstance(source, Found):
                self._tell_once(source)
            elif source is not None and _belongs(source.path, folder, apart):
                with suppress(OSError):  # gone meanwhile
                    found[source.path] = _stamp(source)
        return found

    def _tell_once(self, found: Found) -> None:
        assert isinstance(found.outcome, Fault)  # noqa: S101  # looking reads no article
        fault = in_a_line(str(found.outcome.at(found.path, found.line)))
        if fault not in self.told:
            self.told.add(fault)
            LOG.warning("%s", fault)


def _belongs(path: Path, folder: Path, apart: tuple[Path, ...]) -> bool:
    """Whether a file lies in a folder, and not through a link elsewhere, and is not ours."""
    place = path.resolve()
    return place.is_relative_to(folder.resolve()) and not any(place.is_relative_to(each) for each in apart)


def _stamp(source: Source) -> Stamp:
    """Raises OSError where the file is gone."""
    parts = [source.path.stat()]
    with suppress(OSError):  # most have none
        parts.append(source.sidecar.stat())
    return tuple(number for part in parts for number in (part.st_mtime_ns, part.st_size, part.st_ino))


def in_a_line(text: str) -> str:
    """A name of a file may hold anything, and must not look like a further line of the log."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
