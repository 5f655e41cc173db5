"""A store of what is in a backup: written aside, and moved into place."""

import shutil
from pathlib import Path

from kg.backup.making import OWNERS, PASSING, SECRETS
from kg.backup.manifest import STORE, Manifest
from kg.backup.reading import compare, digested, entries, through
from kg.locks import claim
from kg.search import FILE as SEARCH
from kg.store import StoreFolder
from kg.tombstones import FILE as TOMBSTONES

_INPUTS = ("extractions.sqlite", "decisions.jsonl", TOMBSTONES, "answers.sqlite", "builds.jsonl")
"""What must not stay in a store that becomes another."""
_FOLDERS = ("live",)


def unpack(source: Path, manifest: Manifest, aside: Path) -> None:
    """Writes what the manifest names into a folder, and nothing else; compares it once more, as it is read for good now."""
    wanted, found = {f"{STORE}/{file.path}": aside / file.path for file in manifest.files}, {}
    for name, stream in entries(source):
        if path := wanted.get(name):
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.open("wb") as file:
                if path.relative_to(aside).as_posix() in SECRETS:
                    path.chmod(OWNERS)
                found[name] = digested(through(stream, file))
    compare(source, manifest, found)


def move_into_place(aside: Path, folder: StoreFolder, manifest: Manifest) -> None:
    """Puts a whole store in place of another, by renaming. What fails on the way is undone: the store is then as it was.

    Where the process is killed in between, whoever writes next undoes it. Raises OSError.
    """
    before = [found for found in (folder.path / "snapshots").glob("*") if found.name.isdecimal()]
    replacement = folder.replacement()
    try:
        for name in _names(manifest):
            for ending in PASSING:
                replacement.put(aside / f"{name}{ending}", f"{name}{ending}")
            replacement.put(aside / name, name)
        folder.show((aside / "current").resolve(), replacement.number)
    except BaseException:
        folder.settle()
        raise
    replacement.clear()
    for found in before:
        if claim(found / "readers"):
            shutil.rmtree(found, ignore_errors=True)


def _names(manifest: Manifest) -> list[str]:
    """The files and folders that are replaced, by their paths in the store's folder."""
    return list(dict.fromkeys((*_INPUTS, SEARCH, *(file.path for file in manifest.files), *_FOLDERS)))
