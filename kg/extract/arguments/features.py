"""What the text shows of an event and a thing named: features for the classifier that decides what the one is to the other."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from kg.arabic import fold
from kg.extract.arguments.pairs import BEFORE_COSTS, Pair, pairs
from kg.extract.arguments.stems import light
from kg.extract.candidates import Named
from kg.extract.classifier import Grouped
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


@lru_cache(maxsize=20_000)
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
        self.cues = _by_sentence(context)

    def all(self) -> list[Grouped]:
        """Features of each pair, in the order of `pairs`."""
        ranks = Ranks(self.pairs)
        return [self._of(pair, ranks) for pair in self.pairs]

    def _of(self, pair: Pair, ranks: "Ranks") -> Grouped:
        kind = pair.named.mention.kind
        groups = [
            _of_classes(kind, self.kind, self.family),
            *(self._way(pair) if pair.together else self._apart(pair)),
            *self._around(pair),
            self._trigger(pair),
            *self._article(pair),
            self._owner(pair),
            *(self._cues(pair) if pair.together else ()),
            *ranks.of(pair),
        ]
        alone = [*self._dateline(pair), *self._beside(pair)]
        if pair.together:
            alone += self._between(pair)
        for n in pair.candidate.mentions:
            for property_ in self.rules.get(n.index, ()):
                alone += (f"rule={property_}", f"rule={property_}|{kind}")
        return Grouped(groups, alone)

    def _gap(self, pair: Pair) -> tuple[int, int]:
        """The first word between trigger and mention, and the one after the last."""
        n = pair.named
        return (n.last + 1, pair.trigger.first) if pair.order == "<" else (pair.trigger.last + 1, n.first)

    def _way(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        """What stands between trigger and mention: prepositions, cues, other names, other events."""
        order, kind = pair.order, pair.named.mention.kind
        marks = tuple(self._marks(*self._gap(pair)))
        yield _of_step(order, kind, self.family, _bucket(pair.distance))
        yield _of_marks(order, kind, self.family, marks, self._proclitic(pair.named))

    def _between(self, pair: Pair) -> Iterator[str]:
        first, end = self._gap(pair)
        if end - first <= _NEAR:
            for word in self.words[first:end]:
                if word.index not in self.page.names:
                    yield f"between={pair.order}{light(word.form)}"

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
            return _folded(self.context.text[word.begin : begin])
        return "=" + (word.form[:2] if word.form[0] in "وبلكف" else "")

    def _apart(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        others = len({self.page.triggers[index] for index in self.page.triggers_in.get(pair.named.sentence, ())})
        yield _of_apart(pair.named.mention.kind, pair.named.sentence - pair.trigger.sentence, min(others, 2))

    def _around(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        n, kind = pair.named, pair.named.mention.kind
        yield _of_words_before(kind, self.family, *(self._form(n, n.first - back, "^") for back in (1, 2, 3, 4)))
        yield _of_words_after(kind, self.family, *(self._form(n, n.last + on, "$") for on in (1, 2, 3, 4)))
        closed = self.words[n.last + 1].glued[:2] if n.last + 1 < len(self.words) else "$"
        yield _of_edges(self.words[n.first].glued[:2], closed, self._proclitic(n))

    def _form(self, n: Named, index: int, outside: str) -> str:
        if 0 <= index < len(self.words) and self.words[index].sentence == n.sentence:
            return self.words[index].form
        return outside

    def _trigger(self, pair: Pair) -> tuple[str, ...]:
        trigger, words = pair.trigger, self.words
        ahead = words[trigger.first - 1].form if trigger.first and words[trigger.first - 1].sentence == trigger.sentence else None
        follows = words[trigger.last + 1].form if trigger.last + 1 < len(words) else None
        about = (trigger.sort, trigger.definite)
        return _of_trigger(pair.named.mention.kind, pair.order, about, words[trigger.first].form, (ahead, follows))

    def _article(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        """Where and how often the article and the event's sentences name it."""
        candidate, sentences = pair.candidate, self.context.sentences
        sort = _sort(pair)[0]
        shared = len({m.sentence for m in candidate.mentions if m.sentence in sentences})
        yield (
            f"rank={sort}{min(candidate.rank, 4)}",
            f"often={min(len(candidate.mentions), 5)}",
            f"sentence={sort}{min(pair.named.sentence, 2)}",
            f"first={sort}{min(candidate.mentions[0].sentence, 3)}",
        )
        yield (
            f"shared={sort}{min(shared, 3)}/{min(len(sentences), 3)}",
            f"triggers={min(len(self.context.event.triggers), 4)}",
            f"opens={min(*sentences, 3)}",
        )

    def _dateline(self, pair: Pair) -> Iterator[str]:
        """Whether it opens its sentence."""
        n = pair.named
        begins = self.page.by_sentence[n.sentence][0].index
        if n.first - begins <= 2:
            yield f"dateline={_sort(pair)[0]}{n.first - begins}"
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

    def _owner(self, pair: Pair) -> tuple[str, ...]:
        """Which event's trigger stands nearest to it in its sentence: places of another event are mostly nearer to that."""
        n = pair.named
        triggers = self.page.triggers_in.get(n.sentence, ())
        nearest = min(triggers, key=lambda index: (max(index - n.last, n.first - index + BEFORE_COSTS), index), default=None)
        owner = "none" if nearest is None else "own" if nearest in self.own else "other"
        owned = f"owner={top(n.mention.kind)[0]}{pair.order}{owner}"
        return owned, f"{owned}|{self.family}"

    def _cues(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        n, sort = pair.named, top(pair.named.mention.kind)[0]
        for cue, index in self.cues.get(n.sentence, ()):
            if n.first - _CUE_REACH <= index < n.first:
                yield f"cue<{cue}", f"cue<{sort}{cue}{_bucket(n.first - index)}"
            elif n.last < index <= n.last + _CUE_REACH:
                yield f"cue>{cue}", f"cue>{sort}{cue}{_bucket(index - n.last)}"
            else:
                yield (f"cue={cue}",)


def _by_sentence(context: Context) -> dict[int, list[tuple[str, int]]]:
    """The cues that tell by themselves, with their words, by sentence."""
    found: dict[int, list[tuple[str, int]]] = {}
    for cue, indexes in context.cues.items():
        for index in indexes if cue not in _PLAIN_SORTS else ():
            found.setdefault(context.words[index].sentence, []).append((cue, index))
    return found


class Ranks:
    """How near each of some things is among what is of its sort, and which others there are in the event's sentences."""

    def __init__(self, found: Sequence[Pair]) -> None:
        self._distances: dict[str, list[int]] = {}
        self._kinds: dict[str, Counter[str]] = {}
        for pair in sorted((pair for pair in found if pair.together), key=lambda pair: pair.distance):
            self._distances.setdefault(_sort(pair), []).append(pair.distance)
            self._kinds.setdefault(_sort(pair), Counter())[pair.named.mention.kind] += 1

    def of(self, pair: Pair) -> Iterator[tuple[str, ...]]:
        """The features of one."""
        sort, kind = _sort(pair), pair.named.mention.kind
        distances, kinds = self._distances.get(sort, ()), self._kinds.get(sort, Counter())
        if pair.together:
            nearer = bisect_left(distances, pair.distance)
            yield f"nearer={sort[0]}{min(nearer, 4)}", f"nearer={kind}{min(nearer, 3)}/{min(len(distances), 4)}"
        else:
            yield (f"others={sort[0]}{min(len(distances), 4)}",)
        others = frozenset(other for other, count in kinds.items() if count > (pair.together and other == kind))
        yield _of_others(kind, pair.order, others)


def _sort(pair: Pair) -> str:
    return top(pair.candidate.kind)


@lru_cache(maxsize=10_000)
def _of_others(kind: str, order: str, others: frozenset[str]) -> tuple[str, ...]:
    finer = f"finer={kind}{order}{any(_FINENESS.get(other, 4) < _FINENESS[kind] for other in others)}" if kind in _FINENESS else ""
    return (*(f"with={kind}{order}{other}" for other in sorted(others)), *((finer,) if finer else ()))


@lru_cache(maxsize=10_000)
def _of_classes(kind: str, event: str, sort: str) -> tuple[str, ...]:
    return f"kind={kind}", f"event={event}", f"family={kind}|{sort}", f"both={kind}|{event}"


@lru_cache(maxsize=10_000)
def _of_step(order: str, kind: str, sort: str, distance: str) -> tuple[str, ...]:
    return f"step={order}{distance}", f"step={kind}{order}{distance}", f"side={kind}|{sort}{order}"


@lru_cache(maxsize=20_000)
def _of_marks(order: str, kind: str, sort: str, marks: tuple[str, ...], proclitic: str) -> tuple[str, ...]:
    both = f"{kind}|{sort}"
    way = " ".join(marks if len(marks) <= _LONG_PATH else (*marks[:3], "…", *marks[-3:]))
    short = " ".join([mark for mark in marks if mark != "."][-3:])
    found = [f"{name}={of}{order}{value} {proclitic}" for name, value in (("way", way), ("short", short)) for of in ("", kind, both)]
    if marks:
        found += [f"{name}={of}{order}{mark}" for name, mark in (("begin", marks[0]), ("end", marks[-1])) for of in ("", both)]
    signs = (("names", "M"), ("events", "X"), ("stops", ","))
    return (*found, *(f"{name}={order}{min(sum(mark.startswith(sign) for mark in marks), 3)}" for name, sign in signs))


@lru_cache(maxsize=10_000)
def _of_apart(kind: str, sentences: int, others: int) -> tuple[str, ...]:
    away = max(-4, min(4, sentences))
    return f"apart={away}", f"apart={kind}{away}", f"elsewhere={top(kind)}{others}"


@lru_cache(maxsize=20_000)
def _of_words_before(kind: str, sort: str, one: str, two: str, three: str, four: str) -> tuple[str, ...]:
    near, far = light(one), light(two)
    own = (f"before={one}", f"before={kind}|{sort}{near}", f"before2={far} {near}")
    return (*own, f"back={near}", f"back2={far}", f"back3={light(three)}", f"back3={light(four)}")


@lru_cache(maxsize=20_000)
def _of_words_after(kind: str, sort: str, one: str, two: str, three: str, four: str) -> tuple[str, ...]:
    near = light(one)
    own = (f"after={one}", f"after={kind}|{sort}{near}")
    return (*own, f"on={near}", f"on2={light(two)}", f"on3={light(three)}", f"on3={light(four)}")


@lru_cache(maxsize=10_000)
def _of_edges(glued: str, closed: str, proclitic: str) -> tuple[str, ...]:
    return f"glued={glued}", f"closed={closed}", f"proclitic={proclitic}"


@lru_cache(maxsize=20_000)
def _of_trigger(kind: str, order: str, about: tuple[str, bool], form: str, beside: tuple[str | None, str | None]) -> tuple[str, ...]:
    """A trigger of a sort, definite or not, with the words beside it, as something of a class sees it."""
    sort, stem, (ahead, follows) = top(kind)[0] + order, light(form), beside
    own = (f"trigger={stem}", f"trigger={kind}{order}{stem}", f"trigger={sort}{stem}", f"form={sort}{form}")
    told = (f"sort={sort}{about[0]}", f"definite={about[1]}")
    before = () if ahead is None else (f"ahead={sort}{light(ahead)}",)
    return (*own, *told, *before, *(() if follows is None else (f"follows={sort}{follows}",)))


@lru_cache(maxsize=10_000)
def _folded(text: str) -> str:
    return fold(text)


def _bucket(distance: int) -> str:
    place = bisect_left(_DISTANCES, distance)
    return str(_DISTANCES[place]) if place < len(_DISTANCES) else "far"
