"""A backup as it is read: whole, and compared with its manifest."""

import gzip
import hashlib
import json
import tarfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import IO

from kg.backup.manifest import FORMAT, MANIFEST, STORE, Kept, Manifest
from kg.errors import StoreError, UsageError

_CHUNK = 1 << 20


def verified(source: Path) -> Manifest:
    """Reads a backup whole. Raises UsageError where it is none, StoreError where it is damaged."""
    manifest: Manifest | None = None
    found: dict[str, tuple[int, str]] = {}
    for name, stream in entries(source):
        if name == MANIFEST:
            manifest = _manifest(source, b"".join(stream))
        else:
            found[name] = digested(stream)
    if manifest is None:
        raise UsageError(f"{source}: is no backup of Isnad; `kg backup` makes one")
    compare(source, manifest, found)
    return manifest


def compare(source: Path, manifest: Manifest, found: Mapping[str, tuple[int, str]]) -> None:
    """Raises StoreError where sizes and checksums that were found, by their paths, are not those of the manifest."""
    wanted = {f"{STORE}/{file.path}": (file.size, file.sha256) for file in manifest.files}
    wrong = sorted(name for name in wanted.keys() | found.keys() if wanted.get(name) != found.get(name))
    if wrong:
        what = "is missing" if wrong[0] not in found else "is not in its manifest" if wrong[0] not in wanted else "is not what it was"
        raise StoreError(f"{source}: the backup is damaged: {wrong[0]} {what}; use another one")


def _manifest(source: Path, text: bytes) -> Manifest:
    try:
        told = json.loads(text)
        made = Manifest(told["made"], told["version"], tuple(Kept(**file) for file in told["files"]), told["format"])
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"{source}: the backup is damaged: its manifest cannot be read ({error}); use another one") from error
    if made.format != FORMAT:
        raise UsageError(f"{source}: was made by another version of Isnad, {made.version}; restore it with that one")
    if bad := [file.path for file in made.files if not _is_inside(file.path)]:
        raise StoreError(f"{source}: is no backup that can be trusted: {bad[0]!r} would be written outside of the store")
    return made


def _is_inside(path: str) -> bool:
    parts = PurePosixPath(path)
    return bool(parts.parts) and not parts.is_absolute() and ".." not in parts.parts and "\\" not in path and ":" not in path


def entries(source: Path) -> Iterator[tuple[str, Iterator[bytes]]]:
    """The files of a backup, whole ones, by their paths in it; each is to be read before the next is taken."""
    if source.is_dir():
        for path in sorted(source.rglob("*")):
            if path.is_file() and not path.is_symlink():
                with path.open("rb") as file:
                    yield path.relative_to(source).as_posix(), _chunks(source, file)
        return
    if not source.exists():
        raise UsageError(f"{source}: there is no such file or folder")
    with _readable(source), tarfile.open(source, "r:*") as packed:
        for member in packed:
            if member.isfile() and (content := packed.extractfile(member)):
                yield PurePosixPath(member.name).as_posix(), _chunks(source, content)


@contextmanager
def _readable(source: Path) -> Iterator[None]:
    """Turns what a damaged archive raises into a StoreError."""
    try:
        yield
    except (tarfile.TarError, gzip.BadGzipFile, EOFError, zlib.error) as error:
        raise StoreError(f"{source}: cannot be read as a backup ({error}); use another one") from error


def _chunks(source: Path, file: IO[bytes]) -> Iterator[bytes]:
    with _readable(source):
        while chunk := file.read(_CHUNK):
            yield chunk


def through(stream: Iterable[bytes], file: IO[bytes]) -> Iterator[bytes]:
    """What comes by, written on the way."""
    for chunk in stream:
        file.write(chunk)
        yield chunk


def digested(stream: Iterable[bytes]) -> tuple[int, str]:
    """Size and SHA-256 of what is in a stream."""
    size, digest = 0, hashlib.sha256()
    for chunk in stream:
        size += len(chunk)
        digest.update(chunk)
    return size, digest.hexdigest()
