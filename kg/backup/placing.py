"""A store of what is in a backup: written aside, and moved into place."""

import shutil
from pathlib import Path

from kg.backup.making import OWNERS, PASSING, SECRETS
from kg.backup.manifest import STORE, Manifest
from kg.backup.reading import compare, digested, entries, through
from kg.locks import claim
from kg.search import FILE as SEARCH
from kg.tombstones import FILE as TOMBSTONES

_INPUTS = ("extractions.sqlite", "decisions.jsonl", TOMBSTONES, "answers.sqlite", "builds.jsonl")
"""What must not stay in a store that becomes another."""


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


def move_into_place(aside: Path, store: Path, manifest: Manifest) -> None:
    """Puts a whole store in place of another, by renaming. Stopped in between, it is to be repeated; a graph that is missing by
    then is made again by whoever writes next.
    """
    shutil.rmtree(store / "live", ignore_errors=True)
    names = dict.fromkeys((*_INPUTS, SEARCH, *(file.path for file in manifest.files)))
    for name in names:
        for ending in ("", *PASSING):
            (store / f"{name}{ending}").unlink(missing_ok=True)
        if (aside / name).exists():
            (store / name).parent.mkdir(exist_ok=True)
            (aside / name).rename(store / name)
    (aside / "live").rename(store / "live")
    _show(aside, store)


def _show(aside: Path, store: Path) -> None:
    """Lets readers see the snapshot of a store in another one, and removes those that nobody reads there."""
    snapshots = store / "snapshots"
    snapshots.mkdir(exist_ok=True)
    before = [found for found in snapshots.iterdir() if found.name.isdecimal()]
    number = max((int(found.name) for found in before), default=0) + 1
    (aside / "current").resolve().rename(snapshots / str(number))
    link = store / "current.unfinished"
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / str(number), target_is_directory=True)
    link.replace(store / "current")
    for found in before:
        if claim(found / "readers"):
            shutil.rmtree(found, ignore_errors=True)
