"""Tokens with exact offsets, and the folded words that the lexicons are looked up by."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from unicodedata import category

from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.arabic import MARKS, TATWEEL, Stem, fold_with_offsets, proclitic_stems
from kg.model import Span

_TOKEN = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{MARKS}{TATWEEL}])*|\d+(?:[.,٫٬]\d+)*|\s|[^\s]")


class Tokenizer:
    """Letters (with their marks), digits, and every other character apart: «موسكو125» and «#هجوم_موسكو» come to pieces."""

    def __init__(self, vocab: Vocab) -> None:
        self.vocab = vocab

    def __call__(self, text: str) -> Doc:
        """The tokens of `text`; joined, they give it back character for character."""
        words: list[str] = []
        spaces: list[bool] = []
        for match in _TOKEN.finditer(text):
            piece = match.group()
            if piece == " " and words and not spaces[-1] and not words[-1].isspace():
                spaces[-1] = True
            else:
                words.append(piece)
                spaces.append(False)
        return Doc(self.vocab, words=words, spaces=spaces)


@dataclass(frozen=True, slots=True)
class Word:
    """A word or number of the text, folded for comparing."""

    index: int
    """Position among the words of the article."""
    token: int
    """Position among all tokens."""
    begin: int
    end: int
    form: str
    offsets: tuple[int, ...]
    """For each character of `form` its index within the word."""
    sentence: int
    glued: str
    """What stands between the word before and this one, white space left out: "" where only space does."""

    @property
    def span(self) -> Span:
        """The whole word, clitics included."""
        return Span(self.begin, self.end)

    def begin_after(self, skip: int) -> int:
        """Offset in the text at which the word goes on when `skip` folded characters are taken off its front."""
        return self.begin + self.offsets[skip]

    def stems(self) -> tuple[Stem, ...]:
        """Ways to take proclitics off it; the whole word first."""
        return proclitic_stems(self.form)


def words(doc: Doc) -> Iterator[Word]:
    """The words and numbers of a document with sentence boundaries, in order."""
    sentence, between, index = -1, "", 0
    starts = frozenset(doc._.sentence_starts)
    for token in doc:
        if token.i in starts:
            sentence += 1
        text = token.text
        if not (text[0].isalpha() or text[0].isdigit()):
            if category(text[0]) != "Cf":  # direction marks and joiners are not seen: «داعش\u200f خراسان» is one name
                between += "\n" if "\n" in text else text.strip()
            continue
        form, offsets = fold_with_offsets(text)
        if not form:  # a tatweel alone («قال ل ـ فلان») belongs to no word
            continue
        yield Word(index, token.i, token.idx, token.idx + len(text), form, offsets, sentence, between)
        between, index = "", index + 1
