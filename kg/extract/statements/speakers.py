"""Who speaks: of the names about a word of speech, and of those who spoke before, the likeliest by a classifier."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from kg.arabic import fold
from kg.extract.classifier import Grouped
from kg.extract.context import Named
from kg.extract.lexicon import rows
from kg.extract.speech import OPENING, SAYS, Sort, Speech, begins_saying
from kg.extract.statements.subjects import can_speak, end_of_subject, is_object, stands_for, subject
from kg.extract.words import Word
from kg.ontology import top

_WORDS_BEFORE, _WORDS_AFTER = 25, 14
_EARLIER = 4
"""Candidates from earlier sentences: those who spoke last, and those named last."""
_SENTENCES_BACK = 3
_SUBJECTS_BACK = 12
"""Words of speech back among which the last speakers are looked for."""
_NO_SUBJECT = frozenset(("ان", "الي", "علي", "انه", "انها"))
"""Words right after a verb that leave it without a subject."""


@dataclass(frozen=True, slots=True)
class Scene:
    """What the speakers of an article are chosen from."""

    text: str
    words: Sequence[Word]
    found: Sequence[Named]
    """All mentions."""
    speeches: Sequence[Speech]
    subjects: Sequence[Named | None]
    """Of each speech, by the rules."""
    names: Sequence[str]
    """Folded name of each mention."""
    counts: Mapping[str, int]
    """How often each name is met."""
    spoke: Mapping[str, int]
    """How often a name is a subject."""
    by_sentence: Mapping[int, Sequence[Named]]
    """The mentions that can speak."""
    by_echo: Mapping[str, Sequence[Named]]
    """The mentions that can speak by what a word that may stand for them looks like."""

    @classmethod
    def of(cls, text: str, words: Sequence[Word], found: Sequence[Named], speeches: Sequence[Speech]) -> "Scene":
        """The scene of an article."""
        by_sentence: dict[int, list[Named]] = {}
        for n in found:
            if can_speak(n):
                by_sentence.setdefault(n.sentence, []).append(n)
        subjects = [subject(words, by_sentence.get(words[s.index].sentence, ()), s) for s in speeches]
        names = _full_names([fold(n.mention.span.of(text)) for n in found])
        spoke = Counter(names[n.index] for n in subjects if n)
        return cls(text, words, found, speeches, subjects, names, Counter(names), spoke, by_sentence, _echoing(words, by_sentence))


def _full_names(names: Sequence[str]) -> list[str]:
    """Each name, or the longest of the article that ends or begins with it («الورداني», «سامي الورداني»)."""
    longest: dict[str, str] = {}
    for name in sorted(set(names), key=lambda name: (len(name), name)):
        words = name.split()
        longest |= dict.fromkeys((" ".join(words[at:]) for at in range(len(words))), name)
        longest |= dict.fromkeys((" ".join(words[:at]) for at in range(2, len(words))), name)
    return [longest[name] for name in names]


def candidates(scene: Scene, position: int) -> list[Named]:
    """Who may speak at a speech: those named about it in its sentence, then earlier speakers, then those named last before."""
    speech = scene.speeches[position]
    index, sentence = speech.index, scene.words[speech.index].sentence
    here = [n for n in scene.by_sentence.get(sentence, ()) if index - _WORDS_BEFORE <= n.last and n.first <= index + _WORDS_AFTER]
    seen = {scene.names[n.index] for n in here}
    earlier: list[Named] = []
    for n in (*_stood_for(scene, speech), *_spoke_before(scene, position), *_named_before(scene, sentence)):
        if len(earlier) == _EARLIER:
            break
        if scene.names[n.index] not in seen and n not in here:
            seen.add(scene.names[n.index])
            earlier.append(n)
    return here + earlier


def _stood_for(scene: Scene, speech: Speech) -> Iterator[Named]:
    """The last ones before that a noun after the verb stands for («المرصد», «متحدث باسم الشرطة», «مسؤول عراقي»), however far."""
    words = scene.words
    for word in words[speech.index + 1 : min(end_of_subject(words, speech.index), speech.index + 6)]:
        if len(word.form) > 4:
            alike = {n.index: n for look in _looks(word.form) for n in scene.by_echo.get(look, ()) if n.last < speech.index}
            yield from (alike[index] for index in sorted(alike, reverse=True) if echoes(words, word, alike[index]))


def _echoing(words: Sequence[Word], by_sentence: Mapping[int, Sequence[Named]]) -> dict[str, list[Named]]:
    """Mentions by looks: the class, the first word of the name, of a country only its first letters."""
    found: dict[str, list[Named]] = {}
    for n in chain.from_iterable(by_sentence.values()):
        first = _first_word(words, n)
        own = f"{first.removeprefix('ال')[:4]}…" if n.mention.kind == "Country" else first
        for look in (own, f"@{n.mention.kind}"):
            found.setdefault(look, []).append(n)
    return found


def _looks(form: str) -> tuple[str, ...]:
    """The looks that a mention can have for which a folded word stands."""
    return form, form.removeprefix("ال"), f"{form.removeprefix('ال')[:4]}…", f"@{_class_of().get(form)}"


@lru_cache(maxsize=1)
def _class_of() -> Mapping[str, str]:
    """The class that a definite noun stands for, by its folded form."""
    return {form: kind for form, kind, _ in rows("anaphors.tsv", 3)}


def _first_word(words: Sequence[Word], n: Named) -> str:
    return words[n.first].form[n.mention.span.begin - words[n.first].begin :]


def echoes(words: Sequence[Word], word: Word, n: Named) -> bool:
    """Whether a word may stand for a name: it begins a name («الشرطة» for «الشرطة الكندية») or is the adjective of a country («عراقي»)."""
    first = _first_word(words, n)
    if n.mention.kind == "Country":
        return n.first == n.last and first.removeprefix("ال")[:4] == word.form.removeprefix("ال")[:4] and word.form != first
    return stands_for(words, word.index, n) or (word.form.startswith("ال") and first in (word.form, word.form[2:]))


def _spoke_before(scene: Scene, position: int) -> Iterator[Named]:
    taken = 0
    for n in reversed(scene.subjects[max(position - _SUBJECTS_BACK, 0) : position]):
        if n and taken < 2:
            taken += 1
            yield n


def _named_before(scene: Scene, sentence: int) -> Iterator[Named]:
    for number in range(sentence - 1, max(sentence - _SENTENCES_BACK, 0) - 1, -1):
        yield from reversed([n for n in scene.by_sentence.get(number, ()) if top(n.mention.kind) != "Place"])


@dataclass(frozen=True, slots=True)
class _Turn:
    """A place where somebody speaks, with what is the same for all who may."""

    speech: Speech
    subject: Named | None
    """By the rules."""
    last: str | None
    """Name of the last subject before."""
    echoes: Sequence[Word]
    """The words of the subject that may stand for a name."""
    head: str
    """The word after the word of speech."""
    feminine: bool
    found: Sequence[Named]
    """Who may speak."""

    @classmethod
    def of(cls, scene: Scene, position: int) -> "_Turn":
        """That of a speech."""
        speech, words = scene.speeches[position], scene.words
        index, form = speech.index, words[speech.index].form
        before = (s for s in reversed(scene.subjects[max(position - _SUBJECTS_BACK, 0) : position]) if s)
        last = next(before, None)
        return cls(
            speech,
            scene.subjects[position],
            scene.names[last.index] if last else None,
            [word for word in words[index + 1 : min(end_of_subject(words, index), index + 6)] if len(word.form) > 4],
            words[index + 1].form if index + 1 < len(words) else "",
            form.endswith("ت") or form[speech.skip :].startswith("ت"),
            candidates(scene, position),
        )


def features(scene: Scene, position: int) -> list[Grouped]:
    """The features of each candidate of a speech, in the order of `candidates`."""
    turn = _Turn.of(scene, position)
    context = tuple(_of_speech(scene, turn.speech))
    return [Grouped((context, *_of_kind(scene, turn, n)), tuple(_of_pair(scene, turn, n))) for n in turn.found]


def _of_speech(scene: Scene, speech: Speech) -> Iterator[str]:
    words, index = scene.words, speech.index
    word = words[index]
    form = word.form[speech.skip :]
    after = words[index + 1] if index + 1 < len(words) else None
    before = words[index - 1] if index and words[index - 1].sentence == word.sentence else None
    yield f"stem={speech.stem}"
    yield f"sort={speech.sort}"
    yield f"act={speech.act}"
    yield f"joined={word.form[: speech.skip]}"
    if form.endswith("ت") or form.startswith("ت"):
        yield "feminine"
    if form.endswith(("وا", "ون")):
        yield "plural"
    yield f"before={before.form if before else ''}"
    yield f"glued before={word.glued[-1:]}"
    yield f"after={after.form if after and after.sentence == word.sentence else ''}"
    if after:
        yield f"glued after={after.glued[:1]}"
        yield f"after begins={after.form[:2]}"
    yield f"sentence={min(word.sentence, 2)}"
    if _in_quotation(words, index):
        yield "in quotation"
    stop = end_of_subject(words, index)
    yield f"subject ends={min(stop - index, 10)}"
    if stop < len(words):
        yield f"stop={words[stop].form if begins_saying(words, stop) else words[stop].glued[:1]}"
    yield from (f"subject has={w.form}" for w in words[index + 1 : min(stop, index + 6)])


def _in_quotation(words: Sequence[Word], index: int) -> bool:
    """Whether a quotation is open before a word of its sentence."""
    opened, straight, at = 0, 0, index
    while at >= 0 and words[at].sentence == words[index].sentence and index - at < 40:
        glued = words[at].glued
        opened += sum(glued.count(mark) for mark in "«“") - sum(glued.count(mark) for mark in "»”")
        straight += glued.count('"')
        at -= 1
    return opened > 0 or straight % 2 == 1


def _of_kind(scene: Scene, turn: _Turn, n: Named) -> Iterator[tuple[str, ...]]:
    """Where of which class it stands."""
    side, distance = _where(scene.words, turn.speech, n)
    kind, sort, stem = n.mention.kind, turn.speech.sort, turn.speech.stem
    yield _of_place(kind, side, distance, sort)
    yield _of_stem(side, distance, stem)
    yield f"type={n.mention.type}", f"head={turn.head} side={side} top={top(kind)}"


@lru_cache(maxsize=20_000)
def _of_place(kind: str, side: str, distance: str, sort: Sort) -> tuple[str, ...]:
    at = f"{side}{distance}"
    own = (f"kind={kind}", f"top={top(kind)}", f"at={at}", f"at={at} kind={kind}")
    return (*own, f"at={at} sort={sort}", f"side={side} kind={kind} sort={sort}")


@lru_cache(maxsize=20_000)
def _of_stem(side: str, distance: str, stem: str) -> tuple[str, ...]:
    return f"side={side} stem={stem}", f"at={side}{distance} stem={stem}"


def _of_pair(scene: Scene, turn: _Turn, n: Named) -> Iterator[str]:
    name, (side, _) = scene.names[n.index], _where(scene.words, turn.speech, n)
    yield f"feminine={turn.feminine} side={side} kind={n.mention.kind} ends={name[-1:] == 'ه'}"
    yield f"named={min(scene.counts[name], 4)}"
    yield f"spoke={min(scene.spoke[name], 3)}"
    if turn.subject is n:
        yield "rule=subject"
    elif turn.subject is None:
        yield "rule=none"
    if is_object(scene.words, n):
        yield "is object"
    yield from _around_name(scene.words, n)
    yield from _between(scene.words, turn, n, side)
    yield from _carried(scene, turn, n, side)


def _where(words: Sequence[Word], speech: Speech, n: Named) -> tuple[str, str]:
    if n.sentence != words[speech.index].sentence:
        return "earlier", str(min(words[speech.index].sentence - n.sentence, 4))
    if n.first > speech.index:
        return "after", _bucket(n.first - speech.index)
    return "before", _bucket(speech.index - n.last)


def _bucket(distance: int) -> str:
    return str(distance) if distance <= 5 else "6-8" if distance <= 8 else "9-14" if distance <= 14 else "15+"


def _around_name(words: Sequence[Word], n: Named) -> Iterator[str]:
    first = words[n.first]
    if n.mention.span.begin > first.begin:
        yield f"prefix={first.form[:1]}"
    if n.first and words[n.first - 1].sentence == n.sentence:
        yield f"word before={words[n.first - 1].form}"
        if n.first > 1:
            yield f"word two before={words[n.first - 2].form}"
    else:
        yield "begins sentence"
    if n.last + 1 < len(words) and words[n.last + 1].sentence == n.sentence:
        yield f"word after={words[n.last + 1].form}"
        yield f"glued after name={words[n.last + 1].glued[:1]}"


def _between(words: Sequence[Word], turn: _Turn, n: Named, side: str) -> Iterator[str]:
    if side == "earlier":
        return
    first, last = (turn.speech.index + 1, n.first) if side == "after" else (n.last + 1, turn.speech.index)
    yield from (f"{side} between={word.form}" for word in words[first : min(last, first + 8)])
    if last - first <= 3:
        yield f"{side} exactly={' '.join(word.glued[:1] + word.form for word in words[first:last])}"
    gaps = words[first : last + 1]
    glued = "".join([word.glued for word in gaps])
    if glued:
        yield f"{side} apart"
    if not OPENING.isdisjoint(glued):
        yield f"{side} past opening"
    if any(word.form in SAYS and begins_saying(words, word.index) for word in gaps):
        yield f"{side} past says"
    others = sum(1 for other in turn.found if first <= other.first < last)
    yield f"{side} others={min(others, 3)}"


def _carried(scene: Scene, turn: _Turn, n: Named, side: str) -> Iterator[str]:
    """How a name stands to those who spoke before."""
    words, after, name = scene.words, turn.head, scene.names[n.index]
    if turn.last is not None:
        yield "is last speaker" if turn.last == name else "is not last speaker"
    if any(echoes(words, word, n) for word in turn.echoes):
        yield f"echoed {side}"
        yield f"echoed {side} {top(n.mention.kind)}"
    for step in (1, 2):
        if stands_for(words, turn.speech.index + step, n):
            yield f"stands for {step} {side}"
    parts = name.split()
    if after in parts[1:] or (len(after) > 4 and after.startswith("ال") and after[2:] == parts[0]):
        yield f"subject in name {side}"
    if side == "earlier":
        first_in_sentence = next(iter(scene.by_sentence.get(n.sentence, ())), None)
        yield "first of its sentence" if first_in_sentence is n else "not first of its sentence"
        if after in _NO_SUBJECT:
            yield "without subject"
