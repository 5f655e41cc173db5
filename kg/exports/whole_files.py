"""Files that are whole or not there."""

from collections.abc import Callable
from pathlib import Path
from typing import IO

from kg.errors import UsageError


def write_file(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    """Calls `write` with a file that takes the place of `path`, or of what that links to, when it is whole.

    What is no regular file (a pipe, a device) is written to as it is. Raises UsageError where nothing can be written.
    """
    try:
        if path.exists() and not path.is_file():
            with path.open("wb") as output:
                write(output)
        else:
            _replace(path.resolve(), write)
    except (OSError, RuntimeError) as error:  # the latter for links that go round
        raise UsageError(f"{path}: cannot be written: {error}") from error


def _replace(path: Path, write: Callable[[IO[bytes]], None]) -> None:
    unfinished = path.with_name(path.name + ".unfinished")
    try:
        with unfinished.open("wb") as output:
            write(output)
        unfinished.replace(path)
    finally:
        unfinished.unlink(missing_ok=True)
