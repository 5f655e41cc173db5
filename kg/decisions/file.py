"""The file of decisions: it only grows. What was decided wrongly is undone by a further line, so that nothing is forgotten."""

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from kg.decisions.judgement import Judgement, Judgements
from kg.decisions.lines import as_line, parse
from kg.decisions.sense import BadDecision
from kg.errors import DecisionError

FILE_NAME = "decisions.jsonl"
"""What it is called in a store's folder."""


def read(path: Path) -> tuple[Judgement, ...]:
    """All decisions of a file, in its order, each once; none where there is no file.

    Raises DecisionError for what cannot be read, naming file, line and remedy.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise DecisionError(str(path), None, f"cannot be read: {error.strerror}", "name a file that can") from error
    except UnicodeDecodeError as error:
        raise DecisionError(str(path), None, f"not UTF-8 at byte {error.start}", "save it as UTF-8") from error
    return read_lines(text, str(path))


def read_lines(text: str, path: str) -> tuple[Judgement, ...]:
    """All decisions of a text. Raises DecisionError; `path` is for its message."""
    found: dict[str, Judgement] = {}
    numbers: dict[str, int] = {}
    for number, line in enumerate(text.split("\n"), start=1):
        if line.strip():
            try:
                judgement = parse(line)
            except BadDecision as error:
                raise DecisionError(path, number, error.problem, error.remedy) from error
            found.setdefault(judgement.id, judgement)
            numbers.setdefault(judgement.id, number)
    for judgement in found.values():
        if judgement.undoes and judgement.undoes not in found:
            problem = f"it undoes {judgement.undoes}, which is no decision of this file"
            raise DecisionError(path, numbers[judgement.id], problem, "add that decision, or remove this line")
    return tuple(found.values())


def holding(judgements: Iterable[Judgement]) -> Judgements:
    """Those that hold, the later ones last: neither what is undone, nor what only undoes. What is undone undoes nothing."""
    given = tuple(judgements)
    undoers: dict[str, list[str]] = {}
    for judgement in given:
        if judgement.undoes:
            undoers.setdefault(judgement.undoes, []).append(judgement.id)

    def holds(identifier: str) -> bool:  # ends: an id is the hash of what it undoes, so that none can come to itself
        return not any(holds(undoer) for undoer in undoers.get(identifier, ()))

    ordered = sorted(given, key=lambda judgement: datetime.fromisoformat(judgement.when))
    return Judgements(tuple(judgement for judgement in ordered if judgement.verdict and holds(judgement.id)))


def append(path: Path, judgement: Judgement) -> None:
    """Adds a decision to a file, made where there is none; whoever reads it meanwhile sees all of the line or nothing.

    Raises DecisionError where it cannot be written, or what is there already cannot be read.
    """
    before = read(path)
    if judgement.undoes and judgement.undoes not in {each.id for each in before}:
        raise DecisionError(str(path), None, f"there is no decision {judgement.undoes!r} to undo", "`kg decide --list` shows all")
    _write(path, [judgement])


def extend(path: Path, judgements: Iterable[Judgement]) -> None:
    """Adds the decisions that a file lacks, at its end: so what somebody else adds meanwhile does not get lost.

    Raises DecisionError where they cannot be written, or what is there already cannot be read.
    """
    held = {judgement.id for judgement in read(path)}
    if missing := [judgement for judgement in judgements if judgement.id not in held]:
        _write(path, missing)


def _write(path: Path, judgements: Iterable[Judgement]) -> None:
    """Adds decisions as lines. Raises DecisionError where that cannot be done."""
    try:
        _add(path, "".join(f"{as_line(judgement)}\n" for judgement in judgements))
    except OSError as error:
        raise DecisionError(str(path), None, f"cannot be written: {error.strerror}", "name another with --decisions") from error


def _add(path: Path, lines: str) -> None:
    """One write at the end of the file, which no other one can come between, and on the disk when this returns."""
    unfinished = path.exists() and path.read_bytes()[-1:] not in (b"", b"\n")
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
    try:
        os.write(descriptor, (("\n" if unfinished else "") + lines).encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
