"""What is in a feed: the only place that knows feedparser. Nothing is fetched here, and nothing of it is believed to be safe."""

import codecs
import email.utils
import html
import io
import re
from calendar import timegm
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import feedparser

from kg.feeds.addresses import Address, Refused
from kg.feeds.fetching import Answer
from kg.identity import digest

_DECLARED = re.compile(rb"""(?:encoding|charset)\s{0,20}=\s{0,20}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_IN_HEADER = re.compile(r"""charset\s{0,20}=\s{0,20}["']?([\w.:-]{1,40})""", re.IGNORECASE)
_MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CHARSETS = frozenset(
    {"utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "ascii", "iso8859-1", "cp1252"}
    | {"cp1256", "iso8859-6", "mac-arabic", "cp720", "cp864"}
)
"""Those of the web and of Arabic, by Python's names. Others are not tried: some take minutes for what a feed can bring."""
_HEAD = 1_024
"""Bytes in which a document declares its charset."""
_TAG = re.compile(r"<[^<>]*>")
_WHOLE = 500
"""Characters from which on what a feed calls an entry's content is taken for the whole text."""
_CUT = re.compile(r"(?:\.\.\.|…|\[…\]|\[\.\.\.\]|&hellip;|&#8230;)\s*$")
_ADVERTISED = re.compile(r"""<link\b[^<>]{0,300}?type=["']application/(?:rss|atom)\+xml["'][^<>]{0,300}?>""", re.IGNORECASE)
_HREF = re.compile(r"""href=["']([^"'<>]{1,2000})["']""", re.IGNORECASE)
_YEARS = range(1990, 2100)
"""Other dates are mistakes: the first second of 1970, as a rule."""
_NAME = 16
"""Letters of a hash that tell an article of a feed from others of the same host."""


@dataclass(frozen=True, slots=True)
class Entry:
    """What a feed tells of an article."""

    id: str
    """The article's: the feed's host, and a hash of the guid, else of the link. So no feed can give out an article for another host's."""
    digest: str
    """Another one means that the feed tells something else of it."""
    title: str
    body: str
    """HTML; "" where there is none."""
    is_whole: bool
    """Whether that seems to be the whole text."""
    link: str
    published: str
    """YYYY-MM-DD as the feed writes it, in its own time zone; "" where it does not say, or not so that it can be understood."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed as it was fetched; of entries with one id the first."""

    title: str
    entries: tuple[Entry, ...]
    nameless: int
    """Entries that have no guid, link or title to know them by."""


def read_feed(answer: Answer, given: Address) -> Feed:
    """The feed in an answer; `given` is the address by which it is followed. Raises Refused where it is none."""
    text = decoded(answer)
    headers = {"content-type": "application/xml; charset=utf-8", "content-location": str(answer.address)}
    # as a stream: what is given as bytes might be taken for the name of a file
    try:
        found = feedparser.parse(io.BytesIO(text.encode()), response_headers=headers, sanitize_html=False, resolve_relative_uris=False)
    except Exception as error:  # whatever a hostile feed does to the library, the next one must be read
        raise Refused(f"the feed cannot be taken apart ({type(error).__name__})", "tell those who make it") from error
    if not found.get("version"):
        raise _no_feed(text, answer.address)
    entries = [entry for raw in found.entries if (entry := _entry(raw, given))]
    first = {entry.id: entry for entry in reversed(entries)}
    unique = tuple(entry for entry in entries if first[entry.id] is entry)
    return Feed(plain(found.feed.get("title", "")), unique, len(found.entries) - len(entries))


def decoded(answer: Answer) -> str:
    """The text of a feed or page: UTF-8, else in the charset that its header or itself declares. Raises Refused."""
    body = answer.body
    header = _IN_HEADER.search(answer.headers.get("content-type", ""))
    declared = _DECLARED.search(body[:_HEAD])
    named = (header[1] if header else "", declared[1].decode("ascii", "replace") if declared else "")
    for charset in (next((name for mark, name in _MARKS.items() if body.startswith(mark)), "utf-8"), *named):
        with suppress(LookupError, UnicodeError):
            if _is_known(charset) and "\0" not in (text := body.decode(charset)):
                return text
    raise Refused("it is not UTF-8 and declares no charset that fits", "tell those who run the server")


def _is_known(charset: str) -> bool:
    """Whether it is a charset that is tried. Raises LookupError where there is none of that name."""
    return codecs.lookup(charset).name in _CHARSETS


def plain(text: str) -> str:
    """A title without markup, in one line."""
    return " ".join(html.unescape(_TAG.sub(" ", _sound(text))).split())


def _sound(text: str) -> str:
    """A text without halves of characters, which a feed can smuggle in by their numbers, and without NUL."""
    return text.encode("utf-8", "replace").decode("utf-8").replace("\0", "")


def _entry(raw: Mapping[str, Any], given: Address) -> Entry | None:
    title, link = plain(raw.get("title", "")), _sound(raw.get("link", ""))
    if not (name := _sound(raw.get("id", "")) or link or title):
        return None
    content = max((_sound(part.get("value", "")) for part in raw.get("content", ())), key=len, default="")
    body = content or _sound(raw.get("summary", ""))
    seen = plain(content)
    # http or https: sites move from one to the other, and their articles with them
    hashed = digest(given.origin.partition("://")[2], name.removeprefix("https:").removeprefix("http:"))
    return Entry(
        id=f"{given.host.replace(':', '.')}-{hashed[:_NAME]}",
        digest=digest(title, body, link, published := _day(raw)),
        title=title,
        body=body,
        is_whole=len(seen) >= _WHOLE and not _CUT.search(seen),
        link=link,
        published=published,
    )


def _day(raw: Mapping[str, Any]) -> str:
    for name in sorted({"published", "updated"} & set(raw)):
        for moment in _MOMENTS:
            with suppress(ValueError, TypeError, OverflowError, OSError, KeyError):
                if (found := moment(raw, name)).year in _YEARS:
                    return found.date().isoformat()
    return ""


_MOMENTS: tuple[Callable[[Mapping[str, Any], str], datetime], ...] = (
    lambda raw, name: datetime.fromisoformat(raw[name].strip()),
    lambda raw, name: email.utils.parsedate_to_datetime(raw[name].strip()),
    lambda raw, name: datetime.fromtimestamp(timegm(raw[f"{name}_parsed"]), UTC),
)
"""How a date is read: the first ways keep its time zone, the last one understands more."""


def _no_feed(text: str, address: Address) -> Refused:
    for link in _ADVERTISED.findall(text):
        if href := _HREF.search(link):
            with suppress(Refused):
                return Refused("this is a page and no feed", f"its feed is at {address.joined(html.unescape(href[1]))}")
    return Refused("there is no feed of Atom or RSS here", "look for a link called RSS or feed on the site")
