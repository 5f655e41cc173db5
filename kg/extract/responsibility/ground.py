"""The words of an article with its names, the nouns that stand for them, and its violent events: where responsibility is told."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from kg.arabic import proclitic_stems
from kg.extract.another import is_another
from kg.extract.context import Named, Page
from kg.extract.responsibility.clauses import RELATIVE, Clause, bare
from kg.extract.responsibility.objects import Objects
from kg.extract.responsibility.sorts import has
from kg.extract.triggers import EventGroup, Trigger
from kg.extract.words import Word
from kg.ontology import ancestors, family, top

_BACK = 2
"""Sentences back in which «وراءه», «مسؤوليته عنه» have the event that they are of."""
_NEAR = 8
"""Words after a word of claiming, denying or blaming among which the event is named."""
_PLACED = 6
"""Words after the name of an event among which its place or target may tell which one it is."""
_BODIES = frozenset("حزب جبهه حركه تنظيم جماعه كتايب سرايا منظمه ميليشيا مليشيا فصيل جيش مجلس وزاره حكومه سلطات تحالف قوات".split())
"""Nouns that with the article stand for a body whose name begins with them («الحزب» for «حزب الله»)."""
_STANDS_FOR = 4
"""Sentences back in which the body is named."""
_DENIED = 7
"""Words after a verb of denying within which what it denies begins."""
_LEAST, _SEVERAL = 3, 2
"""Letters of a noun that is told again, and events that are too many for it to tell which one is meant."""


class Ground:
    """What is looked at for all claims, denials and blame of an article."""

    def __init__(self, page: Page, events: Sequence[EventGroup]) -> None:
        self.page = page
        self.words = page.words
        standing = [n for candidate in page.candidates for n in candidate.stand_ins if _is_definite(self.words[n.first])]
        bodies = {n.first: n for n in self._bodies()}
        kept = [n for n in standing if n.first not in bodies]
        self.names = sorted((*dict.fromkeys(page.names.values()), *kept, *bodies.values()), key=lambda n: (n.first, n.last))
        self.clause = Clause(self.words, self.names)
        self.triggers = {index: event for index, event in page.triggers.items() if family(events[event].kind) == "violence"}
        self.starts = sorted(self.triggers)
        self.objects = Objects(self.words, page.names, self.triggers)
        self.attacks = frozenset(place for place, event in enumerate(events) if "Attack" in ancestors(event.kind))
        self._of_word: Mapping[int, Trigger] = {t.first: t for event in events for t in event.triggers if t.first in self.triggers}
        self._owners = {n.index: place for place, candidate in enumerate(page.candidates) for n in candidate.mentions}

    @cached_property
    def _events_in(self) -> Mapping[int, Sequence[int]]:
        found = defaultdict[int, set[int]](set)
        for first, event in self.triggers.items():
            found[self.words[first].sentence].add(event)
        return {sentence: sorted(events) for sentence, events in found.items()}

    def events_in(self, sentence: int) -> Sequence[int]:
        """The events that words of a sentence name."""
        return self._events_in.get(sentence, ())

    @cached_property
    def others(self) -> frozenset[int]:
        """The words that name an event as another than those told before («هجوما آخر»)."""
        return frozenset(first for first, trigger in self._of_word.items() if is_another(self.words, trigger))

    @cached_property
    def told_first(self) -> Mapping[int, int]:
        """The first word that tells of an event, by event; not one that a verb of denying stands before."""
        return {self.triggers[i]: i for i in reversed(self.starts) if not self._is_in_denial(i)}

    def _is_in_denial(self, index: int) -> bool:
        near = self.words[max(index - _DENIED, 0) : index]
        return any(has(word, "denies") for word in near if word.sentence == self.words[index].sentence)

    def _bodies(self) -> Iterator[Named]:
        """Nouns with the article that stand for the last body of which the name begins with them."""
        heads: dict[str, Named] = {}
        named = iter(sorted(dict.fromkeys(self.page.names.values()), key=lambda n: n.first))
        n = next(named, None)
        for word in self.words:
            while n is not None and n.first <= word.index:
                if top(n.mention.kind) == "Organisation":
                    heads |= dict.fromkeys(self._heads(n), n)
                n = next(named, None)
            noun = _noun_with_article(word.form)
            stands = noun in heads and noun in _BODIES and word.index not in self.page.names
            if stands and word.sentence - heads[noun].sentence <= _STANDS_FOR:
                yield replace(heads[noun], first=word.index, last=word.index, sentence=word.sentence)

    def _heads(self, n: Named) -> Iterator[str]:
        """The words at the beginning of a name and before it, clitics aside."""
        near = (index for index in (n.first - 1, n.first) if index >= 0)
        return (stem.form for index in near for stem in proclitic_stems(self.words[index].form))

    def are_same(self, one: Named, other: Named) -> bool:
        """Whether two mentions name one thing."""
        return self._owners.get(one.index, -1) == self._owners.get(other.index, -2)

    def trigger_at(self, index: int) -> Trigger | None:
        """The trigger that begins with a word."""
        return self._of_word.get(index)

    def ahead(self, index: int, end: int) -> range:
        """The words after one in its sentence, up to another one."""
        sentence, last = self.words[index].sentence, index + 1
        while last < min(end, len(self.words)) and self.words[last].sentence == sentence:
            last += 1
        return range(index + 1, last)

    def named_after(self, index: int, verb: int, end: int | None = None) -> int | None:
        """The event that a word's object names, else the last before the verb where the object goes back to it («… بالوقوف وراءه»)."""
        near = self.ahead(index, index + _NEAR if end is None else min(end, index + _NEAR))
        at = self.objects.named(index, near)
        if at is not None:
            return self.event_at(at)
        return self.before(verb) if self.objects.goes_back(index, near) else None

    def before(self, index: int) -> int | None:
        """The event named last before a word, at most some sentences back."""
        place = bisect_left(self.starts, index)
        if not place or self.words[index].sentence - self.words[self.starts[place - 1]].sentence > _BACK:
            return None
        return self.triggers[self.starts[place - 1]]

    def event_at(self, index: int) -> int:
        """The event that a word names: of several the one whose place or target follows («الهجوم في س», «تفجير المسجد»)."""
        own, trigger = self.triggers[index], self._of_word.get(index)
        if trigger is None or (not trigger.definite and not self._is_annexed(trigger)) or self.words[index].form.endswith("ات"):
            return own
        for at in self.ahead(index, index + _PLACED):
            if at in self.triggers or self.words[at].glued or bare(self.words[at].form) != self.words[at].form:
                break
            told = self._told_with(at, index)
            if len(told) == 1 and own not in told:
                return told.pop()
            if told:
                break
        return own

    def _is_annexed(self, trigger: Trigger) -> bool:
        """Whether a name right after makes it definite («هجوم كيسمايو»)."""
        return trigger.sort != "verb" and trigger.last + 1 in self.page.names

    def _told_with(self, at: int, trigger: int) -> set[int]:
        """The events that sentences before tell with the place or target at a word: those named nearest to it there."""
        word, name = self.words[at], self.page.names.get(at)
        is_place = name is not None and name.first == at and top(name.mention.kind) == "Place"
        is_target = name is None and _is_definite(word) and self.words[at - 1].form in ("علي", self.words[trigger].form)
        if not (is_place or is_target) or word.form in RELATIVE:
            return set()
        return {event for form in _keys(word) for sentence, event in self._told_by_noun.get(form, ()) if sentence < word.sentence}

    @cached_property
    def _told_by_noun(self) -> Mapping[str, Sequence[tuple[int, int]]]:
        """The first two events that sentences with a noun, clitics and article aside, tell; each with the first such sentence.

        Two are enough: of more than one none is meant.
        """
        found = defaultdict[str, list[tuple[int, int]]](list)
        for word in self.words:
            if (event := self._nearest(word)) is None:
                continue
            for form in _keys(word):
                known = found[form]
                if len(known) < _SEVERAL and event not in {told for _, told in known}:
                    known.append((word.sentence, event))
        return found

    def _nearest(self, word: Word) -> int | None:
        """The event named nearest to a word in its sentence."""
        place = bisect_left(self.starts, word.index)
        inside = [i for i in self.starts[max(place - 1, 0) : place + 1] if self.words[i].sentence == word.sentence]
        return self.triggers[min(inside, key=lambda i: abs(i - word.index))] if inside else None


def _keys(word: Word) -> set[str]:
    """A noun as it may be told again: without clitics and article, and as «مسجدا»."""
    bare_forms = {stem.form.removeprefix("ال") for stem in proclitic_stems(word.form) if len(stem.form) >= _LEAST}
    return bare_forms | {form.removesuffix("ا") for form in bare_forms}


def _is_definite(word: Word) -> bool:
    """Whether a noun has the article: «الحركة» stands for a body, «إسرائيلية» is but its adjective."""
    return word.form.removeprefix("و").startswith(("ال", "لل", "بال"))


def _noun_with_article(form: str) -> str:
    """The noun that a word with the article is; "" for one without."""
    return next((stem.form[2:] for stem in proclitic_stems(form) if stem.form.startswith("ال")), "")
