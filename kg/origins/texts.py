"""Near-duplicate tellings, by MinHash over runs of three words (Broder 1997), of which a byte a hash is kept (Li and König 2010).

Two newspapers that print one agency's text cut it, put another headline on it and add a paragraph; what they keep they keep
word for word, and two who write of one event by themselves share few runs of three words. The sentences that tell of the event
are compared too: a copied item may stand in a long article of somebody's own.
"""

from collections.abc import Iterable, Iterator

from rensa import RMinHash

from kg.arabic import folded_words

COPIED_TEXT = 0.4
"""Share of the shorter of two articles from which they are copies. Of annotated pairs by two houses with an event in common, copies
share 0.40 and more, those that have a paragraph of background in common up to 0.34, all others 0.16 and less."""
COPIED_TELLING = 0.3
"""The same of the sentences that tell of the event: copies share 0.33 and more, what was written independently 0.24 and less, mostly
less than 0.15. Both estimates err by 0.05."""
_FAINT = 0.05
"""Similarity below which a share cannot be told from none: a copy in a text twenty times as long goes unnoticed."""
_FEWEST = 6
"""Runs of words below which a telling is too short to know where it comes from."""
_HASHES = 256
_SEED = 1
_SIZE = 4
"""Bytes in which the number of runs stands before the hashes."""
_RUN = 3
_BY_CHANCE = 1 / 256
"""How often two bytes agree that have nothing to do with each other."""


def sketch(sentences: Iterable[str]) -> bytes:
    """What is kept of the sentences of a telling to compare it with others: 260 bytes, or none where it is very short.

    The same sentences have the same sketch on every machine, for one version of the library.
    """
    runs = {run for sentence in sentences for run in _runs(folded_words(sentence))}
    if len(runs) < _FEWEST:
        return b""
    hashes = RMinHash(num_perm=_HASHES, seed=_SEED)
    hashes.update(sorted(runs))
    return len(runs).to_bytes(_SIZE) + bytes(value & 0xFF for value in hashes.digest())


def shared_part(left: bytes, right: bytes) -> float:
    """Estimate, 0 to 1, of how much of the shorter of two tellings the other has, from their sketches; 0 without one of them."""
    alike = similarity(left, right)
    if alike < _FAINT:
        return 0.0
    sizes = [int.from_bytes(sketched[:_SIZE]) for sketched in (left, right)]
    return min(1.0, alike / (1 + alike) * sum(sizes) / min(sizes))


def similarity(left: bytes, right: bytes) -> float:
    """Estimate, 0 to 1, of the Jaccard similarity of two tellings' runs of words, from their sketches; 0 without one of them."""
    if not left or not right:
        return 0.0
    differing = int.from_bytes(left[_SIZE:]) ^ int.from_bytes(right[_SIZE:])
    agreeing = differing.to_bytes(_HASHES).count(0) / _HASHES
    return max(0.0, (agreeing - _BY_CHANCE) / (1 - _BY_CHANCE))


def _runs(words: list[str]) -> Iterator[str]:
    """Each three words that follow each other."""
    return (" ".join(words[start : start + _RUN]) for start in range(len(words) - _RUN + 1))
