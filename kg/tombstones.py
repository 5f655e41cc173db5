"""What is left of an article that was taken back: that it was there until some day, and why it went. Nothing of what it said.

A file in the store's folder, published with each snapshot. An article is known there by a hash, so that its identifier,
which may be a name, is not left behind either.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from kg.errors import StoreError
from kg.identity import digest

FILE = "tombstones.json"


@dataclass(frozen=True, slots=True)
class Tombstone:
    """When an article was taken back, and why."""

    removed: str
    """The day, YYYY-MM-DD (UTC)."""
    reason: str = ""


def tombstone(folder: Path, key: str) -> Tombstone | None:
    """What is left of an article, by its key, in a store's folder or a snapshot; None where nothing is."""
    return _read(folder).get(_hash(key))


def leave(folder: Path, keys: Iterable[str], reason: str) -> None:
    """Notes in a store's folder that articles are taken back today. Raises StoreError where it cannot be written."""
    stone = Tombstone(datetime.now(UTC).date().isoformat(), " ".join(reason.split()))
    if added := dict.fromkeys(map(_hash, keys), stone):
        _write(folder, _read(folder) | added)


def erase(folder: Path, keys: Iterable[str]) -> frozenset[str]:
    """Forgets in a store's folder that articles were ever there; those of which something was left. Raises StoreError."""
    held = _read(folder)
    gone = frozenset(key for key in keys if _hash(key) in held)
    if gone:
        hashes = set(map(_hash, gone))
        _write(folder, {key: stone for key, stone in held.items() if key not in hashes})
    return gone


def _hash(key: str) -> str:
    return digest("tombstone", key)


def _read(folder: Path) -> dict[str, Tombstone]:
    """Raises StoreError for a file that somebody has damaged."""
    try:
        found = json.loads((folder / FILE).read_text("utf-8"))
        return {key: Tombstone(**stone) for key, stone in found.items()}
    except FileNotFoundError:
        return {}
    except (OSError, ValueError, TypeError, AttributeError) as error:
        raise StoreError(f"{folder / FILE}: {error}; put the file of a backup in its place, or remove it") from error


def _write(folder: Path, stones: Mapping[str, Tombstone]) -> None:
    unfinished = folder / f"{FILE}.unfinished"
    try:
        text = json.dumps({key: asdict(stones[key]) for key in sorted(stones)}, ensure_ascii=False, indent=1)
        unfinished.write_text(text, "utf-8")
        unfinished.replace(folder / FILE)
    except OSError as error:
        raise StoreError(f"{folder / FILE}: {error}; run the same command again when that is mended") from error
