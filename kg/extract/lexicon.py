"""Reads the lexicons: tab-separated files beside this module; `#` begins a comment, the first cell is folded on reading."""

from collections.abc import Iterator
from functools import cache
from pathlib import Path

from kg.arabic import fold
from kg.errors import KgError

_FOLDER = Path(__file__).parent / "lexicons"


@cache
def rows(name: str, columns: int) -> tuple[tuple[str, ...], ...]:
    """The rows of a lexicon, padded with empty cells to `columns`. Raises KgError, naming file and line, for a wider one."""
    return tuple(_read(_FOLDER / name, columns))


def _read(path: Path, columns: int) -> Iterator[tuple[str, ...]]:
    for number, line in enumerate(path.read_text("utf-8").splitlines(), start=1):
        content = line.split("#", 1)[0].rstrip()
        if not content:
            continue
        cells = [cell.strip() for cell in content.split("\t")]
        if len(cells) > columns:
            raise KgError(f"{path}:{number}: {len(cells)} cells, at most {columns} are expected")
        yield (fold(cells[0]), *cells[1:], *[""] * (columns - len(cells)))
