"""What the text shows of an event and a thing named: features for the classifier that decides what the one is to the other."""

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.arabic import fold
from kg.extract.arguments.pairs import BEFORE_COSTS, Pair, pairs
from kg.extract.arguments.stems import light
from kg.extract.candidates import Named
from kg.extract.context import Context, sorts
from kg.extract.lexicon import rows
from kg.ontology import family, top

_DISTANCES = (1, 2, 3, 4, 6, 9, 13, 20, 35)
_LONG_PATH = 7
_NEAR = 9
"""Words between two, up to which each of them is looked at."""
_CUE_REACH = 8
_PLAIN_SORTS = frozenset(("locative", "locative_head", "police", "not", "by", "against"))
"""Sorts of cue that say nothing by themselves: their words are looked at where they stand."""
_FINENESS = {"Facility": 0, "Settlement": 1, "Region": 2, "Country": 3}


@lru_cache(maxsize=1)
def _way_words() -> frozenset[str]:
    return frozenset(form for (form,) in rows("way_words.txt", 1))


@lru_cache(maxsize=50_000)
def _way_mark(form: str) -> str:
    """What a word between trigger and mention counts as: itself, a sort of cue, or "." for any other."""
    if form in _way_words():
        return form
    if form[0] == "و" and form[1:] in _way_words():
        return "و+" + form[1:]
    return next((f"<{sort}>" for sort in sorted(sorts(form) - _PLAIN_SORTS)), ".")


class PairFeatures:
    """Features of an event with each of the things that its article names."""

    def __init__(self, context: Context, rules: Mapping[int, frozenset[str]]) -> None:
        """`rules` are the properties that the rules give to mentions, by index."""
        self.context = context
        self.page = context.page
        self.words = context.words
        self.rules = rules
        self.kind = context.event.kind
        self.family = family(self.kind)
        self.own = frozenset(index for t in context.event.triggers for index in range(t.first, t.last + 1))
        self.pairs = pairs(context)

    def all(self) -> list[list[str]]:
        """Features of each pair, in the order of `pairs`."""
        return [[*self._of(pair), *more] for pair, more in zip(self.pairs, self._ranks(), strict=True)]

    def _of(self, pair: Pair) -> Iterator[str]:
        kind = pair.named.mention.kind
        yield f"kind={kind}"
        yield f"event={self.kind}"
        yield f"family={kind}|{self.family}"
        yield f"both={kind}|{self.kind}"
        yield from self._way(pair) if pair.together else self._apart(pair)
        yield from self._around(pair)
        yield from self._trigger(pair)
        yield from self._article(pair)
        yield from self._beside(pair)
        yield from self._owner(pair)
        if pair.together:
            yield from self._cues(pair)
        for n in pair.candidate.mentions:
            for property_ in self.rules.get(n.index, ()):
                yield f"rule={property_}"
                yield f"rule={property_}|{kind}"

    def _way(self, pair: Pair) -> Iterator[str]:
        """What stands between trigger and mention: prepositions, cues, other names, other events."""
        n, order, kind = pair.named, pair.order, pair.named.mention.kind
        both = f"{kind}|{self.family}"
        first, end = (n.last + 1, pair.trigger.first) if order == "<" else (pair.trigger.last + 1, n.first)
        marks = list(self._marks(first, end))
        proclitic = self._proclitic(n)
        step = f"{order}{_bucket(pair.distance)}"
        yield f"step={step}"
        yield f"step={kind}{step}"
        yield f"side={both}{order}"
        way = " ".join(marks) if len(marks) <= _LONG_PATH else " ".join([*marks[:3], "…", *marks[-3:]])
        short = " ".join([mark for mark in marks if mark != "."][-3:])
        for name, value in (("way", f"{order}{way} {proclitic}"), ("short", f"{order}{short} {proclitic}")):
            yield f"{name}={value}"
            yield f"{name}={kind}{value}"
            yield f"{name}={both}{value}"
        if marks:
            for name, mark in (("begin", marks[0]), ("end", marks[-1])):
                yield f"{name}={order}{mark}"
                yield f"{name}={both}{order}{mark}"
        for name, sign in (("names", "M"), ("events", "X"), ("stops", ",")):
            yield f"{name}={order}{min(sum(mark.startswith(sign) for mark in marks), 3)}"
        if end - first <= _NEAR:
            for word in self.words[first:end]:
                if word.index not in self.page.names:
                    yield f"between={order}{light(word.form)}"

    def _marks(self, first: int, end: int) -> Iterator[str]:
        last, index = "", first
        while index < end:
            word = self.words[index]
            name = self.page.names.get(index)
            if word.glued and index > first:
                yield ","
            if name is not None:
                mark = "M" + top(name.mention.kind)[0]
            elif index in self.own:
                mark = "T"
            else:
                mark = "X" if index in self.page.triggers else _way_mark(word.form)
            if mark != "." or last != ".":
                yield mark
            last, index = mark, index + 1 if name is None else name.last + 1
        if end < len(self.words) and self.words[end].glued:
            yield ","

    def _proclitic(self, n: Named) -> str:
        """What is written onto the front of a mention («بـ», «وللـ»), or of the noun that stands for it."""
        word, begin = self.words[n.first], n.mention.span.begin
        if word.begin <= begin < word.end:
            return fold(self.context.text[word.begin : begin])
        return "=" + (word.form[:2] if word.form[0] in "وبلكف" else "")

    def _apart(self, pair: Pair) -> Iterator[str]:
        kind = pair.named.mention.kind
        sentences = max(-4, min(4, pair.named.sentence - pair.trigger.sentence))
        others = {self.page.triggers[w.index] for w in self.page.by_sentence[pair.named.sentence] if w.index in self.page.triggers}
        yield f"apart={sentences}"
        yield f"apart={kind}{sentences}"
        yield f"elsewhere={top(kind)}{min(len(others), 2)}"

    def _around(self, pair: Pair) -> Iterator[str]:
        n, sort = pair.named, f"{pair.named.mention.kind}|{self.family}"
        one, two, three, four = (self._form(n, n.first - back, "^") for back in (1, 2, 3, 4))
        yield f"before={one}"
        yield f"before={sort}{light(one)}"
        yield f"before2={light(two)} {light(one)}"
        yield f"back={light(one)}"
        yield f"back2={light(two)}"
        yield f"back3={light(three)}"
        yield f"back3={light(four)}"
        one, two, three, four = (self._form(n, n.last + on, "$") for on in (1, 2, 3, 4))
        yield f"after={one}"
        yield f"after={sort}{light(one)}"
        yield f"on={light(one)}"
        yield f"on2={light(two)}"
        yield f"on3={light(three)}"
        yield f"on3={light(four)}"
        yield f"glued={self.words[n.first].glued[:2]}"
        yield f"closed={self.words[n.last + 1].glued[:2] if n.last + 1 < len(self.words) else '$'}"
        yield f"proclitic={self._proclitic(n)}"

    def _form(self, n: Named, index: int, outside: str) -> str:
        if 0 <= index < len(self.words) and self.words[index].sentence == n.sentence:
            return self.words[index].form
        return outside

    def _trigger(self, pair: Pair) -> Iterator[str]:
        trigger, kind, order = pair.trigger, pair.named.mention.kind, pair.order
        sort = top(kind)[0] + order
        form = self.words[trigger.first].form
        stem = light(form)
        yield f"trigger={stem}"
        yield f"trigger={kind}{order}{stem}"
        yield f"trigger={sort}{stem}"
        yield f"form={sort}{form}"
        yield f"sort={sort}{trigger.sort}"
        yield f"definite={trigger.definite}"
        if trigger.first and self.words[trigger.first - 1].sentence == trigger.sentence:
            yield f"ahead={sort}{light(self.words[trigger.first - 1].form)}"
        if trigger.last + 1 < len(self.words):
            yield f"follows={sort}{self.words[trigger.last + 1].form}"

    def _article(self, pair: Pair) -> Iterator[str]:
        """Where and how often the article and the event's sentences name it."""
        candidate, n = pair.candidate, pair.named
        sort = top(candidate.kind)[0]
        sentences = self.context.sentences
        shared = len({m.sentence for m in candidate.mentions if m.sentence in sentences})
        yield f"rank={sort}{min(candidate.rank, 4)}"
        yield f"often={min(len(candidate.mentions), 5)}"
        yield f"sentence={sort}{min(n.sentence, 2)}"
        yield f"first={sort}{min(candidate.mentions[0].sentence, 3)}"
        yield f"shared={sort}{min(shared, 3)}/{min(len(sentences), 3)}"
        yield f"triggers={min(len(self.context.event.triggers), 4)}"
        yield f"opens={min(*sentences, 3)}"
        begins = self.page.by_sentence[n.sentence][0].index
        if n.first - begins <= 2:
            yield f"dateline={sort}{n.first - begins}"
            closed = self.words[n.last + 1].glued[:1] if n.last + 1 < len(self.words) else ""
            yield f"dateline={n.mention.kind}{closed}"

    def _beside(self, pair: Pair) -> Iterator[str]:
        """Names right beside it, and whether they are joined by و."""
        n, names = pair.named, self.page.names
        if before := names.get(n.first - 1):
            yield f"beside<{before.mention.kind}{self._proclitic(n)[:1]}"
        if after := names.get(n.last + 1):
            yield f"beside>{after.mention.kind}{self._proclitic(after)[:1]}"
        elif after := names.get(n.last + 2):
            yield f"beside>>{after.mention.kind}{self.words[n.last + 1].form}"

    def _owner(self, pair: Pair) -> Iterator[str]:
        """Which event's trigger stands nearest to it in its sentence: places of another event are mostly nearer to that."""
        n, sort = pair.named, f"{top(pair.named.mention.kind)[0]}{pair.order}"
        triggers = [word.index for word in self.page.by_sentence[n.sentence] if word.index in self.page.triggers]
        nearest = min(triggers, key=lambda index: (max(index - n.last, n.first - index + BEFORE_COSTS), index), default=None)
        owner = "none" if nearest is None else "own" if nearest in self.own else "other"
        yield f"owner={sort}{owner}"
        yield f"owner={sort}{owner}|{self.family}"

    def _cues(self, pair: Pair) -> Iterator[str]:
        n, sort = pair.named, top(pair.named.mention.kind)[0]
        for cue, indexes in self.context.cues.items():
            if cue in _PLAIN_SORTS:
                continue
            for index in indexes:
                if self.words[index].sentence != n.sentence:
                    continue
                if n.first - _CUE_REACH <= index < n.first:
                    yield f"cue<{cue}"
                    yield f"cue<{sort}{cue}{_bucket(n.first - index)}"
                elif n.last < index <= n.last + _CUE_REACH:
                    yield f"cue>{cue}"
                    yield f"cue>{sort}{cue}{_bucket(index - n.last)}"
                else:
                    yield f"cue={cue}"

    def _ranks(self) -> Iterator[list[str]]:
        """How near each is among what is of its sort, and which others there are."""
        by_sort: dict[str, list[Pair]] = {}
        for pair in self.pairs:
            by_sort.setdefault(top(pair.candidate.kind), []).append(pair)
        for pair in self.pairs:
            together = [other for other in by_sort[top(pair.candidate.kind)] if other.together]
            yield list(_rank(pair, together))


def _rank(pair: Pair, together: Sequence[Pair]) -> Iterator[str]:
    sort, kind = top(pair.candidate.kind)[0], pair.named.mention.kind
    if pair.together:
        nearer = sum(other.distance < pair.distance for other in together)
        yield f"nearer={sort}{min(nearer, 4)}"
        yield f"nearer={kind}{min(nearer, 3)}/{min(len(together), 4)}"
    else:
        yield f"others={sort}{min(len(together), 4)}"
    kinds = {other.named.mention.kind for other in together if other is not pair}
    for other in sorted(kinds):
        yield f"with={kind}{pair.order}{other}"
    if kind in _FINENESS:
        yield f"finer={kind}{pair.order}{any(_FINENESS.get(other, 4) < _FINENESS[kind] for other in kinds)}"


def _bucket(distance: int) -> str:
    return next((str(limit) for limit in _DISTANCES if distance <= limit), "far")
