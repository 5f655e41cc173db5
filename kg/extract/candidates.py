"""The things that an article names, as far as its words tell: mentions of one name, and nouns that stand for it, are of one thing."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from kg.arabic import fold, proclitic_stems
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.model import Mention
from kg.ontology import top

Name = tuple[str, tuple[str, ...]]
"""Top class, and the folded words of a name."""
_REACH = 4
"""Sentences back in which «المدينة» has its antecedent."""
_LEAST = 3
_NAME_ENDINGS = ("يون", "يين", "يا", "يه", "ين", "ون", "ي", "ا", "ه", "")
_ADJECTIVE_ENDINGS = ("يتين", "يين", "يون", "يات", "يان", "يه", "ي")


@dataclass(frozen=True, slots=True)
class Named:
    """A mention among the words: from `first` to `last`, inclusive."""

    index: int
    mention: Mention
    first: int
    last: int
    sentence: int


@dataclass(frozen=True, slots=True)
class Candidate:
    """Something that may take part in events."""

    mentions: tuple[Named, ...]
    """In the order of the text, never none."""
    stand_ins: tuple[Named, ...]
    """Nouns that stand for it («التنظيم»): where they stand, with the mention that they go back to."""
    rank: int
    """How many things of its top class the article names before it."""

    @property
    def kind(self) -> str:
        """The class of most of its mentions, of equals the first."""
        kinds = [n.mention.kind for n in self.mentions]
        return max(dict.fromkeys(kinds), key=kinds.count)


def candidates(text: str, words: Sequence[Word], names: Sequence[Named]) -> tuple[Candidate, ...]:
    """The things named, in the order of the text."""
    groups = _groups(text, names)
    owners = {n.index: group[0].index for group in groups for n in group}
    standing: dict[int, list[Named]] = {}
    for n in _stand_ins(words, groups, names, text):
        standing.setdefault(owners[n.index], []).append(n)
    seen: dict[str, int] = {}
    found = []
    for group in groups:
        sort = top(group[0].mention.kind)
        found.append(Candidate(tuple(group), tuple(standing.get(group[0].index, ())), seen.get(sort, 0)))
        seen[sort] = seen.get(sort, 0) + 1
    return tuple(found)


def _groups(text: str, names: Sequence[Named]) -> list[list[Named]]:
    """Mentions of one name together, with those of its short forms («بوتين» with «فلاديمير بوتين»)."""
    by_name: dict[Name, list[Named]] = {}
    for n in names:
        by_name.setdefault((top(n.mention.kind), _name_words(n.mention.span.of(text))), []).append(n)
    groups: dict[Name, list[Named]] = {}
    for name, mentions in by_name.items():
        groups.setdefault(_full_name(name, by_name), []).extend(mentions)
    return sorted((sorted(group, key=lambda n: n.index) for group in groups.values()), key=lambda group: group[0].index)


def _name_words(name: str) -> tuple[str, ...]:
    return tuple(word.removeprefix("ال") if len(word) > 4 else word for word in fold(name).split())


def _full_name(name: Name, others: Mapping[Name, object]) -> Name:
    """The longest name that a shorter one begins or ends; the name itself where two unlike ones hold it."""
    sort, words = name
    size = len(words)
    holding = [other for other in others if other[0] == sort and len(other[1]) > size and _is_short_form(sort, words, other[1])]
    longest = max(holding, key=lambda other: len(other[1]), default=name)
    return longest if all(set(other) <= set(longest[1]) for _, other in holding) else name


def _is_short_form(sort: str, short: tuple[str, ...], full: tuple[str, ...]) -> bool:
    ends = full[-len(short) :] == short
    begins = full[: len(short)] == short
    return ends if sort == "Person" else begins or (ends and sort == "Organisation")


@lru_cache(maxsize=1)
def _classes() -> Mapping[str, str]:
    """The class that a definite noun stands for, by its folded form."""
    return {form: kind for form, kind, _ in (*rows("anaphors.tsv", 3), *rows("stand_ins.tsv", 3))}


@lru_cache(maxsize=20_000)
def _class(form: str) -> str | None:
    return next((_classes()[stem.form] for stem in proclitic_stems(form) if stem.form in _classes()), None)


def _stand_ins(words: Sequence[Word], groups: Sequence[Sequence[Named]], names: Sequence[Named], text: str) -> Iterator[Named]:
    """Nouns that stand for the last thing named of their class, and adjectives of something named («غارات إسرائيلية»)."""
    taken = {index for n in names for index in range(n.first, n.last + 1)}
    nations = _nations(text, groups)
    last: dict[str, Named] = {}
    position = 0
    for word in words:
        while position < len(names) and names[position].first <= word.index:
            last[names[position].mention.kind] = names[position]
            position += 1
        if word.index in taken:
            continue
        kind = _class(word.form)
        nation = next((nations[stem] for stem in _adjective_stems(word.form) if stem in nations), None)
        antecedent = last.get(kind) if kind else None
        if nation:
            yield replace(nation, first=word.index, last=word.index, sentence=word.sentence)
        elif antecedent and word.sentence - antecedent.sentence <= _REACH:
            yield replace(antecedent, first=word.index, last=word.index, sentence=word.sentence)


def _nations(text: str, groups: Sequence[Sequence[Named]]) -> Mapping[str, Named]:
    """The first mention of each country and armed group named, by what is left of the adjective when its ending is taken off."""
    found: dict[str, Named] = {}
    for group in groups:
        for n in group:
            name = fold(n.mention.span.of(text))
            words = name.split()
            if n.mention.kind == "ArmedGroup" or (n.mention.kind == "Country" and (len(words) == 1 or name in _adjectives())):
                for stem in (*_adjectives().get(name, ()), *_name_stems(words[-1] if n.mention.kind == "ArmedGroup" else words[0])):
                    found.setdefault(stem, group[0])
    return found


@lru_cache(maxsize=1)
def _adjectives() -> Mapping[str, tuple[str, ...]]:
    """Stems of adjectives that are unlike the name, by the folded name."""
    return {name: tuple(fold(stem) for stem in stems.split()) for name, stems in rows("nation_stems.tsv", 2)}


@lru_cache(maxsize=10_000)
def _name_stems(word: str) -> tuple[str, ...]:
    """What the adjective of a name may be made from: «روس» of «روسيا», «عراق» of «العراق»."""
    bare = (word, word.removeprefix("ال"))
    return tuple(dict.fromkeys(w.removesuffix(e) for w in bare for e in _NAME_ENDINGS if w.endswith(e) and len(w) - len(e) >= _LEAST))


@lru_cache(maxsize=20_000)
def _adjective_stems(form: str) -> tuple[str, ...]:
    """A folded word without the ending that makes it an adjective; none where it has none."""
    found = []
    for stem in proclitic_stems(form):
        ending = next((e for e in _ADJECTIVE_ENDINGS if stem.form.endswith(e)), None)
        if ending:
            bare = (stem.form.removesuffix(ending), stem.form.removesuffix(ending).removeprefix("ال"))
            found += [w for w in bare if len(w) >= _LEAST]
    return tuple(dict.fromkeys(found))
