"""Names that the gazetteer has, wherever they stand, clitics aside."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.arabic import Stem, adjective_forms, fold
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.gazetteer import Gazetteer

_JOINTS = frozenset({"", "-", "–", "—", "_", "."})
"""What may stand between two words of one name: «داعش-خراسان», «داعش – خراسان», «CNNArabic.com»."""
_OUTSIDE = frozenset(("مدينه", "بلده", "قريه"))
"""Common nouns that stay outside a name, though lists have them inside («مدينة الموصل»)."""
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


@dataclass(frozen=True, slots=True)
class _Name:
    rest: tuple[str, ...]
    kind: str
    entry: str
    ambiguous: bool
    is_label: bool


class GazetteerNames:
    """The gazetteer's names by first word, and its nationality adjectives."""

    def __init__(self, gazetteer: Gazetteer) -> None:
        self.gazetteer = gazetteer
        self._names: dict[str, list[_Name]] = defaultdict(list)
        self.adjectives: dict[str, str] = {}
        """Country ids by folded form of a nationality adjective."""
        self.countries: frozenset[str] = frozenset(entry.id for entry in gazetteer if entry.kind == "Country")
        self._nouns = frozenset(noun for noun, _, _ in rows("heads.tsv", 3))
        rarely = {word for (word,) in rows("rarely_names.txt", 1)}
        for entry in gazetteer:
            latin = (entry.label_en,) if entry.kind == "MediaOutlet" else ()  # others are rarely written so, and «IS» is a word
            needs_context = rarely | {fold(name) for name in entry.ambiguous}
            plain = tuple(name for name in (entry.label_ar, *latin, *entry.aliases) if fold(name) not in needs_context)
            label = fold(entry.label_ar)
            for name in dict.fromkeys((*plain, entry.label_ar, *entry.aliases, *entry.ambiguous)):
                parts = fold(name).split()
                if parts and parts[0] not in _OUTSIDE:
                    ambiguous, is_label = name not in plain, fold(name) == label and label not in rarely
                    self._names[parts[0]].append(_Name(tuple(parts[1:]), entry.kind, entry.id, ambiguous, is_label))
            for adjective in entry.adjectives if entry.kind == "Country" else ():
                self.adjectives |= dict.fromkeys(adjective_forms(adjective), entry.id)
        for names in self._names.values():
            names.sort(key=lambda name: (-len(name.rest), name.ambiguous, name.entry))

    def at(self, words: Sequence[Word], index: int, *, ambiguous: bool = False) -> FoundName | None:
        """The longest gazetteer name that begins at a word; of equals the one with the fewest proclitics."""
        stems = self._stems(words[index])
        found = [name for stem in stems for name in self._starting(words, index, stem.skip, stem.form, ambiguous=ambiguous)]
        return min(found, key=lambda name: (-name.last, name.skip), default=None)

    def _stems(self, word: Word) -> Iterator[Stem]:
        """Ways to take proclitics off a word, up to a noun that begins with none: «كنيس» is a synagogue, not «like Nice»."""
        for stem in word.stems():
            yield stem
            if stem.form in self._nouns:
                return

    def _starting(self, words: Sequence[Word], index: int, skip: int, form: str, *, ambiguous: bool) -> Iterator[FoundName]:
        for name in self._names.get(form, ()):
            last = index + len(name.rest)
            if (name.ambiguous and not ambiguous) or (skip and len(form) < 3):
                continue
            if last < len(words) and all(_continues(words[index + 1 + i], form) for i, form in enumerate(name.rest)):
                confidence = 0.8 if name.ambiguous else 0.95
                yield FoundName(index, last, skip, name.kind, confidence, name.entry, name.ambiguous and name.is_label)
                return


def _continues(word: Word, form: str) -> bool:
    return word.form == form and word.glued in _JOINTS


def is_quoted(word: Word) -> bool:
    """Whether a quotation mark opens right before a word."""
    return word.glued[-1:] in _OPENING if word.glued else False
