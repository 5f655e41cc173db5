"""What the rules for relations look at: an article's words with the names among them, and which of these the gazetteer knows."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache

from spacy.tokens import Doc

from kg.arabic import after_preposition, fold, proclitic_stems
from kg.extract.context import Named, named
from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.lexicon import rows
from kg.extract.words import Word
from kg.gazetteer import Gazetteer
from kg.model import Fact, GazetteerEntry, MentionType, Relation, Span, Value, ValueType
from kg.ontology import top

QUOTES = frozenset("\"'«»“”‘’#")
COMMAS = frozenset(("،", ","))


@dataclass(frozen=True, slots=True)
class Adjective:
    """A nationality adjective that begins at the word `first`; two words in «الكوري الشمالي»."""

    first: int
    last: int
    country: str
    """Its id in the gazetteer."""

    skip: int
    """Length of its proclitics."""

    form: str
    """Its first word, folded, without them."""

    @property
    def is_feminine(self) -> bool:
        """Whether it agrees with a feminine or a plural of things."""
        return self.form.endswith(("ه", "ات"))

    @property
    def is_of_people(self) -> bool:
        """Whether it is a plural or a dual that only people have: «الأمريكيين», «الفرنسيات»."""
        return self.form.endswith(("ين", "ون", "يان", "ات"))


@dataclass(frozen=True, slots=True)
class View:
    """An article's words and names. Made once; the rules only look."""

    text: str
    words: Sequence[Word]
    names: tuple[Named, ...]
    """In the order of the text; role phrases left out."""
    role_phrases: tuple[Named, ...]
    """Role phrases that stand for somebody named elsewhere."""
    sentences: Sequence[Span]
    entries: Mapping[int, GazetteerEntry]
    """By index of mention: the gazetteer's entry, where the name has exactly one of its class."""
    countries: Mapping[str, Named]
    """The first mention of each country, by its id in the gazetteer."""
    groups: Mapping[str, Named]
    """The first mention of each organisation that has adjectives, by these («حوثي»), folded."""
    main_country: Named | None
    """The country that most of the article's names and nationalities are of, where no other comes near."""
    known: GazetteerNames
    _at: Mapping[int, Named] = field(repr=False)

    @classmethod
    def of(cls, doc: Doc, known: GazetteerNames) -> "View":
        """The view of a document whose mentions are found."""
        text = doc._.article.text
        everything = tuple(named(doc._.words, doc._.mentions))
        names = tuple(n for n in everything if n.mention.type is MentionType.NAME)
        issued = doc._.article.issued
        entries = {n.index: entry for n in names if (entry := _entry(n, text, known.gazetteer, issued))}
        countries: dict[str, Named] = {}
        for n in names:
            if n.index in entries and entries[n.index].kind == "Country":
                countries.setdefault(entries[n.index].id, n)
        covering = {index: n for n in names for index in range(n.first, n.last + 1)}
        roles = tuple(n for n in everything if n.mention.type is MentionType.ROLE)
        main = _main_country(doc._.words, names, entries, countries, known)
        return cls(
            text, doc._.words, names, roles, doc._.sentence_spans, entries, countries, _groups(names, entries), main, known, covering
        )

    def at(self, index: int) -> Named | None:
        """The name that a word belongs to."""
        return self._at.get(index)

    def inside(self, first: int, last: int) -> Iterator[Named]:
        """The names that lie wholly among some words, in their order."""
        index = first
        while index <= last:
            n = self._at.get(index)
            if n and n.first == index and n.last <= last:
                yield n
            index = n.last + 1 if n else index + 1

    def form(self, n: Named) -> str:
        """A name, folded, the article restored where ل took it («لأمم المتحدة»)."""
        return _form(n, self.text, self.known.gazetteer)

    def has_proclitic(self, n: Named, letters: str) -> bool:
        """Whether one of some letters is joined to the front of a name («بالموصل», «للجيش»)."""
        word = self.words[n.first]
        joined = word.form[: next((i for i, at in enumerate(word.offsets) if word.begin + at >= n.mention.span.begin), 0)]
        return any(letter in joined for letter in letters)

    def glued(self, index: int) -> str:
        """What stands before a word, white space left out; "." past the last word and where a sentence ends."""
        if index >= len(self.words):
            return "."
        between = self.words[index].glued
        return between if between or not index or self.words[index].sentence == self.words[index - 1].sentence else "."

    def is_joined(self, index: int) -> bool:
        """Whether nothing but space and quotation marks stands before a word, in its sentence."""
        return 0 < index < len(self.words) and QUOTES.issuperset(self.glued(index))

    def adjective(self, index: int) -> Adjective | None:
        """The nationality adjective that begins at a word, in whatever gender, number and with whatever proclitics."""
        if not 0 <= index < len(self.words):
            return None
        for skip, form in proclitics(self.words[index].form):
            if index + 1 < len(self.words) and (country := self.known.adjectives.get(_pair(form, self.words[index + 1].form))):
                return Adjective(index, index + 1, country, skip, form)
            if country := self.known.adjectives.get(form):
                return Adjective(index, index, country, skip, form)
        return None

    def adjective_before(self, index: int) -> Adjective | None:
        """The nationality adjective that ends right before a word, a comma passed over («الرئيس الروسي، فلان»)."""
        beside = self.is_joined(index) or self.glued(index) in COMMAS
        for first in (index - 2, index - 1):
            found = self.adjective(first)
            if found and found.last == index - 1 and beside and (found.first == found.last or self.is_joined(found.last)):
                return found
        return None

    def adjective_after(self, n: Named, *, feminine: bool) -> Adjective | None:
        """The definite nationality right after a name that goes with it: it agrees, and is not somebody's («… الروسي فلان»)."""
        found = self.adjective(n.last + 1) if self.is_joined(n.last + 1) else None
        if found is None or found.skip or not found.form.startswith("ال") or found.is_of_people or (feminine and not found.is_feminine):
            return None
        following = self.at(found.last + 1)
        is_his = following is not None and following.mention.kind == "Person" and self.is_joined(following.first)
        return None if is_his else found

    def group(self, index: int) -> Named | None:
        """The organisation named in the article that a word is an adjective of."""
        forms = (form.removeprefix("ال") for _, form in proclitics(self.words[index].form))
        return next((self.groups[form] for form in forms if form in self.groups), None)

    def is_country(self, n: Named) -> bool:
        """Whether a name is one of a country."""
        return n.mention.kind == "Country"

    def is_organisation(self, n: Named) -> bool:
        """Whether a name is one of an organisation."""
        return top(n.mention.kind) == "Organisation"

    def is_place(self, n: Named) -> bool:
        """Whether a name is one of a place."""
        return top(n.mention.kind) == "Place"

    def relation(self, subject: Named, property_: str, value: Named, confidence: float) -> Relation:
        """The relation of two mentions; the evidence is the sentence of its subject."""
        return Relation(subject.index, Fact(property_, Value(ValueType.MENTION, value.index), self.sentences[subject.sentence], confidence))


def proclitics(form: str) -> Iterator[tuple[int, str]]:
    """Length of the proclitics and the rest, for every way to take them off a folded word; the whole word first."""
    return ((stem.skip, stem.form) for stem in proclitic_stems(form))


@cache
def word_set(name: str, sort: str) -> frozenset[str]:
    """The folded words of one sort in a lexicon of words and sorts."""
    return frozenset(word for word, other in rows(name, 2) if other == sort)


def _pair(first: str, second: str) -> str:
    return " ".join(word.removeprefix("ال").removesuffix("ه") for word in (first, second))


def _form(n: Named, text: str, gazetteer: Gazetteer) -> str:
    begin = n.mention.span.begin
    folded = fold(n.mention.span.of(text))
    return after_preposition(folded, text[begin - 1 : begin] if begin else "", lambda form: bool(gazetteer.lookup(form, ambiguous=True)))


def _entry(n: Named, text: str, gazetteer: Gazetteer, issued: str | None) -> GazetteerEntry | None:
    fitting = [e for e in gazetteer.lookup(_form(n, text, gazetteer), ambiguous=True, on=issued) if top(e.kind) == top(n.mention.kind)]
    exact = [entry for entry in fitting if entry.kind == n.mention.kind]
    entries = exact or fitting
    return entries[0] if len(entries) == 1 else None


def _groups(names: Sequence[Named], entries: Mapping[int, GazetteerEntry]) -> dict[str, Named]:
    found: dict[str, Named] = {}
    for n in names:
        entry = entries.get(n.index)
        for adjective in entry.adjectives if entry and top(entry.kind) == "Organisation" else ():
            for ending in ("", "ه", "ين", "ون"):
                found.setdefault(fold(adjective) + ending, n)
    return found


def _main_country(
    words: Sequence[Word],
    names: Sequence[Named],
    entries: Mapping[int, GazetteerEntry],
    countries: Mapping[str, Named],
    known: GazetteerNames,
) -> Named | None:
    counts = Counter(entries[n.index].id for n in names if n.index in entries and entries[n.index].kind == "Country")
    nationalities = (known.adjectives.get(word.form, "") for word in words)
    counts.update(country for country in nationalities if country in countries)
    (first, most), *rest = counts.most_common(2) or [("", 0)]
    return countries[first] if first and all(most >= 2 * count for _, count in rest) else None
