"""Search over names, labels, titles and texts: an index beside the graph, published with it.

    documents.py  what can be found          index.py    the index as it is written
    words.py      how texts become words     question.py what somebody typed
    finding.py    the index as it is asked   spelling.py slips in names
    snippets.py   why something was found, with offsets
    hits.py       what a search gives        schema.py   the tables of the index
    copied.py     an index for other readers

Nothing here knows of the store or the graph: who writes these says which documents there are.
"""

from kg.search.documents import TYPES, Document, article_document, entity_document, event_document
from kg.search.finding import MOST_HITS, Search, SearchMissing
from kg.search.hits import Completion, Found, Hit
from kg.search.index import SearchIndex, damaged
from kg.search.question import LONGEST, Question
from kg.search.schema import FILE
from kg.search.snippets import Snippet

__all__ = [
    "FILE",
    "LONGEST",
    "MOST_HITS",
    "TYPES",
    "Completion",
    "Document",
    "Found",
    "Hit",
    "Question",
    "Search",
    "SearchIndex",
    "SearchMissing",
    "Snippet",
    "article_document",
    "damaged",
    "entity_document",
    "event_document",
]
