"""Who speaks: of the names about a word of speech, and of those who spoke before, the likeliest by a classifier."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from kg.arabic import fold
from kg.extract.context import Named
from kg.extract.speech import Speech, begins_saying
from kg.extract.statements.subjects import can_speak, end_of_subject, is_object, stands_for, subject
from kg.extract.words import Word
from kg.ontology import top

_WORDS_BEFORE, _WORDS_AFTER = 25, 14
_EARLIER = 4
"""Candidates from earlier sentences: those who spoke last, and those named last."""
_SENTENCES_BACK = 3
_OPENING = frozenset(':“«"')


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
        return cls(text, words, found, speeches, subjects, names, Counter(names), spoke, by_sentence)


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
            yield from (n for n in reversed(scene.found) if n.last < speech.index and can_speak(n) and _echoes(words, word, n))


def _echoes(words: Sequence[Word], word: Word, n: Named) -> bool:
    """Whether a word begins a name («الشرطة» for «الشرطة الكندية») or is the adjective of a country («عراقي»)."""
    first = words[n.first].form[n.mention.span.begin - words[n.first].begin :]
    if n.mention.kind == "Country":
        return n.first == n.last and first.removeprefix("ال")[:4] == word.form.removeprefix("ال")[:4] and word.form != first
    return stands_for(words, word.index, n) or (word.form.startswith("ال") and first in (word.form, word.form[2:]))


def _spoke_before(scene: Scene, position: int) -> Iterator[Named]:
    taken = 0
    for n in reversed(scene.subjects[max(position - 12, 0) : position]):
        if n and taken < 2:
            taken += 1
            yield n


def _named_before(scene: Scene, sentence: int) -> Iterator[Named]:
    for number in range(sentence - 1, max(sentence - _SENTENCES_BACK, 0) - 1, -1):
        yield from reversed([n for n in scene.by_sentence.get(number, ()) if top(n.mention.kind) != "Place"])


def features(scene: Scene, position: int) -> list[tuple[str, ...]]:
    """The features of each candidate of a speech, in the order of `candidates`."""
    speech = scene.speeches[position]
    context = tuple(_of_speech(scene, speech))
    found = candidates(scene, position)
    return [(*context, *_of_pair(scene, position, n, order, found)) for order, n in enumerate(found)]


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


def _of_pair(scene: Scene, position: int, n: Named, order: int, found: Sequence[Named]) -> Iterator[str]:
    speech, words = scene.speeches[position], scene.words
    kind = n.mention.kind
    name = scene.names[n.index]
    side, distance = _where(words, speech, n)
    at = f"{side}{distance}"
    yield f"kind={kind}"
    yield f"top={top(kind)}"
    yield f"type={n.mention.type}"
    yield f"at={at}"
    yield f"at={at} sort={speech.sort}"
    yield f"side={side} kind={kind} sort={speech.sort}"
    yield f"side={side} stem={speech.stem}"
    yield f"at={at} stem={speech.stem}"
    yield f"at={at} kind={kind}"
    head = words[speech.index + 1].form if speech.index + 1 < len(words) else ""
    yield f"head={head} side={side} top={top(kind)}"
    feminine = words[speech.index].form.endswith("ت") or words[speech.index].form[speech.skip :].startswith("ت")
    yield f"feminine={feminine} side={side} kind={kind} ends={name[-1:] == 'ه'}"
    yield f"named={min(scene.counts[name], 4)}"
    yield f"spoke={min(scene.spoke[name], 3)}"
    if scene.subjects[position] is n:
        yield "rule=subject"
    elif scene.subjects[position] is None:
        yield "rule=none"
    if is_object(words, n):
        yield "is object"
    yield from _around_name(words, n)
    yield from _between(words, speech, n, found, side)
    yield from _carried(scene, position, n, side)


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


def _between(words: Sequence[Word], speech: Speech, n: Named, found: Sequence[Named], side: str) -> Iterator[str]:
    if side == "earlier":
        return
    first, last = (speech.index + 1, n.first) if side == "after" else (n.last + 1, speech.index)
    yield from (f"{side} between={word.form}" for word in words[first : min(last, first + 8)])
    if last - first <= 3:
        yield f"{side} exactly={' '.join(word.glued[:1] + word.form for word in words[first:last])}"
    gaps = words[first : last + 1]
    if any(word.glued for word in gaps):
        yield f"{side} apart"
    if any(mark in word.glued for word in gaps for mark in _OPENING):
        yield f"{side} past opening"
    if any(begins_saying(words, word.index) for word in gaps):
        yield f"{side} past says"
    others = sum(1 for other in found if first <= other.first < last)
    yield f"{side} others={min(others, 3)}"


def _carried(scene: Scene, position: int, n: Named, side: str) -> Iterator[str]:
    """How a name stands to those who spoke before."""
    words, index, name = scene.words, scene.speeches[position].index, scene.names[n.index]
    last = next((s for s in reversed(scene.subjects[max(position - 12, 0) : position]) if s), None)
    if last:
        yield "is last speaker" if scene.names[last.index] == name else "is not last speaker"
    subject_ends = min(end_of_subject(words, index), index + 6)
    if any(len(word.form) > 4 and _echoes(words, word, n) for word in words[index + 1 : subject_ends]):
        yield f"echoed {side}"
        yield f"echoed {side} {top(n.mention.kind)}"
    for step in (1, 2):
        if stands_for(words, index + step, n):
            yield f"stands for {step} {side}"
    after = words[index + 1].form if index + 1 < len(words) else ""
    parts = name.split()
    if after in parts[1:] or (len(after) > 4 and after.startswith("ال") and after[2:] == parts[0]):
        yield f"subject in name {side}"
    if side == "earlier":
        first_in_sentence = next(iter(scene.by_sentence.get(n.sentence, ())), None)
        yield "first of its sentence" if first_in_sentence is n else "not first of its sentence"
        if after and any(after == other for other in ("ان", "الي", "علي", "انه", "انها")):
            yield "without subject"
