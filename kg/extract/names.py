"""Named entities: what the gazetteer has, what the patterns find, and the short forms of what was found in full."""

from collections.abc import Iterable, Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc

from kg.extract.gazetteer_names import FoundName, GazetteerNames, is_quoted
from kg.extract.patterns import FORMER, Patterns
from kg.extract.words import Word, words
from kg.gazetteer import Gazetteer
from kg.model import Mention, MentionType, Span

_SURE_CONTEXT = frozenset(
    {"تنظيم", "حركه", "جماعه", "جبهه", "محافظه", "مدينه", "ولايه", "منطقه", "تنظيمي", "صحيفه", "قناه", "وكاله", "شبكه", "حزب"}
)
_WHERE = frozenset(("في", "من", "الي", "داخل", "شمال", "جنوب", "شرق", "غرب", "وسط", "شمالي", "جنوبي"))
_CLOSING = frozenset("\"'»”’)")


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
        names = _without_overlaps(self._candidates(found))
        names = _without_overlaps([*names, *self._short_forms(found, names)])
        roles = tuple(self._roles(found, names))
        doc._.words = found
        doc._.mentions = tuple(sorted((*(_mention(found, name) for name in names), *roles), key=lambda mention: mention.span))
        return doc

    def _candidates(self, found: Sequence[Word]) -> Iterator[FoundName]:
        possible = [self.known.at(found, index, ambiguous=True) for index in range(len(found))]
        certain = {name.entry for i in range(len(found)) if (name := self.known.at(found, i))}
        certain |= {name.entry for name in possible if name and name.is_label and _stands_as_name(found, name)}
        for index, name in enumerate(possible):
            if name:
                described = name.is_label and _is_adjective(found, name)
                if name.confidence > 0.9 or (name.entry in certain and not described) or _in_sure_context(found, name):
                    yield name
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
                    yield FoundName(index, index, stem.skip, "Person", 0.8, full.entry)
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


def _in_sure_context(found: Sequence[Word], name: FoundName) -> bool:
    """Whether a name that is a common word too is meant as a name: alone in quotation marks, or after a noun that says so."""
    after = found[name.last + 1].glued if name.last + 1 < len(found) else "»"
    if is_quoted(found[name.first]) and after[:1] in _CLOSING:
        return True
    before = _word_before(found, name)
    return before is not None and any(stem.form in _SURE_CONTEXT for stem in before.stems())


def _is_adjective(found: Sequence[Word], name: FoundName) -> bool:
    """Whether a definite noun stands right before («الدول العربية»), which a definite name then describes."""
    before = _word_before(found, name)
    return before is not None and found[name.first].form.startswith("ال") and any(stem.form.startswith("ال") for stem in before.stems())


def _stands_as_name(found: Sequence[Word], name: FoundName) -> bool:
    """Whether what a thing is mostly called is no common word here.

    It is neither described nor describing («القاعدة الجوية»), and, without the article, where something is («في مالي», not «دعم مالي»).
    """
    if _in_sure_context(found, name):
        return True
    after = found[name.last + 1] if name.last + 1 < len(found) and not found[name.last + 1].glued else None
    if after is not None and after.form.startswith("ال") and after.form.endswith(("ي", "ه")):
        return False
    if found[name.first].form[name.skip :].startswith(("ال", "لل")):
        return not _is_adjective(found, name)
    before = _word_before(found, name)
    return before is not None and before.form in _WHERE


def _word_before(found: Sequence[Word], name: FoundName) -> Word | None:
    """The word before a name, nothing but space between."""
    return found[name.first - 1] if name.first and not found[name.first].glued else None


def _without_overlaps(candidates: Iterable[FoundName]) -> list[FoundName]:
    """The longest names first, of equals the surest, each word used once; in the order of the text."""
    taken: set[int] = set()
    kept = []
    for name in sorted(set(candidates), key=lambda n: (n.first - n.last, -n.confidence, n.first, n.skip, n.kind, n.entry or "")):
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
