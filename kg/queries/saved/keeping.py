"""Saves a query that somebody asked, as a file of its own in the folder of saved queries."""

import re
from dataclasses import replace
from pathlib import Path

import yaml

from kg.errors import UsageError
from kg.queries.saved.header import LANGUAGES
from kg.queries.saved.query import check, parse

_NAME = re.compile(r"[^\W_][\w-]{0,99}")


def keep(folder: Path, name: str, text: str, summary: str | None = None, *, overwrite: bool = False) -> Path:
    """Writes `text` to the folder as `name`.rq, whole or not at all, and returns that file.

    A text without a header gets one, with `summary`, or the name, as its summary. Raises UsageError for a name that is none
    or is taken, a folder that cannot be written to, and a summary where the text has its own; UnusableQuery for a text that
    cannot be a saved query.
    """
    if not _NAME.fullmatch(name):
        raise UsageError(f"{name!r} cannot be the name of a saved query: use letters, digits, - and _")
    path = folder / f"{name}.rq"
    if path.exists() and not overwrite:
        raise UsageError(f"there is a saved query {name} already; give another name, or --force to overwrite it")
    written = _with_header(text, summary, name)
    check(replace(parse(str(path), written), path=path))
    unfinished = path.with_suffix(".unfinished")
    try:
        unfinished.write_text(written, "utf-8")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        hint = "name a folder of your own in ISNAD_QUERIES"
        raise UsageError(f"{path}: cannot be written: {error.strerror}; {hint}") from error
    return path


def _with_header(text: str, summary: str | None, name: str) -> str:
    if any(line.startswith("#+") for line in text.splitlines()):
        if summary is not None:
            raise UsageError("the query has a header of its own: write the summary there")
        return text
    header = yaml.safe_dump({"summary": dict.fromkeys(LANGUAGES, summary or name)}, allow_unicode=True, width=10_000)
    return "".join(f"#+ {line}\n" for line in header.splitlines()) + f"\n{text.strip()}\n"
