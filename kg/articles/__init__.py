"""Reading of news articles: text, HTML pages and JSON lines, each also compressed, in folders or on standard input.

    name.txt            UTF-8; the first line that has words is the title; the file's stem is the identifier
    name.html  .htm     title, body, day, publisher and address are found by trafilatura; UTF-8, or the Arabic charset it declares
    name.jsonl .ndjson  one object a line: `id`, `text`; optional `title`, `published`, `publisher`, `url`, `retrieved`, `archived`
    ….gz  ….xz          each of these, compressed
    name.meta.json      beside name.txt or name.html: the optional fields above and `id`; what it says wins
    folder/             all of these in it and below, sorted; other files are ignored and counted
    -                   standard input: JSON lines where it begins with `{`, else one text whose identifier is "stdin"

Nothing is held but one article at a time and a hash of each article that was read. What cannot be read is reported and
the rest is still read.
"""

import hashlib
import io
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

from kg.articles.faults import Fault, Found
from kg.articles.files import Source, sources
from kg.articles.formats import from_source, from_stream
from kg.articles.records import FIELDS
from kg.errors import ArticleError
from kg.model import Article

__all__ = ["FIELDS", "Size", "Tally", "read", "size"]

STANDARD_INPUT = "-"
_NAMES = 100
"""Of fields that are not read, how many are counted: an input may have a new one in each line."""


@dataclass(slots=True)
class Tally:
    """What a caller may want to know while, and after, articles are read."""

    files: int = 0
    """Files read to their end, those that were at fault included; standard input is one."""
    ignored: int = 0
    """Files in folders that are no articles, and folders there that are hidden or linked and so not entered."""
    repeated: int = 0
    """Articles that had been read before, the same in every field; they are not given again."""
    unread: Counter[str] = field(default_factory=Counter)
    """Names of fields that are none of those that are read, with the number of articles that have them; of some names only."""
    bytes: int = 0
    """How large the files are, as they lie on the disk, that were read to their end."""
    open_file: BinaryIO | None = None
    """The file that is being read."""

    def note(self, names: Iterable[str]) -> None:
        """Counts fields that an article has and nobody reads."""
        self.unread.update(name for name in names if name in self.unread or len(self.unread) < _NAMES)

    def position(self) -> int:
        """Bytes read so far, of files as they lie on the disk."""
        return self.bytes + (self.open_file.tell() if self.open_file and not self.open_file.closed else 0)


def read(
    paths: Sequence[str | Path],
    *,
    report: Callable[[ArticleError], None],
    stdin: BinaryIO | None = None,
    tally: Tally | None = None,
    seconds: float = 0,
) -> Iterator[Article]:
    """Articles of all `paths`, in their order, one at a time; whatever is wrong goes to `report`.

    Of two articles with one identifier that differ the second is reported; one that is the same is left out silently.
    `report` may raise to stop the reading. `stdin` (that of the process, if not given) is read where a path is "-" and
    not closed. `tally` is counted up while articles are taken. `seconds` are those of processor time that one page may take; 0: any.
    """
    tally = Tally() if tally is None else tally
    seen: dict[str, bytes] = {}
    for found in _found(paths, stdin, tally, seconds):
        outcome = found.outcome
        if isinstance(outcome, Fault):
            report(outcome.at(found.path, found.line))
            continue
        known = seen.setdefault(unicodedata.normalize("NFC", outcome.id), content := _content(outcome))
        if known is content:
            tally.note(found.unread)
            yield outcome
        elif known == content:
            tally.repeated += 1
        else:
            report(_differs(outcome).at(found.path, found.line))


@dataclass(frozen=True, slots=True)
class Size:
    """How much `read` will read, by looking at names and sizes only."""

    files: int
    bytes: int
    """On the disk."""
    unpacked: int
    """Bytes, about, when they are decompressed."""


def size(paths: Sequence[str | Path]) -> Size | None:
    """How much there is at `paths`; None with standard input."""
    if any(str(path) == STANDARD_INPUT for path in paths):
        return None
    found = [source for path in paths for source in sources(Path(path)) if isinstance(source, Source)]
    return Size(len(found), sum(source.size() for source in found), sum(source.unpacked() for source in found))


def _found(paths: Sequence[str | Path], stdin: BinaryIO | None, tally: Tally, seconds: float) -> Iterator[Found]:
    for path in paths:
        if str(path) == STANDARD_INPUT:
            yield from from_stream(stdin or _standard_input(), STANDARD_INPUT)
            tally.files += 1
            continue
        for source in sources(Path(path)):
            if source is None:
                tally.ignored += 1
            elif isinstance(source, Found):
                yield source
            else:
                yield from from_source(source, partial(setattr, tally, "open_file"), seconds)
                tally.files += 1
                tally.bytes += source.size()


def _standard_input() -> BinaryIO:
    return sys.stdin.buffer if sys.stdin is not None else io.BytesIO()  # a process may be started without one


def _content(article: Article) -> bytes:
    """Hash of all that is said of an article, whatever file or format said it."""
    return hashlib.blake2b(repr(replace(article, sha256="")).encode(), digest_size=16).digest()


def _differs(article: Article) -> Fault:
    # NFC, because the article's IRI is made from that: two forms of one name would be one node.
    return Fault(
        f"another article with the identifier {article.id!r} was read before and differs from this one",
        "give each article an identifier of its own; the first one was kept",
    )
