"""Answers that were given before: by the client's own copy (ETag), or from a bounded memory of this server's."""

import re
from hashlib import sha256
from threading import Lock

from cachetools import LRUCache

from kg.queries.sparql.tokens import services
from kg.workers import Answer, Question

_FUNCTIONS = ("NOW", "RAND", "UUID", "BNODE")
"""Those whose answer is another one each time; STRUUID is among them."""
_CALLED = re.compile(rf"(?:{'|'.join(_FUNCTIONS)})(?=\s*[(#])")
"""With a comment before their brackets or none.

They count in whatever they stand, as Oxigraph reads `FILTERNOW()` as two words, and in `1<NOW()&&2>1` no IRI: rather ask
too often than keep what has changed.
"""
_LARGEST_PART = 8
"""An answer larger than this part of the memory is not kept: it would drive out all others."""


def tag(question: Question, snapshot: str, *further: str) -> str:
    """What tells the answer to a question over a snapshot from all others; "" where the same question is answered anew each time.

    `further` is what else decides what the client gets, such as the language of a page.
    """
    if not snapshot or _changes(question.text):
        return ""
    return stem(question, snapshot) + _digest(repr(question.wanted), *further)


def stem(question: Question, snapshot: str) -> str:
    """How the tags of all answers to a question over a snapshot begin, whatever their formats."""
    return _digest(snapshot, question.text, repr(question.scope))


def _digest(*parts: str) -> str:
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def _changes(text: str) -> bool:
    """Whether a query calls one of these, or asks another server; most name none, which is found out ten times as fast."""
    capitals = text.upper()
    if "SERVICE" in capitals and any(True for _ in services(text)):
        return True
    return any(name in capitals for name in _FUNCTIONS) and _CALLED.search(capitals) is not None


class Answers:
    """The latest answers, as many as fit. Threads share it."""

    def __init__(self, most: int) -> None:
        """`most` is in bytes; 0 keeps nothing."""
        self._most = most
        self._kept: LRUCache[str, Answer] = LRUCache(most, getsizeof=lambda answer: len(answer.body))
        self._lock = Lock()

    def get(self, wanted: str) -> Answer | None:
        """The answer of a tag, where it is kept."""
        with self._lock:
            return self._kept.get(wanted)

    def keep(self, wanted: str, answer: Answer) -> None:
        """Keeps an answer under its tag; those that were not asked for the longest go."""
        if wanted and 0 < len(answer.body) <= self._most // _LARGEST_PART:
            with self._lock:
                self._kept[wanted] = answer
