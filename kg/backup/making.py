"""The files of a store, copied as they were at one moment, and packed."""

import hashlib
import json
import shutil
import sqlite3
import tarfile
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

import kg
from kg.backup.manifest import MANIFEST, STORE, Kept, Manifest
from kg.errors import StoreError
from kg.feeds.state import FILE as FEEDS
from kg.search import FILE as SEARCH
from kg.store import StoreFolder

PASSING = ("-wal", "-shm", "-journal", ".unfinished", ".lock")
"""How the names of files end that are there only while somebody writes."""
_ARCHIVES: dict[str, Literal["w", "w:gz"]] = {".tar": "w", ".tar.gz": "w:gz", ".tgz": "w:gz"}
_DERIVED = {SEARCH, "lock", "lock.json"}
_DATABASES = ".sqlite"
OWNERS = 0o600
"""Who may read an archive, and the secret: the owner alone."""
SECRETS = ("public/secret",)
"""What is not made again in folders that are."""


def staged(store: Path, into: Path) -> Manifest:
    """Copies the files of a store into a folder, and writes the manifest. Raises StoreError for a file that is damaged."""
    (into / STORE).mkdir(parents=True)
    kept = tuple(_copied(store, path, into / STORE) for path in _files(store))
    manifest = Manifest(datetime.now(UTC).isoformat(timespec="seconds"), kg.__version__, kept)
    (into / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1), "utf-8")
    return manifest


def _files(store: Path) -> list[str]:
    """What of a store is no more to be had where it is lost: the extractions first, since all else may be newer than they.

    Before them what was seen of feeds: what that holds to be read must be among the extractions, or it is never read again.
    """
    found = (path for path in sorted(store.iterdir()) if path.is_file() and not path.is_symlink())
    names = [path.name for path in found if path.name not in _DERIVED and not path.name.endswith(PASSING)]
    further = [name for name in SECRETS if (store / name).is_file()]
    first = (FEEDS, StoreFolder(store).extractions.name)
    return sorted(names, key=lambda name: first.index(name) if name in first else len(first)) + further


def _copied(store: Path, name: str, into: Path) -> Kept:
    copy = into / name
    copy.parent.mkdir(parents=True, exist_ok=True)
    if name.endswith(_DATABASES):
        _copy_database(store / name, copy)
    else:
        shutil.copy(store / name, copy)
        if name.endswith(".jsonl"):
            _drop_begun_line(copy)
    with copy.open("rb") as file:
        return Kept(name, copy.stat().st_size, hashlib.file_digest(file, "sha256").hexdigest())


def _copy_database(original: Path, copy: Path) -> None:
    """Copies an SQLite file as it was at one moment, whoever writes in it, and has SQLite look it through."""
    with closing(sqlite3.connect(original)) as database, closing(sqlite3.connect(copy)) as copied:
        database.backup(copied)
        copied.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        problems = [row[0] for row in copied.execute("PRAGMA quick_check")]
    if problems != ["ok"]:
        raise StoreError(f"{original}: is damaged ({problems[0]}); build again from the articles, or restore an older backup")


def _drop_begun_line(copy: Path) -> None:
    """Drops a last line that somebody was writing when it was copied."""
    content = copy.read_bytes()
    if content and not content.endswith(b"\n") and not _is_json(content.rpartition(b"\n")[2]):
        copy.write_bytes(content[: content.rfind(b"\n") + 1])


def _is_json(line: bytes) -> bool:
    try:
        json.loads(line)
    except ValueError:
        return False
    return True


def archive_mode(target: Path) -> Literal["w", "w:gz"] | None:
    """How an archive of that name is written; None where it is to be a folder."""
    return next((mode for ending, mode in _ARCHIVES.items() if target.name.endswith(ending)), None)


def pack(folder: Path, archive: Path, mode: Literal["w", "w:gz"]) -> None:
    """Makes an archive of a backup that is a folder."""
    archive.touch(OWNERS)  # the secret is in it
    with tarfile.open(archive, mode) as packed:
        for name in (MANIFEST, STORE):
            packed.add(folder / name, name)
