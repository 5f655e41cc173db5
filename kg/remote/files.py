"""What a first publication would send, as files for a store's own loader: N-Quads, packed, with the ledger that says that it is there."""

import gzip
import shutil
from contextlib import closing
from pathlib import Path

from kg.errors import StoreError, UsageError
from kg.ontology import Instances
from kg.remote.connection import Remote
from kg.remote.ledger import lines as ledger_lines
from kg.remote.parts import Lines, graphs_of, write_lines
from kg.remote.publishing import sums_of
from kg.store import StoreFolder

_QUADS = 1_000_000
"""In one file."""


def write_files(folder: StoreFolder, remote: Remote, target: Path) -> list[Path]:
    """Writes the newest snapshot into files of a new folder, the ledger behind all else.

    Raises UsageError where something is at `target`, StoreMissing, StoreError where it cannot be written.
    """
    if target.exists():
        raise UsageError(f"{target}: is there already; name another folder, or move it away")
    store, instances = folder.snapshot(), Instances(folder.base())
    unfinished = target.with_name(f"{target.name}.unfinished")
    try:
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(parents=True)
        with closing(_Files(unfinished)) as files:
            for graph in graphs_of(store):
                files.graph = graph or remote.merged
                write_lines(store, graph, files)
            files.graph = ""  # these lines name theirs
            files.take([line.encode() for line in ledger_lines(sums_of(store, instances))])
        unfinished.rename(target)
    except OSError as error:
        raise StoreError(f"{target}: {error}; run the same command again when that is mended") from error
    return sorted(target.iterdir())


class _Files(Lines):
    """Files that take one triple after the other, and begin anew when they are full."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.graph = ""
        """What is put behind the triples."""
        self._folder = folder
        self._number, self._left = 0, 0
        self._file: gzip.GzipFile | None = None

    def take(self, lines: list[bytes]) -> None:
        """As `Lines.take`. Raises OSError."""
        ending = f"<{self.graph}> .\n".encode() if self.graph else b".\n"
        for line in filter(None, lines):
            self._open().write(line[:-1] + ending)

    def _open(self) -> gzip.GzipFile:
        if self._file is None or not self._left:
            self.close()
            self._number += 1
            self._left = _QUADS
            self._file = gzip.GzipFile(self._folder / f"isnad-{self._number:04}.nq.gz", "wb", mtime=0)
        self._left -= 1
        return self._file

    def close(self) -> None:
        """Ends the file that is being written."""
        if self._file:
            self._file.close()
