"""Names that the gazetteer has, wherever they stand, clitics aside."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from kg.arabic import Stem, adjective_forms, fold, proclitic_stems
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.gazetteer import Gazetteer

_JOINTS = frozenset({"", "-", "–", "—", "_", "."})
"""What may stand between two words of one name: «داعش-خراسان», «داعش – خراسان», «CNNArabic.com»."""
OWN = "own list"
"""Source of names that come from a user's own file."""
_HYPHENS = frozenset("-–—_")
_OUTSIDE = frozenset(("مدينه", "بلده", "قريه"))
"""Common nouns that stay outside a name, though lists have them inside («مدينة الموصل»)."""
_STATE = "الدوله"
"""After this word a head noun belongs to the name: «تنظيم الدولة الإسلامية», unlike «تنظيم داعش»."""
_OPENING = frozenset("\"'«“‘(”")


@dataclass(frozen=True, slots=True)
class FoundName:
    """A name found among the words: from `first` (its proclitics `skip` long) to `last`, inclusive."""

    first: int
    last: int
    skip: int
    kind: str
    confidence: float
    entry: str | None = None
    """Id of the gazetteer's entry, where one is meant."""
    is_label: bool = False
    """Of ambiguous names: whether the entry is mostly called so («القاعدة», «مالي»)."""
    source: str = "gazetteer"
    """Who found it: the shipped gazetteer (where a "hyphen" joins its words, that), a user's "own list", a pattern, the network."""


@dataclass(frozen=True, slots=True)
class _Name:
    rest: tuple[str, ...]
    kind: str
    entry: str
    ambiguous: bool
    is_label: bool
    source: str


class GazetteerNames:
    """The gazetteer's names by first word, and its nationality adjectives."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._names: dict[str, dict[str, list[_Name]]] = defaultdict(lambda: defaultdict(list))
        """By first word, then by second, which is "" where there is none."""
        self.adjectives: dict[str, str] = {}
        """Country ids by folded form of a nationality adjective."""
        self.countries: frozenset[str] = frozenset(entry.id for entry in gazetteer if entry.kind == "Country")
        self._nouns = frozenset(noun for noun, _, _ in rows("heads.tsv", 3))
        dropped = frozenset(noun for noun, _, sort in rows("heads.tsv", 3) if sort == "drop")
        rarely = {word for (word,) in rows("rarely_names.txt", 1)}
        for entry in gazetteer:
            latin = (entry.label_en,) if entry.kind == "MediaOutlet" else ()  # others are rarely written so, and «IS» is a word
            needs_context = rarely | {fold(name) for name in entry.ambiguous}
            plain = tuple(name for name in (entry.label_ar, *latin, *entry.aliases) if fold(name) not in needs_context)
            label = fold(entry.label_ar)
            known_as = {label, *map(fold, entry.aliases), *map(fold, entry.ambiguous)}
            for name in dict.fromkeys((*plain, entry.label_ar, *entry.aliases, *entry.ambiguous)):
                parts = fold(name).split()
                if parts and parts[0] not in _OUTSIDE and not _is_headed(parts, dropped, known_as):
                    ambiguous, is_label = name not in plain, fold(name) == label and label not in rarely
                    second = parts[1] if len(parts) > 1 else ""
                    source = "ambiguity" if ambiguous else OWN if entry.id in gazetteer.own else "gazetteer"
                    self._names[parts[0]][second].append(_Name(tuple(parts[1:]), entry.kind, entry.id, ambiguous, is_label, source))
            for adjective in entry.adjectives if entry.kind == "Country" else ():
                self.adjectives |= dict.fromkeys(adjective_forms(adjective), entry.id)
        for names in (names for by_second in self._names.values() for names in by_second.values()):
            names.sort(key=lambda name: (-len(name.rest), name.ambiguous, name.entry))
        self._beginning = lru_cache(maxsize=20_000)(self._find_beginning)

    def at(self, words: Sequence[Word], index: int, *, ambiguous: bool = False) -> FoundName | None:
        """The longest gazetteer name that begins at a word; of equals the one with the fewest proclitics."""
        beginning = self._beginning(words[index].form)
        if not beginning:
            return None
        second = words[index + 1].form if index + 1 < len(words) else ""
        found = [
            name
            for skip, names in beginning
            if (name := _first(words, index, skip, (*names.get(second, ()), *names.get("", ())), ambiguous=ambiguous))
        ]
        return min(found, key=lambda name: (-name.last, name.skip), default=None)

    def _find_beginning(self, form: str) -> tuple[tuple[int, Mapping[str, Sequence[_Name]]], ...]:
        """The names that begin with a folded word, by the length of its proclitics: none, for most words."""
        stems = ((stem.skip, stem.form) for stem in self._stems(form))
        return tuple((skip, self._names[stem]) for skip, stem in stems if stem in self._names and not (skip and len(stem) < 3))

    def _stems(self, form: str) -> Iterator[Stem]:
        """Ways to take proclitics off a word, up to a noun that begins with none: «كنيس» is a synagogue, not «like Nice»."""
        for stem in proclitic_stems(form):
            yield stem
            if stem.form in self._nouns:
                return


def _is_headed(parts: Sequence[str], dropped: Set[str], known_as: Set[str]) -> bool:
    """Whether a name is another of the same thing with a head noun before it, which stays outside («صحيفة الحياة»)."""
    return parts[0] in dropped and parts[1:2] != [_STATE] and " ".join(parts[1:]) in known_as


def _first(words: Sequence[Word], index: int, skip: int, names: Iterable[_Name], *, ambiguous: bool) -> FoundName | None:
    """The first of some names, longest first, whose further words follow."""
    for name in names:
        last = index + len(name.rest)
        if (name.ambiguous and not ambiguous) or last >= len(words):
            continue
        if all(_continues(words[index + 1 + i], form) for i, form in enumerate(name.rest)):
            confidence = 0.8 if name.ambiguous else 0.95
            is_hyphenated = any(word.glued in _HYPHENS for word in words[index + 1 : last + 1])
            source = "hyphen" if is_hyphenated else name.source
            return FoundName(index, last, skip, name.kind, confidence, name.entry, name.ambiguous and name.is_label, source)
    return None


def _continues(word: Word, form: str) -> bool:
    return word.form == form and word.glued in _JOINTS


def is_quoted(word: Word) -> bool:
    """Whether a quotation mark opens right before a word."""
    return word.glued[-1:] in _OPENING if word.glued else False
