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
_FOLDERS = ("live",)
_LINK = "current.unfinished"
_REPLACED = "replaced.unfinished"
"""Where what is replaced waits until all is done."""


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
    """Puts a whole store in place of another, by renaming. What fails on the way is undone: the store is then as it was.

    Only a process that is killed in between leaves it half done: it is to be repeated then, and what was replaced is put
    back first. Raises OSError.
    """
    replaced = store / _REPLACED
    _put_back(replaced, store)
    moves = _Moves()
    try:
        for name in _names(manifest):
            for ending in ("", *PASSING):
                moves.move(store / f"{name}{ending}", replaced / f"{name}{ending}")
            moves.move(aside / name, store / name)
        for name in _FOLDERS:
            moves.move(store / name, replaced / name)
            moves.move(aside / name, store / name)
        before = _show(aside, store, moves)
    except BaseException:
        moves.undo()
        (store / _LINK).unlink(missing_ok=True)
        shutil.rmtree(replaced, ignore_errors=True)
        raise
    shutil.rmtree(replaced, ignore_errors=True)
    for found in before:
        if claim(found / "readers"):
            shutil.rmtree(found, ignore_errors=True)


class _Moves:
    """Files and folders that were moved, so that they can be moved back."""

    def __init__(self) -> None:
        self._made: list[tuple[Path, Path]] = []

    def move(self, path: Path, target: Path) -> None:
        """Renames what is at `path`, if anything is, to a place where nothing is. Raises OSError."""
        if path.exists():
            target.parent.mkdir(parents=True, exist_ok=True)
            path.rename(target)
            self._made.append((path, target))

    def undo(self) -> None:
        """Moves all back, the last first; what cannot be is told with the error that this followed from."""
        for path, target in reversed(self._made):
            target.rename(path)


def _names(manifest: Manifest) -> list[str]:
    """The files that are replaced, by their paths in the store's folder."""
    return list(dict.fromkeys((*_INPUTS, SEARCH, *(file.path for file in manifest.files))))


def _put_back(replaced: Path, store: Path) -> None:
    """What a restoration that was killed had replaced."""
    for path in sorted(replaced.rglob("*")):
        name = path.relative_to(replaced)
        if path.is_file() and name.parts[0] not in _FOLDERS:
            path.replace(store / name)
    shutil.rmtree(replaced, ignore_errors=True)  # the graph that was written is made again where it is missing


def _show(aside: Path, store: Path, moves: _Moves) -> list[Path]:
    """Lets readers see the snapshot of a store in another one: with that, all is done. The snapshots that were there before."""
    snapshots = store / "snapshots"
    before = [found for found in snapshots.glob("*") if found.name.isdecimal()]
    number = max((int(found.name) for found in before), default=0) + 1
    moves.move((aside / "current").resolve(), snapshots / str(number))
    link = store / _LINK
    link.unlink(missing_ok=True)
    link.symlink_to(Path("snapshots") / str(number), target_is_directory=True)
    link.replace(store / "current")
    return before
