"""Named entities: what the gazetteer has, what the patterns find, and the short forms of what was found in full."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.ambiguity import describes, in_sure_context, is_described, stands_as_name
from kg.extract.choice import Candidate, candidates, chosen, repetitions
from kg.extract.gazetteer_names import OWN, FoundName, GazetteerNames
from kg.extract.patterns import FORMER, Patterns, is_definite_body
from kg.extract.words import Word, words
from kg.gazetteer import Gazetteer
from kg.model import Mention, MentionType, Span
from kg.ontology import top
from kg.pipeline.components import name_probability

_PARTIES = frozenset(("Country", "ArmedGroup"))
_LEADING = frozenset("في من الي علي عن مع لدي ضد بين".split())


class Names:
    """The component: sets `doc._.words` and `doc._.mentions`."""

    def __init__(self) -> None:
        self.use(GazetteerNames(Gazetteer.of(())))

    def use(self, known: GazetteerNames) -> None:
        """Look names up in `known` from now on: spaCy hands components plain configuration only."""
        self.known = known
        self.patterns = Patterns(known)

    def __call__(self, doc: Doc) -> Doc:
        """Find the named entities of `doc`."""
        found = tuple(words(doc))
        names = chosen(self.competing(doc, found))
        again = (name for name in repetitions(found, names) if not self._is_common_word(found, name))
        names = sorted((*names, *again), key=lambda name: name.first)
        roles = tuple(self._roles(found, names))
        doc._.words = found
        doc._.mentions = tuple(sorted((*(_mention(found, name) for name in names), *roles), key=lambda mention: mention.span))
        return doc

    def competing(self, doc: Doc, found: Sequence[Word]) -> Iterator[Candidate]:
        """All names that the gazetteer, the patterns and the network find, with the evidence for each."""
        known = self.known_names(found)
        whole = {index: name for name in known if _is_full_name(name) for index in range(name.first, name.last + 1)}
        seen = (self._without_nationality(found, name) for name in learned_names(doc, found) if not self._is_two(found, name))
        learned = [self._of_group(found, _whole(name, whole)) for name in seen if not self._is_common_word(found, name)]
        yield from candidates(known, list(dict.fromkeys(learned)), lambda name: _likely(doc, found, name))

    def _is_common_word(self, found: Sequence[Word], name: FoundName) -> bool:
        """Whether a name begins with one that is a common word here: where grammar says so, the network is not asked."""
        possible = self.known.at(found, name.first, ambiguous=True)
        return possible is not None and possible.is_label and possible.last <= name.last and not stands_as_name(found, possible)

    def _is_two(self, found: Sequence[Word], name: FoundName) -> bool:
        """Whether a name is a common noun for a body and the name of a country, subject and object: «حملت الحركة إسرائيل …»."""
        if top(name.kind) != "Organisation" or name.last == name.first or not is_definite_body(found[name.first].form[name.skip :]):
            return False
        ends = (self.known.at(found, index) for index in range(name.first + 1, name.last + 1))
        return any(end is not None and end.last == name.last and self._is_apart(found, end) for end in ends)

    def _is_apart(self, found: Sequence[Word], name: FoundName) -> bool:
        """Whether a name is a country, group or body that no preposition leads to, and no adjective by its form."""
        before, form = found[name.first - 1].form, found[name.first].form
        known = name.kind in _PARTIES and not name.skip and form not in self.known.adjectives
        return known and not form.startswith("ال") and before not in _LEADING

    def _of_group(self, found: Sequence[Word], name: FoundName) -> FoundName:
        """The whole name of a group of which the network has all but the country: «طالبان باكستان», where no adjective is meant."""
        whole = self.known.at(found, name.first) if top(name.kind) == "Organisation" else None
        if whole is None or whole.kind != "ArmedGroup" or whole.skip != name.skip or whole.last != name.last + 1:
            return name
        ends = self.known.at(found, whole.last)
        of_country = ends is not None and ends.kind == "Country" and not ends.skip and not found[whole.last].form.startswith("ال")
        return replace(name, last=whole.last, kind=whole.kind) if of_country else name

    def _without_nationality(self, found: Sequence[Word], name: FoundName) -> FoundName:
        """A place without the adjective that says whose it is, where the gazetteer has it so: «محافظة حمص السورية» is «محافظة حمص»."""
        if top(name.kind) != "Place" or name.last == name.first or found[name.last].form not in self.known.adjectives:
            return name
        whole = self.known.at(found, name.first)
        return replace(name, last=name.last - 1) if whole and whole.last == name.last - 1 else name

    def known_names(self, found: Sequence[Word]) -> list[FoundName]:
        """What the gazetteer and the patterns find, without overlaps."""
        names = _without_overlaps(self._candidates(found))
        return _without_overlaps([*names, *self._short_forms(found, names)])

    def _candidates(self, found: Sequence[Word]) -> Iterator[FoundName]:
        possible = [self.known.at(found, index, ambiguous=True) for index in range(len(found))]
        certain = {name.entry for index, some in enumerate(possible) if some and (name := self.known.at(found, index))}
        certain |= {name.entry for name in possible if name and name.is_label and stands_as_name(found, name)}
        for index, name in enumerate(possible):
            if name:
                described = name.is_label and (describes(found, name) or is_described(found, name))
                if name.source == "ambiguity" and in_sure_context(found, name):
                    yield replace(name, source="context")
                elif name.confidence > 0.9 or (name.entry in certain and not described):
                    yield self.patterns.branch(found, name)
                elif plain := self.known.at(found, index):
                    yield plain
            yield from self.patterns.headed(found, index)
            if person := self.patterns.person(found, index):
                yield person

    def _short_forms(self, found: Sequence[Word], names: Iterable[FoundName]) -> Iterator[FoundName]:
        """A person's last name, standing alone, once the full name was found («بوتين» after «فلاديمير بوتين»)."""
        last_names = {}
        for name in names:
            if name.kind == "Person" and name.last > name.first:
                last_names[found[name.last].form] = name
        for index, word in enumerate(found):
            for stem in word.stems():
                if (full := last_names.get(stem.form)) and len(stem.form) > 2:
                    yield FoundName(index, index, stem.skip, "Person", 0.8, full.entry, source="surname")
                    break

    def _roles(self, found: Sequence[Word], names: Sequence[FoundName]) -> Iterator[Mention]:
        """Role phrases with a nationality that no name follows: they may stand for somebody named elsewhere."""
        starts = {name.first for name in names}
        for last, word in enumerate(found):
            former = last + 1 < len(found) and found[last + 1].form in FORMER
            if word.form not in self.known.adjectives or last + 1 in starts or former:
                continue
            first = self.patterns.role_start(found, last)
            if first is None or any(name.kind == "Person" and name.last == first - 1 and not found[first].glued for name in names):
                continue
            skip = next(stem.skip for stem in found[first].stems() if self.patterns.is_title(stem.form))
            span = Span(found[first].begin_after(skip), word.end)
            if not any(Span(found[n.first].begin, found[n.last].end).overlaps(span) for n in names):
                yield Mention(span, "Person", 0.7, MentionType.ROLE)


def _is_full_name(name: FoundName) -> bool:
    """Whether it is a person's name of several words that the gazetteer has as it stands."""
    return name.kind == "Person" and name.last > name.first and name.entry is not None and name.source in ("gazetteer", "hyphen", OWN)


def _whole(name: FoundName, whole: Mapping[int, FoundName]) -> FoundName:
    """The full name that a name is the beginning of, as surely: the network takes a last name like «السوداني» for an adjective."""
    full = whole.get(name.first) if name.kind == "Person" else None
    begins = full is not None and full.first == name.first and full.skip == name.skip and name.last < full.last
    return replace(name, last=full.last) if full and begins else name


def _likely(doc: Doc, found: Sequence[Word], name: FoundName) -> float:
    """How likely the network thinks a name, 0 to 1."""
    span = doc.char_span(found[name.first].begin_after(name.skip), found[name.last].end, alignment_mode="expand")
    return name_probability(doc, span.start, span.end, top(name.kind)) if span else 0.0


def learned_names(doc: Doc, found: Sequence[Word]) -> Iterator[FoundName]:
    """The entities of the network as names over whole words; those that begin in what is no word are left out."""
    begins = [word.begin for word in found]
    for entity in doc.ents:
        first, last = (bisect_right(begins, offset) - 1 for offset in (entity.start_char, entity.end_char - 1))
        if first >= 0 and entity.start_char < found[first].end:
            skip = bisect_left(found[first].offsets, entity.start_char - found[first].begin)
            yield FoundName(first, last, skip, entity.label_, entity._.confidence, source="network")


def _without_overlaps(candidates: Iterable[FoundName]) -> list[FoundName]:
    """A user's own names first, then the longest, of equals the surest, each word used once; in the order of the text."""

    def rank(name: FoundName) -> tuple[object, ...]:
        last_resort = (name.kind, name.entry or "", name.is_label, name.source)  # the order of a set must decide nothing
        return (name.source != OWN, name.first - name.last, -name.confidence, name.first, name.skip, *last_resort)

    taken: set[int] = set()
    kept = []
    for name in sorted(set(candidates), key=rank):
        if taken.isdisjoint(range(name.first, name.last + 1)):
            taken.update(range(name.first, name.last + 1))
            kept.append(name)
    return sorted(kept, key=lambda name: name.first)


def _mention(found: Sequence[Word], name: FoundName) -> Mention:
    return Mention(Span(found[name.first].begin_after(name.skip), found[name.last].end), name.kind, name.confidence)


@Language.factory("isnad_names", assigns=["doc._.words", "doc._.mentions"])
def create_names(nlp: Language, name: str) -> Names:
    """The component for a pipeline; `use` gives it a gazetteer."""
    return Names()
