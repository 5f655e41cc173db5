"""Places that an event did not happen at, though they are named beside it: whose backers are there, who speaks from there, who speaks.

«فصائل مدعومة من تركيا», «قال محلل في طهران», «نقلوا إلى مستشفى في …», «اتهمت الهند باكستان», «القاعدة في جزيرة العرب».
"""

from collections.abc import Iterator, Sequence
from functools import partial

from kg.extract.arguments import doing
from kg.extract.arguments.rules import rules
from kg.extract.candidates import Named
from kg.extract.context import Context, Page
from kg.extract.patterns import branches
from kg.extract.responsibility import sorts as told
from kg.extract.responsibility.clauses import THAT, Clause, bare
from kg.extract.stems import sorts_of
from kg.extract.words import Word
from kg.model import Fact, Value, ValueType
from kg.ontology import family, top

_sorts = partial(sorts_of, "whereabouts.tsv")
_TAKEN = 8
"""Words before a hospital among which it is said that somebody was taken there."""
_NAMED = 4
"""Words between a hospital and the place that it is in."""
_ADJECTIVES = 3
"""Words between who speaks and «في»."""
_INSTEAD = 0.5
"""How likely the place is that the rules have where another is taken back."""
_BY = frozenset("بحسب حسب وفق وبحسب وفقا عن وحسب ووفق".split())
"""Words before whom something is said by."""
_SPEAKING = ("applauds", "condemns", "mourns", "comments", "disowns", "doubts", "tells", "silent", "exchanges", "announces", "attributes")


class Whereabouts:
    """Which of the places named in an article are not where its events happened."""

    def __init__(self, page: Page) -> None:
        self._words, self._text = page.words, page.text
        self._clause = Clause(page.words, list(dict.fromkeys(page.names.values())))
        self._things = {n.index: candidate.mentions for candidate in page.candidates for n in candidate.mentions}

    def mended(self, context: Context, facts: Sequence[Fact]) -> list[Fact]:
        """The facts of an event without the places that it was not at; where none is left, with that of the rules."""
        facts = [fact for fact in facts if fact.property != "target" or not self._is_backers(context, fact)]
        places = [fact for fact in facts if fact.property == "place"]
        wrong = [fact for fact in places if self._is_elsewhere(context, fact, others=len(places) > 1)]
        if not wrong:
            return facts
        kept = [fact for fact in facts if fact not in wrong]
        return kept if len(wrong) < len(places) else [*kept, *self._ruled(context)]

    def _is_backers(self, context: Context, fact: Fact) -> bool:
        """Whether what is said to be hit is but named as the backer of somebody («فصائل موالية لإيران»)."""
        inside = [n for n in self._things.get(int(fact.value.value), ()) if n.sentence in context.sentences]
        return bool(inside) and all(n.mention.kind == "Country" and self._is_backer(n) for n in inside)

    def _ruled(self, context: Context) -> Iterator[Fact]:
        said = rules(context)
        for n in context.mentions:
            if "place" in said.get(n.index, ()) and not self._sort_at(n):
                yield Fact("place", Value(ValueType.MENTION, n.index), context.page.spans[n.sentence], _INSTEAD)

    def _is_elsewhere(self, context: Context, fact: Fact, *, others: bool) -> bool:
        """Whether a place is named only so that the event was not there; `others` where the event has others."""
        named = self._things.get(int(fact.value.value), ())
        inside = [n for n in named if n.sentence in context.sentences] or list(named)
        if family(context.event.kind) != "violence" or context.event.kind == "Incident":  # of an illness or accident one dies in hospital
            return False
        found = [self._sort_at(n) for n in inside]
        return bool(found) and all(found) and (others or "maybe" not in found)

    def _sort_at(self, n: Named) -> str:
        """Why an event was not at a place, by one of its mentions; "maybe" where it still may have been; "" where nothing says so."""
        if self._is_backer(n) or self._is_speaking(n) or self._is_in_name(n):
            return "sure"
        return self._of_speaker(n) or ("maybe" if self._is_hospital(n) else "")

    def _before(self, n: Named, back: int) -> Word | None:
        """The word so many before a name in its sentence."""
        index = n.first - back
        return self._words[index] if self._clause.is_inside(index, n.sentence) else None

    def _is_attached(self, n: Named, letters: str) -> bool:
        """Whether a preposition is written at a name («لتركيا»)."""
        own = self._words[n.first]
        return n.mention.span.begin > own.begin and bare(own.form)[:1] in letters

    def _is_backer(self, n: Named) -> bool:
        """«مدعومة من تركيا», «موالية لإيران», «تدعمها روسيا»."""
        before = self._before(n, 1)
        if before is None or self._words[n.first].glued:
            return False
        if self._is_attached(n, "ل"):
            return "backed" in _sorts(before.form)
        if before.form in ("من", "مع"):
            near = [word for word in (self._before(n, 2), self._before(n, 3)) if word is not None]
            return any("backed" in _sorts(word.form) for word in near[:1]) or (
                len(near) == 2 and near[0].form.endswith("ا") and "backed" in _sorts(near[1].form)
            )
        return "backs" in _sorts(before.form) and before.form.endswith(("ها", "هم", "ه")) and not self._clause.is_governed(n)

    def _is_speaking(self, n: Named) -> bool:
        """«قالت الهند», «اتهمت الهند وباكستان …»: whose the verb is, is a party."""
        if n.mention.kind not in ("Country", "Settlement", "Region"):
            return False
        first = n
        while self._clause.is_joined(first) and (one := self._clause.ending_at(self._clause.start(first) - 1)) is not None:
            first = one
        if self._clause.is_governed(first):
            return False
        before = self._before(first, 1 + first.first - self._clause.start(first))
        if before is not None and not self._words[self._clause.start(first)].glued and _is_verb_of_telling(before):
            return True
        after = self._words[n.last + 1 : n.last + 2]
        subject = self._clause.subject_before(after[0].index) if after and _is_verb_of_telling(after[0]) else None
        return subject is not None and subject.first == n.first and not after[0].glued and self._opens(n)

    def _opens(self, n: Named) -> bool:
        """Whether a clause begins with a name, so that it is subject, not genitive («أنحاء أفغانستان تراجع»)."""
        before = self._before(n, 1)
        return before is None or bool(self._words[n.first].glued) or bare(before.form) in THAT

    def _of_speaker(self, n: Named) -> str:
        """«قال محلل في طهران», «مراسلنا في بيروت»."""
        before = self._before(n, 1)
        if not (self._is_attached(n, "ب") or (before is not None and before.form in ("في", "لدي"))):
            return ""
        begin = 1 if self._is_attached(n, "ب") else 2
        for back in range(begin, begin + _ADJECTIVES):
            word = self._before(n, back)
            found = _sorts(word.form) & {"speaker", "reporter"} if word is not None else frozenset()
            if word is not None and found:
                return ("sure" if "speaker" in found else "maybe") if self._speaks(word) else ""
            if word is None or not (word.form.startswith("ال") or word.form.endswith("ي")):
                return ""
        return ""

    def _speaks(self, word: Word) -> bool:
        """Whether somebody tells, by the word before: «قال محلل», «بحسب خبير», «لمراسلنا»."""
        if word.index == 0 or word.form.startswith("ل"):
            return True
        before = self._words[word.index - 1]
        return before.sentence != word.sentence or before.form in _BY or _is_verb_of_telling(before)

    def _is_hospital(self, n: Named) -> bool:
        """«نقلوا إلى مستشفى في بغداد», «19 جثة نقلت إلى مستشفى الشفاء»."""
        near = range(n.first, max(n.first - _NAMED, -1), -1)
        inside = [i for i in near if self._words[i].sentence == n.sentence]
        at = next((i for i in inside if "hospital" in _sorts(self._words[i].form)), None)
        if at is None:
            return False
        ahead = [i for i in range(max(at - _TAKEN, 0), at) if self._words[i].sentence == n.sentence]
        many = (self._words[i].form for i in ahead if not self._words[i].form.endswith("له"))  # of one man the news may go on there
        return any("taken" in _sorts(form) for form in many)

    def _is_in_name(self, n: Named) -> bool:
        """«القاعدة في جزيرة العرب»: what the group is called after."""
        before, name = self._before(n, 1), " ".join(word.form for word in self._words[n.first : n.last + 1])
        if before is None or before.form != "في" or name not in branches():
            return False
        group = self._clause.ending_at(before.index - 1)
        return group is not None and top(group.mention.kind) == "Organisation"


def _is_verb_of_telling(word: Word) -> bool:
    if bare(word.form).startswith("ال"):
        return False
    return doing.is_one_of(word, *_SPEAKING) or told.has(word, *told.SORTS)
