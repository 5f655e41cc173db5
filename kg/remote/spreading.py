"""The lines of a large graph by the parts that are sent at once: it is written once for many of them."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory, gettempdir
from typing import IO

from pyoxigraph import Store

from kg.errors import StoreError
from kg.remote.parts import Buckets, Lines, Part, write_lines

_FILES = 100
"""Temporary files at once, one for each batch of parts: with those of 100,000 triples some 2 GB."""

Batch = list[Part]


def spread(store: Store, graph: str, batches: Iterator[Batch]) -> Iterator[tuple[Batch, list[bytes]]]:
    """Batches of parts of a graph, with their lines in a snapshot. Raises StoreError for blank nodes, and where no file can be written."""
    while some := list(islice(batches, _FILES)):
        try:
            with TemporaryDirectory(prefix="isnad-") as folder:
                files = [Path(folder) / str(number) for number in range(len(some))]
                with ExitStack() as stack:
                    write_lines(store, graph, _Spreading(graph, some, [stack.enter_context(file.open("wb")) for file in files]))
                yield from ((batch, file.read_bytes().splitlines()) for batch, file in zip(some, files, strict=True))
        except OSError as error:
            raise StoreError(f"{gettempdir()}: {error}; name a folder with more room by $TMPDIR, and run the same command again") from error


class _Spreading(Lines):
    """Writes each line to the file of its part's batch; other parts are left out."""

    def __init__(self, graph: str, batches: Sequence[Batch], files: Sequence[IO[bytes]]) -> None:
        super().__init__()
        self._buckets = Buckets(graph)
        self._file = {part.bucket: number for number, batch in enumerate(batches) for part in batch}
        self._files = files

    def take(self, lines: list[bytes]) -> None:
        """As `Lines.take`."""
        chosen: dict[int, list[bytes]] = defaultdict(list)
        for line in filter(None, lines):
            if (number := self._file.get(self._buckets.of(line))) is not None:
                chosen[number].append(line)
        for number, some in chosen.items():
            self._files[number].write(b"\n".join([*some, b""]))
