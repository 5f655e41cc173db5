"""Clitic segmentation: where a written Arabic word is cut into clitics and the word they lean on.

One decision for each word form, whatever its neighbours, so that it costs a look into a dictionary. Forms that the news know come
decided; any other is decided by a log-linear model over its possible readings (a maximum-entropy ranker, learned by
`training/clitics.py`), whose evidence is how often the parts and their relatives occur as words of their own.
"""

import gzip
import json
import re
from collections.abc import Iterator, Mapping
from itertools import repeat
from pathlib import Path
from typing import NamedTuple, Self

from kg.errors import ModelError

ENCLITICS = ("ه", "ها", "هم", "هن", "هما", "ك", "كم", "كن", "نا", "ي", "ني")
FRONTS = ("", *"وفبلكس", *(conjunction + other for conjunction in "وف" for other in "بلكس"))
"""What may stand before a word: nothing, one proclitic, or a conjunction and another. Interrogative أ is known by whole words only."""

_SPELLING = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ی": "ي", "ک": "ك"})
_SILENT = re.compile("[\u064b-\u065f\u0670\u0640]")
_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]{2,}")
_CONJUNCTIONS = "وف"
_IMPERFECT = "يتنا"
_AS_ALONE = {"ت": "ة", "ا": "ى", "ي": "ى", "ئ": "ء", "ؤ": "ء"}
"""Last letter before a pronoun, and what the same word ends with when it stands alone: «مدرسته» and «مدرسة»."""
_SCALE = 0.25
"""Differences of levels are some four times as large as the other features."""


class Reading(NamedTuple):
    """One way to read a form: letters of proclitics in front, letters of a pronoun behind."""

    front: int
    back: int


class Entry(NamedTuple):
    """What is known of a form."""

    level: int
    """One more than the binary logarithm of how often it occurs in the news, rounded; 0 where it does not occur."""
    reading: Reading
    is_name: bool
    """Whether it is mostly a name of a person or place where it occurs."""


UNCUT = Reading(0, 0)
_UNKNOWN = Entry(0, UNCUT, is_name=False)
Vocabulary = Mapping[str, Entry]
Weights = Mapping[str, float]


def spelling(word: str) -> str:
    """The letters by which forms are told apart: no marks, no tatweel, one alef; unlike in `arabic.fold` ة and ى stay, which tell clitics.

    >>> spelling("وَبِالمدرســة")
    'وبالمدرسة'
    """
    return _SILENT.sub("", word).translate(_SPELLING)


def readings(form: str) -> Iterator[Reading]:
    """All readings of a spelled form; س stands before imperfect verbs only, and of what is left two letters are a word («له» excepted)."""
    for front in FRONTS:
        rest = form[len(front) :]
        if not form.startswith(front) or (front.endswith("س") and rest[:1] not in _IMPERFECT):
            continue
        if len(rest) >= 2 or (front[-1:] in ("ب", "ل") and rest in ENCLITICS):
            yield Reading(len(front), 0)
        for back in ENCLITICS:
            if rest.endswith(back) and len(rest) - len(back) >= 2:
                yield Reading(len(front), len(back))


def cuts(form: str, reading: Reading) -> tuple[int, ...]:
    """Offsets at which a reading cuts its form."""
    behind = (len(form) - reading.back,) if reading.back else ()
    return (*range(1, reading.front + 1), *behind)


def _level(vocabulary: Vocabulary, *forms: str) -> int:
    """The highest level among some spellings."""
    return max([vocabulary.get(form, _UNKNOWN).level for form in forms])


def _peeled(whole: str) -> str:
    """A form without its first letter, the article restored where لل stood."""
    return "ا" + whole[1:] if whole.startswith("لل") else whole[1:]


def _stems(rest: str, back: int) -> tuple[str, ...]:
    """How the word before a pronoun of `back` letters is written there, then how it may be written alone."""
    stem = rest[: len(rest) - back]
    if stem.endswith("و"):
        return stem, stem + "ا"
    return (stem, stem[:-1] + _AS_ALONE[stem[-1]]) if stem[-1] in _AS_ALONE else (stem,)


def evidence(form: str, reading: Reading, vocabulary: Vocabulary) -> dict[str, float]:
    """Features of one reading of a spelled form."""
    features = {f"front {form[: reading.front]}": 1.0}
    rest = form
    for start in range(reading.front):
        peeled = _peeled(rest)
        features.update(_proclitic_features(rest, peeled, start, vocabulary))
        rest = peeled
    features.update(_shape_features(form, rest, reading))
    features.update(_host_features(form, rest, reading, vocabulary))
    if reading.back:
        features.update(_enclitic_features(rest, reading.back, vocabulary))
    return features


def _proclitic_features(whole: str, rest: str, start: int, vocabulary: Vocabulary) -> dict[str, float]:
    """Whether the form without its first letter, which starts at `start`, occurs more often than the form with it."""
    letter = whole[0]
    article = "ال" if rest.startswith("ال") else "-"
    difference = (_level(vocabulary, rest) - _level(vocabulary, whole)) * _SCALE
    return {
        f"peel {start} {letter} {article}": difference,
        f"peel {_sort(letter)} {article}": difference,
        f"article {letter} {article}": 1.0,
        f"verb {letter} {rest[0] in _IMPERFECT}": 1.0,
    }


def _sort(letter: str) -> str:
    """Proclitics that behave alike share what is learned of them."""
    return {"و": "conjunction", "ف": "conjunction", "س": "future", "-": "-"}.get(letter, "preposition")


def _shape_features(form: str, rest: str, reading: Reading) -> dict[str, float]:
    """Letters and lengths."""
    inner = form[reading.front - 1] if reading.front else "-"
    enclitic = form[len(form) - reading.back :] if reading.back else "-"
    stem = rest[: len(rest) - reading.back]
    return {
        f"enclitic {enclitic}": 1.0,
        f"articled {stem.startswith('ال')} {enclitic}": 1.0,
        f"length {inner} {min(len(rest), 8)}": 1.0,
        f"stem length {enclitic} {min(len(stem), 6)}": 1.0,
        f"starts {inner} {rest[0]}": 1.0,
        f"starts {inner} {rest[:2]}": 1.0,
        f"ends {enclitic} {stem[-1]}": 1.0,
        f"ends {enclitic} {stem[-2:]}": 1.0,
    }


def _host_features(form: str, rest: str, reading: Reading, vocabulary: Vocabulary) -> dict[str, float]:
    """How what the proclitics lean on behaves: what stands before it elsewhere, what follows, whether it is a name."""
    inner = form[reading.front - 1] if reading.front else "-"
    enclitic = form[len(form) - reading.back :] if reading.back else "-"
    kind = "cut" if reading.back else "whole"
    level = _level(vocabulary, rest)
    features: dict[str, float] = {}
    for before in ("ال", "و", "ب", "ل", "س", "لل"):
        elsewhere = _level(vocabulary, before + rest)
        for key in (f"{kind} {inner}", f"{enclitic} {_sort(inner)}"):
            features[f"also {before} {key}"] = (elsewhere - level) * _SCALE
        if not elsewhere:
            features[f"never {before} {kind} {_sort(inner)}"] = 1.0
    if not reading.back:
        stem = rest[:-1] + "ت" if rest.endswith("ة") else rest
        features[f"takes pronouns {inner}"] = (_level(vocabulary, *(stem + pronoun for pronoun in ("ه", "ها", "هم"))) - level) * _SCALE
    if vocabulary.get(rest, _UNKNOWN).is_name:
        features[f"name {_sort(inner)} {kind}"] = 1.0
    if not level:
        features[f"unknown {_sort(inner)} {kind}"] = 1.0
    return features


def _enclitic_features(rest: str, back: int, vocabulary: Vocabulary) -> dict[str, float]:
    """Whether the word before the pronoun stands alone, with the article (then it is rather no pronoun), or before other pronouns."""
    enclitic = rest[len(rest) - back :]
    stems = _stems(rest, back)
    level, alone = _level(vocabulary, rest), _level(vocabulary, *stems)
    siblings = [_level(vocabulary, stems[0] + other) for other in ENCLITICS if other != enclitic]
    features = {
        f"alone {enclitic}": (alone - level) * _SCALE,
        f"siblings {enclitic}": (max(siblings) - level) * _SCALE,
        f"number of siblings {enclitic}": sum([sibling > 0 for sibling in siblings]) * _SCALE,
        f"with article {enclitic}": (_level(vocabulary, *("ال" + stem for stem in stems)) - level) * _SCALE,
    }
    if enclitic == "نا":
        features["verb before نا"] = min(_level(vocabulary, stems[0] + "وا"), _level(vocabulary, stems[0] + "ت")) * _SCALE
    if not alone:
        features[f"never alone {enclitic}"] = 1.0
    return features


def decide(form: str, vocabulary: Vocabulary, weights: Weights) -> Reading:
    """The likeliest reading of a spelled form; after a conjunction a word is read as it is read alone."""
    options = tuple(readings(form))
    if len(options) < 2:
        return options[0] if options else UNCUT
    scores = [_score(evidence(form, option, vocabulary), weights) for option in options]
    best = options[scores.index(max(scores))]
    if best.front and form[0] in _CONJUNCTIONS and form[1] not in _CONJUNCTIONS:
        inner = decide(form[1:], vocabulary, weights)
        return Reading(1 + inner.front, inner.back)
    return best


def _score(features: Mapping[str, float], weights: Weights) -> float:
    return sum([weights.get(name, 0.0) * value for name, value in features.items()])


class Clitics:
    """Cuts words."""

    def __init__(self, weights: Weights, vocabulary: Vocabulary) -> None:
        self._weights = weights
        self._vocabulary = vocabulary

    @classmethod
    def load(cls, path: Path) -> Self:
        """Reads what `training/clitics.py` wrote. Raises ModelError where the file is not that."""
        return cls(*read(path))

    def split(self, word: str) -> tuple[int, ...]:
        """Offsets at which a word is cut: code points of the word as written, marks and tatweel included; a mark stays with its letter.

        «وبالمدرسة» is cut after و and after ب, «للأمم» after the first ل, «كتابهم» before هم. The article stays with its noun.
        What is not a word of Arabic letters is not cut.
        """
        return _split(word, self._vocabulary, self._weights)

    def before_lam(self, rest: str) -> str:
        """What the writer dropped between a ل that was cut off and a rest that begins with ل: the likeliest in the news.

        "ا" of «لأمم» («الأمم»), "" of «لبنان», "ال" of «لاجئين» («اللاجئين»).
        """
        form = spelling(rest)
        levels = {dropped: entry.level for dropped in ("ا", "", "ال") if (entry := self._vocabulary.get(dropped + form))}
        return max(levels, key=lambda dropped: levels[dropped], default="ا")


def _split(word: str, vocabulary: Vocabulary, weights: Weights) -> tuple[int, ...]:
    form = spelling(word)
    if not _LETTERS.fullmatch(form):
        return ()
    entry = vocabulary.get(form)
    reading = entry.reading if entry else decide(form, vocabulary, weights)
    if reading == UNCUT or len(form) == len(word):
        return cuts(form, reading)
    letters = [offset for offset, character in enumerate(word) if not _SILENT.match(character)]
    return tuple([letters[cut] for cut in cuts(form, reading)])


def read(path: Path) -> tuple[dict[str, float], dict[str, Entry]]:
    """Weights and vocabulary: a line of JSON, then a line for each group of forms with the same entry (level, front, back, name, forms).

    Raises ModelError where the file cannot be had or is another.
    """
    vocabulary: dict[str, Entry] = {}
    try:
        first, *lines = gzip.decompress(path.read_bytes()).decode("utf-8").splitlines()
        for line in lines:
            level, front, back, is_name, forms = line.split("\t")
            vocabulary.update(zip(forms.split(" "), repeat(Entry(int(level), Reading(int(front), int(back)), is_name == "1"))))
        weights: dict[str, float] = json.loads(first)
    except (OSError, EOFError, ValueError) as error:
        raise ModelError(path, error) from error
    return weights, vocabulary


def write(path: Path, weights: Weights, vocabulary: Vocabulary) -> None:
    """Writes what `read` reads; the same input gives the same bytes."""
    groups: dict[Entry, list[str]] = {}
    for form in sorted(vocabulary):
        groups.setdefault(vocabulary[form], []).append(form)
    lines = [json.dumps(dict(sorted(weights.items())), ensure_ascii=False)]
    for entry in sorted(groups):
        lines.append("\t".join([str(entry.level), *map(str, entry.reading), str(int(entry.is_name)), " ".join(groups[entry])]))
    path.write_bytes(gzip.compress("\n".join([*lines, ""]).encode("utf-8"), mtime=0))
