"""Reads SPARQL as tokens, as far as is needed to put parameters in and to see what a query would do."""

import re
from bisect import bisect_left
from collections.abc import Iterator

# Each part is read once, whatever comes after it (`*+`): what is tried again from every place takes time by the square.
_TOKEN = re.compile(
    r"""
      (?P<comment> \#[^\r\n]* )
    | (?P<string> \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
                | (?!\"{3}|'{3})(?:"(?:[^"\\\r\n]|\\[^\r\n])*+" | '(?:[^'\\\r\n]|\\[^\r\n])*+') )
    | (?P<unclosed> (?:\"{3}|'{3}).* | ["'][^\r\n]* )
    | (?P<iri> <[^<>"{}|^`\\\x00-\x20]*> )
    | (?P<variable> [?$]\w+ )
    | (?P<name> (?P<prefix>[^\W\d_](?:[\w-]|\.(?=[\w.-]))*+|_)?:(?:[\w:-]|\.(?=[\w:.%\\-])|%[0-9A-Fa-f]{2}|\\.)* )
    | (?P<number> (?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)? )
    | (?P<tag> @[A-Za-z]+(?:-[A-Za-z0-9]+)* )
    | (?P<word> [^\W\d](?:[\w-]|\.(?=[\w.-]))*+ )
    | (?P<space> \s+ )
    | (?P<other> . )
    """,
    re.VERBOSE | re.DOTALL,
)
_DECLARATION = re.compile(r"(?:PREFIX\s+[\w.-]*:|BASE)\s*<[^<>\"{}|^`\\\x00-\x20]*>", re.IGNORECASE)
"""What stands behind these words can be nothing but an IRI."""
_UPDATES = {"INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH"}
_PROLOGUE = {"PREFIX", "BASE", "VERSION"}

Token = re.Match[str]
"""`lastgroup` says what it is, except that the group of a prefixed name is "name" and its prefix is in "prefix"."""


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a SPARQL text in order, spaces and comments included: put together they are the text again."""
    return _TOKEN.finditer(text)


def kind(token: Token) -> str:
    """What a token is: comment, string, unclosed (a string that does not end), iri, variable, name (a prefixed one), number,
    tag, word, space or other.
    """
    return token.lastgroup or "other"


def variables(text: str) -> Iterator[tuple[str, int]]:
    """Each variable of a query, without its ? or $, with the offset where it stands."""
    return ((token.group()[1:], token.start()) for token in tokens(text) if kind(token) == "variable")


def is_update(text: str) -> bool:
    """Whether the first keyword after the prologue is one of SPARQL Update's."""
    words = (token.group().upper() for token in tokens(text) if kind(token) == "word")
    return next((word for word in words if word not in _PROLOGUE), "") in _UPDATES


def services(text: str, keyword: str = "service") -> Iterator[str]:
    """What some reading of the text could ask by SERVICE, or by another keyword: the IRI in angle brackets, "" where it is none.

    What looks like `<…#…>` may be an IRI or a less-than sign before a comment, and only a parser could tell. So both
    readings are followed, and a word that only contains the keyword counts: rather refuse too much than send a request.
    """
    lines = [found.start() for found in re.finditer(r"[\r\n]|\Z", text)]
    seen: set[int] = set()
    waiting = [0]
    while waiting:
        position = waiting.pop()
        if position in seen or position >= len(text):
            continue
        seen.add(position)
        if text[position] == "#":  # the comments of two readings overlap: none is read twice
            waiting.append(lines[bisect_left(lines, position)])
            continue
        if declared := _DECLARATION.match(text, position):
            waiting.append(declared.end())
            continue
        token = _TOKEN.match(text, position)
        if token is None:  # no text is known that brings this about
            yield ""
            continue
        if _names(token, keyword):
            yield _asked(text, token, keyword)
        waiting.append(token.end())
        if kind(token) == "iri" and re.search("[#']", token.group()):
            waiting.append(position + 1)


def _names(token: Token, keyword: str) -> bool:
    word = token.group() if kind(token) in ("word", "unclosed") else token.group("prefix") or ""
    return keyword in word.lower()


def _asked(text: str, token: Token, keyword: str) -> str:
    """The IRI behind the keyword; "" where there is anything else, such as a variable or a prefixed name."""
    behind = re.compile(r"\s*(?:SILENT\s*)?<([^<>\"{}|^`\\\x00-\x20]*)>", re.IGNORECASE).match(text, token.end())
    return behind[1] if behind and token.group().lower() == keyword else ""
