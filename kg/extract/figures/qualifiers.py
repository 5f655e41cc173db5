"""How exactly a number is meant: «أكثر من», «نحو», «على الأقل»."""

from collections.abc import Sequence

from kg.extract.words import Word

_BEFORE = {
    "AtLeast": (
        "اكثر من", "ازيد من", "ما لا يقل عن", "لا يقل عن", "ما يزيد عن", "ما يزيد علي", "يزيد عن", "يزيد علي", "زاد عن", "زاد علي",
        "ما يفوق", "يفوق", "فاق", "تجاوز", "يتجاوز", "تجاوزت", "ما يربو علي", "يربو علي", "فوق",
    ),
    "AtMost": (
        "اقل من", "ما لا يزيد عن", "ما لا يزيد علي", "لا يزيد عن", "لا يزيد علي", "لا يتجاوز", "لا يتعدي", "ما لا يتجاوز",
    ),
    "About": (
        "نحو", "حوالي", "حوال", "قرابه", "زهاء", "ما يقارب", "يقارب", "ما يقرب من", "يقرب من", "مايقارب", "مايقرب من", "تقريبا", "نحوا من",
    ),
}  # fmt: skip
_AFTER = {"علي الاقل": "AtLeast", "علي اقل": "AtLeast", "كحد ادني": "AtLeast", "فاكثر": "AtLeast", "او اكثر": "AtLeast",
          "تقريبا": "About", "كحد اقصي": "AtMost", "علي الاكثر": "AtMost"}  # fmt: skip
_PHRASES = sorted(
    ((tuple(phrase.split()), name) for name, phrases in _BEFORE.items() for phrase in phrases), key=lambda item: (-len(item[0]), item[0])
)
_WORDS = frozenset(word for phrase, _ in _PHRASES for word in phrase)
_FARTHEST_BEHIND = 3
"""Words between the number and «على الأقل»: «20 مدنيا آخرين على الأقل»."""


def qualifier(words: Sequence[Word], first: int, last: int) -> str:
    """How the number from `first` to `last`, its noun included, is meant: "Exactly", "AtLeast", "AtMost" or "About"."""
    before = [word.form for word in words[max(first - 4, 0) : first] if word.sentence == words[first].sentence]
    for phrase, name in _PHRASES:
        tail = before[-len(phrase) :]
        if len(tail) == len(phrase) and tail[1:] == list(phrase[1:]) and _is_word(tail[0], phrase[0]):
            return name
    return _behind(words, first, last)


def _behind(words: Sequence[Word], first: int, last: int) -> str:
    for start in range(first + 1, last + 1 + _FARTHEST_BEHIND):
        following = [word.form for word in words[start : start + 2] if word.sentence == words[first].sentence]
        for phrase, name in _AFTER.items():
            parts = phrase.split()
            if following[: len(parts)] == parts:
                return name
        if start > last and (not following or words[start].glued == "." or following[0].startswith("و") or following[0].isdigit()):
            break
    return "Exactly"


def is_qualifying(form: str) -> bool:
    """Whether a folded word may stand between what became of people and their number («مقتل ما لا يقل عن 20»)."""
    return any(_is_word(form, word) for word in (form, form[1:]) if word in _WORDS)


def _is_word(form: str, word: str) -> bool:
    """Whether a folded word is another, a one-letter proclitic aside («بنحو», «لأكثر»)."""
    return form == word or (form[1:] == word and form[0] in "وفبل")
