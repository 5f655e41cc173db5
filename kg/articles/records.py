"""The record that every format is turned into, and the one place that makes an Article of it."""

import hashlib
import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from kg.articles.faults import Fault
from kg.articles.issued import day_in_text
from kg.model import Article

_IDENTIFIER_LIMIT = 500  # characters: percent-encoded it has to fit into an IRI that servers and browsers take
_TEXT_LIMIT = 100_000  # characters: the longest of 137,129 articles has 64,638; a book is no article
_ARABIC_LETTER = re.compile("[\u0620-\u063f\u0641-\u064a\u066e\u066f\u0671-\u06d3\u06fa-\u06fc\u0750-\u077f\ufb50-\ufbb1\ufe80-\ufefc]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_DAY = re.compile(r"\d{4}-\d\d-\d\d(?:[Tt ].+)?", re.ASCII)
_IRI_CHARACTER = r"(?:[A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-Fa-f]{2}|[\xa0-\ud7ff\uf900-\ufdcf\ufdf0-\uffef])"
_ADDRESS = re.compile(
    r"https?://[A-Za-z0-9\xa1-\ud7ff.-]+(?::\d{1,5})?"
    rf"(?:/{_IRI_CHARACTER}*)?(?:\?(?:{_IRI_CHARACTER}|\?)*)?(?:\#(?:{_IRI_CHARACTER}|\?)*)?",
    re.IGNORECASE,
)


def article(record: Mapping[str, object], content: bytes) -> Article:
    """The article of a record; `content` is the input's bytes. Raises Fault for a field that is missing or wrong."""
    name = identifier(record)
    text = _text(record)
    known = metadata(record)
    return Article(
        id=name,
        text=text,
        title=known.get("title") or _first_line(text),
        sha256=hashlib.sha256(content).hexdigest(),
        issued=known.get("published") or day_in_text(text),
        publisher=known.get("publisher"),
        url=known.get("url"),
        retrieved=known.get("retrieved"),
        archived=known.get("archived"),
    )


def identifier(record: Mapping[str, object]) -> str:
    """The field `id`: a text or a whole number. Raises Fault for what cannot be the last part of an IRI."""
    value = record.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    text = _string("id", value)
    if not text.strip() or text in (".", ".."):
        raise Fault(f"the identifier is {text!r}", "give the article a name of its own")
    if len(text) > _IDENTIFIER_LIMIT:
        raise Fault(f"the identifier has more than {_IDENTIFIER_LIMIT} characters", "use a shorter one")
    return text


def metadata(record: Mapping[str, object]) -> dict[str, str]:
    """The optional fields that a record has, checked; empty ones count as missing. Raises Fault for a wrong one."""
    given = {name: _string(name, record[name]) for name in _CHECKS if record.get(name) is not None}
    return {name: _CHECKS[name](name, value) for name, value in given.items() if value.strip()}


def unread(record: Mapping[str, object]) -> tuple[str, ...]:
    """The names of fields that nobody reads, those of empty fields left out: most are notes, but one may be a field's name misspelt."""
    return tuple(name for name, value in record.items() if value not in (None, "", [], {}) and name not in FIELDS)


def _text(record: Mapping[str, object]) -> str:
    text = _string("text", record.get("text"))
    if not text.strip():
        raise Fault("the text is empty", "take it out, or give it its text")
    if len(text) > _TEXT_LIMIT:
        raise Fault(f"the text has {len(text):,} characters, more than {_TEXT_LIMIT:,}", "an article is shorter: split it, or take it out")
    if not _ARABIC_LETTER.search(text):
        raise Fault("the text has no Arabic letter", "only Arabic articles are read; if it is one, check its encoding")
    return text


def _string(name: str, value: object) -> str:
    if value is None:
        raise Fault(f"the field {name!r} is missing", 'every record needs "id" and "text"')
    if not isinstance(value, str):
        raise Fault(f"the field {name!r} is not a text", f'write "{name}" in quotation marks')
    if "\0" in value and name != "text":  # in JSON a text may well have one, as an escape: pages of news do, and it is kept
        raise Fault(f"a NUL character in the field {name!r}", "take it out; the file may be damaged or not a text")
    if _SURROGATE.search(value):
        raise Fault(f"half a character (a lone surrogate) in the field {name!r}", "write the whole character, as UTF-8")
    return value


def _first_line(text: str) -> str:
    """The first line with words in it; there is one wherever there is a letter."""
    return next(line.strip() for line in text.splitlines() if re.search(r"\w", line))


def _as_given(_name: str, value: str) -> str:
    return value


def _trimmed(_name: str, value: str) -> str:
    return value.strip()


def _day(name: str, value: str) -> str:
    """The day of a date or date-time, as written: no time zone is converted."""
    with suppress(ValueError):
        if _DAY.fullmatch(value.strip()):
            datetime.fromisoformat(value.strip())
            return value.strip()[:10]
    raise Fault(f"the field {name!r} is no date: {value[:40]!r}", "write YYYY-MM-DD, or leave it out")


def _address(name: str, value: str) -> str:
    """An absolute web address that is also an IRI; other schemes (javascript:, file:) have no place in a page's links."""
    if not _ADDRESS.fullmatch(value.strip()):
        raise Fault(f"the field {name!r} is no web address: {value[:80]!r}", "write https://…, spaces as %20, or leave it out")
    return value.strip()


_CHECKS: Mapping[str, Callable[[str, str], str]] = {
    "title": _as_given,
    "published": _day,
    "publisher": _trimmed,
    "url": _address,
    "retrieved": _day,
    "archived": _address,
}

FIELDS = ("id", "text", *_CHECKS)
"""Those of a record that are read."""
