"""Which rows of a SELECT are asked for: `limit` and `offset`, put into the query where its own modifiers stand."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise

from kg.errors import UsageError
from kg.queries.sparql.tokens import Token, kind, tokens

NAMES = ("limit", "offset")
LARGEST = {"limit": 1_000_000_000, "offset": 1_000_000_000_000}
LEAST = {"limit": 1, "offset": 0}
FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")


@dataclass(frozen=True, slots=True)
class Window:
    """The rows of an answer from `offset` on (0 is the first), at most `limit`; None: all."""

    limit: int | None
    offset: int = 0


def form(text: str) -> str:
    """What a query asks for: SELECT, ASK, CONSTRUCT or DESCRIBE; "" for what is no query."""
    words = (token.group().upper() for token in tokens(text) if kind(token) == "word")
    return next((word for word in words if word in FORMS), "")


def window(values: Mapping[str, str]) -> Window | None:
    """The window that parameters ask for; None where they ask for none. Raises UsageError for what is no number of rows."""
    given = {name: _rows(name, value) for name in NAMES if (value := values.get(name, "").strip())}
    return Window(given.get("limit"), given.get("offset", 0)) if given else None


def _rows(name: str, value: str) -> int:
    if not re.fullmatch(r"\d{1,15}", value) or not LEAST[name] <= int(value) <= LARGEST[name]:
        raise UsageError(f"{name} must be a whole number from {LEAST[name]} to {LARGEST[name]}, not {value!r}")
    return int(value)


def narrow(text: str, asked: Window) -> str:
    """A SELECT that answers only the rows of the window, counted among those that it would answer by itself.

    Its own LIMIT and OFFSET are read and written anew; those of subselects stay as they are. What is put in stands on a line
    of its own, before a VALUES clause at the end, and after a comment.
    """
    own = list(_own(text))
    counts = {word.group().upper(): int(number.group()) for word, number in own}
    left = max(0, counts["LIMIT"] - asked.offset) if "LIMIT" in counts else None
    bounds = [bound for bound in (left, asked.limit) if bound is not None]
    limit = f"LIMIT {min(bounds)} " if bounds else ""
    written = f"\n{limit}OFFSET {counts.get('OFFSET', 0) + asked.offset}\n"
    end = next((token.start() for token in outer(text) if token.group().upper() == "VALUES"), len(text))
    removed = {token.start() for pair in own for token in pair}
    before = (token.group() for token in tokens(text[:end]) if token.start() not in removed)
    return "".join(before) + written + text[end:]


def outer(text: str) -> Iterator[Token]:
    """The tokens outside all braces, and the outermost braces themselves, without spaces and comments.

    Only braces count: what looks like an IRI may be a comparison and hold parentheses, but never a brace.
    """
    depth = 0
    for token in tokens(text):
        depth -= token.group() == "}"
        if depth == 0 and kind(token) not in ("space", "comment"):
            yield token
        depth += token.group() == "{"


def _own(text: str) -> Iterator[tuple[Token, Token]]:
    """The words LIMIT and OFFSET outside all braces, each with its number."""
    for word, number in pairwise(outer(text)):
        if kind(word) == "word" and word.group().upper() in ("LIMIT", "OFFSET") and number.group().isdigit():
            yield word, number
