"""How much room a store will take: told before hours are spent on reading."""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.articles import size

_BYTES = 50
"""Of a store, while it is built and published, for a byte of articles in JSON lines (`bench/scale.py` measures it)."""


@dataclass(frozen=True, slots=True)
class Room:
    """Bytes that a build may take, and that are free where the store is."""

    needed: int
    free: int


def room(paths: Sequence[str | Path], store: Path) -> Room | None:
    """The room for a build of `paths` into `store`, which may hold some of them by now; None where nobody knows how much is given."""
    given = size(paths)
    if given is None:
        return None
    there = next(folder for folder in (store.absolute(), *store.absolute().parents) if folder.exists())
    held = sum(found.lstat().st_size for found in store.rglob("*") if found.is_file()) if store.exists() else 0
    return Room(max(0, _BYTES * given.unpacked - held), shutil.disk_usage(there).free)
