"""What a backup says of itself."""

from dataclasses import dataclass

MANIFEST = "manifest.json"
STORE = "store"
"""The folder of the files in a backup."""
FORMAT = 1


@dataclass(frozen=True, slots=True)
class Kept:
    """A file of a backup."""

    path: str
    """In the store's folder, with slashes."""
    size: int
    """In bytes."""
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself."""

    made: str
    """When, in UTC."""
    version: str
    """Of Isnad."""
    files: tuple[Kept, ...]
    format: int = FORMAT

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(file.size for file in self.files)
