"""The words that a report is told in: stems of what stands near its triggers, as far as they are rare enough to tell news apart.

Stems are light ones, without article, و and the commonest endings, after Larkey, Ballesteros and Connell, "Light stemming for
Arabic information retrieval" (2007): they join more forms of a word than they confuse.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, lru_cache
from pathlib import Path

from kg.arabic import folded_words
from kg.model import Span

RAREST = 10
"""Rarity of all stems that are not listed."""
_COMMON = 5
"""A stem below this rarity (in one of 32 articles or more) says nothing of an event."""
_AROUND = 14
"""Words on either side of a trigger that belong to its report, as far as they are in its line."""
_KEPT = 24
_FILE = "rarity.tsv"
_WORD = re.compile(r"\w+")
_ARABIC = re.compile("[\u0620-\u064a]{3,}")
"""Stems that can tell news apart: not what is left of addresses and numbers."""
_BEFORE = ("وال", "بال", "كال", "فال", "لل", "ال")
_AFTER = ("ها", "ان", "ات", "ون", "ين", "يه", "ه", "ي")


@lru_cache(maxsize=20_000)
def stem(word: str) -> str:
    """The light stem of a folded word, at least two letters of it.

    >>> stem("والتفجيرات"), stem("تفجير")
    ('تفجير', 'تفجير')
    """
    if word.startswith("و") and len(word) > 3:
        word = word[1:]
    word = next((word[len(begin) :] for begin in _BEFORE if word.startswith(begin) and len(word) >= len(begin) + 2), word)
    for end in _AFTER:
        if word.endswith(end) and len(word) >= len(end) + 2:
            word = word.removesuffix(end)
    return word


def stems(text: str) -> frozenset[str]:
    """The stems of all words of a text."""
    return frozenset(map(stem, folded_words(text)))


@lru_cache(maxsize=10_000)
def stems_of_name(name: str) -> frozenset[str]:
    """The same of a name, which comes again."""
    return stems(name)


@cache
def _rarities() -> Mapping[str, int]:
    lines = (Path(__file__).parent / _FILE).read_text("utf-8").splitlines()
    rows = (line.split("\t") for line in lines if not line.startswith("#"))
    return {listed: int(rarity) for rarity, words in rows for listed in words.split()}


def rarity(stem: str) -> int:
    """The binary logarithm of how many articles of news there are for one that has the stem, 0 to RAREST.

    >>> rarity("قال") < rarity("مفخخ")
    True
    """
    return _rarities().get(stem, RAREST)


def information(words: Iterable[str]) -> int:
    """What stems have in them, in bits beyond those of the commonest that count: of ten rare ones more than of two."""
    return sum(rarity(word) - _COMMON + 1 for word in words)


def telling_words(text: str, triggers: Iterable[Span]) -> tuple[str, ...]:
    """The rare stems near some triggers, sorted; the rarest of them where there are many."""
    near = (word for zone in zones(text, triggers) for word in stems(zone.of(text)))
    found = {word for word in near if _ARABIC.fullmatch(word) and rarity(word) >= _COMMON}
    return tuple(sorted(sorted(found, key=lambda word: (-rarity(word), word))[:_KEPT]))


def zones(text: str, triggers: Iterable[Span]) -> Iterator[Span]:
    """The words around each trigger, within its line."""
    begins, ends = _words(text)
    for trigger in triggers:
        line = Span(text.rfind("\n", 0, trigger.begin) + 1, _end_of_line(text, trigger.end))
        first = max(bisect_left(begins, trigger.begin) - _AROUND, bisect_left(begins, line.begin))
        after = min(bisect_left(begins, trigger.end) + _AROUND, bisect_left(begins, line.end))
        if first < after:
            yield Span(begins[first], ends[after - 1])


@lru_cache(maxsize=1)
def _words(text: str) -> tuple[list[int], list[int]]:
    """Where the words of a text begin and end; found once for all events of an article."""
    found = [match.span() for match in _WORD.finditer(text)]
    return [begin for begin, _ in found], [end for _, end in found]


def _end_of_line(text: str, begin: int) -> int:
    end = text.find("\n", begin)
    return len(text) if end < 0 else end
