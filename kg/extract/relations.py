"""Lasting relations: roles and affiliations, nationality, what is part of what, where things lie."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from spacy.language import Language
from spacy.tokens import Doc

from kg.arabic import fold
from kg.extract.context import Named, named
from kg.extract.gazetteer_names import GazetteerNames
from kg.extract.patterns import FORMER, Patterns
from kg.extract.words import Word
from kg.gazetteer import Gazetteer
from kg.model import Fact, MentionType, Relation, Span, Value, ValueType
from kg.ontology import top

_ROLE, _ADJECTIVE, _CONTAINED = 0.8, 0.8, 0.7
_LIES_IN = frozenset(("في",))
_KIND_DEPTH = {"Facility": 0, "Settlement": 1, "Region": 2, "Country": 3}


class Relations:
    """The component: sets `doc._.relations`."""

    def __init__(self) -> None:
        self.use(GazetteerNames(Gazetteer.of(())))

    def use(self, known: GazetteerNames) -> None:
        """Take countries and their adjectives from `known` from now on."""
        self._known = known
        self._patterns = Patterns(known)

    def __call__(self, doc: Doc) -> Doc:
        """Find the relations that the sentences state."""
        view = _View.of(doc, self._known.gazetteer)
        found = (*self._roles(view), *self._nationalities(view), *_containments(view), *self._parts(view))
        doc._.relations = tuple(dict.fromkeys(found))
        return doc

    def _roles(self, view: "_View") -> Iterator[Relation]:
        """«وزير الخارجية الروسي سيرجي …»: to the body named in the role, else to the country of its adjective."""
        for person in view.named:
            if person.mention.kind != "Person" or person.mention.type is not MentionType.NAME or not person.first:
                continue
            last = person.first - 1
            if view.words[person.first].glued not in ("", "،", ","):
                continue
            first = self._patterns.role_start(view.words, last)
            if first is None:
                continue
            skip = next(stem.skip for stem in view.words[first].stems() if self._patterns.is_title(stem.form))
            role = Span(view.words[first].begin_after(skip), view.words[last].end)
            former = any(word.form in FORMER for word in view.words[first : last + 1])
            yield from self._affiliations(view, person, first, last, (role, former))

    def _affiliations(self, view: "_View", person: Named, first: int, last: int, said: tuple[Span, bool]) -> Iterator[Relation]:
        role, former = said
        inside = [n for n in view.named if first < n.first and n.last <= last and n.mention.type is MentionType.NAME]
        bodies = [n for n in inside if top(n.mention.kind) == "Organisation"] or [n for n in inside if n.mention.kind == "Country"]
        country = self._country_of(view, first, last)
        objects = [n.index for n in bodies[:1]] or ([country] if country is not None else [])
        for index in objects:
            fact = Fact("affiliatedWith", Value(ValueType.MENTION, index), view.evidence(person), _ROLE, role=role, former=former)
            yield Relation(person.index, fact)
        if country is not None and not bodies:
            yield Relation(person.index, Fact("country", Value(ValueType.MENTION, country), view.evidence(person), _ADJECTIVE))

    def _country_of(self, view: "_View", first: int, last: int) -> int | None:
        """A mention of the country whose adjective stands among some words, where the article names it."""
        for word in view.words[first : last + 1]:
            country = self._known.adjectives.get(word.form)
            if country in view.countries:
                return view.countries[country]
        return None

    def _nationalities(self, view: "_View") -> Iterator[Relation]:
        """«الجيش العراقي», «حكومة الولايات المتحدة»: from the adjective or the country in the name of an organisation."""
        for n in view.named:
            if top(n.mention.kind) == "Organisation":
                country = self._country_of(view, n.first, n.last)
                country = self._country_inside(view, n) if country is None else country
                yield from self._relation(view, n, "country", country)
            elif n.mention.kind in ("Settlement", "Region", "Facility"):
                following = view.words[n.last + 1 : n.last + 2]
                if following and not following[0].glued and following[0].form.startswith("ال"):
                    yield from self._relation(view, n, "locatedIn", self._country_of(view, n.last + 1, n.last + 1))

    def _relation(self, view: "_View", n: Named, property_: str, country: int | None) -> Iterator[Relation]:
        if country is not None:
            yield Relation(n.index, Fact(property_, Value(ValueType.MENTION, country), view.evidence(n), _ADJECTIVE))

    def _country_inside(self, view: "_View", n: Named) -> int | None:
        for index in range(n.first + 1, n.last + 1):
            found = self._known.at(view.words, index)
            if found and found.entry in view.countries:
                return view.countries[found.entry]
        return None

    def _parts(self, view: "_View") -> Iterator[Relation]:
        """What the gazetteer says is part of an organisation that stands in the same sentence («داعش-خراسان»)."""
        first: dict[tuple[int, str], Named] = {}
        for n in view.named:
            if identifier := view.ids.get(n.index):
                first.setdefault((n.sentence, identifier), n)
        for n in view.named:
            parent = view.entry_parent(n)
            if parent and (other := first.get((n.sentence, parent))):
                yield Relation(n.index, Fact("partOf", Value(ValueType.MENTION, other.index), view.evidence(n), _CONTAINED))


@dataclass(frozen=True, slots=True)
class _View:
    words: tuple[Word, ...]
    named: tuple[Named, ...]
    ids: dict[int, str]
    """Gazetteer id by index of mention, where the name has exactly one entry of its class."""
    countries: dict[str, int]
    """Index of the first mention by country id."""
    sentences: tuple[Span, ...]
    gazetteer: Gazetteer

    @classmethod
    def of(cls, doc: Doc, gazetteer: Gazetteer) -> "_View":
        found = tuple(named(doc._.words, doc._.mentions))
        ids: dict[int, str] = {}
        countries: dict[str, int] = {}
        for n in found:
            entries = [
                e
                for e in gazetteer.lookup(fold(n.mention.span.of(doc._.article.text)), ambiguous=True)
                if top(e.kind) == top(n.mention.kind)
            ]
            if len(entries) == 1:
                ids[n.index] = entries[0].id
                if entries[0].kind == "Country":
                    countries.setdefault(entries[0].id, n.index)
        return cls(doc._.words, found, ids, countries, doc._.sentence_spans, gazetteer)

    def evidence(self, n: Named) -> Span:
        return self.sentences[n.sentence]

    def may_contain(self, smaller: Named, larger: Named) -> bool:
        """Whether nothing known speaks against a containment: «موسكو في الشرق الأوسط» are two places of one sentence."""
        known = self.gazetteer.containers(self.ids.get(smaller.index, ""))
        return not known or larger.index not in self.ids or self.ids[larger.index] in known

    def entry_parent(self, n: Named) -> str | None:
        entry = self.gazetteer.get(self.ids.get(n.index, ""))
        return entry.parent if entry and top(entry.kind) == "Organisation" else None


def _containments(view: _View) -> Iterator[Relation]:
    """«الموصل في العراق», «أورلاندو، فلوريدا», «كراسنودار الروسية»: from a smaller place to a larger one beside it."""
    for left, right in zip(view.named, view.named[1:], strict=False):
        if left.sentence != right.sentence or "Place" not in (top(left.mention.kind),) or top(right.mention.kind) != "Place":
            continue
        between: Sequence[Word] = view.words[left.last + 1 : right.first]
        smaller = _KIND_DEPTH.get(left.mention.kind, 4) < _KIND_DEPTH.get(right.mention.kind, 4)
        comma = not between and view.words[right.first].glued in ("،", ",")
        inside = len(between) <= 2 and any(word.form in _LIES_IN for word in between) and not any(word.glued for word in between)
        by = not between and view.words[right.first].glued == "" and view.words[right.first].form[0] == "ب"
        if smaller and (comma or inside or by) and view.may_contain(left, right):
            yield Relation(left.index, Fact("locatedIn", Value(ValueType.MENTION, right.index), view.evidence(left), _CONTAINED))


@Language.factory("isnad_relations", assigns=["doc._.relations"], requires=["doc._.mentions"])
def create_relations(nlp: Language, name: str) -> Relations:
    """The component for a pipeline; `use` gives it a gazetteer."""
    return Relations()
