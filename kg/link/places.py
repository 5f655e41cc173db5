"""A place that bears the name of its province: which of the two a bare name means."""

from collections import Counter
from collections.abc import Sequence

from kg.arabic import fold, proclitic_stems
from kg.link.names import Named
from kg.model import Extraction, Link, ValueType

PROVINCE_NOUNS = frozenset("محافظه ولايه مديريه قضاء ناحيه اقليم مقاطعه".split())
"""Folded nouns that make a province's or district's name of a town's."""
_TOWN_NOUNS = frozenset("مدينه بلده قريه".split())
_MUCH_OFTENER = 3
_AS_PROVINCE = 0.7


def province_links(text: str, extraction: Extraction, named: Sequence[Named], links: Sequence[Link | None]) -> list[Link | None]:
    """Links in which «صعدة» means the province where the article speaks of «محافظة صعدة» and of no town of that name.

    It does speak of a town where it says «مدينة صعدة», says where the town lies, or names it far oftener than the province.
    """
    towns = _spoken_of_as_towns(text, extraction, named)
    counts = Counter(n.words for n in named)
    out = list(links)
    provinces = (n for n in named if n.mention.kind == "Region" and len(n.words) > 1 and n.words[0] in PROVINCE_NOUNS)
    for province in dict.fromkeys(provinces):
        bare = province.words[1:]
        full = next(found for n, found in zip(named, links, strict=True) if n.words == province.words)
        if full is None or bare in towns or counts[bare] > _MUCH_OFTENER * counts[province.words]:
            continue
        for i, n in enumerate(named):
            if n.words == bare and n.mention.kind == "Settlement":
                out[i] = Link(full.entity, _AS_PROVINCE, f"«{n.name}» short for «{province.name}» in the article")
    return out


def _spoken_of_as_towns(text: str, extraction: Extraction, named: Sequence[Named]) -> set[tuple[str, ...]]:
    located = (r for r in extraction.relations if r.fact.property == "locatedIn" and r.fact.value.type is ValueType.MENTION)
    found = {named[r.subject].words for r in located if named[int(r.fact.value.value)].words[0] in PROVINCE_NOUNS}
    for n in named:
        before = fold(text[max(0, n.mention.span.begin - 12) : n.mention.span.begin]).split()
        if before and any(stem.form in _TOWN_NOUNS for stem in proclitic_stems(before[-1])):
            found.add(n.words)
    return found
