"""How bytes become articles: every format is turned into a record, and a record into an article."""

import io
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from kg.articles.faults import Fault, Found
from kg.articles.files import BARREN, Format, Source, barren, lines, shown, too_long, unreadable, whole
from kg.articles.pages import page_record
from kg.articles.records import article, identifier, metadata, unread
from kg.processor_time import TakesTooLong, limited

_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
_LEAST = 1_000
"""Bytes that a line counts for at least where it is no article: each costs time, and mostly a report."""


def from_source(source: Source, opened: Callable[[BinaryIO], None] = lambda _: None, seconds: float = 0) -> Iterator[Found]:
    """What the file holds. `opened` is given the file, whose position says how far it is read.

    A page that takes more than `seconds` of processor time to take apart is at fault; 0: none is.
    """
    path = shown(source.path)
    try:
        with unreadable():
            raw = source.path.open("rb")
    except Fault as fault:
        yield Found(path, None, fault)
        return
    opened(raw)
    with raw, source.decompressed(raw) as stream:
        if source.format is Format.LINES:
            yield from _from_lines(stream, path)
        else:
            yield _from_file(stream, source, path, seconds)


def from_stream(stream: BinaryIO, path: str) -> Iterator[Found]:
    """What a stream without a name holds: JSON lines where it begins with `{`, else one text, "stdin". It stays open."""
    buffered = io.BufferedReader(stream)  # type: ignore[type-var]  # any binary file can be peeked into through it
    try:
        with unreadable():
            start = buffered.peek()
        if start.removeprefix(_BYTE_ORDER_MARK).lstrip().startswith(b"{"):
            yield from _from_lines(buffered, path)
        else:
            content = whole(buffered)
            yield Found(path, None, article({"text": _decoded(content), "id": "stdin"}, content))
    except Fault as fault:
        yield Found(path, None, fault)
    finally:
        buffered.detach()


def _from_lines(stream: BinaryIO, path: str) -> Iterator[Found]:
    number, empty, without = 0, True, 0
    try:
        for number, line, size in lines(stream):
            without += max(size, _LEAST)
            if line is None or line.removeprefix(_BYTE_ORDER_MARK).strip():
                empty, found = False, _from_line(line, path, number)
                without = without if isinstance(found.outcome, Fault) else 0
                yield found
            if without > BARREN:
                raise barren()
    except Fault as fault:
        yield Found(path, number + 1, fault)
        return
    if empty:
        yield Found(path, None, Fault("the file is empty", "write one JSON object a line"))


def _from_line(line: bytes | None, path: str, number: int) -> Found:
    if line is None:
        return Found(path, number, too_long("the line"))
    try:
        record = _json_object(line)
        return Found(path, number, article(record, line), unread(record))
    except Fault as fault:
        return Found(path, number, fault)


def _from_file(stream: BinaryIO, source: Source, path: str, seconds: float) -> Found:
    try:
        beside = _sidecar(source.sidecar)
        known = {"id": source.stem, **_known(beside)}
    except Fault as fault:
        return Found(shown(source.sidecar), None, fault)
    try:
        content = whole(stream)
        with limited(seconds if source.format is not Format.TEXT else 0):
            record = {"text": _decoded(content)} if source.format is Format.TEXT else page_record(content)
            return Found(path, None, article({**record, **known}, content), unread(beside))
    except TakesTooLong:
        problem = f"taking the page apart takes more than {seconds:g} seconds of processor time"
        return Found(path, None, Fault(problem, "save its text as .txt instead, or raise ISNAD_ARTICLE_SECONDS"))
    except Fault as fault:
        return Found(path, None, fault)


def _sidecar(path: Path) -> dict[str, object]:
    """The record beside a file; without a field where there is none."""
    if not _exists(path):
        return {}
    if not path.is_file():
        raise Fault("it is a pipe, device or folder, and no metadata", "take it away")
    with unreadable(), path.open("rb") as stream:
        return _json_object(whole(stream))


def _known(record: Mapping[str, object]) -> dict[str, str]:
    """What such a record says of an article."""
    known = metadata(record)
    if record.get("id") is not None:
        known["id"] = identifier(record)
    return known


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # the article's name is nearly as long as a name may be, and the sidecar's longer
        return False


def _decoded(content: bytes) -> str:
    """The text of UTF-8 bytes. A byte order mark at the start is a signature of the encoding and no part of the text."""
    try:
        text = content.removeprefix(_BYTE_ORDER_MARK).decode("utf-8")
    except UnicodeDecodeError as error:
        raise Fault(f"it is not UTF-8 (byte {error.start + 1})", "convert it to UTF-8") from error
    if "\0" in text:
        raise Fault("it has NUL bytes", "take them out; the file may be damaged or not a text")
    return text


def _json_object(content: bytes) -> dict[str, object]:
    try:
        value = json.loads(_decoded(content))
    except json.JSONDecodeError as error:
        where = f"column {error.colno}" if error.lineno == 1 else f"line {error.lineno}, column {error.colno}"
        raise Fault(f"broken JSON at {where} ({error.msg})", "write one whole JSON object a line, and in it line ends as \\n") from error
    except (ValueError, RecursionError) as error:
        raise Fault(f"JSON that cannot be taken in ({error})", "write numbers shorter and nest less deeply") from error
    if not isinstance(value, dict):
        raise Fault("this JSON is not an object", 'write {"id": …, "text": …}')
    return value
