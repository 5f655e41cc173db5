"""Reads an analyst's CSV file as it comes: UTF-8 with or without a byte order mark, UTF-16, Windows-1256; commas, semicolons or tabs."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import StringIO
from itertools import zip_longest
from pathlib import Path
from typing import Protocol

from kg.errors import UsageError

_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ARABIC_WINDOWS = "cp1256"
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Problem:
    """A row that cannot be used. `line` counts from 1: where the row ends in the file."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A file of named columns. `rows` are line numbers and cells by column, stripped."""

    path: str
    columns: tuple[str, ...]
    rows: tuple[tuple[int, Mapping[str, str]], ...]
    problems: tuple[Problem, ...]
    encoding: str


class _Lines(Protocol):
    """A reader of CSV, which counts lines."""

    @property
    def line_num(self) -> int: ...

    def __next__(self) -> list[str]: ...


def read_table(path: Path, encoding: str | None = None) -> Table:
    """The rows of a CSV file, and those that are none.

    Without `encoding` it is UTF-8 if it can be, else Windows-1256. Raises UsageError, with file and line, where there is nothing
    to be read, the encoding does not fit, or the header has a name twice.
    """
    used, text = _decoded(path, _content(path), encoding)
    head = next((line for line in text.splitlines() if line.strip()), "")
    if not head:
        raise UsageError(f"{path}:1: the file is empty; its first line must name the columns")
    lines = csv.reader(StringIO(text, newline=""), delimiter=max(_DELIMITERS, key=head.count), strict=True)
    columns = _header(path, lines)
    rows: list[tuple[int, Mapping[str, str]]] = []
    problems: list[Problem] = []
    for line, cells in _numbered(lines):
        if isinstance(cells, str):
            problems.append(Problem(line, cells))
        elif len(cells) > len(columns) and any(map(str.strip, cells[len(columns) :])):
            problems.append(Problem(line, f"{len(cells)} cells under {len(columns)} columns; put quotation marks around cells with commas"))
        elif any(map(str.strip, cells)):
            rows.append((line, dict(zip_longest(columns, map(str.strip, cells[: len(columns)]), fillvalue=""))))
    return Table(str(path), columns, tuple(rows), tuple(problems), used)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error


def _decoded(path: Path, content: bytes, encoding: str | None) -> tuple[str, str]:
    """The encoding that fits, and the text."""
    marked = next((name for mark, name in _MARKS.items() if content.startswith(mark)), None)
    tried = [encoding] if encoding else [marked] if marked else ["utf-8", ARABIC_WINDOWS]
    for name in tried:
        try:
            return name, content.decode(name)
        except UnicodeDecodeError as error:
            line, at = content[: error.start].count(b"\n") + 1, error.start
        except LookupError as error:
            raise UsageError(f"there is no encoding {name!r}; try utf-8 or {ARABIC_WINDOWS}") from error
    raise UsageError(f"{path}:{line}: not {tried[-1]} at byte {at}; save it as UTF-8, or name its encoding with --encoding")


def _header(path: Path, lines: Iterator[list[str]]) -> tuple[str, ...]:
    try:
        columns = next((tuple(map(str.strip, cells)) for cells in lines if any(map(str.strip, cells))), ())
    except csv.Error as error:
        raise UsageError(f"{path}:1: the header cannot be read: {error}") from error
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice:
        raise UsageError(f"{path}:1: two columns are called {twice!r}; give each a name of its own")
    return columns


def _numbered(lines: _Lines) -> Iterator[tuple[int, list[str] | str]]:
    """Each row with its line; what is wrong instead of its cells where it cannot be read."""
    while True:
        try:
            cells = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield lines.line_num, f"broken CSV: {error}"
        else:
            yield lines.line_num, cells
