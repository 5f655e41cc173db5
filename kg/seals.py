"""What the files of a folder are that will not change any more: their sizes and checksums, in a file among them.

SQLite has no checksums, and RocksDB looks at those of its blocks only where it reads them. With a seal a file that is gone, cut
short or damaged is noticed before anything is answered from it, as far as looking costs next to nothing, and all of it when asked.
"""

import hashlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path

FILE = "seal.json"
_SMALL = 16 << 20
"""Bytes up to which a file is read whenever it is looked at."""
_CHECKED_AS_READ = ".sst"
"""How the names of files end that RocksDB has checksums in, and compares wherever it reads."""
_LOCKED = "readers"
"""A file that others hold locks on; it is empty."""


def seal(folder: Path, before: Path | None = None) -> None:
    """Notes what the files in a folder are. Raises OSError where it cannot be written.

    `before` is a sealed folder: the files that both share, as the tables of a graph, are not read again.
    """
    known = _sealed(before) if before else {}
    found = {name: _stamp(path, known.get(name), before and before / name) for name, path in _files(folder)}
    (folder / FILE).write_text(json.dumps(found, indent=0), "utf-8")
    for path in (folder / FILE, *(path for path in folder.rglob("*") if path.is_dir()), folder):
        sync(path)


def sync(path: Path) -> None:
    """What a file holds, or which files a folder has, is on the disk afterwards, come what may. Raises OSError."""
    if sys.platform == "win32":  # which neither opens folders nor syncs what is open to be read
        return
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def broken(folder: Path, *, thoroughly: bool = False) -> Iterator[str]:
    """What is wrong in a sealed folder, a line each: files that are gone, of another size or, where they are small, not what they were.

    `thoroughly` reads the large ones too, and the tables of a graph. Nothing is found in a folder that was never sealed.
    """
    try:
        sealed = _sealed(folder)
    except (OSError, ValueError, TypeError, AttributeError) as error:
        yield f"{folder / FILE}: cannot be read ({error})"
        return
    for name, (size, digest) in sealed.items():
        path = folder / name
        if not path.is_file():
            yield f"{path}: is gone"
        elif path.stat().st_size != size:
            yield f"{path}: has {path.stat().st_size:,} bytes, not {size:,}"
        elif (thoroughly or (size <= _SMALL and path.suffix != _CHECKED_AS_READ)) and _digest(path) != digest:
            yield f"{path}: is not what it was"


def _sealed(folder: Path) -> dict[str, tuple[int, str]]:
    """Raises OSError, ValueError, TypeError or AttributeError where a seal cannot be read."""
    try:
        told = json.loads((folder / FILE).read_text("utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {name: (size, digest) for name, (size, digest) in told.items()}


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    for path in sorted(folder.rglob("*")):
        if path.is_file() and path.name not in (FILE, _LOCKED):
            yield path.relative_to(folder).as_posix(), path


def _stamp(path: Path, known: tuple[int, str] | None, before: Path | None) -> tuple[int, str]:
    if known and before and before.exists() and before.samefile(path):
        return known
    sync(path)
    return path.stat().st_size, _digest(path)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
