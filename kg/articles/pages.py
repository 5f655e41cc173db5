"""HTML pages: the only place that knows trafilatura. Nothing is fetched, and the clock has no say in what is found."""

import re
from contextlib import suppress

from trafilatura import bare_extraction
from trafilatura.settings import Document

from kg.articles.faults import Fault
from kg.articles.issued import contradicts
from kg.articles.records import metadata

_CHARSET = re.compile(rb"""<meta\b[^>]{0,200}?\bcharset\s*=\s*["']?\s*([\w-]+)""", re.IGNORECASE)
_ARABIC_CHARSETS = frozenset({"windows-1256", "cp1256", "iso-8859-6"})
_HEAD = 4096  # bytes; a page has to declare its charset in its first 1024
_DATE_SEARCH: dict[str, object] = {
    "original_date": True,
    "extensive_search": False,  # which guesses, from years in footers for instance
    "max_date": "9999-12-31",  # else it is today, and a page would read differently tomorrow
}


def page_record(content: bytes) -> dict[str, str]:
    """Record of an HTML page: `text` and, where they are found, `title`, `published`, `publisher`, `url`.

    The text is the title, unless the body begins with it, and the body's paragraphs, one a line. Raises Fault.
    """
    document = _document(_decoded(content))
    found = (("title", document.title), ("published", document.date), ("publisher", document.sitename), ("url", document.url))
    record: dict[str, str] = {}
    for name, value in found:
        with suppress(Fault):  # it was not given by the user, who could not mend it
            record |= metadata({name: value})
    text = _with_title(record.get("title", ""), document.text or "")
    if "published" in record and contradicts(text, record["published"]):  # a page's clock, later than the news
        del record["published"]
    return {**record, "text": text}


def _document(html: str) -> Document:
    try:
        document = bare_extraction(html, with_metadata=True, include_comments=False, date_extraction_params=_DATE_SEARCH)
    except Exception as error:  # whatever a hostile page does to the library, the next one must be read
        raise Fault(f"the page cannot be taken apart ({type(error).__name__})", "save its text as .txt instead") from error
    if not isinstance(document, Document) or not document.text:
        raise Fault("no article was found in the page", "save its text as .txt instead")
    return document


def _with_title(title: str, body: str) -> str:
    first = body.partition("\n")[0].strip()
    repeats = first and (title.startswith(first) or first.startswith(title))
    return body if repeats else f"{title}\n{body}"


def _decoded(content: bytes) -> str:
    try:
        html = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        html = _decoded_as_declared(content, error)
    if "\0" in html:
        raise Fault("a NUL character in the page", "the file may be damaged or not a page; save it again")
    return html


def _decoded_as_declared(content: bytes, error: UnicodeDecodeError) -> str:
    declared = _CHARSET.search(content[:_HEAD])
    charset = declared[1].decode("ascii").lower() if declared else ""
    if charset in _ARABIC_CHARSETS:
        with suppress(UnicodeDecodeError):
            return content.decode(charset)
    known = ", ".join(sorted(_ARABIC_CHARSETS))
    raise Fault(f"it is not UTF-8 (byte {error.start + 1}) and declares no charset that fits", f"convert it to UTF-8, or declare {known}")
