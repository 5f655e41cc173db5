"""An index for other readers: the documents of a published one, each changed on its way."""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path
from urllib.parse import quote

from kg.errors import StoreError
from kg.search.documents import Document
from kg.search.index import SearchIndex
from kg.search.schema import FILE

_AT_ONCE = 500
_ROWS = "SELECT id, iri, type, kind, label_ar, label_en, article, text, weight FROM document ORDER BY iri"


def rewritten(snapshot: Path, folder: Path, change: Callable[[Document], Document]) -> None:
    """Makes an index in `folder` of the documents in a snapshot's index, each as `change` gives it back.

    Raises StoreError where the one cannot be read or the other not be written.
    """
    try:
        with closing(sqlite3.connect(f"file:{quote(str(snapshot / FILE))}?mode=ro&immutable=1", uri=True)) as database:
            _write(map(change, _documents(database)), folder)
    except sqlite3.Error as error:
        raise StoreError(f"{snapshot / FILE}: {error}; `kg build` makes it again") from error


def _documents(database: sqlite3.Connection) -> Iterator[Document]:
    for number, iri, kind_of, kind, arabic, english, article, text, weight in database.execute(_ROWS):
        names = database.execute("SELECT name FROM name WHERE document = ? ORDER BY name", (number,))
        yield Document(iri, kind_of, kind, arabic, english, tuple(name for (name,) in names), article, text, weight)


def _write(documents: Iterator[Document], folder: Path) -> None:
    with SearchIndex(folder, "") as index:
        index.set_whole()
        while some := list(islice(documents, _AT_ONCE)):
            index.write({document.iri: document for document in some})
