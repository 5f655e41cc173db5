"""Copies of a whole store that were checked, and stores made of them again.

A backup holds what cannot be made again: what was read out of the articles (with the graphs that users wrote and the
gazetteer files of the last build), decisions, tombstones, a language model's answers, the log of builds, the secret of
pseudonyms. The graph, its snapshots and the search index follow from these and are left out: they would be many times as
large, and a graph cannot be copied while a build writes it. SQLite files are copied as they were at one moment, so a backup
may be made while a build runs.

    manifest.json   the format, when, of what version, and each file's size and SHA-256
    store/…         the files, by their paths in the store's folder

A backup is a folder, or a tar archive where its name says so. A store is made of one aside, in a folder within its own: only
when its graph is there, whole, everything is moved into place, by renaming; readers see the old graph until then.

    making.py   what is copied, and how    reading.py   a backup compared with its manifest
    placing.py  a store made of one
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from kg.backup.making import archive_mode, pack, staged
from kg.backup.manifest import MANIFEST, Kept, Manifest
from kg.backup.placing import move_into_place, unpack
from kg.backup.reading import verified
from kg.build import BuildSummary, follow
from kg.errors import StoreError, UsageError
from kg.locks import SharedLock, claim
from kg.settings import Settings
from kg.store import RESTORED, StoreFolder

_UNFINISHED = ".unfinished"
"""How the names of the folders end that backups are made in."""
_MAKER, _COPIED, _PACKED = "maker", "backup", "archive"
"""What is in them: a file whose lock is held meanwhile, the copies, the archive of these."""

__all__ = ["MANIFEST", "Kept", "Manifest", "backup", "restore", "verify"]


def backup(store: Path, target: Path) -> Manifest:
    """Copies a store to `target`, a folder or an archive, which is there in the end, whole and checked, or not at all.

    Raises StoreMissing, StoreError where it cannot be read or written, UsageError where something is at `target`.
    """
    folder = StoreFolder(store)
    folder.require()
    if target.exists():
        raise UsageError(f"{target}: is there already; name another file or folder, or move it away")
    with _reported(target):
        target.parent.mkdir(parents=True, exist_ok=True)
        _clear_up(target.parent)
        with TemporaryDirectory(dir=target.parent, prefix=f".{target.name}-", suffix=_UNFINISHED) as place:
            (Path(place) / _MAKER).touch()
            maker, copied = SharedLock(Path(place) / _MAKER), Path(place) / _COPIED
            manifest = staged(store, copied)
            if mode := archive_mode(target):
                pack(copied, made := Path(place) / _PACKED, mode)
            else:
                made = copied
            verified(made)
            made.rename(target)
            maker.release()
    return manifest


def verify(source: Path) -> Manifest:
    """Reads a backup whole and compares it with its manifest. Raises StoreError where it is damaged, UsageError where it is none."""
    with _reported(source):
        return verified(source)


def restore(source: Path, settings: Settings, *, force: bool = False, wait: bool = False) -> BuildSummary:
    """Makes a store of a backup, in place of what is there with `force`.

    Raises UsageError where there is a store, or `source` is no backup, StoreError where it is damaged or the store cannot be
    written, StoreLocked where another process writes. Whatever is raised, what was there is there as before.
    """
    folder = StoreFolder(settings.store)
    _require_room(folder, force=force)
    manifest = verify(source)
    with folder.writer(wait=wait), _reported(folder.path):
        _require_room(folder, force=force)  # a store that was half replaced is whole again only now
        aside = folder.path / RESTORED
        shutil.rmtree(aside, ignore_errors=True)
        try:
            unpack(source, manifest, aside)
            summary = follow(Settings(store=aside))
            done = {"command": "restore", "from": str(source), "articles": summary.articles, "quads": summary.quads}
            StoreFolder(aside).log(done)  # there, so that nothing can fail any more once it is in place
            move_into_place(aside, folder, manifest)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return summary


def _clear_up(folder: Path) -> None:
    """Removes what backups left in a folder that were killed: whoever makes one holds its lock."""
    for left in folder.glob(f".*{_UNFINISHED}"):
        if {found.name for found in left.iterdir()} <= {_MAKER, _COPIED, _PACKED} and claim(left / _MAKER):
            shutil.rmtree(left, ignore_errors=True)


def _require_room(folder: StoreFolder, *, force: bool) -> None:
    """Raises UsageError where a store is that is not to be replaced."""
    if folder.extractions.exists() and not force:
        raise UsageError(f"{folder.path}: a store is here; --force replaces it, with all that was built and decided since the backup")


@contextmanager
def _reported(where: Path) -> Iterator[None]:
    """Turns what reading and writing files raises into a StoreError."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise StoreError(f"{where}: {error}; run the same command again when that is mended") from error
