"""Which files hold articles, and how their bytes are read without ever holding too many of them."""

import gzip
import lzma
import os
import stat
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from typing import BinaryIO, cast

from kg.articles.faults import Fault, Found

LIMIT = 5_000_000
"""Most bytes of one article, be it a file or a line: a hundred times a long report, and still little to hold in memory."""
BARREN = 300_000_000
"""Most bytes of lines, one after the other, of which none is an article: some kilobytes may be decompressed to lines without end."""
SIDECAR = ".meta.json"
_CHUNK = 65_536
_COMPRESSIONS = {".gz": 4, ".xz": 5}
"""Endings of compressed files, and how many times shorter JSON lines of news are in them."""


class Format(Enum):
    """How a file's bytes are to be understood."""

    TEXT = "text"
    PAGE = "page"
    LINES = "lines"


_FORMATS = {".txt": Format.TEXT, ".html": Format.PAGE, ".htm": Format.PAGE, ".jsonl": Format.LINES, ".ndjson": Format.LINES}
_NAMES = ", ".join(_FORMATS) + " (also with .gz or .xz)"


@dataclass(frozen=True, slots=True)
class Source:
    """A file that holds articles; `stem` is its name without the endings that say how it is written."""

    path: Path
    stem: str
    format: Format
    compression: str = ""

    @property
    def sidecar(self) -> Path:
        """Where metadata of the article may lie."""
        return self.path.with_name(self.stem + SIDECAR)

    def decompressed(self, raw: BinaryIO) -> BinaryIO:
        """The bytes of an article's file that is open. Reading from it raises what `unreadable` knows."""
        if self.compression == ".gz":
            return cast("BinaryIO", gzip.open(raw, "rb"))
        if self.compression == ".xz":
            return cast("BinaryIO", lzma.open(raw, "rb"))
        return raw

    def size(self) -> int:
        """Bytes on the disk; 0 where they cannot be counted."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def unpacked(self) -> int:
        """Bytes, about, that it has when it is decompressed: news in Arabic are packed as much as this."""
        return self.size() * _COMPRESSIONS.get(self.compression, 1)


def sources(path: Path) -> Iterator[Source | Found | None]:
    """The file `path`, or all files in the folder `path`, sorted; a fault for what cannot be used, None for what is ignored."""
    try:
        is_folder = stat.S_ISDIR(path.stat().st_mode)
    except (OSError, ValueError) as error:
        yield Found(shown(path), None, _cannot_be_opened(error))
        return
    if is_folder:
        yield from _in_folder(path)
    elif source := _recognised(path):
        yield source
    elif not path.name.endswith(SIDECAR):  # named by a shell's `*`, beside its article
        yield Found(shown(path), None, Fault("its name does not say what it is", f"use one of {_NAMES}, or standard input (-)"))


def whole(stream: BinaryIO) -> bytes:
    """All bytes of `stream`. Raises Fault for more than LIMIT and for what cannot be read."""
    with unreadable():
        content = stream.read(LIMIT + 1)
    if len(content) > LIMIT:
        raise too_long("the file")
    return content


def lines(stream: BinaryIO) -> Iterator[tuple[int, bytes | None, int]]:
    """Number (from 1) and bytes of each line without its end, None for a line over LIMIT, and how many bytes it has.

    Raises Fault where reading fails, and for a line over BARREN.
    """
    number = 0
    while line := _read_line(stream, LIMIT + 1):
        number += 1
        if len(line) > LIMIT and not line.endswith(b"\n"):
            yield number, None, len(line) + _skipped(stream)
        else:
            yield number, line.removesuffix(b"\n").removesuffix(b"\r"), len(line)


def _skipped(stream: BinaryIO) -> int:
    """Reads on to the end of a line; how many bytes that were."""
    size = 0
    while rest := _read_line(stream, _CHUNK):
        size += len(rest)
        if size > BARREN:
            raise barren()
        if rest.endswith(b"\n"):
            break
    return size


def barren() -> Fault:
    """The fault of more than BARREN bytes without an article."""
    problem = f"there are more than {BARREN:,} bytes, or {BARREN // 1_000:,} lines, without an article; the file is not read any further"
    return Fault(problem, "take it out or, where articles follow, put them into a file of their own")


def too_long(what: str) -> Fault:
    """The fault of a file or line over LIMIT."""
    return Fault(f"{what} has more than {LIMIT:,} bytes", "an article is shorter: split it, or take it out")


def shown(path: Path) -> str:
    """`path` in a form that can be printed, also where its name is not UTF-8."""
    return str(path).encode("utf-8", "backslashreplace").decode("utf-8")


@contextmanager
def unreadable() -> Iterator[None]:
    """Turns what opening, reading and decompressing raise into a Fault."""
    try:
        yield
    except (EOFError, zlib.error, lzma.LZMAError, gzip.BadGzipFile) as error:
        raise Fault(f"the compressed file is damaged or cut short ({error})", "get or compress it again") from error
    except OSError as error:
        raise _cannot_be_opened(error) from error


def _read_line(stream: BinaryIO, most: int) -> bytes:
    with unreadable():
        return stream.readline(most)


def _recognised(path: Path) -> Source | None:
    rest, compression = path.name, ""
    if path.suffix.lower() in _COMPRESSIONS:
        rest, compression = path.stem, path.suffix.lower()
    stem, dot, ending = rest.rpartition(".")
    known = _FORMATS.get(dot + ending.lower())
    return Source(path, stem, known, compression) if known else None


def _in_folder(folder: Path) -> Iterator[Source | Found | None]:
    errors: list[OSError] = []
    nothing = True
    for root, folders, names in os.walk(folder, onerror=errors.append):
        entered = sorted(name for name in folders if not name.startswith(".") and not Path(root, name).is_symlink())
        for source in [*_among(Path(root), sorted(names)), *[None] * (len(folders) - len(entered))]:
            nothing = nothing and source is None
            yield source
        folders[:] = entered
    for error in errors:
        yield Found(shown(Path(error.filename)), None, _cannot_be_opened(error))
    if nothing and not errors:
        yield Found(shown(folder), None, Fault("there are no articles in this folder", f"they are files named {_NAMES}"))


def _among(folder: Path, names: list[str]) -> list[Source | None]:
    """A source or None for each of `names`, metadata of articles among them left out."""
    found = [(name, None if name.startswith(".") or _is_special(folder / name) else _recognised(folder / name)) for name in names]
    sidecars = {source.sidecar.name for _, source in found if source and source.format is not Format.LINES}
    return [source for name, source in found if name not in sidecars]


def _is_special(path: Path) -> bool:
    """Whether it is a pipe, socket or device, which could keep a reader waiting for ever."""
    return path.exists() and not path.is_file()


def _cannot_be_opened(error: OSError | ValueError) -> Fault:
    if isinstance(error, FileNotFoundError):
        return Fault("there is no such file or folder", "check the spelling of its path")
    reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return Fault(f"it cannot be read ({reason})", "check its path and permissions")
