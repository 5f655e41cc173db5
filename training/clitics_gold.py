"""Reads the segmentation gold for clitics out of the treebanks: words as written, and where they are cut.

UD Arabic PUD marks which words are written together. The edition of UD Arabic PADT at hand does not: its parts are joined here,
and the spelling of the joint restored («لِ» + «اَلحَظرِ» is «للحظر», «مُشَارَكَة» + «هَا» is «مشاركتها»).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from kg.pipeline.clitics import ENCLITICS

PROCLITICS = frozenset("وفبلكسأ")
_MARKS = re.compile("[\u064b-\u065f\u0670\u0640]")
_LETTERS = re.compile("[\u0621-\u063a\u0641-\u064a]+")
_NEVER_ANALYSED = ("U", "X")
"""PADT's tags for words that its analyser did not know: all their clitics are left on them, also in «علينا» and «وذلك»."""


class Part(NamedTuple):
    """A syntactic word of a treebank: its form and its tags."""

    form: str
    upos: str
    xpos: str
    is_glued: bool
    """Whether the next word is written together with it; known in PUD only."""


@dataclass(frozen=True, slots=True)
class GoldWord:
    """A written word without marks."""

    text: str
    cuts: tuple[int, ...]
    """Where a clitic is cut off."""
    all_cuts: tuple[int, ...]
    """Where the treebank cuts in any way: «مما», «فيما» and words that want a space are cut as well."""
    is_analysed: bool


def sentences(path: Path) -> Iterator[list[Part]]:
    """The sentences of a CoNLL-U file."""
    for block in path.read_text("utf-8").split("\n\n"):
        rows = [line.split("\t") for line in block.split("\n")]
        parts = [Part(row[1], row[3], row[4], "SpaceAfter=No" in row[9]) for row in rows if row[0].isdigit()]
        if parts:
            yield parts


def pud(path: Path) -> Iterator[GoldWord]:
    """Words of Arabic letters of PUD."""
    for sentence in sentences(path):
        for group in _groups(sentence, [part.is_glued for part in sentence]):
            forms = [_MARKS.sub("", part.form) for part in group]
            offsets = [sum(map(len, forms[:index])) for index in range(1, len(forms))]
            clitic = [offset for index, offset in enumerate(offsets, 1) if _cuts_clitic(group, forms, index)]
            if _LETTERS.fullmatch("".join(forms)):
                yield GoldWord("".join(forms), tuple(clitic), tuple(offsets), is_analysed=True)


def _cuts_clitic(group: Sequence[Part], forms: Sequence[str], index: int) -> bool:
    """Whether there are only proclitics before a part, or the part is the pronoun at the end."""
    is_pronoun = index == len(forms) - 1 and forms[index] in ENCLITICS and group[index].upos == "PRON"
    return is_pronoun or PROCLITICS.issuperset(forms[:index])


def _groups(sentence: Sequence[Part], glued: Sequence[bool]) -> Iterator[list[Part]]:
    """Parts written together; punctuation and symbols stand by themselves and are left out."""
    group: list[Part] = []
    for part, is_glued in zip(sentence, glued, strict=True):
        if part.upos not in ("PUNCT", "SYM"):
            group.append(part)
        if group and (not is_glued or part.upos in ("PUNCT", "SYM")):
            yield group
            group = []
    if group:
        yield group


def padt(path: Path) -> Iterator[GoldWord]:
    """Words of Arabic letters of PADT."""
    for sentence in sentences(path):
        following = [*sentence[1:], Part("", "PUNCT", "", is_glued=False)]
        glued = [_is_proclitic(part) or _is_pronoun(after) for part, after in zip(sentence, following, strict=True)]
        for group in _groups(sentence, glued):
            text, offsets = _joined(group)
            if _LETTERS.fullmatch(text):
                yield GoldWord(text, offsets, offsets, not any(part.xpos.startswith(_NEVER_ANALYSED) for part in group))


def _is_proclitic(part: Part) -> bool:
    return _MARKS.sub("", part.form) in PROCLITICS and part.xpos[:1] in ("C", "P", "F")


def _is_pronoun(part: Part) -> bool:
    """A personal pronoun that is not in the nominative."""
    return part.xpos.startswith("SP") and not part.xpos.endswith("1-") and _MARKS.sub("", part.form) in ENCLITICS


def _joined(group: Sequence[Part]) -> tuple[str, tuple[int, ...]]:
    text, offsets = "", []
    for index, part in enumerate(group):
        form = _MARKS.sub("", part.form).replace("ٱ", "ا")
        if index + 1 < len(group) and _is_pronoun(group[index + 1]):
            form = _before_pronoun(part, form)
        if text.endswith("ل") and part.form.startswith("اَل"):
            form = form[2:] if form.startswith("الل") else form[1:]
        if index:
            offsets.append(len(text))
        text += form
    return text, tuple(offsets)


def _before_pronoun(part: Part, form: str) -> str:
    """How a form is written before a pronoun."""
    if form.endswith("ة"):
        return form[:-1] + "ت"
    if form.endswith("ى"):
        return form[:-1] + ("ي" if part.upos == "ADP" else "ا")
    if form.endswith("وا") and part.upos == "VERB":
        return form[:-1]
    if form.endswith("اء"):
        return form[:-1] + {"\u0650": "ئ", "\u064f": "ؤ"}.get(part.form[-1], "ء")
    return form
