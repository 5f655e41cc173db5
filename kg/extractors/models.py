"""What identifies a model on this machine."""

from hashlib import sha256
from pathlib import Path

from kg.identity import digest

_PIECE = 1 << 20


def fingerprint(folder: Path) -> str:
    """Hash of all files of a model, names below `folder` included: another training is another model. A second for each half gigabyte."""
    files = sorted(path for path in folder.rglob("*") if path.is_file() and "__pycache__" not in path.parts)
    return digest(*(part for path in files for part in (path.relative_to(folder).as_posix(), _hash(path))))


def _hash(path: Path) -> str:
    hashed = sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            hashed.update(piece)
    return hashed.hexdigest()
